package dev.snowdrift.operator.demo;

import dev.snowdrift.manifest.Problems;
import dev.snowdrift.operator.Assembly;
import dev.snowdrift.operator.Operator;
import dev.snowdrift.operator.config.ConfigurationReader;
import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.operator.loop.Trigger;
import dev.snowdrift.report.PlanText;
import dev.snowdrift.sandbox.wire.StatementLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The whole system on one machine: a repository, an account, a Prefect API, three environments.
public final class Demo implements AutoCloseable {
  /// The tag of the worker's image in the sample.
  private static final String IMAGE_TAG = "3.8.3";

  private static final Map<String, String> DATABASES =
      Map.of("dev", "E2E_FLOW_DB_DEV", "staging", "E2E_FLOW_DB_STAGING", "main", "E2E_FLOW_DB");

  private final Path directory;
  private final Consumer<String> say;
  private final LocalWorld world;
  private final SampleRepository repository;
  private final Assembly assembly;

  private Demo(Path directory, Consumer<String> say) throws IOException {
    this.directory = directory;
    this.say = say;
    Files.createDirectories(directory);
    this.repository = SampleRepository.create(directory, SampleFiles.all());
    this.world = LocalWorld.start(60, 0, 0);
    DATABASES
        .values()
        .forEach(database ->
            world.push(database + ".IMAGE_SCHEMA.IMAGE_REPO", "prefect-worker", IMAGE_TAG));
    var file = directory.resolve("snowdrift.yaml");
    Files.writeString(file, configuration());
    var problems = new Problems();
    var installation =
        ConfigurationReader.read(file, problems)
            .orElseThrow(() -> new IllegalStateException(problems.list().toString()));
    this.assembly =
        Assembly.of(
            installation, variables(), Clock.systemUTC(), Optional.empty(), Optional.empty());
  }

  /// Makes the repository, starts the account and the Prefect API, and assembles the operator.
  ///
  /// @param directory an empty or new folder
  /// @param say told every line that people should see
  public static Demo create(Path directory, Consumer<String> say) throws IOException {
    return new Demo(directory, say);
  }

  /// Converges every environment, then looks once more.
  ///
  /// @return whether everything is converged
  public boolean converge() throws InterruptedException {
    var converged = true;
    for (var environment : SampleRepository.BRANCHES) {
      var reconciler = Assembly.required(assembly.reconcilers(), environment);
      var planned = reconciler.plan(Trigger.MANUAL, Optional.empty());
      planned.plan().ifPresent(plan -> say.accept(PlanText.render(plan, false)));
      var report = reconciler.converge(Trigger.MANUAL, () -> false);
      say.accept("%s: %s\n".formatted(environment, report.message()));
      report.failures().forEach((id, why) -> say.accept("  x %s: %s".formatted(id, why)));
      report.problems().forEach(problem -> say.accept(problem.toString()));
      converged &= report.result() == PassReport.Result.CHANGED;
    }
    var atRest = atRest();
    return converged && atRest;
  }

  /// A pass over an unchanged world, and what it cost.
  private boolean atRest() throws InterruptedException {
    var log = world.sandbox().statements();
    var before = log.last();
    var requests = world.prefect().requests().size();
    var writes = world.prefect().writes().size();
    var nothing = true;
    for (var environment : SampleRepository.BRANCHES) {
      var report =
          Assembly.required(assembly.reconcilers(), environment)
              .converge(Trigger.MANUAL, () -> false);
      nothing &= report.result() == PassReport.Result.NOOP;
    }
    var statements = log.since(before);
    say.accept(
        "A pass over the unchanged world: %d statements (%s), %d of them writes; %d Prefect requests, %d of them writes; warehouse used: %s"
            .formatted(
                statements.size(),
                byVerb(statements),
                statements.stream().filter(StatementLog.Entry::writes).count(),
                world.prefect().requests().size() - requests,
                world.prefect().writes().size() - writes,
                statements.stream().anyMatch(StatementLog.Entry::warehouse) ? "yes" : "no"));
    return nothing && assembly.metrics().steadyStateWrites() == 0;
  }

  private static String byVerb(List<StatementLog.Entry> statements) {
    return statements.stream()
        .collect(
            Collectors.groupingBy(
                entry -> entry.sql().strip().split("\\s+", 2)[0].toUpperCase(Locale.ROOT),
                TreeMap::new,
                Collectors.counting()))
        .entrySet()
        .stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  /// Starts the operator and says where everything is. Closing it closes the demo's operator.
  public Operator stay() {
    var operator = Operator.start(assembly, Clock.systemUTC());
    say.accept(
        """

        Everything is running. Try it:

          a commit         cd %s && git switch dev
                           edit something under base/ or overlays/dev/, then: git commit -am "try it" && git push origin dev
          a hand's change  connect any Snowflake client to %s (account %s, user ADMIN, password sandbox)
                           and, for example: ALTER COMPUTE POOL E2E_FLOW_COMPUTE_POOL_DEV SET MAX_NODES = 5
          Prefect          %s
          metrics          http://127.0.0.1:%d/metrics
          standing         http://127.0.0.1:%d/api/v1/environments
          configuration    %s
                           which commands take, for example: snowdrift status --env dev --config FILE

        Every change is logged here. Stop with Ctrl+C.
        """
            .formatted(
                repository.checkout(),
                world.snowflakeHost(),
                LocalWorld.ACCOUNT,
                world.prefect().api(),
                operator.port().orElse(0),
                operator.port().orElse(0),
                directory.resolve("snowdrift.yaml")));
    return operator;
  }

  private static Map<String, String> variables() {
    var variables = new TreeMap<String, String>();
    variables.put("DEMO_MARK_KEY", "the demo's key is no secret");
    variables.put("DEMO_PASSWORD", "sandbox");
    for (var environment : SampleRepository.BRANCHES) {
      var suffix = environment.toUpperCase(Locale.ROOT);
      variables.put("PREFECT_API_KEY_" + suffix, "demo-key-" + environment);
      variables.put("ALERT_WEBHOOK_" + suffix, "https://hooks.example.invalid/" + environment);
    }
    return variables;
  }

  private String configuration() {
    var environments = new StringBuilder();
    for (var environment : SampleRepository.BRANCHES) {
      var suffix = environment.equals("main") ? "" : "_" + environment.toUpperCase(Locale.ROOT);
      environments.append(
          """
            %s:
              branch: %s
              scope:
                databases: [%s]
                computePools: [E2E_FLOW_COMPUTE_POOL%s]
                roles: [E2E_FLOW%s]
                integrations: [E2E_FLOW_EAI%s]
                workPools: [spcs-process%s]
              snowflake: {account: %s, host: "%s", user: ADMIN, password: {env: DEMO_PASSWORD}}
              prefect: {url: "%s"}
          """
              .formatted(
                  environment,
                  environment,
                  DATABASES.getOrDefault(environment, ""),
                  suffix,
                  suffix,
                  suffix,
                  environment.equals("main") ? "" : "-" + environment,
                  LocalWorld.ACCOUNT,
                  world.snowflakeHost(),
                  world.prefect().api()));
    }
    return """
    repository:
      url: "%s"
    stateDirectory: "%s"
    markKey: {env: DEMO_MARK_KEY}
    pollSeconds: 2
    driftSeconds: 5
    http: {port: %d}
    secrets:
      env:
        - PREFECT_API_KEY_DEV
        - PREFECT_API_KEY_STAGING
        - PREFECT_API_KEY_MAIN
        - ALERT_WEBHOOK_DEV
        - ALERT_WEBHOOK_STAGING
        - ALERT_WEBHOOK_MAIN
    environments:
    %s\
    """
        .formatted(repository.bare(), directory.resolve("state"), freePort(), environments);
  }

  /// A port in the configuration, so that commands find the operator.
  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on loopback", e);
    }
  }

  @Override
  public void close() {
    assembly.close();
    world.close();
  }
}
