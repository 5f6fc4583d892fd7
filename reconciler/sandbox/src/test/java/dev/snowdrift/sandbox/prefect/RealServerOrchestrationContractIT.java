package dev.snowdrift.sandbox.prefect;

import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// Needs the real Prefect that `.ci/prefect` installs. Without its background services: with a
/// database in memory there is one connection, for which those that evaluate triggers and the
/// writes of automations wait in turn.
class RealServerOrchestrationContractIT extends OrchestrationContract {
  @SuppressWarnings("NullAway.Init")
  private static PrefectServerProcess server;

  @SuppressWarnings("NullAway.Init")
  private static Api api;

  @BeforeAll
  static void start() {
    server = PrefectServerProcess.start(PrefectServerOptions.withoutServices());
    api = new Api(server.api());
  }

  @AfterAll
  static void stop() {
    api.close();
    server.close();
  }

  @Override
  ContractPeer peer() {
    return new ContractPeer() {
      @Override
      public Api api() {
        return api;
      }

      // Nothing happens by itself here.
      @Override
      public <T> T until(Supplier<T> look, Predicate<T> wanted) {
        return look.get();
      }
    };
  }
}
