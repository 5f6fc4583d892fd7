package dev.snowdrift.operator.http;

import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.operator.loop.EnvironmentLoop;
import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.operator.metrics.Metrics;
import dev.snowdrift.operator.view.View;
import dev.snowdrift.report.PlanJson;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
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
          addViews(config.routes, all);
        });
    server.start(bind, port);
    return new HttpServer(server);
  }

  public int port() {
    return server.port();
  }

  private static void addViews(RoutesConfig routes, List<EnvironmentLoop> loops) {
    var environment = "/api/v1/environments/{environment}/";
    routes.get(environment + "plan", show(loops, _ -> new View.Changes(false)));
    routes.get(environment + "statements", show(loops, _ -> new View.Changes(true)));
    routes.get(environment + "drift", show(loops, _ -> new View.DriftOnly()));
    routes.get(environment + "status", show(loops, _ -> new View.Standing()));
    routes.get(
        environment + "why/{kind}/{name}",
        show(
            loops,
            context ->
                new View.Why(
                    new ResourceId(context.pathParam("kind"), context.pathParam("name")))));
  }

  private static void headers(Context context) {
    context.header("Cache-Control", "no-store");
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  }

  /// A view of an environment's last pass: text, or JSON with `?format=json`. The header
  /// `Snowdrift-Exit-Code` says what a command would answer.
  private static Handler show(List<EnvironmentLoop> loops, Function<Context, View> views) {
    return context -> {
      var report =
          loops.stream()
              .filter(loop -> loop.environment().equals(context.pathParam("environment")))
              .findFirst()
              .flatMap(EnvironmentLoop::last);
      if (report.isEmpty()) {
        context.status(404).result("no such environment, or no pass of it has ended yet\n");
        return;
      }
      var view = views.apply(context);
      context.header("Snowdrift-Exit-Code", Integer.toString(view.code(report.get()).number()));
      if ("json".equals(context.queryParam("format"))) {
        context.contentType("application/json").result(View.json(report.get()).toString());
      } else {
        context.contentType("text/plain; charset=utf-8").result(view.text(report.get()));
      }
    };
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
