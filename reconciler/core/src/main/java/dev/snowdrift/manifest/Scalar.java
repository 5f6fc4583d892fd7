package dev.snowdrift.manifest;

/// A single value as written: its text after quoting and escapes are resolved. `quoted` is true for
/// single- and double-quoted, literal and folded scalars, which are always text.
public record Scalar(String text, boolean quoted, Location at) implements Node {

  /// True for a plain `~`, `null` or nothing at all.
  public boolean isNull() {
    return YamlTyping.form(this) == YamlTyping.Form.NULL;
  }
}
