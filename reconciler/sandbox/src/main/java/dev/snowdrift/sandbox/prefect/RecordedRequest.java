package dev.snowdrift.sandbox.prefect;

/// One request that a stand-in or a recording proxy answered.
///
/// @param path the path with its query, without the `/api` in front
/// @param body what was sent, as text; it may hold secrets
/// @param status what was answered; 0 when the connection was dropped instead
public record RecordedRequest(String method, String path, String body, int status) {

  /// Whether it can change something: everything but GET, HEAD and the POSTs that only read
  /// (filter, count, paginate). What was refused counts as well: it was a try to write.
  public boolean writes() {
    return switch (method) {
      case "GET", "HEAD", "OPTIONS" -> false;
      case "POST" -> !readsOnly();
      default -> true;
    };
  }

  private boolean readsOnly() {
    var bare = path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
    var last = bare.substring(bare.lastIndexOf('/') + 1);
    return last.equals("filter")
        || last.equals("count")
        || last.equals("paginate")
        || last.equals("lateness")
        || last.equals("history")
        || last.equals("get_scheduled_flow_runs");
  }

  /// Method, path and status on one line; never the body.
  @Override
  public String toString() {
    return method + " " + path + " -> " + status;
  }
}
