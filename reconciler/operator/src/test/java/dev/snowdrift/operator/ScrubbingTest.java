package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.SecretSource;
import dev.snowdrift.kind.SecretValue;
import dev.snowdrift.operator.secret.Scrubbing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What containers write of the secrets that they were given.
class ScrubbingTest {
  private static final ResourceId JOB = new ResourceId("Job", "ETL.APP.MIGRATE");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "raw s3cret/canary+value",
        "other case S3CRET/CANARY+VALUE",
        "base64 czNjcmV0L2NhbmFyeSt2YWx1ZQ==",
        "hex 7333637265742f63616e6172792b76616c7565",
        "url s3cret%2Fcanary%2Bvalue"
      })
  void a_known_value_is_masked_in_every_form(String message) {
    var word = message.substring(0, message.indexOf(' '));
    var seen =
        new Observation(
            new TreeMap<>(
                Map.of(
                    JOB,
                    new Observed(
                        JOB,
                        new TreeMap<>(),
                        Optional.empty(),
                        Health.degraded("it wrote " + message + " and ended"),
                        new TreeMap<>()))),
            List.of());

    var scrubbed =
        new Scrubbing(
                _ -> new SecretValue("s3cret/canary+value"), List.of(new SecretSource.Env("KEY")))
            .scrubbed(seen);

    assertThat(scrubbed.find(JOB).map(Observed::health).map(Health::message).orElse(""))
        .startsWith("it wrote " + word)
        .contains("***")
        .endsWith(" and ended")
        .doesNotContainIgnoringCase("canary", "czNj", "7333");
  }

  @Test
  void a_known_value_is_masked_in_what_runs_call_themselves_and_nowhere_else() {
    var facts =
        Map.of("standing.lastRun", "load s3cret/canary+value now", "id", "s3cret/canary+value");
    var seen =
        new Observation(
            new TreeMap<>(
                Map.of(
                    JOB,
                    new Observed(
                        JOB,
                        new TreeMap<>(),
                        Optional.empty(),
                        Health.HEALTHY,
                        new TreeMap<>(facts)))),
            List.of());

    var scrubbed =
        new Scrubbing(
                _ -> new SecretValue("s3cret/canary+value"), List.of(new SecretSource.Env("KEY")))
            .scrubbed(seen);

    assertThat(scrubbed.find(JOB).orElseThrow().facts())
        .containsEntry("standing.lastRun", "load *** now")
        .containsEntry("id", "s3cret/canary+value");
    assertThat(scrubbed.find(JOB).orElseThrow().health()).isEqualTo(Health.HEALTHY);
  }
}
