package dev.snowdrift.prefect.kind;

import dev.snowdrift.health.Health;
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
import dev.snowdrift.manifest.Example;
import dev.snowdrift.manifest.Min;
import dev.snowdrift.prefect.ApiCall;
import dev.snowdrift.prefect.Json;
import dev.snowdrift.prefect.Listing;
import dev.snowdrift.prefect.Listings;
import dev.snowdrift.prefect.Precondition;
import dev.snowdrift.prefect.PrefectClient.Method;
import dev.snowdrift.prefect.PrefectKind;
import dev.snowdrift.prefect.Standing;
import java.util.List;
import java.util.Locale;
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
          Optional<ObjectNode> baseJobTemplate) {}

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

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    return resource
        .spec()
        .baseJobTemplate()
        .map(template -> Placeholders.references(template, "baseJobTemplate"))
        .orElse(List.of());
  }

  @Override
  public List<Field<Spec>> fields() {
    return List.of(
        Field.<Spec>of("type", spec -> Optional.of(Canonical.text(spec.type())))
            .repair(
                new Repair.Recreate(
                    "Prefect cannot change the type of a work pool",
                    "its queues and workers; every deployment is torn off it")),
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
        Field.<Spec>of("baseJobTemplate", spec -> spec.baseJobTemplate().flatMap(Json::present)));
  }

  @Override
  public Set<Listing> listings() {
    return Set.of(Listing.WORK_POOLS);
  }

  @Override
  public List<Observed> read(Listings listings) {
    return listings.of(Listing.WORK_POOLS).stream().map(this::read).toList();
  }

  private Observed read(JsonNode pool) {
    var id = new ResourceId(name(), pool.path("name").asString());
    var description = pool.path("description").asString("");
    var fields = new TreeMap<String, JsonNode>();
    fields.put("type", Canonical.text(pool.path("type").asString("")));
    Canonical.text(Optional.of(Mark.strip(description)))
        .ifPresent(value -> fields.put("description", value));
    Json.present(pool.path("concurrency_limit"))
        .ifPresent(value -> fields.put("concurrencyLimit", value));
    fields.put("paused", Canonical.bool(pool.path("is_paused").asBoolean(false)));
    Json.present(pool.path("base_job_template"))
        .ifPresent(value -> fields.put("baseJobTemplate", value));
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
    if (repairs.touches("baseJobTemplate")) {
      body.set(
          "base_job_template",
          repairs.value("baseJobTemplate", spec.baseJobTemplate().orElseThrow()));
    }
    return List.of(patch(resource.id(), body));
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

  private static ApiCall patch(ResourceId id, ObjectNode body) {
    return ApiCall.of(Method.PATCH, PATH, id.name()).body(body);
  }
}
