package dev.snowdrift.prefect.kind;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class CronRulesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 3 * * *",
        " 0  3 * * * ",
        "@daily",
        "@HOURLY",
        "*/60 * * * *",
        "5/15 * * * *",
        "0 22-2 * * *",
        "0 0 * jan,Jul mon-fri",
        "0 0 L * *",
        "0 0 * * 5#2",
        "0 0 * * L5",
        "0 0 ? * *",
        "0 0 * * 7",
        "0 3 * * * 30",
        "0 0 1 1 * 0 2027",
        "0 0 31 2 1",
        "0 0 29 2 *"
      })
  void what_the_server_takes_is_taken(String cron) {
    assertThat(CronRules.refusal(cron, true)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 3 * *|it has 4 fields, not five",
        "0 3 * * * * * *|it has 8 fields, not five",
        "@every 5m|the words are @annually, @daily, @hourly, @midnight, @monthly, @weekly, @yearly",
        "@reboot|the words are @annually, @daily, @hourly, @midnight, @monthly, @weekly, @yearly",
        "60 * * * *|`60` is no minute",
        "0 24 * * *|`24` is no hour",
        "0 0 0 * *|`0` is no day of month",
        "0 0 15W * *|`15w` is no day of month",
        "0 0 * 13 *|`13` is no month",
        "0 0 * * MON,|`` is no day of week",
        "0 0 * * Monday|`monday` is no day of week",
        "0 0 * * 1#6|`1#6` is no day of week",
        "*/0 * * * *|`*/0` is no minute",
        "H * * * *|`h` is no minute",
        "? * * * *|`?` is no minute",
        "0 0 1-32 * *|`1-32` is no day of month",
        "0 0 31 2,4 *|none of its months has such a day, so it never comes"
      })
  void what_the_server_refuses_is_refused(String cron, String why) {
    assertThat(CronRules.refusal(cron, true)).contains(why);
  }

  @Test
  void a_day_that_never_comes_may_come_by_its_weekday() {
    assertThat(CronRules.refusal("0 0 30 2 1", true)).isEmpty();
    assertThat(CronRules.refusal("0 0 30 2 1", false)).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/60 * * * *|`*/60` in the minute field means at minute 0 and nothing else: hourly",
        "*/180 * * * *|`*/180` in the minute field means at minute 0 and nothing else: hourly",
        "0-59/90 * * * *|`0-59/90` in the minute field means at minute 0 and nothing else: hourly",
        "0 */24 * * *|`*/24` in the hour field means at hour 0 and nothing else: daily",
        "0 0 */31 * *|`*/31` in the day of month field means at day of month 1 and nothing else:"
            + " monthly",
        "*/45 * * * *|`*/45` in the minute field starts again every hour: the last step before is"
            + " 15 long, not 45",
        "0 */5 * * *|`*/5` in the hour field starts again every day: the last step before is 4"
            + " long, not 5",
        "0 0 13 * 5|day of month and day of week are both set: it runs when either fits, not only"
            + " when both do",
        "0 3 * * * *|the sixth field is seconds, so `*` there means 60 runs in each minute that"
            + " fits"
      })
  void what_seems_to_mean_something_else_is_said(String cron, String meaning) {
    assertThat(CronRules.lint(cron, true)).containsExactly(meaning);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/15 * * * *",
        "0 */6 * * *",
        "*/1 * * * *",
        "5/45 * * * *",
        "0 0 1 * *",
        "@daily"
      })
  void what_means_what_it_says_is_not_remarked(String cron) {
    assertThat(CronRules.lint(cron, true)).isEmpty();
  }

  @Test
  void schedules_of_a_plan_are_remarked_once() {
    var schedules =
        JsonMapper.builder()
            .build()
            .readTree(
                """
                [{"slug":"a","cron":"*/60 * * * *"},{"slug":"b","cron":"*/60 * * * *"},
                 {"slug":"c","cron":"0 0 13 * 5","dayOr":false},{"slug":"d","interval":60}]
                """);

    assertThat(CronRules.remarks(schedules))
        .containsExactly(
            "`*/60` in the minute field means at minute 0 and nothing else: hourly",
            "day of month and day of week are both set: it runs only when both fit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FREQ=DAILY",
        "freq=weekly;byday=mo,fr",
        "RRULE:FREQ=MONTHLY;BYDAY=-1FR",
        "DTSTART:20260101T000000\nRRULE:FREQ=DAILY;UNTIL=20261231",
        "DTSTART;TZID=Europe/Berlin:20260101T000000\nRRULE:FREQ=DAILY\nEXDATE:20260102T000000",
        "RDATE:20260101T000000",
        "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=-1;BYHOUR=3,15;BYMINUTE=0"
      })
  void rules_that_the_server_takes_are_taken(String rule) {
    assertThat(RecurrenceCheck.refusal(rule)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BYDAY=MO|a rule of iCalendar (RFC 5545) says at least how often: FREQ=",
        "FREQ=OFTEN|`FREQ=OFTEN` is not taken",
        "FREQ=DAILY;BYHOUR=25|`BYHOUR=25` is not taken",
        "FREQ=WEEKLY;BYDAY=XX|`BYDAY=XX` is not taken",
        "FREQ=DAILY;INTERVAL=0|`INTERVAL=0` is not taken",
        "FREQ=DAILY;FOO=1|`FOO=1` is not taken",
        "FREQ=DAILY;|`` is not NAME=VALUE",
        "FREQ=DAILY;UNTIL=20270101T000000Z|`UNTIL=20270101T000000Z` is in UTC and its start is in"
            + " no time zone; leave out the Z, `timezone` counts",
        "DTSTART:20260101T000000Z RRULE:FREQ=DAILY;UNTIL=20270101|`UNTIL=20270101` is in no time"
            + " zone and its start is; end it with Z"
      })
  void rules_that_the_server_refuses_are_refused(String rule, String why) {
    assertThat(RecurrenceCheck.refusal(rule)).contains(why);
  }
}
