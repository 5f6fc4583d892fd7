package dev.snowdrift.prefect.kind;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SchedulesTest {
  private static JsonNode json(String text) {
    return JsonMapper.builder().build().readTree(text);
  }

  @ParameterizedTest
  @CsvSource({"90, 90", "15m, 900", "6h, 21600", "1d, 86400", "PT1H, 3600", "P1DT0.5S, 86400.5"})
  void an_interval_has_one_form(String written, String seconds) {
    assertThat(Schedules.seconds(written)).map(JsonNode::toString).contains(seconds);
  }

  @ParameterizedTest
  @CsvSource({"0", "-5", "1w", "P1M", "x", "1e400", "99999999999999"})
  void what_is_not_an_interval_has_none(String written) {
    assertThat(Schedules.seconds(written)).isEmpty();
  }

  @Test
  void what_the_server_adds_is_no_difference() {
    var observed =
        Schedules.observed(
            json(
                """
                [{"id":"1","slug":"r","schedule":{"rrule":"DTSTART:20200101T000000\\nFREQ=DAILY",
                  "timezone":"UTC"},"active":true,"parameters":{},"max_scheduled_runs":null},
                 {"id":"2","slug":"c","schedule":{"cron":"0 3 * * *","timezone":null,"day_or":true},
                  "active":true,"parameters":{}},
                 {"id":"3","slug":"i","schedule":{"interval":900.0,"timezone":"UTC",
                  "anchor_date":"2026-11-20T13:31:41.581635Z"},"active":true,"parameters":{}}]
                """));
    var wanted =
        json(
            """
            [{"active":true,"cron":"0 3 * * *","dayOr":true,"slug":"c","timezone":"UTC"},
             {"active":true,"interval":900,"slug":"i","timezone":"UTC"},
             {"active":true,"rrule":"FREQ=DAILY","slug":"r","timezone":"UTC"}]
            """);

    assertThat(Schedules.align(wanted, observed).toString()).isEqualTo(wanted.toString());
  }

  @Test
  void a_declared_anchor_is_compared_as_a_point_in_time() {
    assertThat(Schedules.instant("2026-01-01T01:00:00+01:00"))
        .isEqualTo(Schedules.instant("2026-01-01T00:00:00Z"))
        .isEqualTo(Schedules.instant("2026-01-01T00:00:00"));
  }
}
