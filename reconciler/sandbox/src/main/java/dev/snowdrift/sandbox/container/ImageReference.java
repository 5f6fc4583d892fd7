package dev.snowdrift.sandbox.container;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The image of a container: `[host/]db/schema/repository/name[:tag|@sha256:...]`.
///
/// @param repository `DB.SCHEMA.REPOSITORY` as stored, so in upper case
/// @param name may hold further slashes
/// @param tag `latest` when neither tag nor digest is written
/// @param digest `sha256:...` when the reference is by digest
record ImageReference(
    String repository, String path, String name, String tag, Optional<String> digest) {

  private static final Pattern FORM =
      Pattern.compile(
          "(?:/|(?<host>[a-z0-9][a-zA-Z0-9-]*\\.[a-zA-Z0-9.-]+)/)?"
              + "(?<db>[A-Za-z_][\\w$]*)/(?<schema>[A-Za-z_][\\w$]*)/(?<repo>[A-Za-z_][\\w$]*)/"
              + "(?<name>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)"
              + "(?::(?<tag>\\w[\\w.-]{0,127})|@(?<digest>sha256:[0-9a-f]{64}))?");

  /// Empty when the text is no reference into an image repository of the account.
  ///
  /// @param registryHost the only host that may be named
  static Optional<ImageReference> parse(String text, String registryHost) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    var host = form.group("host");
    if (host != null && !host.equalsIgnoreCase(registryHost)) {
      return Optional.empty();
    }
    var path = form.group("db") + "/" + form.group("schema") + "/" + form.group("repo");
    var tag = form.group("tag");
    return Optional.of(
        new ImageReference(
            path.replace('/', '.').toUpperCase(Locale.ROOT),
            path.toLowerCase(Locale.ROOT),
            form.group("name"),
            tag == null ? "latest" : tag,
            Optional.ofNullable(form.group("digest"))));
  }

  /// Without host: `db/schema/repository/name:tag`, or by digest when it was written so.
  String canonical() {
    return path + "/" + name + digest.map(d -> "@" + d).orElse(":" + tag);
  }
}
