package dev.snowdrift.report;

import dev.snowdrift.plan.ObjectStatus;
import dev.snowdrift.plan.Plan;

/// Where every object stands, as a table for people: is it what Git says, and does it work.
public final class StatusText {
  private StatusText() {}

  public static String render(Plan plan) {
    var kind = plan.objects().keySet().stream().mapToInt(id -> id.kind().length()).max().orElse(0);
    var name = plan.objects().keySet().stream().mapToInt(id -> id.name().length()).max().orElse(0);
    var out = new StringBuilder();
    for (ObjectStatus status : plan.objects().values()) {
      var remark = status.reason().isEmpty() ? status.health().message() : status.reason();
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
    }
    return out.toString();
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
