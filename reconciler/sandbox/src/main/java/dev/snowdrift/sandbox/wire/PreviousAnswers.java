package dev.snowdrift.sandbox.wire;

import dev.snowdrift.sandbox.account.StatementResult;
import java.util.LinkedHashMap;
import java.util.Optional;

/// The newest answer to each text that does not write, by role, for faults that answer stale. Keeps
/// the newest few thousand. Thread-safe.
final class PreviousAnswers {
  private static final int MOST = 4096;

  private final LinkedHashMap<String, StatementResult> answers = new LinkedHashMap<>();

  synchronized void keep(Query query, Statement statement, StatementResult result) {
    answers.putLast(key(query, statement), result);
    if (answers.size() > MOST) {
      answers.pollFirstEntry();
    }
  }

  synchronized Optional<StatementResult> of(Query query, Statement statement) {
    return Optional.ofNullable(answers.get(key(query, statement)));
  }

  private static String key(Query query, Statement statement) {
    return query.session().session().role() + "\n" + statement.sql();
  }
}
