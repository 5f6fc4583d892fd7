package dev.snowdrift.manifest;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a path inside a desired state may look like. Purely textual, and nothing is ever decoded or
/// normalized: a path that would need that is refused.
public final class SourcePaths {
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._@+=][A-Za-z0-9._@+=-]*");
  private static final int LENGTH = 1_024;
  private static final int SEGMENT_LENGTH = 255;
  private static final String WHY =
      "files are only read from the commit's own tree, by plain relative paths";

  private SourcePaths() {}

  /// Why a path is refused, or nothing when it is relative, without empty, `.` or `..` segments,
  /// and of letters, digits and `._@+=-` only (no segment begins with `-`).
  public static Optional<String> objection(String path) {
    if (path.isEmpty()) {
      return Optional.of("is empty");
    }
    if (path.length() > LENGTH) {
      return Optional.of("is longer than %,d characters".formatted(LENGTH));
    }
    if (path.startsWith("/")) {
      return Optional.of("is absolute");
    }
    if (path.indexOf('\\') >= 0) {
      return Optional.of("holds a backslash");
    }
    if (path.indexOf(':') >= 0) {
      return Optional.of("is a URL or has a drive letter");
    }
    if (path.startsWith("~")) {
      return Optional.of("begins at a home directory");
    }
    var segments = path.split("/", -1);
    if (segments.length > Limits.DEFAULT.pathDepth()) {
      return Optional.of("has more than %d segments".formatted(Limits.DEFAULT.pathDepth()));
    }
    return Arrays.stream(segments).map(SourcePaths::segment).flatMap(Optional::stream).findFirst();
  }

  private static Optional<String> segment(String segment) {
    if (segment.isEmpty()) {
      return Optional.of("has an empty segment");
    }
    if (segment.equals(".") || segment.equals("..")) {
      return Optional.of("has a `%s` segment".formatted(segment));
    }
    if (segment.length() > SEGMENT_LENGTH) {
      return Optional.of("has a segment longer than %d characters".formatted(SEGMENT_LENGTH));
    }
    if (!SEGMENT.matcher(segment).matches()) {
      return Optional.of("holds other characters than letters, digits and `._@+=-`");
    }
    return Optional.empty();
  }

  /// Checks a path that a manifest names; adds `PATH_ESCAPE` at the field's place. True when the
  /// path may be asked for in a [SourceTree].
  public static boolean check(String path, Location at, String subject, Problems problems) {
    var objection = objection(path);
    objection.ifPresent(reason ->
        problems.add(
            Code.PATH_ESCAPE,
            at,
            subject,
            "the path `%s` %s".formatted(Shorten.text(path), reason),
            WHY,
            "write a path below the root of the desired state, such as `specs/worker.yaml`"));
    return objection.isEmpty();
  }

  /// Checks the names of files themselves: allowed characters, and no two that differ only by case
  /// or Unicode normal form, which one file system keeps apart and the next one merges.
  public static void checkTree(Collection<String> paths, Problems problems) {
    Map<String, String> folded = new HashMap<>();
    paths.stream()
        .sorted()
        .forEach(path -> {
          check(path, Location.of(path), "", problems);
          var key = Normalizer.normalize(path, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
          var other = folded.putIfAbsent(key, path);
          if (other != null && !other.equals(path)) {
            problems.add(
                Code.PATH_CONFUSABLE,
                Location.of(path),
                "",
                "the path differs from `%s` only by case or Unicode form".formatted(other),
                "on another machine the two would be one file",
                "rename one of them");
          }
        });
  }
}
