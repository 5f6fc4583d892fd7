package dev.snowdrift.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.SecretReader;
import dev.snowdrift.kind.SecretSource;
import dev.snowdrift.kind.SecretValue;
import dev.snowdrift.kind.TargetFailure;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.plan.Planner;
import dev.snowdrift.plan.Policy;
import dev.snowdrift.sandbox.Sandbox;
import dev.snowdrift.sandbox.SandboxClock;
import dev.snowdrift.sandbox.account.Account;
import dev.snowdrift.sandbox.account.AccountIdentity;
import dev.snowdrift.sandbox.container.ContainerFeature;
import dev.snowdrift.sandbox.container.Timings;
import dev.snowdrift.sandbox.wire.StatementLog;
import dev.snowdrift.snowflake.kind.Samples;
import dev.snowdrift.snowflake.kind.SnowflakeKinds;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The provider against an account behind the real driver.
class SnowflakeProviderIT {
  private static final Mark.Key KEY =
      new Mark.Key("an installation's own key".getBytes(StandardCharsets.UTF_8));
  private static final SecretReader SECRETS =
      source -> new SecretValue("value of " + source + ", it's secret");

  private final SandboxClock clock = SandboxClock.stepped(Instant.parse("2026-01-05T09:00:00Z"));
  private final AccountIdentity identity = new AccountIdentity("ACME", "MAIN", "XY12345");
  private final ContainerFeature containers =
      new ContainerFeature(clock, identity, Timings.immediate());
  private final Account account = Account.create(clock, identity, containers);
  private final Sandbox sandbox =
      Sandbox.builder().clock(clock).engine(account).directory(account).start();
  private final SnowflakeProvider provider =
      new SnowflakeProvider(
          new SnowflakeSessions(
              new SnowflakeSettings(
                  sandbox.jdbcUrl(),
                  Optional.of("sandbox"),
                  List.of(
                      new Credentials.Password(
                          Account.ADMIN, new SecretValue(Account.ADMIN_PASSWORD)))),
              SessionListener.NONE),
          SnowflakeKinds.all());

  @AfterEach
  void close() {
    provider.close();
    sandbox.close();
  }

  @Test
  void a_converged_world_has_an_empty_plan_and_costs_no_write() {
    var state = Samples.state();
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
    var state = Samples.state();
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
    var state = Samples.state();
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
    var state = Samples.state();
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
    run(plan(state, previous));
  }

  /// Runs every step that may run, in order; the images are pushed as soon as there is a place.
  private void run(Plan plan) {
    assertThat(plan.problems()).isEmpty();
    for (var step : plan.going()) {
      for (var effect : step.effects()) {
        provider.execute(effect, SECRETS);
      }
      if (step.id().kind().equals("ImageRepository")) {
        containers.images().push("ETL.APP.REPO", "worker", "v1", "sha256:" + "1".repeat(64));
      }
    }
  }

  private Plan plan(DesiredState state, Optional<DesiredState> previous) {
    var told = told(state);
    var all = new TreeMap<>(told.resources());
    previous.ifPresent(before -> before.resources().forEach(all::putIfAbsent));
    return new Planner(World.REGISTRY, KEY)
        .plan(
            told,
            previous.map(SnowflakeProviderIT::told),
            provider.observe(all),
            Policy.converge(LocalDate.of(2026, 1, 1)));
  }

  /// The state with the fingerprints of its secrets.
  private static DesiredState told(DesiredState state) {
    var resources = new TreeMap<ResourceId, Desired<?>>();
    state.resources().forEach((id, resource) -> resources.put(id, told(resource)));
    return new DesiredState(state.environment(), state.revision(), resources, state.allowEmpty());
  }

  private static <S> Desired<S> told(Desired<S> resource) {
    SortedMap<SecretSource, String> fingerprints = new TreeMap<>();
    for (var source : World.REGISTRY.of(resource).secrets(resource)) {
      fingerprints.put(source, KEY.fingerprint(resource.id(), SECRETS.read(source)));
    }
    return resource.withFingerprints(fingerprints);
  }
}
