package dev.snowdrift.snowflake.kind;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.snowflake.Identifier;
import dev.snowdrift.snowflake.Look;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sighting;
import dev.snowdrift.snowflake.Sql;
import dev.snowdrift.snowflake.StatementClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads one job: its row, what it runs, and why it failed.
final class JobReading {
  private static final String DETAIL = "detail";
  private static final String CONTAINERS = "containers";
  private static final String LOGS = "logs";

  /// It has ended, and not well.
  private static final Set<String> FAILED = Set.of("FAILED", "INTERNAL_ERROR", "CANCELLED");

  /// It is on its way; Snowflake documentation of EXECUTE JOB SERVICE.
  private static final Set<String> MOVING = Set.of("PENDING", "RUNNING", "CANCELLING", "DELETING");

  private final ResourceId id;
  private final Sighting seen;
  private final Row row;

  JobReading(ResourceId id, Sighting seen) {
    this.id = id;
    this.seen = seen;
    this.row = seen.row();
  }

  /// What it runs never changes; its containers are looked at until they are at rest, and not at
  /// all once it has ended well.
  static List<Look> looks(String name, Row row) {
    var created = row.text("created_on").orElse("");
    var looks = new ArrayList<Look>();
    looks.add(
        Look.once(
            DETAIL,
            Sql.of("DESCRIBE SERVICE").name(name).end(StatementClass.DESCRIBE),
            created + " " + row.text("spec_digest").orElse("")));
    if (!status(row).equals("DONE")) {
      looks.add(
          Look.once(
                  CONTAINERS,
                  Sql.of("SHOW SERVICE CONTAINERS")
                      .words("IN SERVICE")
                      .name(name)
                      .end(StatementClass.SHOW),
                  created + " " + status(row))
              .until(_ -> FAILED.contains(status(row))));
    }
    return looks;
  }

  /// The log of the first container that failed, once.
  static List<Look> logs(String name, Sighting seen) {
    var row = seen.row();
    if (!FAILED.contains(status(row))) {
      return List.of();
    }
    return failing(seen)
        .map(container ->
            Look.once(
                LOGS,
                Sql.function(
                    "SYSTEM$GET_SERVICE_LOGS",
                    LogTail.arguments(
                        name,
                        container.text("instance_id").orElse("0"),
                        container.text("container_name").orElse(""))),
                row.text("created_on").orElse("") + " " + status(row)))
        .stream()
        .toList();
  }

  static String status(Row row) {
    return row.text("status").orElse("").toUpperCase(Locale.ROOT);
  }

  static boolean isMoving(String status) {
    return MOVING.contains(status);
  }

  /// Where it runs, and with what, matters as long as it has to run again.
  Observed observed() {
    var status = status(row);
    var fields =
        new Fields(id, row)
            .fact("status", Optional.of(status))
            .fact("computePool", row.text("compute_pool"))
            .fact("queryWarehouse", row.textUnlessNull("query_warehouse"))
            .fact(
                "externalAccessIntegrations",
                Optional.of(String.join(", ", row.names("external_access_integrations"))))
            .health(health(status));
    ServiceReading.readSpecification(id, seen, fields);
    if (FAILED.contains(status)) {
      fields
          .text(
              "computePool", row.text("compute_pool").map(name -> new Identifier(name).canonical()))
          .field(
              "externalAccessIntegrations",
              Canonical.set(row.names("external_access_integrations")))
          .text(
              "queryWarehouse",
              row.textUnlessNull("query_warehouse").map(name -> new Identifier(name).canonical()));
    } else {
      for (var field : List.of("computePool", "externalAccessIntegrations", "queryWarehouse")) {
        fields.unreadable(field, "it matters for the next run only");
      }
    }
    return fields.observed();
  }

  private Health health(String status) {
    return switch (status) {
      case "DONE" -> Health.HEALTHY;
      case "PENDING" -> Health.progressing(status + told());
      case "RUNNING", "CANCELLING", "DELETING" -> Health.progressing(status);
      case "CANCELLED" -> Health.degraded("somebody cancelled it; it runs again when it changes");
      case "FAILED", "INTERNAL_ERROR" -> Health.degraded(failure(status));
      default -> Health.unknown("status " + (status.isEmpty() ? "missing" : status));
    };
  }

  /// What the first container that has not started says of itself.
  private String told() {
    return seen.look(CONTAINERS).orElse(List.of()).stream()
        .filter(container -> container.text("container_name").isPresent())
        .flatMap(container -> container.text("message").stream())
        .findFirst()
        .map(message -> ", " + LogTail.of(message))
        .orElse("");
  }

  private String failure(String status) {
    var container = failing(seen);
    if (container.isEmpty()) {
      return status + seen.failure(CONTAINERS).map(why -> ": " + why).orElse("");
    }
    var told = new StringBuilder("container ");
    told.append(LogTail.of(container.get().text("container_name").orElse("?"))).append(" failed");
    container
        .get()
        .number("last_exit_code")
        .ifPresent(code -> told.append(" with exit code ").append(code));
    container
        .get()
        .text("message")
        .ifPresent(message -> told.append(" (").append(LogTail.of(message)).append(')'));
    var log = seen.look(LOGS).map(JobReading::text).map(LogTail::of).orElse("");
    if (!log.isEmpty()) {
      told.append("; its log ends: ").append(log);
    }
    seen.failure(LOGS).ifPresent(why -> told.append("; its log cannot be read: ").append(why));
    return told.toString();
  }

  private static String text(List<Row> rows) {
    return rows.stream().flatMap(row -> row.values().values().stream()).findFirst().orElse("");
  }

  private static Optional<Row> failing(Sighting seen) {
    return seen.look(CONTAINERS).orElse(List.of()).stream()
        .filter(container -> container.text("status").orElse("").equalsIgnoreCase("FAILED"))
        .findFirst();
  }
}
