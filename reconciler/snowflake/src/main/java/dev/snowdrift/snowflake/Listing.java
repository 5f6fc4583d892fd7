package dev.snowdrift.snowflake;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.ResourceId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// How all objects of a kind are listed.
public sealed interface Listing {

  /// `SHOW <words>`: one listing for the account.
  record OfAccount(String words) implements Listing {}

  /// `SHOW <words> IN DATABASE d`: one listing for each database concerned.
  record OfDatabase(String words) implements Listing {}

  /// What is shown for each grantee: one scope for each that a resource's name speaks of.
  record OfGrants(Grants grants) implements Listing {}

  /// How grants are listed.
  interface Grants {

    /// The scope that shows the grant of this name: `ROLE ETL`.
    String scope(String name);

    /// The scope that a resource of another kind asks for; empty when none.
    Optional<String> scope(Desired<?> resource);

    /// What has to be asked to see the scope.
    ///
    /// @param resources all that is declared or was
    List<SqlStatement> statements(String scope, Collection<Desired<?>> resources);

    /// Every scope that what was seen gives rise to, for an import.
    List<String> scopes(Observation seen);

    /// What has to be asked to see all of the scope.
    List<SqlStatement> statements(String scope);

    /// The object without which there is nothing to show.
    ResourceId container(String scope);

    /// Whether "does not exist or not authorized" means that nothing is granted there.
    boolean missingIsEmpty(String scope);
  }
}
