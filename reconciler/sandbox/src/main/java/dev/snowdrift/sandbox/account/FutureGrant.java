package dev.snowdrift.sandbox.account;

import java.time.Instant;

/// A privilege that a container gives on every object of a kind it gets.
public record FutureGrant(
    String kind, String privilege, Holder holder, boolean option, Instant createdOn) {}
