package dev.snowdrift.snowflake;

/// How all objects of a kind are listed.
public sealed interface Listing {

  /// `SHOW <words>`: one listing for the account.
  record OfAccount(String words) implements Listing {}

  /// `SHOW <words> IN DATABASE d`: one listing for each database concerned.
  record OfDatabase(String words) implements Listing {}

  /// `SHOW GRANTS TO ROLE r`, and `SHOW FUTURE GRANTS TO ROLE r` where future grants are declared.
  record OfRole() implements Listing {}
}
