package dev.snowdrift.sandbox.wire;

import dev.snowdrift.sandbox.account.StatementResult;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What a statement is, told by its first words: enough to log it and to describe it before it
/// runs.
///
/// @param typeId the class the engine is expected to answer with
/// @param writes whether it may change the account: DDL, DML, GRANT, EXECUTE, CALL; not SHOW,
///   DESCRIBE, SELECT, USE nor what concerns the session alone
/// @param warehouse whether it runs on a warehouse: whatever reads or writes rows of tables
record StatementKind(int typeId, boolean writes, boolean warehouse) {
  private static final Set<String> SESSION = Set.of("USE", "SET", "UNSET");
  private static final Set<String> TRANSACTION = Set.of("BEGIN", "START", "COMMIT", "ROLLBACK");
  private static final Map<String, Integer> DML =
      Map.of(
          "INSERT", 0x3100,
          "UPDATE", 0x3200,
          "DELETE", 0x3300,
          "MERGE", 0x3400,
          "COPY", 0x3600,
          "TRUNCATE", StatementResult.DML);
  private static final Pattern FROM = Pattern.compile("(?i)\\bFROM\\b");
  private static final Pattern AS_SELECT =
      Pattern.compile(
          "(?is)^CREATE\\s+(OR\\s+REPLACE\\s+)?((TRANSIENT|TEMPORARY|TEMP)\\s+)?TABLE\\b.*\\bAS\\s+(SELECT|WITH)\\b");

  static StatementKind of(String sql) {
    var text = SqlText.bare(sql);
    var words = text.toUpperCase(Locale.ROOT).split("[^A-Z_]+", 3);
    var first = words[0];
    var second = words.length > 1 ? words[1] : "";
    if (first.isEmpty() && text.startsWith("(")) {
      first = "SELECT";
    }
    if (TRANSACTION.contains(first)) {
      return new StatementKind(StatementResult.TCL, false, false);
    }
    if (SESSION.contains(first)) {
      return new StatementKind(
          first.equals("USE") ? StatementResult.USE : StatementResult.SCL, false, false);
    }
    var dml = DML.get(first);
    if (dml != null) {
      return new StatementKind(dml, true, !first.equals("TRUNCATE"));
    }
    if (first.equals("ALTER") && second.equals("SESSION")) {
      return new StatementKind(StatementResult.ALTER_SESSION, false, false);
    }
    return switch (first) {
      case "SELECT", "WITH", "VALUES" ->
          new StatementKind(StatementResult.SELECT, false, FROM.matcher(text).find());
      case "EXPLAIN" -> new StatementKind(StatementResult.SELECT, false, false);
      case "SHOW" -> new StatementKind(StatementResult.SHOW, false, false);
      case "DESC", "DESCRIBE" -> new StatementKind(StatementResult.DESCRIBE, false, false);
      case "LIST", "LS" -> new StatementKind(StatementResult.LIST, false, false);
      case "GET" -> new StatementKind(0x7101, false, false);
      case "PUT" -> new StatementKind(0x7102, true, false);
      case "REMOVE", "RM" -> new StatementKind(0x7103, true, false);
      case "CALL" -> new StatementKind(StatementResult.SELECT, true, true);
      case "EXECUTE" -> new StatementKind(StatementResult.SCL, true, second.equals("IMMEDIATE"));
      default -> new StatementKind(StatementResult.DDL, true, AS_SELECT.matcher(text).find());
    };
  }
}
