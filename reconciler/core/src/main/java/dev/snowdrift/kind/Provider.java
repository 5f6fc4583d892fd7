package dev.snowdrift.kind;

import java.util.List;
import java.util.SortedMap;

/// The port to one target. Implementations do the input and output; everything is decided by the
/// core.
public interface Provider extends AutoCloseable {

  Target target();

  List<Kind<?>> kinds();

  /// Says which pass the calls from now on belong to, for the target's own history of what was
  /// done.
  default void begin(String environment, String run) {}

  /// Reads everything that the given resources need, in bulk, and never one call per object where
  /// the target offers a listing. What cannot be read becomes a gap, not an exception, unless the
  /// target as a whole is out of reach.
  ///
  /// @param resources desired and previous resources of the environment; previous ones count too,
  ///   so that what a commit removed is seen
  /// @throws TargetFailure when nothing at all could be observed
  Observation observe(SortedMap<ResourceId, Desired<?>> resources);

  /// As {@link #observe(SortedMap)}, and reads of each resource also what only its previous
  /// declaration says: a field that a commit no longer declares goes back to its standard value.
  ///
  /// @param previous what the last converged commit declared
  default Observation observe(
      SortedMap<ResourceId, Desired<?>> resources, SortedMap<ResourceId, Desired<?>> previous) {
    return observe(resources);
  }

  /// Runs one effect and returns when the target has answered.
  ///
  /// @throws TargetFailure with its class; {@link TargetFailure.Kind#UNKNOWN_OUTCOME} when the
  ///   answer was lost and the effect may or may not have happened
  void execute(Effect effect, SecretReader secrets);

  @Override
  void close();
}
