package dev.snowdrift.snowflake;

import java.time.Duration;
import java.util.Optional;

/// Hears of every statement and every login. Called from the thread that waits; must be quick.
public interface SessionListener {

  SessionListener NONE = new SessionListener() {};

  /// A statement has been answered, or not.
  ///
  /// @param outcome `ok`, or the failure's kind in lower case
  /// @param warehouse the session's warehouse if the statement needs one
  default void statement(
      StatementClass statementClass,
      Duration duration,
      String outcome,
      Optional<String> warehouse) {}

  /// A session was opened.
  default void connected(String credentials) {}

  /// A way to log in did not work and the next one was taken.
  default void fallback(String from, String to, String why) {}
}
