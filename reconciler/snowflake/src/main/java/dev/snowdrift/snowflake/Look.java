package dev.snowdrift.snowflake;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A closer look at one declared object, for what its listing cannot say.
///
/// @param key under which the kind finds the answer
/// @param version what the answer depends on (creation time and digest); with one, an answer is
///   kept until it changes
/// @param settled whether an answer may be kept; one that is still in motion is asked for again
public record Look(
    String key, SqlStatement statement, Optional<String> version, Predicate<List<Row>> settled) {

  /// A look that is taken in every pass.
  public static Look always(String key, SqlStatement statement) {
    return new Look(key, statement, Optional.empty(), _ -> false);
  }

  /// A look whose answer holds as long as the version does.
  public static Look once(String key, SqlStatement statement, String version) {
    return new Look(key, statement, Optional.of(version), _ -> true);
  }

  /// As {@link #once}, as soon as the answer has come to rest.
  public Look until(Predicate<List<Row>> rest) {
    return new Look(key, statement, version, rest);
  }
}
