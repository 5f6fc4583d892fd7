package dev.snowdrift.sandbox.sql;

/// What privileges are granted on.
public sealed interface GrantTarget {

  record OnAccount() implements GrantTarget {}

  record OnObject(String kind, Name name) implements GrantTarget {}

  /// All present objects of a container.
  ///
  /// @param plural as in SHOW: `COMPUTE POOLS`
  record OnAll(String plural, String containerKind, Name container) implements GrantTarget {}

  /// All objects that a container will get.
  record OnFuture(String plural, String containerKind, Name container) implements GrantTarget {}
}
