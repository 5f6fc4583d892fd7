package dev.snowdrift.snowflake.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sighting;
import dev.snowdrift.snowflake.World;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskKindTest {
  private static final Mark MARK = new Mark("dev", "0123456789abcdef", Optional.empty());
  private static final TaskKind KIND = new TaskKind();

  private static Desired<TaskKind.Spec> task(String name) {
    return task(Samples.resources(), name);
  }

  @SuppressWarnings("unchecked")
  private static Desired<TaskKind.Spec> task(String[] resources, String name) {
    var id = new ResourceId("Task", "ETL.APP." + name);
    return (Desired<TaskKind.Spec>) Objects.requireNonNull(World.of(resources).resources().get(id));
  }

  private static String created(String name) {
    return KIND.create(task(name), MARK).stream()
        .map(Effect::redacted)
        .collect(Collectors.joining("\n"));
  }

  private static List<Problem> problems(String... tasks) {
    return World.problems(tasks);
  }

  @Test
  void a_root_is_rendered_with_everything_it_declares() {
    assertThat(created("EXTRACT"))
        .isEqualTo(
            """
            CREATE TASK ETL.APP.EXTRACT WAREHOUSE = ETL_WH \
            SCHEDULE = 'USING CRON 0 2 * * MON-FRI Europe/Berlin' \
            CONFIG = $${"depth":3,"output":"/tmp"}$$ USER_TASK_TIMEOUT_MS = 600000 \
            SUSPEND_TASK_AFTER_NUM_FAILURES = 3 TASK_AUTO_RETRY_ATTEMPTS = 1 \
            OVERLAP_POLICY = ALLOW_CHILD_OVERLAP AUTOCOMMIT = TRUE TIMEZONE = 'UTC' \
            COMMENT = 'the root [snowdrift:dev:0123456789abcdef]' \
            WHEN SYSTEM$STREAM_HAS_DATA('ORDERS') AS CALL EXTRACT()
            ALTER TASK ETL.APP.EXTRACT RESUME\
            """);
  }

  @Test
  void a_job_with_a_name_drops_what_the_last_run_left() {
    assertThat(created("TRAIN"))
        .contains(" AFTER ETL.APP.EXTRACT AS BEGIN\n  DROP SERVICE IF EXISTS ETL.APP.TRAIN_JOB;\n")
        .contains("EXECUTE JOB SERVICE IN COMPUTE POOL ETL_POOL FROM SPECIFICATION $${")
        .contains("NAME = ETL.APP.TRAIN_JOB QUERY_WAREHOUSE = ETL_WH REPLICAS = 2");
  }

  @Test
  void one_that_rests_on_purpose_is_not_resumed() {
    assertThat(created("REPORT")).endsWith("END").doesNotContain("RESUME");
    assertThat(created("CLEAN_UP")).contains("FINALIZE = ETL.APP.EXTRACT");
  }

  @Test
  void what_a_task_names_is_referred_to() {
    assertThat(KIND.references(task("TRAIN")))
        .filteredOn(Reference::required)
        .extracting(reference -> reference.to().toString())
        .containsExactlyInAnyOrder(
            "Task ETL.APP.EXTRACT",
            "ComputePool ETL_POOL",
            "ExternalAccessIntegration ETL_EAI",
            "Warehouse ETL_WH",
            "ImageRepository ETL.APP.REPO");
    assertThat(KIND.references(task("CLEAN_UP")))
        .extracting(reference -> reference.to().toString())
        .contains("Task ETL.APP.EXTRACT");
  }

  @Test
  void a_job_that_is_written_otherwise_and_does_the_same_is_the_same() {
    var job = task("TRAIN").spec().job().orElseThrow();
    var schema = Names.of("ETL.APP");
    var byHand =
        """
        begin
          drop service if exists train_job;
          execute job service
            in compute pool etl_pool
            name = etl.app.train_job
            replicas = 2
            external_access_integrations = ("ETL_EAI")
            query_warehouse = etl_wh
            from specification $$
        spec:
          containers:
          - image: /etl/app/repo/worker:v1
            name: "train"
        $$;
        end;
        """;

    assertThat(JobBody.parse(job.sql(), schema).map(parsed -> parsed.canonical(schema)))
        .contains(job.canonical(schema));
    assertThat(JobBody.parse(byHand, schema).map(parsed -> parsed.canonical(schema)))
        .contains(job.canonical(schema));
    assertThat(JobBody.parse(byHand.replace("worker:v1", "worker:v2"), schema).orElseThrow())
        .extracting(parsed -> parsed.canonical(schema))
        .isNotEqualTo(job.canonical(schema));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CALL P()",
        "EXECUTE JOB SERVICE IN COMPUTE POOL P FROM @s SPECIFICATION_FILE = 'f'",
        "EXECUTE JOB SERVICE IN COMPUTE POOL P NAME = J FROM SPECIFICATION $${}$$",
        "BEGIN DROP SERVICE IF EXISTS A; EXECUTE JOB SERVICE IN COMPUTE POOL P NAME = B FROM"
            + " SPECIFICATION $${}$$; END"
      })
  void a_body_that_no_manifest_can_say_is_somebodys_own(String body) {
    assertThat(JobBody.parse(body, Names.of("ETL.APP"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10 MINUTE|10 m",
        "10 MINUTES|600 SECONDS",
        "1 HOUR|60 minutes",
        "USING CRON 0 2 * * MON-FRI UTC|using cron  0  2 * * 1,2,3,4,5 UTC",
        "USING CRON */15 * * * * UTC|USING CRON 0,15,45,30 * * * * UTC",
        "USING CRON 0-59 * * JAN * UTC|USING CRON * * * 1 * UTC"
      })
  void schedules_of_the_same_meaning_are_equal(String one, String other) {
    assertThat(TaskSchedule.meaning(one)).isEqualTo(TaskSchedule.meaning(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10 MINUTES|11 MINUTES",
        "USING CRON 0 2 * * * UTC|USING CRON 0 2 * * * Europe/Berlin",
        "USING CRON 0 2 * * * UTC|USING CRON 0 2 1-31 * * UTC",
        "USING CRON 0 2 L * * UTC|USING CRON 0 2 31 * * UTC"
      })
  void schedules_of_different_meaning_are_not(String one, String other) {
    assertThat(TaskSchedule.meaning(one)).isNotEqualTo(TaskSchedule.meaning(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{every: every hour}|schedule.every: `every hour` is not a schedule",
        "{every: 5 SECONDS}|schedule.every: `5 SECONDS` is not a schedule",
        "{cron: 0 2 * *}|schedule.cron: `0 2 * *` is not a schedule",
        "{cron: 0 25 * * *}|schedule.cron: `0 25 * * *` is not a schedule",
        "{cron: 0 2 * * *, timeZone: Europe/Berlni}|schedule.timeZone: there is no time zone"
            + " `Europe/Berlni`",
        "{every: 5 m, cron: 0 2 * * *}|schedule: two of them"
      })
  void a_wrong_schedule_is_refused_with_its_place(String schedule, String what) {
    assertThat(problems("Task ETL.APP.T\nschedule: " + schedule + "\nsql: SELECT 1"))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.what()).isEqualTo(what);
          assertThat(problem.at().toString()).startsWith("base/r000.yaml:6:");
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sql: SELECT 1|nothing ever starts this task",
        "after: [R]; schedule: {every: 1 h}; sql: SELECT 1|schedule: a task that comes after others"
            + " has none",
        "after: [R]; finalizes: R; sql: SELECT 1|a task has either `after` or `finalizes`",
        "after: [R]; config: {a: 1}; sql: SELECT 1|config: a task that comes after others has none",
        "after: [ETL.OTHER.R]; sql: SELECT 1|after: ETL.OTHER.R is in another schema",
        "after: [R]|a task has either `sql` or `runJob`",
        "after: [R]; sql: SELECT 1\\; SELECT 2|sql: not one statement",
        "after: [R]; when: 1 = 1 AS SELECT 2; sql: SELECT 1|when: not an expression",
        "after: [R]; warehouse: W; serverless: {minSize: S}; sql: SELECT 1|a task has either"
            + " `warehouse` or `serverless`",
        "after: [R]; sessionParameters: {USER_TASK_TIMEOUT_MS: 1}; sql: SELECT 1|sessionParameters:"
            + " USER_TASK_TIMEOUT_MS is no parameter of a session"
      })
  void what_the_schema_cannot_say_is_refused(String spec, String what) {
    var lines = spec.replace("\\;", "\u0000").replace("; ", "\n").replace("\u0000", ";");

    assertThat(problems("Task ETL.APP.T\n" + lines)).extracting(Problem::what).contains(what);
  }

  @Test
  void the_rules_of_graphs_are_checked_before_any_statement() {
    var root = "schedule: {every: 1 HOUR}\nsql: SELECT 1";

    assertThat(
            problems(
                "Task ETL.APP.A\n" + root,
                "Task ETL.APP.B\n" + root,
                "Task ETL.APP.BOTH\nafter: [A, B]\nsql: SELECT 1",
                "Task ETL.APP.LAST\nafter: [BOTH]\nsql: SELECT 1"))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.subject()).isEqualTo("Task ETL.APP.BOTH");
          assertThat(problem.what()).contains("several roots: ETL.APP.A, ETL.APP.B");
          assertThat(problem.at().toString()).startsWith("base/r002.yaml");
        });
    assertThat(
            problems(
                "Task ETL.APP.A\n" + root,
                "Task ETL.APP.CHILD\nafter: [A]\nsql: SELECT 1",
                "Task ETL.APP.F\nfinalizes: CHILD\nsql: SELECT 1",
                "Task ETL.APP.G\nfinalizes: A\nsql: SELECT 1",
                "Task ETL.APP.H\nfinalizes: A\nsql: SELECT 1",
                "Task ETL.APP.I\nafter: [G]\nsql: SELECT 1"))
        .extracting(Problem::what)
        .containsExactlyInAnyOrder(
            "finalizes: ETL.APP.CHILD is not the root of a graph",
            "finalizes: ETL.APP.A is finalized by ETL.APP.G already",
            "after: ETL.APP.G is a finalizer");
    assertThat(
            problems(
                "Task ETL.APP.A\nafter: [B]\nsql: SELECT 1",
                "Task ETL.APP.B\nafter: [A]\nsql: SELECT 1"))
        .extracting(Problem::what)
        .anyMatch(what -> what.contains("needs itself"));
  }

  @Test
  void a_hundred_tasks_come_directly_after_one_and_no_more() {
    var tasks = new String[102];
    tasks[0] = "Task ETL.APP.ROOT\nschedule: {every: 1 HOUR}\nsql: SELECT 1";
    for (var i = 1; i < tasks.length; i++) {
      tasks[i] = "Task ETL.APP.T%d\nafter: [ROOT]\nsql: SELECT 1".formatted(i);
    }

    assertThat(problems(tasks))
        .extracting(Problem::what)
        .containsExactly("101 tasks come after ETL.APP.ROOT");
  }

  @Test
  void a_row_is_read_with_its_words_for_nothing() {
    var row = new HashMap<String, String>();
    row.put("name", "T");
    row.put("database_name", "ETL");
    row.put("schema_name", "APP");
    row.put("warehouse", "null");
    row.put("state", "suspended");
    row.put("last_suspended_reason", "SUSPENDED_DUE_TO_ERRORS");
    row.put("definition", "  SELECT 1;\r\n");
    row.put("config", "{ \"b\": 1.0, \"a\": null }");
    row.put("predecessors", "[\n  \"ETL.APP.IGNORED\"\n]");
    row.put(
        "task_relations",
        "{\"Predecessors\":[\"ETL.APP.A\",\"ETL.APP.\\\"b\\\"\"],\"FinalizedRootTask\":\"ETL.APP.R\"}");

    var observed =
        KIND.read(
            new ResourceId("Task", "ETL.APP.T"),
            new Sighting(List.of(new Row(row)), Map.of(), Map.of()));

    assertThat(observed.fields())
        .hasToString(
            "{after=[\"ETL.APP.\\\"b\\\"\",\"ETL.APP.A\"], config={\"b\":1},"
                + " finalizes=\"ETL.APP.R\", sql=\"SELECT 1\","
                + " state=\"suspended after errors\", warehouse=\"\"}");
  }
}
