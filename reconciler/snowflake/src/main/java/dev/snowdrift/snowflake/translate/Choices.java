package dev.snowdrift.snowflake.translate;

import java.util.Optional;

/// What the person who imports has said beforehand.
///
/// @param name of the service: `DATABASE.SCHEMA.SERVICE`
/// @param pool the compute pool
public record Choices(Optional<String> name, Optional<String> pool) {
  /// Nothing said: names are derived from the specification.
  public static final Choices NONE = new Choices(Optional.empty(), Optional.empty());
}
