package dev.snowdrift.sandbox.container;

import dev.snowdrift.sandbox.account.AccountObject;
import dev.snowdrift.sandbox.account.Cell;
import dev.snowdrift.sandbox.account.Settings;
import dev.snowdrift.sandbox.sql.SqlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The columns of SHOW SERVICES and DESCRIBE SERVICE, in the order of those documents.
final class ServiceColumns {
  private final ContainerWorld world;

  ServiceColumns(ContainerWorld world) {
    this.world = world;
  }

  List<Cell> show() {
    var columns = new ArrayList<Cell>();
    columns.addAll(identity());
    columns.addAll(state());
    return columns;
  }

  /// With the specification, which only the owner role sees.
  List<Cell> describe(boolean owner) {
    var columns = new ArrayList<Cell>();
    columns.addAll(identity());
    if (owner) {
      columns.add(Cell.text("spec", o -> run(o).specification().yaml()));
    }
    columns.addAll(state());
    return columns;
  }

  private static Workload run(AccountObject object) {
    return object.kept(Workload.class);
  }

  private List<Cell> identity() {
    return List.of(
        Cell.name(),
        Cell.text("status", o -> run(o).status(world.now())),
        Cell.databaseName(),
        Cell.schemaName(),
        Cell.owner(),
        Cell.text("compute_pool", o -> run(o).pool()));
  }

  private List<Cell> state() {
    return List.of(
        Cell.textFor(
            "dns_name",
            (execution, o) ->
                AccountHosts.dns(
                    o.name(),
                    ServiceFunctions.schemaSeed(
                        execution, o.path().database(), o.path().schema()))),
        Cell.number("current_instances", o -> run(o).current()),
        Cell.number("target_instances", o -> run(o).target()),
        count("min_ready_instances", ServiceSheet::minReady),
        count("min_instances", ServiceSheet::minInstances),
        count("max_instances", ServiceSheet::maxInstances),
        Cell.bool("auto_resume", o -> run(o).job() || o.settings().flag("AUTO_RESUME")),
        Cell.text("external_access_integrations", ServiceColumns::integrations),
        Cell.createdOn(),
        Cell.time("updated_on", o -> run(o).updated()),
        Cell.time("resumed_on", o -> run(o).resumedOn().orElse(null)),
        Cell.time("suspended_on", o -> run(o).suspendedOn().orElse(null)),
        Cell.number(
            "auto_suspend_secs",
            o -> run(o).job() ? 0L : o.settings().integer("AUTO_SUSPEND_SECS")),
        Cell.commentOrNull(),
        Cell.ownerRoleType(),
        Cell.text("query_warehouse", ServiceColumns::warehouse),
        Cell.bool("is_job", o -> run(o).job()),
        Cell.bool("is_async_job", o -> run(o).job() && o.settings().flag("ASYNC")),
        Cell.text("spec_digest", o -> run(o).specification().digest()),
        Cell.bool("is_upgrading", o -> run(o).upgrading()),
        Cell.nullText("managing_object_domain"),
        Cell.nullText("managing_object_name"));
  }

  /// A job has as many instances as replicas.
  private static Cell count(String column, Function<Settings, @Nullable Object> ofService) {
    return Cell.number(
        column,
        o ->
            run(o).job()
                ? o.settings().number("REPLICAS").orElse(1L)
                : ofService.apply(o.settings()));
  }

  private static @Nullable String integrations(AccountObject object) {
    var names = object.settings().list(ServiceSheet.INTEGRATIONS);
    return names.isEmpty() ? null : "[" + String.join(", ", names) + "]";
  }

  private static @Nullable String warehouse(AccountObject object) {
    return object
        .settings()
        .text(ServiceSheet.WAREHOUSE)
        .map(name -> SqlReader.name(name).last().value())
        .orElse(null);
  }
}
