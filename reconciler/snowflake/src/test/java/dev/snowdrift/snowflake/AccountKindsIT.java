package dev.snowdrift.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Guard;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.plan.Step;
import dev.snowdrift.plan.Verdict;
import dev.snowdrift.snowflake.kind.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tables, formats, users and whatever else an account is made of beside services, in an account
/// behind the real driver.
class AccountKindsIT {
  private final Rig rig = new Rig(1_000);

  @BeforeEach
  void what_has_no_kind_is_there_already() {
    rig.byHand(
        """
        CREATE STORAGE INTEGRATION LAKE TYPE = EXTERNAL_STAGE STORAGE_PROVIDER = 'S3'
        STORAGE_AWS_ROLE_ARN = 'arn:aws:iam::001234567890:role/lake' ENABLED = TRUE
        STORAGE_ALLOWED_LOCATIONS = ('s3://snowflake-lab/')
        """);
    for (var name : List.of("GITHUB_OAUTH", "AWS_AUTH")) {
      rig.byHand(
          "CREATE SECURITY INTEGRATION "
              + name
              + " TYPE = API_AUTHENTICATION AUTH_TYPE = OAUTH2 OAUTH_CLIENT_ID = 'id'"
              + " OAUTH_CLIENT_SECRET = 'secret' OAUTH_ALLOWED_SCOPES = ('repo', 'user') ENABLED ="
              + " TRUE");
    }
    rig.byHand("CREATE NETWORK POLICY ETL_POLICY ALLOWED_IP_LIST = ('192.0.2.0/24')");
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void a_converged_world_has_an_empty_plan_and_costs_no_write() {
    var state = Samples.state();
    rig.converge(state, Optional.empty());
    rig.clock.step(Duration.ofMinutes(10));
    var before = rig.sandbox.statements().last();

    var plan = plan(state);

    assertThat(plan.problems()).isEmpty();
    assertThat(plan.steps()).isEmpty();
    assertThat(rig.sandbox.statements().writesSince(before)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ALTER TABLE ETL.APP.AIRLINE_RAW SET DATA_RETENTION_TIME_IN_DAYS ="
            + " 0|dataRetentionTimeInDays",
        "ALTER TABLE ETL.APP.AIRLINE_RAW SET CHANGE_TRACKING = FALSE|changeTracking",
        "ALTER TABLE ETL.APP.AIRLINE_RAW DROP CLUSTERING KEY|clusterBy",
        "ALTER TABLE ETL.APP.AIRLINE_RAW ALTER COLUMN ID DROP NOT NULL|columns[ID].nullable",
        "ALTER TABLE ETL.APP.AIRLINE_RAW ALTER COLUMN ID COMMENT 'x'|columns[ID].comment",
        "ALTER TABLE ETL.APP.AIRLINE_RAW DROP COLUMN SRC|columns[SRC]",
        "ALTER FILE FORMAT ETL.APP.CSV SET SKIP_HEADER = 1|skipHeader",
        "ALTER FILE FORMAT ETL.APP.CSV SET FIELD_DELIMITER = ','|fieldDelimiter",
        "ALTER FILE FORMAT ETL.APP.CSV SET NULL_IF = ()|nullIf",
        "ALTER FILE FORMAT ETL.APP.CSV SET ENCODING = 'ISO88591'|encoding",
        "ALTER FILE FORMAT ETL.APP.JSON_LINES SET STRIP_OUTER_ARRAY = FALSE|stripOuterArray",
        "ALTER STAGE ETL.APP.DATASETS SET URL = 's3://snowflake-lab/private'|url",
        "ALTER STAGE ETL.APP.DATASETS SET FILE_FORMAT = (FORMAT_NAME ="
            + " 'ETL.APP.JSON_LINES')|fileFormat",
        "ALTER USER ETL_LOADER SET DISABLED = TRUE|disabled",
        "ALTER USER ETL_LOADER SET DEFAULT_WAREHOUSE = OTHER|defaultWarehouse",
        "ALTER USER ETL_LOADER SET DEFAULT_SECONDARY_ROLES = ('ALL')|secondaryRoles",
        "ALTER USER ETL_LOADER UNSET RSA_PUBLIC_KEY|rsaPublicKey",
        "ALTER USER ETL_LOADER UNSET NETWORK_POLICY|networkPolicy",
        "ALTER USER ADA SET LAST_NAME = 'King'|lastName",
        "ALTER VIEW ETL.APP.AIRLINE UNSET SECURE|secure",
        "ALTER SECURITY INTEGRATION SNOWSERVICES_INGRESS_OAUTH SET ENABLED = FALSE|enabled",
        "ALTER PROCEDURE ETL.APP.CLEAN(NUMBER, VARCHAR) EXECUTE AS OWNER|executeAs",
        "ALTER FUNCTION ETL.APP.TWICE(FLOAT) UNSET SECURE|secure",
        "ALTER FUNCTION ETL.APP.ECHO(VARCHAR) SET MAX_BATCH_ROWS = 7|service.maxBatchRows",
        "ALTER FUNCTION ETL.APP.ECHO(VARCHAR) SET ON_BATCH_FAILURE = ABORT|service.onBatchFailure",
        "ALTER FUNCTION ETL.APP.ECHO(VARCHAR) UNSET CONTEXT_HEADERS|service.contextHeaders",
        "ALTER SECRET ETL.APP.GITHUB SET OAUTH_SCOPES = ('repo')|scopes",
        "ALTER SECRET ETL.APP.GITHUB_USER SET OAUTH_REFRESH_TOKEN_EXPIRY_TIME ="
            + " '2026-12-01'|refreshTokenExpires",
      })
  void what_somebody_changed_by_hand_is_found_and_healed(String byHand, String path) {
    var state = Samples.state();
    rig.converge(state, Optional.empty());
    rig.byHand(byHand);

    var plan = plan(state);
    rig.run(plan);

    var found = plan.steps().stream().flatMap(step -> step.change().drifts().stream()).toList();
    assertThat(found)
        .extracting(Drift::path, Drift::origin)
        .containsExactly(tuple(path, Drift.Origin.OUT_OF_BAND));
    assertThat(plan(state).steps()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "type: VARIANT}|type: VARIANT, comment: raw}|ALTER TABLE ETL.APP.AIRLINE_RAW ALTER COLUMN"
            + " SRC COMMENT 'raw'",
        "- {name: SRC, type: VARIANT}|- {name: SRC, type: VARIANT}\\n- {name: N, type: INT}|ALTER"
            + " TABLE ETL.APP.AIRLINE_RAW ADD COLUMN N NUMBER(38,0)",
        "nullable: false, comment: key|comment: key|ALTER TABLE ETL.APP.AIRLINE_RAW ALTER COLUMN ID"
            + " DROP NOT NULL",
        "clusterBy: [to_date(LOADED_AT), ID]|clusterBy: [ID]|ALTER TABLE ETL.APP.AIRLINE_RAW"
            + " CLUSTER BY (ID)",
        "skipHeader: 2|skipHeader: 1|ALTER FILE FORMAT ETL.APP.CSV SET SKIP_HEADER = 1",
        "trimSpace: true\\n||ALTER FILE FORMAT ETL.APP.CSV SET TRIM_SPACE = FALSE",
        "fileFormat: etl.app.csv|fileFormat: etl.app.json_lines|ALTER STAGE ETL.APP.DATASETS SET"
            + " FILE_FORMAT = (FORMAT_NAME = 'ETL.APP.JSON_LINES')",
        "datasets/|others|ALTER STAGE ETL.APP.DATASETS SET URL ="
            + " 's3://snowflake-lab/public/others'",
        "disabled: false|disabled: true|ALTER USER ETL_LOADER SET DISABLED = TRUE",
        "networkPolicy: ETL_POLICY\\n||ALTER USER ETL_LOADER UNSET NETWORK_POLICY",
        "{env: ADA_PASSWORD}|{env: OTHER}|ALTER USER ADA SET PASSWORD = '***' MUST_CHANGE_PASSWORD"
            + " = TRUE",
        "secure: true\\nchangeTracking|changeTracking|ALTER VIEW ETL.APP.AIRLINE UNSET SECURE",
        "enabled: true\\ncomment: logs|enabled: false\\ncomment: logs|ALTER SECURITY INTEGRATION"
            + " SNOWSERVICES_INGRESS_OAUTH SET ENABLED = FALSE",
        "executeAs: CALLER|executeAs: OWNER|ALTER PROCEDURE ETL.APP.CLEAN(NUMBER, VARCHAR) EXECUTE"
            + " AS OWNER",
        "body: X * 2|body: X * 3|CREATE OR ALTER SECURE FUNCTION ETL.APP.TWICE (X FLOAT) RETURNS"
            + " FLOAT LANGUAGE SQL AS $$X * 3$$",
        "`  maxBatchRows: 100\\n`||ALTER FUNCTION ETL.APP.ECHO(VARCHAR) UNSET MAX_BATCH_ROWS",
        "scopes: [repo, user]|scopes: [repo]|ALTER SECRET ETL.APP.GITHUB SET OAUTH_SCOPES ="
            + " ('repo')",
      })
  void what_a_commit_changes_is_altered_in_place(String from, String to, String statement) {
    var before = Samples.state();
    rig.converge(before, Optional.empty());
    var after = changed(from.replace("\\n", "\n"), to == null ? "" : to.replace("\\n", "\n"));

    var plan = rig.plan(after, Optional.of(before));
    rig.run(plan);

    assertThat(Rig.statements(plan)).containsExactly(statement);
    assertThat(plan(after).steps()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "- {name: SRC, type: VARIANT}\\n||HOLDS_DATA|drops column SRC",
        "name: SRC, type: VARIANT|name: SRC, type: VARCHAR|HOLDS_DATA|drops column SRC with what it"
            + " holds and adds it again",
        "name: SRC, type|name: RAW, type|HOLDS_DATA|may be SRC under another name",
        "name: ID, type: INT|name: ID, type: 'NUMBER(10,0)'|HOLDS_DATA|narrows column ID",
        "isTransient: false\\ncomment: as it comes|isTransient: true\\ncomment: as it"
            + " comes|REPLACEMENT|every row of it",
        "FROM AIRLINE_RAW;|FROM AIRLINE_RAW WHERE ID > 0;|REPLACEMENT|its grants",
        "handler: clean.main|handler: clean.other|REPLACEMENT|its USAGE grants",
        "path: /echo|path: /other|REPLACEMENT|its USAGE grants",
        "apiAuthentication: AWS_AUTH|apiAuthentication: GITHUB_OAUTH|REPLACEMENT|READ and USAGE"
            + " grants",
      })
  void what_loses_something_waits_for_a_person(String from, String to, String guard, String why) {
    var before = Samples.state();
    rig.converge(before, Optional.empty());
    var after = changed(from.replace("\\n", "\n"), to == null ? "" : to.replace("\\n", "\n"));

    var plan = rig.plan(after, Optional.of(before));

    assertThat(plan.problems()).isEmpty();
    assertThat(plan.steps()).isNotEmpty();
    assertThat(plan.going()).isEmpty();
    assertThat(plan.steps())
        .extracting(step -> (Verdict.Held) step.verdict())
        .anySatisfy(held -> assertThat(held.why()).contains(why))
        .allSatisfy(held -> assertThat(held.guard()).isEqualTo(Guard.valueOf(guard)))
        .allSatisfy(held -> assertThat(held.approvable()).isTrue());
    assertThat(plan.steps())
        .flatExtracting(Step::effects)
        .extracting(Effect::redacted)
        .noneMatch(sql -> sql.contains("OR REPLACE") || sql.contains("OR ALTER TABLE"));
  }

  @Test
  void what_a_person_approved_is_done_and_leaves_nothing_to_do() {
    var before = Samples.state();
    rig.converge(before, Optional.empty());
    var after = changed("name: SRC, type: VARIANT", "name: RAW, type: VARIANT");
    var plan = rig.plan(after, Optional.of(before));

    plan.steps().stream()
        .flatMap(step -> step.effects().stream())
        .forEach(effect -> rig.provider.execute(effect, Rig.SECRETS));

    assertThat(plan(after).steps()).isEmpty();
  }

  @Test
  void what_a_commit_removed_is_dropped_unless_it_holds_data() {
    var before = Samples.state();
    rig.converge(before, Optional.empty());
    var after = World.of(Samples.resources());

    var plan = rig.plan(after, Optional.of(before));
    plan.steps().stream()
        .flatMap(step -> step.effects().stream())
        .forEach(effect -> rig.provider.execute(effect, Rig.SECRETS));

    assertThat(plan.steps())
        .extracting(step -> step.id().kind())
        .contains("User", "FileFormat", "View", "Procedure", "Function", "Secret")
        .doesNotContain("Table", "Stage", "SecurityIntegration");
    assertThat(rig.plan(after, Optional.of(after)).steps()).isEmpty();
  }

  @Test
  void what_others_made_is_taken_over_with_its_comment() {
    rig.converge(World.of(Samples.resources()), Optional.empty());
    rig.byHand("CREATE TABLE ETL.APP.T (ID INT) COMMENT = 'theirs'");
    rig.byHand("CREATE FUNCTION ETL.APP.F(A INT) RETURNS INT AS 'A + 1'");
    rig.byHand("CREATE USER BOT TYPE = SERVICE");
    var state =
        World.of(
            Stream.concat(
                    Stream.of(Samples.resources()),
                    Stream.of(
                        adopted("Table ETL.APP.T", "columns: [{name: ID, type: INT}]"),
                        adopted(
                            "Function ETL.APP.F(INT)",
                            "arguments: [{name: A, type: INT}]\n  returns: INT\n  body: A + 1"),
                        adopted("User BOT", "type: SERVICE")))
                .toArray(String[]::new));

    rig.converge(state, Optional.empty());

    assertThat(plan(state).steps()).isEmpty();
  }

  private static String adopted(String head, String spec) {
    return head + "\nlifecycle: {adopt: true}\nspec:\n  " + spec + "\n";
  }

  /// The samples with a text replaced that stands in one of them.
  private static DesiredState changed(String from, String to) {
    var all = Stream.of(Samples.resources(), Samples.account()).flatMap(Stream::of).toList();
    assertThat(all).anyMatch(text -> text.contains(from));
    return World.of(all.stream().map(text -> text.replace(from, to)).toArray(String[]::new));
  }

  private Plan plan(DesiredState state) {
    return rig.plan(state, Optional.of(state));
  }
}
