package dev.snowdrift.snowflake;

import dev.snowdrift.kind.TargetFailure;
import dev.snowdrift.kind.TargetFailure.Kind;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import net.snowflake.client.api.exception.SnowflakeSQLException;

/// From the driver's exceptions to typed failures. The codes are those of Snowflake's clients (the
/// CLI's `errno.py`, the Terraform provider's tests, snowcap's `client.py`).
final class SnowflakeFailures {
  /// The session is gone; a new one is needed, and the statement was not run.
  private static final Set<Integer> SESSION_GONE =
      Set.of(390104, 390110, 390111, 390112, 390113, 390114, 390115, 390195, 390318);

  /// The token was refused; with a newly read one it may work.
  private static final Set<Integer> TOKEN_REFUSED = Set.of(390144, 390303, 390318);

  private static final Set<Integer> LOGIN =
      Set.of(
          390100, 390144, 390303, 390318, 390422, 394300, 394301, 394302, 394303, 394304, 394400,
          394508, 200011);

  /// The driver could not exchange a request and its answer.
  private static final Set<Integer> COMMUNICATION = Set.of(200001, 200015, 200016);

  private SnowflakeFailures() {}

  static boolean sessionGone(SQLException e) {
    return SESSION_GONE.contains(e.getErrorCode()) || TOKEN_REFUSED.contains(e.getErrorCode());
  }

  /// Whether the connection should be made anew before it is used again.
  static boolean connectionSuspect(SQLException e) {
    return sessionGone(e) || lostAnswer(e);
  }

  private static boolean lostAnswer(SQLException e) {
    var state = e.getSQLState();
    return COMMUNICATION.contains(e.getErrorCode())
        || (e.getErrorCode() == 0 && (state == null || state.startsWith("08")))
        || (state != null && state.startsWith("08") && !LOGIN.contains(e.getErrorCode()));
  }

  /// The failure of a statement.
  static TargetFailure of(SQLException e, SqlStatement statement) {
    var kind = kind(e, statement.statementClass().reads());
    if (statement.hasSecrets()) {
      // The server's text may quote the statement, and with it a secret.
      var said = "Snowflake refused it " + code(e).map(code -> "with " + code).orElse("");
      return new TargetFailure(
          kind, code(e), statement.about() + ": " + said + "; " + next(kind, e.getErrorCode()));
    }
    return new TargetFailure(
        kind,
        code(e),
        "%s: %s; %s".formatted(statement.about(), said(e), next(kind, e.getErrorCode())),
        e);
  }

  /// The failure of a login.
  static TargetFailure ofLogin(SQLException e, String credentials) {
    var known = LOGIN.contains(e.getErrorCode()) ? Kind.PERMISSION : Kind.TRANSIENT;
    return new TargetFailure(
        known,
        code(e),
        "log in to Snowflake with the %s: %s; %s"
            .formatted(credentials, said(e), next(known, e.getErrorCode())),
        e);
  }

  static Kind kind(SQLException e, boolean read) {
    if (lostAnswer(e)) {
      return read ? Kind.TRANSIENT : Kind.UNKNOWN_OUTCOME;
    }
    return switch (e.getErrorCode()) {
      case 1003,
          1008,
          1422,
          1425,
          900,
          904,
          1044,
          2029,
          2,
          90105,
          90106,
          3008,
          3028,
          3042,
          395018,
          395069,
          393962,
          393926 ->
          Kind.INPUT;
      // What is missing may be invisible; what exists already was not seen.
      // 91421: somebody resumed the root of a task graph meanwhile.
      case 2003, 2043, 398529, 2002, 1998, 3041, 98507, 98508, 91421 -> Kind.CONFLICT;
      case 3001, 3011, 3013, 606 -> Kind.PERMISSION;
      // The server says that it gave up; a change may still have been made.
      case 604, 630, 200005 -> read ? Kind.TRANSIENT : Kind.UNKNOWN_OUTCOME;
      case 625, 605 -> Kind.TRANSIENT;
      default -> byState(e);
    };
  }

  private static Kind byState(SQLException e) {
    if (sessionGone(e)) {
      return Kind.TRANSIENT;
    }
    if (LOGIN.contains(e.getErrorCode())) {
      return Kind.PERMISSION;
    }
    var state = e.getSQLState() == null ? "" : e.getSQLState();
    return switch (state) {
      case "42501" -> Kind.PERMISSION;
      case "42710", "02000", "42S02", "2BP01" -> Kind.CONFLICT;
      case "42000", "42601", "22023", "0A000", "22000" -> Kind.INPUT;
      case "53000", "53100", "53200", "53300", "53400", "54000" -> Kind.QUOTA;
      default -> Kind.INTERNAL;
    };
  }

  /// `002003 (02000)`, as Snowflake's clients print it.
  private static Optional<String> code(SQLException e) {
    return e.getErrorCode() == 0
        ? Optional.empty()
        : Optional.of(
            "%06d (%s)"
                .formatted(e.getErrorCode(), e.getSQLState() == null ? "?" : e.getSQLState()));
  }

  private static String said(SQLException e) {
    var message = e.getMessage() == null ? "no message" : e.getMessage();
    var line = message.replaceAll("\\s+", " ").strip();
    var shown = line.length() <= 500 ? line : line.substring(0, 499) + "…";
    var query =
        e instanceof SnowflakeSQLException snowflake && snowflake.getQueryId() != null
            ? ", query " + snowflake.getQueryId()
            : "";
    return "Snowflake said " + code(e).map(code -> code + " ").orElse("") + shown + query;
  }

  private static String next(Kind kind, int code) {
    return switch (kind) {
      case INPUT -> "correct the manifest; nothing is retried until a commit";
      case PERMISSION ->
          code == 606
              ? "no statement of ours needs a warehouse: report this"
              : "grant the operator's role what it lacks; it is tried again now and then";
      case CONFLICT ->
          "the object is looked for again; if nothing shows it, the operator's role may not see it";
      case QUOTA -> "free or raise the quota; it is tried again with growing pauses";
      case TRANSIENT -> "it is tried again with growing pauses";
      case UNKNOWN_OUTCOME -> "the object is looked at before anything else is written";
      case INTERNAL ->
          "it is tried again with growing pauses; look up code %s in Snowflake's documentation"
              .formatted(String.format(Locale.ROOT, "%06d", code));
    };
  }
}
