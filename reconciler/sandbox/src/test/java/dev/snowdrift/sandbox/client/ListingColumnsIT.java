package dev.snowdrift.sandbox.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

/// Every SHOW and DESCRIBE as snowflake-connector-python reads it: the columns in order with their
/// types, and the row of the object asked for.
class ListingColumnsIT {
  @TempDir private static Path home;
  private static ClientWorld world;
  private static PythonConsole python;
  private static DocumentedColumns columns;

  /// A listing and a text that one of its rows must have.
  record Listing(String command, String sql, String cell) {
    @Override
    public String toString() {
      return sql;
    }
  }

  static final List<Listing> LISTINGS =
      List.of(
          new Listing("SHOW COMPUTE POOLS", "show compute pools", "P"),
          new Listing("DESCRIBE COMPUTE POOL", "describe compute pool p", "P"),
          new Listing("SHOW IMAGE REPOSITORIES", "show image repositories in schema d.s", "REPO"),
          new Listing(
              "SHOW IMAGES IN IMAGE REPOSITORY",
              "show images in image repository d.s.repo",
              "d/s/repo/web:v1"),
          new Listing("SHOW SERVICES", "show services in account", "WEB"),
          new Listing("DESCRIBE SERVICE", "describe service d.s.web", "WEB"),
          new Listing(
              "SHOW SERVICE CONTAINERS IN SERVICE",
              "show service containers in service d.s.web",
              "web"),
          new Listing(
              "SHOW SERVICE INSTANCES IN SERVICE",
              "show service instances in service d.s.web",
              "0"),
          new Listing("SHOW ENDPOINTS IN SERVICE", "show endpoints in service d.s.web", "api"),
          new Listing("SHOW ROLES IN SERVICE", "show roles in service d.s.web", "READER"),
          new Listing("SHOW SECRETS", "show secrets in schema d.s", "PASS"),
          new Listing("DESCRIBE SECRET", "describe secret d.s.pass", "PASS"),
          new Listing("SHOW NETWORK RULES", "show network rules in schema d.s", "OUT"),
          new Listing("DESCRIBE NETWORK RULE", "describe network rule d.s.out", "OUT"),
          new Listing("SHOW INTEGRATIONS", "show integrations", "EAI"),
          new Listing("DESCRIBE INTEGRATION", "describe integration eai", "ALLOWED_NETWORK_RULES"),
          new Listing("SHOW STAGES", "show stages in schema d.s", "FILES"),
          new Listing("DESCRIBE STAGE", "describe stage d.s.files", "STAGE_FILE_FORMAT"),
          new Listing("SHOW DATABASES", "show databases", "D"),
          new Listing("DESCRIBE DATABASE", "describe database d", "S"),
          new Listing("SHOW SCHEMAS", "show schemas in database d", "S"),
          new Listing("SHOW WAREHOUSES", "show warehouses", "W"),
          new Listing("SHOW ROLES", "show roles", "R"),
          new Listing("SHOW DATABASE ROLES", "show database roles in database d", "DR"),
          new Listing("SHOW USERS", "show users", "U"),
          new Listing("DESCRIBE USER", "describe user u", "NAME"),
          new Listing("SHOW GRANTS TO ROLE", "show grants to role r", "D"),
          new Listing("SHOW GRANTS ON <object>", "show grants on database d", "R"),
          new Listing("SHOW FUTURE GRANTS", "show future grants in schema d.s", "R"),
          new Listing("SHOW TASKS", "show tasks in schema d.s", "ROOT"),
          new Listing("SHOW TERSE TASKS", "show terse tasks in schema d.s", "ROOT"),
          new Listing("SHOW TABLES", "show tables in schema d.s", "T"),
          new Listing("DESCRIBE TABLE", "describe table d.s.t", "A"),
          new Listing("SHOW FILE FORMATS", "show file formats in schema d.s", "FF"),
          new Listing("DESCRIBE FILE FORMAT", "describe file format d.s.ff", "FIELD_DELIMITER"),
          new Listing("SHOW FUNCTIONS", "show functions in schema d.s", "F"),
          new Listing("DESCRIBE FUNCTION", "describe function d.s.f()", "body"),
          new Listing("SHOW STREAMS", "show streams in schema d.s", "CHANGES"),
          new Listing("SHOW TAGS", "show tags in schema d.s", "COST"),
          new Listing("SHOW PARAMETERS", "show parameters in session", "QUERY_TAG"));

  @BeforeAll
  static void start() throws IOException {
    world = ClientWorld.start(home);
    world.run(
        "CREATE DATABASE d",
        "CREATE SCHEMA s",
        "CREATE IMAGE REPOSITORY repo",
        "CREATE COMPUTE POOL p MIN_NODES = 1 MAX_NODES = 1 INSTANCE_FAMILY = CPU_X64_XS",
        "CREATE SECRET pass TYPE = PASSWORD USERNAME = 'u' PASSWORD = 'p'",
        "CREATE NETWORK RULE out MODE = EGRESS TYPE = HOST_PORT VALUE_LIST = ('example.com:443')",
        "CREATE EXTERNAL ACCESS INTEGRATION eai ALLOWED_NETWORK_RULES = (out) ENABLED = TRUE",
        "CREATE STAGE files",
        "CREATE WAREHOUSE w INITIALLY_SUSPENDED = TRUE",
        "CREATE ROLE r",
        "CREATE DATABASE ROLE dr",
        "CREATE USER u",
        "CREATE TAG cost",
        "CREATE TASK root SCHEDULE = '60 MINUTE' AS SELECT 1",
        "CREATE TABLE t (a NUMBER, b VARCHAR)",
        "CREATE FILE FORMAT ff TYPE = CSV",
        "CREATE FUNCTION f() RETURNS NUMBER AS '1'",
        "CREATE STREAM changes ON TABLE t",
        "GRANT USAGE ON DATABASE d TO ROLE r",
        "GRANT READ ON FUTURE STAGES IN SCHEMA s TO ROLE r");
    world.push("D.S.REPO", "web", "v1");
    world.run(
        """
        CREATE SERVICE d.s.web IN COMPUTE POOL p FROM SPECIFICATION $$
        spec:
          containers:
          - {name: web, image: /d/s/repo/web:v1}
          endpoints:
          - {name: api, port: 8080, public: true}
        serviceRoles:
        - {name: reader, endpoints: [api]}
        $$
        """);
    columns = DocumentedColumns.read();
    python = new PythonConsole(world);
  }

  @AfterAll
  static void stop() throws IOException {
    python.close();
    world.close();
  }

  @ParameterizedTest
  @FieldSource("LISTINGS")
  void a_listing_has_the_documented_columns_and_the_object(Listing listing) throws IOException {
    var answer =
        python.run(
            """
            with connect() as c:
                cur = c.cursor().execute("use schema d.s")
                cur.execute("%s")
                answer = [columns(cur), [[str(cell) for cell in row] for row in cur.fetchall()]]
            """
                .formatted(listing.sql()));

    assertThat(answer.path(0))
        .extracting(JsonNode::asString)
        .containsExactlyElementsOf(columns.typed(listing.command()));
    assertThat(answer.path(1).valueStream().flatMap(JsonNode::valueStream).map(JsonNode::asString))
        .contains(listing.cell());
  }
}
