package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.Repair;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.prefect.ApiCall;
import dev.snowdrift.prefect.ApiPath;
import dev.snowdrift.prefect.Json;
import dev.snowdrift.prefect.Listing;
import dev.snowdrift.prefect.Listings;
import dev.snowdrift.prefect.Lookup;
import dev.snowdrift.prefect.Precondition;
import dev.snowdrift.prefect.PrefectClient.Method;
import dev.snowdrift.prefect.PrefectKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One deployment of a flow on one work pool; made from a flow's manifest. Its name is
/// `<flow>/<deployment>`.
///
/// Every PATCH and every write to a schedule deletes the deployment's future scheduled runs, which
/// the scheduler then makes anew (PrefectHQ/prefect, src/prefect/server/models/deployments.py,
/// update_deployment). So there is one call for all fields, one for each schedule that differs, and
/// none at rest.
public final class DeploymentKind implements PrefectKind<DeploymentKind.Spec> {
  private static final String PATH = "/deployments/{}";
  private static final String SCHEDULE = "/deployments/{}/schedules/{}";
  private static final Repair RESCHEDULES = Repair.restart("future runs are scheduled anew");

  /// What identifies a deployment, and its fields in canonical form.
  ///
  /// @param version changes with what a run gets, and only with that
  /// @param jobVariables `{}` when there are none
  /// @param parameterSchema not compared when empty
  /// @param concurrency `{limit, collisionStrategy, gracePeriod}`
  /// @param schedules as {@link Schedules} has them
  @Doc("One deployment of a flow on one work pool")
  public record Spec(
      String flow,
      String deployment,
      String entrypoint,
      String version,
      Optional<String> description,
      List<String> tags,
      String workPool,
      Optional<String> workQueue,
      JsonNode parameters,
      Optional<JsonNode> parameterSchema,
      boolean enforceParameterSchema,
      JsonNode jobVariables,
      JsonNode pullSteps,
      Optional<Boolean> paused,
      Optional<JsonNode> concurrency,
      JsonNode schedules) {
    public Spec {
      tags = List.copyOf(tags);
    }
  }

  static ResourceId id(String flow, String deployment) {
    return new ResourceId("Deployment", flow + "/" + deployment);
  }

  @Override
  public String name() {
    return "Deployment";
  }

  @Override
  public Wave wave() {
    return Wave.ORCHESTRATION;
  }

  @Override
  public Class<Spec> specification() {
    return Spec.class;
  }

  @Override
  public boolean declarable() {
    return false;
  }

  @Override
  public String canonicalName(String written) {
    return written;
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    var spec = resource.spec();
    var references = new ArrayList<Reference>();
    references.add(Reference.required("Flow", spec.flow(), "flow"));
    references.add(Reference.required("WorkPool", spec.workPool(), "workPool"));
    // The server would make a queue that nobody declares, silently.
    spec.workQueue()
        .filter(queue -> !queue.equals(WorkQueueKind.DEFAULT))
        .map(queue -> WorkQueueKind.id(spec.workPool(), queue).name())
        .ifPresent(queue -> references.add(Reference.required("WorkQueue", queue, "workQueue")));
    references.addAll(Placeholders.references(spec.pullSteps(), "pull"));
    references.addAll(Placeholders.references(spec.jobVariables(), "jobVariables"));
    references.addAll(SnowparkReferences.of(spec.jobVariables()));
    return references;
  }

  @Override
  public String note(Desired<Spec> resource) {
    return "on " + resource.spec().workPool();
  }

  @Override
  public List<Field<Spec>> fields() {
    return List.of(
        field("entrypoint", spec -> Optional.of(Canonical.text(spec.entrypoint()))),
        field("version", spec -> Optional.of(Canonical.text(spec.version()))),
        field("description", spec -> Canonical.text(spec.description()))
            .standard(Canonical.text("")),
        field("tags", spec -> Optional.of(Canonical.set(spec.tags()))),
        field("workPool", spec -> Optional.of(Canonical.text(spec.workPool()))),
        field("workQueue", spec -> Canonical.text(spec.workQueue()))
            .standard(Canonical.text("default")),
        field("parameters", spec -> Optional.of(Json.exact(spec.parameters()))),
        field("parameterSchema", spec -> spec.parameterSchema().map(DeploymentKind::schema))
            .standard(Json.object()),
        field(
            "enforceParameterSchema",
            spec -> Optional.of(Canonical.bool(spec.enforceParameterSchema()))),
        field("jobVariables", spec -> Optional.of(jobVariables(spec.jobVariables()))),
        field("pullSteps", spec -> Optional.of(Json.exact(spec.pullSteps()))),
        field("paused", spec -> Canonical.bool(spec.paused())).standard(Canonical.bool(false)),
        field("concurrency", spec -> spec.concurrency().map(Json::exact)).standard(Json.object()),
        field("schedules", spec -> Optional.of(spec.schedules())).align(Schedules::align));
  }

  private static Field<Spec> field(String name, Function<Spec, Optional<JsonNode>> desired) {
    return Field.of(name, desired).repair(RESCHEDULES);
  }

  /// `{}`, null and `{"env": {}}` are one: job variables cannot be emptied (trap of the API).
  static JsonNode jobVariables(JsonNode value) {
    var exact = Json.or(value, Json.object());
    if (exact instanceof ObjectNode object && Json.present(object.path("env")).isEmpty()) {
      object.remove("env");
    }
    return exact;
  }

  /// `required` is a set.
  static JsonNode schema(JsonNode value) {
    var exact = Json.exact(value);
    if (exact instanceof ObjectNode object && object.path("required").isArray()) {
      var names = object.path("required").valueStream().map(name -> name.asString("")).toList();
      object.set("required", Canonical.set(names));
    }
    return exact;
  }

  @Override
  public Set<Listing> listings() {
    return Set.of(Listing.DEPLOYMENTS, Listing.FLOWS);
  }

  @Override
  public List<Observed> read(Listings listings) {
    Map<String, String> flows = new HashMap<>();
    for (var flow : listings.of(Listing.FLOWS)) {
      flows.put(flow.path("id").asString(), flow.path("name").asString());
    }
    var all = new ArrayList<Observed>();
    for (var deployment : listings.of(Listing.DEPLOYMENTS)) {
      var flow = flows.get(deployment.path("flow_id").asString(""));
      // A flow made between the two listings: the deployment is seen next time.
      if (flow != null) {
        all.add(DeploymentReader.read(flow, deployment));
      }
    }
    return all;
  }

  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    var spec = resource.spec();
    var body =
        Json.object()
            .put("name", spec.deployment())
            .put("flow_id", "")
            .put("entrypoint", spec.entrypoint())
            .put("version", spec.version())
            .put("work_pool_name", spec.workPool())
            .put("enforce_parameter_schema", spec.enforceParameterSchema());
    spec.description().ifPresent(description -> body.put("description", description));
    spec.workQueue().ifPresent(queue -> body.put("work_queue_name", queue));
    spec.paused().ifPresent(paused -> body.put("paused", paused));
    spec.parameterSchema().ifPresent(schema -> body.set("parameter_openapi_schema", schema));
    spec.concurrency().ifPresent(concurrency -> setConcurrency(body, concurrency));
    body.set("tags", MarkTag.with(spec.tags(), mark));
    body.set("parameters", spec.parameters());
    body.set("pull_steps", spec.pullSteps());
    if (!spec.jobVariables().isEmpty()) {
      body.set("job_variables", spec.jobVariables());
    }
    var schedules = body.putArray("schedules");
    spec.schedules().forEach(item -> schedules.add(Schedules.body(item, true)));
    var byName = ApiPath.of("/deployments/name/{}/{}", spec.flow(), spec.deployment());
    return List.of(
        ApiCall.of(Method.POST, "/deployments/")
            .body(body)
            .id("/flow_id", new Lookup.FlowId(spec.flow()))
            .onlyIf(new Precondition.Absent(byName)));
  }

  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    var repairs = new Repairs(drifts, observed);
    var spec = resource.spec();
    var id = lookup(observed.id());
    var effects = new ArrayList<Effect>();
    if (repairs.touches("concurrency") && sharesItsLimit(observed)) {
      effects.add(detach(id));
    }
    var body = body(spec, repairs, mark);
    if (!body.isEmpty()) {
      effects.add(ApiCall.of(Method.PATCH, PATH, id).body(body));
    }
    if (repairs.touches("schedules")) {
      effects.addAll(schedules(spec, observed, repairs, id));
    }
    return effects;
  }

  /// Never with schedules in it: those would be deleted and made anew with other ids.
  private static ObjectNode body(Spec spec, Repairs repairs, Mark mark) {
    var body = Json.object();
    if (repairs.touches("entrypoint")) {
      body.put("entrypoint", spec.entrypoint());
    }
    if (repairs.touches("version")) {
      body.put("version", spec.version());
    }
    if (repairs.touches("description")) {
      body.set("description", orNull(spec.description().map(Canonical::text)));
    }
    if (repairs.touches("tags")) {
      body.set("tags", MarkTag.with(spec.tags(), mark));
    }
    if (repairs.touches("workPool") || repairs.touches("workQueue")) {
      // A queue without its pool ends up in a hidden default pool.
      body.put("work_pool_name", spec.workPool());
      body.put("work_queue_name", spec.workQueue().orElse("default"));
    }
    if (repairs.touches("parameters")) {
      body.set("parameters", repairs.value("parameters", spec.parameters()));
    }
    if (repairs.touches("parameterSchema")) {
      body.set("parameter_openapi_schema", spec.parameterSchema().orElseGet(Json::object));
    }
    if (repairs.touches("enforceParameterSchema")) {
      body.put("enforce_parameter_schema", spec.enforceParameterSchema());
    }
    if (repairs.touches("jobVariables")) {
      var variables = repairs.value("jobVariables", jobVariables(spec.jobVariables()));
      body.set("job_variables", variables.isEmpty() ? noVariables() : variables);
    }
    if (repairs.touches("pullSteps")) {
      body.set("pull_steps", spec.pullSteps());
    }
    if (repairs.touches("paused")) {
      body.put("paused", spec.paused().orElse(false));
    }
    if (repairs.touches("concurrency")) {
      setConcurrency(body, spec.concurrency().orElseGet(JsonNodeFactory.instance::nullNode));
    }
    return body;
  }

  private static JsonNode noVariables() {
    var variables = Json.object();
    variables.putObject("env");
    return variables;
  }

  private static JsonNode orNull(Optional<JsonNode> value) {
    return value.orElseGet(JsonNodeFactory.instance::nullNode);
  }

  private static void setConcurrency(ObjectNode body, JsonNode concurrency) {
    if (concurrency.isNull()) {
      body.putNull("concurrency_limit");
      body.putNull("concurrency_options");
      return;
    }
    body.set("concurrency_limit", concurrency.path("limit"));
    var options = body.putObject("concurrency_options");
    options.put("collision_strategy", concurrency.path("collisionStrategy").asString("ENQUEUE"));
    if (concurrency.has("gracePeriod")) {
      options.set("grace_period_seconds", concurrency.get("gracePeriod"));
    }
  }

  private static List<Effect> schedules(
      Spec spec, Observed observed, Repairs repairs, Lookup.DeploymentId id) {
    var wanted = spec.schedules();
    var seen = observed.field("schedules").orElseGet(JsonNodeFactory.instance::arrayNode);
    var effects = new ArrayList<Effect>();
    for (var item : seen) {
      var slug = item.path("slug").asString();
      if (Schedules.find(wanted, slug).isEmpty() && repairs.touchesPath(path(slug))) {
        var which = Schedules.isForeign(slug) ? Optional.<String>empty() : Optional.of(slug);
        var ids = new Lookup.ScheduleIds(id.flow(), id.deployment(), which);
        var call = ApiCall.of(Method.DELETE, SCHEDULE, id, ids);
        // All schedules without a slug go in one step.
        if (!effects.contains(call)) {
          effects.add(call);
        }
      }
    }
    var missing = JsonNodeFactory.instance.arrayNode();
    for (var item : wanted) {
      var slug = item.path("slug").asString();
      var there = Schedules.find(seen, slug);
      if (!repairs.touchesPath(path(slug))) {
        continue;
      }
      if (there.isEmpty()) {
        missing.add(Schedules.body(item, true));
      } else {
        var target = target(item, there.get(), repairs);
        if (!target.equals(there.get())) {
          var ids = new Lookup.ScheduleIds(id.flow(), id.deployment(), Optional.of(slug));
          effects.add(
              ApiCall.of(Method.PATCH, SCHEDULE, id, ids).body(Schedules.body(target, false)));
        }
      }
    }
    if (!missing.isEmpty()) {
      effects.add(ApiCall.of(Method.POST, "/deployments/{}/schedules", id).body(missing));
    }
    return effects;
  }

  /// The schedule as it should become: with the phase that it has where nobody declares one.
  private static JsonNode target(JsonNode wanted, JsonNode seen, Repairs repairs) {
    var complete = (ObjectNode) wanted.deepCopy();
    if (wanted.has("interval") && !wanted.has("anchor") && seen.has("anchor")) {
      complete.set("anchor", seen.get("anchor"));
    }
    var path = path(wanted.path("slug").asString());
    return repairs.merged(path, Optional.of(Json.exact(complete)), Optional.of(seen)).orElseThrow();
  }

  private static String path(String slug) {
    return String.format(Locale.ROOT, "schedules[%s]", slug);
  }

  @Override
  public List<Effect> adopt(Desired<Spec> resource, Observed observed, Mark mark) {
    var body = Json.object();
    body.set("tags", MarkTag.with(observed.field("tags").orElseThrow(), mark));
    return List.of(ApiCall.of(Method.PATCH, PATH, lookup(observed.id())).body(body));
  }

  /// Detaches a limit that others share first: it would be deleted along.
  @Override
  public List<Effect> delete(Observed observed) {
    var id = lookup(observed.id());
    var effects = new ArrayList<Effect>();
    if (sharesItsLimit(observed)) {
      effects.add(detach(id));
    }
    effects.add(ApiCall.of(Method.DELETE, PATH, id));
    return effects;
  }

  private static ApiCall detach(Lookup id) {
    return ApiCall.of(Method.PATCH, PATH, id)
        .body(Json.object().putNull("global_concurrency_limit_id"));
  }

  private static boolean sharesItsLimit(Observed observed) {
    return observed.field("concurrency").filter(limit -> limit.has("shared")).isPresent();
  }

  private static Lookup.DeploymentId lookup(ResourceId id) {
    var slash = id.name().indexOf('/');
    return new Lookup.DeploymentId(id.name().substring(0, slash), id.name().substring(slash + 1));
  }
}
