package dev.snowdrift.sandbox.container;

import dev.snowdrift.sandbox.account.AccountObject;
import dev.snowdrift.sandbox.account.Cell;
import dev.snowdrift.sandbox.account.Errors;
import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.ResultColumn;
import dev.snowdrift.sandbox.account.Rows;
import dev.snowdrift.sandbox.account.ShowStatement;
import dev.snowdrift.sandbox.account.StatementResult;
import dev.snowdrift.sandbox.sql.ShowFilter;
import dev.snowdrift.sandbox.sql.Statement;
import dev.snowdrift.sandbox.sql.SyntaxErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// SHOW SERVICES with its variants, and what SHOW lists inside a service.
final class ServiceListings {
  private final ContainerWorld world;
  private final ServiceKind kind;

  ServiceListings(ContainerWorld world, ServiceKind kind) {
    this.world = world;
    this.kind = kind;
  }

  // ---- services

  /// SHOW SERVICES [EXCLUDE JOBS].
  StatementResult services(Execution execution, Statement.Show statement) {
    var withoutJobs = statement.filter().options().contains("EXCLUDE JOBS");
    return withoutJobs
        ? list(execution, statement, o -> !run(o).job(), Set.of("is_job", "is_async_job"))
        : list(execution, statement, o -> true, Set.of());
  }

  /// SHOW JOB SERVICES.
  StatementResult jobs(Execution execution, Statement.Show statement) {
    if (statement.filter().options().contains("EXCLUDE JOBS")) {
      throw SyntaxErrors.unexpected(1, 0, "EXCLUDE");
    }
    return list(execution, statement, o -> run(o).job(), Set.of("is_job"));
  }

  private StatementResult list(
      Execution execution,
      Statement.Show statement,
      Predicate<AccountObject> wanted,
      Set<String> without) {
    var filter = statement.filter();
    var condition = wanted;
    if (filter.scope().orElse(null) instanceof ShowFilter.Scope.InKind(var in, var name)
        && in.equals(ComputePoolKind.KIND)) {
      var pool = execution.require(in, name.orElseThrow(Errors::cannotPerform)).name();
      condition = wanted.and(o -> run(o).pool().equals(pool));
      filter = inAccount(filter);
    }
    var objects = new ShowStatement(execution, kind).objects(filter, condition);
    var columns =
        kind.showColumns().stream().filter(c -> !without.contains(c.column().name())).toList();
    return Rows.of(StatementResult.SHOW, execution, columns, objects);
  }

  private static ShowFilter inAccount(ShowFilter filter) {
    return new ShowFilter(
        filter.like(),
        Optional.of(new ShowFilter.Scope.InAccount()),
        filter.startsWith(),
        filter.limit(),
        filter.from(),
        filter.options(),
        filter.types());
  }

  // ---- inside a service

  /// SHOW SERVICE CONTAINERS IN SERVICE.
  StatementResult containers(Execution execution, Statement.Show statement) {
    var columns = new ArrayList<ResultColumn>();
    for (var name :
        List.of(
            "database_name",
            "schema_name",
            "service_name",
            "service_status",
            "instance_id",
            "instance_status",
            "container_name",
            "status",
            "message",
            "image_name",
            "image_digest")) {
      columns.add(ResultColumn.text(name));
    }
    columns.add(ResultColumn.fixed("restart_count"));
    columns.add(ResultColumn.text("start_time"));
    columns.add(ResultColumn.fixed("last_exit_code"));
    columns.add(ResultColumn.text("last_restart_time"));
    var service = run(service(execution, statement, "MONITOR"));
    return result(columns, ServiceRows.containers(service, world.now()));
  }

  /// SHOW SERVICE INSTANCES IN SERVICE.
  StatementResult instances(Execution execution, Statement.Show statement) {
    var columns = new ArrayList<ResultColumn>();
    for (var name :
        List.of(
            "database_name",
            "schema_name",
            "service_name",
            "service_status",
            "instance_id",
            "status",
            "spec_digest",
            "creation_time",
            "start_time",
            "ip_address")) {
      columns.add(ResultColumn.text(name));
    }
    var service = run(service(execution, statement, "MONITOR"));
    return result(columns, ServiceRows.instances(service, world.now()));
  }

  /// SHOW ENDPOINTS IN SERVICE.
  StatementResult endpoints(Execution execution, Statement.Show statement) {
    var columns =
        List.of(
            ResultColumn.text("name"),
            ResultColumn.fixed("port"),
            ResultColumn.text("port_range"),
            ResultColumn.text("protocol"),
            ResultColumn.text("is_public"),
            ResultColumn.text("ingress_url"),
            ResultColumn.text("privatelink_ingress_url"));
    var service = run(service(execution, statement, "USAGE"));
    return result(columns, ServiceRows.endpoints(service, world.now(), world.timings().ingress()));
  }

  /// SHOW ROLES IN SERVICE.
  StatementResult roles(Execution execution, Statement.Show statement) {
    var object = service(execution, statement, "USAGE", "MONITOR", "OPERATE");
    var rows =
        new Rows(
            StatementResult.SHOW,
            List.of(
                ResultColumn.timestamp("created_on"),
                ResultColumn.text("name"),
                ResultColumn.text("comment")));
    for (var role : ServiceRoles.names(run(object).specification().source().serviceRoles())) {
      rows.add(Cell.timestamp(object.createdOn()), role, "");
    }
    return rows.result();
  }

  private static StatementResult result(
      List<ResultColumn> columns, List<List<@Nullable String>> rows) {
    return new StatementResult(StatementResult.SHOW, columns, rows, false);
  }

  private static AccountObject service(
      Execution execution, Statement.Show statement, String... privileges) {
    if (statement.filter().scope().orElse(null) instanceof ShowFilter.Scope.InKind(var in, var name)
        && in.equals(ServiceKind.KIND)
        && name.isPresent()) {
      return execution.require(in, name.get(), privileges);
    }
    throw Errors.cannotPerform();
  }

  private static Workload run(AccountObject object) {
    return object.kept(Workload.class);
  }
}
