package dev.snowdrift.sandbox.wire;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The queries by their id and by the request that brought them: the first for polls, monitoring
/// and RESULT_SCAN, the second so that a request sent again meets its first outcome. The oldest
/// finished ones are forgotten when their rows grow too many. Thread-safe.
final class QueryStore {
  private static final int MOST_QUERIES = 20_000;
  private static final long MOST_CELLS = 5_000_000;

  private final Clock clock;
  private final LinkedHashMap<String, Query> byId = new LinkedHashMap<>();
  private final Map<String, Query> byRequest = new LinkedHashMap<>();
  private long counter;
  private long cells;

  QueryStore(Clock clock) {
    this.clock = clock;
  }

  /// A new query, or the one that this session's request with the same id and text has already
  /// brought.
  ///
  /// @param fresh told the new query while nobody else can see it
  synchronized Query arrive(
      WireSession session, String requestId, String sql, Function<Query, Query> fresh) {
    var key = session.session().id() + "/" + requestId;
    var known = byRequest.get(key);
    if (known != null && known.sql().equals(sql)) {
      return known;
    }
    var query = fresh.apply(create(session, requestId, sql));
    byRequest.put(key, query);
    return query;
  }

  /// A new query, whatever came before.
  synchronized Query create(WireSession session, String requestId, String sql) {
    var query = new Query(nextId(), requestId, session, sql, clock);
    byId.put(query.id(), query);
    forgetOldest();
    return query;
  }

  synchronized Optional<Query> byId(String id) {
    return Optional.ofNullable(byId.get(id.toLowerCase(Locale.ROOT)));
  }

  synchronized Optional<Query> byRequest(WireSession session, String requestId) {
    return Optional.ofNullable(byRequest.get(session.session().id() + "/" + requestId));
  }

  /// Lets the query's request run again when it is sent again.
  synchronized void forget(Query query) {
    byRequest.remove(query.session().session().id() + "/" + query.requestId(), query);
  }

  /// The queries that have not ended.
  synchronized List<Query> running() {
    return byId.values().stream().filter(query -> query.outcome().isEmpty()).toList();
  }

  /// Takes note of how much a finished query holds.
  synchronized void finished(Query query, Outcome outcome) {
    if (byId.containsKey(query.id())) {
      cells += size(outcome);
    }
  }

  /// As real ids: groups of 8-4-4-4-12 lower-case hexadecimal digits, ordered by time, then by
  /// arrival.
  private String nextId() {
    counter++;
    var seconds = clock.instant().getEpochSecond();
    return "01%06x-%04x-%04x-%04x-%012x"
        .formatted(
            (seconds / 60) & 0xffffff,
            seconds % 60,
            (counter >>> 16) & 0xffff,
            counter & 0xffff,
            counter);
  }

  private void forgetOldest() {
    var oldest = byId.values().iterator();
    while ((byId.size() > MOST_QUERIES || cells > MOST_CELLS) && oldest.hasNext()) {
      var query = oldest.next();
      if (query.outcome().isEmpty()) {
        continue;
      }
      cells -= size(query.outcome().get());
      oldest.remove();
      byRequest.remove(query.session().session().id() + "/" + query.requestId(), query);
    }
  }

  private static long size(Outcome outcome) {
    return outcome instanceof Outcome.Rows(var result, _)
        ? (long) result.rows().size() * result.columns().size()
        : 0;
  }
}
