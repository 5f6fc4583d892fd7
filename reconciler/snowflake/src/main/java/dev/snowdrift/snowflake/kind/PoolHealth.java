package dev.snowdrift.snowflake.kind;

import dev.snowdrift.health.Health;
import dev.snowdrift.snowflake.Look;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sighting;
import dev.snowdrift.snowflake.Sql;
import dev.snowdrift.snowflake.StatementClass;
import java.util.List;
import java.util.Locale;

/// How a compute pool stands. That it has no capacity or no node left is told by two columns of
/// DESCRIBE, and fails no statement (Snowflake documentation of DESCRIBE COMPUTE POOL).
final class PoolHealth {
  private static final String DETAIL = "detail";

  private PoolHealth() {}

  static List<Look> looks(String name, Row row) {
    var state = state(row);
    var growing = state.equals("STARTING") || state.equals("RESIZING");
    if (!growing && !(state.equals("ACTIVE") && isFull(row))) {
      return List.of();
    }
    var describe = Sql.of("DESCRIBE COMPUTE POOL").name(name).end(StatementClass.DESCRIBE);
    var version =
        String.join(
            " ",
            state,
            row.text("created_on").orElse(""),
            row.text("max_nodes").orElse(""),
            row.text("num_services").orElse(""),
            row.text("num_jobs").orElse(""));
    return List.of(
        growing
            ? Look.always(DETAIL, describe)
            : Look.once(DETAIL, describe, version)
                .until(rows -> rows.stream().noneMatch(r -> r.text("error_code").isPresent())));
  }

  private static boolean isFull(Row row) {
    return nodes(row) >= row.number("max_nodes").orElse(Long.MAX_VALUE)
        && row.number("idle_nodes").orElse(0L) == 0;
  }

  /// How many nodes it has.
  static long nodes(Row row) {
    return row.number("active_nodes").orElse(0L) + row.number("idle_nodes").orElse(0L);
  }

  private static String state(Row row) {
    return row.text("state").orElse("").toUpperCase(Locale.ROOT);
  }

  /// Judges one state.
  ///
  /// @param begun whether it is suspended for a change of ours
  static Health of(String state, boolean begun, Sighting seen) {
    var limit =
        seen.look(DETAIL)
            .flatMap(rows -> rows.stream().findFirst())
            .flatMap(detail -> detail.text("error_code").map(code -> reason(code, detail)));
    if (limit.isPresent()) {
      return Health.degraded(limit.get());
    }
    return switch (state) {
      case "IDLE", "ACTIVE" -> Health.HEALTHY;
      case "STARTING", "RESIZING", "STOPPING" -> Health.progressing(state);
      case "SUSPENDED" ->
          begun
              ? Health.progressing("suspended for a change of ours, and resumed after it")
              : Health.suspended("suspended; a service wakes it if autoResume is on");
      default -> Health.unknown("state " + (state.isEmpty() ? "missing" : state));
    };
  }

  private static String reason(String code, Row detail) {
    var said = detail.text("status_message").map(LogTail::of).orElse("no message");
    return switch (code) {
      case "392507" -> "no capacity for its instance family (392507): " + said;
      case "392508" -> "all its nodes are taken and something waits for one (392508): " + said;
      default -> "error " + LogTail.of(code) + ": " + said;
    };
  }
}
