package dev.snowdrift.sandbox.prefect;

import dev.snowdrift.sandbox.prefect.ApiError.Violation;
import dev.snowdrift.sandbox.prefect.Router.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Creates and changes deployments as the server does (PrefectHQ/prefect,
/// src/prefect/server/api/deployments.py and models/deployments.py, 3.8.3, observed as well): a
/// POST is an upsert that wipes schedules and resets parameters and labels; each write, even an
/// empty one, drops the future auto-scheduled runs; empty job variables are ignored.
final class DeploymentWriter {
  private static final List<String> PLAIN =
      List.of("version", "description", "path", "entrypoint", "pull_steps", "concurrency_options");
  private static final List<String> NEVER_NULL = List.of("tags", "paused");

  private static final Shape COMMON =
      Shape.empty()
          .nullable("version", "description", "path", "entrypoint")
          .optional("paused", Shape.Type.BOOL)
          .optional("tags", Shape.Type.LIST)
          .nullable("pull_steps", Shape.Type.LIST)
          .nullable("work_queue_name", Shape.Type.TEXT)
          .nullable("work_pool_name", Shape.Type.TEXT)
          .nullable("storage_document_id", Shape.Type.ID)
          .nullable("infrastructure_document_id", Shape.Type.ID)
          .nullable("parameters", Shape.Type.OBJECT)
          .nullable("job_variables", Shape.Type.OBJECT)
          .nullable("parameter_openapi_schema", Shape.Type.OBJECT)
          .nullable("concurrency_limit", Shape.Type.INT)
          .positive()
          .nullable("global_concurrency_limit_id", Shape.Type.ID)
          .nullable("concurrency_options", Shape.Type.OBJECT)
          .nullable("version_info", Shape.Type.OBJECT)
          .optional("schedules", Shape.Type.LIST);
  private static final Shape UPDATE = COMMON.nullable("enforce_parameter_schema", Shape.Type.BOOL);
  private static final Shape CREATE =
      COMMON
          .required("name", Shape.Type.TEXT)
          .required("flow_id", Shape.Type.ID)
          .nullable("labels", Shape.Type.OBJECT)
          .optional("enforce_parameter_schema", Shape.Type.BOOL);

  private final World world;
  private final ScheduleRoutes schedules;
  private final PoolRoutes pools;
  private final QueueRoutes queues;
  private final RunScheduler scheduler;
  private final EventLog events;
  private final ParameterTemplates templates;

  DeploymentWriter(
      World world,
      ScheduleRoutes schedules,
      PoolRoutes pools,
      QueueRoutes queues,
      RunScheduler scheduler,
      EventLog events) {
    this.world = world;
    this.events = events;
    this.templates = new ParameterTemplates(world, "Error hydrating deployment parameters: ");
    this.schedules = schedules;
    this.pools = pools;
    this.queues = queues;
    this.scheduler = scheduler;
  }

  Optional<ObjectNode> named(String flowId, String name) {
    return world.deployments.where("flow_id", flowId).stream()
        .filter(deployment -> Json.text(deployment, "name").equals(name))
        .findFirst();
  }

  ObjectNode upsert(Call call) {
    var body = call.body(CREATE);
    refuseTwoLimits(body);
    refuseWrongParameters(body);
    var given = schedules.canonical(body.path("schedules"), List.of("schedules"), body, true);
    if (Json.given(body, "work_pool_name")) {
      refuseWrongJobVariables(body);
    }
    refuseUnknownLimit(body);
    if (!Json.text(body, "name").matches(FlowRoutes.NAME)) {
      throw ApiError.internal();
    }
    var flow = world.flows.find(Json.text(body, "flow_id")).orElseThrow(ApiError::integrity);
    schedules.refuseEqualSlugs(given);

    var existing = named(Json.text(flow, "id"), Json.text(body, "name"));
    var before = existing.map(ObjectNode::deepCopy);
    var deployment = existing.orElseGet(() -> blank(body, flow));
    write(body, deployment);
    deployment.set(
        "parameters", Json.given(body, "parameters") ? body.path("parameters") : Json.object());
    deployment.set("labels", labels(flow, body));
    var id = Json.text(deployment, "id");
    world.schedules.removeIf(schedule -> Json.text(schedule, "deployment_id").equals(id));
    given.forEach(schedule -> schedules.add(id, schedule, false));
    scheduler.deploymentWritten(id);
    before.ifPresentOrElse(
        was -> events.updated(was, deployment), () -> events.created(deployment));
    return deployment;
  }

  void update(Call call, Function<String, ObjectNode> finder) {
    var asked = call.body(UPDATE);
    refuseTwoLimits(asked);
    var body = asked.deepCopy();
    if (body.path("parameters").isObject()) {
      body.set("parameters", templates.rendered(asked.path("parameters")));
    }
    var given = schedules.canonical(body.path("schedules"), List.of("schedules"), body, false);
    var deployment = finder.apply(call.part(0));
    var before = deployment.deepCopy();
    var id = Json.text(deployment, "id");
    var bySlug = body.has("schedules") && wantsUpdateBySlug(id, given);
    if (Json.given(body, "work_pool_name")) {
      refuseWrongJobVariablesInUpdate(body);
    }
    refuseWrongParametersInUpdate(body, deployment);
    refuseUnknownLimit(body);
    for (var field : List.of("parameters", "enforce_parameter_schema")) {
      if (body.path(field).isNull()) {
        throw ApiError.integrity();
      }
    }

    if (body.has("parameters")) {
      deployment.set("parameters", body.path("parameters"));
    }
    write(body, deployment);
    if (bySlug) {
      updateBySlug(id, given);
    } else if (body.has("schedules")) {
      schedules.refuseEqualSlugs(given);
      world.schedules.removeIf(schedule -> Json.text(schedule, "deployment_id").equals(id));
      given.forEach(schedule -> schedules.add(id, schedule, false));
    }
    scheduler.deploymentWritten(id);
    events.updated(before, deployment);
  }

  /// Deletes the limit the deployment points at, also one that others share.
  void deleteLimit(ObjectNode deployment) {
    var limit = Json.text(deployment, "concurrency_limit_id");
    if (world.limits.remove(limit)) {
      world
          .deployments
          .where("concurrency_limit_id", limit)
          .forEach(sharer -> sharer.remove("concurrency_limit_id"));
    }
  }

  private ObjectNode blank(ObjectNode body, ObjectNode flow) {
    var deployment = world.fresh().put("name", Json.text(body, "name"));
    deployment.putNull("version").putNull("description");
    deployment.set("flow_id", flow.path("id"));
    deployment.put("paused", false).putNull("concurrency_options");
    deployment.set("job_variables", Json.object());
    deployment.set("parameters", Json.object());
    deployment.set("tags", Json.array());
    deployment.putNull("work_queue_name").putNull("work_queue_id");
    deployment.set("parameter_openapi_schema", Json.object());
    deployment.putNull("path");
    deployment.set("pull_steps", Json.array());
    deployment.putNull("entrypoint").putNull("storage_document_id");
    deployment.putNull("infrastructure_document_id").put("enforce_parameter_schema", true);
    world.deployments.add(deployment);
    return deployment;
  }

  private void write(ObjectNode body, ObjectNode deployment) {
    for (var field : PLAIN) {
      if (body.has(field)) {
        deployment.set(field, body.path(field));
      }
    }
    if (body.path("concurrency_options") instanceof ObjectNode options
        && !options.has("grace_period_seconds")) {
      deployment.set("concurrency_options", options.deepCopy().putNull("grace_period_seconds"));
    }
    for (var field : NEVER_NULL) {
      if (body.has(field)) {
        deployment.set(field, body.path(field));
      }
    }
    if (Json.given(body, "enforce_parameter_schema")) {
      deployment.set("enforce_parameter_schema", body.path("enforce_parameter_schema"));
    }
    if (body.has("parameter_openapi_schema")) {
      var schema = body.path("parameter_openapi_schema");
      var none = schema.isObject() && schema.isEmpty();
      deployment.set("parameter_openapi_schema", none ? ParameterSchema.none() : schema);
    }
    if (!body.path("job_variables").isEmpty()) {
      deployment.set("job_variables", body.path("job_variables"));
    }
    if (body.has("work_queue_name")) {
      deployment.set("work_queue_name", body.path("work_queue_name"));
    }
    writeQueue(body, deployment);
    if (body.has("global_concurrency_limit_id")) {
      deployment.set("concurrency_limit_id", body.path("global_concurrency_limit_id"));
    }
    if (body.has("concurrency_limit")) {
      writeLimit(body.path("concurrency_limit"), deployment);
    }
    world.touch(deployment);
  }

  private void writeQueue(ObjectNode body, ObjectNode deployment) {
    var queue = Json.text(body, "work_queue_name");
    if (Json.given(body, "work_pool_name")) {
      var pool = pools.find(Json.text(body, "work_pool_name"));
      var id =
          queue.isEmpty() ? pool.path("default_queue_id") : queues.ensure(pool, queue).path("id");
      deployment.set("work_queue_id", id);
    } else if (body.has("work_pool_name")) {
      deployment.putNull("work_queue_id");
    } else if (!queue.isEmpty()) {
      deployment.set("work_queue_id", queues.ensure(pools.agentPool(), queue).path("id"));
    }
  }

  private void writeLimit(JsonNode wanted, ObjectNode deployment) {
    var limit = world.limits.find(Json.text(deployment, "concurrency_limit_id"));
    if (wanted.isNull()) {
      deleteLimit(deployment);
    } else if (limit.isEmpty()) {
      var name = "deployment:" + Json.text(deployment, "id");
      var own = LimitRoutes.limit(world, name, wanted.asInt());
      world.limits.add(own);
      deployment.set("concurrency_limit_id", own.path("id"));
    } else if (limit.get().path("limit").asInt() != wanted.asInt()) {
      limit.get().set("limit", wanted);
      world.touch(limit.get());
    }
  }

  private boolean wantsUpdateBySlug(String id, List<ObjectNode> given) {
    var existing = schedules.of(id);
    var allHave = given.stream().allMatch(schedule -> Json.given(schedule, "slug"));
    if (existing.isEmpty()
        || !existing.stream().allMatch(schedule -> Json.given(schedule, "slug"))) {
      return false;
    }
    if (!allHave) {
      throw ApiError.detail(
          422,
          "Please provide a slug for each schedule in your request to ensure schedules are updated"
              + " correctly.");
    }
    for (var schedule : given) {
      if (schedules.bySlug(id, target(schedule)).isEmpty() && !Json.given(schedule, "schedule")) {
        throw ApiError.detail(
            422, "Unable to create new deployment schedules without a schedule configuration.");
      }
    }
    return true;
  }

  private void updateBySlug(String id, List<ObjectNode> given) {
    var fresh = new ArrayList<ObjectNode>();
    for (var schedule : given) {
      schedules
          .bySlug(id, target(schedule))
          .ifPresentOrElse(
              existing -> schedules.write(withoutMost(schedule), existing),
              () -> fresh.add(schedule));
    }
    fresh.forEach(schedule -> schedules.add(id, schedule, false));
  }

  private static ObjectNode withoutMost(ObjectNode schedule) {
    var rest = schedule.deepCopy();
    rest.remove("max_scheduled_runs");
    return rest;
  }

  private static String target(ObjectNode schedule) {
    return Json.given(schedule, "replaces")
        ? Json.text(schedule, "replaces")
        : Json.text(schedule, "slug");
  }

  private static ObjectNode labels(ObjectNode flow, ObjectNode body) {
    var labels = Json.object();
    flow.path("labels").properties().forEach(e -> labels.set(e.getKey(), e.getValue()));
    labels.set("prefect.flow.id", flow.path("id"));
    body.path("labels").properties().forEach(e -> labels.set(e.getKey(), e.getValue()));
    return labels;
  }

  private static void refuseTwoLimits(ObjectNode body) {
    if (Json.given(body, "concurrency_limit") && Json.given(body, "global_concurrency_limit_id")) {
      var why = "A deployment cannot have both a concurrency limit and a global concurrency limit.";
      throw ApiError.invalid(List.of(Violation.value(List.of(), why, body)), body);
    }
  }

  /// On creation only when the request itself asks for it, though that is the default.
  private static void refuseWrongParameters(ObjectNode body) {
    if (body.path("enforce_parameter_schema").asBoolean(false)
        && Json.given(body, "parameter_openapi_schema")) {
      ParameterSchema.problem(body.path("parameters"), body.path("parameter_openapi_schema"))
          .ifPresent(why -> {
            throw ApiError.invalid(List.of(Violation.value(List.of(), why, body)), body);
          });
    }
  }

  private static void refuseWrongParametersInUpdate(ObjectNode body, ObjectNode deployment) {
    var enforced = Json.given(body, "enforce_parameter_schema") ? body : deployment;
    if (!enforced.path("enforce_parameter_schema").asBoolean()) {
      return;
    }
    var schema =
        body.path("parameter_openapi_schema").isEmpty()
            ? deployment.path("parameter_openapi_schema")
            : body.path("parameter_openapi_schema");
    if (!schema.isObject()) {
      throw ApiError.detail(
          409,
          "Error updating deployment: Cannot update parameters because parameter schema"
              + " enforcement is enabled and the deployment does not have a valid parameter"
              + " schema.");
    }
    var parameters = (Json.given(body, "parameters") ? body : deployment).path("parameters");
    ParameterSchema.problem(parameters, schema)
        .ifPresent(why -> {
          throw ApiError.detail(409, "Error updating deployment: " + why);
        });
  }

  private void refuseWrongJobVariables(ObjectNode body) {
    var variables =
        pools.find(Json.text(body, "work_pool_name")).path("base_job_template").path("variables");
    if (!body.path("job_variables").isEmpty()) {
      ParameterSchema.problem(body.path("job_variables"), variables)
          .ifPresent(why -> {
            throw ApiError.detail(422, "Error creating deployment: " + why);
          });
    }
  }

  private void refuseWrongJobVariablesInUpdate(ObjectNode body) {
    var pool =
        world
            .pools
            .findBy("name", Json.text(body, "work_pool_name"))
            .orElseThrow(ApiError::internal);
    if (Json.given(body, "job_variables")) {
      ParameterSchema.bareProblem(
              body.path("job_variables"), pool.path("base_job_template").path("variables"))
          .ifPresent(why -> {
            throw ApiError.detail(
                409, "Error creating deployment: <ValidationError: \"%s\">".formatted(why));
          });
    }
  }

  private void refuseUnknownLimit(ObjectNode body) {
    if (Json.given(body, "global_concurrency_limit_id")
        && world.limits.find(Json.text(body, "global_concurrency_limit_id")).isEmpty()) {
      throw ApiError.detail(404, "Concurrency limit not found");
    }
  }
}
