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
/// @param turn how soon a kept answer is asked for again although its version stands, where the
///   version may miss a change
public record Look(
    String key,
    SqlStatement statement,
    Optional<String> version,
    Predicate<List<Row>> settled,
    Optional<Turn> turn) {

  /// How soon answers that may have aged are asked for again.
  public enum Turn {
    /// A few in each pass: what is rarely changed by hand.
    SELDOM,
    /// Many in each pass, and all of them where there are no more than that: what matters at once.
    OFTEN
  }

  /// A look that is taken in every pass. Only for what comes to rest: the number of such looks
  /// grows with the objects.
  public static Look always(String key, SqlStatement statement) {
    return new Look(key, statement, Optional.empty(), _ -> false, Optional.empty());
  }

  /// A look whose answer holds as long as the version does.
  public static Look once(String key, SqlStatement statement, String version) {
    return new Look(key, statement, Optional.of(version), _ -> true, Optional.empty());
  }

  /// A look for what the listing shows no sign of when it changes. Its answer is kept, so that rest
  /// costs little; those asked longest ago are asked again in each pass, a few at a time, so that
  /// what somebody changes by hand is found in the end.
  public static Look inTurn(String key, SqlStatement statement, String version) {
    return new Look(key, statement, Optional.of(version), _ -> true, Optional.of(Turn.SELDOM));
  }

  /// As {@link #inTurn}, for what matters more: many are asked again in each pass, so that in an
  /// account with few such objects all of them are.
  public static Look often(String key, SqlStatement statement, String version) {
    return new Look(key, statement, Optional.of(version), _ -> true, Optional.of(Turn.OFTEN));
  }

  /// As {@link #once}, as soon as the answer has come to rest.
  public Look until(Predicate<List<Row>> rest) {
    return new Look(key, statement, version, rest, turn);
  }
}
