package dev.snowdrift.prefect.kind;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Reads what a flow's function takes from its source, without running it.
@FunctionalInterface
interface Signatures {
  /// Reads nothing.
  Signatures NONE = (_, _) -> Optional.empty();

  /// What a function takes.
  ///
  /// @param parameterSchema as Prefect makes it from the signature
  /// @param unclear parameters whose type or default could not be told from the source
  record Signature(ObjectNode parameterSchema, List<String> unclear) {
    public Signature {
      unclear = List.copyOf(unclear);
    }
  }

  /// Reads a function; empty when its definition is not found or not understood.
  Optional<Signature> read(String source, String function);
}
