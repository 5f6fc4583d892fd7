package dev.snowdrift.prefect.kind;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Export;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Objection;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.Repair;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Surroundings;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Example;
import dev.snowdrift.manifest.Min;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.prefect.ApiCall;
import dev.snowdrift.prefect.Json;
import dev.snowdrift.prefect.Listing;
import dev.snowdrift.prefect.Listings;
import dev.snowdrift.prefect.Precondition;
import dev.snowdrift.prefect.PrefectClient.Method;
import dev.snowdrift.prefect.PrefectKind;
import dev.snowdrift.prefect.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A work pool: where a worker looks for runs, and how it starts them. The mark is at the end of
/// its description, as pools have no tags.
public final class WorkPoolKind implements PrefectKind<WorkPoolKind.Spec> {
  private static final String PATH = "/work_pools/{}";
  private static final String TYPE = "type";
  private static final String TEMPLATE = "baseJobTemplate";
  private static final String DEFAULTS = "jobDefaults";
  private static final JsonNode UNLIMITED = Canonical.text("unlimited");

  @Doc("Where a worker looks for runs, and how it starts them")
  public record Spec(
      @Doc("The kind of worker; a pool keeps it for its life")
          @Example("snowpark-container-service")
          String type,
      @Doc("For people") Optional<String> description,
      @Doc("How many runs at once; unlimited without") @Min(0) OptionalLong concurrencyLimit,
      @Doc("Whether deliveries stop") Optional<Boolean> paused,
      @Doc("What job variables there are and what a job looks like; a worker fills it in without")
          Optional<ObjectNode> baseJobTemplate,
      @Doc("A JSON or YAML file of the commit with the template")
          @Example("pools/base-job-template.json")
          Optional<String> baseJobTemplateFile,
      @Doc("Other defaults for variables of the template; of the type's own one, if none is given")
          Map<String, JsonNode> jobDefaults) {
    public Spec {
      jobDefaults = Map.copyOf(jobDefaults);
    }

    private Spec template(Optional<ObjectNode> template, Map<String, JsonNode> defaults) {
      return new Spec(
          type, description, concurrencyLimit, paused, template, Optional.empty(), defaults);
    }

    private JsonNode defaults() {
      var defaults = Json.object();
      jobDefaults.forEach(defaults::set);
      return Json.exact(defaults);
    }
  }

  @Override
  public String name() {
    return "WorkPool";
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
  public String canonicalName(String written) {
    if (written.toLowerCase(Locale.ROOT).startsWith("prefect")) {
      throw new IllegalArgumentException(
          "names of work pools that begin with prefect are reserved");
    }
    return Names.free("work pool", written);
  }

  /// A template that the manifest gives is complete with its defaults.
  @Override
  public Spec load(Spec spec, LoadContext context) {
    var template = PoolTemplate.load(spec, context);
    if (template.isEmpty()) {
      return spec.template(Optional.empty(), spec.jobDefaults());
    }
    for (var wrong : PoolTemplate.wrong(template.get(), spec.jobDefaults())) {
      context.problem(
          wrong.code(), DEFAULTS + "." + wrong.variable(), wrong.what(), wrong.why(), wrong.next());
    }
    return spec.template(
        Optional.of(PoolTemplate.with(template.get(), spec.jobDefaults())), Map.of());
  }

  /// A pool that is to get its template gets that of its type, with the defaults that the manifest
  /// changes. One that has a template keeps it.
  @Override
  public Desired<Spec> resolve(Desired<Spec> resource, Surroundings around) {
    var spec = resource.spec();
    if (spec.jobDefaults().isEmpty()
        || spec.baseJobTemplate().isPresent()
        || template(resource, around).isPresent()) {
      return resource;
    }
    return PoolTemplates.of(spec.type(), around)
        .map(template ->
            new Desired<>(
                resource.id(),
                spec.template(
                    Optional.of(PoolTemplate.with(template, spec.jobDefaults())),
                    spec.jobDefaults()),
                resource.lifecycle(),
                resource.dependsOn(),
                resource.at(),
                resource.fingerprints()))
        .orElse(resource);
  }

  /// The template that the pool has, if it is of the type that it should be.
  private static Optional<JsonNode> template(Desired<Spec> resource, Surroundings around) {
    return around
        .observed(resource.id())
        .filter(
            seen -> seen.field(TYPE).equals(Optional.of(Canonical.text(resource.spec().type()))))
        .flatMap(seen -> seen.field(TEMPLATE));
  }

  @Override
  public List<Objection> objections(
      Desired<Spec> resource, Set<String> writing, Surroundings around) {
    var spec = resource.spec();
    if (spec.jobDefaults().isEmpty()
        || !(writing.contains(DEFAULTS) || writing.contains(TEMPLATE))) {
      return List.of();
    }
    var template =
        spec.baseJobTemplate().<JsonNode>map(own -> own).or(() -> template(resource, around));
    if (template.isPresent()) {
      return PoolTemplate.wrong(template.get(), spec.jobDefaults()).stream()
          .map(wrong ->
              wrong(
                  resource,
                  wrong.code(),
                  DEFAULTS + ": " + wrong.what(),
                  wrong.why(),
                  wrong.next()))
          .toList();
    }
    return List.of(
        PoolTemplates.of(around)
            .map(known ->
                wrong(
                    resource,
                    Code.FIELD_VALUE,
                    "the server knows no template for pools of the type " + spec.type(),
                    "it knows those of %s and %s"
                        .formatted(String.join(", ", known.types()), PoolTemplates.SNOWPARK),
                    "give one with `baseJobTemplate` or `baseJobTemplateFile`"))
            .orElseGet(() ->
                new Objection.Wait(
                    "the template of pools of the type %s could not be read".formatted(spec.type()),
                    "it is read again with the next pass")));
  }

  private static Objection wrong(
      Desired<Spec> resource, Code code, String what, String why, String next) {
    return new Objection.Wrong(
        new Problem(code, resource.at(), resource.id().toString(), what, why, next));
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    var spec = resource.spec();
    var references = new ArrayList<Reference>();
    spec.baseJobTemplate()
        .ifPresent(template -> references.addAll(Placeholders.references(template, TEMPLATE)));
    references.addAll(Placeholders.references(spec.defaults(), DEFAULTS));
    if (spec.type().equals(PoolTemplates.SNOWPARK)) {
      references.addAll(
          SnowparkReferences.of(
              spec.baseJobTemplate().map(PoolTemplate::defaults).orElseGet(spec::defaults)));
    }
    return references;
  }

  @Override
  public List<Field<Spec>> fields() {
    return List.of(
        Field.<Spec>of(TYPE, spec -> Optional.of(Canonical.text(spec.type())))
            .repair(
                new Repair.Recreate(
                    "Prefect cannot change the type of a work pool",
                    "its queues and workers, and the runs that wait in it; it is refused while a"
                        + " deployment runs in it")),
        Field.<Spec>of("description", spec -> Canonical.text(spec.description()))
            .standard(Canonical.text("")),
        Field.<Spec>of(
                "concurrencyLimit",
                spec ->
                    spec.concurrencyLimit().isPresent()
                        ? Optional.of(Canonical.number(spec.concurrencyLimit().getAsLong()))
                        : Optional.empty())
            .standard(UNLIMITED),
        Field.<Spec>of("paused", spec -> Canonical.bool(spec.paused()))
            .standard(Canonical.bool(false)),
        Field.<Spec>of(TEMPLATE, spec -> spec.baseJobTemplate().flatMap(Json::present)),
        Field.<Spec>of(DEFAULTS, spec -> Optional.of(spec.defaults()))
            .standard(Json.object())
            .align(BlockReader::declared)
            .asPartial());
  }

  @Override
  public Set<Listing> listings() {
    return Set.of(Listing.WORK_POOLS);
  }

  /// The templates of the server, when a pool is to get that of its type.
  @Override
  public Set<Listing> further(List<Desired<Spec>> resources, Listings listings) {
    var complete = new HashMap<String, String>();
    for (var pool : listings.of(Listing.WORK_POOLS)) {
      if (!pool.path("base_job_template").isEmpty()) {
        complete.put(pool.path("name").asString(), pool.path("type").asString(""));
      }
    }
    var needed =
        resources.stream()
            .anyMatch(pool ->
                !pool.spec().jobDefaults().isEmpty()
                    && !pool.spec().type().equals(PoolTemplates.SNOWPARK)
                    && !pool.spec().type().equals(complete.get(pool.id().name())));
    return needed ? Set.of(Listing.WORKER_TYPES) : Set.of();
  }

  @Override
  public List<Observed> read(Listings listings) {
    var all = new ArrayList<Observed>();
    listings.of(Listing.WORK_POOLS).forEach(pool -> all.add(read(pool)));
    var types = listings.of(Listing.WORKER_TYPES);
    if (!types.isEmpty()) {
      all.add(PoolTemplates.observed(types));
    }
    return all;
  }

  private Observed read(JsonNode pool) {
    var id = new ResourceId(name(), pool.path("name").asString());
    var description = pool.path("description").asString("");
    var fields = new TreeMap<String, JsonNode>();
    fields.put(TYPE, Canonical.text(pool.path("type").asString("")));
    Canonical.text(Optional.of(Mark.strip(description)))
        .ifPresent(value -> fields.put("description", value));
    Json.present(pool.path("concurrency_limit"))
        .ifPresent(value -> fields.put("concurrencyLimit", value));
    fields.put("paused", Canonical.bool(pool.path("is_paused").asBoolean(false)));
    Json.present(pool.path("base_job_template")).ifPresent(value -> fields.put(TEMPLATE, value));
    fields.put(DEFAULTS, PoolTemplate.defaults(pool.path("base_job_template")));
    var status = pool.path("status").asString("");
    var facts = new TreeMap<String, String>();
    facts.put("id", pool.path("id").asString());
    facts.put("status", status);
    return new Observed(id, fields, Mark.find(description), health(status), facts);
  }

  /// Status moves with every heartbeat and is never drift. PrefectHQ/prefect, src/prefect/server/
  /// schemas/statuses.py.
  private static Health health(String status) {
    return switch (status) {
      case "READY" -> Health.HEALTHY;
      case "NOT_READY" -> Health.progressing("no worker of the pool is online");
      case "PAUSED" -> Health.suspended("the pool is paused");
      default -> Health.unknown("Prefect reports the status " + status);
    };
  }

  @Override
  public Set<Standing.Sign> signs() {
    return Set.of(Standing.Sign.WORKERS);
  }

  @Override
  public Optional<String> workPool(Observed seen) {
    return Optional.of(seen.id().name());
  }

  @Override
  public Observed judged(Observed seen, Standing standing) {
    return PoolStanding.judged(seen, standing);
  }

  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    var spec = resource.spec();
    var body =
        Json.object()
            .put("name", resource.id().name())
            .put("type", spec.type())
            .put("description", mark.appendTo(spec.description()));
    spec.concurrencyLimit().ifPresent(limit -> body.put("concurrency_limit", limit));
    spec.paused().ifPresent(paused -> body.put("is_paused", paused));
    spec.baseJobTemplate().ifPresent(template -> body.set("base_job_template", template));
    return List.of(ApiCall.of(Method.POST, "/work_pools/").body(body));
  }

  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    var repairs = new Repairs(drifts, observed);
    var spec = resource.spec();
    var body = Json.object();
    if (repairs.touches("description")) {
      body.put("description", mark.appendTo(spec.description()));
    }
    if (repairs.touches("concurrencyLimit")) {
      if (spec.concurrencyLimit().isPresent()) {
        body.put("concurrency_limit", spec.concurrencyLimit().getAsLong());
      } else {
        body.putNull("concurrency_limit");
      }
    }
    if (repairs.touches("paused")) {
      body.put("is_paused", spec.paused().orElse(false));
    }
    template(spec, observed, repairs).ifPresent(value -> body.set("base_job_template", value));
    return List.of(patch(resource.id(), body));
  }

  /// Prefect replaces a template whole.
  private static Optional<JsonNode> template(Spec spec, Observed observed, Repairs repairs) {
    if (repairs.touches(TEMPLATE)) {
      return Optional.of(repairs.value(TEMPLATE, spec.baseJobTemplate().orElseThrow()));
    }
    var seen = observed.field(TEMPLATE);
    if (!repairs.touches(DEFAULTS) || seen.isEmpty()) {
      return Optional.empty();
    }
    var changed = new HashMap<String, JsonNode>();
    spec.jobDefaults()
        .forEach((name, value) -> {
          if (repairs.touchesPath(DEFAULTS + "." + name)) {
            changed.put(
                name,
                repairs
                    .merged(
                        DEFAULTS + "." + name,
                        Optional.of(Json.exact(value)),
                        Optional.ofNullable(PoolTemplate.defaults(seen.get()).get(name)))
                    .orElse(value));
          }
        });
    var prefix = DEFAULTS + ".";
    var gone =
        repairs.drifts().stream()
            .filter(drift -> drift.desired().isEmpty() && drift.path().startsWith(prefix))
            .map(drift -> drift.path().substring(prefix.length()))
            .filter(name -> !name.contains("."))
            .toList();
    return Optional.of(PoolTemplate.without(PoolTemplate.with(seen.get(), changed), gone));
  }

  @Override
  public List<Effect> adopt(Desired<Spec> resource, Observed observed, Mark mark) {
    var description = observed.field("description").map(JsonNode::asString);
    return List.of(
        patch(resource.id(), Json.object().put("description", mark.appendTo(description))));
  }

  @Override
  public List<Effect> delete(Observed observed) {
    var pool = observed.id().name();
    return List.of(ApiCall.of(Method.DELETE, PATH, pool).onlyIf(new Precondition.Unused(pool)));
  }

  @Override
  public String takesAlong(Observed observed) {
    return "its work queues and workers; runs that wait in it are picked up by nobody";
  }

  /// The template is exported whole, with its defaults.
  @Override
  public Export exported(Observed observed) {
    var export = Export.ofFields(this, observed);
    export.spec().remove(DEFAULTS);
    return export;
  }

  private static ApiCall patch(ResourceId id, ObjectNode body) {
    return ApiCall.of(Method.PATCH, PATH, id.name()).body(body);
  }
}
