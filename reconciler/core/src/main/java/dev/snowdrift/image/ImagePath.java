package dev.snowdrift.image;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// An image as a specification names it: `/db/schema/repository/image:tag`, with or without the
/// registry's host. Database, schema and repository are unquoted identifiers, so case says nothing.
///
/// @param path `db/schema/repository/image`, in lower case
/// @param version `:tag` or `@sha256:...`
public record ImagePath(String path, String version) {
  private static final Pattern IDENTIFIER = Pattern.compile("[a-z_][a-z0-9_$]{0,254}");

  /// The image, if it certainly is in a repository of the account: written without a host, or with
  /// one of Snowflake's registries.
  public static Optional<ImagePath> inAccount(String written) {
    var text = written.strip().toLowerCase(Locale.ROOT);
    var host = text.startsWith("/") ? "" : text.substring(0, Math.max(text.indexOf('/'), 0));
    var path = parse(written);
    return (text.startsWith("/") || host.contains(".registry.snowflakecomputing."))
            && path.repository().isPresent()
        ? Optional.of(path)
        : Optional.empty();
  }

  public static ImagePath parse(String written) {
    var text = written.strip();
    if (text.startsWith("/")) {
      text = text.substring(1);
    } else {
      var slash = text.indexOf('/');
      var first = slash < 0 ? "" : text.substring(0, slash);
      if (first.contains(".") || first.contains(":")) {
        text = text.substring(slash + 1);
      }
    }
    var at = text.indexOf('@');
    if (at >= 0) {
      return new ImagePath(text.substring(0, at).toLowerCase(Locale.ROOT), text.substring(at));
    }
    var colon = text.indexOf(':', text.lastIndexOf('/') + 1);
    return colon < 0
        ? new ImagePath(text.toLowerCase(Locale.ROOT), ":latest")
        : new ImagePath(text.substring(0, colon).toLowerCase(Locale.ROOT), text.substring(colon));
  }

  /// The repository's full name; empty when the path does not lead into one.
  public Optional<String> repository() {
    var parts = path.split("/", -1);
    if (parts.length < 4) {
      return Optional.empty();
    }
    var names = Arrays.stream(parts).limit(3).toList();
    return names.stream().allMatch(name -> IDENTIFIER.matcher(name).matches())
        ? Optional.of(String.join(".", names).toUpperCase(Locale.ROOT))
        : Optional.empty();
  }

  /// The image's name inside its repository; empty when the path does not lead into one.
  public String image() {
    var parts = path.split("/", 4);
    return parts.length < 4 ? "" : parts[3];
  }

  /// The digest that it names: `sha256:...`.
  public Optional<String> digest() {
    return version.startsWith("@") ? Optional.of(version.substring(1)) : Optional.empty();
  }

  /// The tag, without its colon; empty when a digest stands in its place.
  public String tag() {
    return version.startsWith(":") ? version.substring(1) : "";
  }

  /// One spelling for each image.
  public String canonical() {
    return "/" + path + version;
  }
}
