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
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.snowflake.client.api.statement.SnowflakeStatement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Set-up scripts of whole systems, sent as they are through the real driver: afterwards the
/// account has exactly the objects of the system, of every kind there is.
class SeedSystemsIT {
  private static final AccountIdentity IDENTITY = new AccountIdentity("MYORG", "MYACCT", "XY1");
  private static final Pattern IMAGE =
      Pattern.compile("image: /([a-z0-9_]+/[a-z0-9_]+/[a-z0-9_]+)/([a-z0-9_.-]+):(\\S+)");
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
              "prefect.sql",
              """
              COMPUTE POOLS: PREFECT_CORE_POOL, PREFECT_DASHBOARD_POOL, PREFECT_INFRA_POOL, PREFECT_MONITOR_POOL, PREFECT_WORKER_POOL
              DATABASES: PREFECT_DB
              EXTERNAL ACCESS INTEGRATIONS: PREFECT_DASHBOARD_EAI, PREFECT_MONITOR_EAI, PREFECT_WORKER_EAI
              IMAGE REPOSITORIES: PREFECT_DB.PREFECT_SCHEMA.PREFECT_REPOSITORY
              NETWORK RULES: PREFECT_DB.PREFECT_SCHEMA.DASHBOARD_EGRESS_RULE, PREFECT_DB.PREFECT_SCHEMA.MONITOR_EGRESS_RULE, PREFECT_DB.PREFECT_SCHEMA.PREFECT_WORKER_EGRESS_RULE
              PROCEDURES: PREFECT_DB.PREFECT_SCHEMA.PF_WORKER_WATCHDOG()
              ROLES: PREFECT_ROLE
              SCHEMAS: PREFECT_DB.INFORMATION_SCHEMA, PREFECT_DB.PREFECT_SCHEMA, PREFECT_DB.PUBLIC
              SECRETS: PREFECT_DB.PREFECT_SCHEMA.GIT_ACCESS_TOKEN, PREFECT_DB.PREFECT_SCHEMA.GRAFANA_ADMIN_PASSWORD, PREFECT_DB.PREFECT_SCHEMA.GRAFANA_DB_DSN, PREFECT_DB.PREFECT_SCHEMA.GRAFANA_SMTP_PASSWORD, PREFECT_DB.PREFECT_SCHEMA.GRAFANA_SMTP_USER, PREFECT_DB.PREFECT_SCHEMA.POSTGRES_EXPORTER_DSN, PREFECT_DB.PREFECT_SCHEMA.PREFECT_DB_PASSWORD, PREFECT_DB.PREFECT_SCHEMA.PREFECT_SVC_PAT, PREFECT_DB.PREFECT_SCHEMA.SLACK_WEBHOOK_URL
              SERVICES: PREFECT_DB.PREFECT_SCHEMA.PF_DEPLOY_JOB, PREFECT_DB.PREFECT_SCHEMA.PF_MIGRATE, PREFECT_DB.PREFECT_SCHEMA.PF_MONITOR, PREFECT_DB.PREFECT_SCHEMA.PF_REDIS, PREFECT_DB.PREFECT_SCHEMA.PF_SERVER, PREFECT_DB.PREFECT_SCHEMA.PF_SERVICES, PREFECT_DB.PREFECT_SCHEMA.PF_WORKER
              STAGES: PREFECT_DB.PREFECT_SCHEMA.MONITOR_STAGE, PREFECT_DB.PREFECT_SCHEMA.PREFECT_DASHBOARD, PREFECT_DB.PREFECT_SCHEMA.PREFECT_FLOWS, PREFECT_DB.PREFECT_SCHEMA.PREFECT_SPECS
              TASKS: PREFECT_DB.PREFECT_SCHEMA.PF_WORKER_WATCHDOG_TASK
              WAREHOUSES: PREFECT_WH
              """),
          new Seed(
              "airflow.sql",
              """
              COMPUTE POOLS: CORE_POOL, INFRA_POOL, WORKER_POOL
              DATABASES: AIRFLOW_DB
              EXTERNAL ACCESS INTEGRATIONS: AIRFLOW_EXTERNAL_ACCESS
              IMAGE REPOSITORIES: AIRFLOW_DB.AIRFLOW_SCHEMA.AIRFLOW_REPOSITORY
              NETWORK RULES: AIRFLOW_DB.AIRFLOW_SCHEMA.AIRFLOW_EGRESS_RULE, AIRFLOW_DB.AIRFLOW_SCHEMA.AIRFLOW_SNOWFLAKE_EGRESS_RULE
              SCHEMAS: AIRFLOW_DB.AIRFLOW_SCHEMA, AIRFLOW_DB.INFORMATION_SCHEMA, AIRFLOW_DB.PUBLIC
              SECRETS: AIRFLOW_DB.AIRFLOW_SCHEMA.AIRFLOW_FERNET_KEY, AIRFLOW_DB.AIRFLOW_SCHEMA.AIRFLOW_JWT_SECRET, AIRFLOW_DB.AIRFLOW_SCHEMA.AIRFLOW_POSTGRES_PWD, AIRFLOW_DB.AIRFLOW_SCHEMA.AIRFLOW_REDIS_PWD
              SERVICES: AIRFLOW_DB.AIRFLOW_SCHEMA.AF_API_SERVER, AIRFLOW_DB.AIRFLOW_SCHEMA.AF_DAG_PROCESSOR, AIRFLOW_DB.AIRFLOW_SCHEMA.AF_POSTGRES, AIRFLOW_DB.AIRFLOW_SCHEMA.AF_REDIS, AIRFLOW_DB.AIRFLOW_SCHEMA.AF_SCHEDULER, AIRFLOW_DB.AIRFLOW_SCHEMA.AF_TRIGGERER, AIRFLOW_DB.AIRFLOW_SCHEMA.AF_WORKERS
              STAGES: AIRFLOW_DB.AIRFLOW_SCHEMA.AIRFLOW_DAGS, AIRFLOW_DB.AIRFLOW_SCHEMA.AIRFLOW_LOGS, AIRFLOW_DB.AIRFLOW_SCHEMA.SERVICE_SPEC
              WAREHOUSES: AIRFLOW_SETUP_WH
              """),
          new Seed(
              "containers.sql",
              """
              COMPUTE POOLS: SISSYG
              DATABASES: SISSYG
              IMAGE REPOSITORIES: SISSYG.DEMO.SISSYG
              ROLES: DEMO_ROLE
              SCHEMAS: SISSYG.DEMO, SISSYG.INFORMATION_SCHEMA, SISSYG.PUBLIC, SISSYG.XCOM
              SECURITY INTEGRATIONS: SNOWSERVICES_INGRESS_OAUTH
              SERVICES: SISSYG.DEMO.AIRFLOW_TASK_RUNNER, SISSYG.DEMO.MINIO, SISSYG.DEMO.STREAMLIT, SISSYG.DEMO.WEAVIATE
              STAGES: SISSYG.DEMO.CALL_STAGE, SISSYG.XCOM.XCOM_STAGE
              TABLES: SISSYG.XCOM.XCOM_TABLE
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
    push(containers, script(seed.script()));
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

  /// Pushes every image that a script names, as somebody did before it ran.
  private static void push(ContainerFeature containers, String script) {
    var images = IMAGE.matcher(script);
    while (images.find()) {
      var repository = images.group(1).toUpperCase(Locale.ROOT).replace('/', '.');
      containers.images().push(repository, images.group(2), images.group(3), DIGEST);
    }
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
