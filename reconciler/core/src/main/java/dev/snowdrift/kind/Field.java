package dev.snowdrift.kind;

import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// One field of a kind: its canonical form, what it is when nobody declares it, and its repair. The
/// differ, the plan and the documentation all read it from here.
///
/// Canonical means that two values which Snowflake or Prefect treat as equal are equal as JSON.
///
/// @param name as in the manifest (`minNodes`)
/// @param desired the canonical value that a manifest declares, empty when it declares none
/// @param standard the value to which the field returns when a commit stops declaring it; empty
///   when it then keeps what it has
/// @param align the observed value seen in the light of the desired one: drops what the server adds
///   and nobody asked for. Takes desired, then observed
/// @param confidential whether values are masked wherever they are shown
/// @param partial whether it is an object of which Git names only some keys: a key that a commit
///   stops declaring goes, and one that Git never declared is left alone. {@link #align} is then
///   asked with the keys of both revisions
public record Field<S>(
    String name,
    Function<Desired<S>, Optional<JsonNode>> desired,
    Optional<JsonNode> standard,
    Repair repair,
    BinaryOperator<JsonNode> align,
    boolean confidential,
    boolean partial) {

  /// A field with the repair {@link Repair.Alter} and no disturbance.
  public static <S> Field<S> of(String name, Function<S, Optional<JsonNode>> desired) {
    return new Field<>(
        name,
        resource -> desired.apply(resource.spec()),
        Optional.empty(),
        Repair.alter(),
        (wanted, seen) -> seen,
        false,
        false);
  }

  /// A field that reads more than the specification: the lifecycle, a fingerprint.
  public static <S> Field<S> ofResource(
      String name, Function<Desired<S>, Optional<JsonNode>> desired) {
    return new Field<>(
        name, desired, Optional.empty(), Repair.alter(), (wanted, seen) -> seen, false, false);
  }

  public Field<S> standard(JsonNode value) {
    return new Field<>(name, desired, Optional.of(value), repair, align, confidential, partial);
  }

  public Field<S> repair(Repair value) {
    return new Field<>(name, desired, standard, value, align, confidential, partial);
  }

  public Field<S> align(BinaryOperator<JsonNode> value) {
    return new Field<>(name, desired, standard, repair, value, confidential, partial);
  }

  public Field<S> asConfidential() {
    return new Field<>(name, desired, standard, repair, align, true, partial);
  }

  /// Only the declared keys of an object are Git's.
  public Field<S> asPartial() {
    return new Field<>(name, desired, standard, repair, align, confidential, true);
  }
}
