package dev.snowdrift.kind;

/// Reads the value of a secret at the moment it is written to its target.
public interface SecretReader {

  /// Reads one value.
  ///
  /// @throws SecretUnavailable when the source has no value or may not be read
  SecretValue read(SecretSource source);

  /// The source has no value, or the operator's configuration does not allow it.
  final class SecretUnavailable extends RuntimeException {
    public SecretUnavailable(String message) {
      super(message);
    }
  }
}
