package dev.snowdrift.git;

import java.util.regex.Pattern;

/// The full name of a Git commit: 40 lower-case hexadecimal digits.
public record CommitId(String sha) implements Comparable<CommitId> {
  private static final Pattern FULL = Pattern.compile("[0-9a-f]{40}");

  /// Throws [IllegalArgumentException] for anything but a full name.
  public CommitId {
    if (!isFull(sha)) {
      throw new IllegalArgumentException("a commit id has 40 lower-case hexadecimal digits");
    }
  }

  static boolean isFull(String text) {
    return FULL.matcher(text).matches();
  }

  /// The first 12 digits, for people; never for looking something up.
  public String abbreviated() {
    return sha.substring(0, 12);
  }

  @Override
  public int compareTo(CommitId other) {
    return sha.compareTo(other.sha);
  }

  @Override
  public String toString() {
    return sha;
  }
}
