package dev.snowdrift.kind;

import dev.snowdrift.manifest.Lifecycle;
import dev.snowdrift.manifest.Location;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// One resource as Git declares it.
///
/// @param dependsOn what the manifest says beyond its references
/// @param at where it is declared
/// @param fingerprints keyed fingerprints of the secret values it refers to; filled in by the
///   shell, and empty where values may not be read (offline validation)
public record Desired<S>(
    ResourceId id,
    S spec,
    Lifecycle lifecycle,
    List<ResourceId> dependsOn,
    Location at,
    SortedMap<SecretSource, String> fingerprints) {

  public Desired {
    dependsOn = List.copyOf(dependsOn);
    fingerprints = Collections.unmodifiableSortedMap(new TreeMap<>(fingerprints));
  }

  public Desired(
      ResourceId id, S spec, Lifecycle lifecycle, List<ResourceId> dependsOn, Location at) {
    this(id, spec, lifecycle, dependsOn, at, new TreeMap<>());
  }

  public Desired<S> withFingerprints(SortedMap<SecretSource, String> values) {
    return new Desired<>(id, spec, lifecycle, dependsOn, at, values);
  }

  /// The same resource, written only after these too.
  public Desired<S> after(List<ResourceId> more) {
    var all = new LinkedHashSet<>(dependsOn);
    all.addAll(more);
    return new Desired<>(id, spec, lifecycle, List.copyOf(all), at, fingerprints);
  }

  /// The same resource with another specification.
  public Desired<S> with(S other) {
    return new Desired<>(id, other, lifecycle, dependsOn, at, fingerprints);
  }

  /// A resource that this one implies: same lifecycle and place, its own name and specification.
  public <T> Desired<T> implied(ResourceId impliedId, T impliedSpec) {
    return new Desired<>(impliedId, impliedSpec, lifecycle, dependsOn, at);
  }
}
