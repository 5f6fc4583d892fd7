package dev.snowdrift.sandbox.prefect;

import java.util.function.Predicate;
import java.util.function.Supplier;

/// A server that the contract is checked on.
interface ContractPeer {
  Api api();

  /// Lets the server's background services work until what is looked at is as wanted, and returns
  /// the last look, wanted or not.
  <T> T until(Supplier<T> look, Predicate<T> wanted);
}
