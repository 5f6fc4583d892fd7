package dev.snowdrift.sandbox.account;

import java.time.Instant;
import java.util.Optional;

/// A part of the account that changes by time alone. Nothing happens by itself: before each
/// statement the account replays, in the order of their times, all moments that have come since the
/// last one.
public interface Timeline {

  /// The next moment at which something happens, if any is known.
  Optional<Instant> due();

  /// Does what is due at the execution's time. Afterwards [#due()] is later than that time. It is
  /// also called for moments of other timelines, so that one can wait for another.
  void reach(Execution execution);
}
