package dev.snowdrift.kind;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Manifests of what was seen in a target, as files, and what is not in them.
///
/// @param files path to text, the environment's own file among them
/// @param resources how many manifests there are
/// @param leftOut what was seen and not imported, with the reason
/// @param unseen where nothing could be seen, with the reason
public record ManifestFiles(
    SortedMap<String, String> files,
    int resources,
    SortedMap<ResourceId, String> leftOut,
    List<String> unseen) {
  public ManifestFiles {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    leftOut = Collections.unmodifiableSortedMap(new TreeMap<>(leftOut));
    unseen = List.copyOf(unseen);
  }
}
