package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.report.DriftText;
import dev.snowdrift.report.PlanJson;
import dev.snowdrift.report.PlanText;
import dev.snowdrift.report.WhyText;
import dev.snowdrift.sandbox.prefect.Fault;
import dev.snowdrift.sandbox.wire.StatementLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// What holds whatever happens: nothing is replaced, and no secret leaves for where people read.
class LawsIT {
  private static final Pattern REPLACE = Pattern.compile("(?is)\\bOR\\s+REPLACE\\b");
  private static final String KEY = "canary-api-key-dev";
  private static final String WEBHOOK = "canary-webhook-dev";

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final List<String> shown = new ArrayList<>();
  @TempDir Path directory;

  @BeforeEach
  void listen() {
    log.start();
    root().addAppender(log);
    program().setLevel(Level.TRACE);
  }

  @AfterEach
  void listenNoMore() {
    program().setLevel(Level.INFO);
    root().detachAppender(log);
  }

  @Test
  void nothing_is_ever_replaced() {
    try (var world = World.create(directory)) {
      aLife(world);

      assertThat(world.statements().all())
          .extracting(StatementLog.Entry::sql)
          .hasSizeGreaterThan(100)
          .noneMatch(sql -> REPLACE.matcher(sql).find());
    }
  }

  @Test
  void no_secret_is_shown_logged_or_kept() throws IOException {
    try (var world = World.create(directory)) {
      aLife(world);
      shown.add(world.assembly().metrics().scrape());

      // It did go where it belongs.
      assertThat(world.statements().all())
          .extracting(StatementLog.Entry::sql)
          .anyMatch(sql -> sql.contains(KEY));
      assertThat(world.local().prefect().writes())
          .anyMatch(request -> request.body().contains(WEBHOOK));
    }

    assertNoSecret();
  }

  @Test
  void no_secret_comes_back_in_a_refusal_that_repeats_the_request() throws IOException {
    try (var world = World.create(directory)) {
      world
          .local()
          .sandbox()
          .faults()
          .on("^CREATE SECRET")
          .always()
          .refuse(
              1003,
              "42000",
              "SQL compilation error: syntax error line 1 at position 9 unexpected '%s'."
                  .formatted(KEY));
      world
          .local()
          .prefect()
          .inject(
              Fault.next(
                  100,
                  request -> request.writes() && request.path().startsWith("/block_documents"),
                  new Fault.Effect.Answer(
                      422,
                      Map.of(),
                      """
                      {"exception_message": "Invalid request received: %1$s",
                       "exception_detail": [{"loc": ["body", "data"], "msg": "not %1$s", "input": "%1$s"}],
                       "request_body": {"data": {"value": "%1$s"}}}
                      """
                          .formatted(WEBHOOK))));

      var report = show(world.converge("dev"));

      assertThat(report.failures()).hasSizeGreaterThanOrEqualTo(2);
      shown.add(world.assembly().metrics().scrape());
    }
    assertNoSecret();
  }

  /// Convergence, drift, healing, a changed service, and removals.
  private void aLife(World world) {
    show(world.plan("dev"));
    show(world.converge("dev"));
    show(world.converge("dev"));
    world.byHand("ALTER COMPUTE POOL E2E_FLOW_COMPUTE_POOL_DEV SET MAX_NODES = 4");
    world.byHand(
        "ALTER SECRET E2E_FLOW_DB_DEV.APP_SCHEMA.PREFECT_API_KEY SET SECRET_STRING = 'of-a-hand' COMMENT = 'none'");
    world.byHand("ALTER SERVICE E2E_FLOW_DB_DEV.APP_SCHEMA.E2E_FLOW_SERVICE SUSPEND");
    show(world.plan("dev"));
    show(world.converge("dev"));
    world.restart();
    show(world.converge("dev"));
    world
        .repository()
        .edit("More", "environments/dev.yaml", "workerMemory: 2Gi", "workerMemory: 3Gi");
    show(world.converge("dev"));
    var worker = world.repository().read("base/snowflake/worker.yaml");
    world
        .repository()
        .commit(
            "No worker",
            Map.of("base/snowflake/worker.yaml", worker.substring(0, worker.indexOf("---"))));
    show(world.converge("dev"));
    world.restart();
    show(world.converge("dev"));
    show(world.converge("main"));
  }

  private PassReport show(PassReport report) {
    shown.add(report.message() + report.failures() + report.problems());
    report
        .plan()
        .ifPresent(plan -> {
          shown.add(PlanText.render(plan, true));
          shown.add(PlanJson.render(plan).toString());
          shown.add(DriftText.render(plan));
          plan.objects().keySet().forEach(id -> shown.add(WhyText.render(plan, id)));
          shown.add(plan.toString());
        });
    return report;
  }

  private void assertNoSecret() throws IOException {
    assertThat(shown).isNotEmpty();
    assertThat(shown).noneMatch(LawsIT::holdsSecret);
    assertThat(log.list)
        .isNotEmpty()
        .extracting(event ->
            event.getFormattedMessage()
                + (event.getThrowableProxy() == null
                    ? ""
                    : ThrowableProxyUtil.asString(event.getThrowableProxy())))
        .noneMatch(LawsIT::holdsSecret);
    try (var files = Files.walk(directory.resolve("state"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .matches(text -> !holdsSecret(text));
      }
    }
  }

  private static boolean holdsSecret(String text) {
    return text.contains("canary-") || text.contains(World.VARIABLES.getOrDefault("MARK_KEY", ""));
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private static Logger program() {
    return (Logger) LoggerFactory.getLogger("dev.snowdrift");
  }
}
