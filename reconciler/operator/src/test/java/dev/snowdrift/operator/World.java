package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.manifest.Problems;
import dev.snowdrift.operator.config.ConfigurationReader;
import dev.snowdrift.operator.config.Installation;
import dev.snowdrift.operator.demo.LocalWorld;
import dev.snowdrift.operator.demo.SampleFiles;
import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.operator.loop.Reconciler;
import dev.snowdrift.operator.loop.Trigger;
import dev.snowdrift.sandbox.account.StatementResult;
import dev.snowdrift.sandbox.wire.StatementLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The sample repository, an account, a Prefect API and the operator's parts, for one test.
final class World implements AutoCloseable {
  static final Map<String, String> VARIABLES =
      Map.of(
          "MARK_KEY", "a key of the test, long enough",
          "PREFECT_API_KEY_DEV", "canary-api-key-dev",
          "ALERT_WEBHOOK_DEV", "canary-webhook-dev",
          "PREFECT_API_KEY_MAIN", "canary-api-key-main",
          "ALERT_WEBHOOK_MAIN", "canary-webhook-main",
          "SNOWFLAKE_PASSWORD", "sandbox");

  private final Path directory;
  private final LocalWorld local;
  private final Repository repository;
  private final URI prefect;
  private String heal = "on";
  private String mode = "converge";
  private final Map<String, String> variables = new TreeMap<>(VARIABLES);
  private @Nullable Assembly assembly;

  private World(Path directory, Optional<URI> prefect) {
    this.directory = directory;
    this.local = LocalWorld.stepped(Instant.parse("2026-11-20T12:00:00Z"));
    this.prefect = prefect.orElseGet(() -> local.prefect().api());
    local.push("E2E_FLOW_DB_DEV.IMAGE_SCHEMA.IMAGE_REPO", "prefect-worker", "3.8.3");
    local.push("E2E_FLOW_DB.IMAGE_SCHEMA.IMAGE_REPO", "prefect-worker", "3.8.3");
    this.repository = Repository.create(directory.resolve("repository"), "main");
    repository.commit("first", new TreeMap<>(SampleFiles.all()));
    repository.branch("dev");
    repository.checkout("dev");
  }

  static World create(Path directory) {
    return new World(directory, Optional.empty());
  }

  /// With a Prefect server of the test's own.
  static World create(Path directory, URI prefect) {
    return new World(directory, Optional.of(prefect));
  }

  LocalWorld local() {
    return local;
  }

  Repository repository() {
    return repository;
  }

  Path directory() {
    return directory;
  }

  World heal(String value) {
    heal = value;
    restart();
    return this;
  }

  /// A new value of a secret, which the next process reads.
  void rotate(String variable, String value) {
    variables.put(variable, value);
    restart();
  }

  World mode(String value) {
    mode = value;
    restart();
    return this;
  }

  /// A new process over the same state: nothing in memory survives.
  void restart() {
    if (assembly != null) {
      assembly.close();
      assembly = null;
    }
  }

  Assembly assembly() {
    if (assembly == null) {
      assembly =
          Assembly.of(
              installation(), variables, Clock.systemUTC(), Optional.empty(), Optional.empty());
    }
    return assembly;
  }

  Installation installation() {
    var file = directory.resolve("snowdrift.yaml");
    try {
      Files.writeString(file, configuration());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var problems = new Problems();
    return ConfigurationReader.read(file, problems)
        .orElseThrow(() -> new IllegalStateException(problems.list().toString()));
  }

  /// A configuration of the environment dev for the command line, with all secrets in files.
  Path configurationFile() {
    try {
      var secrets = Files.createDirectories(directory.resolve("secrets"));
      Files.writeString(secrets.resolve("mark-key"), VARIABLES.getOrDefault("MARK_KEY", ""));
      Files.writeString(secrets.resolve("password"), "sandbox");
      Files.writeString(secrets.resolve("api-key"), "canary-api-key-dev");
      Files.writeString(secrets.resolve("webhook"), "canary-webhook-dev");
      return Files.writeString(
          directory.resolve("command-line.yaml"),
          """
          repository:
            url: %1$s
          stateDirectory: %2$s
          markKey: {file: %3$s/mark-key}
          secrets:
            env: []
            directory: %3$s
          environments:
            dev:
              branch: dev
              scope:
                databases: [E2E_FLOW_DB_DEV]
                computePools: [E2E_FLOW_COMPUTE_POOL_DEV]
                roles: [E2E_FLOW_DEV]
                integrations: [E2E_FLOW_EAI_DEV]
                workPools: [spcs-process-dev]
              snowflake: {account: sandbox, host: "%4$s", user: ADMIN, password: {file: %3$s/password}}
              prefect: {url: "%5$s"}
          """
              .formatted(
                  repository.url(),
                  directory.resolve("command-line"),
                  secrets,
                  local.snowflakeHost(),
                  prefect));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String configuration() {
    return """
    repository:
      url: %s
    stateDirectory: %s
    markKey: {env: MARK_KEY}
    secrets:
      env: [PREFECT_API_KEY_DEV, ALERT_WEBHOOK_DEV, PREFECT_API_KEY_MAIN, ALERT_WEBHOOK_MAIN]
    environments:
      dev:
        branch: dev
        mode: %s
        heal: %s
        scope:
          databases: [E2E_FLOW_DB_DEV]
          computePools: [E2E_FLOW_COMPUTE_POOL_DEV]
          roles: [E2E_FLOW_DEV]
          integrations: [E2E_FLOW_EAI_DEV]
          workPools: [spcs-process-dev]
        snowflake: {account: sandbox, host: "%s", user: ADMIN, password: {env: SNOWFLAKE_PASSWORD}}
        prefect: {url: "%s"}
      main:
        branch: main
        scope:
          databases: [E2E_FLOW_DB]
          computePools: [E2E_FLOW_COMPUTE_POOL]
          roles: [E2E_FLOW]
          integrations: [E2E_FLOW_EAI]
          workPools: [spcs-process]
        snowflake: {account: sandbox, host: "%s", user: ADMIN, password: {env: SNOWFLAKE_PASSWORD}}
        prefect: {url: "%s"}
    """
        .formatted(
            repository.url(),
            directory.resolve("state"),
            mode,
            heal,
            local.snowflakeHost(),
            prefect,
            local.snowflakeHost(),
            prefect);
  }

  Reconciler reconciler(String environment) {
    return Assembly.required(assembly().reconcilers(), environment);
  }

  PassReport converge(String environment) {
    try {
      return reconciler(environment).converge(Trigger.MANUAL, () -> false);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  PassReport plan(String environment) {
    try {
      return reconciler(environment).plan(Trigger.MANUAL, Optional.empty());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Converges until nothing is left to do, as the loop would.
  PassReport settled(String environment) {
    var report = converge(environment);
    for (var pass = 0; pass < 5 && report.result() != PassReport.Result.NOOP; pass++) {
      report = converge(environment);
    }
    var last = report;
    assertThat(last.result()).as(() -> EndToEndIT.explain(last)).isEqualTo(PassReport.Result.NOOP);
    return last;
  }

  /// What a listing or description shows the account's administrator, by column.
  List<Map<String, String>> rows(String sql) {
    var result = byHand(sql);
    var rows = new ArrayList<Map<String, String>>();
    for (var row : result.rows()) {
      var cells = new TreeMap<String, String>();
      for (var i = 0; i < result.columns().size(); i++) {
        cells.put(result.columns().get(i).name(), String.valueOf(row.get(i)));
      }
      rows.add(cells);
    }
    return rows;
  }

  StatementResult byHand(String sql) {
    return local.byHand(sql);
  }

  StatementLog statements() {
    return local.sandbox().statements();
  }

  @Override
  public void close() {
    restart();
    repository.close();
    local.close();
  }
}
