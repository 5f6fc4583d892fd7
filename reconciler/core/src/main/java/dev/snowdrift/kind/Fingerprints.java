package dev.snowdrift.kind;

import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Several keyed fingerprints as one.
public final class Fingerprints {
  private Fingerprints() {}

  /// Gives each resource whose containers read secrets at their start the fingerprints of those
  /// secrets, as far as they are declared: a rotation is then seen in both.
  ///
  /// @param resources with the fingerprints of their own secrets
  public static SortedMap<ResourceId, Desired<?>> shared(
      SortedMap<ResourceId, Desired<?>> resources, KindRegistry registry) {
    var all = new TreeMap<ResourceId, Desired<?>>(resources);
    all.replaceAll((_, resource) -> shared(resource, resources, registry));
    return all;
  }

  private static <S> Desired<S> shared(
      Desired<S> resource, SortedMap<ResourceId, Desired<?>> resources, KindRegistry registry) {
    var read = new TreeSet<>(registry.of(resource).secretsReadAtStart(resource));
    var fingerprints = new TreeMap<>(resource.fingerprints());
    for (var id : read) {
      var secret = resources.get(id);
      if (secret != null) {
        secret
            .fingerprints()
            .forEach((source, fingerprint) ->
                fingerprints.merge(
                    source, fingerprint, (one, other) -> combine(List.of(one, other))));
      }
    }
    return read.isEmpty() ? resource : resource.withFingerprints(fingerprints);
  }

  /// One fingerprint alone stands for itself; several are folded together, in the given order. 16
  /// hexadecimal digits.
  public static String combine(Collection<String> fingerprints) {
    var folded = 0L;
    for (var fingerprint : List.copyOf(fingerprints)) {
      folded = folded * 1_000_003L ^ Long.parseUnsignedLong(fingerprint, 16);
    }
    return "%016x".formatted(folded);
  }
}
