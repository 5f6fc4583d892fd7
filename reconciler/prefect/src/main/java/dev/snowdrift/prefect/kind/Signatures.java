package dev.snowdrift.prefect.kind;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Reads what a flow's function takes from its source, without running it.
@FunctionalInterface
interface Signatures {
  /// Reads nothing.
  Signatures NONE = (_, _) -> Optional.empty();

  /// @param parameterSchema as Prefect makes it from the signature
  /// @param unclear what could not be told from the source, for people
  record Signature(ObjectNode parameterSchema, List<String> unclear) {
    public Signature {
      unclear = List.copyOf(unclear);
    }
  }

  /// Empty when the function's definition is not found or not understood.
  Optional<Signature> read(String source, String function);
}
