package dev.snowdrift.sandbox.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ManyObjectsTest {

  @Test
  void show_is_fast_and_stops_silently_at_ten_thousand_rows() {
    var client = Client.inSchema();
    for (var i = 0; i < 10_005; i++) {
      client.run("CREATE STAGE st_%05d".formatted(i));
    }

    var start = System.nanoTime();
    var names = client.names("SHOW STAGES IN SCHEMA d.s");
    var took = Duration.ofNanos(System.nanoTime() - start);

    assertThat(names).hasSize(10_000).startsWith("ST_00000");
    assertThat(took).isLessThan(Duration.ofSeconds(2)); // tens of milliseconds on an idle machine
    assertThat(client.names("SHOW STAGES IN SCHEMA d.s LIMIT 10000 FROM 'ST_09998'"))
        .containsExactly("ST_09999", "ST_10000", "ST_10001", "ST_10002", "ST_10003", "ST_10004");
  }

  @Test
  void show_databases_refuses_more_than_ten_thousand_rows_without_limit() {
    var client = Client.admin();
    for (var i = 0; i < 10_001; i++) {
      client.run("CREATE DATABASE db_%05d".formatted(i));
    }

    assertThat(client.refusal("SHOW DATABASES"))
        .startsWith("090153 (22000): The result set size exceeded the max number of rows(10000)");
    assertThat(client.names("SHOW DATABASES LIMIT 10000")).hasSize(10_000);
  }
}
