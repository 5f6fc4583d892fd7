package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.snowflake.Identifier;
import dev.snowdrift.snowflake.Listing;
import dev.snowdrift.snowflake.QualifiedName;
import dev.snowdrift.snowflake.Sql;
import dev.snowdrift.snowflake.SqlStatement;
import dev.snowdrift.snowflake.StatementClass;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// How grants are listed: one SHOW GRANTS for each role or user that is spoken of, and one for each
/// service role, since what a role holds of those is shown nowhere else; future grants for the
/// roles or for the containers, whichever are fewer ({@link FutureListings}) (Snowflake
/// documentation, "SHOW GRANTS").
final class Grants implements Listing.Grants {
  private static final String ROLE = "ROLE ";
  private static final String USER = "USER ";
  private static final String SERVICE_ROLE = "SERVICE ROLE ";

  @Override
  public String scope(String name) {
    var grant = GrantName.parse(name);
    return grant.on() instanceof GrantName.On.ServiceRole
        ? grant.on().canonical()
        : grant.holder().canonical();
  }

  /// What an exclusive role holds has to be seen although nothing be declared.
  @Override
  public Optional<String> scope(Desired<?> resource) {
    return resource.spec() instanceof RoleKind.Spec spec && spec.exclusive().orElse(false)
        ? Optional.of(ROLE + resource.id().name())
        : Optional.empty();
  }

  /// Each role and user, and each role that the specification of a service defines.
  @Override
  public List<String> scopes(Observation seen) {
    var scopes = new ArrayList<String>();
    for (var object : seen.objects().values()) {
      switch (object.id().kind()) {
        case "Role" -> scopes.add(ROLE + object.id().name());
        case "User" -> scopes.add(USER + object.id().name());
        case "Service" ->
            object
                .field("specification")
                .ifPresent(specification ->
                    specification
                        .path("serviceRoles")
                        .forEach(role ->
                            scopes.add(
                                SERVICE_ROLE
                                    + object.id().name()
                                    + "!"
                                    + Identifier.parse(role.path("name").asString(""))
                                        .canonical())));
        default -> {}
      }
    }
    return scopes;
  }

  @Override
  public List<SqlStatement> statements(String scope) {
    return statements(scope, true);
  }

  @Override
  public Listing.Questions questions(Collection<Desired<?>> resources) {
    var future = FutureListings.of(resources);
    return new Listing.Questions() {
      @Override
      public List<SqlStatement> statements(String scope) {
        return Grants.statements(
            scope, scope.startsWith(ROLE) && future.ofRole(scope.substring(ROLE.length())));
      }

      @Override
      public Optional<Listing.Together> together(String scope) {
        return scope.startsWith(ROLE)
            ? future.together(scope.substring(ROLE.length()))
            : Optional.empty();
      }
    };
  }

  private static List<SqlStatement> statements(String scope, boolean future) {
    if (scope.startsWith(SERVICE_ROLE)) {
      var role = serviceRole(scope);
      return List.of(
          Sql.of("SHOW GRANTS OF SERVICE ROLE")
              .member(role.service(), role.role())
              .end(StatementClass.SHOW));
    }
    if (scope.startsWith(USER)) {
      return List.of(
          Sql.of("SHOW GRANTS TO USER")
              .name(scope.substring(USER.length()))
              .end(StatementClass.SHOW));
    }
    var role = scope.substring(ROLE.length());
    var statements = new ArrayList<SqlStatement>();
    statements.add(Sql.of("SHOW GRANTS TO ROLE").name(role).end(StatementClass.SHOW));
    if (future) {
      statements.add(FutureListings.toRole(role));
    }
    return statements;
  }

  @Override
  public ResourceId container(String scope) {
    if (scope.startsWith(SERVICE_ROLE)) {
      return new ResourceId("Service", serviceRole(scope).service().canonical());
    }
    return scope.startsWith(USER)
        ? new ResourceId("User", scope.substring(USER.length()))
        : new ResourceId("Role", scope.substring(ROLE.length()));
  }

  /// A service whose new specification is still to define the role shows no such role, and then
  /// nobody holds it. Granting what is there already is no error, so this may be wrong.
  @Override
  public boolean missingIsEmpty(String scope) {
    return scope.startsWith(SERVICE_ROLE);
  }

  private static GrantName.On.ServiceRole serviceRole(String scope) {
    var mark = scope.lastIndexOf('!');
    return new GrantName.On.ServiceRole(
        QualifiedName.parse(scope.substring(SERVICE_ROLE.length(), mark), 3),
        Identifier.parse(scope.substring(mark + 1)));
  }
}
