package dev.snowdrift.kind;

import java.util.Optional;

/// A target refused or did not answer. The message says what was tried, what the target said and
/// what a person can do; it never holds a secret.
public final class TargetFailure extends RuntimeException {

  /// What the caller does about it.
  public enum Kind {
    /// The manifest is at fault: wait for a commit.
    INPUT,
    /// Authentication or privilege: re-check now and then.
    PERMISSION,
    /// Somebody else was there first: observe and decide again.
    CONFLICT,
    QUOTA,
    /// Try again with back-off.
    TRANSIENT,
    /// The answer was lost: observe before anything is written.
    UNKNOWN_OUTCOME,
    INTERNAL
  }

  private final Kind kind;
  private final Optional<String> code;

  /// @param code the target's own code: `002003 (02000)` or `HTTP 409`
  public TargetFailure(Kind kind, Optional<String> code, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.code = code;
  }

  public TargetFailure(Kind kind, Optional<String> code, String message) {
    super(message);
    this.kind = kind;
    this.code = code;
  }

  public Kind kind() {
    return kind;
  }

  public Optional<String> code() {
    return code;
  }
}
