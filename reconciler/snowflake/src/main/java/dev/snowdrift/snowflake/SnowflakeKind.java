package dev.snowdrift.snowflake;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Kind;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A kind of Snowflake object: what {@link Kind} says, and how its rows are read.
///
/// @param <S> the specification record
public interface SnowflakeKind<S> extends Kind<S> {

  @Override
  default Target target() {
    return Target.SNOWFLAKE;
  }

  Listing listing();

  /// The canonical name of what a row of the listing shows; empty for rows that are none of this
  /// kind's business.
  Optional<String> nameIn(Row row);

  /// The closer looks that show everything of an object, whether anybody declares it or not.
  default List<Look> looks(ResourceId id, Row row) {
    return List.of();
  }

  /// The closer looks that an object needs which was found and is declared.
  default List<Look> looks(Desired<S> declared, Row row) {
    return looks(declared.id(), row);
  }

  /// What other objects hold that a declared resource needs to know, whether or not it exists.
  default List<SideListing> sideListings(Desired<S> declared) {
    return List.of();
  }

  /// As {@link #looks(Desired, Row)}, where what was declared before counts too.
  ///
  /// @param declarations what is declared, and behind it what the last converged commit declared
  default List<Look> looks(List<Desired<S>> declarations, Row row) {
    return looks(declarations.getFirst(), row);
  }

  /// What to look at after that, for what the answers so far call for.
  default List<Look> furtherLooks(Desired<S> declared, Sighting seen) {
    return List.of();
  }

  /// The object in canonical form.
  ///
  /// @throws Row.MalformedAnswer when the answer cannot be read
  Observed read(ResourceId id, Sighting seen);

  /// What an effect on the object will have to know of its declaration.
  default Map<String, String> declaredFacts(Desired<S> declared) {
    return Map.of();
  }
}
