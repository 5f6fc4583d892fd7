package dev.snowdrift.manifest;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What every name must keep to, whatever its kind asks for beyond.
final class NameRules {
  private static final int LENGTH = 1_024;

  /// Letters of other scripts that look like Latin ones, each beside its likeness.
  private static final String LIKE =
      "аaвbсcеeнhіiјjкkмmоoрpѕsтtуyхxԁdһhӏlԛqԝwαaβbεeηnιiκkνvοoρpτtυuχxγyıiɡgօoսu";

  private NameRules() {}

  static Optional<String> objection(Scalar name) {
    var form = YamlTyping.form(name);
    var text = name.text();
    if (form != YamlTyping.Form.TEXT) {
      return Optional.of("is " + form.description());
    }
    if (text.isBlank()) {
      return Optional.of("is empty");
    }
    if (!text.equals(text.strip())) {
      return Optional.of("begins or ends with space");
    }
    if (text.contains("\n") || text.contains("\t")) {
      return Optional.of("has more than one line, or tabs");
    }
    return text.length() > LENGTH
        ? Optional.of("is longer than %,d characters".formatted(LENGTH))
        : Optional.empty();
  }

  /// No name with letters beyond ASCII may look like another name of the set.
  static void checkConfusable(List<Manifest> manifests, Problems problems) {
    Map<String, Manifest> plain = new HashMap<>();
    manifests.stream()
        .sorted(java.util.Comparator.comparing(Manifest::at))
        .sorted(java.util.Comparator.comparing(manifest -> !isAscii(manifest.name())))
        .forEach(manifest -> {
          var first =
              plain.putIfAbsent(manifest.kind() + " " + skeleton(manifest.name()), manifest);
          if (first != null && !isAscii(manifest.name())) {
            problems.add(
                Code.NAME_CONFUSABLE,
                manifest.at(),
                manifest.subject(),
                "the name looks like `%s`, declared at %s".formatted(first.name(), first.at()),
                "letters of different scripts look the same: `%s`"
                    .formatted(escaped(manifest.name())),
                "write the name in ASCII letters");
          }
        });
  }

  private static boolean isAscii(String name) {
    return name.chars().allMatch(c -> c < 128);
  }

  private static String skeleton(String name) {
    var folded = Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    var skeleton = new StringBuilder();
    for (int i = 0; i < folded.length(); i++) {
      int like = LIKE.indexOf(folded.charAt(i));
      boolean foreign = folded.charAt(i) > 127 && like >= 0;
      skeleton.append(foreign ? LIKE.charAt(like + 1) : folded.charAt(i));
    }
    return skeleton.toString();
  }

  private static String escaped(String name) {
    var shown = new StringBuilder();
    name.codePoints()
        .forEach(point -> {
          if (point < 128) {
            shown.appendCodePoint(point);
          } else {
            shown.append(String.format(Locale.ROOT, "\\u%04X", point));
          }
        });
    return shown.toString();
  }
}
