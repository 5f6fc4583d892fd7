package dev.snowdrift.plan;

import dev.snowdrift.kind.Desired;

/// A resource that goes back to an earlier revision, because what its commit wants was tried and
/// did not become healthy.
///
/// @param to the resource as that revision declares it
/// @param why what happened, for people
/// @param next what tries it again, for people
public record Rollback(Desired<?> to, String why, String next) {}
