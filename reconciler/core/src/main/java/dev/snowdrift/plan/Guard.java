package dev.snowdrift.plan;

import java.util.Locale;

/// What can hold a step. The words are label values of `snowdrift_guard_refusals_total`.
public enum Guard {
  /// The environment only observes.
  OBSERVE,
  /// The environment waits for a person to approve each plan.
  APPROVAL,
  /// The difference was made out-of-band and healing is off, or not safe enough.
  HEAL,
  /// The object exists and does not carry our mark.
  NOT_OWNED,
  /// Only a re-creation would do.
  REPLACEMENT,
  /// What would be removed holds data, or data would go with what would be altered.
  HOLDS_DATA,
  /// More would be removed than one pass may remove.
  PRUNE_BUDGET,
  /// Something that no commit brings has to be there first: an image that nobody pushed.
  AWAITED,
  /// What a commit wants was tried, failed, and was rolled back.
  ROLLBACK,
  /// Absence cannot be trusted: rewritten history, a gap in the observation, an unknown previous
  /// revision.
  PRUNE_EVIDENCE,
  /// Whether it has run before cannot be known: what ran, and the memory of it, are gone.
  RUN_EVIDENCE;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
