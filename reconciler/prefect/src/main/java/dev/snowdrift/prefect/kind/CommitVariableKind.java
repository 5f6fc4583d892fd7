package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.prefect.Json;
import dev.snowdrift.prefect.Listing;
import dev.snowdrift.prefect.Listings;
import dev.snowdrift.prefect.PrefectKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The variable that holds the commit which an environment has converged. Runs clone the repository
/// at it, so that a new commit is one write here and none to any deployment: each of those would
/// delete the deployment's scheduled runs. Moves after everything else.
public final class CommitVariableKind implements PrefectKind<CommitVariableKind.Spec> {
  private static final String PREFIX = VariableKind.RESERVED;
  private static final String SUFFIX = "_commit";

  @Doc("The commit that an environment has converged")
  public record Spec(@Doc("Full commit id") String commit) {}

  /// `snowdrift_<environment>_commit`.
  static ResourceId id(String environment) {
    return new ResourceId("CommitVariable", PREFIX + environment + SUFFIX);
  }

  /// Whether a variable is one of this kind, of whatever environment.
  static boolean names(String variable) {
    return variable.startsWith(PREFIX) && variable.endsWith(SUFFIX);
  }

  @Override
  public String name() {
    return "CommitVariable";
  }

  @Override
  public Wave wave() {
    return Wave.FINALLY;
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
    return Names.variable(written);
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    return List.of();
  }

  @Override
  public List<Field<Spec>> fields() {
    return List.of(Field.of("value", spec -> Optional.of(Canonical.text(spec.commit()))));
  }

  @Override
  public Set<Listing> listings() {
    return Set.of(Listing.VARIABLES);
  }

  @Override
  public List<Observed> read(Listings listings) {
    return listings.of(Listing.VARIABLES).stream()
        .filter(variable -> names(variable.path("name").asString("")))
        .map(variable -> VariableKind.read(name(), variable))
        .toList();
  }

  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    var value = Canonical.text(resource.spec().commit());
    return List.of(VariableKind.post(resource.id().name(), value, List.of(), mark));
  }

  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    var body = Json.object().put("value", resource.spec().commit());
    return List.of(VariableKind.patch(resource.id().name(), body));
  }

  @Override
  public List<Effect> adopt(Desired<Spec> resource, Observed observed, Mark mark) {
    return List.of(VariableKind.adopting(observed, mark));
  }

  @Override
  public List<Effect> delete(Observed observed) {
    return new VariableKind().delete(observed);
  }
}
