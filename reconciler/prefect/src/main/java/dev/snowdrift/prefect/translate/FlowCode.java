package dev.snowdrift.prefect.translate;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// The port to the code of flows, where it is at hand: what a flow says of itself.
@FunctionalInterface
public interface FlowCode {
  /// For project files without their code.
  FlowCode NONE = _ -> Optional.empty();

  /// What the decorated function says.
  ///
  /// @param name as `@flow(name=...)` gives it, or as Prefect makes it from the function's name;
  ///   empty when it is computed
  /// @param description of the decorator, or the function's documentation
  /// @param parameterSchema as Prefect makes it from the signature
  /// @param unclear what could not be told without running the code
  record Declared(
      Optional<String> name,
      Optional<String> description,
      ObjectNode parameterSchema,
      List<String> unclear) {
    public Declared {
      unclear = List.copyOf(unclear);
    }
  }

  /// Empty when the file is not there, or defines no such flow.
  ///
  /// @param entrypoint `path/to/file.py:function` or `package.module:function`
  Optional<Declared> of(String entrypoint);
}
