package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Action;
import dev.snowdrift.sandbox.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A virtual warehouse. It runs nothing here; it is there to be configured, suspended and used.
final class WarehouseKind implements Domain {
  private static final Map<String, String> SIZES =
      Map.ofEntries(
          Map.entry("XSMALL", "X-Small"),
          Map.entry("SMALL", "Small"),
          Map.entry("MEDIUM", "Medium"),
          Map.entry("LARGE", "Large"),
          Map.entry("XLARGE", "X-Large"),
          Map.entry("XXLARGE", "2X-Large"),
          Map.entry("X2LARGE", "2X-Large"),
          Map.entry("2XLARGE", "2X-Large"),
          Map.entry("XXXLARGE", "3X-Large"),
          Map.entry("X3LARGE", "3X-Large"),
          Map.entry("3XLARGE", "3X-Large"),
          Map.entry("X4LARGE", "4X-Large"),
          Map.entry("4XLARGE", "4X-Large"),
          Map.entry("X5LARGE", "5X-Large"),
          Map.entry("5XLARGE", "5X-Large"),
          Map.entry("X6LARGE", "6X-Large"),
          Map.entry("6XLARGE", "6X-Large"));

  private static final PropertySheet SHEET =
      PropertySheet.empty()
          .with(
              PropertyRule.word(
                      "WAREHOUSE_TYPE", "STANDARD", "SNOWPARK-OPTIMIZED", "ADAPTIVE", "INTERACTIVE")
                  .byDefault("STANDARD"),
              PropertyRule.word("WAREHOUSE_SIZE").byDefault("XSMALL").neverUnset(),
              PropertyRule.integer("MAX_CLUSTER_COUNT").between(1, 300).byDefault(1L),
              PropertyRule.integer("MIN_CLUSTER_COUNT").between(1, 300).byDefault(1L),
              PropertyRule.word("SCALING_POLICY", "STANDARD", "ECONOMY").byDefault("STANDARD"),
              PropertyRule.integer("AUTO_SUSPEND").between(0, Integer.MAX_VALUE).byDefault(600L),
              PropertyRule.bool("AUTO_RESUME").byDefault(true),
              PropertyRule.bool("INITIALLY_SUSPENDED").atCreationOnly(),
              PropertyRule.name("RESOURCE_MONITOR", "RESOURCE MONITOR"),
              PropertyRule.text("COMMENT"),
              PropertyRule.bool("ENABLE_QUERY_ACCELERATION"),
              PropertyRule.integer("QUERY_ACCELERATION_MAX_SCALE_FACTOR")
                  .between(0, 100)
                  .byDefault(8L),
              PropertyRule.word("RESOURCE_CONSTRAINT"),
              PropertyRule.word("GENERATION", "1", "2"),
              PropertyRule.integer("MAX_CONCURRENCY_LEVEL").between(1, 1000),
              PropertyRule.integer("STATEMENT_QUEUED_TIMEOUT_IN_SECONDS").between(0, 604800),
              PropertyRule.integer("STATEMENT_TIMEOUT_IN_SECONDS").between(0, 604800));

  /// What changes without ALTER ... SET.
  ///
  /// @param resumedOn the epoch when it never was
  private record Running(boolean started, Instant resumedOn, Instant updatedOn) {}

  @Override
  public String kind() {
    return "WAREHOUSE";
  }

  @Override
  public Level level() {
    return Level.ACCOUNT;
  }

  @Override
  public List<String> privileges() {
    return List.of("APPLYBUDGET", "MODIFY", "MONITOR", "OPERATE", "USAGE");
  }

  @Override
  public PropertySheet sheet() {
    return SHEET;
  }

  @Override
  public boolean createOrAlterable() {
    return true;
  }

  @Override
  public List<Parameter> parameters() {
    return Parameters.WAREHOUSE;
  }

  @Override
  public Set<String> ignoredWhenPresent() {
    return Set.of("INITIALLY_SUSPENDED");
  }

  @Override
  public boolean renamable() {
    return true;
  }

  @Override
  public Set<String> sufficientFor(Action action) {
    return switch (action) {
      case Action.Set _, Action.Unset _ -> Set.of("MODIFY");
      case Action.Command _ -> Set.of("OPERATE");
      default -> Set.of();
    };
  }

  @Override
  public void check(Execution execution, ObjectPath path, Settings settings) {
    var size = settings.textOrEmpty("WAREHOUSE_SIZE");
    if (!SIZES.containsKey(plainSize(size))) {
      throw Errors.invalidProperty(size, "WAREHOUSE_SIZE");
    }
    if (settings.integer("MIN_CLUSTER_COUNT") > settings.integer("MAX_CLUSTER_COUNT")) {
      throw Errors.invalidParameter(
          Long.toString(settings.integer("MIN_CLUSTER_COUNT")), "MIN_CLUSTER_COUNT");
    }
  }

  private static String plainSize(String size) {
    return size.replace("-", "").toUpperCase(Locale.ROOT);
  }

  @Override
  public void checkChange(Execution execution, AccountObject warehouse, Settings after) {
    if (warehouse.kept(Running.class).started()
        && !after
            .textOrEmpty("WAREHOUSE_TYPE")
            .equals(warehouse.settings().textOrEmpty("WAREHOUSE_TYPE"))) {
      throw Errors.invalidProperty(after.textOrEmpty("WAREHOUSE_TYPE"), "WAREHOUSE_TYPE");
    }
  }

  @Override
  public void created(Execution execution, AccountObject warehouse, Statement.Create statement) {
    var started = !warehouse.settings().flag("INITIALLY_SUSPENDED");
    var now = execution.now();
    warehouse.keep(Running.class, new Running(started, started ? now : Instant.EPOCH, now));
    execution.session().useWarehouse(warehouse.name());
  }

  @Override
  public void altered(Execution execution, AccountObject warehouse, Settings before) {
    var running = warehouse.kept(Running.class);
    warehouse.keep(
        Running.class, new Running(running.started(), running.resumedOn(), execution.now()));
  }

  @Override
  public void dropped(Execution execution, AccountObject warehouse) {
    if (execution.session().warehouse().filter(warehouse.name()::equals).isPresent()) {
      execution.session().useWarehouse(null);
    }
  }

  @Override
  public StatementResult perform(Execution execution, AccountObject warehouse, Action action) {
    if (!(action instanceof Action.Command(var words, _))) {
      return Domain.super.perform(execution, warehouse, action);
    }
    var running = warehouse.kept(Running.class);
    var now = execution.now();
    switch (words) {
      case "SUSPEND" -> {
        if (!running.started()) {
          throw invalidState(90064);
        }
        warehouse.keep(Running.class, new Running(false, running.resumedOn(), now));
      }
      case "RESUME", "RESUME IF SUSPENDED" -> {
        if (running.started() && words.equals("RESUME")) {
          throw invalidState(90063);
        }
        if (!running.started()) {
          warehouse.keep(Running.class, new Running(true, now, now));
        }
      }
      case "ABORT ALL QUERIES" -> {}
      default -> {
        return Domain.super.perform(execution, warehouse, action);
      }
    }
    return StatementResult.status(StatementResult.DDL, "Statement executed successfully.");
  }

  private static SqlError invalidState(int code) {
    return new SqlError(code, "22000", "Invalid state.");
  }

  @Override
  public List<Cell> showColumns() {
    return List.of(
        Cell.name(),
        Cell.text("state", o -> started(o) ? "STARTED" : "SUSPENDED"),
        Cell.text("type", o -> o.settings().textOrEmpty("WAREHOUSE_TYPE")),
        Cell.text("size", o -> SIZES.get(plainSize(o.settings().textOrEmpty("WAREHOUSE_SIZE")))),
        Cell.number("min_cluster_count", o -> o.settings().integer("MIN_CLUSTER_COUNT")),
        Cell.number("max_cluster_count", o -> o.settings().integer("MAX_CLUSTER_COUNT")),
        Cell.number(
            "started_clusters", o -> started(o) ? o.settings().integer("MIN_CLUSTER_COUNT") : 0L),
        Cell.number("running", _ -> 0),
        Cell.number("queued", _ -> 0),
        Cell.text("is_default", _ -> "N"),
        Cell.textFor(
            "is_current",
            (execution, o) ->
                Cell.yesNo(execution.session().warehouse().filter(o.name()::equals).isPresent())),
        Cell.text(
            "is_interactive",
            o -> Cell.yesNo(o.settings().textOrEmpty("WAREHOUSE_TYPE").equals("INTERACTIVE"))),
        Cell.number("auto_suspend", WarehouseKind::autoSuspend),
        Cell.bool("auto_resume", o -> o.settings().flag("AUTO_RESUME")),
        Cell.text("available", o -> started(o) ? "100" : ""),
        Cell.text("provisioning", o -> started(o) ? "0" : ""),
        Cell.text("quiescing", o -> started(o) ? "0" : ""),
        Cell.text("other", o -> started(o) ? "0" : ""),
        Cell.createdOn(),
        Cell.time("resumed_on", o -> o.kept(Running.class).resumedOn()),
        Cell.time("updated_on", o -> o.kept(Running.class).updatedOn()),
        Cell.owner(),
        Cell.commentOrEmpty(),
        Cell.bool("enable_query_acceleration", o -> o.settings().flag("ENABLE_QUERY_ACCELERATION")),
        Cell.number(
            "query_acceleration_max_scale_factor",
            o -> o.settings().integer("QUERY_ACCELERATION_MAX_SCALE_FACTOR")),
        Cell.text("resource_monitor", o -> o.settings().text("RESOURCE_MONITOR").orElse("null")),
        Cell.text("actives", o -> started(o) ? "1" : "0"),
        Cell.text("pendings", _ -> "0"),
        Cell.text("failed", _ -> "0"),
        Cell.text("suspended", o -> started(o) ? "0" : "1"),
        Cell.text("uuid", o -> Long.toString(o.id())),
        Cell.text("scaling_policy", o -> o.settings().textOrEmpty("SCALING_POLICY")),
        Cell.ownerRoleType(),
        Cell.text(
            "resource_constraint", o -> o.settings().text("RESOURCE_CONSTRAINT").orElse(null)),
        Cell.text("generation", o -> o.settings().text("GENERATION").orElse("1")));
  }

  private static boolean started(AccountObject warehouse) {
    return warehouse.kept(Running.class).started();
  }

  /// Null means never; 0 is stored as never.
  private static @Nullable Object autoSuspend(AccountObject warehouse) {
    var seconds = warehouse.settings().integer("AUTO_SUSPEND");
    return seconds == 0 ? null : seconds;
  }

  @Override
  public List<Cell> describeColumns() {
    return List.of(Cell.createdOn(), Cell.name(), Cell.text("kind", _ -> "WAREHOUSE"));
  }
}
