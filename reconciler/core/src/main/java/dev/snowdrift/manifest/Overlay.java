package dev.snowdrift.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;

/// Merges a patch into a base: mappings key by key at every level, everything else is replaced, and
/// a null removes.
final class Overlay {
  private Overlay() {}

  static Mapping merge(Mapping base, Mapping patch) {
    var entries = new LinkedHashMap<String, Mapping.Entry>();
    base.entries().forEach(entry -> entries.put(entry.key(), entry));
    for (var entry : patch.entries()) {
      var below = entries.get(entry.key());
      switch (entry.value()) {
        case Scalar scalar when scalar.isNull() -> entries.remove(entry.key());
        case Mapping over when below != null && below.value() instanceof Mapping under ->
            entries.put(
                entry.key(), new Mapping.Entry(entry.key(), entry.keyAt(), merge(under, over)));
        case Mapping over ->
            entries.put(
                entry.key(),
                new Mapping.Entry(
                    entry.key(), entry.keyAt(), merge(Mapping.empty(over.at()), over)));
        case Scalar _, Sequence _ -> entries.put(entry.key(), entry);
      }
    }
    return new Mapping(new ArrayList<>(entries.values()), base.at());
  }
}
