package dev.snowdrift.kind;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// All kinds of an installation, by name.
public final class KindRegistry {
  private final SortedMap<String, Kind<?>> kinds;

  public KindRegistry(List<? extends Collection<? extends Kind<?>>> lists) {
    var byName = new TreeMap<String, Kind<?>>();
    for (var list : lists) {
      for (var kind : list) {
        if (byName.put(kind.name(), kind) != null) {
          throw new IllegalArgumentException("two kinds are called " + kind.name());
        }
      }
    }
    this.kinds = Collections.unmodifiableSortedMap(byName);
  }

  public Collection<Kind<?>> all() {
    return kinds.values();
  }

  public Optional<Kind<?>> find(String name) {
    return Optional.ofNullable(kinds.get(name));
  }

  /// The kind of a resource that was read through this registry.
  ///
  /// @throws IllegalArgumentException for a kind that is not registered
  public Kind<?> of(ResourceId id) {
    return find(id.kind())
        .orElseThrow(() -> new IllegalArgumentException("no kind is called " + id.kind()));
  }

  /// The kind that belongs to this resource's specification. The registry made the resource, so the
  /// types agree.
  @SuppressWarnings("unchecked")
  public <S> Kind<S> of(Desired<S> resource) {
    return (Kind<S>) of(resource.id());
  }
}
