package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.manifest.Code;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Tags as manifests have them.
final class Tags {
  private Tags() {}

  /// Empty when none is declared: then they are nobody's business.
  static Optional<JsonNode> declared(List<String> tags) {
    return tags.isEmpty() ? Optional.empty() : Optional.of(Canonical.set(tags));
  }

  static void check(List<String> tags, String path, LoadContext context) {
    for (var tag : MarkTag.reserved(tags)) {
      context.problem(
          Code.FIELD_VALUE,
          path,
          "the tag `%s` begins with snowdrift:".formatted(tag),
          "such tags say which environment manages an object",
          "remove the tag");
    }
  }
}
