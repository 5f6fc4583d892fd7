package dev.snowdrift.plan;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Fingerprints;
import dev.snowdrift.kind.Kind;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.SecretSource;
import java.util.Optional;
import java.util.SortedMap;

/// Which objects belong to an environment of this installation.
record Ownership(Mark.Key key, String environment) {

  /// Whether an object is this environment's: by its mark, or because its kind carries none.
  boolean isOurs(Kind<?> kind, Observed seen) {
    return !kind.marked()
        || seen.mark().filter(mark -> key.verifies(mark, environment, seen.id())).isPresent();
  }

  /// Why an object is not ours, for people.
  String notOwned(Observed seen) {
    return seen.mark()
        .map(mark ->
            mark.environment().equals(environment)
                ? "it exists, and its mark was not made by this installation for this object"
                : "it belongs to the environment " + mark.environment())
        .or(() -> seen.fact(Observed.AMBIGUOUS))
        .orElse("it exists and carries no mark of ours");
  }

  /// The mark of a resource, with the fingerprint of its secret values.
  Mark mark(Desired<?> resource) {
    return key.mark(environment, resource.id())
        .withFingerprint(
            resource.fingerprints().isEmpty()
                ? Optional.empty()
                : Optional.of(combined(resource.fingerprints())));
  }

  private String combined(SortedMap<SecretSource, String> fingerprints) {
    return Fingerprints.combine(fingerprints.values());
  }
}
