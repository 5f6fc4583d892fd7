package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.prefect.ApiCall;
import dev.snowdrift.prefect.Json;
import dev.snowdrift.prefect.Lookup;
import dev.snowdrift.prefect.PrefectClient.Method;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The concurrency limit of a deployment: `{limit | shared, collisionStrategy, gracePeriod}`.
/// Either its own, which lives and goes with it, or one that it shares with others by name.
///
/// A limit of either kind is one link of the deployment, and the server does not tell them apart:
/// `concurrency_limit` set to a number alters whatever is linked, set to null deletes it, and so
/// does deleting the deployment (PrefectHQ/prefect, src/prefect/server/models/deployments.py,
/// _create_or_update_deployment_concurrency_limit). So a shared one is detached first, and one of
/// its own is deleted before another is linked, which would leave it behind.
final class DeploymentLimit {
  static final String FIELD = "concurrency";
  private static final String PATH = "/deployments/{}";
  private static final String LINK = "global_concurrency_limit_id";
  private static final String SHARED = "shared";

  private DeploymentLimit() {}

  static Optional<String> shared(JsonNode limit) {
    return Json.text(limit, SHARED);
  }

  private static Optional<String> shared(Observed observed) {
    return observed.field(FIELD).flatMap(DeploymentLimit::shared);
  }

  static List<Reference> references(Optional<JsonNode> limit) {
    return limit.flatMap(DeploymentLimit::shared).stream()
        .map(name -> Reference.required("ConcurrencyLimit", name, FIELD + "." + SHARED))
        .toList();
  }

  /// How many runs a shared limit admits is its own business.
  static JsonNode align(JsonNode wanted, JsonNode seen) {
    if (!wanted.has(SHARED) || !(seen instanceof ObjectNode object)) {
      return seen;
    }
    var aligned = object.deepCopy();
    aligned.remove("limit");
    return aligned;
  }

  /// Puts the limit of a new deployment into the body that makes it.
  static ApiCall creating(ApiCall call, ObjectNode body, Optional<JsonNode> wanted) {
    if (wanted.isEmpty()) {
      return call;
    }
    options(body, wanted.get());
    var shared = shared(wanted.get());
    if (shared.isEmpty()) {
      body.set("concurrency_limit", wanted.get().path("limit"));
    }
    var complete = call.body(body);
    return shared
        .map(name -> complete.id("/" + LINK, new Lookup.GlobalLimitId(name)))
        .orElse(complete);
  }

  /// What has to be done before the limit can be what it should be.
  static List<Effect> before(Optional<JsonNode> wanted, Observed observed, Lookup id) {
    var next = wanted.flatMap(DeploymentLimit::shared);
    var now = shared(observed);
    if (now.isPresent() && next.isEmpty() && wanted.isPresent()) {
      return List.of(detach(id));
    }
    var ownGoes = now.isEmpty() && next.isPresent() && observed.field(FIELD).isPresent();
    return ownGoes
        ? List.of(
            ApiCall.of(Method.PATCH, PATH, id).body(Json.object().putNull("concurrency_limit")))
        : List.of();
  }

  /// The call that alters a deployment, with its limit among the fields.
  static ApiCall updating(
      ApiCall call, ObjectNode body, Optional<JsonNode> wanted, Observed observed) {
    if (wanted.isEmpty()) {
      body.putNull(shared(observed).isPresent() ? LINK : "concurrency_limit");
      body.putNull("concurrency_options");
      return call.body(body);
    }
    options(body, wanted.get());
    var name = shared(wanted.get());
    if (name.isEmpty()) {
      body.set("concurrency_limit", wanted.get().path("limit"));
    }
    var complete = call.body(body);
    return name.filter(shared -> !shared(observed).equals(Optional.of(shared)))
        .map(shared -> complete.id("/" + LINK, new Lookup.GlobalLimitId(shared)))
        .orElse(complete);
  }

  private static void options(ObjectNode body, JsonNode wanted) {
    var options = body.putObject("concurrency_options");
    options.put("collision_strategy", wanted.path("collisionStrategy").asString("ENQUEUE"));
    if (wanted.has("gracePeriod")) {
      options.set("grace_period_seconds", wanted.get("gracePeriod"));
    }
  }

  /// Before a deployment is deleted: a limit that others share would go with it.
  static List<Effect> beforeDelete(Observed observed, Lookup id) {
    return shared(observed).isPresent() ? List.of(detach(id)) : List.of();
  }

  static boolean isOwn(Observed observed) {
    return observed.field(FIELD).isPresent() && shared(observed).isEmpty();
  }

  private static ApiCall detach(Lookup id) {
    return ApiCall.of(Method.PATCH, PATH, id).body(Json.object().putNull(LINK));
  }
}
