package dev.snowdrift.sandbox.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.sandbox.container.Behaviour;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The `snow` command line against the sandbox: its commands for what Snowdrift manages, each with
/// its exit code and its JSON. The methods share an account and nothing in it.
class SnowCliIT {
  @TempDir private static Path home;
  private static ClientWorld world;
  private static SnowCli snow;
  private static DocumentedColumns columns;

  @BeforeAll
  static void start() throws IOException {
    world = ClientWorld.start(home);
    world.run("CREATE DATABASE d1", "CREATE SCHEMA d1.s1", "CREATE WAREHOUSE w1");
    world.run("CREATE DATABASE images", "CREATE IMAGE REPOSITORY images.public.repo");
    world.push("IMAGES.PUBLIC.REPO", "web", "v1");
    world.push("IMAGES.PUBLIC.REPO", "web", "v2");
    world.push("IMAGES.PUBLIC.REPO", "job", "v1");
    snow = new SnowCli(world);
    columns = DocumentedColumns.read();
  }

  @AfterAll
  static void stop() throws IOException {
    snow.close();
    world.close();
  }

  private static void assertRow(JsonNode rows, String command, String name) {
    assertThat(rows.valueStream().map(row -> row.path("name").asString())).contains(name);
    assertThat(rows.path(0).propertyNames()).containsExactlyElementsOf(columns.names(command));
  }

  private static String specification(String tag) {
    return """
    spec:
      containers:
      - name: web
        image: /images/public/repo/web:%s
      endpoints:
      - {name: api, port: 8080, public: true}
    serviceRoles:
    - {name: reader, endpoints: [api]}
    """
        .formatted(tag);
  }

  @Test
  void a_connection_is_tested_by_password_key_pair_and_token() throws Exception {
    for (var connection : List.of("default", "key", "token")) {
      var answer = snow.run("connection", "test", "--connection", connection);

      assertThat(answer.path("Status").asString()).isEqualTo("OK");
      assertThat(answer.path("User").asString()).isEqualTo("ADMIN");
      assertThat(answer.path("Role").asString()).isEqualTo("ACCOUNTADMIN");
    }
    assertThat(snow.executed("connection", "test")).contains("Status", "OK", "ACCOUNTADMIN");
    assertThat(snow.refusal("connection", "test", "--user", "NOBODY"))
        .contains("Incorrect username or password was specified");
  }

  @Test
  void sql_comes_from_the_command_line_and_from_files() throws Exception {
    var file =
        snow.file(
            "setup.sql",
            """
            -- what a set-up script has
            create database if not exists <% name %>;
            use schema <% name %>.public; /* and then */
            create stage if not exists st comment = 'a; b';
            show stages like 'st' in schema;
            """);

    var one =
        snow.run("sql", "-q", "select 1 as one, 'it''s' as text, true as flag, null as nothing");
    var all = snow.run("sql", "-f", file.toString(), "-D", "name=fromfile");

    assertThat(one).hasToString("[{\"ONE\":1,\"TEXT\":\"it's\",\"FLAG\":true,\"NOTHING\":null}]");
    assertThat(all).hasSize(4);
    assertThat(all.path(3).path(0).path("comment").asString()).isEqualTo("a; b");
    assertThat(all.path(3).path(0).propertyNames())
        .containsExactlyElementsOf(columns.names("SHOW STAGES"));
    assertThat(snow.refusal("sql", "-q", "drop database nope"))
        .contains("002003 (02000): SQL compilation error: Database 'NOPE' does not exist or not");
  }

  @Test
  void a_compute_pool_lives_through_all_commands() throws Exception {
    var pool = List.of("spcs", "compute-pool");

    assertThat(
            status(
                pool,
                "create",
                "pool1",
                "--family",
                "CPU_X64_XS",
                "--min-nodes",
                "1",
                "--max-nodes",
                "2"))
        .isEqualTo("Compute pool POOL1 successfully created.");
    assertRow(run(pool, "list", "--like", "POOL%"), "SHOW COMPUTE POOLS", "POOL1");
    assertThat(status(pool, "set", "pool1", "--max-nodes", "3", "--comment", "it's mine"))
        .isEqualTo("Statement executed successfully.");
    var described = run(pool, "describe", "pool1");
    assertRow(described, "DESCRIBE COMPUTE POOL", "POOL1");
    assertThat(described.path(0).path("max_nodes").asInt()).isEqualTo(3);
    assertThat(described.path(0).path("comment").asString()).isEqualTo("it's mine");
    assertThat(status(pool, "unset", "pool1", "--comment")).contains("successfully");
    assertThat(status(pool, "suspend", "pool1")).contains("successfully");
    assertThat(status(pool, "resume", "pool1")).contains("successfully");
    assertThat(status(pool, "stop-all", "pool1")).contains("successfully");
    assertThat(snow.refusal("spcs", "compute-pool", "create", "pool1", "--family", "CPU_X64_XS"))
        .contains("POOL1", "already exists");
    // deprecated by Snowflake and gone since behaviour change 2025_01
    assertThat(snow.refusal("spcs", "compute-pool", "status", "pool1"))
        .contains("Unknown function SYSTEM$GET_COMPUTE_POOL_STATUS");
    assertThat(status(pool, "drop", "pool1")).isEqualTo("POOL1 successfully dropped.");
    assertThat(snow.refusal("spcs", "compute-pool", "describe", "pool1"))
        .contains("002043 (02000)");
  }

  private static JsonNode run(List<String> group, String... arguments) throws Exception {
    return snow.run(together(group, arguments));
  }

  private static String status(List<String> group, String... arguments) throws Exception {
    return snow.status(together(group, arguments));
  }

  private static String[] together(List<String> group, String... arguments) {
    return Stream.concat(group.stream(), Arrays.stream(arguments)).toArray(String[]::new);
  }

  @Test
  void a_service_is_created_watched_upgraded_and_dropped() throws Exception {
    var service = List.of("spcs", "service");
    var v1 = snow.file("v1.yaml", specification("v1")).toString();
    var v2 = snow.file("v2.yaml", specification("v2")).toString();
    world.run("CREATE COMPUTE POOL pool2 MIN_NODES = 1 MAX_NODES = 2 INSTANCE_FAMILY = CPU_X64_S");
    world
        .containers
        .world()
        .behaviour("images/public/repo/web", Behaviour.readyAfter(Duration.ZERO).logging("up"));

    assertThat(status(service, "create", "d1.s1.web", "--compute-pool", "pool2", "--spec-path", v1))
        .isEqualTo("Service WEB successfully created.");
    assertRow(run(service, "list", "--in", "database", "d1"), "SHOW SERVICES", "WEB");
    assertRow(run(service, "describe", "d1.s1.web"), "DESCRIBE SERVICE", "WEB");
    var endpoints = run(service, "list-endpoints", "d1.s1.web");
    assertRow(endpoints, "SHOW ENDPOINTS IN SERVICE", "api");
    assertThat(endpoints.path(0).path("ingress_url").asString()).endsWith("snowflakecomputing.app");
    assertThat(run(service, "list-instances", "d1.s1.web").path(0).propertyNames())
        .containsExactlyElementsOf(columns.names("SHOW SERVICE INSTANCES IN SERVICE"));
    var containers = run(service, "list-containers", "d1.s1.web").path(0);
    assertThat(containers.propertyNames())
        .containsExactlyElementsOf(columns.names("SHOW SERVICE CONTAINERS IN SERVICE"));
    assertThat(containers.path("status").asString()).isEqualTo("READY");
    assertRow(run(service, "list-roles", "d1.s1.web"), "SHOW ROLES IN SERVICE", "READER");
    var state = run(service, "status", "d1.s1.web").path(0);
    assertThat(state.path("status").asString()).isEqualTo("READY");
    assertThat(
            snow.answer(
                    "spcs",
                    "service",
                    "logs",
                    "d1.s1.web",
                    "--container-name",
                    "web",
                    "--instance-id",
                    "0")
                .out())
        .contains("up");
    assertThat(
            status(
                service,
                "set",
                "d1.s1.web",
                "--min-instances",
                "1",
                "--max-instances",
                "2",
                "--comment",
                "hi"))
        .contains("successfully");
    assertThat(status(service, "unset", "d1.s1.web", "--comment")).contains("successfully");
    assertThat(status(service, "upgrade", "d1.s1.web", "--spec-path", v2)).contains("successfully");
    assertThat(run(service, "describe", "d1.s1.web").path(0).path("spec").asString())
        .contains("web:v2");
    assertThat(status(service, "suspend", "d1.s1.web")).contains("successfully");
    assertThat(status(service, "resume", "d1.s1.web")).contains("successfully");
    assertThat(status(service, "drop", "d1.s1.web")).isEqualTo("WEB successfully dropped.");
    assertThat(snow.refusal("spcs", "service", "list-endpoints", "d1.s1.web"))
        .contains("002003 (02000)");
  }

  @Test
  void a_job_runs_and_is_listed() throws Exception {
    var spec =
        snow.file(
            "job.yaml", "spec: {containers: [{name: main, image: /images/public/repo/job:v1}]}");
    world.run("CREATE COMPUTE POOL pool3 MIN_NODES = 1 MAX_NODES = 1 INSTANCE_FAMILY = CPU_X64_S");

    var done =
        snow.status(
            "spcs",
            "service",
            "execute-job",
            "d1.s1.job1",
            "--compute-pool",
            "pool3",
            "--spec-path",
            spec.toString());
    var again =
        snow.refusal(
            "spcs",
            "service",
            "execute-job",
            "d1.s1.job1",
            "--compute-pool",
            "pool3",
            "--spec-path",
            spec.toString());

    assertThat(done).contains("JOB1 completed successfully with status: DONE");
    assertThat(again).contains("d1.s1.job1 already exists");
  }

  @Test
  void images_are_found_through_repository_and_registry() throws Exception {
    assertThat(snow.status("spcs", "image-repository", "create", "d1.s1.repo1"))
        .isEqualTo("Image repository REPO1 successfully created.");
    assertRow(
        snow.run("spcs", "image-repository", "list", "--in", "database", "d1"),
        "SHOW IMAGE REPOSITORIES",
        "REPO1");
    assertThat(
            snow.run("spcs", "image-repository", "url", "d1.s1.repo1").path("message").asString())
        .isEqualTo("acme-sandbox.registry.snowflakecomputing.com/d1/s1/repo1");
    var images = snow.run("spcs", "image-repository", "list-images", "images.public.repo");
    assertThat(images.path(0).propertyNames())
        .containsExactlyElementsOf(columns.names("SHOW IMAGES IN IMAGE REPOSITORY"));
    assertThat(images.path(0).path("image_name").asString()).isEqualTo("web");
    assertThat(snow.run("spcs", "image-registry", "url").path("message").asString())
        .isEqualTo("acme-sandbox.registry.snowflakecomputing.com");
    assertThat(snow.run("spcs", "image-registry", "token").path("expires_in").asInt()).isPositive();
    assertThat(snow.status("spcs", "image-repository", "drop", "d1.s1.repo1"))
        .isEqualTo("REPO1 successfully dropped.");
  }

  @Test
  void a_project_file_is_deployed() throws Exception {
    snow.file(
        "project/snowflake.yml",
        """
        definition_version: 2
        entities:
          pool:
            type: compute-pool
            identifier: {name: pool4}
            min_nodes: 1
            max_nodes: 2
            instance_family: CPU_X64_XS
            comment: from a project
          repo:
            type: image-repository
            identifier: {name: repo4, database: d1, schema: s1}
        """);
    var project = home.resolve("project").toString();

    assertThat(snow.status("spcs", "compute-pool", "deploy", "pool", "--project", project))
        .isEqualTo("Compute pool POOL4 successfully created.");
    assertThat(
            snow.answer("spcs", "compute-pool", "deploy", "pool", "--upgrade", "--project", project)
                .exit())
        .isZero();
    assertThat(snow.status("spcs", "image-repository", "deploy", "repo", "--project", project))
        .contains("REPO4", "successfully created");
  }

  @Test
  void objects_are_created_listed_described_and_dropped() throws Exception {
    create("database", "name=d2", "Database D2 successfully created.");
    create("schema", "name=s2", "Schema S2 successfully created.");
    create("role", "name=r2", "Role R2 successfully created.");
    create("user", "name=u2", "User U2 successfully created.");
    create("warehouse", "name=w2", "Warehouse W2 successfully created.");
    create("image-repository", "name=repo2", "Image repository REPO2 successfully created.");
    create("stage", "name=st2", "Stage area ST2 successfully created.");
    assertThat(
            snow.run(
                    "object",
                    "create",
                    "compute-pool",
                    "--json",
                    "{\"name\": \"pool5\", \"min_nodes\": 1, \"max_nodes\": 1, \"instance_family\":"
                        + " \"CPU_X64_XS\"}")
                .path("message")
                .asString())
        .isEqualTo("Compute pool POOL5 successfully created.");
    assertThat(
            snow.run(
                    "object",
                    "create",
                    "secret",
                    "--database",
                    "d1",
                    "--schema",
                    "s1",
                    "--json",
                    "{\"name\": \"secret2\", \"type\": \"GENERIC_STRING\", \"secret_string\":"
                        + " \"x\"}")
                .path("message")
                .asString())
        .isEqualTo("Secret SECRET2 successfully created.");
    assertThat(snow.refusal("object", "create", "database", "name=d2")).contains("409 conflict");
    assertThat(snow.refusal("object", "create", "database", "nome=d2")).contains("400 bad request");
    assertThat(
            snow.run("object", "create", "database", "name=d2", "--if-not-exists")
                .path("message")
                .asString())
        .contains("D2 already exists");

    assertThat(snow.run("object", "describe", "user", "u2")).isNotEmpty();
    assertThat(snow.run("object", "describe", "database", "d2").path(0).propertyNames())
        .containsExactlyElementsOf(columns.names("DESCRIBE DATABASE"));
    assertThat(snow.run("object", "describe", "secret", "d1.s1.secret2").path(0).propertyNames())
        .containsExactlyElementsOf(columns.names("DESCRIBE SECRET"));
    assertThat(snow.status("object", "drop", "compute-pool", "pool5"))
        .isEqualTo("POOL5 successfully dropped.");
    assertThat(snow.status("object", "drop", "database", "d2"))
        .isEqualTo("D2 successfully dropped.");
  }

  private static void create(String type, String name, String status) throws Exception {
    assertThat(
            snow.run("object", "create", type, name, "--database", "d1", "--schema", "s1")
                .path("message")
                .asString())
        .isEqualTo(status);
  }

  @Test
  void every_kind_is_listed_with_its_documented_columns() throws Exception {
    world.run(
        "CREATE DATABASE lists",
        "CREATE NETWORK RULE out MODE = EGRESS TYPE = HOST_PORT VALUE_LIST = ('example.com:443')",
        "CREATE EXTERNAL ACCESS INTEGRATION eai6 ALLOWED_NETWORK_RULES = (out) ENABLED = TRUE",
        "CREATE SECRET s6 TYPE = GENERIC_STRING SECRET_STRING = 'x'",
        "CREATE STAGE st6",
        "CREATE ROLE r6");

    assertRow(list("database"), "SHOW DATABASES", "LISTS");
    assertRow(list("schema", "--in", "database", "lists"), "SHOW SCHEMAS", "PUBLIC");
    assertRow(list("network-rule", "--in", "database", "lists"), "SHOW NETWORK RULES", "OUT");
    assertRow(list("external-access-integration"), "SHOW INTEGRATIONS", "EAI6");
    assertRow(list("integration", "--like", "EAI6"), "SHOW INTEGRATIONS", "EAI6");
    assertRow(list("secret", "--in", "database", "lists"), "SHOW SECRETS", "S6");
    assertRow(list("stage", "--in", "database", "lists"), "SHOW STAGES", "ST6");
    assertRow(list("role"), "SHOW ROLES", "R6");
    assertRow(list("user"), "SHOW USERS", "ADMIN");
    assertRow(list("warehouse"), "SHOW WAREHOUSES", "W1");
    assertRow(list("compute-pool"), "SHOW COMPUTE POOLS", "SYSTEM_COMPUTE_POOL_CPU");
    assertRow(
        list("image-repository", "--in", "database", "images"), "SHOW IMAGE REPOSITORIES", "REPO");
  }

  private static JsonNode list(String kind, String... arguments) throws Exception {
    return run(List.of("object", "list", kind), arguments);
  }

  @Test
  void files_are_copied_to_a_stage_and_back() throws Exception {
    snow.file("up/a.txt", "hello");
    snow.file("up/b.sql", "select 1;");
    var up = home.resolve("up").toString();
    world.run("CREATE STAGE d1.s1.copies");

    var copied = snow.run("stage", "copy", up, "@d1.s1.copies/in", "--overwrite");
    var listed = snow.run("stage", "list-files", "@d1.s1.copies");
    snow.run("stage", "copy", "@d1.s1.copies/in", home.resolve("down").toString());
    var removed = snow.run("stage", "remove", "@d1.s1.copies", "in/b.sql");

    assertThat(copied).hasSize(2);
    assertThat(copied.path(0).path("status").asString()).isEqualTo("UPLOADED");
    assertThat(listed.valueStream().map(file -> file.path("name").asString()))
        .containsExactly("copies/in/a.txt", "copies/in/b.sql");
    assertThat(home.resolve("down/a.txt")).hasContent("hello");
    assertThat(removed).isNotEmpty();
    assertThat(snow.run("stage", "list-files", "@d1.s1.copies")).hasSize(1);
  }

  @Test
  void a_stage_is_created_described_and_dropped() throws Exception {
    assertThat(
            snow.status(
                "stage",
                "create",
                "d1.s1.st1",
                "--encryption",
                "SNOWFLAKE_SSE",
                "--enable-directory"))
        .isEqualTo("Stage area ST1 successfully created.");
    assertRow(snow.run("stage", "list", "--in", "database", "d1"), "SHOW STAGES", "ST1");
    assertThat(snow.run("stage", "describe", "d1.s1.st1").path(0).propertyNames())
        .containsExactlyElementsOf(columns.names("DESCRIBE STAGE"));
    assertThat(snow.run("stage", "list-files", "@d1.s1.st1")).isEmpty();
    assertThat(snow.status("stage", "drop", "d1.s1.st1")).isEqualTo("ST1 successfully dropped.");
  }
}
