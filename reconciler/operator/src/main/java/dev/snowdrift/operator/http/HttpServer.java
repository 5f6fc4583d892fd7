package dev.snowdrift.operator.http;

import dev.snowdrift.operator.loop.EnvironmentLoop;
import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.operator.metrics.Metrics;
import dev.snowdrift.report.PlanJson;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Probes, metrics, and where every environment stands. Only reads.
public final class HttpServer implements AutoCloseable {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Javalin server;

  private HttpServer(Javalin server) {
    this.server = server;
  }

  /// Starts to listen.
  ///
  /// @param port 0 for any free one
  /// @param blindAfter an environment whose last observation is older is not ready
  public static HttpServer start(
      String bind,
      int port,
      Metrics metrics,
      Collection<EnvironmentLoop> loops,
      Clock clock,
      Duration blindAfter) {
    var all = List.copyOf(loops);
    var server =
        Javalin.create(config -> {
          config.startup.showJavalinBanner = false;
          config.startup.showOldJavalinVersionWarning = false;
          config.concurrency.useVirtualThreads = true;
          config.routes.before(HttpServer::headers);
          config.routes.get("/livez", context -> context.result("ok\n"));
          config.routes.get("/readyz", context -> ready(context, all, clock, blindAfter));
          config.routes.get(
              "/metrics",
              context ->
                  context
                      .contentType("text/plain; version=0.0.4; charset=utf-8")
                      .result(metrics.scrape()));
          config.routes.get(
              "/api/v1/environments",
              context ->
                  context.contentType("application/json").result(environments(all).toString()));
        });
    server.start(bind, port);
    return new HttpServer(server);
  }

  public int port() {
    return server.port();
  }

  private static void headers(Context context) {
    context.header("Cache-Control", "no-store");
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  }

  private static void ready(
      Context context, List<EnvironmentLoop> loops, Clock clock, Duration blindAfter) {
    var blind =
        loops.stream()
            .filter(loop ->
                loop.last()
                    .filter(report -> report.result() != PassReport.Result.FAILED)
                    .filter(report ->
                        Duration.between(report.started(), clock.instant()).compareTo(blindAfter)
                            < 0)
                    .isEmpty())
            .map(EnvironmentLoop::environment)
            .toList();
    context
        .status(blind.isEmpty() ? 200 : 503)
        .result(blind.isEmpty() ? "ok\n" : "blind: " + String.join(", ", blind) + "\n");
  }

  private static ObjectNode environments(List<EnvironmentLoop> loops) {
    var root = JSON.objectNode();
    root.put("schema", "snowdrift.dev/environments/v1");
    var list = root.putArray("environments");
    for (var loop : loops) {
      var node = list.addObject();
      node.put("name", loop.environment());
      node.put("branch", loop.branch());
      loop.last()
          .ifPresent(report -> {
            node.put("result", report.result().word());
            node.put("message", report.message());
            report.revision().ifPresent(revision -> node.put("commit", revision.id()));
            report.plan().ifPresent(plan -> node.set("plan", PlanJson.render(plan)));
          });
    }
    return root;
  }

  @Override
  public void close() {
    server.stop();
  }
}
