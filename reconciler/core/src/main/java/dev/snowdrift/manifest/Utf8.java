package dev.snowdrift.manifest;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Bytes of a file to text, strictly: every byte must be UTF-8, every character harmless.
final class Utf8 {
  private static final String LFS = "version https://git-lfs.github.com/spec/";
  private static final int SHOWN = 10;

  private Utf8() {}

  /// The text, or nothing after adding at least one problem.
  static Optional<String> decode(String file, byte[] content, Limits limits, Problems problems) {
    if (content.length > limits.fileBytes()) {
      problems.add(tooLarge(file, content.length, limits));
      return Optional.empty();
    }
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    var bytes = ByteBuffer.wrap(content);
    var chars = CharBuffer.allocate(content.length);
    var result = decoder.decode(bytes, chars, true);
    if (result.isError()) {
      problems.add(
          Code.YAML_ENCODING,
          Location.of(file),
          "",
          "byte %d (0x%02X) is not UTF-8".formatted(bytes.position(), bytes.get(bytes.position())),
          "files are read as UTF-8 only, so that everybody sees the same characters",
          "save the file as UTF-8");
      return Optional.empty();
    }
    var text = chars.flip().toString();
    if (text.startsWith(LFS)) {
      problems.add(
          Code.FILE_POINTER,
          Location.of(file),
          "",
          "this is a Git LFS pointer, not content",
          "Snowdrift reads blobs of the repository and runs no filters",
          "commit the file itself: `git lfs untrack` its pattern and add it again");
      return Optional.empty();
    }
    if (text.startsWith("\uFEFF")) {
      problems.add(
          Code.YAML_ENCODING,
          Location.of(file),
          "",
          "the file begins with a byte order mark",
          "UTF-8 needs none, and invisible characters are refused everywhere",
          "save the file as UTF-8 without byte order mark");
      return Optional.empty();
    }
    return checkCharacters(file, text, problems) ? Optional.of(text) : Optional.empty();
  }

  static Problem tooLarge(String file, long bytes, Limits limits) {
    return new Problem(
        Code.FILE_TOO_LARGE,
        Location.of(file),
        "",
        "the file has %,d bytes; at most %,d are read".formatted(bytes, limits.fileBytes()),
        "a desired state is text that people review",
        "split the file, or move what is not a manifest out of this folder");
  }

  private static boolean checkCharacters(String file, String text, Problems problems) {
    int line = 1;
    int column = 1;
    int found = 0;
    for (int i = 0; i < text.length() && found < SHOWN; ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      boolean crlf = point == '\r' && i < text.length() && text.charAt(i) == '\n';
      if (!crlf && !TextRules.isText(point)) {
        found++;
        problems.add(control(new Location(file, line, column), "the character ", point));
      }
      if (point == '\n') {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    return found == 0;
  }

  static Problem control(Location at, String where, int point) {
    return new Problem(
        Code.YAML_CONTROL,
        at,
        "",
        where + TextRules.describe(point) + " is not allowed",
        "control, direction and invisible characters make text look different from what it is",
        "remove the character");
  }
}
