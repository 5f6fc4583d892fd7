package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.manifest.Problems;
import dev.snowdrift.operator.cli.Snowdrift;
import dev.snowdrift.operator.config.ConfigurationReader;
import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.operator.loop.Trigger;
import dev.snowdrift.plan.Change;
import dev.snowdrift.plan.Step;
import dev.snowdrift.sandbox.prefect.PrefectServerOptions;
import dev.snowdrift.sandbox.prefect.PrefectServerProcess;
import dev.snowdrift.sandbox.prefect.RecordingProxy;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `import prefect` of a workspace on a real server, from the command line to the adoption.
class ImportPrefectIT {
  private static final List<String> POOLS =
      List.of(
          """
          {"name": "loads", "type": "process", "description": "nightly", "concurrency_limit": 4}\
          """,
          """
          {"name": "docker", "type": "docker", "is_paused": true}\
          """);

  private static final List<String> VARIABLES =
      List.of(
          """
          {"name": "region", "value": "eu-west-1", "tags": ["a"]}\
          """,
          """
          {"name": "nothing", "value": null}\
          """,
          """
          {"name": "template", "value": {"path": "${HOME}/x", "n": [1, 2.5, ""]}}\
          """);

  private static String nightly(String flow) {
    return """
    {"name": "nightly", "flow_id": "%s", "entrypoint": "etl/load.py:main", "version": "by hand",
     "description": "Every night", "tags": ["etl", "nightly"], "work_pool_name": "loads",
     "work_queue_name": "night", "parameters": {"n": 3, "since": null, "path": "${HOME}"},
     "parameter_openapi_schema": {"title": "Parameters", "type": "object",
       "properties": {"n": {"title": "n", "type": "integer"}}, "required": ["n"]},
     "job_variables": {"image": "registry.example.com/etl:1", "cpu": 2,
       "env": {"A": "b", "KEY": "{{ prefect.blocks.secret.key }}", "PRICE": "${x}"}},
     "pull_steps": [{"prefect.deployments.steps.git_clone": {"id": "clone",
       "repository": "https://git.example.com/etl.git", "branch": "main", "access_token": null}}],
     "concurrency_limit": 2, "concurrency_options": {"collision_strategy": "CANCEL_NEW"},
     "schedules": [
       {"slug": "night", "schedule": {"cron": "0 3 * * *", "timezone": "Europe/Berlin"}},
       {"slug": "often", "schedule": {"interval": 900, "anchor_date": "2026-01-01T00:00:00Z"},
        "active": false, "parameters": {"n": 1}},
       {"slug": "weekly", "schedule": {"rrule": "FREQ=WEEKLY;BYDAY=MO"}}]}\
    """
        .formatted(flow);
  }

  private static String manual(String flow, String limit) {
    return """
    {"name": "manual", "flow_id": "%s", "entrypoint": "etl/load.py:main", "work_pool_name": "docker",
     "enforce_parameter_schema": false, "paused": true, "global_concurrency_limit_id": "%s"}\
    """
        .formatted(flow, limit);
  }

  private static String unnamed(String flow) {
    return """
    {"name": "unnamed", "flow_id": "%s", "entrypoint": "etl.report:main", "work_pool_name": "loads",
     "schedules": [{"schedule": {"cron": "0 4 * * *"}}, {"schedule": {"interval": 60}}]}\
    """
        .formatted(flow);
  }

  private static String served(String flow) {
    return """
    {"name": "served", "flow_id": "%s", "entrypoint": "etl/serve.py:main"}\
    """
        .formatted(flow);
  }

  private static final String AUTOMATION =
      """
      {"name": "tell when a run failed", "trigger": {"type": "event", "posture": "Reactive",
       "expect": ["prefect.flow-run.Failed"], "threshold": 1, "within": 0},
       "actions": [{"type": "pause-work-pool", "source": "inferred"}]}\
      """;

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void an_imported_workspace_is_adopted_and_nothing_else_changes() throws IOException {
    try (var server = PrefectServerProcess.start(PrefectServerOptions.withoutServices());
        var proxy = RecordingProxy.start(server.api());
        var workspace = new Workspace(server.api());
        var repository = Repository.create(directory.resolve("repository"), "main")) {
      fill(workspace);
      var configuration = configuration(proxy.api(), repository);
      var imported = directory.resolve("imported");
      var before = deployments(workspace);

      var code =
          run("import", "prefect", "-c", configuration.toString(), "-o", imported.toString());
      assertThat(code).as(err.toString()).isZero();
      var read = proxy.log().writes();
      repository.commit("import", files(imported));
      var first = pass(configuration, false);
      var looked = proxy.log().writes();
      proxy.log().clear();
      var adopted = pass(configuration, true);
      var writes = proxy.log().writes().toString();
      var again = pass(configuration, false);

      assertThat(read).isEmpty();
      assertThat(looked).isEmpty();
      assertThat(err.toString())
          .contains("left out: Deployment serve/served: it has no work pool")
          .contains("left out: Flow serve:")
          .doesNotContain("hidden");
      assertThat(files(imported).toString()).doesNotContain("hidden").contains("$${HOME}");
      assertThat(first.problems()).isEmpty();
      assertThat(first.plan().orElseThrow().steps().stream().filter(step -> !isCommit(step)))
          .isNotEmpty()
          .allSatisfy(step -> assertThat(step.change()).isInstanceOf(Change.Adopt.class));
      assertThat(adopted.result())
          .as(() -> EndToEndIT.explain(adopted))
          .isEqualTo(PassReport.Result.CHANGED);
      assertThat(writes.split("PATCH /deployments/", -1)).as(writes).hasSize(1 + 3);
      assertThat(deployments(workspace)).isEqualTo(before);
      assertThat(again.plan().orElseThrow().steps()).isEmpty();
      assertThat(again.result()).isEqualTo(PassReport.Result.NOOP);
    }
  }

  private static boolean isCommit(Step step) {
    return step.id().kind().equals("CommitVariable");
  }

  private static void fill(Workspace workspace) {
    POOLS.forEach(pool -> workspace.post("/work_pools/", pool));
    VARIABLES.forEach(variable -> workspace.post("/variables/", variable));
    block(workspace, "secret", "key", "{\"value\": \"hidden\"}");
    block(
        workspace,
        "aws-credentials",
        "loader",
        "{\"region_name\": \"eu-west-1\", \"aws_secret_access_key\": \"hidden\"}");
    workspace.post("/work_pools/loads/queues", "{\"name\": \"first\", \"priority\": 1}");
    workspace.post("/automations/", AUTOMATION);
    var load = workspace.post("/flows/", "{\"name\": \"load\"}").path("id").asString();
    workspace.post("/deployments/", nightly(load));
    var shared = workspace.post("/v2/concurrency_limits/", "{\"name\": \"db\", \"limit\": 3}");
    workspace.post("/concurrency_limits/", "{\"tag\": \"api\", \"concurrency_limit\": 2}");
    workspace.post("/deployments/", manual(load, shared.path("id").asString()));
    var report = workspace.post("/flows/", "{\"name\": \"report\", \"tags\": [\"x\"]}");
    workspace.post("/deployments/", unnamed(report.path("id").asString()));
    var served = workspace.post("/flows/", "{\"name\": \"serve\"}").path("id").asString();
    workspace.post("/deployments/", served(served));
  }

  private static void block(Workspace workspace, String type, String name, String data) {
    var id = workspace.get("/block_types/slug/" + type).path("id").asString();
    var schema =
        workspace
            .post(
                "/block_schemas/filter",
                "{\"block_schemas\": {\"block_type_id\": {\"any_\": [\"%s\"]}}}".formatted(id))
            .path(0)
            .path("id")
            .asString();
    workspace.post(
        "/block_documents/",
        "{\"name\": \"%s\", \"data\": %s, \"block_type_id\": \"%s\", \"block_schema_id\": \"%s\"}"
            .formatted(name, data, id, schema));
  }

  /// Every deployment without what adopting may change: the mark, and the time of the write.
  private static Map<String, JsonNode> deployments(Workspace workspace) {
    var all = new TreeMap<String, JsonNode>();
    for (var deployment : workspace.all("deployments")) {
      var copy = (ObjectNode) deployment.deepCopy();
      copy.remove(List.of("updated", "updated_by"));
      var tags = copy.putArray("tags");
      deployment
          .path("tags")
          .valueStream()
          .map(tag -> tag.asString(""))
          .filter(tag -> !tag.startsWith("snowdrift:"))
          .forEach(tags::add);
      all.put(deployment.path("name").asString(), copy);
    }
    return all;
  }

  private static Map<String, String> files(Path folder) {
    var files = new TreeMap<String, String>();
    try (var all = Files.walk(folder)) {
      for (var file : all.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString(), Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private int run(String... arguments) {
    return Snowdrift.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private static PassReport pass(Path configuration, boolean converge) {
    var problems = new Problems();
    var installation =
        ConfigurationReader.read(configuration, problems)
            .orElseThrow(() -> new IllegalStateException(problems.list().toString()));
    try (var assembly =
        Assembly.of(
            installation,
            Map.of(
                "SECRET_KEY",
                "its value",
                "AWS_CREDENTIALS_LOADER_AWS_SECRET_ACCESS_KEY",
                "another"),
            Clock.systemUTC(),
            Optional.empty(),
            Optional.empty())) {
      var reconciler = Assembly.required(assembly.reconcilers(), "main");
      return converge
          ? reconciler.converge(Trigger.MANUAL, () -> false)
          : reconciler.plan(Trigger.MANUAL, Optional.empty());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path configuration(URI api, Repository repository) throws IOException {
    var secrets = Files.createDirectories(directory.resolve("secrets"));
    Files.writeString(secrets.resolve("mark-key"), "a key of the test, long enough");
    return Files.writeString(
        directory.resolve("snowdrift.yaml"),
        """
        repository:
          url: %s
        stateDirectory: %s
        markKey: {file: %3$s/mark-key}
        secrets:
          env: [SECRET_KEY, AWS_CREDENTIALS_LOADER_AWS_SECRET_ACCESS_KEY]
          directory: %3$s
        environments:
          main:
            branch: main
            scope:
              workPools: [loads, docker]
            prefect: {url: "%4$s"}
        """
            .formatted(repository.url(), directory.resolve("state"), secrets, api));
  }
}
