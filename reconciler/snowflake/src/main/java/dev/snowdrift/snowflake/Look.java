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
/// @param ageing whether the version may miss a change, so that a kept answer is asked for again in
///   its turn
public record Look(
    String key,
    SqlStatement statement,
    Optional<String> version,
    Predicate<List<Row>> settled,
    boolean ageing) {

  /// A look that is taken in every pass.
  public static Look always(String key, SqlStatement statement) {
    return new Look(key, statement, Optional.empty(), _ -> false, false);
  }

  /// A look whose answer holds as long as the version does.
  public static Look once(String key, SqlStatement statement, String version) {
    return new Look(key, statement, Optional.of(version), _ -> true, false);
  }

  /// A look for what the listing shows no sign of when it changes. Its answer is kept, so that rest
  /// costs little; those asked longest ago are asked again in each pass, a few at a time, so that
  /// what somebody changes by hand is found in the end.
  public static Look inTurn(String key, SqlStatement statement, String version) {
    return new Look(key, statement, Optional.of(version), _ -> true, true);
  }

  /// As {@link #once}, as soon as the answer has come to rest.
  public Look until(Predicate<List<Row>> rest) {
    return new Look(key, statement, version, rest, ageing);
  }
}
