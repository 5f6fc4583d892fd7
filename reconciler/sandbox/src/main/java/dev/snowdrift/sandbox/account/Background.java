package dev.snowdrift.sandbox.account;

import java.util.Optional;

/// A statement that was begun and goes on as the clock passes, for whoever cannot wait for its end.
public interface Background {

  /// Its result once it has ended.
  ///
  /// @throws SqlError when it has failed
  Optional<StatementResult> poll();

  /// Ends it before its time.
  void cancel();
}
