package dev.snowdrift.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.TargetFailure;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.sandbox.Sandbox;
import dev.snowdrift.sandbox.SandboxClock;
import dev.snowdrift.sandbox.account.Account;
import dev.snowdrift.sandbox.wire.StatementLog;
import dev.snowdrift.snowflake.kind.Samples;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The provider against an account behind the real driver.
class SnowflakeProviderIT {
  private final Rig rig = new Rig();
  private final SandboxClock clock = rig.clock;
  private final Account account = rig.account;
  private final Sandbox sandbox = rig.sandbox;

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void a_converged_world_has_an_empty_plan_and_costs_no_write() {
    var state = World.of(Samples.resources());
    converge(state, Optional.empty());
    clock.step(Duration.ofMinutes(10));
    var before = sandbox.statements().last();

    var plan = plan(state, Optional.of(state));

    assertThat(plan.problems()).isEmpty();
    assertThat(plan.steps()).isEmpty();
    assertThat(sandbox.statements().writesSince(before)).isEmpty();
    assertThat(sandbox.statements().since(before))
        .noneMatch(StatementLog.Entry::warehouse)
        .noneMatch(entry -> entry.sql().contains("LIKE"));
  }

  @Test
  void at_rest_there_is_one_listing_for_each_kind_and_scope() {
    var state = World.of(Samples.resources());
    converge(state, Optional.empty());
    clock.step(Duration.ofMinutes(10));
    plan(state, Optional.of(state));
    var before = sandbox.statements().last();

    plan(state, Optional.of(state));

    assertThat(sandbox.statements().since(before))
        .extracting(StatementLog.Entry::sql)
        .containsExactlyInAnyOrder(
            "SHOW DATABASES",
            "SHOW WAREHOUSES",
            "SHOW COMPUTE POOLS",
            "SHOW EXTERNAL ACCESS INTEGRATIONS",
            "SHOW ROLES",
            "SHOW SCHEMAS IN DATABASE ETL",
            "SHOW IMAGE REPOSITORIES IN DATABASE ETL",
            "SHOW STAGES IN DATABASE ETL",
            "SHOW NETWORK RULES IN DATABASE ETL",
            "SHOW SECRETS IN DATABASE ETL",
            "SHOW SERVICES IN DATABASE ETL",
            "SHOW IMAGES IN IMAGE REPOSITORY ETL.APP.REPO",
            "SHOW TASKS IN DATABASE ETL",
            "SHOW GRANTS TO ROLE ETL_ADMIN",
            "SHOW GRANTS TO ROLE ETL_READER",
            "SHOW FUTURE GRANTS TO ROLE ETL_READER",
            "DESCRIBE NETWORK RULE ETL.APP.PREFECT",
            "DESCRIBE SECRET ETL.APP.LOGIN",
            "DESCRIBE EXTERNAL ACCESS INTEGRATION ETL_EAI");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER WAREHOUSE ETL_WH SET AUTO_SUSPEND = 999|autoSuspendSeconds",
        "ALTER WAREHOUSE ETL_WH SET WAREHOUSE_SIZE = 'SMALL'|size",
        "ALTER COMPUTE POOL ETL_POOL SET MAX_NODES = 7|maxNodes",
        "ALTER COMPUTE POOL ETL_POOL SET AUTO_RESUME = FALSE|autoResume",
        "ALTER SCHEMA ETL.APP DISABLE MANAGED ACCESS|managedAccess",
        "ALTER DATABASE ETL SET DATA_RETENTION_TIME_IN_DAYS = 0|dataRetentionTimeInDays",
        "ALTER STAGE ETL.APP.FLOWS SET DIRECTORY = (ENABLE = FALSE)|directory",
        "ALTER NETWORK RULE ETL.APP.PREFECT SET VALUE_LIST = ('evil.example:443')|values",
        "ALTER SECRET ETL.APP.LOGIN SET USERNAME = 'other'|username",
        "ALTER EXTERNAL ACCESS INTEGRATION ETL_EAI SET ENABLED = FALSE|enabled",
        "ALTER SERVICE ETL.APP.WORKER SET MAX_INSTANCES = 2|instances.max",
        "ALTER SERVICE ETL.APP.WORKER UNSET"
            + " EXTERNAL_ACCESS_INTEGRATIONS|externalAccessIntegrations",
        "ALTER SERVICE ETL.APP.WORKER UNSET QUERY_WAREHOUSE|queryWarehouse",
        "ALTER SERVICE ETL.APP.WORKER SET AUTO_RESUME = TRUE|autoResume",
        "REVOKE USAGE ON COMPUTE POOL ETL_POOL FROM ROLE ETL_ADMIN|privileges.USAGE"
      })
  void what_somebody_changed_by_hand_is_found_and_healed_by_one_statement(
      String byHand, String field) {
    var state = World.of(Samples.resources());
    converge(state, Optional.empty());
    account.execute(account.open(Account.ADMIN), byHand);
    var before = sandbox.statements().last();

    var plan = plan(state, Optional.of(state));
    run(plan);

    assertThat(plan.steps()).hasSize(1);
    assertThat(plan.steps().getFirst().change().drifts())
        .extracting(Drift::field, Drift::origin)
        .containsExactly(org.assertj.core.api.Assertions.tuple(field, Drift.Origin.OUT_OF_BAND));
    assertThat(sandbox.statements().writesSince(before)).hasSize(1);
    assertThat(plan(state, Optional.of(state)).steps()).isEmpty();
  }

  @Test
  void a_specification_changed_by_hand_is_found_to_its_last_value() {
    var state = World.of(Samples.resources());
    converge(state, Optional.empty());
    account.execute(
        account.open(Account.ADMIN),
        "ALTER SERVICE ETL.APP.WORKER FROM SPECIFICATION $$"
            + specification().replace("8080", "9090")
            + "$$");

    var plan = plan(state, Optional.of(state));
    run(plan);

    assertThat(plan.steps()).hasSize(1);
    assertThat(plan.steps().getFirst().change().drifts())
        .extracting(Drift::path)
        .contains("specification.containers[worker].env.PORT");
    assertThat(plan(state, Optional.of(state)).steps()).isEmpty();
  }

  @Test
  void a_lost_answer_ends_in_the_same_state() {
    var state = World.of(Samples.resources());
    sandbox.faults().on("CREATE COMPUTE POOL.*").httpStatus(403);
    sandbox.faults().on("SHOW ROLES.*").loseSession();

    var plan = plan(state, Optional.empty());
    assertThatThrownBy(() -> run(plan))
        .isInstanceOfSatisfying(
            TargetFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TargetFailure.Kind.UNKNOWN_OUTCOME));
    converge(state, Optional.empty());

    assertThat(plan(state, Optional.of(state)).steps()).isEmpty();
  }

  private static String specification() {
    return """
    spec:
      containers:
      - name: worker
        image: /etl/app/repo/worker:v1
        env: {PREFECT_POOL: spcs, PORT: 8080}
      endpoints:
      - {name: health, port: 8080, public: true}
    """;
  }

  private void converge(DesiredState state, Optional<DesiredState> previous) {
    rig.converge(state, previous);
  }

  private void run(Plan plan) {
    rig.run(plan);
  }

  private Plan plan(DesiredState state, Optional<DesiredState> previous) {
    return rig.plan(state, previous);
  }
}
