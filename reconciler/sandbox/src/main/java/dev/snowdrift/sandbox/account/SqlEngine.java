package dev.snowdrift.sandbox.account;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What runs one SQL statement for the wire. The account implements it; the wire knows nothing else
/// of the account.
public interface SqlEngine {

  /// Runs one statement (never several joined by semicolons) in a session.
  ///
  /// Thread-safe: several statements of one session may run side by side. A statement that waits (a
  /// job, `SYSTEM$WAIT`) ends promptly when its thread is interrupted, either with code 604 /
  /// SQLSTATE 57014 or with its result; the interrupt is how the wire cancels.
  ///
  /// USE and ALTER SESSION change the session given; the latter says so by `parametersChanged`.
  ///
  /// @param sql as typed, comments included; a trailing semicolon is already gone
  /// @param binds the values of the `?` from left to right, each as a literal's text without
  ///   quotes, or null for NULL
  /// @throws SqlError when Snowflake would refuse the statement; nothing has changed then
  StatementResult execute(Session session, String sql, List<@Nullable String> binds);

  /// Answers a request of the admin endpoint; empty when there is none of that route.
  ///
  /// @param route method and path: `POST /sandbox/images`
  /// @throws IllegalArgumentException saying what is wrong with the body
  default Optional<JsonNode> administer(String route, JsonNode body) {
    return Optional.empty();
  }

  /// Gives back what lies outside of the process's memory. Statements may still be run.
  default void close() {}
}
