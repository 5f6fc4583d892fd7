package dev.snowdrift.prefect.kind;

import dev.snowdrift.image.ImagePath;
import dev.snowdrift.image.MissingImage;
import dev.snowdrift.image.UsesImages;
import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Objection;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.Repair;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Surroundings;
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
import dev.snowdrift.prefect.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
  private static final JsonNode NO_PARAMETERS = noParameters();
  private static final String VARIABLES = "jobVariables";
  private static final String SCHEDULES = "schedules";
  private static final String LOOKED_UP = "Snowflake looks images up whenever a run starts";
  private static final String RESCHEDULED = "future runs are scheduled anew";
  private static final Repair RESCHEDULES = Repair.restart(RESCHEDULED);

  /// What identifies a deployment, and its fields in canonical form.
  ///
  /// @param version changes with what a run gets, and only with that
  /// @param jobVariables `{}` when there are none; without what depends on the type of the pool
  ///   until the resource is resolved
  /// @param parameterSchema not compared when empty
  /// @param concurrency as {@link DeploymentLimit} has it
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
      JsonNode schedules,
      Needs needs)
      implements UsesImages {
    public Spec {
      tags = List.copyOf(tags);
    }

    /// Looked up again at the start of each run, so that the tag stays as it is written.
    @Override
    public List<ImagePath> images() {
      return Json.text(jobVariables, "image").flatMap(ImagePath::inAccount).stream().toList();
    }

    Spec withJobVariables(JsonNode variables) {
      return new Spec(
          flow,
          deployment,
          entrypoint,
          version,
          description,
          tags,
          workPool,
          workQueue,
          parameters,
          parameterSchema,
          enforceParameterSchema,
          variables,
          pullSteps,
          paused,
          concurrency,
          schedules,
          needs);
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
    references.addAll(DeploymentLimit.references(spec.concurrency()));
    spec.images()
        .forEach(image ->
            image
                .repository()
                .map(name -> Reference.ordering("ImageRepository", name))
                .ifPresent(references::add));
    return references;
  }

  /// Where it runs, and when in words where its schedules do not say it plainly.
  @Override
  public String note(Desired<Spec> resource) {
    var notes = new ArrayList<String>();
    notes.add("on " + resource.spec().workPool());
    notes.addAll(CronRules.remarks(resource.spec().schedules()));
    return String.join("; ", notes);
  }

  @Override
  public Desired<Spec> resolve(Desired<Spec> resource, Surroundings around) {
    var spec = resource.spec();
    return JobTemplate.of(spec.workPool(), around)
        .map(template -> JobVariables.resolved(spec, template))
        .map(variables ->
            new Desired<>(
                resource.id(),
                spec.withJobVariables(variables),
                resource.lifecycle(),
                resource.dependsOn(),
                resource.at(),
                resource.fingerprints()))
        .orElse(resource);
  }

  @Override
  public List<Objection> objections(
      Desired<Spec> resource, Set<String> writing, Surroundings around) {
    if (!writing.contains(VARIABLES) && !writing.contains("workPool")) {
      return List.of();
    }
    var objections = new ArrayList<Objection>();
    JobTemplate.of(resource.spec().workPool(), around)
        .map(template -> JobVariables.problems(resource, template))
        .orElse(List.of())
        .forEach(problem -> objections.add(new Objection.Wrong(problem)));
    for (var image : resource.spec().images()) {
      MissingImage.objection(resource, image, LOOKED_UP, around).ifPresent(objections::add);
    }
    return objections;
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
        field(VARIABLES, spec -> Optional.of(jobVariables(spec.jobVariables()))),
        field("pullSteps", spec -> Optional.of(Json.exact(spec.pullSteps()))),
        field("paused", spec -> Canonical.bool(spec.paused())).standard(Canonical.bool(false)),
        field(DeploymentLimit.FIELD, spec -> spec.concurrency().map(Json::exact))
            .standard(Json.object())
            .align(DeploymentLimit::align),
        field(SCHEDULES, spec -> Optional.of(spec.schedules())).align(Schedules::align));
  }

  /// Says what a schedule really means, and what Prefect does instead of emptying job variables.
  @Override
  public Repair repair(Drift drift, Observed observed, List<Drift> all) {
    var remarks = remarks(drift, observed, all);
    if (remarks.isEmpty()) {
      return RESCHEDULES;
    }
    var text = String.join("; ", remarks);
    // Said once: a plan puts the different notes of all drifts together.
    return Repair.restart(all.getFirst().equals(drift) ? RESCHEDULED + "; " + text : text);
  }

  private static List<String> remarks(Drift drift, Observed observed, List<Drift> all) {
    if (drift.field().equals(SCHEDULES)) {
      return drift.desired().map(CronRules::remarks).orElse(List.of());
    }
    return drift.field().equals(VARIABLES) && empties(observed, all)
        ? List.of("Prefect cannot empty job variables: {\"env\": {}} stands for none")
        : List.of();
  }

  private static boolean empties(Observed observed, List<Drift> all) {
    var drifts = all.stream().filter(drift -> drift.field().equals(VARIABLES)).toList();
    var removed =
        drifts.stream()
            .filter(drift -> drift.desired().isEmpty())
            .filter(drift -> drift.path().indexOf('.') == drift.path().lastIndexOf('.'))
            .count();
    return removed == drifts.size()
        && removed == observed.field(VARIABLES).map(JsonNode::size).orElse(0);
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

  /// `required` is a set. The server makes an object without properties of `{}` (PrefectHQ/prefect,
  /// src/prefect/_internal/schema.py), so the two are one.
  static JsonNode schema(JsonNode value) {
    var exact = Json.exact(value);
    if (exact instanceof ObjectNode object && object.path("required").isArray()) {
      var names = object.path("required").valueStream().map(name -> name.asString("")).toList();
      object.set("required", Canonical.set(names));
    }
    return exact.equals(NO_PARAMETERS) ? Json.object() : exact;
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
  public Set<Standing.Sign> signs() {
    return Set.of(Standing.Sign.RUNS, Standing.Sign.WORKERS);
  }

  @Override
  public Optional<String> workPool(Observed seen) {
    return DeploymentStanding.pool(seen);
  }

  @Override
  public Observed judged(Observed seen, Standing standing) {
    return DeploymentStanding.judged(seen, standing);
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
    body.set("tags", MarkTag.with(spec.tags(), mark));
    body.set("parameters", spec.parameters());
    body.set("pull_steps", spec.pullSteps());
    if (!spec.jobVariables().isEmpty()) {
      body.set("job_variables", spec.jobVariables());
    }
    var schedules = body.putArray("schedules");
    spec.schedules().forEach(item -> schedules.add(Schedules.body(item, true)));
    var byName = ApiPath.of("/deployments/name/{}/{}", spec.flow(), spec.deployment());
    var call = ApiCall.of(Method.POST, "/deployments/").body(body);
    return List.of(
        DeploymentLimit.creating(call, body, spec.concurrency())
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
    var limited = repairs.touches(DeploymentLimit.FIELD);
    if (limited) {
      effects.addAll(DeploymentLimit.before(spec.concurrency(), observed, id));
    }
    var body = body(spec, repairs, mark);
    var call = ApiCall.of(Method.PATCH, PATH, id);
    if (limited) {
      effects.add(DeploymentLimit.updating(call, body, spec.concurrency(), observed));
    } else if (!body.isEmpty()) {
      effects.add(call.body(body));
    }
    if (repairs.touches(SCHEDULES)) {
      effects.addAll(ScheduleRepairs.of(spec.schedules(), observed, repairs, id));
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
    if (repairs.touches(VARIABLES)) {
      var variables = repairs.value(VARIABLES, jobVariables(spec.jobVariables()));
      body.set("job_variables", variables.isEmpty() ? noVariables() : variables);
    }
    if (repairs.touches("pullSteps")) {
      body.set("pull_steps", spec.pullSteps());
    }
    if (repairs.touches("paused")) {
      body.put("paused", spec.paused().orElse(false));
    }
    return body;
  }

  private static JsonNode noParameters() {
    var schema = Json.object();
    schema.putObject("properties");
    return schema.put("type", "object");
  }

  private static JsonNode noVariables() {
    var variables = Json.object();
    variables.putObject("env");
    return variables;
  }

  private static JsonNode orNull(Optional<JsonNode> value) {
    return value.orElseGet(JsonNodeFactory.instance::nullNode);
  }

  @Override
  public List<Effect> adopt(Desired<Spec> resource, Observed observed, Mark mark) {
    var body = Json.object();
    body.set("tags", MarkTag.with(observed.field("tags").orElseThrow(), mark));
    return List.of(ApiCall.of(Method.PATCH, PATH, lookup(observed.id())).body(body));
  }

  @Override
  public String takesAlong(Observed observed) {
    var parts = new ArrayList<String>();
    var schedules = observed.field(SCHEDULES).map(JsonNode::size).orElse(0);
    if (schedules > 0) {
      parts.add(schedules == 1 ? "its schedule" : "its %d schedules".formatted(schedules));
    }
    parts.add("runs that have not started");
    if (DeploymentLimit.isOwn(observed)) {
      parts.add("its concurrency limit");
    }
    parts.add("automations that it owns");
    return String.join(", ", parts);
  }

  /// Detaches a limit that others share first: it would be deleted along. Automations that Prefect
  /// made for the deployment would stay and point to nothing.
  @Override
  public List<Effect> delete(Observed observed) {
    var id = lookup(observed.id());
    var effects = new ArrayList<>(DeploymentLimit.beforeDelete(observed, id));
    effects.add(ApiCall.of(Method.DELETE, "/automations/owned-by/prefect.deployment.{}", id));
    effects.add(ApiCall.of(Method.DELETE, PATH, id));
    return effects;
  }

  private static Lookup.DeploymentId lookup(ResourceId id) {
    var slash = id.name().indexOf('/');
    return new Lookup.DeploymentId(id.name().substring(0, slash), id.name().substring(slash + 1));
  }
}
