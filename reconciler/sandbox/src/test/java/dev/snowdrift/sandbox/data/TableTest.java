package dev.snowdrift.sandbox.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.sandbox.account.Client;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void show_and_describe_have_the_documented_columns() {
    var client = Client.inSchema();
    client.run("CREATE TABLE t (id INT)");

    assertThat(client.columns("SHOW TABLES"))
        .containsExactly(
            "created_on",
            "name",
            "database_name",
            "schema_name",
            "kind",
            "comment",
            "cluster_by",
            "rows",
            "bytes",
            "owner",
            "retention_time",
            "automatic_clustering",
            "change_tracking",
            "search_optimization",
            "search_optimization_progress",
            "search_optimization_bytes",
            "is_external",
            "enable_schema_evolution",
            "owner_role_type",
            "is_event",
            "budget");
    assertThat(client.columns("DESCRIBE TABLE t"))
        .containsExactly(
            "name",
            "type",
            "kind",
            "null?",
            "default",
            "primary key",
            "unique key",
            "check",
            "expression",
            "comment",
            "policy name",
            "schema evolution record");
    assertThat(client.columns("SHOW COLUMNS IN TABLE t"))
        .containsExactly(
            "table_name",
            "schema_name",
            "column_name",
            "data_type",
            "null?",
            "default",
            "kind",
            "expression",
            "comment",
            "database_name",
            "autoincrement",
            "schema_evolution_record");
  }

  @Test
  void types_are_shown_in_canonical_form() {
    var client = Client.inSchema();
    client.run(
        "CREATE TABLE t (a int, b bigint, c decimal(10, 2), d numeric(5), e string, f varchar(20),"
            + " g char, h double precision, i binary, j datetime, k timestamp, l time,"
            + " m timestamp_tz(3), n boolean, o variant, p text, q date, r char varying(7))");

    assertThat(client.all("DESC TABLE t", "type"))
        .containsExactly(
            "NUMBER(38,0)",
            "NUMBER(38,0)",
            "NUMBER(10,2)",
            "NUMBER(5,0)",
            "VARCHAR(16777216)",
            "VARCHAR(20)",
            "VARCHAR(1)",
            "FLOAT",
            "BINARY(8388608)",
            "TIMESTAMP_NTZ(9)",
            "TIMESTAMP_NTZ(9)",
            "TIME(9)",
            "TIMESTAMP_TZ(3)",
            "BOOLEAN",
            "VARIANT",
            "VARCHAR(16777216)",
            "DATE",
            "VARCHAR(7)");
    assertThat(client.refusal("CREATE TABLE x (a varchar2(3))"))
        .isEqualTo("002040 (42601): SQL compilation error:\nUnsupported data type 'VARCHAR2'.");
  }

  @Test
  void timestamp_is_what_the_session_maps_it_to() {
    var client = Client.inSchema();
    client.run(
        "ALTER SESSION SET TIMESTAMP_TYPE_MAPPING = 'TIMESTAMP_LTZ'",
        "CREATE TABLE t (a timestamp)",
        "ALTER TABLE t ADD COLUMN b timestamp(3)");

    assertThat(client.all("DESC TABLE t", "type"))
        .containsExactly("TIMESTAMP_LTZ(9)", "TIMESTAMP_LTZ(3)");
  }

  @Test
  void a_table_is_created_with_all_that_columns_can_have() {
    var client = Client.inSchema();

    var status =
        client.cell(
            "CREATE TRANSIENT TABLE d.s.orders ("
                + " id INTEGER AUTOINCREMENT START 10 INCREMENT 5 ORDER,"
                + " key VARCHAR(30) NOT NULL DEFAULT 'a''b' COMMENT 'the key',"
                + " at TIMESTAMP_NTZ DEFAULT current_timestamp,"
                + " flag BOOLEAN DEFAULT true,"
                + " n NUMBER(4,1) DEFAULT 0::number,"
                + " \"Mixed\" INT UNIQUE,"
                + " CONSTRAINT pk PRIMARY KEY (id, key))"
                + " CLUSTER BY (id, to_date(at)) DATA_RETENTION_TIME_IN_DAYS = 1"
                + " CHANGE_TRACKING = TRUE COMMENT = 'all orders'");

    assertThat(status).isEqualTo("Table ORDERS successfully created.");
    assertThat(client.row("SHOW TABLES IN SCHEMA d.s"))
        .containsEntry("kind", "TRANSIENT")
        .containsEntry("cluster_by", "LINEAR(id, to_date(at))")
        .containsEntry("automatic_clustering", "ON")
        .containsEntry("change_tracking", "ON")
        .containsEntry("retention_time", "1")
        .containsEntry("comment", "all orders");
    assertThat(client.names("DESC TABLE orders"))
        .containsExactly("ID", "KEY", "AT", "FLAG", "N", "Mixed");
    assertThat(client.all("DESC TABLE orders", "default"))
        .containsExactly(
            "IDENTITY START 10 INCREMENT 5 ORDER",
            "'a''b'",
            "CURRENT_TIMESTAMP()",
            "TRUE",
            "CAST(0 AS NUMBER(38,0))",
            null);
    assertThat(client.all("DESC TABLE orders", "null?"))
        .containsExactly("N", "N", "Y", "Y", "Y", "Y");
    assertThat(client.all("DESC TABLE orders", "primary key"))
        .containsExactly("Y", "Y", "N", "N", "N", "N");
    assertThat(client.all("DESC TABLE orders", "unique key"))
        .containsExactly("N", "N", "N", "N", "N", "Y");
    assertThat(client.all("DESC TABLE orders", "comment")).contains("the key");
    assertThat(client.all("SHOW COLUMNS IN TABLE orders", "data_type"))
        .contains(
            "{\"type\":\"FIXED\",\"precision\":38,\"scale\":0,\"nullable\":false}",
            "{\"type\":\"TEXT\",\"length\":30,\"byteLength\":120,\"nullable\":false,\"fixed\":false}");
  }

  @Test
  void columns_are_added_dropped_and_renamed() {
    var client = Client.inSchema();
    client.run(
        "CREATE TABLE t (a INT)",
        "ALTER TABLE t ADD COLUMN b VARCHAR(3), c INT NOT NULL DEFAULT 1",
        "ALTER TABLE t ADD d DATE COMMENT 'day'",
        "ALTER TABLE t ADD COLUMN IF NOT EXISTS a VARCHAR",
        "ALTER TABLE t DROP COLUMN b, c",
        "ALTER TABLE t DROP COLUMN IF EXISTS gone",
        "ALTER TABLE t RENAME COLUMN d TO e");

    assertThat(client.names("DESC TABLE t")).containsExactly("A", "E");
    assertThat(client.all("DESC TABLE t", "comment")).containsExactly(null, "day");
    assertThat(client.refusal("ALTER TABLE t ADD COLUMN a INT"))
        .endsWith("SQL compilation error:\ncolumn 'A' already exists");
    assertThat(client.refusal("ALTER TABLE t DROP COLUMN gone"))
        .endsWith("SQL compilation error:\ncolumn 'GONE' does not exist");
    assertThat(client.refusal("ALTER TABLE t RENAME COLUMN gone TO x"))
        .isEqualTo(
            "002003 (02000): SQL compilation error:\n"
                + "Object 'GONE' does not exist or not authorized.");
    assertThat(client.refusal("ALTER TABLE t RENAME COLUMN e TO a"))
        .isEqualTo("002002 (42710): SQL compilation error:\nObject 'T.A' already exists.");
  }

  @Test
  void types_are_widened_and_nothing_else() {
    var client = Client.inSchema();
    client.run(
        "CREATE TABLE t (v VARCHAR(10), n NUMBER(10,2), d DATE)",
        "ALTER TABLE t ALTER COLUMN v SET DATA TYPE VARCHAR(20), COLUMN n TYPE NUMBER(12,2)");

    assertThat(client.all("DESC TABLE t", "type"))
        .containsExactly("VARCHAR(20)", "NUMBER(12,2)", "DATE");
    assertThat(client.refusal("ALTER TABLE t MODIFY COLUMN v VARCHAR(5)"))
        .endsWith(
            "cannot change column V from type VARCHAR(20) to VARCHAR(5) because reducing the"
                + " byte-length of a varchar is not supported.");
    assertThat(client.refusal("ALTER TABLE t ALTER n TYPE NUMBER(12,3)"))
        .isEqualTo(
            "040052 (22000): SQL compilation error: cannot change column N from type NUMBER(12,2)"
                + " to NUMBER(12,3) because changing the scale of a number is not supported.");
    assertThat(client.refusal("ALTER TABLE t ALTER COLUMN d TYPE VARCHAR"))
        .isEqualTo(
            "002108 (22000): SQL compilation error: cannot change column D from type DATE to"
                + " VARCHAR(16777216)");
    assertThat(client.refusal("ALTER TABLE t ALTER COLUMN x SET NOT NULL"))
        .startsWith("000904 (42000)");
  }

  @Test
  void a_column_changes_its_nullability_comment_and_default() {
    var client = Client.inSchema();
    client.run(
        "CREATE TABLE t (a INT DEFAULT 1, b INT NOT NULL)",
        "ALTER TABLE t ALTER (COLUMN a SET NOT NULL, COLUMN b DROP NOT NULL)",
        "ALTER TABLE t ALTER COLUMN a COMMENT 'first'",
        "ALTER TABLE t ALTER COLUMN a DROP DEFAULT");

    assertThat(client.all("DESC TABLE t", "null?")).containsExactly("N", "Y");
    assertThat(client.all("DESC TABLE t", "comment")).containsExactly("first", null);
    assertThat(client.all("DESC TABLE t", "default")).containsExactly(null, null);
    assertThat(client.refusal("ALTER TABLE t ALTER COLUMN b SET DEFAULT 5"))
        .isEqualTo("000002 (0A000): Unsupported feature 'Alter Column Set Default'.");
  }

  @Test
  void parameters_clustering_and_constraints_are_altered() {
    var client = Client.inSchema();
    client.run(
        "CREATE TABLE t (a INT, b INT)",
        "ALTER TABLE t SET DATA_RETENTION_TIME_IN_DAYS = 7 CHANGE_TRACKING = TRUE COMMENT = 'c'",
        "ALTER TABLE t CLUSTER BY (a)",
        "ALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY (a)");

    assertThat(client.row("SHOW TABLES"))
        .containsEntry("retention_time", "7")
        .containsEntry("cluster_by", "LINEAR(a)");
    assertThat(client.refusal("ALTER TABLE t ADD PRIMARY KEY (b)"))
        .endsWith("primary key already exists for table 'T'");

    client.run(
        "ALTER TABLE t UNSET DATA_RETENTION_TIME_IN_DAYS, COMMENT",
        "ALTER TABLE t DROP CLUSTERING KEY",
        "ALTER TABLE t DROP PRIMARY KEY");

    assertThat(client.row("SHOW TABLES"))
        .containsEntry("retention_time", "1")
        .containsEntry("comment", "")
        .containsEntry("cluster_by", "");
    assertThat(client.all("DESC TABLE t", "primary key")).containsExactly("N", "N");
    assertThat(client.refusal("ALTER TABLE t SET DATA_RETENTION_TIME_IN_DAYS = 91"))
        .startsWith("001008 (22023)");
    assertThat(client.refusal("CREATE TRANSIENT TABLE x (a INT) DATA_RETENTION_TIME_IN_DAYS = 9"))
        .startsWith("001008 (22023)");
  }

  @Test
  void create_or_alter_brings_a_table_to_what_it_says() {
    var client = Client.inSchema();
    client.run(
        "CREATE TABLE t (a INT, b VARCHAR(3), c DATE) COMMENT = 'old'",
        "GRANT SELECT ON TABLE t TO ROLE public");
    var created = client.row("SHOW TABLES").get("created_on");
    client.later();

    client.run("CREATE OR ALTER TABLE t (a INT NOT NULL, b VARCHAR(9), d BOOLEAN)");

    assertThat(client.names("DESC TABLE t")).containsExactly("A", "B", "D");
    assertThat(client.row("SHOW TABLES"))
        .containsEntry("created_on", created)
        .containsEntry("comment", "");
    assertThat(client.all("SHOW GRANTS ON TABLE t", "privilege")).contains("SELECT");
    assertThat(client.refusal("CREATE OR ALTER TABLE t (x INT, a INT, b VARCHAR(9), d BOOLEAN)"))
        .isEqualTo(
            "000002 (0A000): Unsupported feature 'CREATE OR ALTER TABLE column add before end of"
                + " column list'.");
    assertThat(client.refusal("CREATE OR ALTER TABLE t (b VARCHAR(9), a INT, d BOOLEAN)"))
        .endsWith("column re-ordering is not possible in CREATE OR ALTER TABLE");
    assertThat(client.refusal("CREATE OR ALTER TABLE t (a INT, b VARCHAR(1), d BOOLEAN)"))
        .contains("reducing the byte-length");
  }

  @Test
  void names_are_renamed_swapped_replaced_and_dropped() {
    var client = Client.inSchema();
    client.run(
        "CREATE TABLE a (x INT)",
        "CREATE TABLE b (y INT)",
        "ALTER TABLE a SWAP WITH b",
        "ALTER TABLE a RENAME TO d.public.c");

    assertThat(client.names("DESC TABLE d.public.c")).containsExactly("Y");
    assertThat(client.names("DESC TABLE b")).containsExactly("X");

    client.run("CREATE OR REPLACE TABLE b LIKE d.public.c");
    assertThat(client.names("DESC TABLE b")).containsExactly("Y");
    assertThat(client.cell("DROP TABLE b")).isEqualTo("B successfully dropped.");
    assertThat(client.refusal("DESCRIBE TABLE b")).startsWith("002003 (42S02)");
  }

  @Test
  void a_replacement_keeps_grants_only_when_told_to() {
    var client = Client.inSchema();
    client.run("CREATE TABLE t (a INT)", "GRANT SELECT ON TABLE t TO ROLE public");

    client.run("CREATE OR REPLACE TABLE t (b INT) COPY GRANTS");
    assertThat(client.all("SHOW GRANTS ON TABLE t", "privilege"))
        .containsExactly("OWNERSHIP", "SELECT");

    client.run("CREATE OR REPLACE TABLE t (b INT)");
    assertThat(client.all("SHOW GRANTS ON TABLE t", "privilege")).containsExactly("OWNERSHIP");
  }

  @Test
  void a_table_and_a_view_cannot_share_a_name() {
    var client = Client.inSchema();
    client.run("CREATE TABLE t (a INT)", "CREATE VIEW v AS SELECT a FROM t");

    assertThat(client.refusal("CREATE VIEW t AS SELECT 1 AS one"))
        .isEqualTo("001998 (42710): SQL compilation error:\nObject 'T' already exists as TABLE");
    assertThat(client.refusal("CREATE TABLE v (a INT)"))
        .isEqualTo("001998 (42710): SQL compilation error:\nObject 'V' already exists as VIEW");
  }

  @Test
  void what_needs_rows_is_refused() {
    var client = Client.inSchema();

    assertThat(client.refusal("CREATE TABLE t AS SELECT 1 AS a")).startsWith("000606 (57P03)");

    client.run("CREATE WAREHOUSE w");
    assertThat(client.refusal("CREATE TABLE t AS SELECT 1 AS a"))
        .isEqualTo("000002 (0A000): Unsupported feature 'CREATE TABLE AS SELECT'.");
    assertThat(client.refusal("CREATE TABLE t (a INT, a INT)"))
        .isEqualTo("002025 (42601): SQL compilation error:\nduplicate column name 'A'");
    assertThat(client.refusal("CREATE TABLE t (a INT) NO_SUCH = 1")).startsWith("001003 (42000)");
    assertThat(client.refusal("CREATE TABLE t (a INT, PRIMARY KEY (b))"))
        .startsWith("000904 (42000)");
  }

  @Test
  void privileges_are_granted_and_needed() {
    var client = Client.inSchema();
    client.run(
        "CREATE ROLE reader",
        "GRANT USAGE ON DATABASE d TO ROLE reader",
        "GRANT USAGE ON SCHEMA d.s TO ROLE reader",
        "GRANT SELECT ON FUTURE TABLES IN SCHEMA d.s TO ROLE reader",
        "CREATE TABLE t (a INT)",
        "CREATE TABLE u (a INT)",
        "REVOKE SELECT ON TABLE u FROM ROLE reader",
        "GRANT INSERT, EVOLVE SCHEMA ON ALL TABLES IN SCHEMA d.s TO ROLE reader");
    var reader = client.as("READER");

    assertThat(reader.names("SHOW TABLES IN SCHEMA d.s")).containsExactly("T", "U");
    assertThat(client.all("SHOW GRANTS ON TABLE u", "privilege"))
        .isEqualTo(List.of("OWNERSHIP", "EVOLVE SCHEMA", "INSERT"));
    assertThat(reader.refusal("ALTER TABLE t ADD COLUMN b INT")).startsWith("003001 (42501)");
    assertThat(reader.refusal("CREATE TABLE x (a INT)")).startsWith("003001 (42501)");
    assertThat(client.refusal("GRANT USAGE ON TABLE t TO ROLE reader"))
        .startsWith("003008 (42501)");
  }
}
