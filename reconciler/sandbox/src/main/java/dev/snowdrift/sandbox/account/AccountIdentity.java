package dev.snowdrift.sandbox.account;

/// What an account is called.
///
/// @param locator the account locator, which CURRENT_ACCOUNT() gives
public record AccountIdentity(String organization, String accountName, String locator) {}
