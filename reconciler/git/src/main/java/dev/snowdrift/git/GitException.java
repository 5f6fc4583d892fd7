package dev.snowdrift.git;

import org.jspecify.annotations.Nullable;

/// Git could not do what was asked. The reason tells the caller what to do; no text in here or in
/// the causes holds a credential. Our refs are where they were.
public final class GitException extends RuntimeException {

  /// What a caller treats differently.
  public enum Reason {
    /// No connection, a cut connection, a server's fault: try again with back-off.
    UNREACHABLE,
    /// The remote was silent or slow for longer than the limits allow: try again with back-off.
    TIMEOUT,
    /// The remote does not accept the credentials, or wants some: wait for a person.
    AUTHENTICATION,
    /// There is no such repository for these credentials.
    NOT_FOUND,
    /// The repository has no such branch (deleted, renamed, not born): keep the last plan, change
    /// nothing.
    NO_BRANCH,
    /// A commit that this copy does not hold.
    UNKNOWN_COMMIT,
    /// An object that is malformed, forged, corrupt or missing: wait for another commit.
    BAD_OBJECT,
    /// More bytes, objects or entries than the limits allow.
    LIMIT,
    /// Snowdrift itself declines: an address, a redirect, an unknown host key or certificate, a
    /// directory not ours.
    REFUSED,
    /// The bare repository's own directory can't be read or written.
    STORAGE,
    /// The calling thread was interrupted; its flag is set again.
    INTERRUPTED
  }

  private final Reason reason;
  private final String what;
  private final String why;
  private final String next;

  GitException(Reason reason, String what, String why, String next, @Nullable Throwable cause) {
    super(what + ": " + why + "; next: " + next, cause);
    this.reason = reason;
    this.what = what;
    this.why = why;
    this.next = next;
  }

  GitException(Reason reason, String what, String why, String next) {
    this(reason, what, why, next, null);
  }

  public Reason reason() {
    return reason;
  }

  /// Whether the same call may succeed later with no one having done anything.
  public boolean isTransient() {
    return reason == Reason.UNREACHABLE || reason == Reason.TIMEOUT || reason == Reason.INTERRUPTED;
  }

  /// What was tried, and on which host.
  public String what() {
    return what;
  }

  public String why() {
    return why;
  }

  /// What a person can do.
  public String next() {
    return next;
  }
}
