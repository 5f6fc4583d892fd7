package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Mark;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The mark as a reserved tag, `snowdrift:dev:0123456789abcdef`. Labels would be the better place,
/// but cannot be changed after creation and are in no filter (PrefectHQ/prefect,
/// src/prefect/server/schemas/actions.py).
final class MarkTag {
  static final String PREFIX = "snowdrift:";

  private MarkTag() {}

  static String of(Mark mark) {
    var text = mark.text();
    return text.substring(1, text.length() - 1);
  }

  static Optional<Mark> find(JsonNode tags) {
    return texts(tags).flatMap(tag -> Mark.find("[" + tag + "]").stream()).findFirst();
  }

  /// The tags that are not ours to keep, as a set.
  static JsonNode without(JsonNode tags) {
    return Canonical.set(texts(tags).filter(tag -> Mark.find("[" + tag + "]").isEmpty()).toList());
  }

  /// A set of tags with the mark, if it is one, among them.
  static JsonNode with(Collection<String> tags, Mark mark) {
    var all = new TreeSet<>(tags);
    if (!mark.text().isEmpty()) {
      all.add(of(mark));
    }
    return Canonical.set(all);
  }

  static JsonNode with(JsonNode tags, Mark mark) {
    return with(texts(tags).toList(), mark);
  }

  /// Tags that a manifest must not have.
  static List<String> reserved(Collection<String> tags) {
    return tags.stream().filter(tag -> tag.startsWith(PREFIX)).sorted().toList();
  }

  private static Stream<String> texts(JsonNode tags) {
    return tags.valueStream().flatMap(tag -> tag.asStringOpt().stream());
  }
}
