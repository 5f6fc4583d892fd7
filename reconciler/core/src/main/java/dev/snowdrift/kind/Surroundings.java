package dev.snowdrift.kind;

import java.util.List;
import java.util.Optional;

/// What stands around one resource while a plan is made: what else Git declares, and what was
/// observed.
public interface Surroundings {

  /// Another resource of the same commit and environment.
  Optional<Desired<?>> declared(ResourceId id);

  /// All resources of a kind in the same commit and environment, by id.
  List<Desired<?>> declared(String kind);

  Observation observation();

  default Optional<Observed> observed(ResourceId id) {
    return observation().find(id);
  }

  /// Whether the absence of an object is certain.
  default boolean isAbsent(ResourceId id) {
    return observed(id).isEmpty() && observation().gap(id).isEmpty();
  }
}
