package dev.snowdrift.sandbox.wire;

/// A request that is answered with `success: false` before any statement runs: the codes of logins
/// and sessions, 390xxx.
final class Refusal extends RuntimeException {
  private final int code;

  Refusal(int code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  int code() {
    return code;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
