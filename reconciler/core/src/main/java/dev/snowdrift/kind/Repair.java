package dev.snowdrift.kind;

/// What it takes to bring a drifted field back.
public sealed interface Repair {

  /// The object is altered where it stands.
  ///
  /// @param note what it disturbs, for people ("rolling upgrade"); empty when nothing
  record Alter(Risk risk, String note) implements Repair {}

  /// Only a new object can have the desired value. Waits for a person.
  ///
  /// @param loses what goes with the old object (ingress URL, block volumes, grants)
  record Recreate(String why, String loses) implements Repair {}

  /// Shown, never repaired.
  record Ignore(String why) implements Repair {}

  static Repair alter() {
    return new Alter(Risk.IN_PLACE, "");
  }

  /// An alteration with which data goes: it waits for a person.
  ///
  /// @param why what is done, and what goes with it
  static Repair losing(String why) {
    return new Alter(Risk.LOSS, why);
  }

  static Repair restart(String note) {
    return new Alter(Risk.RESTART, note);
  }
}
