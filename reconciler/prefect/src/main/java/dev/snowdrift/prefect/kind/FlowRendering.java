package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Expansion;
import dev.snowdrift.prefect.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// From a flow's manifest to its deployments: what the flow says and what each of them says, put
/// together, and spread over the targets.
final class FlowRendering {
  private static final String STEPS = "prefect.deployments.steps.";

  private final String flow;
  private final FlowSpec spec;
  private final Expansion context;

  FlowRendering(String flow, FlowSpec spec, Expansion context) {
    this.flow = flow;
    this.spec = spec;
    this.context = context;
  }

  List<DeploymentKind.Spec> deployments() {
    var all = new ArrayList<DeploymentKind.Spec>();
    for (var deployment : spec.deployments()) {
      for (var placement : placements(spec, deployment)) {
        all.add(render(deployment, placement));
      }
    }
    return all;
  }

  /// Where a deployment goes and what it is called there.
  record Placement(
      String name, String workPool, Optional<String> workQueue, List<String> furtherTags) {}

  static List<Placement> placements(FlowSpec spec, FlowSpec.Deployment deployment) {
    var targets = either(deployment.targets(), spec.targets());
    var queue = deployment.workQueue().or(spec::workQueue);
    if (targets.isEmpty()) {
      return deployment.workPool().or(spec::workPool).stream()
          .map(pool -> new Placement(deployment.name(), pool, queue, List.of()))
          .toList();
    }
    return targets.stream()
        .map(target ->
            new Placement(
                target.nameOf(deployment.name()),
                target.workPool(),
                target.workQueue().or(() -> queue),
                target.tags()))
        .toList();
  }

  static <T> List<T> either(List<T> first, List<T> otherwise) {
    return first.isEmpty() ? otherwise : first;
  }

  private DeploymentKind.Spec render(FlowSpec.Deployment deployment, Placement placement) {
    var tags = new TreeSet<>(spec.tags());
    tags.addAll(deployment.tags());
    tags.addAll(placement.furtherTags());
    var entrypoint = deployment.entrypoint().orElse(spec.entrypoint());
    var parameters = object(spec.parameters(), deployment.parameters());
    var schema = deployment.parameterSchema().or(spec::parameterSchema).<JsonNode>map(Json::exact);
    var enforced =
        deployment.enforceParameterSchema().or(spec::enforceParameterSchema).orElse(true);
    var variables = jobVariables(deployment);
    var needs = Needs.of(spec, deployment);
    var pull = pullSteps(deployment.pull().or(spec::pull));
    return new DeploymentKind.Spec(
        flow,
        placement.name(),
        entrypoint,
        version(entrypoint, placement, parameters, schema, enforced, variables, needs, pull),
        deployment.description().or(spec::description),
        List.copyOf(tags),
        placement.workPool(),
        placement.workQueue(),
        parameters,
        schema,
        enforced,
        variables,
        pull,
        deployment.paused(),
        deployment.concurrency().or(spec::concurrency).map(FlowRendering::concurrency),
        schedules(either(deployment.schedules(), spec.schedules())),
        needs);
  }

  /// The first twelve digits of a SHA-256 over what decides how a run behaves. Not over the commit:
  /// that would write to every deployment at every commit.
  private static String version(
      String entrypoint,
      Placement placement,
      JsonNode parameters,
      Optional<JsonNode> schema,
      boolean enforced,
      JsonNode variables,
      Needs needs,
      JsonNode pull) {
    var content = Json.object().put("entrypoint", entrypoint).put("enforce", enforced);
    content.put("workPool", placement.workPool());
    content.put("workQueue", placement.workQueue().orElse("default"));
    content.set("parameters", parameters);
    content.set("schema", schema.orElseGet(Json::object));
    content.set("jobVariables", variables);
    needs.asJson().ifPresent(amounts -> content.set("resources", amounts));
    content.set("pull", pull);
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      var digest = sha.digest(Json.exact(content).toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private JsonNode jobVariables(FlowSpec.Deployment deployment) {
    var variables = object(spec.jobVariables(), deployment.jobVariables());
    deployment.image().or(spec::image).ifPresent(image -> variables.put("image", image));
    var env = new TreeMap<String, JsonNode>();
    variables.path("env").properties().forEach(entry -> env.put(entry.getKey(), entry.getValue()));
    spec.env().forEach((name, value) -> env.put(name, Canonical.text(value)));
    deployment.env().forEach((name, value) -> env.put(name, Canonical.text(value)));
    var secrets = new TreeMap<>(spec.secrets());
    secrets.putAll(deployment.secrets());
    var entries = new ArrayList<JsonNode>();
    variables.path("secrets").forEach(entries::add);
    secrets.forEach((name, secret) -> {
      secret
          .block()
          .ifPresent(block -> env.put(name, Canonical.text(Placeholders.block("secret", block))));
      secret.snowflakeSecret().ifPresent(object -> entries.add(snowflake(name, object, secret)));
    });
    if (!env.isEmpty()) {
      env.forEach(variables.putObject("env")::set);
    }
    if (!entries.isEmpty()) {
      variables.putArray("secrets").addAll(entries);
    }
    return DeploymentKind.jobVariables(variables);
  }

  private static JsonNode snowflake(String variable, String object, FlowSpec.SecretRef secret) {
    var entry = Json.object().put("envVarName", variable);
    entry.put("secretKeyRef", secret.key().orElse("secret_string"));
    entry.putObject("snowflakeSecret").put("objectName", object);
    return entry;
  }

  /// Clones the repository at the commit that the environment has converged, through a variable
  /// that is read when a run starts.
  private JsonNode pullSteps(Optional<FlowSpec.Pull> pull) {
    var steps = JsonNodeFactory.instance.arrayNode();
    var own = pull.flatMap(FlowSpec.Pull::steps);
    if (own.isPresent()) {
      own.get().forEach(step -> steps.add(Json.exact(step)));
      return steps;
    }
    var clone = steps.addObject().putObject(STEPS + "git_clone");
    clone.put("id", "clone");
    clone.put("repository", context.repositoryUrl());
    var variable = CommitVariableKind.id(context.environment()).name();
    clone.put("commit_sha", Placeholders.variable(variable));
    pull.flatMap(FlowSpec.Pull::accessToken).ifPresent(token -> clone.put("access_token", token));
    pull.flatMap(FlowSpec.Pull::credentials).ifPresent(block -> clone.put("credentials", block));
    pull.flatMap(FlowSpec.Pull::includeSubmodules)
        .ifPresent(include -> clone.put("include_submodules", include));
    pull.flatMap(FlowSpec.Pull::directory)
        .ifPresent(directory ->
            steps
                .addObject()
                .putObject(STEPS + "set_working_directory")
                .put("directory", "{{ clone.directory }}/" + directory));
    return Json.exact(steps);
  }

  private static JsonNode concurrency(FlowSpec.Concurrency concurrency) {
    var limit = Json.object();
    concurrency.limit().ifPresent(most -> limit.put("limit", most));
    concurrency.shared().ifPresent(name -> limit.put("shared", name));
    limit.put("collisionStrategy", concurrency.collisionStrategy().orElse("ENQUEUE"));
    OptionalLong grace = concurrency.gracePeriod();
    if (grace.isPresent()) {
      limit.put("gracePeriod", grace.getAsLong());
    }
    return Json.exact(limit);
  }

  private JsonNode schedules(List<FlowSpec.Schedule> schedules) {
    return Schedules.list(
        schedules.stream()
            .filter(schedule -> schedule.in(context.environment()))
            .map(Schedules::desired)
            .toList());
  }

  private static ObjectNode object(Map<String, JsonNode> base, Map<String, JsonNode> over) {
    var merged = new TreeMap<>(base);
    merged.putAll(over);
    var object = Json.object();
    merged.forEach((name, value) -> object.set(name, Json.exact(value)));
    return object;
  }
}
