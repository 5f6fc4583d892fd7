package dev.snowdrift.snowflake;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.ResourceId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// How all objects of a kind are listed.
public sealed interface Listing {

  /// `SHOW <words>`: one listing for the account.
  record OfAccount(String words) implements Listing {}

  /// `SHOW <words> IN DATABASE d`: one listing for each database concerned.
  record OfDatabase(String words) implements Listing {}

  /// What is shown for each grantee: one scope for each that a resource's name speaks of.
  record OfGrants(Grants grants) implements Listing {}

  /// What has to be asked to see a scope.
  interface Questions {

    /// What is asked for the scope alone.
    List<SqlStatement> statements(String scope);

    /// What shows the scope among others.
    Optional<Together> together(String scope);
  }

  /// Statements that several scopes share, each sent once, in place of one for each scope. What a
  /// shared answer does not show is only believed to be absent when the scope's own answer does not
  /// show it either: so neither a container that is not there yet nor one that we may not look into
  /// makes a grant seem gone.
  ///
  /// @param shared shows, between them, all that is expected and more
  /// @param isOurs which of the rows belong to the scope
  /// @param expected the names that have to be in the answer
  /// @param own what is asked when one of them is not
  record Together(
      List<SqlStatement> shared, Predicate<Row> isOurs, Set<String> expected, SqlStatement own) {

    public Together {
      shared = List.copyOf(shared);
      expected = Set.copyOf(expected);
    }
  }

  /// How grants are listed.
  interface Grants {

    /// The scope that shows the grant of this name: `ROLE ETL`.
    String scope(String name);

    /// The scope that a resource of another kind asks for; empty when none.
    Optional<String> scope(Desired<?> resource);

    /// What has to be asked to see what is declared.
    ///
    /// @param resources all that is declared or was
    Questions questions(Collection<Desired<?>> resources);

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
