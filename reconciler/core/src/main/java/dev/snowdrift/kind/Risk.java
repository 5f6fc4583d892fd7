package dev.snowdrift.kind;

/// What a change can disturb; the highest of a plan's steps is the plan's.
public enum Risk {
  /// Nothing that runs notices.
  IN_PLACE("in place"),
  /// Running work is restarted or re-scheduled.
  RESTART("restart"),
  /// The object is dropped and made again.
  RECREATE("re-create"),
  /// The object stays, and data in it is gone afterwards. Waits for a person.
  LOSS("loses data"),
  /// The object is gone afterwards.
  DROP("drop");

  private final String words;

  Risk(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }
}
