package dev.snowdrift.operator;

import dev.snowdrift.manifest.Problems;
import dev.snowdrift.operator.config.ConfigurationReader;
import dev.snowdrift.operator.config.Installation;
import dev.snowdrift.operator.demo.LocalWorld;
import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.operator.loop.Trigger;
import dev.snowdrift.sandbox.account.StatementResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// An account and a workspace of their own, and the real process that converges them.
final class CrashWorld implements AutoCloseable {
  private static final List<String> LISTINGS =
      List.of(
          "SHOW ROLES",
          "SHOW DATABASES",
          "SHOW SCHEMAS IN ACCOUNT",
          "SHOW STAGES IN ACCOUNT",
          "SHOW IMAGE REPOSITORIES IN ACCOUNT",
          "SHOW COMPUTE POOLS",
          "SHOW NETWORK RULES IN ACCOUNT",
          "SHOW SECRETS IN ACCOUNT",
          "SHOW EXTERNAL ACCESS INTEGRATIONS",
          "SHOW SERVICES IN ACCOUNT",
          "SHOW GRANTS TO ROLE E2E_FLOW_DEV");
  private static final List<String> SORTS =
      List.of("flows", "deployments", "variables", "block_documents", "work_pools");


  /// Ids and times: in nothing else do two workspaces differ.
  private static final Pattern OWN =
      Pattern.compile(
          "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\\d{4}-\\d\\d-\\d\\dT[0-9:]{8}\\.\\d+Z");

  private final Path directory;
  private final LocalWorld local = LocalWorld.stepped(Instant.parse("2026-11-20T12:00:00Z"));

  CrashWorld(Path directory, Repository repository) {
    this.directory = directory;
    local.push("E2E_FLOW_DB_DEV.IMAGE_SCHEMA.IMAGE_REPO", "prefect-worker", "3.8.3");
    var configuration =
        """
        repository:
          url: %s
        stateDirectory: %s
        markKey: {env: MARK_KEY}
        secrets:
          env: [PREFECT_API_KEY_DEV, ALERT_WEBHOOK_DEV]
        environments:
          dev:
            branch: main
            scope:
              databases: [E2E_FLOW_DB_DEV]
              computePools: [E2E_FLOW_COMPUTE_POOL_DEV]
              roles: [E2E_FLOW_DEV]
              integrations: [E2E_FLOW_EAI_DEV]
              workPools: [spcs-process-dev]
            snowflake: {account: sandbox, host: "%s", user: ADMIN, password: {env: SNOWFLAKE_PASSWORD}}
            prefect: {url: "%s"}
        """
            .formatted(
                repository.url(),
                stateDirectory(),
                local.snowflakeHost(),
                local.prefect().api());
    try {
      Files.createDirectories(directory);
      Files.writeString(configuration(), configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LocalWorld local() {
    return local;
  }

  Path stateDirectory() {
    return directory.resolve("state");
  }

  /// Starts `snowdrift reconcile --once`.
  OperatorProcess reconcile() {
    return OperatorProcess.start(
        directory.resolve("output"),
        World.VARIABLES,
        "reconcile",
        "--once",
        "--config",
        configuration().toString());
  }

  /// What a fresh look by a new process finds.
  PassReport look() {
    var problems = new Problems();
    Installation installation =
        ConfigurationReader.read(configuration(), problems)
            .orElseThrow(() -> new IllegalStateException(problems.list().toString()));
    try (var assembly =
        Assembly.of(
            installation,
            World.VARIABLES,
            Clock.systemUTC(),
            Optional.empty(),
            Optional.empty())) {
      return Assembly.required(assembly.reconcilers(), "dev")
          .plan(Trigger.MANUAL, Optional.empty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Everything that the account shows, a line for each row.
  List<String> account() {
    var lines = new ArrayList<String>();
    for (var listing : LISTINGS) {
      var rows = rows(local.byHand(listing));
      rows.sort(null);
      rows.forEach(row -> lines.add(listing + ": " + row));
    }
    return lines;
  }

  private static List<String> rows(StatementResult result) {
    var rows = new ArrayList<String>();
    for (var row : result.rows()) {
      var cells = new ArrayList<String>();
      for (var i = 0; i < row.size(); i++) {
        var column = result.columns().get(i).name();
        // It holds a number of its schema, of whichever of the two was made first.
        if (!column.equals("dns_name")) {
          cells.add(column + "=" + row.get(i));
        }
      }
      rows.add(String.join(" ", cells));
    }
    return rows;
  }

  /// Everything that the workspace holds, a line for each object, with ids and times masked.
  List<String> workspace() {
    var lines = new ArrayList<String>();
    try (var workspace = new Workspace(local.prefect().api())) {
      for (var sort : SORTS) {
        workspace.all(sort).stream()
            .map(object -> sort + ": " + OWN.matcher(object.toString()).replaceAll("<>"))
            .sorted()
            .forEach(lines::add);
      }
    }
    return lines;
  }

  private Path configuration() {
    return directory.resolve("snowdrift.yaml");
  }

  @Override
  public void close() {
    local.close();
  }
}
