package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/// The privileges that can be declared, of Snowflake's page "Access control privileges" as far as
/// they concern our kinds. OWNERSHIP is not granted but transferred, and ALL gives whatever the
/// grantor happens to hold: neither is here.
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
          "IMPORT SHARE",
          "INSERT",
          "MANAGE GRANTS",
          "MANAGE WAREHOUSES",
          "MODIFY",
          "MONITOR",
          "MONITOR EXECUTION",
          "MONITOR USAGE",
          "OPERATE",
          "READ",
          "REBUILD",
          "REFERENCES",
          "RESOLVE ALL",
          "SELECT",
          "TRUNCATE",
          "UPDATE",
          "USAGE",
          "WRITE");

  static final SortedSet<String> ALL = all();

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

  /// Reports every privilege that cannot be granted.
  static void check(List<String> written, String path, LoadContext context) {
    if (written.isEmpty()) {
      context.problem(
          Code.FIELD_REQUIRED,
          path,
          "no privilege is named",
          "a grant of nothing is nothing",
          "name at least one, for example `privileges: [USAGE]`");
    }
    for (var privilege : canonical(written)) {
      if (ALL.contains(privilege)) {
        continue;
      }
      context.problem(
          Code.FIELD_VALUE,
          path,
          "`%s` cannot be granted".formatted(privilege),
          switch (privilege) {
            case "OWNERSHIP" -> "ownership is transferred, and what that stops cannot be undone";
            case "ALL", "ALL PRIVILEGES" ->
                "it gives what the grantor happens to hold, which cannot be compared";
            default -> "it is no privilege that Snowdrift knows";
          },
          Nearest.of(privilege, ALL)
              .map(nearest -> "did you mean `" + nearest + "`?")
              .orElse("name the privileges one by one"));
    }
  }
}
