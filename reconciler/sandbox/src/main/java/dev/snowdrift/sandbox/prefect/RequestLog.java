package dev.snowdrift.sandbox.prefect;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The requests that were answered, in the order of their answers. Safe for use by several threads.
public final class RequestLog {
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();

  void add(RecordedRequest request) {
    requests.add(request);
  }

  /// All requests so far.
  public List<RecordedRequest> requests() {
    return List.copyOf(requests);
  }

  /// Those that can change something, refused ones included.
  public List<RecordedRequest> writes() {
    return requests.stream().filter(RecordedRequest::writes).toList();
  }

  /// How many requests had this method and a path that starts so.
  public long count(String method, String pathPrefix) {
    return requests.stream()
        .filter(r -> r.method().equals(method) && r.path().startsWith(pathPrefix))
        .count();
  }

  /// Forgets everything, to count from here on.
  public void clear() {
    requests.clear();
  }
}
