package dev.snowdrift.sandbox.sql;

import java.util.List;

/// Turns the parse trees of GRANT, REVOKE and SHOW GRANTS into statements.
final class GrantReader {
  private final ValueReader values;

  GrantReader(ValueReader values) {
    this.values = values;
  }

  Statement grant(SqlParser.GrantContext context) {
    return switch (context) {
      case SqlParser.GrantServiceRoleContext role ->
          new Statement.GrantServiceRole(
              false,
              values.name(role.name()),
              values.identifier(role.identifier()),
              grantee(role.grantee()));
      case SqlParser.GrantRoleContext role ->
          new Statement.GrantRole(
              false,
              new Grantee(roleType(role.DATABASE() != null), values.name(role.name())),
              grantee(role.grantee()));
      case SqlParser.GrantPrivilegesContext grant ->
          new Statement.Grant(
              false,
              privileges(grant.privileges()),
              target(grant.grantTarget()),
              grantee(grant.grantee()),
              option(grant));
      default -> throw new IllegalStateException(context.getClass().getName());
    };
  }

  Statement revoke(SqlParser.RevokeContext context) {
    return switch (context) {
      case SqlParser.RevokeServiceRoleContext role ->
          new Statement.GrantServiceRole(
              true,
              values.name(role.name()),
              values.identifier(role.identifier()),
              grantee(role.grantee()));
      case SqlParser.RevokeRoleContext role ->
          new Statement.GrantRole(
              true,
              new Grantee(roleType(role.DATABASE() != null), values.name(role.name())),
              grantee(role.grantee()));
      case SqlParser.RevokePrivilegesContext revoke ->
          new Statement.Grant(
              true,
              privileges(revoke.privileges()),
              target(revoke.grantTarget()),
              grantee(revoke.grantee()),
              revoke.OPTION() != null ? List.of("GRANT OPTION") : List.of());
      default -> throw new IllegalStateException(context.getClass().getName());
    };
  }

  private static String roleType(boolean ofDatabase) {
    return ofDatabase ? "DATABASE ROLE" : "ROLE";
  }

  private static List<String> option(SqlParser.GrantPrivilegesContext context) {
    if (context.OPTION() != null) {
      return List.of("GRANT OPTION");
    }
    if (context.COPY() != null) {
      return List.of("COPY CURRENT GRANTS");
    }
    return context.REVOKE() != null ? List.of("REVOKE CURRENT GRANTS") : List.of();
  }

  private static List<String> privileges(SqlParser.PrivilegesContext context) {
    return context.privilege().stream().map(ValueReader::words).toList();
  }

  private GrantTarget target(SqlParser.GrantTargetContext context) {
    if (context.ACCOUNT() != null) {
      return new GrantTarget.OnAccount();
    }
    var kind = StatementReader.kind(context.kind());
    var name =
        TypeReader.withArguments(
            values.name(context.name()), TypeReader.types(context.signature()));
    if (context.shown() == null) {
      return new GrantTarget.OnObject(kind, name);
    }
    var plural = ValueReader.words(context.shown());
    return context.ALL() != null
        ? new GrantTarget.OnAll(plural, kind, name)
        : new GrantTarget.OnFuture(plural, kind, name);
  }

  private Grantee grantee(SqlParser.GranteeContext context) {
    var name = values.name(context.name());
    if (context.USER() != null) {
      return new Grantee("USER", name);
    }
    if (context.DATABASE() != null) {
      return new Grantee("DATABASE ROLE", name);
    }
    return new Grantee(context.APPLICATION() != null ? "APPLICATION ROLE" : "ROLE", name);
  }

  Statement show(SqlParser.ShowGrantsContext context) {
    var of = context.grantsOf();
    if (of == null) {
      return new Statement.ShowGrants.ToNobody();
    }
    if (of.ACCOUNT() != null) {
      return new Statement.ShowGrants.On(new GrantTarget.OnAccount());
    }
    if (of.ON() != null) {
      return new Statement.ShowGrants.On(
          new GrantTarget.OnObject(
              StatementReader.kind(of.kind()),
              TypeReader.withArguments(values.name(of.name()), TypeReader.types(of.signature()))));
    }
    if (of.SERVICE() != null) {
      var service = values.name(of.name());
      var role = values.identifier(of.identifier());
      return of.TO() != null
          ? new Statement.ShowGrants.ToServiceRole(service, role)
          : new Statement.ShowGrants.OfServiceRole(service, role);
    }
    return of.TO() != null
        ? new Statement.ShowGrants.To(grantee(of.grantee()))
        : new Statement.ShowGrants.Of(grantee(of.grantee()));
  }

  Statement showFuture(SqlParser.ShowFutureGrantsContext context) {
    return context.kind() != null
        ? new Statement.ShowGrants.FutureIn(
            StatementReader.kind(context.kind()), values.name(context.name()))
        : new Statement.ShowGrants.FutureTo(grantee(context.grantee()));
  }
}
