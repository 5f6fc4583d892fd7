package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.Revision;
import dev.snowdrift.operator.cli.Snowdrift;
import dev.snowdrift.operator.config.ConfigurationReader;
import dev.snowdrift.operator.config.Installation;
import dev.snowdrift.operator.loop.EnvironmentLoop;
import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.operator.loop.Trigger;
import dev.snowdrift.sandbox.wire.StatementLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The running operator: two environments, their schedule, the probes; and the same as a process.
class OperatorIT {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final int NEVER = 86_400;
  private static final String POOL = "E2E_FLOW_COMPUTE_POOL_DEV";

  @TempDir Path directory;

  @Test
  void a_commit_is_converged_in_its_environment_without_a_command() {
    try (var world = World.create(directory);
        var operator = start(world, 1, NEVER)) {
      awaitConverged(operator);
      var before = world.statements().last();

      var commit =
          world
              .repository()
              .edit(
                  "more memory", "environments/dev.yaml", "workerMemory: 2Gi", "workerMemory: 3Gi");
      Waiting.until(
          "dev is at " + commit,
          DEADLINE,
          () -> convergedTo(loop(operator, "dev")).equals(Optional.of(commit)));

      assertThat(world.statements().writesSince(before))
          .singleElement()
          .satisfies(entry ->
              assertThat(entry.sql())
                  .startsWith("ALTER SERVICE E2E_FLOW_DB_DEV.APP_SCHEMA.E2E_FLOW_SERVICE"));
      assertThat(convergedTo(loop(operator, "main"))).isNotEqualTo(Optional.of(commit));
    }
  }

  @Test
  void a_change_behind_its_back_is_healed_without_a_command() {
    try (var world = World.create(directory);
        var operator = start(world, NEVER, 1)) {
      awaitConverged(operator);
      var before = world.statements().last();

      var _ = world.byHand("ALTER COMPUTE POOL " + POOL + " SET MAX_NODES = 3");
      Waiting.until(
          "the pool is altered back",
          DEADLINE,
          () -> !world.statements().writesSince(before).isEmpty());

      assertThat(world.statements().writesSince(before))
          .singleElement()
          .satisfies(entry ->
              assertThat(entry.sql())
                  .startsWith("ALTER COMPUTE POOL " + POOL)
                  .contains("MAX_NODES = 1"));
    }
  }

  @Test
  void it_is_ready_once_it_has_seen_every_environment_and_tells_its_metrics() {
    try (var world = World.create(directory)) {
      var look = world.local().sandbox().faults().on("^SHOW ").always().hold();
      try (var operator = start(world, NEVER, NEVER)) {
        Waiting.until("it looks", DEADLINE, () -> look.fired() > 0);

        assertThat(probe(operator, "/livez")).isEqualTo("200 ok\n");
        assertThat(probe(operator, "/readyz")).isEqualTo("503 blind: dev, main\n");
        look.release();
        awaitConverged(operator);

        assertThat(probe(operator, "/readyz")).isEqualTo("200 ok\n");
        assertThat(probe(operator, "/metrics"))
            .contains("snowdrift_reconcile_total{", "snowdrift_objects{")
            .contains("env=\"dev\"", "env=\"main\"")
            .doesNotContain("canary", POOL);
        assertThat(probe(operator, "/api/v1/environments"))
            .contains("\"name\":\"dev\"", "\"name\":\"main\"")
            .doesNotContain("canary");
      }
    }
  }

  @Test
  void commands_beside_it_show_what_it_saw_last() throws IOException {
    try (var world = World.create(directory);
        var operator = start(world, NEVER, NEVER)) {
      awaitConverged(operator);
      var file = world.configurationFile();
      Files.writeString(
          file,
          Files.readString(file) + "http: {port: %d}\n".formatted(operator.port().orElseThrow()));

      assertThat(command(file, "status"))
          .startsWith("exit 0\n")
          .contains("Service", "E2E_FLOW_DB_DEV.APP_SCHEMA.E2E_FLOW_SERVICE", "synced");
      assertThat(command(file, "plan")).startsWith("exit 0\nPlan ").contains("in sync");
      assertThat(command(file, "drift")).startsWith("exit 0\n").contains("no out-of-band drift");
      assertThat(command(file, "why", "ComputePool", POOL))
          .startsWith("exit 0\nComputePool " + POOL + " is synced");
      assertThat(command(file, "plan", "-o", "json"))
          .contains("\"schema\":\"snowdrift.dev/pass/v1\"");
    }
  }

  /// Runs a command on the environment dev. Its exit code and what it printed.
  private static String command(Path configuration, String... words) {
    var out = new StringWriter();
    var arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--env", "dev", "--config", configuration.toString()));
    var code =
        Snowdrift.run(
            new PrintWriter(out),
            new PrintWriter(new StringWriter()),
            arguments.toArray(String[]::new));
    return "exit %d\n%s".formatted(code, out);
  }

  @Test
  void many_triggers_during_a_pass_make_one_more() {
    try (var world = World.create(directory)) {
      var look = world.local().sandbox().faults().on("^SHOW ").always().hold();
      try (var operator = start(world, NEVER, NEVER)) {
        Waiting.until("it looks", DEADLINE, () -> look.fired() > 0);
        var dev = loop(operator, "dev");

        for (var i = 0; i < 10; i++) {
          dev.trigger(Trigger.DRIFT);
          dev.trigger(Trigger.MANUAL);
        }
        look.release();
        Waiting.until("two passes", DEADLINE, () -> passes(operator, "dev") >= 2);
        // A third one of dev would have begun before this one of main.
        var before = passes(operator, "main");
        loop(operator, "main").trigger(Trigger.MANUAL);
        Waiting.until("one more of main", DEADLINE, () -> passes(operator, "main") > before);

        assertThat(passes(operator, "dev")).isEqualTo(2);
        assertThat(dev.last().orElseThrow().trigger()).isEqualTo(Trigger.MANUAL);
      }
    }
  }

  @Test
  void closed_during_a_pass_it_ends_at_a_step_and_the_next_one_goes_on() throws Exception {
    try (var world = World.create(directory)) {
      var write = world.local().sandbox().faults().on("^CREATE SCHEMA ").always().hold();
      var operator = start(world, NEVER, NEVER);
      Waiting.until("it writes", DEADLINE, () -> write.fired() > 0);

      var closing = Thread.startVirtualThread(operator::close);
      Waiting.until("it waits for the step", DEADLINE, () -> isWaitingForLoops(closing));
      write.release();
      closing.join();
      var written = world.statements().writes();
      try (var next = start(world, NEVER, NEVER)) {
        awaitConverged(next);
      }

      assertThat(operator.loops())
          .extracting(loop -> loop.last().map(PassReport::result))
          .containsOnly(Optional.of(PassReport.Result.CANCELLED));
      assertThat(written)
          .as("what needs a schema was not begun")
          .noneMatch(entry -> entry.sql().matches("(?s)CREATE (STAGE|SECRET|SERVICE) .*"));
      assertThat(world.statements().all().stream().filter(StatementLog.Entry::writes))
          .as("each object is made once, by the one or the other")
          .hasSize(2 * 17);
    }
  }

  @Test
  void as_a_process_it_runs_in_256_mebibytes_and_ends_when_asked() {
    try (var world = World.create(directory)) {
      var output = directory.resolve("output");
      try (var process =
          OperatorProcess.start(
              output,
              World.VARIABLES,
              "run",
              "--config",
              configuration(world, NEVER, 1).toString())) {
        var port =
            Waiting.forValue(
                "it listens",
                DEADLINE,
                () -> {
                  var line = Pattern.compile("listening on port (\\d+)").matcher(process.output());
                  return line.find()
                      ? Optional.of(Integer.parseInt(line.group(1)))
                      : Optional.empty();
                });
        Waiting.until(
            "ten passes of each environment",
            DEADLINE,
            () -> {
              var metrics = probe(port, "/metrics");
              return passes(metrics, "dev") >= 10 && passes(metrics, "main") >= 10;
            });
        assertThat(probe(port, "/readyz")).isEqualTo("200 ok\n");

        process.terminate();

        // 128 and the number of SIGTERM: it did not run out of memory, which would be 3.
        assertThat(process.exitCode()).as(process::output).isEqualTo(143);
        assertThat(process.output()).doesNotContain("ERROR", "WARN", "canary");
      }
      assertThat(world.converge("dev").result()).isEqualTo(PassReport.Result.NOOP);
    }
  }

  @Test
  void a_single_pass_that_is_asked_to_end_ends_at_a_step() {
    try (var world = World.create(directory)) {
      var write = world.local().sandbox().faults().on("^CREATE SCHEMA ").always().hold();
      try (var process =
          OperatorProcess.start(
              directory.resolve("output"),
              World.VARIABLES,
              "reconcile",
              "--once",
              "--env",
              "dev",
              "--config",
              configuration(world, NEVER, NEVER).toString())) {
        Waiting.until("it writes", DEADLINE, () -> write.fired() > 0);

        process.terminate();
        Waiting.until("it stops", DEADLINE, () -> process.output().contains("stopping after"));
        write.release();

        assertThat(process.exitCode()).isEqualTo(143);
        assertThat(process.output()).contains("stopped at a step boundary");
      }
      assertThat(world.statements().writes())
          .noneMatch(entry -> entry.sql().matches("(?s)CREATE (STAGE|SECRET|SERVICE) .*"));
      assertThat(world.converge("dev").result()).isEqualTo(PassReport.Result.CHANGED);
    }
  }

  private static Operator start(World world, int pollSeconds, int driftSeconds) {
    var problems = new Problems();
    Installation installation =
        ConfigurationReader.read(configuration(world, pollSeconds, driftSeconds), problems)
            .orElseThrow(() -> new IllegalStateException(problems.list().toString()));
    var clock = Clock.systemUTC();
    return Operator.start(
        Assembly.of(installation, World.VARIABLES, clock, Optional.empty(), Optional.empty()),
        clock);
  }

  /// The configuration of the world, with a schedule and a port.
  private static Path configuration(World world, int pollSeconds, int driftSeconds) {
    var _ = world.installation();
    try {
      var text = Files.readString(world.directory().resolve("snowdrift.yaml"));
      return Files.writeString(
          world.directory().resolve("operator.yaml"),
          text
              + "pollSeconds: %d\ndriftSeconds: %d\nhttp: {port: 0}\n"
                  .formatted(pollSeconds, driftSeconds));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EnvironmentLoop loop(Operator operator, String environment) {
    return operator.loops().stream()
        .filter(loop -> loop.environment().equals(environment))
        .findFirst()
        .orElseThrow();
  }

  private static void awaitConverged(Operator operator) {
    Waiting.until(
        "both environments are converged",
        DEADLINE,
        () -> operator.loops().stream().allMatch(loop -> convergedTo(loop).isPresent()));
  }

  /// The commit that the last pass left nothing to do of.
  private static Optional<String> convergedTo(EnvironmentLoop loop) {
    return loop.last()
        .filter(report ->
            report.result() == PassReport.Result.CHANGED
                || report.result() == PassReport.Result.NOOP)
        .flatMap(report -> report.revision().map(Revision::id));
  }

  private static boolean isWaitingForLoops(Thread closing) {
    return closing.getState() == Thread.State.TIMED_WAITING
        && Stream.of(closing.getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals(EnvironmentLoop.class.getName()));
  }

  private static long passes(Operator operator, String environment) {
    return passes(probe(operator, "/metrics"), environment);
  }

  /// How many passes of an environment the metrics count.
  private static long passes(String metrics, String environment) {
    return (long) Metric.sum(metrics, "snowdrift_reconcile_total", "env=\"" + environment + '"');
  }

  private static String probe(Operator operator, String path) {
    return probe(operator.port().orElseThrow(), path);
  }

  /// Status and body.
  private static String probe(int port, String path) {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .timeout(Duration.ofSeconds(30))
              .build();
      var answer = http.send(request, BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
