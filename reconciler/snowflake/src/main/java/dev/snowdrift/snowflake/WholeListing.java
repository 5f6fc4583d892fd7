package dev.snowdrift.snowflake;

import dev.snowdrift.kind.TargetFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A listing to its end, although SHOW gives at most 10,000 rows: most commands cut the rest off
/// without a word, SHOW TASKS and SHOW DATABASES refuse to answer (Snowflake documentation of SHOW
/// SERVICES, SHOW TASKS and others).
///
/// A database that is too large is listed schema by schema. A schema or an account that is too
/// large is read in pages, where the command knows LIMIT ... FROM; names inside one schema are
/// different, so that no page ends between two of the same name.
final class WholeListing {
  private static final int MOST = 10_000;

  /// Code of the commands that refuse: the answer would have more than 10,000 rows.
  private static final String REFUSED = "090153 ";

  /// The commands whose documentation shows LIMIT ... FROM.
  private static final Set<String> PAGED =
      Set.of("COMPUTE POOLS", "DATABASES", "NETWORK RULES", "SERVICES", "TASKS");

  private final SnowflakeSessions sessions;

  WholeListing(SnowflakeSessions sessions) {
    this.sessions = sessions;
  }

  /// What was listed.
  ///
  /// @param cut prefixes of the names among which some are missing: all of the account for the
  ///   empty text
  record Rows(List<Row> rows, Set<String> cut) {}

  Rows ofAccount(String words) {
    var rows = new ArrayList<Row>();
    var cut = new HashSet<String>();
    if (!part(words, Sql.of("SHOW " + words), rows)) {
      cut.add("");
    }
    return new Rows(rows, cut);
  }

  Rows ofDatabase(String words, String database) {
    var first = ask(inside(words, "DATABASE", database));
    if (first.size() < MOST && !first.refused()) {
      return new Rows(first.rows(), Set.of());
    }
    var rows = new ArrayList<Row>();
    var cut = new HashSet<String>();
    var schemas = ask(inside("SCHEMAS", "DATABASE", database));
    if (words.equals("SCHEMAS") || schemas.size() >= MOST || schemas.refused()) {
      return new Rows(first.rows(), Set.of(database + "."));
    }
    for (var row : schemas.rows()) {
      var schema =
          QualifiedName.parse(database).child(new Identifier(row.need("name"))).canonical();
      if (!part(words, inside(words, "SCHEMA", schema), rows)) {
        cut.add(schema + ".");
      }
    }
    return new Rows(rows, cut);
  }

  private static Sql inside(String words, String container, String name) {
    return Sql.of("SHOW " + words).words("IN " + container).name(name);
  }

  /// Adds a part of the listing. False when some of it is missing.
  private boolean part(String words, Sql show, List<Row> into) {
    var first = ask(show);
    if (first.size() < MOST && !first.refused()) {
      into.addAll(first.rows());
      return true;
    }
    if (!PAGED.contains(words)) {
      into.addAll(first.rows());
      return false;
    }
    return pages(show, first, into);
  }

  /// From the first page on, each behind the last name of the one before.
  private boolean pages(Sql show, Answer first, List<Row> into) {
    var page = first.refused() ? ask(show.copy().words("LIMIT").number(MOST)).rows() : first.rows();
    var seen = new HashSet<String>();
    while (true) {
      into.addAll(page);
      if (page.size() < MOST) {
        return true;
      }
      var last = page.getLast().need("name");
      if (!seen.add(last)) {
        return false;
      }
      page = ask(show.copy().words("LIMIT").number(MOST).words("FROM").text(last)).rows();
    }
  }

  /// An answer, or that it was refused for its size.
  private record Answer(List<Row> rows, boolean refused) {
    int size() {
      return rows.size();
    }
  }

  private Answer ask(Sql show) {
    try {
      return new Answer(sessions.read(show.end(StatementClass.SHOW)), false);
    } catch (TargetFailure e) {
      if (e.code().filter(code -> code.startsWith(REFUSED)).isPresent()) {
        return new Answer(List.of(), true);
      }
      throw e;
    }
  }
}
