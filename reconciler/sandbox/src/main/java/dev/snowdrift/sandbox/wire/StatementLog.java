package dev.snowdrift.sandbox.wire;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Every statement that reached the engine or was answered in its place, in the order of its end.
/// Complete and append-only; a statement is here before its answer leaves. Describing a statement
/// (`describeOnly`) and a retry that was given the first outcome leave no entry. Thread-safe.
public final class StatementLog {
  private final List<Entry> entries = new ArrayList<>();

  /// One executed statement.
  ///
  /// @param sequence counts up from 1 without gaps
  /// @param time when it began, by the sandbox's clock
  /// @param role the role in force at its beginning
  /// @param queryTag the statement's or else the session's tag; empty when there is none
  /// @param statementTypeId as answered; after a failure as told by the statement's first words
  /// @param writes whether it may change the account (DDL, DML, GRANT, EXECUTE, CALL)
  /// @param warehouse whether it runs on a warehouse and would wake one
  public record Entry(
      long sequence,
      Instant time,
      long sessionId,
      String user,
      String role,
      String queryTag,
      String sql,
      String requestId,
      String queryId,
      int statementTypeId,
      Outcome outcome,
      boolean writes,
      boolean warehouse) {
    public boolean ok() {
      return outcome instanceof Ok;
    }

    Entry withSequence(long number) {
      return new Entry(
          number,
          time,
          sessionId,
          user,
          role,
          queryTag,
          sql,
          requestId,
          queryId,
          statementTypeId,
          outcome,
          writes,
          warehouse);
    }
  }

  /// How a statement ended.
  public sealed interface Outcome {}

  /// It was answered.
  ///
  /// @param rows how many rows the answer had
  public record Ok(int rows) implements Outcome {}

  public record Failed(int code, String sqlState, String message) implements Outcome {}

  /// Numbers the entry (its own sequence is ignored) and appends it.
  synchronized void append(Entry entry) {
    entries.add(entry.withSequence(entries.size() + 1L));
  }

  /// The sequence of the newest entry; 0 when there is none. To be given to [#since(long)] later.
  public synchronized long last() {
    return entries.size();
  }

  public List<Entry> all() {
    return since(0);
  }

  /// The entries after that sequence, oldest first.
  public synchronized List<Entry> since(long sequence) {
    var from = Math.clamp(sequence, 0, entries.size());
    return List.copyOf(entries.subList(from, entries.size()));
  }

  /// The successful statements that may have changed the account.
  public List<Entry> writes() {
    return writesSince(0);
  }

  /// The same, after that sequence.
  public List<Entry> writesSince(long sequence) {
    return since(sequence).stream().filter(entry -> entry.writes() && entry.ok()).toList();
  }
}
