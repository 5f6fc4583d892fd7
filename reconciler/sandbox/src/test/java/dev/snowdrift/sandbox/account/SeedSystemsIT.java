package dev.snowdrift.sandbox.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.sandbox.Sandbox;
import dev.snowdrift.sandbox.SandboxClock;
import dev.snowdrift.sandbox.container.ContainerFeature;
import dev.snowdrift.sandbox.container.Timings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.snowflake.client.api.statement.SnowflakeStatement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Set-up scripts of whole systems, sent as they are through the real driver: afterwards the
/// account has exactly the objects of the system, of every kind there is.
class SeedSystemsIT {
  private static final AccountIdentity IDENTITY = new AccountIdentity("MYORG", "MYACCT", "XY1");
  private static final String DIGEST = "sha256:" + "5d".repeat(32);

  /// A script and all that it leaves, one line a kind.
  record Seed(String script, String objects) {
    @Override
    public String toString() {
      return script;
    }
  }

  static final List<Seed> SEEDS =
      List.of(
          new Seed(
              "worker.sql",
              """
              COMPUTE POOLS: E2E_FLOW_COMPUTE_POOL
              DATABASES: E2E_FLOW_DB
              IMAGE REPOSITORIES: E2E_FLOW_DB.IMAGE_SCHEMA.IMAGE_REPO
              SCHEMAS: E2E_FLOW_DB.APP_SCHEMA, E2E_FLOW_DB.IMAGE_SCHEMA, E2E_FLOW_DB.INFORMATION_SCHEMA, E2E_FLOW_DB.PUBLIC
              SERVICES: E2E_FLOW_DB.APP_SCHEMA.E2E_FLOW_SERVICE
              STAGES: E2E_FLOW_DB.APP_SCHEMA.APP_STAGE
              """),
          new Seed(
              "mlops.sql",
              """
              COMPUTE POOLS: MLOPS_COMPUTE_POOL
              DATABASES: MLOPS_DATABASE
              IMAGE REPOSITORIES: MLOPS_DATABASE.MLOPS_SCHEMA.IMAGES
              ROLES: MLOPS_ROLE
              SCHEMAS: MLOPS_DATABASE.INFORMATION_SCHEMA, MLOPS_DATABASE.MLOPS_SCHEMA, MLOPS_DATABASE.PUBLIC
              TASKS: MLOPS_DATABASE.MLOPS_SCHEMA.TASK_ENGINEER_FEATURES, MLOPS_DATABASE.MLOPS_SCHEMA.TASK_EVALUATE_MODEL, MLOPS_DATABASE.MLOPS_SCHEMA.TASK_GENERATE_SAMPLE_DATA, MLOPS_DATABASE.MLOPS_SCHEMA.TASK_PREPROCESS_DATA, MLOPS_DATABASE.MLOPS_SCHEMA.TASK_TRAIN_MODEL, MLOPS_DATABASE.MLOPS_SCHEMA.TASK_TRAIN_TEST_SPLIT
              WAREHOUSES: MLOPS_TASK_WH
              """),
          new Seed(
              "framework.sql",
              """
              DATABASES: ANALYTICS, RAW, SANDBOX
              FILE FORMATS: RAW.PUBLIC.CSV
              ROLES: ETL, REPORTING
              SCHEMAS: ANALYTICS.INFORMATION_SCHEMA, ANALYTICS.PUBLIC, RAW.INFORMATION_SCHEMA, RAW.PUBLIC, SANDBOX.INFORMATION_SCHEMA, SANDBOX.PUBLIC, SANDBOX.REPORTING
              STAGES: RAW.PUBLIC.DATASETS, RAW.PUBLIC.QUICKSTART
              TABLES: RAW.PUBLIC.AIRLINE_RAW, RAW.PUBLIC.NYC_TAXI_RAW
              USERS: SNOWFLAKE_USER
              WAREHOUSES: ANALYZE_WH, LOAD_WH
              """));

  @ParameterizedTest
  @FieldSource("SEEDS")
  void a_setup_script_leaves_exactly_the_objects_of_its_system(Seed seed) throws Exception {
    var clock = SandboxClock.stepped(Client.START);
    var containers = new ContainerFeature(clock, IDENTITY, Timings.immediate());
    var account = Account.create(clock, IDENTITY, containers);
    containers.images().push("E2E_FLOW_DB.IMAGE_SCHEMA.IMAGE_REPO", "e2e-flow", "latest", DIGEST);
    account.execute(account.open(Account.ADMIN), "SHOW ROLES");
    var before = objects(account);
    try (var sandbox = Sandbox.builder().clock(clock).engine(account).directory(account).start();
        var connection = connect(sandbox);
        var statement = connection.createStatement()) {

      statement.unwrap(SnowflakeStatement.class).setParameter("MULTI_STATEMENT_COUNT", 0);
      statement.execute(script(seed.script()));
    }

    var created = new TreeSet<>(objects(account));
    created.removeAll(before);
    assertThat(listed(created)).isEqualTo(seed.objects());
  }

  private static Connection connect(Sandbox sandbox) throws SQLException {
    var properties = new Properties();
    properties.put("user", Account.ADMIN);
    properties.put("password", Account.ADMIN_PASSWORD);
    properties.put("role", "ACCOUNTADMIN");
    return DriverManager.getConnection(sandbox.jdbcUrl(), properties);
  }

  private static String script(String name) throws IOException {
    try (var in = SeedSystemsIT.class.getResourceAsStream("/seed/" + name)) {
      if (in == null) {
        throw new IOException("no resource seed/" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// `PLURAL: path` of every object there is.
  private static Set<String> objects(Account account) {
    return account.catalog().everything().stream()
        .map(object -> object.domain().plural() + ": " + object.path())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String listed(Set<String> objects) {
    var byKind =
        objects.stream()
            .map(line -> line.split(": ", 2))
            .collect(
                Collectors.groupingBy(
                    parts -> parts[0],
                    TreeMap::new,
                    Collectors.mapping(parts -> parts[1], Collectors.joining(", "))));
    return byKind.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }
}
