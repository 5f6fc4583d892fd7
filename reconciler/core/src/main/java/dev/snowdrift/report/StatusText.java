package dev.snowdrift.report;

import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.plan.ObjectStatus;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.plan.Verdict;
import java.util.HashMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Where every object stands, as a table for people: is it what Git says, and does it work.
public final class StatusText {
  private static final String ENDPOINT = "endpoint.";

  private StatusText() {}

  public static String render(Plan plan) {
    var kind = plan.objects().keySet().stream().mapToInt(id -> id.kind().length()).max().orElse(0);
    var name = plan.objects().keySet().stream().mapToInt(id -> id.name().length()).max().orElse(0);
    var waits = new HashMap<ResourceId, String>();
    for (var step : plan.waiting()) {
      if (step.verdict() instanceof Verdict.Waiting waiting) {
        waits.put(step.id(), PlanText.waits(step, waiting));
      }
    }
    var out = new StringBuilder();
    for (ObjectStatus status : plan.objects().values()) {
      var standing = status.reason().isEmpty() ? status.health().message() : status.reason();
      var remark = waits.getOrDefault(status.id(), standing);
      if (remark.isEmpty()) {
        remark = facts(status);
      }
      out.append(
          "%s  %s  %s  %s  %s"
              .formatted(
                  pad(status.id().kind(), kind),
                  pad(status.id().name(), name),
                  pad(status.sync().word(), 9),
                  pad(status.health().status().word(), 11),
                  Values.printable(remark))
              .stripTrailing());
      out.append('\n');
      endpoints(status)
          .forEach((endpoint, address) ->
              out.append(
                  "    endpoint %s: %s\n"
                      .formatted(Values.printable(endpoint), Values.printable(address))));
    }
    return out.toString();
  }

  private static String facts(ObjectStatus status) {
    return standing(status).entrySet().stream()
        .map(fact -> fact.getKey() + ": " + fact.getValue())
        .collect(Collectors.joining(", "));
  }

  /// Where the public endpoints of an object are reached, by name.
  static SortedMap<String, String> endpoints(ObjectStatus status) {
    return facts(status, ENDPOINT);
  }

  /// What tells how an object works beside its health, by name: `lastRun`, `workersOnline`.
  static SortedMap<String, String> standing(ObjectStatus status) {
    return facts(status, Observed.STANDING);
  }

  private static SortedMap<String, String> facts(ObjectStatus status, String prefix) {
    var facts = new TreeMap<String, String>();
    status
        .facts()
        .forEach((fact, value) -> {
          if (fact.startsWith(prefix)) {
            facts.put(fact.substring(prefix.length()), value);
          }
        });
    return facts;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
