package dev.snowdrift.manifest;

import java.util.List;
import java.util.Optional;

/// The desired state of one environment: its values, and its resources in the order of files.
public record Manifests(Environment values, List<Manifest> manifests) {
  public Manifests {
    manifests = List.copyOf(manifests);
  }

  /// True when there is no resource at all.
  public boolean isEmpty() {
    return manifests.isEmpty();
  }

  /// An empty desired set is never consent to remove everything: the problem that it is, unless the
  /// environment says `allowEmpty: true`.
  public Optional<Problem> emptyObjection() {
    if (!isEmpty() || values.allowEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Problem(
            Code.EMPTY,
            values.at(),
            "Environment " + values.checkout().environment(),
            "the desired set is empty",
            "no resource was found in base/ and overlays/, which a mistyped path or renamed files"
                + " look like, too",
            "correct the path, or write `allowEmpty: true` under `spec` if nothing is what you want"));
  }
}
