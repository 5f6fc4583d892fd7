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
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Example;
import dev.snowdrift.manifest.Required;
import dev.snowdrift.prefect.ApiCall;
import dev.snowdrift.prefect.Json;
import dev.snowdrift.prefect.Listing;
import dev.snowdrift.prefect.Listings;
import dev.snowdrift.prefect.PrefectClient.Method;
import dev.snowdrift.prefect.PrefectKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// A variable: any JSON value that flows and templates read when they run.
public final class VariableKind implements PrefectKind<VariableKind.Spec> {
  static final String PATH = "/variables/name/{}";

  /// Names that Snowdrift keeps for itself.
  static final String RESERVED = "snowdrift_";

  private static final int LONGEST = 5_000;

  @Doc("A value that flows and templates read when they run")
  public record Spec(
      @Doc("Any JSON value; text and number are different") @Required @Example("eu-west-1")
          JsonNode value,
      @Doc("A set; tags that begin with snowdrift: are reserved") List<String> tags) {
    public Spec {
      tags = List.copyOf(tags);
    }
  }

  @Override
  public String name() {
    return "Variable";
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
    if (written.startsWith(RESERVED)) {
      throw new IllegalArgumentException("names that begin with snowdrift_ are reserved");
    }
    return Names.variable(written);
  }

  @Override
  public Spec load(Spec spec, LoadContext context) {
    if (spec.value().toString().length() > LONGEST) {
      context.problem(
          Code.FIELD_VALUE,
          "value",
          "`value` has more than 5,000 characters as JSON",
          "Prefect takes no longer ones",
          "shorten it, or put it into a file beside the flow");
    }
    Tags.check(spec.tags(), "tags", context);
    return spec;
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    return List.of();
  }

  @Override
  public List<Field<Spec>> fields() {
    return List.of(
        Field.of("value", spec -> Optional.of(Json.exact(spec.value()))),
        Field.<Spec>of("tags", spec -> Tags.declared(spec.tags()))
            .standard(Canonical.set(List.of())));
  }

  @Override
  public Set<Listing> listings() {
    return Set.of(Listing.VARIABLES);
  }

  @Override
  public List<Observed> read(Listings listings) {
    return listings.of(Listing.VARIABLES).stream().map(variable -> read(name(), variable)).toList();
  }

  static Observed read(String kind, JsonNode variable) {
    var tags = variable.path("tags");
    var fields = new TreeMap<String, JsonNode>();
    fields.put("value", Json.exact(variable.path("value")));
    fields.put("tags", MarkTag.without(tags));
    var facts = new TreeMap<String, String>();
    facts.put("id", variable.path("id").asString());
    return new Observed(
        new ResourceId(kind, variable.path("name").asString()),
        fields,
        MarkTag.find(tags),
        Health.HEALTHY,
        facts);
  }

  /// The value also when it is null, `""`, `{}` or `[]`: those are values of their own.
  @Override
  public Export exported(Observed observed) {
    var export = Export.ofFields(this, observed);
    observed.field("value").ifPresent(value -> export.set("value", value));
    return export;
  }

  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    return List.of(
        post(resource.id().name(), resource.spec().value(), resource.spec().tags(), mark));
  }

  static ApiCall post(String name, JsonNode value, List<String> tags, Mark mark) {
    var body = Json.object().put("name", name);
    body.set("value", value);
    body.set("tags", MarkTag.with(tags, mark));
    return ApiCall.of(Method.POST, "/variables/").body(body);
  }

  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    var repairs = new Repairs(drifts, observed);
    var body = Json.object();
    if (repairs.touches("value")) {
      body.set("value", repairs.value("value", resource.spec().value()));
    }
    if (repairs.touches("tags")) {
      body.set("tags", MarkTag.with(resource.spec().tags(), mark));
    }
    return List.of(patch(resource.id().name(), body));
  }

  @Override
  public List<Effect> adopt(Desired<Spec> resource, Observed observed, Mark mark) {
    return List.of(adopting(observed, mark));
  }

  static ApiCall adopting(Observed observed, Mark mark) {
    var body = Json.object();
    body.set("tags", MarkTag.with(observed.field("tags").orElseThrow(), mark));
    return patch(observed.id().name(), body);
  }

  @Override
  public List<Effect> delete(Observed observed) {
    return List.of(ApiCall.of(Method.DELETE, PATH, observed.id().name()));
  }

  static ApiCall patch(String name, JsonNode body) {
    return ApiCall.of(Method.PATCH, PATH, name).body(body);
  }
}
