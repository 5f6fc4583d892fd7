package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.GrantTarget;
import dev.snowdrift.sandbox.sql.Grantee;
import dev.snowdrift.sandbox.sql.Name;
import dev.snowdrift.sandbox.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// The forms of SHOW GRANTS (Snowflake documentation, "SHOW GRANTS").
final class GrantListings {
  private final Execution execution;

  GrantListings(Execution execution) {
    this.execution = execution;
  }

  StatementResult show(Statement.ShowGrants statement) {
    return switch (statement) {
      case Statement.ShowGrants.On(var target) -> on(target);
      case Statement.ShowGrants.To(var grantee) when grantee.type().equals("USER") ->
          rolesOfUser(existing(grantee));
      case Statement.ShowGrants.To(var grantee) -> to(existing(grantee));
      case Statement.ShowGrants.Of(var role) -> of(role);
      case Statement.ShowGrants.ToNobody() -> rolesOfUser(Holder.user(execution.session().user()));
      case Statement.ShowGrants.FutureIn(var kind, var container) -> futureIn(kind, container);
      case Statement.ShowGrants.FutureTo(var grantee) -> futureTo(existing(grantee));
      case Statement.ShowGrants.ToServiceRole _, Statement.ShowGrants.OfServiceRole _ ->
          throw Errors.unsupported("SERVICE ROLE");
    };
  }

  private Holder existing(Grantee grantee) {
    var path = execution.resolve(execution.domain(grantee.type()).level(), grantee.name());
    if (execution.find(grantee.type(), path).isEmpty()) {
      throw Errors.notFound(grantee.type(), grantee.name());
    }
    return new Holder(grantee.type(), path);
  }

  private static String text(boolean value) {
    return Boolean.toString(value);
  }

  private static String type(Holder holder) {
    return holder.type().replace(' ', '_');
  }

  /// The kind of which the privileges of an object are granted.
  private String grantedOn(AccountObject object) {
    return object.domain().grantedOn();
  }

  // ---- ON

  private StatementResult on(GrantTarget target) {
    var object =
        target instanceof GrantTarget.OnObject(var kind, var name)
            ? execution.require(kind, name)
            : execution.account().self();
    var managed = GrantStatements.managedSchema(execution, object) != null;
    var rows =
        new Rows(
            StatementResult.SHOW,
            List.of(
                ResultColumn.timestamp("created_on"),
                ResultColumn.text("privilege"),
                ResultColumn.text("granted_on"),
                ResultColumn.text("name"),
                ResultColumn.text("granted_to"),
                ResultColumn.text("grantee_name"),
                ResultColumn.text("grant_option"),
                ResultColumn.text("granted_by_role_type"),
                ResultColumn.text("granted_by")));
    if (!object.owner().isEmpty()) {
      rows.add(
          Cell.timestamp(object.createdOn()),
          "OWNERSHIP",
          grantedOn(object),
          object.domain().grantedName(object),
          "ROLE",
          object.owner(),
          text(!managed),
          "ROLE",
          object.owner());
    }
    for (var grant : object.grants()) {
      rows.add(
          Cell.timestamp(grant.createdOn()),
          grant.privilege(),
          grantedOn(object),
          object.domain().grantedName(object),
          type(grant.holder()),
          grant.holder().path().toString(),
          text(grant.option() && !managed),
          grant.grantedBy().isEmpty() ? "" : "ROLE",
          grant.grantedBy());
    }
    return rows.result();
  }

  // ---- TO

  private StatementResult to(Holder holder) {
    var rows =
        new Rows(
            StatementResult.SHOW,
            List.of(
                ResultColumn.timestamp("created_on"),
                ResultColumn.text("privilege"),
                ResultColumn.text("granted_on"),
                ResultColumn.text("name"),
                ResultColumn.text("granted_to"),
                ResultColumn.text("grantee_name"),
                ResultColumn.text("grant_option"),
                ResultColumn.text("granted_by"),
                ResultColumn.text("is_inherited"),
                ResultColumn.text("inherited_from"),
                ResultColumn.text("inherited_from_database"),
                ResultColumn.text("inherited_from_schema")));
    for (var object : all()) {
      if (holder.type().equals("ROLE") && object.owner().equals(holder.path().name())) {
        addTo(
            rows, object, new Grant("OWNERSHIP", holder, true, object.owner(), object.createdOn()));
      }
      for (var grant : object.grants()) {
        if (grant.holder().equals(holder)) {
          addTo(rows, object, grant);
        }
      }
    }
    return rows.result();
  }

  private void addTo(Rows rows, AccountObject object, Grant grant) {
    rows.add(
        Cell.timestamp(grant.createdOn()),
        grant.privilege(),
        grantedOn(object),
        object.domain().grantedName(object),
        type(grant.holder()),
        grant.holder().path().toString(),
        text(grant.option()),
        grant.grantedBy(),
        null,
        null,
        null,
        null);
  }

  private List<AccountObject> all() {
    var all = new ArrayList<AccountObject>();
    all.add(execution.account().self());
    all.addAll(execution.account().catalog().everything());
    return all;
  }

  // ---- OF, and the roles of a user

  private static Rows roleRows() {
    return new Rows(
        StatementResult.SHOW,
        List.of(
            ResultColumn.timestamp("created_on"),
            ResultColumn.text("role"),
            ResultColumn.text("granted_to"),
            ResultColumn.text("grantee_name"),
            ResultColumn.text("granted_by")));
  }

  private StatementResult of(Grantee role) {
    var holder = existing(role);
    var object = execution.find(holder.type(), holder.path()).orElseThrow();
    var rows = roleRows();
    object.grants().forEach(grant -> addRole(rows, object, grant));
    return rows.result();
  }

  private StatementResult rolesOfUser(Holder user) {
    var rows = roleRows();
    for (var role : execution.all("ROLE")) {
      role.grant("USAGE", user).ifPresent(grant -> addRole(rows, role, grant));
    }
    return rows.result();
  }

  private static void addRole(Rows rows, AccountObject role, Grant grant) {
    rows.add(
        Cell.timestamp(grant.createdOn()),
        role.path().toString(),
        type(grant.holder()),
        grant.holder().path().toString(),
        grant.grantedBy());
  }

  // ---- FUTURE

  private static Rows futureRows() {
    return new Rows(
        StatementResult.SHOW,
        List.of(
            ResultColumn.timestamp("created_on"),
            ResultColumn.text("privilege"),
            ResultColumn.text("grant_on"),
            ResultColumn.text("name"),
            ResultColumn.text("grant_to"),
            ResultColumn.text("grantee_name"),
            ResultColumn.text("grant_option")));
  }

  private StatementResult futureIn(String kind, Name name) {
    var path = execution.resolve(execution.domain(kind).level(), name);
    var container = execution.visible(kind, path).orElseThrow(Errors::cannotPerform);
    var rows = futureRows();
    container.futureGrants().forEach(grant -> addFuture(rows, container, grant));
    return rows.result();
  }

  private StatementResult futureTo(Holder holder) {
    var rows = futureRows();
    for (var container : all()) {
      for (var grant : container.futureGrants()) {
        if (grant.holder().equals(holder)) {
          addFuture(rows, container, grant);
        }
      }
    }
    return rows.result();
  }

  private void addFuture(Rows rows, AccountObject container, FutureGrant grant) {
    var kind = execution.domain(grant.kind()).grantedOn();
    rows.add(
        Cell.timestamp(grant.createdOn()),
        grant.privilege(),
        kind,
        container.path() + ".<" + kind + ">",
        type(grant.holder()),
        grant.holder().path().toString(),
        text(grant.option()));
  }
}
