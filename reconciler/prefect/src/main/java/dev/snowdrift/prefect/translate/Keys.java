package dev.snowdrift.prefect.translate;

import dev.snowdrift.manifest.Mapping;
import dev.snowdrift.manifest.Nearest;
import dev.snowdrift.manifest.Node;
import dev.snowdrift.manifest.Scalar;
import dev.snowdrift.manifest.Sequence;
import dev.snowdrift.manifest.YamlTyping11;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// One mapping of a project file, read key by key. A key whose value is null is as if it were not
/// there: `prefect init` writes such keys, and Prefect's own reader takes them for unset.
final class Keys {
  private final Mapping mapping;
  private final Notes notes;
  private final Set<String> asked = new HashSet<>();

  Keys(Mapping mapping, Notes notes) {
    this.mapping = mapping;
    this.notes = notes;
  }

  /// Whether the key is written, with whatever value.
  boolean has(String key) {
    asked.add(key);
    return mapping.entry(key).isPresent();
  }

  Optional<Node> take(String key) {
    asked.add(key);
    return mapping.get(key).filter(node -> !isNull(node));
  }

  /// A scalar; anything else is left out.
  Optional<Scalar> scalar(String key) {
    return take(key)
        .flatMap(node -> {
          if (node instanceof Scalar scalar) {
            return Optional.of(scalar);
          }
          notes.leftOut(node.at(), "`%s` is %s, and not a text".formatted(key, node.describe()));
          return Optional.empty();
        });
  }

  /// A mapping; an empty one is none.
  Optional<Mapping> mapping(String key) {
    return take(key)
        .flatMap(node -> {
          if (node instanceof Mapping inner) {
            return inner.entries().isEmpty() ? Optional.empty() : Optional.of(inner);
          }
          if (!(node instanceof Sequence sequence && sequence.items().isEmpty())) {
            notes.leftOut(
                node.at(), "`%s` is %s, and not a mapping".formatted(key, node.describe()));
          }
          return Optional.empty();
        });
  }

  /// Says of every key that nobody asked for that it is not in the result.
  ///
  /// @param reasons what is to be said of keys that people are known to write here
  void leaveOutRest(Map<String, String> reasons) {
    var known = List.copyOf(new TreeSet<>(asked));
    for (var entry : mapping.entries()) {
      if (asked.contains(entry.key())) {
        continue;
      }
      var reason =
          Optional.ofNullable(reasons.get(entry.key()))
              .or(() ->
                  Nearest.of(entry.key(), known)
                      .map("Prefect ignores this key; was `%s` meant?"::formatted))
              .orElse("Prefect ignores this key");
      notes.leftOut(entry.keyAt(), "`%s`: %s".formatted(entry.key(), reason));
    }
  }

  static boolean isNull(Node node) {
    return node instanceof Scalar scalar && YamlTyping11.typed(scalar).isNull();
  }
}
