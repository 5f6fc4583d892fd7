package dev.snowdrift.prefect.kind;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Expansion;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.manifest.Lifecycle;
import dev.snowdrift.prefect.ApiCall;
import dev.snowdrift.prefect.Json;
import dev.snowdrift.prefect.Listing;
import dev.snowdrift.prefect.Listings;
import dev.snowdrift.prefect.Lookup;
import dev.snowdrift.prefect.Precondition;
import dev.snowdrift.prefect.PrefectClient.Method;
import dev.snowdrift.prefect.PrefectKind;
import dev.snowdrift.prefect.python.FlowSignature;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// A flow. Its manifest stands for the flow itself, for its deployments, and for the variable that
/// tells runs which commit to clone.
///
/// The flow itself is hardly more than a name. It is orphaned by default, as deleting it deletes
/// its whole run history, running runs included.
public final class FlowKind implements PrefectKind<FlowSpec> {
  private static final Signatures SIGNATURES =
      (source, function) ->
          FlowSignature.read(source, function)
              .map(found -> new Signatures.Signature(found.parameterSchema(), found.unclear()));

  @Override
  public String name() {
    return "Flow";
  }

  @Override
  public Wave wave() {
    return Wave.ORCHESTRATION;
  }

  @Override
  public Class<FlowSpec> specification() {
    return FlowSpec.class;
  }

  @Override
  public Lifecycle.Deletion deletion() {
    return Lifecycle.Deletion.ORPHAN;
  }

  @Override
  public String canonicalName(String written) {
    return Names.free("flow", written);
  }

  @Override
  public FlowSpec load(FlowSpec spec, LoadContext context) {
    return new FlowCheck(spec, context, SIGNATURES).check();
  }

  /// The flow comes out under its name in Prefect, so that two manifests cannot claim the same
  /// flow.
  @Override
  public List<Desired<?>> expand(Desired<FlowSpec> resource, Expansion context) {
    var spec = resource.spec();
    var flow = spec.flow().orElse(resource.id().name());
    var all = new ArrayList<Desired<?>>();
    all.add(resource.implied(new ResourceId(name(), flow), spec));
    for (var deployment : new FlowRendering(flow, spec, context).deployments()) {
      all.add(
          resource.implied(
              DeploymentKind.id(deployment.flow(), deployment.deployment()), deployment));
    }
    all.add(
        new Desired<>(
            CommitVariableKind.id(context.environment()),
            new CommitVariableKind.Spec(context.commit()),
            Lifecycle.NONE,
            List.of(),
            resource.at()));
    return all;
  }

  @Override
  public List<Reference> references(Desired<FlowSpec> resource) {
    return List.of();
  }

  /// None: what the manifest says is in the deployments.
  @Override
  public List<Field<FlowSpec>> fields() {
    return List.of();
  }

  @Override
  public Set<Listing> listings() {
    return Set.of(Listing.FLOWS);
  }

  @Override
  public List<Observed> read(Listings listings) {
    return listings.of(Listing.FLOWS).stream().map(this::read).toList();
  }

  private Observed read(JsonNode flow) {
    var tags = flow.path("tags");
    var fields = new TreeMap<String, JsonNode>();
    fields.put("tags", MarkTag.without(tags));
    var facts = new TreeMap<String, String>();
    facts.put("id", flow.path("id").asString());
    return new Observed(
        new ResourceId(name(), flow.path("name").asString()),
        fields,
        MarkTag.find(tags),
        Health.HEALTHY,
        facts);
  }

  /// `POST /flows/` gives an existing flow back unchanged, so it cannot take one over.
  @Override
  public List<Effect> create(Desired<FlowSpec> resource, Mark mark) {
    var body = Json.object().put("name", resource.id().name());
    body.set("tags", MarkTag.with(List.of(), mark));
    return List.of(ApiCall.of(Method.POST, "/flows/").body(body));
  }

  @Override
  public List<Effect> update(
      Desired<FlowSpec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    return List.of();
  }

  @Override
  public List<Effect> adopt(Desired<FlowSpec> resource, Observed observed, Mark mark) {
    var body = Json.object();
    body.set("tags", MarkTag.with(observed.field("tags").orElseThrow(), mark));
    return List.of(
        ApiCall.of(Method.PATCH, "/flows/{}", new Lookup.FlowId(observed.id().name())).body(body));
  }

  @Override
  public String takesAlong(Observed observed) {
    return "its whole run history, running runs included";
  }

  /// Deletes no deployment: those that are ours go before, each by itself, and while there is any
  /// other the flow stays.
  @Override
  public List<Effect> delete(Observed observed) {
    var flow = observed.id().name();
    return List.of(
        ApiCall.of(Method.DELETE, "/flows/{}", new Lookup.FlowId(flow))
            .onlyIf(new Precondition.Undeployed(flow)));
  }
}
