package dev.snowdrift.prefect;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// Against Prefect Cloud's address, key and additional fields.
class CloudProviderIT extends PrefectProviderSuite {
  private static CloudPeer cloud;

  @BeforeAll
  static void start() {
    cloud = new CloudPeer();
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @Override
  URI api() {
    return cloud.api();
  }

  @Override
  Optional<String> version() {
    return Optional.empty();
  }

  @Override
  PrefectAuth auth() {
    return CloudPeer.auth();
  }
}
