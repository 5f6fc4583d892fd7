package dev.snowdrift.sandbox.sql;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The clauses that narrow a SHOW.
///
/// @param options the rarer clauses as words: `EXCLUDE JOBS`, `ROOT ONLY`
/// @param types what follows OF TYPE
public record ShowFilter(
    Optional<String> like,
    Optional<Scope> scope,
    Optional<String> startsWith,
    OptionalLong limit,
    Optional<String> from,
    List<String> options,
    List<String> types) {

  public ShowFilter {
    options = List.copyOf(options);
    types = List.copyOf(types);
  }

  /// What follows IN.
  public sealed interface Scope {
    record InAccount() implements Scope {}

    /// A container, or another object.
    ///
    /// @param kind DATABASE, SCHEMA, SERVICE, `COMPUTE POOL`, ...
    /// @param name without it the session's current one
    record InKind(String kind, Optional<Name> name) implements Scope {}

    /// A name alone: a schema, or for some kinds a database.
    record InName(Name name) implements Scope {}
  }
}
