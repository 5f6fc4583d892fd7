package dev.snowdrift.manifest;

/// A YAML value with its place, before anything is known about its type.
public sealed interface Node permits Mapping, Sequence, Scalar {
  /// Where the value begins.
  Location at();

  /// What people call it in a message: `a mapping`, `a list`, `text`, `a number`...
  default String describe() {
    return switch (this) {
      case Mapping _ -> "a mapping";
      case Sequence _ -> "a list";
      case Scalar scalar -> YamlTyping.form(scalar).description();
    };
  }
}
