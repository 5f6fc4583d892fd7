package dev.snowdrift.kind;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What was seen of the world in one look, and what could not be seen.
///
/// @param objects every object seen in the observed scopes, ours or not
/// @param gaps where the look was blind: absence there means nothing
public record Observation(SortedMap<ResourceId, Observed> objects, List<Gap> gaps) {

  public static final Observation NOTHING = new Observation(new TreeMap<>(), List.of());

  public Observation {
    objects = Collections.unmodifiableSortedMap(new TreeMap<>(objects));
    gaps = List.copyOf(gaps);
  }

  /// A scope of a kind that could not be listed completely.
  ///
  /// @param scope prefix of the names concerned (`ETL.APP.`); empty for all of the kind
  public record Gap(String kind, String scope, String why) {
    boolean covers(ResourceId id) {
      return kind.equals(id.kind()) && id.name().startsWith(scope);
    }
  }

  public Optional<Observed> find(ResourceId id) {
    return Optional.ofNullable(objects.get(id));
  }

  /// Why nothing can be said about an object that was not seen; empty when its absence is certain.
  public Optional<Gap> gap(ResourceId id) {
    return gaps.stream().filter(gap -> gap.covers(id)).findFirst();
  }

  public Observation and(Observation other) {
    var all = new TreeMap<>(objects);
    all.putAll(other.objects);
    var allGaps = new ArrayList<>(gaps);
    allGaps.addAll(other.gaps);
    return new Observation(all, allGaps);
  }
}
