package dev.snowdrift.prefect.kind;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Example;
import dev.snowdrift.manifest.Max;
import dev.snowdrift.manifest.Min;
import dev.snowdrift.prefect.ApiCall;
import dev.snowdrift.prefect.ApiPath;
import dev.snowdrift.prefect.Json;
import dev.snowdrift.prefect.Listing;
import dev.snowdrift.prefect.Listings;
import dev.snowdrift.prefect.Precondition;
import dev.snowdrift.prefect.PrefectClient.Method;
import dev.snowdrift.prefect.PrefectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A limit on how much runs at once, by the name that the server shows: a global limit by its own,
/// the limit of a tag as `tag:<tag>`. Both are one kind of object on the server since it moved tag
/// limits over (PrefectHQ/prefect, src/prefect/server/api/concurrency_limits.py).
///
/// Limits have neither tags nor a description, so the mark is in a companion variable. Those named
/// `deployment:<id>` belong to their deployment and are not seen here. How many slots are taken is
/// the server's own affair and is never written.
public final class ConcurrencyLimitKind implements PrefectKind<ConcurrencyLimitKind.Spec> {
  private static final String PATH = "/v2/concurrency_limits/{}";
  private static final String TAG_PATH = "/concurrency_limits/tag/{}";
  private static final String TAG = "tag:";
  private static final String OF_DEPLOYMENT = "deployment:";
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}");
  private static final JsonNode NO_DECAY = Canonical.number(0);

  @Doc("How much runs at once; its name is that of a global limit, or `tag:<tag>`")
  public record Spec(
      @Doc("How many slots there are; 0 lets nothing run")
          @Example("5")
          @Min(0) @Max(Integer.MAX_VALUE) long limit,
      @Doc("Whether it limits anything; true without") Optional<Boolean> active,
      @Doc("How many taken slots come back each second, for rate limits; 0 without, not for tags")
          @Min(0) OptionalDouble slotDecayPerSecond) {}

  /// The limit of this name, for what points at it.
  static ResourceId id(String name) {
    return new ResourceId("ConcurrencyLimit", name);
  }

  @Override
  public String name() {
    return "ConcurrencyLimit";
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
    if (written.startsWith(OF_DEPLOYMENT)) {
      throw new IllegalArgumentException(
          "limits named deployment:... belong to their deployment; use `concurrency` of a Flow");
    }
    if (ID.matcher(written).matches()) {
      throw new IllegalArgumentException("the server would take it for the id of a limit");
    }
    Names.free("concurrency limit", isOfTag(written) ? tag(written) : written);
    if (!companion(written).fits()) {
      throw new IllegalArgumentException("the name of a concurrency limit is shorter than this");
    }
    return written;
  }

  @Override
  public Spec load(Spec spec, LoadContext context) {
    if (isOfTag(context.id().name()) && spec.slotDecayPerSecond().isPresent()) {
      context.problem(
          Code.FIELD_VALUE,
          "slotDecayPerSecond",
          "the limit of a tag has no slotDecayPerSecond",
          "a task gives its slot back when it ends; only code that asks for slots of a global limit"
              + " may get them by time",
          "remove it, or make it a global limit");
    }
    return spec;
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    return List.of();
  }

  @Override
  public List<Field<Spec>> fields() {
    return List.of(
        Field.of("limit", spec -> Optional.of(Canonical.number(spec.limit()))),
        Field.<Spec>of("active", spec -> Canonical.bool(spec.active()))
            .standard(Canonical.bool(true)),
        Field.<Spec>of("slotDecayPerSecond", ConcurrencyLimitKind::decay).standard(NO_DECAY));
  }

  private static Optional<JsonNode> decay(Spec spec) {
    return spec.slotDecayPerSecond().isPresent()
        ? Optional.of(number(spec.slotDecayPerSecond().getAsDouble()))
        : Optional.empty();
  }

  private static JsonNode number(double value) {
    return Canonical.tree(Json.object().numberNode(value));
  }

  @Override
  public Set<Listing> listings() {
    return Set.of(Listing.LIMITS, Listing.VARIABLES);
  }

  @Override
  public List<Observed> read(Listings listings) {
    var variables = Companion.variables(listings);
    var all = new ArrayList<Observed>();
    for (var limit : listings.of(Listing.LIMITS)) {
      var name = limit.path("name").asString();
      if (!name.startsWith(OF_DEPLOYMENT)) {
        all.add(read(id(name), limit, companion(name).in(variables).flatMap(Companion::mark)));
      }
    }
    return all;
  }

  private static Observed read(ResourceId id, JsonNode limit, Optional<Mark> mark) {
    var active = limit.path("active").asBoolean(true);
    var fields = new TreeMap<String, JsonNode>();
    fields.put("limit", Json.exact(limit.path("limit")));
    fields.put("active", Canonical.bool(active));
    fields.put("slotDecayPerSecond", Json.or(limit.path("slot_decay_per_second"), NO_DECAY));
    var facts = new TreeMap<String, String>();
    facts.put("id", limit.path("id").asString());
    facts.put("slots taken", Json.or(limit.path("active_slots"), NO_DECAY).toString());
    var health = active ? Health.HEALTHY : Health.suspended("it is not active: it limits nothing");
    return new Observed(id, fields, mark, health, facts);
  }

  /// Only when nothing has the name: the companion would say that somebody else's limit is ours,
  /// and the limit of a tag is overwritten by its creation.
  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    var name = resource.id().name();
    var spec = resource.spec();
    var absent = new Precondition.Absent(ApiPath.of(PATH, name));
    var effects = new ArrayList<Effect>();
    effects.add(companion(name).remember(mark).onlyIf(absent));
    if (isOfTag(name)) {
      var body = Json.object().put("tag", tag(name)).put("concurrency_limit", spec.limit());
      effects.add(ApiCall.of(Method.POST, "/concurrency_limits/").body(body).onlyIf(absent));
      spec.active()
          .filter(active -> !active)
          .ifPresent(active -> effects.add(patch(name, Json.object().put("active", false))));
    } else {
      var body = Json.object().put("name", name).put("limit", spec.limit());
      spec.active().ifPresent(active -> body.put("active", active));
      decay(spec).ifPresent(decay -> body.set("slot_decay_per_second", decay));
      effects.add(ApiCall.of(Method.POST, "/v2/concurrency_limits/").body(body));
    }
    return effects;
  }

  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    var repairs = new Repairs(drifts, observed);
    var spec = resource.spec();
    var body = Json.object();
    if (repairs.touches("limit")) {
      body.put("limit", spec.limit());
    }
    if (repairs.touches("active")) {
      body.put("active", spec.active().orElse(true));
    }
    if (repairs.touches("slotDecayPerSecond")) {
      body.set("slot_decay_per_second", decay(spec).orElse(NO_DECAY));
    }
    return List.of(patch(resource.id().name(), body));
  }

  @Override
  public List<Effect> adopt(Desired<Spec> resource, Observed observed, Mark mark) {
    return List.of(companion(resource.id().name()).remember(mark));
  }

  @Override
  public List<Effect> release(Desired<Spec> before, Observed observed) {
    return List.of(companion(observed.id().name()).forget());
  }

  @Override
  public List<Effect> delete(Observed observed) {
    var name = observed.id().name();
    var call =
        isOfTag(name)
            ? ApiCall.of(Method.DELETE, TAG_PATH, tag(name))
            : ApiCall.of(Method.DELETE, PATH, name);
    return List.of(call.onlyIf(new Precondition.UnusedLimit(name)), companion(name).forget());
  }

  private static ApiCall patch(String name, ObjectNode body) {
    return ApiCall.of(Method.PATCH, PATH, name).body(body);
  }

  private static boolean isOfTag(String name) {
    return name.startsWith(TAG);
  }

  private static String tag(String name) {
    return name.substring(TAG.length());
  }

  private static Companion companion(String name) {
    return Companion.ofName("limit", name);
  }
}
