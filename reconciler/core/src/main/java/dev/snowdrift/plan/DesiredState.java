package dev.snowdrift.plan;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.Revision;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// Everything that one commit wants of one environment, validated.
///
/// @param allowEmpty whether the environment says that wanting nothing is meant
public record DesiredState(
    String environment,
    Revision revision,
    SortedMap<ResourceId, Desired<?>> resources,
    boolean allowEmpty) {

  public DesiredState {
    resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
  }
}
