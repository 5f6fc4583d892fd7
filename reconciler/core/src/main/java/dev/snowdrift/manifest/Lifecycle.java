package dev.snowdrift.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What may happen to an object beyond its fields: the `lifecycle` of a manifest. Every part is
/// optional.
///
/// @param deletion what happens when a commit removes the manifest; the default depends on the kind
/// @param replacement whether a person may approve a re-creation
/// @param adopt take over an object that exists and is not ours
/// @param rollback what happens when a new version does not become healthy
/// @param ignore differences that are neither repaired nor counted as drift
public record Lifecycle(
    Optional<Deletion> deletion,
    Optional<Replacement> replacement,
    boolean adopt,
    Optional<Rollback> rollback,
    List<Ignore> ignore) {

  /// Nothing said.
  public static final Lifecycle DEFAULT =
      new Lifecycle(Optional.empty(), Optional.empty(), false, Optional.empty(), List.of());

  public Lifecycle {
    ignore = List.copyOf(ignore);
  }

  public enum Deletion {
    @JsonProperty("Delete")
    DELETE,
    @JsonProperty("Orphan")
    ORPHAN
  }

  public enum Replacement {
    @JsonProperty("Approve")
    APPROVE,
    @JsonProperty("Forbid")
    FORBID
  }

  public enum Rollback {
    @JsonProperty("never")
    NEVER,
    @JsonProperty("onFailure")
    ON_FAILURE
  }

  /// One ignored difference.
  ///
  /// @param field dotted path of the field (`instances.min`); covers everything below it
  /// @param until last day on which the rule holds; for ever when empty
  public record Ignore(String field, String reason, Optional<LocalDate> until) {}
}
