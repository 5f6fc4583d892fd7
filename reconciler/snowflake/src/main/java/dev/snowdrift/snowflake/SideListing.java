package dev.snowdrift.snowflake;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// A listing of what one object holds, beside the listings of the kinds: the images of a
/// repository. Asked once in a pass however many resources need it, and not at all when the object
/// certainly does not exist.
///
/// @param of the object that holds it
/// @param as what is seen stands under this id; it is no kind's, and is never planned
/// @param read what the rows say
public record SideListing(
    ResourceId of, ResourceId as, SqlStatement statement, Function<List<Row>, Observed> read) {

  /// What is seen when the listing says nothing.
  Observed unreadable(String why) {
    return new Observed(
        as,
        new TreeMap<>(),
        Optional.empty(),
        Health.unknown(why),
        new TreeMap<>(Map.of("unreadable", why)));
  }
}
