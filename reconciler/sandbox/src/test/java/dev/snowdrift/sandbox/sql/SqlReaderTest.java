package dev.snowdrift.sandbox.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.snowdrift.sandbox.account.SqlError;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlReaderTest {

  private static Statement read(String sql) {
    return SqlReader.read(sql, List.of());
  }

  private static Properties created(String sql) {
    return ((Statement.Create) read(sql)).properties();
  }

  private static Action altered(String sql) {
    return ((Statement.Alter) read(sql)).action();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE COMPUTE POOL IF NOT EXISTS p MIN_NODES = 1 MAX_NODES = 3 INSTANCE_FAMILY ="
            + " CPU_X64_XS AUTO_RESUME = TRUE COMMENT = 'c' BACKUP_INSTANCE_FAMILIES = ('A', 'B')",
        "CREATE COMPUTE POOL p FOR APPLICATION app MIN_NODES=1 MAX_NODES=1 INSTANCE_FAMILY=X WITH"
            + " TAG (t = 'v')",
        "ALTER COMPUTE POOL IF EXISTS p STOP ALL OF TYPE USER, NOTEBOOK",
        "ALTER COMPUTE POOL p SET MIN_NODES = 1 MAX_NODES = 2",
        "ALTER COMPUTE POOL p UNSET AUTO_SUSPEND_SECS, COMMENT",
        "DROP COMPUTE POOL IF EXISTS p",
        "SHOW COMPUTE POOLS LIKE 'p%' STARTS WITH 'P' LIMIT 10 FROM 'P1'",
        "DESC COMPUTE POOL p",
        "SHOW NODES IN COMPUTE POOL p",
        "SHOW COMPUTE POOL INSTANCE FAMILIES",
        "CREATE OR REPLACE IMAGE REPOSITORY IF NOT EXISTS d.s.r ENCRYPTION = (TYPE ="
            + " 'SNOWFLAKE_SSE') COMMENT = 'c'",
        "SHOW IMAGE REPOSITORIES LIKE 'r' IN DATABASE d",
        "SHOW IMAGES IN IMAGE REPOSITORY d.s.r",
        "ALTER SERVICE s RESTORE VOLUME \"data\" INSTANCES 0, 1 FROM SNAPSHOT d.s.snap",
        "ALTER SERVICE s SET MIN_INSTANCES = 1 EXTERNAL_ACCESS_INTEGRATIONS = (a, B, \"c\")",
        "DROP SERVICE IF EXISTS d.s.x FORCE",
        "SHOW SERVICES EXCLUDE JOBS LIKE 'x' IN COMPUTE POOL p LIMIT 5",
        "SHOW JOB SERVICES IN SCHEMA d.s",
        "SHOW SERVICE CONTAINERS IN SERVICE d.s.x",
        "SHOW SERVICE INSTANCES IN SERVICE d.s.x",
        "SHOW ENDPOINTS IN SERVICE d.s.x",
        "SHOW ROLES IN SERVICE d.s.x",
        "SHOW GRANTS OF SERVICE ROLE d.s.x!all_endpoints_usage",
        "GRANT SERVICE ROLE d.s.x!r TO ROLE app",
        "REVOKE SERVICE ROLE d.s.x!r FROM DATABASE ROLE d.app",
        "SELECT SYSTEM$GET_SERVICE_LOGS('d.s.x', 0, 'web', 100)",
        "CALL d.s.x!SPCS_WAIT_FOR('DONE', 30)",
        "CREATE TASK d.s.t WAREHOUSE = w SCHEDULE = 'USING CRON 0 4 * * * UTC' AFTER d.s.a, d.s.b"
            + " WHEN SYSTEM$STREAM_HAS_DATA('x') AS SELECT a AS b FROM c",
        "ALTER TASK t ADD AFTER a, b",
        "ALTER TASK t MODIFY AS INSERT INTO x VALUES (1)",
        "EXECUTE TASK t RETRY LAST",
        "SHOW TASKS IN SCHEMA d.s ROOT ONLY LIMIT 5",
        "CREATE SECURITY INTEGRATION i TYPE = OAUTH OAUTH_CLIENT = SNOWSERVICES_INGRESS ENABLED ="
            + " TRUE",
        "CREATE GIT REPOSITORY g ORIGIN = 'https://x/y.git' API_INTEGRATION = i GIT_CREDENTIALS ="
            + " d.s.k",
        "SHOW GRANTS TO ROLE r",
        "GRANT USAGE ON ALL SCHEMAS IN DATABASE d TO ROLE r",
        "GRANT BIND SERVICE ENDPOINT ON ACCOUNT TO ROLE r",
        "GRANT CREATE SERVICE, CREATE IMAGE REPOSITORY ON SCHEMA d.s TO r",
        "show /* JDBC:DatabaseMetaData.getTables() */ objects in database \"D\"",
        "CREATE DATABASE comment COMMENT = 'the name is a word of the grammar'",
        "CREATE ROLE role",
        "SHOW PARAMETERS IN TASK d.s.t",
        "DROP TABLE IF EXISTS a..b;"
      })
  void documented_statements_are_read(String sql) {
    assertThat(read(sql)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE SERVICE s MIN_INSTANCES = 1 IN COMPUTE POOL p FROM SPECIFICATION $$x$$",
        "CREATE SERVICE s FROM SPECIFICATION $$x$$ IN COMPUTE POOL p",
        "CREATE SERVICE s IN COMPUTE POOL p",
        "ALTER COMPUTE POOL p UNSET COMMENT AUTO_RESUME",
        "CREATE DATABASE select",
        "CREATE DATABASE d COMMENT 'c'",
        "DROP DATABASE",
        "SHOW GRANTS TO",
        "SELECT 'open",
        "CREATE DATABASE a; CREATE DATABASE b",
        "CREATE DATABASE d COMMENT = 'a' COMMENT = 'b'"
      })
  void other_text_is_a_syntax_error(String sql) {
    assertThatThrownBy(() -> read(sql))
        .isInstanceOf(SqlError.class)
        .extracting(error -> ((SqlError) error).code())
        .isEqualTo(1003);
  }

  @Test
  void a_service_has_its_pool_and_specification_among_the_properties() {
    var properties =
        created(
            """
            CREATE SERVICE IF NOT EXISTS d.s.web IN COMPUTE POOL p FROM SPECIFICATION $$
            spec:
              containers: []
            $$ MIN_INSTANCES = 2 QUERY_WAREHOUSE = w\
            """);

    assertThat(properties.keys())
        .containsExactly("COMPUTE POOL", "FROM", "MIN_INSTANCES", "QUERY_WAREHOUSE");
    assertThat(properties.get("COMPUTE POOL").map(Value::toString)).contains("P");
    var specification = (Value.Specification) properties.get("FROM").orElseThrow();
    assertThat(specification.source())
        .isEqualTo(new Value.Specification.Source.Inline("\nspec:\n  containers: []\n"));
    assertThat(specification.template()).isFalse();
  }

  @Test
  void a_template_on_a_stage_keeps_the_letters_of_its_keys() {
    var properties =
        ((Statement.ExecuteJob)
                read(
                    "EXECUTE JOB SERVICE IN COMPUTE POOL p NAME = d.s.j ASYNC = TRUE FROM"
                        + " @d.s.\"St\"/dir SPECIFICATION_TEMPLATE_FILE = 'a/b.yaml' USING (tag =>"
                        + " 'v1', \"Quoted\" => 3)"))
            .properties();

    var specification = (Value.Specification) properties.get("FROM").orElseThrow();
    assertThat(specification.template()).isTrue();
    assertThat(specification.using().keySet()).containsExactly("tag", "Quoted");
    var file = (Value.Specification.Source.File) specification.source();
    assertThat(file.file()).isEqualTo("a/b.yaml");
    assertThat(file.stage().stage()).hasToString("D.S.\"St\"");
    assertThat(file.stage().path()).isEqualTo("dir");
    assertThat(properties.get("NAME").map(Value::toString)).contains("D.S.J");
  }

  @Test
  void a_tasks_body_and_condition_are_kept_as_written() {
    var properties =
        created("create task t when a > 1 -- why\n as SELECT  'x' AS y /* z */ FROM d");

    assertThat(properties.get("WHEN")).contains(new Value.Sql("a > 1"));
    assertThat(properties.get("AS")).contains(new Value.Sql("SELECT  'x' AS y /* z */ FROM d"));
  }

  @Test
  void strings_know_their_escapes() {
    assertThat(created("CREATE ROLE r COMMENT = 'a''b\\'c\\\\d\\n\\u0041\\x42\\q'").get("COMMENT"))
        .contains(new Value.Text("a'b'c\\d\nAB" + "q"));
  }

  @Test
  void names_are_folded_unless_quoted() {
    var create = (Statement.Create) read("CREATE STAGE db.\"My \"\"S\"\"\".x");

    assertThat(create.name().parts())
        .extracting(Identifier::value)
        .containsExactly("DB", "My \"S\"", "X");
    assertThat(create.name()).hasToString("DB.\"My \"\"S\"\"\".X");
  }

  @Test
  void actions_are_told_apart() {
    assertThat(altered("ALTER WAREHOUSE w RESUME IF SUSPENDED"))
        .isEqualTo(new Action.Command("RESUME IF SUSPENDED", List.of()));
    assertThat(altered("ALTER COMPUTE POOL p STOP ALL OF TYPE user"))
        .isEqualTo(new Action.Command("STOP ALL", List.of("USER")));
    assertThat(altered("ALTER SERVICE s FROM SPECIFICATION $$x$$"))
        .isInstanceOf(Action.Upgrade.class);
    assertThat(altered("ALTER SERVICE s UNSET COMMENT, LOG_LEVEL"))
        .isEqualTo(new Action.Unset(List.of("COMMENT", "LOG_LEVEL")));
    assertThat(altered("ALTER TASK t REMOVE WHEN"))
        .isEqualTo(new Action.Command("REMOVE WHEN", List.of()));
  }

  @Test
  void the_clauses_of_show_come_in_any_order() {
    var show = (Statement.Show) read("SHOW SERVICES IN SCHEMA d.s LIKE 'x%' LIMIT 3 FROM 'X'");

    assertThat(show.what()).isEqualTo("SERVICES");
    assertThat(show.filter().like()).contains("x%");
    assertThat(show.filter().limit()).hasValue(3);
    assertThat(show.filter().from()).contains("X");
    assertThat(show.filter().scope())
        .contains(new ShowFilter.Scope.InKind("SCHEMA", Optional.of(SqlReader.name("d.s"))));
  }

  @Test
  void binds_are_counted_outside_of_strings_and_comments() {
    assertThat(SqlReader.countBinds("SELECT ?, '?', \"?\" -- ?\n, ? /* ? */")).isEqualTo(2);
    assertThat(SqlReader.read("SELECT ?, ?", Arrays.asList("a", null)))
        .isInstanceOf(Statement.ConstantSelect.class);
  }
}
