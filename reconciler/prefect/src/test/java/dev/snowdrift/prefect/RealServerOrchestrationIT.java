package dev.snowdrift.prefect;

import dev.snowdrift.sandbox.prefect.PrefectServerOptions;
import dev.snowdrift.sandbox.prefect.PrefectServerProcess;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/// Against the real server that `.ci/prefect` installs. Its database is a file: with one in memory
/// there is one connection, and pausing a queue waits for a second one until it fails with 500
/// (PrefectHQ/prefect, src/prefect/server/models/work_queues.py, emit_work_queue_status_event).
class RealServerOrchestrationIT {
  @TempDir private static Path directory;

  private static PrefectServerProcess server;

  @BeforeAll
  static void start() {
    server =
        PrefectServerProcess.start(
            PrefectServerOptions.withoutServices()
                .environment(
                    "PREFECT_SERVER_DATABASE_CONNECTION_URL",
                    "sqlite+aiosqlite:///" + directory.resolve("prefect.db")));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Nested
  class Queues extends WorkQueueSuite {
    @Override
    URI api() {
      return server.api();
    }
  }

  @Nested
  class Limits extends LimitSuite {
    @Override
    URI api() {
      return server.api();
    }
  }

  @Nested
  class Automations extends AutomationSuite {
    @Override
    URI api() {
      return server.api();
    }
  }
}
