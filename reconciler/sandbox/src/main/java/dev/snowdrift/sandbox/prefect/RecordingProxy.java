package dev.snowdrift.sandbox.prefect;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.snowdrift.sandbox.http.Listening;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Stands in front of a real server, passes everything on and notes it, so that tests can count the
/// writes to it. It can misbehave like the stand-in.
public final class RecordingProxy implements AutoCloseable {
  private static final Set<String> NOT_PASSED =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "http2-settings",
          "transfer-encoding",
          "upgrade");

  private final URI target;
  private final HttpServer http;
  private final HttpClient client;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final RequestLog log = new RequestLog();
  private final List<Fault> faults = new CopyOnWriteArrayList<>();

  private RecordingProxy(URI target, HttpServer http) {
    this.target = target;
    this.http = http;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
  }

  /// Starts one on a free loopback port.
  ///
  /// @param api the base URL of the real API, such as [PrefectServerProcess#api()] tells
  public static RecordingProxy start(URI api) {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var proxy = new RecordingProxy(api, Listening.on(address));
      proxy.http.setExecutor(proxy.threads);
      proxy.http.createContext("/", proxy::handle);
      proxy.http.start();
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("could not listen on loopback", e);
    }
  }

  /// The base URL to use instead of the real one.
  public URI api() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + target.getRawPath());
  }

  public RequestLog log() {
    return log;
  }

  /// Adds a misbehaviour; the first one that strikes a request decides.
  public void inject(Fault fault) {
    faults.add(fault);
  }

  @Override
  public void close() {
    http.stop(0);
    threads.close();
    client.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    var body = exchange.getRequestBody().readAllBytes();
    var uri = exchange.getRequestURI();
    var base = target.getRawPath();
    var raw = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    var path = raw.startsWith(base) ? raw.substring(base.length()) : raw;
    var request =
        new RecordedRequest(
            exchange.getRequestMethod(), path, new String(body, StandardCharsets.UTF_8), 0);
    var effect =
        faults.stream().filter(fault -> fault.strikes(request)).findFirst().map(Fault::effect);
    switch (effect.orElse(null)) {
      case null -> pass(exchange, request, raw, body, true);
      case Fault.Effect.Answer(var status, var headers, var text) -> {
        headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        answer(exchange, request, status, text.getBytes(StandardCharsets.UTF_8));
      }
      case Fault.Effect.DropBefore() -> drop(exchange, request);
      case Fault.Effect.DropAfter() -> pass(exchange, request, raw, body, false);
    }
  }

  private void pass(
      HttpExchange exchange, RecordedRequest request, String raw, byte[] body, boolean answers)
      throws IOException {
    var passed =
        HttpRequest.newBuilder(target.resolve(raw))
            .timeout(Duration.ofMinutes(1))
            .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (!NOT_PASSED.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> passed.header(name, value));
          }
        });
    try {
      var reply = client.send(passed.build(), BodyHandlers.ofByteArray());
      if (!answers) {
        drop(exchange, request);
        return;
      }
      reply
          .headers()
          .map()
          .forEach((name, values) -> {
            if (!NOT_PASSED.contains(name.toLowerCase(Locale.ROOT))) {
              exchange.getResponseHeaders().put(name, values);
            }
          });
      answer(exchange, request, reply.statusCode(), reply.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      drop(exchange, request);
    }
  }

  private void answer(HttpExchange exchange, RecordedRequest request, int status, byte[] body)
      throws IOException {
    log.add(new RecordedRequest(request.method(), request.path(), request.body(), status));
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private void drop(HttpExchange exchange, RecordedRequest request) {
    log.add(request);
    exchange.close();
  }
}
