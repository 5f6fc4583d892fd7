package dev.snowdrift.sandbox.account;

import tools.jackson.databind.JsonNode;

/// Something that a person or a test in another process may ask of a feature of the account, or do
/// to it, without SQL: what no real account offers.
public interface AdminRoute {

  /// Runs with the account's lock held, when all that is due has happened.
  ///
  /// @throws IllegalArgumentException saying what is wrong with the body
  JsonNode handle(JsonNode body);
}
