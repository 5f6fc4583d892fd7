package dev.snowdrift.git;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a name in a tree may look like. JGit's walk returns `..`, `.git`, `a/b` and the like as
/// ordinary names, and its object checker lets format characters pass, so each segment is judged
/// here.
final class PathRules {
  private static final int LONGEST_NAME = 255;
  private static final Pattern SHORT_GIT = Pattern.compile("git~\\d+");

  private PathRules() {}

  /// Why a name is refused, if it is.
  record Refusal(GitFinding.Code code, String why) {}

  static Optional<Refusal> judge(byte[] raw) {
    if (raw.length == 0 || raw.length > LONGEST_NAME) {
      return character("a name has 1 to " + LONGEST_NAME + " bytes");
    }
    String name;
    try {
      name = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
    } catch (CharacterCodingException _) {
      return character("the name is not UTF-8");
    }
    if (name.equals(".")
        || name.equals("..")
        || name.indexOf('/') >= 0
        || name.indexOf('\0') >= 0) {
      return Optional.of(
          new Refusal(GitFinding.Code.GIT_BAD_TREE, "the name leads out of its directory"));
    }
    if (isGitDirectory(name)) {
      return Optional.of(
          new Refusal(GitFinding.Code.GIT_BAD_TREE, "the name stands for Git's own directory"));
    }
    if (name.indexOf('\\') >= 0) {
      return character("the name holds a backslash");
    }
    if (name.codePoints().anyMatch(c -> !isShowable(c))) {
      return character("the name holds a control, format or undefined character");
    }
    return Optional.empty();
  }

  /// Equal for names that a file system or a reader may take for the same.
  static String folded(String name) {
    var upper = Normalizer.normalize(name, Normalizer.Form.NFC).toUpperCase(Locale.ROOT);
    return Normalizer.normalize(upper.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
  }

  /// `text` with everything that could play tricks on a terminal written as `\\u{hex}`.
  static String escaped(String text) {
    var out = new StringBuilder();
    text.codePoints()
        .limit(1_000)
        .forEach(c -> {
          if (isShowable(c)) {
            out.appendCodePoint(c);
          } else {
            out.append("\\u{").append(Integer.toHexString(c)).append('}');
          }
        });
    return out.toString();
  }

  /// `text` on one line of at most 200 characters, with a replacement character for what can't be
  /// shown.
  static String oneLine(String text) {
    var out = new StringBuilder();
    text.codePoints().limit(200).forEach(c -> out.appendCodePoint(isShowable(c) ? c : 0xFFFD));
    return out.toString();
  }

  static boolean isShowable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /// `.git` as case-folding file systems, HFS+ (which ignores some format characters) and Windows
  /// (short names, trailing dots and spaces, streams) read it.
  private static boolean isGitDirectory(String name) {
    var visible = new StringBuilder();
    name.codePoints()
        .filter(c -> Character.getType(c) != Character.FORMAT)
        .forEach(visible::appendCodePoint);
    var folded = folded(visible.toString());
    var stream = folded.indexOf(':');
    var stem = (stream < 0 ? folded : folded.substring(0, stream)).replaceAll("[. ]+$", "");
    return stem.equals(".git") || SHORT_GIT.matcher(stem).matches();
  }

  private static Optional<Refusal> character(String why) {
    return Optional.of(new Refusal(GitFinding.Code.PATH_CHARACTER, why));
  }
}
