package dev.snowdrift.prefect.translate;

import dev.snowdrift.manifest.Problems;
import dev.snowdrift.prefect.ApiPath;
import dev.snowdrift.prefect.Json;
import dev.snowdrift.prefect.PrefectAuth;
import dev.snowdrift.prefect.PrefectClient;
import dev.snowdrift.prefect.PrefectClient.Method;
import dev.snowdrift.prefect.PrefectSettings;
import dev.snowdrift.prefect.RequestListener;
import dev.snowdrift.prefect.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// What `prefect deploy --all` makes of a project file beside what the imported manifests make of
/// it, both on the same real server, one after the other: the server is asked for every deployment.
final class DeployComparison implements AutoCloseable {
  private static final String ENVIRONMENT = "dev";

  private final URI api;
  private final PrefectClient client;

  DeployComparison(URI api) {
    this.api = api;
    this.client =
        new PrefectClient(PrefectSettings.of(api, new PrefectAuth.None()), RequestListener.NONE);
  }

  /// What came of one file.
  ///
  /// @param refused why it could not be imported or deployed; empty when it could
  /// @param deployed how many deployments `prefect deploy` made
  /// @param converged how many the manifests made
  /// @param equal how many fields of these are the same
  /// @param differences field by field, `flow/deployment: field: one -> other`
  record Outcome(
      Optional<String> refused,
      int deployed,
      int converged,
      int equal,
      List<Difference> differences) {

    static Outcome refused(String why) {
      return new Outcome(Optional.of(why), 0, 0, 0, List.of());
    }

    /// Differences that nobody has a reason for.
    List<Difference> unexplained() {
      return differences.stream().filter(difference -> difference.reason().isEmpty()).toList();
    }
  }

  /// @param reason why it is meant to be so; empty when nobody knows
  record Difference(
      String deployment, String field, JsonNode deployed, JsonNode converged, String reason) {
    @Override
    public String toString() {
      return "%s: %s: %s -> %s%s"
          .formatted(
              deployment, field, deployed, converged, reason.isEmpty() ? "" : " (" + reason + ")");
    }
  }

  /// Deploys, looks, removes everything, converges, looks again. The server is empty afterwards.
  ///
  /// @param code the code of the flows, by path
  Outcome of(ProjectFile project, Map<String, String> code, Path folder) {
    surroundings(project);
    write(folder, project, code);
    var variables = new HashMap<>(project.process());
    var ended = PrefectDeploy.all(folder, api, variables);
    var deployed = deployments();
    clear();
    if (ended.code() != 0 || deployed.isEmpty()) {
      return Outcome.refused("prefect deploy: " + ended.reason());
    }
    var values = new TreeMap<>(project.process());
    values.keySet().removeIf(Templates::isSecret);
    values.putAll(project.variables());
    var translated =
        new ProjectImport(values, project::declared, Optional.empty())
            .of(project.name(), project.text().getBytes(StandardCharsets.UTF_8));
    if (!(translated instanceof ProjectImport.Imported imported)) {
      return Outcome.refused("import: " + ((ProjectImport.Refused) translated).problems());
    }
    surroundings(project);
    converge(project, imported, code);
    var converged = deployments();
    clear();
    return compared(project, deployed, converged);
  }

  private void surroundings(ProjectFile project) {
    var templates = client.find(ApiPath.of("/collections/views/{}", "aggregate-worker-metadata"));
    project
        .pools()
        .forEach((pool, image) -> {
          var type = image ? "docker" : "process";
          var body = Json.object().put("name", pool).put("type", type);
          templates
              .map(view -> view.path(image ? "prefect-docker" : "prefect").path(type))
              .map(worker -> worker.path("default_base_job_configuration"))
              .filter(JsonNode::isObject)
              .ifPresent(template -> body.set("base_job_template", template));
          if (client.find(ApiPath.of("/work_pools/{}", pool)).isEmpty()) {
            client.write(Method.POST, ApiPath.of("/work_pools/"), Optional.of(body), List.of());
          }
        });
    project
        .variables()
        .forEach((name, value) -> {
          if (client.find(ApiPath.of("/variables/name/{}", name)).isEmpty()) {
            var body = Json.object().put("name", name).put("value", value);
            client.write(Method.POST, ApiPath.of("/variables/"), Optional.of(body), List.of());
          }
        });
    project.blocks().forEach(this::block);
  }

  private void block(String typeAndName) {
    var type = typeAndName.substring(0, typeAndName.indexOf('/'));
    var name = typeAndName.substring(typeAndName.indexOf('/') + 1);
    var slug = client.find(ApiPath.of("/block_types/slug/{}", type));
    if (slug.isEmpty()
        || client
            .find(ApiPath.of("/block_types/slug/{}/block_documents/name/{}", type, name))
            .isPresent()) {
      return;
    }
    var question = Json.object();
    question
        .putObject("block_schemas")
        .putObject("block_type_id")
        .putArray("any_")
        .add(slug.get().path("id").asString());
    var schema = client.ask(ApiPath.of("/block_schemas/filter"), question).path(0);
    var body = Json.object().put("name", name);
    body.set("block_type_id", slug.get().path("id"));
    body.set("block_schema_id", schema.path("id"));
    body.putObject("data").put("value", "hidden").put("bucket_name", "flows");
    client.write(Method.POST, ApiPath.of("/block_documents/"), Optional.of(body), List.of());
  }

  private static void write(Path folder, ProjectFile project, Map<String, String> code) {
    put(folder.resolve("prefect.yaml"), project.text());
    // What steps install before a deployment is nobody's business here.
    put(folder.resolve("requirements.txt"), "");
    code.forEach((path, text) -> put(folder.resolve(path), text));
    ProjectFile.modules()
        .forEach((path, text) -> put(folder.resolve("modules").resolve(path), text));
  }

  private static void put(Path file, String text) {
    try {
      Files.createDirectories(Optional.ofNullable(file.getParent()).orElseThrow());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private void converge(
      ProjectFile project, ProjectImport.Imported imported, Map<String, String> code) {
    var files = new HashMap<>(imported.files());
    files.putAll(code);
    files.put(
        "environments/%s.yaml".formatted(ENVIRONMENT),
        ProjectImport.environment(ENVIRONMENT, imported.values()));
    try (var workspace = new Workspace(api, ENVIRONMENT)) {
      imported.variables().forEach(name -> workspace.secret(name, "hidden"));
      var problems = new Problems();
      var state = workspace.read(problems, "a", files);
      if (!problems.isEmpty()) {
        throw new IllegalStateException(project.name() + ": " + problems.list());
      }
      var _ = workspace.converge(state);
    }
  }

  /// Every deployment by `flow/deployment`.
  private SortedMap<String, JsonNode> deployments() {
    var flows = new HashMap<String, String>();
    client
        .ask(ApiPath.of("/flows/filter"), Json.object())
        .forEach(flow -> flows.put(flow.path("id").asString(), flow.path("name").asString()));
    var all = new TreeMap<String, JsonNode>();
    client
        .ask(ApiPath.of("/deployments/filter"), Json.object())
        .forEach(deployment ->
            all.put(
                flows.get(deployment.path("flow_id").asString())
                    + "/"
                    + deployment.path("name").asString(),
                deployment));
    return all;
  }

  private void clear() {
    client
        .ask(ApiPath.of("/flows/filter"), Json.object())
        .forEach(flow -> delete("/flows/{}", flow.path("id").asString()));
    for (var variable : client.ask(ApiPath.of("/variables/filter"), Json.object())) {
      if (variable.path("name").asString().startsWith("snowdrift_")) {
        delete("/variables/name/{}", variable.path("name").asString());
      }
    }
    for (var pool : client.ask(ApiPath.of("/work_pools/filter"), Json.object())) {
      delete("/work_pools/{}", pool.path("name").asString());
    }
    for (var block : client.ask(ApiPath.of("/block_documents/filter"), Json.object())) {
      delete("/block_documents/{}", block.path("id").asString());
    }
  }

  private void delete(String path, String name) {
    client.write(Method.DELETE, ApiPath.of(path, name), Optional.empty(), List.of());
  }

  private static Outcome compared(
      ProjectFile project,
      SortedMap<String, JsonNode> deployed,
      SortedMap<String, JsonNode> converged) {
    var names = new TreeSet<>(deployed.keySet());
    names.addAll(converged.keySet());
    var differences = new ArrayList<Difference>();
    var equal = 0;
    for (var name : names) {
      var one = deployed.get(name);
      var other = converged.get(name);
      if (one == null || other == null) {
        differences.add(
            new Difference(
                name,
                "deployment",
                Json.object().put("there", one != null),
                Json.object().put("there", other != null),
                ""));
        continue;
      }
      var fields = new DeployedFields(project);
      equal += fields.compare(name, one, other, differences);
    }
    return new Outcome(
        Optional.empty(), deployed.size(), converged.size(), equal, List.copyOf(differences));
  }

  @Override
  public void close() {
    client.close();
  }
}
