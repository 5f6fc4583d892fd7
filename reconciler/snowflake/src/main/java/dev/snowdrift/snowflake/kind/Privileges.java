package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// The privileges that can be declared, of Snowflake's page "Access control privileges" as far as
/// they concern our kinds. ALL is not here: it gives whatever the grantor happens to hold, which
/// cannot be compared.
final class Privileges {
  private static final List<String> CREATED =
      List.of(
          "ALERT",
          "COMPUTE POOL",
          "DATABASE",
          "DATABASE ROLE",
          "DYNAMIC TABLE",
          "EVENT TABLE",
          "EXTERNAL TABLE",
          "FILE FORMAT",
          "FUNCTION",
          "GIT REPOSITORY",
          "IMAGE REPOSITORY",
          "INTEGRATION",
          "MATERIALIZED VIEW",
          "MODEL",
          "NETWORK POLICY",
          "NETWORK RULE",
          "NOTEBOOK",
          "PIPE",
          "PROCEDURE",
          "ROLE",
          "SCHEMA",
          "SECRET",
          "SEQUENCE",
          "SERVICE",
          "SNAPSHOT",
          "STAGE",
          "STREAM",
          "STREAMLIT",
          "TABLE",
          "TAG",
          "TASK",
          "TEMPORARY TABLE",
          "USER",
          "VIEW",
          "WAREHOUSE");

  private static final List<String> OTHERS =
      List.of(
          "ADD SEARCH OPTIMIZATION",
          "APPLY",
          "APPLYBUDGET",
          "APPLY MASKING POLICY",
          "APPLY ROW ACCESS POLICY",
          "APPLY TAG",
          "BIND SERVICE ENDPOINT",
          "DELETE",
          "EVOLVE SCHEMA",
          "EXECUTE ALERT",
          "EXECUTE MANAGED ALERT",
          "EXECUTE MANAGED TASK",
          "EXECUTE TASK",
          "IMPERSONATE",
          "IMPORTED PRIVILEGES",
          "IMPORT SHARE",
          "INSERT",
          "MANAGE GRANTS",
          "MANAGE WAREHOUSES",
          "MODIFY",
          "MONITOR",
          "MONITOR EXECUTION",
          "MONITOR USAGE",
          "OPERATE",
          "OWNERSHIP",
          "READ",
          "REBUILD",
          "REFERENCE_USAGE",
          "REFERENCES",
          "RESOLVE ALL",
          "SELECT",
          "TRUNCATE",
          "UPDATE",
          "USAGE",
          "WRITE");

  static final SortedSet<String> ALL = all();
  static final String OWNERSHIP = "OWNERSHIP";

  /// What USAGE of a database is called that another account shares; it is shown as USAGE
  /// (Snowflake documentation, "GRANT IMPORTED PRIVILEGES").
  static final String IMPORTED = "IMPORTED PRIVILEGES";

  /// What can be granted on kinds with few privileges of their own (Snowflake documentation,
  /// "Access control privileges").
  private static final Map<Grantable, Set<String>> OF_KIND =
      Map.ofEntries(
          Map.entry(
              Grantable.COMPUTE_POOL,
              Set.of("APPLYBUDGET", "MODIFY", "MONITOR", "OPERATE", "USAGE")),
          Map.entry(Grantable.SERVICE, Set.of("MONITOR", "OPERATE", "USAGE")),
          Map.entry(Grantable.IMAGE_REPOSITORY, Set.of("READ", "WRITE")),
          Map.entry(Grantable.SECRET, Set.of("READ", "USAGE")),
          Map.entry(Grantable.INTEGRATION, Set.of("USAGE", "USE_ANY_ROLE")),
          Map.entry(Grantable.FILE_FORMAT, Set.of("USAGE")),
          Map.entry(Grantable.FUNCTION, Set.of("USAGE")),
          Map.entry(Grantable.PROCEDURE, Set.of("USAGE")),
          Map.entry(Grantable.STAGE, Set.of("READ", "USAGE", "WRITE")),
          Map.entry(Grantable.TASK, Set.of("APPLYBUDGET", "MONITOR", "OPERATE")),
          Map.entry(
              Grantable.WAREHOUSE, Set.of("APPLYBUDGET", "MODIFY", "MONITOR", "OPERATE", "USAGE")),
          Map.entry(Grantable.ROLE, Set.of("USAGE")),
          Map.entry(Grantable.DATABASE_ROLE, Set.of("USAGE")));

  private Privileges() {}

  private static SortedSet<String> all() {
    var all = new TreeSet<>(OTHERS);
    CREATED.forEach(kind -> all.add("CREATE " + kind));
    return all;
  }

  /// In upper case, sorted, without repeats.
  static List<String> canonical(Collection<String> written) {
    return written.stream().map(Privileges::canonical).distinct().sorted().toList();
  }

  private static String canonical(String written) {
    return written.strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
  }

  /// Reports every privilege that cannot be granted, on this or on anything.
  static void check(GrantName name, List<String> written, String path, LoadContext context) {
    if (written.isEmpty()) {
      context.problem(
          Code.FIELD_REQUIRED,
          path,
          "no privilege is named",
          "a grant of nothing is nothing",
          "name at least one, for example `privileges: [USAGE]`");
    }
    for (var privilege : canonical(written)) {
      if (!ALL.contains(privilege)) {
        context.problem(
            Code.FIELD_VALUE,
            path,
            "`%s` cannot be granted".formatted(privilege),
            privilege.equals("ALL") || privilege.equals("ALL PRIVILEGES")
                ? "it gives what the grantor happens to hold, which cannot be compared"
                : "it is no privilege that Snowdrift knows",
            Nearest.of(privilege, ALL)
                .map(nearest -> "did you mean `" + nearest + "`?")
                .orElse("name the privileges one by one"));
        continue;
      }
      possible(name)
          .filter(possible -> !possible.contains(privilege))
          .ifPresent(possible ->
              context.problem(
                  Code.FIELD_VALUE,
                  path,
                  "`%s` cannot be granted on %s".formatted(privilege, name.on().canonical()),
                  "what can be granted there is " + String.join(", ", possible),
                  Nearest.of(privilege, possible)
                      .map(nearest -> "did you mean `" + nearest + "`?")
                      .orElse("name one of these")));
    }
  }

  /// What can be granted there; empty where Snowdrift does not know it all.
  private static Optional<SortedSet<String>> possible(GrantName name) {
    return switch (name.on()) {
      case GrantName.On.ServiceRole _ -> Optional.of(new TreeSet<>(Set.of("USAGE")));
      case GrantName.On.Account _ -> Optional.of(without(OWNERSHIP));
      case GrantName.On.Existing(var what, var _, var _) when name.holder().isUser() ->
          Optional.of(new TreeSet<>(of(what)));
      case GrantName.On.Existing(var what, var _, var _) -> withOwnership(what);
      case GrantName.On.Future(var what, var _, var _) -> withOwnership(what);
    };
  }

  private static Set<String> of(Grantable what) {
    return OF_KIND.getOrDefault(what, Set.of());
  }

  private static SortedSet<String> without(String privilege) {
    var all = new TreeSet<>(ALL);
    all.remove(privilege);
    return all;
  }

  /// A service stays with the role that made it (Snowflake documentation, "GRANT OWNERSHIP").
  private static Optional<SortedSet<String>> withOwnership(Grantable what) {
    if (!OF_KIND.containsKey(what)) {
      return Optional.empty();
    }
    var possible = new TreeSet<>(of(what));
    if (what != Grantable.SERVICE) {
      possible.add(OWNERSHIP);
    }
    return Optional.of(possible);
  }
}
