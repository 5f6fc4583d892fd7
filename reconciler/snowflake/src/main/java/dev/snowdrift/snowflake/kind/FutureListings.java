package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.snowflake.Identifier;
import dev.snowdrift.snowflake.Listing;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sql;
import dev.snowdrift.snowflake.SqlStatement;
import dev.snowdrift.snowflake.StatementClass;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// How the future grants that are declared are seen: `SHOW FUTURE GRANTS TO ROLE` for each role
/// that holds some, or `SHOW FUTURE GRANTS IN` for each schema and database that they are in,
/// whichever are fewer. An exclusive role is asked for alone, since it may hold some anywhere.
///
/// Both show the same columns (Snowflake documentation, "SHOW GRANTS").
final class FutureListings {
  private final Set<String> exclusive;
  private final SortedMap<String, Set<GrantName>> declared;
  private final boolean together;

  private FutureListings(Set<String> exclusive, SortedMap<String, Set<GrantName>> declared) {
    this.exclusive = exclusive;
    this.declared = declared;
    var roles = declared.keySet().stream().filter(role -> !exclusive.contains(role)).count();
    var containers =
        declared.entrySet().stream()
            .filter(each -> !exclusive.contains(each.getKey()))
            .flatMap(each -> containers(each.getValue()).keySet().stream())
            .distinct()
            .count();
    this.together = containers < roles;
  }

  /// @param resources all that is declared or was
  static FutureListings of(Collection<Desired<?>> resources) {
    var exclusive = new TreeSet<String>();
    var declared = new TreeMap<String, Set<GrantName>>();
    for (var resource : resources) {
      switch (resource.spec()) {
        case GrantKind.Spec _ -> {
          var grant = GrantName.parse(resource.id().name());
          if (grant.isFuture()) {
            declared
                .computeIfAbsent(grant.holder().name().canonical(), _ -> new HashSet<>())
                .add(grant);
          }
        }
        case RoleKind.Spec spec when spec.exclusive().orElse(false) ->
            exclusive.add(resource.id().name());
        default -> {}
      }
    }
    return new FutureListings(exclusive, declared);
  }

  /// Whether the role is asked for its future grants alone.
  boolean ofRole(String role) {
    return exclusive.contains(role) || (!together && declared.containsKey(role));
  }

  /// What shows the role's future grants beside those of others; empty when it is asked for alone
  /// or when none is declared.
  Optional<Listing.Together> together(String role) {
    if (ofRole(role) || !declared.containsKey(role)) {
      return Optional.empty();
    }
    var grants = declared.get(role);
    var names = new TreeSet<String>();
    grants.forEach(grant -> names.add(grant.canonical()));
    return Optional.of(
        new Listing.Together(
            List.copyOf(containers(grants).values()), row -> isTo(role, row), names, toRole(role)));
  }

  /// A database role can be called as a role is.
  private static boolean isTo(String role, Row row) {
    return row.text("grant_to").equals(Optional.of("ROLE"))
        && new Identifier(row.need("grantee_name")).canonical().equals(role);
  }

  static SqlStatement toRole(String role) {
    return Sql.of("SHOW FUTURE GRANTS TO ROLE").name(role).end(StatementClass.SHOW);
  }

  /// The statements that show what is in the containers of these grants, by the container.
  private static SortedMap<String, SqlStatement> containers(Collection<GrantName> grants) {
    var statements = new TreeMap<String, SqlStatement>();
    for (var grant : grants) {
      if (grant.on() instanceof GrantName.On.Future(var _, var inSchema, var container)) {
        var words = inSchema ? "SCHEMA" : "DATABASE";
        statements.put(
            words + " " + container.canonical(),
            Sql.of("SHOW FUTURE GRANTS IN " + words).name(container).end(StatementClass.SHOW));
      }
    }
    return statements;
  }
}
