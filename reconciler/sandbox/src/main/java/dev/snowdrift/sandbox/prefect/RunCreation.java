package dev.snowdrift.sandbox.prefect;

import dev.snowdrift.sandbox.prefect.ApiError.Violation;
import dev.snowdrift.sandbox.prefect.Router.Call;
import dev.snowdrift.sandbox.prefect.Router.Reply;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes a run of a deployment on request: parameters laid over the deployment's, rendered, and
/// checked with what they require; tags united; a known key of idempotency gives the run that there
/// is.
final class RunCreation {
  static final Shape STATE =
      Shape.empty()
          .required("type", Shape.Type.TEXT)
          .checked(type -> wrongState(type, List.of("type")))
          .nullable("name", Shape.Type.TEXT)
          .nullable("message", Shape.Type.TEXT)
          .optional("data", Shape.Type.ANY)
          .optional("state_details", Shape.Type.OBJECT);
  private static final Shape CREATE =
      Shape.empty()
          .optional("name", Shape.Type.TEXT)
          .optional("parameters", Shape.Type.OBJECT)
          .nullable("job_variables", Shape.Type.OBJECT)
          .optional("tags", Shape.Type.LIST)
          .nullable("labels", Shape.Type.OBJECT)
          .nullable("state", Shape.Type.OBJECT)
          .nullable("idempotency_key", Shape.Type.TEXT)
          .nullable("work_queue_name", Shape.Type.TEXT)
          .nullable("enforce_parameter_schema", Shape.Type.BOOL)
          .optional("context", Shape.Type.OBJECT)
          .nullable("infrastructure_document_id", Shape.Type.ID)
          .optional("empirical_policy", Shape.Type.OBJECT)
          .nullable("parent_task_run_id", Shape.Type.ID);

  private final World world;
  private final QueueRoutes queues;
  private final ParameterTemplates templates;

  RunCreation(World world, QueueRoutes queues) {
    this.world = world;
    this.queues = queues;
    this.templates = new ParameterTemplates(world, "Error hydrating flow run parameters: ");
  }

  /// The reason why a text is no type of a state.
  static Optional<Violation> wrongState(JsonNode type, List<String> where) {
    if (FlowRuns.STATES.contains(type.asString(""))) {
      return Optional.empty();
    }
    var quoted =
        FlowRuns.STATES.stream()
            .map(state -> "'" + state + "'")
            .collect(Collectors.toCollection(ArrayList::new));
    var last = quoted.removeLast();
    var message = "Input should be " + String.join(", ", quoted) + " or " + last;
    return Optional.of(new Violation("enum", where, message, type));
  }

  Reply create(Call call) {
    var body = call.body(CREATE);
    refuseWrongState(body);
    var deployment =
        world
            .deployments
            .find(call.part(0))
            .orElseThrow(() -> ApiError.detail(404, "Deployment not found"));
    var parameters = ((ObjectNode) deployment.path("parameters")).deepCopy();
    body.path("parameters").properties().forEach(e -> parameters.set(e.getKey(), e.getValue()));
    var rendered = templates.rendered(parameters);
    refuseWrongParameters(body, deployment, rendered);
    var pool = pool(deployment);
    pool.ifPresent(found -> refuseWrongJobVariables(body, deployment, found));
    var queue = queue(body, deployment, pool);
    var known =
        FlowRuns.known(world, deployment.path("flow_id"), Json.text(body, "idempotency_key"));
    if (known.isPresent()) {
      return Reply.ok(FlowRuns.shown(world, known.get()));
    }

    var run = FlowRuns.scheduled(world, deployment, world.now());
    run.set("parameters", rendered);
    var tags = new LinkedHashSet<>(Json.elements(deployment.path("tags")));
    tags.addAll(Json.elements(body.path("tags")));
    run.set("tags", Json.array(List.copyOf(tags)));
    queue.ifPresent(found -> {
      run.set("work_queue_id", found.path("id"));
      run.set("work_queue_name", found.path("name"));
    });
    run.put("name", "run-" + UUID.randomUUID().toString().substring(0, 8));
    for (var field : List.of("idempotency_key", "name", "job_variables", "context")) {
      if (Json.given(body, field)) {
        run.set(field, body.path(field));
      }
    }
    if (Json.given(body, "state")) {
      var state = FlowRuns.enter(world, run, body.path("state"));
      var time = state.path("state_details").path("scheduled_time");
      if (!time.isNull()) {
        run.set("expected_start_time", time);
      }
    }
    world.runs.add(run);
    return Reply.created(FlowRuns.shown(world, run));
  }

  private static void refuseWrongState(ObjectNode body) {
    if (Json.given(body, "state")) {
      var wrong = STATE.violations(body.path("state"), List.of("state"));
      if (!wrong.isEmpty()) {
        throw ApiError.invalid(wrong, body);
      }
    }
  }

  private static void refuseWrongParameters(
      ObjectNode body, ObjectNode deployment, JsonNode parameters) {
    var enforced = Json.given(body, "enforce_parameter_schema") ? body : deployment;
    if (!enforced.path("enforce_parameter_schema").asBoolean()) {
      return;
    }
    ParameterSchema.missing(parameters, deployment.path("parameter_openapi_schema"))
        .or(() -> ParameterSchema.problem(parameters, deployment.path("parameter_openapi_schema")))
        .ifPresent(why -> {
          throw ApiError.detail(409, "Error creating flow run: " + why);
        });
  }

  /// The run's own over the deployment's, and then what the pool requires.
  private static void refuseWrongJobVariables(
      ObjectNode body, ObjectNode deployment, ObjectNode pool) {
    var variables = pool.path("base_job_template").path("variables");
    var all = Json.object();
    deployment.path("job_variables").properties().forEach(e -> all.set(e.getKey(), e.getValue()));
    body.path("job_variables").properties().forEach(e -> all.set(e.getKey(), e.getValue()));
    ParameterSchema.problem(all, variables)
        .or(() -> ParameterSchema.missing(all, variables))
        .ifPresent(why -> {
          throw ApiError.detail(422, "Error creating flow run: " + why);
        });
  }

  private Optional<ObjectNode> queue(
      ObjectNode body, ObjectNode deployment, Optional<ObjectNode> pool) {
    var name = Json.text(body, "work_queue_name");
    if (name.isEmpty()) {
      return world.queues.find(Json.text(deployment, "work_queue_id"));
    }
    if (pool.isEmpty()) {
      throw ApiError.detail(
          400,
          ("Cannot create flow run in work queue %s because deployment %s is not associated with a"
                  + " work pool. Please remove work_pool_name and try again.")
              .formatted(name, Json.text(deployment, "id")));
    }
    return Optional.of(queues.ensure(pool.get(), name));
  }

  private Optional<ObjectNode> pool(ObjectNode deployment) {
    return world
        .queues
        .find(Json.text(deployment, "work_queue_id"))
        .flatMap(queue -> world.pools.find(Json.text(queue, "work_pool_id")));
  }
}
