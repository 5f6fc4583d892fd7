package dev.snowdrift.manifest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The regular expression (of JSON Schema, matched against the whole text) that a text, or each
/// text of a list, follows.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT})
public @interface Pattern {
  /// The expression; it is anchored at both ends.
  String value();

  /// What it asks for, as a sentence for people.
  String reason();
}
