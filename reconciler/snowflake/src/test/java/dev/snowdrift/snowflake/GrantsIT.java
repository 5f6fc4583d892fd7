package dev.snowdrift.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.manifest.Problem;
import dev.snowdrift.plan.Change;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.sandbox.wire.StatementLog;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What roles and users hold, before an account behind the real driver.
class GrantsIT {
  private static final String PLACE =
      """
      Database RAW
      """;
  private static final String SCHEMA =
      """
      Schema RAW.APP
      """;
  private static final String STAGE =
      """
      Stage RAW.APP.FILES
      """;
  private final Rig rig = new Rig();

  @AfterEach
  void close() {
    rig.close();
  }

  private static DesiredState world(String... more) {
    var all = new String[more.length + 3];
    all[0] = PLACE;
    all[1] = SCHEMA;
    all[2] = STAGE;
    System.arraycopy(more, 0, all, 3, more.length);
    return World.of(all);
  }

  @Test
  void ownership_is_transferred_with_the_grants_that_others_hold() {
    rig.byHand("CREATE ROLE READER");
    var state =
        world(
            """
            Role LOADER
            grants: [{on: SCHEMA RAW.APP, privileges: [OWNERSHIP]}]
            grantedTo: [SYSADMIN]
            """,
            """
            Grant ROLE READER ON SCHEMA RAW.APP
            privileges: [USAGE]
            """);

    rig.converge(state, Optional.empty());

    assertThat(rig.plan(state, Optional.of(state)).steps()).isEmpty();
    assertThat(
            rig.account.execute(rig.account.open("ADMIN"), "SHOW GRANTS ON SCHEMA RAW.APP").rows())
        .anySatisfy(row -> assertThat(row.toString()).contains("OWNERSHIP", "LOADER"))
        .anySatisfy(row -> assertThat(row.toString()).contains("USAGE", "READER"));
  }

  @Test
  void an_owner_that_a_commit_stops_declaring_stays_the_owner() {
    var before =
        world(
            """
            Role LOADER
            grants: [{on: SCHEMA RAW.APP, privileges: [OWNERSHIP, USAGE]}]
            """);
    rig.converge(before, Optional.empty());
    var after =
        world(
            """
            Role LOADER
            grants: [{on: SCHEMA RAW.APP, privileges: [USAGE]}]
            """);

    assertThat(rig.plan(after, Optional.of(before)).steps()).isEmpty();
  }

  @Test
  void ownership_taken_away_by_hand_comes_back() {
    var state =
        world(
            """
            Role LOADER
            grants: [{on: SCHEMA RAW.APP, privileges: [OWNERSHIP]}]
            """);
    rig.converge(state, Optional.empty());
    rig.byHand("GRANT OWNERSHIP ON SCHEMA RAW.APP TO ROLE SYSADMIN COPY CURRENT GRANTS");

    var plan = rig.plan(state, Optional.of(state));

    assertThat(Rig.statements(plan))
        .containsExactly("GRANT OWNERSHIP ON SCHEMA RAW.APP TO ROLE LOADER COPY CURRENT GRANTS");
  }

  @Test
  void what_somebody_else_granted_is_left_alone() {
    var state =
        world(
            """
            Role READER
            grants: [{on: DATABASE RAW, privileges: [USAGE]}]
            """);
    rig.converge(state, Optional.empty());
    rig.byHand("GRANT MONITOR ON DATABASE RAW TO ROLE READER");
    rig.byHand("GRANT USAGE ON SCHEMA RAW.APP TO ROLE READER");

    assertThat(rig.plan(state, Optional.of(state)).steps()).isEmpty();
  }

  @Test
  void an_exclusive_role_holds_nothing_that_is_not_declared() {
    var state =
        world(
            """
            Role READER
            exclusive: true
            grants: [{on: DATABASE RAW, privileges: [USAGE]}]
            """);
    rig.converge(state, Optional.empty());
    rig.byHand("CREATE ROLE OTHER");
    rig.byHand("GRANT MONITOR ON DATABASE RAW TO ROLE READER");
    rig.byHand("GRANT USAGE ON SCHEMA RAW.APP TO ROLE READER");
    rig.byHand("GRANT READ ON FUTURE STAGES IN SCHEMA RAW.APP TO ROLE READER");
    rig.byHand("GRANT ROLE OTHER TO ROLE READER");

    var plan = rig.plan(state, Optional.of(state));
    rig.run(plan);

    assertThat(Rig.statements(plan))
        .containsExactlyInAnyOrder(
            "REVOKE MONITOR ON DATABASE RAW FROM ROLE READER",
            "REVOKE USAGE ON SCHEMA RAW.APP FROM ROLE READER",
            "REVOKE READ ON FUTURE STAGES IN SCHEMA RAW.APP FROM ROLE READER",
            "REVOKE ROLE OTHER FROM ROLE READER");
    assertThat(rig.plan(state, Optional.of(state)).steps()).isEmpty();
  }

  @Test
  void an_exclusive_role_that_declares_nothing_is_looked_at_too() {
    var state =
        world(
            """
            Role READER
            exclusive: true
            """);
    rig.converge(state, Optional.empty());
    rig.byHand("GRANT USAGE ON DATABASE RAW TO ROLE READER");

    var plan = rig.plan(state, Optional.of(state));

    assertThat(Rig.statements(plan))
        .containsExactly("REVOKE USAGE ON DATABASE RAW FROM ROLE READER");
  }

  @Test
  void an_exclusive_role_keeps_what_it_owns_and_who_holds_it() {
    rig.byHand("CREATE USER LOADER");
    var state =
        world(
            """
            Role OWNER
            exclusive: true
            grantedTo: [SYSADMIN]
            """);
    rig.converge(state, Optional.empty());
    rig.byHand("GRANT OWNERSHIP ON SCHEMA RAW.APP TO ROLE OWNER");
    rig.byHand("GRANT ROLE OWNER TO USER LOADER");

    assertThat(rig.plan(state, Optional.of(state)).steps()).isEmpty();
  }

  @Test
  void nothing_is_revoked_when_a_listing_failed() {
    var state =
        world(
            """
            Role READER
            exclusive: true
            """);
    rig.converge(state, Optional.empty());
    rig.byHand("GRANT USAGE ON DATABASE RAW TO ROLE READER");
    rig.sandbox.faults().on("SHOW STAGES.*").refuse(3001, "42501", "Insufficient privileges");

    var plan = rig.plan(state, Optional.of(state));

    assertThat(plan.steps()).allMatch(step -> step.change() instanceof Change.Prune);
    assertThat(plan.going()).isEmpty();
  }

  @Test
  void the_option_to_grant_is_given_and_taken_back() {
    var with =
        world(
            "Role LEAD",
            """
            Grant ROLE LEAD ON DATABASE RAW
            privileges: [USAGE, MONITOR]
            grantOption: true
            """);
    rig.converge(with, Optional.empty());
    assertThat(rig.plan(with, Optional.of(with)).steps()).isEmpty();
    var without =
        world(
            "Role LEAD",
            """
            Grant ROLE LEAD ON DATABASE RAW
            privileges: [USAGE, MONITOR]
            """);

    var plan = rig.plan(without, Optional.of(with));
    rig.run(plan);

    assertThat(Rig.statements(plan))
        .containsExactly("REVOKE GRANT OPTION FOR MONITOR, USAGE ON DATABASE RAW FROM ROLE LEAD");
    assertThat(rig.plan(without, Optional.of(without)).steps()).isEmpty();
  }

  @Test
  void a_role_of_a_service_is_granted_once_the_service_defines_it_and_revoked() {
    var service =
        """
        Service ETL.APP.API
        computePool: P
        specification:
          spec:
            containers: [{name: main, image: /etl/app/repo/worker:v1}]
            endpoints: [{name: api, port: 8080}]
          serviceRoles: [{name: reader, endpoints: [api]}]
        """;
    var grant =
        """
        Grant ROLE APP ON SERVICE ROLE ETL.APP.API!READER
        privileges: [USAGE]
        """;
    var base =
        new String[] {
          "Database ETL",
          "Schema ETL.APP",
          "ImageRepository ETL.APP.REPO",
          "Role APP",
          service,
          "ComputePool P\ninstanceFamily: CPU_X64_XS\nminNodes: 1\nmaxNodes: 1"
        };
    var without = World.of(base);
    var all = java.util.Arrays.copyOf(base, base.length + 1);
    all[base.length] = grant;
    var with = World.of(all);

    rig.converge(with, Optional.empty());
    rig.clock.step(java.time.Duration.ofMinutes(10));

    assertThat(rig.plan(with, Optional.of(with)).steps()).isEmpty();
    assertThat(Rig.statements(rig.plan(without, Optional.of(with))))
        .containsExactly("REVOKE SERVICE ROLE ETL.APP.API!READER FROM ROLE APP");
  }

  @Test
  void privileges_on_kinds_inside_of_schemas_are_granted_and_seen() {
    var state =
        world(
            """
            Table RAW.APP.RIDES
            columns: [{name: ID, type: INT}]
            """,
            """
            View RAW.APP.LATEST
            query: SELECT ID FROM RAW.APP.RIDES
            """,
            """
            FileFormat RAW.APP.CSV
            type: CSV
            """,
            """
            Function RAW.APP.DOUBLED(INT)
            arguments: [{name: N, type: INT}]
            returns: INT
            language: SQL
            body: N * 2
            """,
            """
            Task RAW.APP.LOAD
            schedule: {every: 1 HOURS}
            sql: CALL LOAD()
            """,
            """
            User LOADER
            defaultRole: LOADER
            """,
            """
            Role LOADER
            exclusive: true
            grantedToUsers: [LOADER]
            grants:
            - {on: TABLE RAW.APP.RIDES, privileges: [SELECT, INSERT]}
            - {on: VIEW RAW.APP.LATEST, privileges: [SELECT]}
            - {on: FILE FORMAT RAW.APP.CSV, privileges: [USAGE]}
            - {on: FUNCTION RAW.APP.DOUBLED(integer), privileges: [USAGE]}
            - {on: TASK RAW.APP.LOAD, privileges: [MONITOR, OPERATE]}
            - {on: FUTURE TABLES IN SCHEMA RAW.APP, privileges: [SELECT]}
            - {on: FUTURE FUNCTIONS IN DATABASE RAW, privileges: [USAGE]}
            """);
    rig.converge(state, Optional.empty());
    assertThat(rig.plan(state, Optional.of(state)).changes()).isEmpty();
    rig.byHand("REVOKE ROLE LOADER FROM USER LOADER");
    rig.byHand("REVOKE INSERT ON TABLE RAW.APP.RIDES FROM ROLE LOADER");
    rig.byHand("REVOKE USAGE ON FUNCTION RAW.APP.DOUBLED(NUMBER) FROM ROLE LOADER");
    rig.byHand("GRANT DELETE ON TABLE RAW.APP.RIDES TO ROLE LOADER");

    var plan = rig.plan(state, Optional.of(state));
    rig.run(plan);

    assertThat(Rig.statements(plan))
        .containsExactlyInAnyOrder(
            "GRANT ROLE LOADER TO USER LOADER",
            "GRANT INSERT ON TABLE RAW.APP.RIDES TO ROLE LOADER",
            "REVOKE DELETE ON TABLE RAW.APP.RIDES FROM ROLE LOADER",
            "GRANT USAGE ON FUNCTION RAW.APP.DOUBLED (NUMBER) TO ROLE LOADER");
    assertThat(rig.plan(state, Optional.of(state)).changes()).isEmpty();
  }

  @Test
  void what_cannot_be_granted_is_refused_with_what_can() {
    var problems =
        World.problems(
            """
            Role APP
            grants: [{on: SERVICE ETL.APP.API, privileges: [OWNERSHIP, READ]}]
            """);

    assertThat(problems)
        .extracting(Problem::what)
        .containsExactly(
            "`OWNERSHIP` cannot be granted on SERVICE ETL.APP.API",
            "`READ` cannot be granted on SERVICE ETL.APP.API");
  }

  @Test
  void a_user_holds_roles_and_nothing_else() {
    var problems =
        World.problems(
            """
            Grant USER LOADER ON DATABASE RAW
            privileges: [USAGE]
            """);

    assertThat(problems)
        .extracting(Problem::why)
        .containsExactly(
            "a user holds roles; privileges are granted to a role that the user holds");
  }

  private static String team(int number) {
    return """
    Role TEAM_%d
    grants:
      - {on: FUTURE TABLES IN SCHEMA RAW.APP, privileges: [SELECT]}
      - {on: FUTURE STAGES IN DATABASE RAW, privileges: [READ]}
    """
        .formatted(number);
  }

  private List<String> futureListings(Runnable look) {
    var before = rig.sandbox.statements().last();
    look.run();
    return rig.sandbox.statements().since(before).stream()
        .map(StatementLog.Entry::sql)
        .filter(sql -> sql.startsWith("SHOW FUTURE GRANTS"))
        .toList();
  }

  @Test
  void future_grants_of_many_roles_are_listed_by_the_few_containers_they_are_in() {
    var state = world(team(1), team(2), team(3));
    rig.converge(state, Optional.empty());

    var listings =
        futureListings(() -> assertThat(rig.plan(state, Optional.of(state)).steps()).isEmpty());

    assertThat(listings)
        .containsExactlyInAnyOrder(
            "SHOW FUTURE GRANTS IN SCHEMA RAW.APP", "SHOW FUTURE GRANTS IN DATABASE RAW");
  }

  @Test
  void future_grants_of_few_roles_are_listed_by_the_role() {
    var state = world(team(1), team(2));
    rig.converge(state, Optional.empty());

    var listings = futureListings(() -> rig.plan(state, Optional.of(state)));

    assertThat(listings)
        .containsExactlyInAnyOrder(
            "SHOW FUTURE GRANTS TO ROLE TEAM_1", "SHOW FUTURE GRANTS TO ROLE TEAM_2");
  }

  @Test
  void an_exclusive_role_among_many_is_asked_what_it_holds_anywhere() {
    var state =
        world(
            team(1),
            team(2),
            team(3),
            """
            Role STRICT
            exclusive: true
            grants: [{on: FUTURE TABLES IN SCHEMA RAW.APP, privileges: [SELECT]}]
            """);
    rig.converge(state, Optional.empty());
    rig.byHand("GRANT SELECT ON FUTURE VIEWS IN DATABASE RAW TO ROLE STRICT");

    var plan = rig.plan(state, Optional.of(state));

    assertThat(Rig.statements(plan))
        .containsExactly("REVOKE SELECT ON FUTURE VIEWS IN DATABASE RAW FROM ROLE STRICT");
  }

  @Test
  void a_future_grant_that_was_revoked_by_hand_is_missed_among_those_of_many_roles() {
    var state = world(team(1), team(2), team(3));
    rig.converge(state, Optional.empty());
    rig.byHand("CREATE DATABASE ROLE RAW.TEAM_2");
    rig.byHand("GRANT SELECT ON FUTURE TABLES IN SCHEMA RAW.APP TO DATABASE ROLE RAW.TEAM_2");
    rig.byHand("REVOKE SELECT ON FUTURE TABLES IN SCHEMA RAW.APP FROM ROLE TEAM_2");

    var plan = rig.plan(state, Optional.of(state));

    assertThat(Rig.statements(plan))
        .containsExactly("GRANT SELECT ON FUTURE TABLES IN SCHEMA RAW.APP TO ROLE TEAM_2");
  }

  @Test
  void future_grants_stay_seen_where_the_listing_of_the_container_is_refused() {
    var state = world(team(1), team(2), team(3));
    rig.converge(state, Optional.empty());
    rig.sandbox
        .faults()
        .on("SHOW FUTURE GRANTS IN SCHEMA.*")
        .always()
        .refuse(3001, "42501", "SQL access control error: Insufficient privileges");

    var plan = rig.plan(state, Optional.of(state));

    assertThat(plan.steps()).isEmpty();
    assertThat(plan.problems()).isEmpty();
  }
}
