package dev.snowdrift.prefect.kind;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.prefect.Json;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// A deployment as `/deployments/filter` shows it, in the fields of {@link DeploymentKind}.
final class DeploymentReader {
  private DeploymentReader() {}

  static Observed read(String flow, JsonNode deployment) {
    var fields = new TreeMap<String, JsonNode>();
    put(fields, "entrypoint", deployment.path("entrypoint"));
    put(fields, "version", deployment.path("version"));
    put(fields, "description", deployment.path("description"));
    fields.put("tags", MarkTag.without(deployment.path("tags")));
    put(fields, "workPool", deployment.path("work_pool_name"));
    put(fields, "workQueue", deployment.path("work_queue_name"));
    fields.put("parameters", Json.or(deployment.path("parameters"), Json.object()));
    put(fields, "parameterSchema", schema(deployment.path("parameter_openapi_schema")));
    fields.put(
        "enforceParameterSchema",
        Canonical.bool(deployment.path("enforce_parameter_schema").asBoolean(true)));
    fields.put("jobVariables", DeploymentKind.jobVariables(deployment.path("job_variables")));
    fields.put("pullSteps", Json.present(deployment.path("pull_steps")).orElse(Schedules.NONE));
    var paused = deployment.path("paused").asBoolean(false);
    fields.put("paused", Canonical.bool(paused));
    concurrency(deployment).ifPresent(limit -> fields.put("concurrency", limit));
    fields.put("schedules", Schedules.observed(deployment.path("schedules")));
    var status = deployment.path("status").asString("");
    var facts = new TreeMap<String, String>();
    facts.put("id", deployment.path("id").asString());
    facts.put("status", status);
    return new Observed(
        DeploymentKind.id(flow, deployment.path("name").asString()),
        fields,
        MarkTag.find(deployment.path("tags")),
        health(status, paused),
        facts);
  }

  private static void put(Map<String, JsonNode> fields, String name, JsonNode value) {
    Json.present(value).ifPresent(present -> fields.put(name, present));
  }

  private static JsonNode schema(JsonNode value) {
    return DeploymentKind.schema(Json.or(value, Json.object()));
  }

  /// `concurrency_limit` always reads back as null; the truth is in the embedded global limit,
  /// whose name tells whether it is this deployment's own.
  private static Optional<JsonNode> concurrency(JsonNode deployment) {
    var global = deployment.path("global_concurrency_limit");
    if (!global.isObject()) {
      return Optional.empty();
    }
    var options = deployment.path("concurrency_options");
    var limit = Json.object();
    limit.set("limit", global.path("limit"));
    limit.put("collisionStrategy", Json.text(options, "collision_strategy").orElse("ENQUEUE"));
    Json.present(options.path("grace_period_seconds"))
        .ifPresent(seconds -> limit.set("gracePeriod", seconds));
    var name = global.path("name").asString("");
    if (!name.equals("deployment:" + deployment.path("id").asString())) {
      limit.put("shared", name);
    }
    return Optional.of(Json.exact(limit));
  }

  /// Status follows the workers and is never drift.
  private static Health health(String status, boolean paused) {
    if (paused) {
      return Health.suspended("the deployment is paused: nothing is scheduled");
    }
    return switch (status) {
      case "READY" -> Health.HEALTHY;
      case "NOT_READY" -> Health.progressing("no worker has polled its work queue lately");
      default -> Health.unknown("Prefect reports the status " + status);
    };
  }
}
