package dev.snowdrift.sandbox.container;

import dev.snowdrift.sandbox.account.AccountObject;
import dev.snowdrift.sandbox.account.Cell;
import dev.snowdrift.sandbox.account.Errors;
import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.Grant;
import dev.snowdrift.sandbox.account.Holder;
import dev.snowdrift.sandbox.account.ResultColumn;
import dev.snowdrift.sandbox.account.Rows;
import dev.snowdrift.sandbox.account.StatementResult;
import dev.snowdrift.sandbox.sql.Grantee;
import dev.snowdrift.sandbox.sql.Identifier;
import dev.snowdrift.sandbox.sql.Statement;
import java.util.List;

/// GRANT and REVOKE SERVICE ROLE, and SHOW GRANTS about service roles (documents of those titles).
final class ServiceRoleStatements {
  private ServiceRoleStatements() {}

  /// Only the service's owner may grant its roles. Idempotent.
  static StatementResult grant(Execution execution, Statement.GrantServiceRole statement) {
    var service = execution.require(ServiceKind.KIND, statement.service());
    execution.checkOwns(service);
    var role = role(service, statement.role());
    var holder = holder(execution, statement.grantee());
    var roles = service.kept(ServiceRoles.class);
    if (statement.revoke()) {
      roles.revoke(role, holder);
    } else {
      roles.grant(role, new Grant("USAGE", holder, false, service.owner(), execution.now()));
    }
    return StatementResult.status(StatementResult.DDL, "Statement executed successfully.");
  }

  private static String role(AccountObject service, Identifier role) {
    var defined = service.kept(Workload.class).specification().source().serviceRoles();
    if (!ServiceRoles.names(defined).contains(role.value())) {
      throw Errors.notFound("SERVICE ROLE", service.path() + "!" + role);
    }
    return role.value();
  }

  private static Holder holder(Execution execution, Grantee grantee) {
    if (!grantee.type().equals("ROLE") && !grantee.type().equals("DATABASE ROLE")) {
      throw Errors.unsupported(grantee.type());
    }
    var path = execution.resolve(execution.domain(grantee.type()).level(), grantee.name());
    if (execution.find(grantee.type(), path).isEmpty()) {
      throw Errors.notFound(grantee.type(), grantee.name());
    }
    return new Holder(grantee.type(), path);
  }

  /// SHOW GRANTS OF SERVICE ROLE: to whom it is granted.
  static StatementResult of(Execution execution, Statement.ShowGrants.OfServiceRole statement) {
    var service = execution.require(ServiceKind.KIND, statement.service());
    var role = role(service, statement.role());
    var rows =
        new Rows(
            StatementResult.SHOW,
            List.of(
                ResultColumn.timestamp("created_on"),
                ResultColumn.text("role"),
                ResultColumn.text("granted_to"),
                ResultColumn.text("grantee_name"),
                ResultColumn.text("granted_by")));
    for (var grant : service.kept(ServiceRoles.class).of(role)) {
      rows.add(
          Cell.timestamp(grant.createdOn()),
          service.path() + "!" + role,
          grant.holder().type().replace(' ', '_'),
          grant.holder().path().toString(),
          grant.grantedBy());
    }
    return rows.result();
  }

  /// SHOW GRANTS TO SERVICE ROLE: the endpoints it may use.
  static StatementResult to(Execution execution, Statement.ShowGrants.ToServiceRole statement) {
    var service = execution.require(ServiceKind.KIND, statement.service());
    var role = role(service, statement.role());
    var specification = service.kept(Workload.class).specification().source();
    var endpoints =
        role.equals(ServiceRoles.ALL)
            ? specification.endpoints().stream().map(ServiceSpecification.Endpoint::name).toList()
            : specification.serviceRoles().stream()
                .filter(defined -> defined.name().equalsIgnoreCase(role))
                .flatMap(defined -> defined.endpoints().stream())
                .toList();
    var rows =
        new Rows(
            StatementResult.SHOW,
            List.of(
                ResultColumn.timestamp("created_on"),
                ResultColumn.text("privilege"),
                ResultColumn.text("granted_on"),
                ResultColumn.text("name"),
                ResultColumn.text("granted_to"),
                ResultColumn.text("grantee_name")));
    for (var endpoint : endpoints) {
      rows.add(
          Cell.timestamp(service.createdOn()),
          "USAGE",
          "SERVICE_ENDPOINT",
          service.path() + "!" + endpoint,
          "SERVICE_ROLE",
          service.path() + "!" + role);
    }
    return rows.result();
  }
}
