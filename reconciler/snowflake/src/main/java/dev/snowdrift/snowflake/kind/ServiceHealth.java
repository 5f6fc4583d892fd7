package dev.snowdrift.snowflake.kind;

import dev.snowdrift.health.Health;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sighting;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// How well a service works, by its row, its containers and, during an upgrade, its instances
/// (Snowflake documentation of SHOW SERVICES, SHOW SERVICE CONTAINERS and SHOW SERVICE INSTANCES).
final class ServiceHealth {
  static final String CONTAINERS = "containers";
  static final String INSTANCES = "instances";

  private ServiceHealth() {}

  static String status(Row row) {
    return row.text("status").orElse("").toUpperCase(Locale.ROOT);
  }

  static boolean isUpgrading(Row row) {
    return row.bool("is_upgrading").orElse(false);
  }

  /// Whether nothing is in motion that a closer look would tell about.
  static boolean isQuiet(Row row) {
    return (status(row).equals("RUNNING") && !isUpgrading(row)) || status(row).equals("SUSPENDED");
  }

  static Health of(Sighting seen) {
    var row = seen.row();
    var status = status(row);
    return switch (status) {
      case "RUNNING" ->
          isUpgrading(row)
              ? failing(seen)
                  .map(failure -> Health.degraded(upgrading(seen) + ": " + failure))
                  .orElseGet(() -> Health.progressing(upgrading(seen) + told(seen)))
              : failing(seen).map(Health::degraded).orElse(Health.HEALTHY);
      case "PENDING", "SUSPENDING", "DELETING" -> {
        var what = isUpgrading(row) ? status + ", " + upgrading(seen) : status + ready(row);
        yield failing(seen)
            .map(failure -> Health.degraded(what + ": " + failure))
            .orElseGet(() -> Health.progressing(what + told(seen)));
      }
      case "SUSPENDED" ->
          Health.suspended(
              row.bool("auto_resume").orElse(false)
                  ? "suspended; the next request wakes it"
                  : "suspended until somebody resumes it");
      case "FAILED", "INTERNAL_ERROR", "DELETED" -> Health.degraded(status + told(seen));
      case "DONE" -> Health.degraded("every container has ended; a service's should not");
      default -> Health.unknown("status " + (status.isEmpty() ? "missing" : status));
    };
  }

  /// `upgrading, 1 of 3 instances run the new specification`.
  private static String upgrading(Sighting seen) {
    var instances = seen.look(INSTANCES).orElse(List.of());
    var digest = seen.row().text("spec_digest");
    if (instances.isEmpty() || digest.isEmpty()) {
      return "upgrading";
    }
    var done =
        instances.stream()
            .filter(instance -> instance.text("spec_digest").equals(digest))
            .filter(instance -> instance.text("status").orElse("").equalsIgnoreCase("READY"))
            .count();
    var all = seen.row().number("target_instances").orElse((long) instances.size());
    return "upgrading, %d of %d %s the new specification"
        .formatted(done, all, all == 1 ? "instance runs" : "instances run");
  }

  private static String ready(Row row) {
    var now = row.number("current_instances");
    var all = row.number("target_instances");
    return now.isPresent() && all.isPresent()
        ? ", %d of %d %s there"
            .formatted(now.get(), all.get(), all.get() == 1 ? "instance is" : "instances are")
        : "";
  }

  /// The first container that has failed.
  private static Optional<String> failing(Sighting seen) {
    return rows(seen).stream()
        .filter(container -> container.text("status").orElse("").equalsIgnoreCase("FAILED"))
        .map(ServiceHealth::sentence)
        .findFirst();
  }

  /// What the first container that is not ready says of itself.
  private static String told(Sighting seen) {
    return rows(seen).stream()
        .filter(container -> !container.text("status").orElse("").equalsIgnoreCase("READY"))
        .map(container -> ": " + sentence(container))
        .findFirst()
        .orElse("");
  }

  /// Every container that was looked at, by instance and name, with what Snowflake says of it.
  static SortedMap<String, String> containers(Sighting seen) {
    var states = new TreeMap<String, String>();
    for (var container : rows(seen)) {
      states.put(
          container.text("instance_id").orElse("0")
              + "."
              + container.text("container_name").orElse(""),
          state(container));
    }
    return states;
  }

  /// While no instance runs there is one row without a container.
  private static List<Row> rows(Sighting seen) {
    return seen.look(CONTAINERS).orElse(List.of()).stream()
        .filter(container -> container.text("container_name").isPresent())
        .toList();
  }

  private static String sentence(Row container) {
    return "container %s of instance %s is %s"
        .formatted(
            container.text("container_name").orElse("?"),
            container.text("instance_id").orElse("?"),
            state(container));
  }

  private static String state(Row container) {
    var restarts = container.number("restart_count").orElse(0L);
    return container.text("status").orElse("?")
        + container.text("message").map(message -> ", " + message).orElse("")
        + container
            .textUnlessNull("last_exit_code")
            .filter(code -> !code.equals("0"))
            .map(code -> ", exit code " + code)
            .orElse("")
        + (restarts > 0 ? ", restarted " + restarts + (restarts == 1 ? " time" : " times") : "");
  }
}
