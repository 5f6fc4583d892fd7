package dev.snowdrift.kind;

/// A secret's value. Its text form is one fixed mask; the value leaves only through {@link
/// #reveal}, whose callers can be counted.
public final class SecretValue {
  /// What every text, JSON, log and exception form of a secret shows.
  public static final String MASK = "***";

  private final String value;

  public SecretValue(String value) {
    this.value = value;
  }

  /// The value, for the one remote call that needs it.
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return MASK;
  }
}
