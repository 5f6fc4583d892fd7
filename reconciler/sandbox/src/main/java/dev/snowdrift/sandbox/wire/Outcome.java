package dev.snowdrift.sandbox.wire;

import dev.snowdrift.sandbox.account.SqlError;
import dev.snowdrift.sandbox.account.StatementResult;
import java.util.List;

/// What became of a query.
sealed interface Outcome {

  /// It was answered.
  ///
  /// @param limit how many rows the client wants at most
  record Rows(StatementResult result, int limit) implements Outcome {}

  record Failed(int code, String sqlState, String message) implements Outcome {
    static Failed of(SqlError error) {
      return new Failed(error.code(), error.sqlState(), error.getMessage());
    }

    /// As after an abort-request.
    static Failed canceled() {
      return new Failed(604, "57014", "SQL execution canceled");
    }

    static Failed timedOut(long seconds) {
      return new Failed(
          630,
          "57014",
          "Statement reached its statement or warehouse timeout of %d second(s) and was canceled."
              .formatted(seconds));
    }
  }

  /// Several statements in one request, all of which went well.
  record Several(List<Query> children) implements Outcome {
    public Several {
      children = List.copyOf(children);
    }
  }
}
