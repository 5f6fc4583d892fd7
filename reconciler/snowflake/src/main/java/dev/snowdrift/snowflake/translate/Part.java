package dev.snowdrift.snowflake.translate;

import dev.snowdrift.manifest.Location;
import dev.snowdrift.manifest.Mapping;
import dev.snowdrift.manifest.Nearest;
import dev.snowdrift.manifest.Node;
import dev.snowdrift.manifest.Scalar;
import dev.snowdrift.manifest.Sequence;
import dev.snowdrift.manifest.YamlTyping;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// One mapping of an original, read key by key; what nobody asked for is left out with a note.
///
/// @param at the place of the translation in the manifest, as a JSON pointer
record Part(Mapping mapping, String at, Notes notes, Set<String> taken) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  Part(Mapping mapping, String at, Notes notes) {
    this(mapping, at, notes, new HashSet<>());
  }

  Location place() {
    return mapping.at();
  }

  /// The value of a key, which may have had other names; null and absent are the same.
  Optional<Node> take(String name, String... others) {
    var found = entry(name);
    for (var other : others) {
      var old = entry(other);
      if (old.isPresent() && found.isEmpty()) {
        notes.translated(
            old.get().keyAt(), at + "/" + name, "`%s` is written `%s`".formatted(other, name));
        found = old;
      }
    }
    return found.map(Mapping.Entry::value);
  }

  /// As {@link #take}, when other names need no remark because the value moves elsewhere anyway.
  Optional<Mapping.Entry> entry(String name) {
    var found = mapping.entry(name);
    found.ifPresent(_ -> taken.add(name));
    return found.filter(entry -> !(entry.value() instanceof Scalar s && s.isNull()));
  }

  Optional<String> text(String name, String... others) {
    return take(name, others).map(Part::text);
  }

  /// A whole number, whether quoted or not; anything else is left out.
  Optional<Long> whole(String name, String... others) {
    return take(name, others)
        .flatMap(node -> {
          var text = text(node).strip();
          if (text.matches("[0-9]{1,9}")) {
            return Optional.of(Long.parseLong(text));
          }
          notes.leftOut(node.at(), at, "`%s: %s` is no whole number".formatted(name, text));
          return Optional.empty();
        });
  }

  /// A boolean in any of its spellings.
  Optional<Boolean> flag(String name, String... others) {
    return take(name, others)
        .flatMap(node -> {
          var text = text(node);
          var value =
              switch (text.toLowerCase(Locale.ROOT)) {
                case "true", "yes", "on" -> Optional.of(true);
                case "false", "no", "off" -> Optional.of(false);
                default -> Optional.<Boolean>empty();
              };
          if (value.isEmpty()) {
            notes.leftOut(
                node.at(), at, "`%s: %s` is neither true nor false".formatted(name, text));
          } else if (!text.equals(value.get().toString())) {
            notes.translated(
                node.at(),
                at + "/" + name,
                "`%s` is written `%s`: readers of YAML disagree on the first"
                    .formatted(text, value.get()));
          }
          return value;
        });
  }

  Optional<Mapping> mapping(String name, String... others) {
    return take(name, others)
        .flatMap(node -> {
          if (node instanceof Mapping mapping) {
            return Optional.of(mapping);
          }
          notes.leftOut(
              node.at(), at, "`%s` is %s, and not a mapping".formatted(name, node.describe()));
          return Optional.empty();
        });
  }

  /// The items of a list; something that stands alone is a list of one.
  List<Node> list(String name, String... others) {
    return take(name, others)
        .map(node -> {
          if (node instanceof Sequence sequence) {
            return sequence.items();
          }
          notes.translated(
              node.at(), at + "/" + name, "`%s` is a list, this was a single one".formatted(name));
          return List.of(node);
        })
        .orElse(List.of());
  }

  /// Notes everything that was not asked for.
  ///
  /// @param reasons what is to be said of the keys that people are known to write
  void leaveOutRest(Collection<String> known, Map<String, String> reasons) {
    for (var entry : mapping.entries()) {
      if (taken.contains(entry.key())) {
        continue;
      }
      var reason =
          Optional.ofNullable(reasons.get(entry.key()))
              .or(() ->
                  Nearest.of(entry.key(), known)
                      .map(near ->
                          "container services know no such key; was `%s` meant?".formatted(near)))
              .orElse("container services know no such key");
      notes.leftOut(entry.keyAt(), at, "`%s`: %s".formatted(entry.key(), reason));
    }
  }

  /// A scalar's text; of anything else its rendering as JSON.
  static String text(Node node) {
    return node instanceof Scalar scalar
        ? (scalar.isNull() ? "" : scalar.text())
        : json(node).toString();
  }

  /// A part that is taken over as it is. Words that readers of YAML take differently are texts.
  static JsonNode json(Node node) {
    return switch (node) {
      case Scalar scalar -> YamlTyping.typed(scalar);
      case Sequence sequence -> {
        var array = JSON.arrayNode();
        sequence.items().forEach(item -> array.add(json(item)));
        yield array;
      }
      case Mapping mapping -> {
        var object = JSON.objectNode();
        mapping.entries().forEach(each -> object.set(each.key(), json(each.value())));
        yield object;
      }
    };
  }

  /// All keys that were written, for looks ahead.
  List<String> keys() {
    return new ArrayList<>(mapping.keys());
  }
}
