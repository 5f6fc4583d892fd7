package dev.snowdrift.prefect.python;

import java.io.Serial;

/// The text is not Python that can be read here, or passes a limit.
final class PythonSyntaxException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  PythonSyntaxException(int line, String what) {
    super("line %d: %s".formatted(line, what));
  }
}
