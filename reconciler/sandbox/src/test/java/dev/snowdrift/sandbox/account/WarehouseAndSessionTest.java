package dev.snowdrift.sandbox.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WarehouseAndSessionTest {

  @Test
  void show_warehouses_has_the_documented_columns() {
    assertThat(Client.admin().columns("SHOW WAREHOUSES"))
        .containsExactly(
            "name",
            "state",
            "type",
            "size",
            "min_cluster_count",
            "max_cluster_count",
            "started_clusters",
            "running",
            "queued",
            "is_default",
            "is_current",
            "is_interactive",
            "auto_suspend",
            "auto_resume",
            "available",
            "provisioning",
            "quiescing",
            "other",
            "created_on",
            "resumed_on",
            "updated_on",
            "owner",
            "comment",
            "enable_query_acceleration",
            "query_acceleration_max_scale_factor",
            "resource_monitor",
            "actives",
            "pendings",
            "failed",
            "suspended",
            "uuid",
            "scaling_policy",
            "owner_role_type",
            "resource_constraint",
            "generation");
  }

  @Test
  void a_warehouse_is_created_altered_suspended_and_dropped() {
    var client = Client.admin();

    client.run(
        "CREATE WAREHOUSE w WITH WAREHOUSE_SIZE = XXLARGE INITIALLY_SUSPENDED = TRUE AUTO_SUSPEND ="
            + " 0");

    assertThat(client.row("SHOW WAREHOUSES"))
        .containsEntry("size", "2X-Large")
        .containsEntry("state", "SUSPENDED")
        .containsEntry("auto_suspend", null)
        .containsEntry("auto_resume", "true")
        .containsEntry("resource_monitor", "null")
        .containsEntry("resumed_on", "0.000")
        .containsEntry("is_current", "Y");
    assertThat(client.refusal("ALTER WAREHOUSE w SUSPEND"))
        .isEqualTo("090064 (22000): Invalid state.");

    client.run("ALTER WAREHOUSE w SET WAREHOUSE_SIZE = 'X-SMALL', COMMENT = 'c'");
    client.run("ALTER WAREHOUSE w RESUME");

    assertThat(client.row("SHOW WAREHOUSES"))
        .containsEntry("size", "X-Small")
        .containsEntry("state", "STARTED")
        .containsEntry("comment", "c");
    assertThat(client.refusal("ALTER WAREHOUSE w RESUME"))
        .isEqualTo("090063 (22000): Invalid state.");
    assertThat(client.cell("ALTER WAREHOUSE w RESUME IF SUSPENDED"))
        .isEqualTo("Statement executed successfully.");
    assertThat(client.refusal("ALTER WAREHOUSE w SET WAREHOUSE_TYPE = 'SNOWPARK-OPTIMIZED'"))
        .startsWith("001422 (22023)");
    assertThat(client.refusal("ALTER WAREHOUSE w UNSET WAREHOUSE_SIZE"))
        .isEqualTo("000002 (0A000): Unsupported feature 'UNSET'.");

    assertThat(client.cell("DROP WAREHOUSE w")).isEqualTo("W successfully dropped.");
    assertThat(client.session.warehouse()).isEmpty();
  }

  @Test
  void wrong_values_are_refused() {
    var client = Client.admin();

    assertThat(client.refusal("CREATE WAREHOUSE w WAREHOUSE_SIZE = HUGE"))
        .isEqualTo(
            "001422 (22023): SQL compilation error:\n"
                + "invalid value 'HUGE' for property 'WAREHOUSE_SIZE'");
    assertThat(client.refusal("CREATE WAREHOUSE w AUTO_SUSPEND = -1"))
        .isEqualTo(
            "001008 (22023): SQL compilation error:\n"
                + "invalid value [-1] for parameter 'AUTO_SUSPEND'");
    assertThat(client.refusal("CREATE WAREHOUSE w AUTO_RESUME = 7")).startsWith("001008 (22023)");
  }

  @Test
  void the_context_is_told_and_changed() {
    var client = Client.inSchema();
    client.run("CREATE WAREHOUSE w");

    assertThat(client.row("SELECT CURRENT_USER(), current_role() AS r, CURRENT_DATABASE(), 1, 'x'"))
        .containsEntry("CURRENT_USER()", "ADMIN")
        .containsEntry("R", "ACCOUNTADMIN")
        .containsEntry("CURRENT_DATABASE()", "D")
        .containsEntry("1", "1")
        .containsEntry("'X'", "x");
    assertThat(client.cell("SELECT CURRENT_SCHEMA()")).isEqualTo("S");
    assertThat(client.cell("SELECT CURRENT_WAREHOUSE()")).isEqualTo("W");
    assertThat(client.cell("SELECT CURRENT_ACCOUNT()")).isEqualTo("XY12345");
    assertThat(client.cell("SELECT CURRENT_ACCOUNT_NAME()")).isEqualTo("MYACCT");

    client.run("USE SCHEMA d.PUBLIC", "USE ROLE sysadmin");

    assertThat(client.cell("SELECT CURRENT_ROLE()")).isEqualTo("SYSADMIN");
    assertThat(client.session.schema()).contains("PUBLIC");
    assertThat(client.refusal("USE WAREHOUSE w")).startsWith("002043 (02000)");
  }

  @Test
  void binds_take_the_place_of_literals() {
    var client = Client.admin();

    client.cell("CREATE DATABASE IDENTIFIER(?) COMMENT = ?", "d", "what's \"this\"");

    assertThat(client.row("SHOW DATABASES")).containsEntry("comment", "what's \"this\"");
    assertThat(client.cell("SELECT ?", "5")).isEqualTo("5");
    assertThat(client.cell("SELECT ?", new String[] {null})).isNull();
  }

  @Test
  void a_query_over_rows_needs_a_warehouse() {
    var client = Client.admin();

    assertThat(client.refusal("SELECT * FROM t WHERE x = 1"))
        .startsWith("000606 (57P03): No active warehouse selected in the current session.");
    assertThat(client.refusal("select * from table(result_scan('id'))"))
        .startsWith("000606 (57P03)");
    assertThat(client.refusal("INSERT INTO t VALUES (1)")).startsWith("000606 (57P03)");
  }

  @Test
  void session_parameters_are_set_and_shown() {
    var client = Client.admin();

    var result =
        client.account.execute(
            client.session,
            "alter session /* JDBC */ set autocommit=false, QUERY_TAG = 'snowdrift' TIMEZONE = 'UTC'");

    assertThat(result.parametersChanged()).isTrue();
    assertThat(result.statementTypeId()).isEqualTo(StatementResult.ALTER_SESSION);
    assertThat(client.session.parameters())
        .containsEntry("AUTOCOMMIT", false)
        .containsEntry("QUERY_TAG", "snowdrift");
    assertThat(client.row("SHOW PARAMETERS LIKE 'query_tag' IN SESSION"))
        .containsEntry("value", "snowdrift")
        .containsEntry("level", "SESSION");

    client.run("ALTER SESSION UNSET QUERY_TAG");

    assertThat(client.session.parameters()).doesNotContainKey("QUERY_TAG");
    assertThat(client.refusal("ALTER SESSION SET NO_SUCH = 1")).startsWith("001420 (22023)");
  }

  @Test
  void transactions_are_accepted_and_empty_text_is_not() {
    var client = Client.admin();

    for (var sql : List.of("BEGIN", "commit", "rollback", "START TRANSACTION")) {
      assertThat(client.account.execute(client.session, sql).statementTypeId())
          .isEqualTo(StatementResult.TCL);
    }
    assertThat(client.refusal(" -- nothing")).startsWith("000900 (42601)");
  }

  @Test
  void unknown_names_and_functions_are_refused() {
    var client = Client.admin();

    assertThat(client.refusal("SELECT no_such()")).contains("Unknown function NO_SUCH");
    assertThat(client.refusal("SELECT nonsense")).startsWith("000904 (42000)");
    assertThat(client.refusal("USE ROLE nope")).startsWith("002003 (02000)");
  }

  @Test
  void a_role_that_the_user_does_not_hold_cannot_be_used() {
    var client = Client.admin();
    client.run("CREATE ROLE r", "CREATE USER u PASSWORD = 'p' DEFAULT_ROLE = r");
    var session = client.account.open("U");

    assertThat(session.role()).isEqualTo("PUBLIC");
    assertThat(client.with(session).refusal("USE ROLE r"))
        .isEqualTo(
            "003013 (42501): SQL access control error:\n"
                + "Requested role 'R' is not assigned to the executing user. Specify another role"
                + " to activate.");

    client.run("GRANT ROLE r TO USER u");
    client.account.execute(session, "USE ROLE r");

    assertThat(session.role()).isEqualTo("R");
  }
}
