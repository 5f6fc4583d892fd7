package dev.snowdrift.snowflake;

import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// How all objects of a kind are listed.
public sealed interface Listing {

  /// `SHOW <words>`: one listing for the account.
  record OfAccount(String words) implements Listing {}

  /// `SHOW <words> IN DATABASE d`: one listing for each database concerned.
  record OfDatabase(String words) implements Listing {}

  /// `SHOW GRANTS TO ROLE r`, and `SHOW FUTURE GRANTS TO ROLE r` for roles with future grants.
  ///
  /// @param role the role in the name of a resource, canonical
  /// @param isFuture whether the name of a resource is that of a future grant
  record OfRole(UnaryOperator<String> role, Predicate<String> isFuture) implements Listing {
    String roleOf(String name) {
      return role.apply(name);
    }
  }
}
