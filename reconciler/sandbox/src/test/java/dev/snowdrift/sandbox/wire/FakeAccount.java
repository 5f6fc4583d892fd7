package dev.snowdrift.sandbox.wire;

import dev.snowdrift.sandbox.account.Directory;
import dev.snowdrift.sandbox.account.ResultColumn;
import dev.snowdrift.sandbox.account.Session;
import dev.snowdrift.sandbox.account.SqlEngine;
import dev.snowdrift.sandbox.account.SqlError;
import dev.snowdrift.sandbox.account.StatementResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An account just large enough to test the wire: it knows the names of things, answers what it was
/// told to, and remembers what it ran.
final class FakeAccount implements SqlEngine, Directory {
  private static final Pattern USE =
      Pattern.compile("(?is)use (role|warehouse|database|schema) (.+)");
  private static final Pattern ALTER_SESSION =
      Pattern.compile("(?is)alter session set (\\w+) ?= ?'?([^']*)'?");
  private static final Pattern CREATE = Pattern.compile("(?is)create (\\w+) (\\w+).*");

  private final Map<String, StatementResult> answers = new ConcurrentHashMap<>();
  private final Set<String> created = ConcurrentHashMap.newKeySet();
  private final List<String> executed = new CopyOnWriteArrayList<>();
  private final List<List<@Nullable String>> binds = new CopyOnWriteArrayList<>();
  private final Map<String, String> credentials = new ConcurrentHashMap<>();
  private final Map<String, String> publicKeys = new ConcurrentHashMap<>();

  FakeAccount() {
    answers.put("SELECT 1", row(ResultColumn.fixed("1"), "1"));
  }

  static StatementResult row(ResultColumn column, String cell) {
    return new StatementResult(
        StatementResult.SELECT, List.of(column), List.of(List.of(cell)), false);
  }

  /// Answers this text, comments and case aside, with that.
  FakeAccount answers(String sql, StatementResult result) {
    answers.put(sql.toUpperCase(Locale.ROOT), result);
    return this;
  }

  /// Lets this credential in as SNOW: a password, a token or a key's fingerprint.
  FakeAccount admits(String way, String credential) {
    credentials.put(way, credential);
    return this;
  }

  FakeAccount knowsKey(String fingerprint, String key) {
    publicKeys.put(fingerprint, key);
    return this;
  }

  /// What ran here, in order, without what a login does.
  List<String> executed() {
    return List.copyOf(executed);
  }

  /// The binds of the newest statement.
  List<@Nullable String> binds() {
    return binds.getLast();
  }

  @Override
  public StatementResult execute(Session session, String sql, List<@Nullable String> values) {
    var text = SqlText.bare(sql);
    var use = USE.matcher(text);
    if (use.matches()) {
      return use(session, use.group(1).toUpperCase(Locale.ROOT), use.group(2).replace("\"", ""));
    }
    executed.add(sql);
    binds.add(new ArrayList<>(values));
    var known = answers.get(text.toUpperCase(Locale.ROOT));
    if (known != null) {
      return known;
    }
    var set = ALTER_SESSION.matcher(text);
    if (set.matches()) {
      session.parameters().put(set.group(1).toUpperCase(Locale.ROOT), set.group(2));
      return new StatementResult(
          StatementResult.ALTER_SESSION,
          List.of(ResultColumn.text("status")),
          List.of(List.of("Statement executed successfully.")),
          true);
    }
    var create = CREATE.matcher(text);
    if (create.matches()) {
      return create(create.group(1), create.group(2).toUpperCase(Locale.ROOT));
    }
    if (text.toUpperCase(Locale.ROOT).startsWith("INSERT")) {
      return new StatementResult(
          StatementResult.DML,
          List.of(ResultColumn.fixed("number of rows inserted")),
          List.of(List.of("1")),
          false);
    }
    if (text.equalsIgnoreCase("commit") || text.equalsIgnoreCase("rollback")) {
      return StatementResult.status(StatementResult.TCL, "Statement executed successfully.");
    }
    throw new SqlError(
        1003, "42000", "SQL compilation error:\nsyntax error line 1 at position 0 unexpected.");
  }

  private StatementResult create(String kind, String name) {
    if (!created.add(name)) {
      throw new SqlError(
          2002, "42710", "SQL compilation error:\nObject '%s' already exists.".formatted(name));
    }
    return StatementResult.status(
        StatementResult.DDL, "%s %s successfully created.".formatted(kind, name));
  }

  private static StatementResult use(Session session, String what, String name) {
    if (name.startsWith("NO_")) {
      throw new SqlError(
          2043,
          "02000",
          "SQL compilation error:\nObject does not exist, or operation cannot be performed.");
    }
    switch (what) {
      case "ROLE" -> session.useRole(name);
      case "WAREHOUSE" -> session.useWarehouse(name);
      case "DATABASE" -> session.useSchema(name, "PUBLIC");
      default ->
          session.useSchema(
              session.database().orElse(null), name.substring(name.lastIndexOf('.') + 1));
    }
    return StatementResult.status(StatementResult.USE, "Statement executed successfully.");
  }

  @Override
  public Optional<Login> password(String user, String password) {
    return user.equals("SNOW") && password.equals("flake") ? login() : Optional.empty();
  }

  @Override
  public Optional<Login> oauth(String token) {
    if (token.equals("expired")) {
      throw new SqlError(390318, "08001", "OAuth access token expired.");
    }
    return admitted("oauth", token);
  }

  @Override
  public Optional<Login> jwt(String user, String fingerprint) {
    return user.equals("SNOW") ? admitted("jwt", fingerprint) : Optional.empty();
  }

  @Override
  public Optional<Login> pat(String token) {
    return admitted("pat", token);
  }

  @Override
  public Optional<String> publicKey(String user, String fingerprint) {
    return Optional.ofNullable(publicKeys.get(fingerprint));
  }

  private Optional<Login> admitted(String way, String credential) {
    return credential.equals(credentials.get(way)) ? login() : Optional.empty();
  }

  private static Optional<Login> login() {
    return Optional.of(
        new Login(
            "SNOW",
            "ENGINEER",
            Optional.of("WH"),
            Optional.empty(),
            Optional.empty(),
            Set.of("ENGINEER", "ADMIN")));
  }
}
