package dev.snowdrift.plan;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.Location;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where one object stands on the two axes: is it what Git says, and does it work.
///
/// @param drifts every difference, also those that an ignore rule or a guard keeps from being
///   repaired
/// @param reason why it is not synced, for people; empty when it is
/// @param declaredAt empty for extra objects
public record ObjectStatus(
    ResourceId id,
    Sync sync,
    Health health,
    List<Drift> drifts,
    String reason,
    Optional<Location> declaredAt,
    SortedMap<String, String> facts) {

  public ObjectStatus {
    drifts = List.copyOf(drifts);
    facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
  }

  public ObjectStatus(ResourceId id, Sync sync, Health health, List<Drift> drifts, String reason) {
    this(id, sync, health, drifts, reason, Optional.empty(), new TreeMap<>(Map.of()));
  }
}
