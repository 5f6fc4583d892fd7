package dev.snowdrift.prefect;

import dev.snowdrift.sandbox.prefect.PrefectServerOptions;
import dev.snowdrift.sandbox.prefect.PrefectServerProcess;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// Against the real server that `.ci/prefect` installs.
class RealServerBlocksIT extends BlocksSuite {
  private static PrefectServerProcess server;

  @BeforeAll
  static void start() {
    server = PrefectServerProcess.start(PrefectServerOptions.withoutServices());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  URI api() {
    return server.api();
  }
}
