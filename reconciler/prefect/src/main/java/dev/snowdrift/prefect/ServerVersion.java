package dev.snowdrift.prefect;

import java.util.Optional;
import java.util.regex.Pattern;

/// The version of a Prefect server, and what it means for Snowdrift, which is tested with one minor
/// version: what it relies on there is checked by the contract tests of the sandbox.
///
/// @param text as the server tells it: `3.8.3`, `3.8.4.dev6`
record ServerVersion(String text, int major, int minor) {
  static final String UNKNOWN =
      "this server does not tell its version; Snowdrift is tested with Prefect 3.8";

  private static final int MAJOR = 3;
  private static final int MINOR = 8;
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,4})\\.(\\d{1,4})[0-9A-Za-z.+-]{0,40}");

  static Optional<ServerVersion> parse(String text) {
    var parts = FORM.matcher(text.strip());
    return parts.matches()
        ? Optional.of(
            new ServerVersion(
                text.strip(), Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2))))
        : Optional.empty();
  }

  /// What somebody who runs another version should know; empty for the one that is tested.
  Optional<String> concern() {
    if (major != MAJOR) {
      return Optional.of(
          "Snowdrift speaks to Prefect 3 only, and this server is %s; use one of version 3.8"
              .formatted(text));
    }
    if (minor < MINOR) {
      return Optional.of(
          ("this server is %s, older than 3.8, which Snowdrift is tested with; an older server"
                  + " refuses fields that it does not know (422): upgrade it")
              .formatted(text));
    }
    return minor == MINOR
        ? Optional.empty()
        : Optional.of(
            ("this server is %s, newer than 3.8, which Snowdrift is tested with; look at a plan in"
                    + " mode observe before it converges")
                .formatted(text));
  }
}
