package dev.snowdrift.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// What a manifest says about the life of its object, beside how it should look. Whatever is absent
/// has a default that the kind decides.
@Doc("How the object is created, replaced and removed")
public record Lifecycle(
    @Doc("What a removal from Git does: delete the object, or leave it and forget it")
        Optional<Deletion> deletion,
    @Doc("Whether a change that needs a re-creation may wait for approval, or is refused")
        Optional<Replacement> replacement,
    @Doc("Take over an object that exists and is not ours") Optional<Boolean> adopt,
    @Doc("Whether a service that does not become ready goes back to the previous revision")
        Optional<Rollback> rollback,
    @Doc("Fields whose drift is left alone for a while") List<Ignore> ignore) {

  /// Nothing said.
  public static final Lifecycle NONE =
      new Lifecycle(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  private static final ObjectNode SCHEMA = SchemaGenerator.of(Lifecycle.class);

  /// Binds a manifest's `lifecycle`, or gives nothing after adding at least one problem.
  public static Optional<Lifecycle> read(Mapping node, String subject, Problems problems) {
    return Binder.bind(node, Lifecycle.class, SCHEMA, subject, problems);
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

  /// One field whose drift is left alone; without `until`, for good.
  public record Ignore(
      @Doc("The field, by its name in the plan") @Example("minInstances") String field,
      @Doc("Why, for the next reader") @Example("scaled by hand in the quarter close")
          String reason,
      @Doc("The last day on which it is ignored") @Example("2027-01-31")
          Optional<LocalDate> until) {}

  public Lifecycle {
    ignore = List.copyOf(ignore);
  }
}
