package dev.snowdrift.sandbox.account;

import java.time.Instant;

/// A privilege that somebody holds on an object. A role that is granted is USAGE on it.
///
/// @param option whether the holder may pass it on
/// @param grantedBy a role; empty when the system did it
public record Grant(
    String privilege, Holder holder, boolean option, String grantedBy, Instant createdOn) {}
