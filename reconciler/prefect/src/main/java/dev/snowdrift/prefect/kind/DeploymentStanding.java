package dev.snowdrift.prefect.kind;

import dev.snowdrift.health.Health;
import dev.snowdrift.health.Health.Status;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.prefect.Standing;
import dev.snowdrift.prefect.Standing.Ended;
import dev.snowdrift.prefect.Standing.Overdue;
import dev.snowdrift.prefect.Standing.Runs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// How a deployment works, by its runs and by the workers of its pool. All that is wrong is said,
/// the worst first.
final class DeploymentStanding {
  /// A server calls a run late 15 seconds after its time (PrefectHQ/prefect, src/prefect/settings/
  /// models/server/services.py), and a worker asks each 15 seconds: so short a delay mends itself.
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private DeploymentStanding() {}

  static Observed judged(Observed deployment, Standing standing) {
    if (deployment.health().status() == Status.SUSPENDED) {
      return deployment.judged(deployment.health(), facts(deployment, standing));
    }
    var runs = runs(deployment, standing);
    var all = new ArrayList<Health>();
    all.add(status(deployment, standing));
    standing.unread().ifPresent(why -> all.add(Health.unknown("its runs are not known: " + why)));
    runs.last().filter(Ended::failed).ifPresent(run -> all.add(failed(run)));
    if (runs.late().number() > 0) {
      all.add(late(runs.late(), standing));
    }
    if (runs.waiting().number() > 0) {
      all.add(waiting(runs.waiting()));
    }
    return deployment.judged(worst(all), facts(deployment, standing));
  }

  private static Runs runs(Observed deployment, Standing standing) {
    return standing.runsOf(deployment.fact("id").orElse(""));
  }

  /// Prefect's own word: whether its queue is polled.
  private static Health status(Observed deployment, Standing standing) {
    var health = deployment.health();
    return health.status() == Status.PROGRESSING
        ? Health.progressing(
            pool(deployment)
                .flatMap(pool -> PoolStanding.offline(pool, standing))
                .orElse(health.message()))
        : health;
  }

  static Optional<String> pool(Observed deployment) {
    return deployment.field("workPool").flatMap(JsonNode::asStringOpt);
  }

  private static Health failed(Ended run) {
    var what = run.type().equals("CRASHED") ? "crashed" : "failed";
    var message = run.message().isEmpty() ? run.state() : run.message();
    return Health.degraded(
        "the last run, %s, %s at %s: %s"
            .formatted(run.name(), what, Times.shown(run.at()), message));
  }

  private static Health late(Overdue late, Standing standing) {
    var text = many(late, "is late", "are late");
    return late.since().filter(at -> at.plus(PATIENCE).isBefore(standing.at())).isPresent()
        ? Health.degraded(text)
        : Health.progressing(text);
  }

  private static Health waiting(Overdue waiting) {
    return Health.progressing(
        many(waiting, "waits for a concurrency slot", "wait for a concurrency slot"));
  }

  private static String many(Overdue runs, String one, String several) {
    var since = runs.since().map(at -> " since " + Times.shown(at)).orElse("");
    return runs.number() == 1
        ? "a run %s%s".formatted(one, since)
        : "%d runs %s%s".formatted(runs.number(), several, since);
  }

  private static Health worst(List<Health> all) {
    var wrong =
        all.stream()
            .filter(health -> health.status() != Status.HEALTHY)
            .sorted(Comparator.comparing(Health::status).reversed())
            .toList();
    return wrong.isEmpty()
        ? Health.HEALTHY
        : new Health(
            wrong.getFirst().status(),
            wrong.stream().map(Health::message).collect(Collectors.joining("; ")));
  }

  private static SortedMap<String, String> facts(Observed deployment, Standing standing) {
    var facts = new TreeMap<String, String>();
    var runs = runs(deployment, standing);
    runs.last()
        .ifPresent(run -> {
          put(facts, "lastRun", run.name());
          put(facts, "lastRunState", run.state());
          put(facts, "lastRunEnd", Times.shown(run.at()));
        });
    number(facts, "lateRuns", runs.late().number(), standing);
    number(facts, "waitingRuns", runs.waiting().number(), standing);
    number(facts, "running", runs.running(), standing);
    pool(deployment)
        .flatMap(standing::workersOf)
        .filter(workers -> workers.known() > 0)
        .ifPresent(workers -> PoolStanding.put(facts, workers));
    return facts;
  }

  /// Nothing for none; `at least 12` where not all could be listed.
  private static void number(
      SortedMap<String, String> facts, String name, int number, Standing standing) {
    if (number > 0) {
      put(facts, name, (standing.unlisted() ? "at least " : "") + number);
    }
  }

  private static void put(SortedMap<String, String> facts, String name, String value) {
    facts.put(Observed.STANDING + name, value);
  }
}
