package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.GrantTarget;
import dev.snowdrift.sandbox.sql.Grantee;
import dev.snowdrift.sandbox.sql.Name;
import dev.snowdrift.sandbox.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// GRANT and REVOKE. Both are idempotent (Snowflake documentation, "GRANT <privileges>").
final class GrantStatements {
  private static final String OWNERSHIP = "OWNERSHIP";

  private final Execution execution;

  GrantStatements(Execution execution) {
    this.execution = execution;
  }

  // ---- privileges

  StatementResult run(Statement.Grant grant) {
    var holder = holder(grant.grantee());
    return switch (grant.target()) {
      case GrantTarget.OnAccount() -> {
        onObject(grant, execution.account().self(), holder, Domain.Transfer.SINGLE);
        yield done("Statement executed successfully.");
      }
      case GrantTarget.OnObject(var kind, var name) -> {
        var object = execution.require(kind, name);
        onObject(grant, object, holder, Domain.Transfer.SINGLE);
        yield done("Statement executed successfully.");
      }
      case GrantTarget.OnAll(var plural, var containerKind, var container) -> {
        var objects = content(domain(plural), containerKind, container);
        yield onAll(grant, objects, holder);
      }
      case GrantTarget.OnFuture(var plural, var containerKind, var container) -> {
        onFuture(grant, domain(plural), containerKind, container, holder);
        yield done("Statement executed successfully.");
      }
    };
  }

  /// Grants what the role may grant; refuses only when that is nothing.
  private StatementResult onAll(Statement.Grant grant, List<AccountObject> objects, Holder holder) {
    SqlError refusal = null;
    var affected = 0;
    for (var object : objects) {
      try {
        onObject(grant, object, holder, Domain.Transfer.BULK);
        affected++;
      } catch (SqlError error) {
        if (error.code() != 3001) {
          throw error;
        }
        refusal = error;
      }
    }
    if (affected == 0 && refusal != null) {
      throw refusal;
    }
    return done("Statement executed successfully. %d objects affected.".formatted(affected));
  }

  private Domain domain(String plural) {
    return execution
        .account()
        .registry()
        .byPlural(plural)
        .orElseThrow(() -> Errors.unsupported(plural));
  }

  private List<AccountObject> content(Domain domain, String containerKind, Name name) {
    var container = execution.require(containerKind, name);
    var objects =
        containerKind.equals("DATABASE")
            ? execution.inDatabase(domain.kind(), container.name())
            : execution.inSchema(domain.kind(), container.path().database(), container.name());
    return List.copyOf(objects);
  }

  private Holder holder(Grantee grantee) {
    if (grantee.type().equals("APPLICATION ROLE")) {
      throw Errors.unsupported("APPLICATION ROLE");
    }
    var domain = execution.domain(grantee.type());
    var path = execution.resolve(domain.level(), grantee.name());
    if (execution.find(grantee.type(), path).isEmpty()) {
      throw Errors.notFound(grantee.type(), grantee.name());
    }
    return new Holder(grantee.type(), path);
  }

  private List<String> privileges(Statement.Grant grant, Domain domain) {
    if (grant.privileges().isEmpty()) {
      return domain.privileges();
    }
    for (var privilege : grant.privileges()) {
      if (!privilege.equals(OWNERSHIP) && !domain.privileges().contains(privilege)) {
        throw new SqlError(
            3008,
            "42501",
            "SQL access control error:\nInvalid object type '%s' for privilege '%s'."
                .formatted(domain.family(), privilege));
      }
    }
    return grant.privileges();
  }

  private void onObject(
      Statement.Grant grant, AccountObject object, Holder holder, Domain.Transfer how) {
    var privileges =
        grant.privileges().isEmpty()
            ? object.domain().privilegesOn(object)
            : privileges(grant, object.domain());
    if (privileges.contains(OWNERSHIP)) {
      if (grant.revoke() || privileges.size() > 1) {
        throw invalid("OWNERSHIP can only be granted, and alone.");
      }
      transfer(object, holder, grant.option());
      object.domain().transferred(execution, object, how);
      return;
    }
    var refused = privileges.stream().filter(p -> !mayGrant(object, p)).toList();
    if (refused.size() == privileges.size() && !privileges.isEmpty()) {
      throw Errors.insufficient(object.domain().kind(), object.name());
    }
    for (var privilege : privileges) {
      if (!refused.contains(privilege)) {
        change(grant, object, privilege, holder);
      }
    }
    if (!refused.isEmpty()) {
      throw new SqlError(
          3011,
          "42501",
          "Grant partially executed: privileges [%s] not granted."
              .formatted(String.join(", ", refused)));
    }
  }

  private void change(
      Statement.Grant grant, AccountObject object, String privilege, Holder holder) {
    var option = grant.option().contains("GRANT OPTION");
    var present = object.grant(privilege, holder);
    if (!grant.revoke()) {
      var keepsOption = present.map(Grant::option).orElse(false);
      if (present.isEmpty() || (option && !keepsOption)) {
        object.put(new Grant(privilege, holder, option, grantedBy(object), execution.now()));
      }
      return;
    }
    present.ifPresent(held -> {
      if (option) {
        object.put(new Grant(privilege, holder, false, held.grantedBy(), held.createdOn()));
      } else {
        object.remove(held);
      }
    });
  }

  /// The owner, also when MANAGE GRANTS was used.
  private String grantedBy(AccountObject object) {
    return object.owner().isEmpty() ? execution.session().role() : object.owner();
  }

  private boolean mayGrant(AccountObject object, String privilege) {
    if (execution.hasGlobal("MANAGE GRANTS")) {
      return true;
    }
    var managed = managingSchema(object);
    if (managed != null) {
      return execution.owns(managed);
    }
    return execution.owns(object)
        || object.grants().stream()
            .anyMatch(held ->
                held.option()
                    && held.privilege().equals(privilege)
                    && execution.roles().contains(held.holder()));
  }

  private @Nullable AccountObject managingSchema(AccountObject object) {
    return managedSchema(execution, object);
  }

  /// The managed-access schema the object is in, or null.
  static @Nullable AccountObject managedSchema(Execution execution, AccountObject object) {
    var path = object.path();
    if (path.schema().isEmpty()) {
      return null;
    }
    return execution
        .find("SCHEMA", ObjectPath.inDatabase(path.database(), path.schema()))
        .filter(schema -> schema.settings().flag(SchemaKind.MANAGED_ACCESS))
        .orElse(null);
  }

  private void transfer(AccountObject object, Holder holder, List<String> option) {
    if (!object.domain().transferable()) {
      throw invalid("Ownership of a " + object.domain().kind() + " cannot be transferred.");
    }
    if (!holder.type().equals("ROLE")) {
      throw invalid("OWNERSHIP can only be granted to a role.");
    }
    var managed = managingSchema(object);
    var may =
        execution.hasGlobal("MANAGE GRANTS")
            || (managed == null ? execution.owns(object) : execution.owns(managed));
    if (!may || object == execution.account().self()) {
      throw Errors.insufficient(object.domain().kind(), object.name());
    }
    if (!object.domain().kind().equals("ROLE") && !object.grants().isEmpty()) {
      if (option.contains("REVOKE CURRENT GRANTS")) {
        List.copyOf(object.grants()).forEach(object::remove);
      } else if (!option.contains("COPY CURRENT GRANTS")) {
        var first = object.grants().iterator().next();
        throw new SqlError(
            3001,
            "42501",
            "SQL access control error:\nDependent grant of privilege '%s' on securable '%s' to role"
                    .formatted(first.privilege(), object.path())
                + " '%s' exists. It must be revoked first.".formatted(first.holder().path()));
      }
    }
    var role = holder.path().name();
    for (var grant : List.copyOf(object.grants())) {
      object.put(
          new Grant(grant.privilege(), grant.holder(), grant.option(), role, grant.createdOn()));
    }
    object.giveTo(role);
  }

  private static SqlError invalid(String why) {
    return new SqlError(3042, "42501", "SQL access control error:\nInvalid grant: " + why);
  }

  // ---- future grants

  private void onFuture(
      Statement.Grant grant, Domain domain, String containerKind, Name name, Holder holder) {
    var container = execution.require(containerKind, name);
    var managedOwner =
        containerKind.equals("SCHEMA")
            && container.settings().flag(SchemaKind.MANAGED_ACCESS)
            && execution.owns(container);
    if (!managedOwner && !execution.hasGlobal("MANAGE GRANTS")) {
      throw Errors.insufficient(containerKind, container.name());
    }
    var privileges = privileges(grant, domain);
    if (privileges.contains(OWNERSHIP) && !domain.transferable()) {
      throw invalid("Ownership of a " + domain.kind() + " cannot be transferred.");
    }
    var option = grant.option().contains("GRANT OPTION");
    for (var privilege : privileges) {
      container
          .futureGrants()
          .removeIf(future ->
              future.kind().equals(domain.family())
                  && future.privilege().equals(privilege)
                  && future.holder().equals(holder));
      if (!grant.revoke()) {
        container
            .futureGrants()
            .add(new FutureGrant(domain.family(), privilege, holder, option, execution.now()));
      }
    }
  }

  // ---- roles

  StatementResult run(Statement.GrantRole grant) {
    var type = grant.role().type();
    var path = execution.resolve(execution.domain(type).level(), grant.role().name());
    var role =
        execution.find(type, path).orElseThrow(() -> Errors.notFound(type, grant.role().name()));
    var holder = holder(grant.grantee());
    if (!execution.owns(role) && !execution.hasGlobal("MANAGE GRANTS")) {
      throw execution.sees(role)
          ? Errors.insufficient(type, role.name())
          : Errors.notFound(type, grant.role().name());
    }
    var present = role.grant("USAGE", holder);
    if (grant.revoke()) {
      present.ifPresent(role::remove);
    } else if (present.isEmpty()) {
      if (!holder.equals(Holder.role("PUBLIC"))
          && execution.account().rolesOf(new Holder(type, path)).contains(holder)) {
        throw invalid("role " + path + " would be granted to itself.");
      }
      role.put(new Grant("USAGE", holder, false, grantedBy(role), execution.now()));
    }
    execution.account().access().rolesChanged();
    return done("Statement executed successfully.");
  }

  private static StatementResult done(String status) {
    return StatementResult.status(StatementResult.DDL, status);
  }
}
