package dev.snowdrift.sandbox.wire;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.snowdrift.sandbox.http.Listening;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP server that drivers connect to. Each request runs on a virtual thread of its own, so
/// that a held statement never keeps an abort-request out.
final class SnowflakeServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SnowflakeServer.class);
  private static final Pattern RESULT = Pattern.compile("/queries/([^/]+)/result");
  private static final Pattern MONITORING = Pattern.compile("/monitoring/queries/([^/]+)");

  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Logins logins;
  private final Queries queries;
  private final RestEndpoints rest;
  private final AdminEndpoints admin;

  SnowflakeServer(
      InetSocketAddress address,
      Logins logins,
      Queries queries,
      RestEndpoints rest,
      AdminEndpoints admin) {
    this.logins = logins;
    this.queries = queries;
    this.rest = rest;
    this.admin = admin;
    try {
      this.http = Listening.on(address);
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox cannot listen on " + address, e);
    }
    http.setExecutor(threads);
    http.createContext("/", this::handle);
    http.start();
  }

  /// Where it listens; the port is the real one.
  InetSocketAddress address() {
    return http.getAddress();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = Request.read(exchange);
      switch (reply(request)) {
        case Reply.Drop() -> LOG.debug("Dropping the connection of {}", request.path());
        case Reply.Status(var code) -> exchange.sendResponseHeaders(code, -1);
        case Reply.Json json -> {
          exchange.getResponseHeaders().set("Content-Type", json.contentType());
          exchange.sendResponseHeaders(json.status(), json.length());
          json.writeTo(exchange.getResponseBody());
        }
      }
    }
  }

  private Reply reply(Request request) {
    LOG.debug("{} {} {}", request.method(), request.path(), request.query());
    try {
      return route(request);
    } catch (Refusal refusal) {
      return Answers.refused(refusal);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Reply.Drop();
    } catch (RuntimeException e) {
      LOG.error("The sandbox failed on {} {}", request.method(), request.path(), e);
      return new Reply.Status(500);
    }
  }

  private Reply route(Request request) throws InterruptedException {
    // snowflake-connector-python 5 asks for /monitoring/queries//<id>.
    var path = request.path().replaceAll("/{2,}", "/");
    if (path.startsWith("/sandbox/")) {
      return admin.handle(request);
    }
    if (path.startsWith(RestEndpoints.PREFIX)) {
      return rest.handle(request, path);
    }
    return switch (request.method() + " " + path) {
      case "POST /session/v1/login-request" -> logins.login(request);
      case "POST /session/token-request" -> logins.renew(request);
      case "POST /session/heartbeat" -> logins.heartbeat(request);
      case "POST /session" -> logins.close(request);
      case "POST /queries/v1/query-request" -> queries.submit(request);
      case "POST /queries/v1/abort-request" -> queries.abort(request);
      case "POST /telemetry/send", "POST /telemetry/send/sessionless" -> Answers.success(null);
      default -> {
        var result = RESULT.matcher(path);
        if (result.matches()) {
          yield queries.result(request, result.group(1));
        }
        var monitoring = MONITORING.matcher(path);
        if (monitoring.matches()) {
          yield queries.monitor(request, monitoring.group(1));
        }
        LOG.warn("The sandbox has no {} {}", request.method(), path);
        yield new Reply.Status(404);
      }
    };
  }

  /// Stops listening and interrupts what still runs.
  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
