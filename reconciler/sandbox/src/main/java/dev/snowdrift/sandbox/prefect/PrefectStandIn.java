package dev.snowdrift.sandbox.prefect;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.snowdrift.sandbox.http.Listening;
import dev.snowdrift.sandbox.prefect.Fault.Effect;
import dev.snowdrift.sandbox.prefect.Router.Call;
import dev.snowdrift.sandbox.prefect.Router.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A stand-in for a Prefect server, on loopback: the part of the REST API that a reconciler uses,
/// with the real server's answers and traps (`PrefectContract` runs the same requests against
/// both). It executes nothing; scheduled runs appear, and vanish on writes, as the real scheduler
/// makes them.
public final class PrefectStandIn implements AutoCloseable {
  private static final String API = "/api";
  private static final String API_VERSION = "0.8.4";
  private static final String PRODUCT_VERSION = "3.8.3";

  /// How a stand-in is set up.
  ///
  /// @param clock its time: runs are planned by it
  /// @param auth the credential `user:password` of HTTP Basic that the API then wants
  /// @param csrf how long a token against forged requests holds, which the API then wants
  /// @param schedulerDelay how long after a deployment was written its runs come again; the server
  ///   takes up to 5 seconds
  /// @param pageLimit the most, and the usual, objects of a page
  public record Options(
      Clock clock,
      Optional<String> auth,
      Optional<Duration> csrf,
      Duration schedulerDelay,
      int pageLimit) {
    /// As a server out of the box, on the machine's time.
    public static Options defaults() {
      return new Options(
          Clock.systemUTC(), Optional.empty(), Optional.empty(), Duration.ofSeconds(5), 200);
    }

    public Options clock(Clock other) {
      return new Options(other, auth, csrf, schedulerDelay, pageLimit);
    }

    public Options auth(String userAndPassword) {
      return new Options(clock, Optional.of(userAndPassword), csrf, schedulerDelay, pageLimit);
    }

    public Options csrf(Duration tokenLife) {
      return new Options(clock, auth, Optional.of(tokenLife), schedulerDelay, pageLimit);
    }

    public Options schedulerDelay(Duration delay) {
      return new Options(clock, auth, csrf, delay, pageLimit);
    }

    public Options pageLimit(int most) {
      return new Options(clock, auth, csrf, schedulerDelay, most);
    }
  }

  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Router router = new Router();
  private final RunScheduler scheduler;
  private final Gate gate;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private final RequestLog log = new RequestLog();
  private final List<Fault> faults = new CopyOnWriteArrayList<>();

  private PrefectStandIn(Options options, HttpServer http) {
    this.http = http;
    var world = new World(options.clock());
    var listing = new Listing(options.pageLimit());
    this.scheduler = new RunScheduler(world, options.schedulerDelay());
    var schedules = new ScheduleRoutes(world, scheduler);
    var queues = new QueueRoutes(world, listing);
    var pools = new PoolRoutes(world, listing, queues);
    var events = new EventLog(world);
    var writer = new DeploymentWriter(world, schedules, pools, queues, scheduler, events);
    this.gate = new Gate(world, options.auth(), options.csrf());
    gate.addTo(router);
    addServerRoutes();
    new EventRoutes(world, () -> api().toString()).addTo(router);
    new FlowRoutes(world, listing).addTo(router);
    schedules.addTo(router);
    new DeploymentRoutes(world, listing, schedules, writer, scheduler, events).addTo(router);
    queues.addTo(router);
    pools.addTo(router);
    new CollectionRoutes().addTo(router);
    new VariableRoutes(world, listing).addTo(router);
    new LimitRoutes(world, listing).addTo(router);
    var types = new BlockTypeRoutes(world, listing);
    types.addTo(router);
    new BlockRoutes(world, listing, types).addTo(router);
    new AutomationRoutes(world, listing).addTo(router);
    new FlowRunRoutes(world, listing, new RunCreation(world, queues)).addTo(router);
  }

  /// Starts one on a free loopback port.
  public static PrefectStandIn start(Options options) {
    return start(options, 0);
  }

  /// Starts one on this loopback port.
  public static PrefectStandIn start(Options options, int port) {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      var standIn = new PrefectStandIn(options, Listening.on(address));
      standIn.http.setExecutor(standIn.threads);
      standIn.http.createContext("/", standIn::handle);
      standIn.http.start();
      return standIn;
    } catch (IOException e) {
      throw new UncheckedIOException("could not listen on loopback port " + port, e);
    }
  }

  /// The base URL of the API, without a slash at its end.
  public URI api() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + API);
  }

  /// Everything that was asked, with the answers' status.
  public RequestLog log() {
    return log;
  }

  public List<RecordedRequest> requests() {
    return log.requests();
  }

  /// What can have changed something, refused requests included.
  public List<RecordedRequest> writes() {
    return log.writes();
  }

  /// Adds a misbehaviour; the first one that strikes a request decides.
  public void inject(Fault fault) {
    faults.add(fault);
  }

  public void clearFaults() {
    faults.clear();
  }

  @Override
  public void close() {
    http.stop(0);
    threads.close();
  }

  private void addServerRoutes() {
    router
        .on("GET", "/health", _ -> Reply.ok(Json.MAPPER.valueToTree(true)))
        .on("GET", "/ready", _ -> Reply.ok(Json.object().put("message", "OK")))
        .on("GET", "/version", _ -> Reply.ok(Json.text(API_VERSION)))
        .on("GET", "/admin/version", _ -> Reply.ok(Json.text(PRODUCT_VERSION)));
  }

  private void handle(HttpExchange exchange) throws IOException {
    var uri = exchange.getRequestURI();
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var raw = uri.getRawPath();
    var path = raw.startsWith(API + "/") ? raw.substring(API.length()) : "";
    var shown = path + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    var request = new RecordedRequest(exchange.getRequestMethod(), shown, body, 0);
    var effect =
        faults.stream().filter(fault -> fault.strikes(request)).findFirst().map(Fault::effect);
    switch (effect.orElse(null)) {
      case null -> send(exchange, request, answer(exchange, path, body));
      case Effect.Answer(var status, var headers, var text) -> {
        headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        send(exchange, request, status, text);
      }
      case Effect.DropBefore() -> drop(exchange, request);
      case Effect.DropAfter() -> {
        var _ = answer(exchange, path, body);
        drop(exchange, request);
      }
    }
  }

  private Reply answer(HttpExchange exchange, String path, String text) {
    oneAtATime.lock();
    try {
      scheduler.catchUp();
      gate.check(exchange.getRequestMethod(), path, exchange.getRequestHeaders());
      var match =
          router
              .find(exchange.getRequestMethod(), path)
              .orElseThrow(() -> ApiError.detail(404, "Not Found"));
      var query = query(exchange.getRequestURI().getRawQuery());
      return match.handler().handle(new Call(match.parts(), query, parsed(text)));
    } catch (ApiError refusal) {
      return new Reply(refusal.status(), Optional.of(refusal.body()));
    } finally {
      oneAtATime.unlock();
    }
  }

  private static JsonNode parsed(String text) {
    if (text.isBlank()) {
      return Json.nil();
    }
    try {
      return Json.MAPPER.readTree(text);
    } catch (JacksonException _) {
      throw ApiError.invalid(
          List.of(
              new ApiError.Violation(
                  "json_invalid", List.of("1"), "JSON decode error", Json.object())),
          Json.text(text));
    }
  }

  private static Map<String, String> query(@Nullable String raw) {
    var query = new HashMap<String, String>();
    for (var pair : (raw == null ? "" : raw).split("&", -1)) {
      var parts = pair.split("=", 2);
      if (parts.length == 2) {
        query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  private void send(HttpExchange exchange, RecordedRequest request, Reply reply)
      throws IOException {
    send(exchange, request, reply.status(), reply.body().map(JsonNode::toString).orElse(""));
  }

  private void send(HttpExchange exchange, RecordedRequest request, int status, String text)
      throws IOException {
    log.add(new RecordedRequest(request.method(), request.path(), request.body(), status));
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private void drop(HttpExchange exchange, RecordedRequest request) {
    log.add(request);
    exchange.close();
  }
}
