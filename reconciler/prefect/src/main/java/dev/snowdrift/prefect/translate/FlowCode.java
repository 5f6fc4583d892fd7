package dev.snowdrift.prefect.translate;

import java.util.Optional;

/// The port to the code of flows, where it is at hand: what a flow says of itself.
@FunctionalInterface
public interface FlowCode {
  /// For project files without their code.
  FlowCode NONE = _ -> Optional.empty();

  /// What the decorated function says.
  ///
  /// @param name as `@flow(name=...)` gives it, or as Prefect makes it from the function's name
  /// @param description of the decorator, or the function's documentation
  record Declared(String name, Optional<String> description) {}

  /// Empty when the file is not there, or does not say so much.
  ///
  /// @param entrypoint `path/to/file.py:function` or `package.module:function`
  Optional<Declared> of(String entrypoint);
}
