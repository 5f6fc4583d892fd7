package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.manifest.Problems;
import dev.snowdrift.operator.cli.Snowdrift;
import dev.snowdrift.operator.config.ConfigurationReader;
import dev.snowdrift.operator.demo.LocalWorld;
import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.operator.loop.Trigger;
import dev.snowdrift.plan.Change;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the import commands write, from the command line to the plan.
class ImportIT {
  private static final List<String> SETUP =
      List.of(
          "CREATE DATABASE SHOP COMMENT = 'the shop'",
          "CREATE SCHEMA SHOP.APP WITH MANAGED ACCESS",
          "CREATE IMAGE REPOSITORY SHOP.APP.IMAGES",
          "CREATE STAGE SHOP.APP.FILES DIRECTORY = (ENABLE = TRUE)",
          "CREATE WAREHOUSE SHOP_WH WAREHOUSE_SIZE = XSMALL AUTO_SUSPEND = 60",
          "CREATE COMPUTE POOL SHOP_POOL MIN_NODES = 1 MAX_NODES = 2 INSTANCE_FAMILY = CPU_X64_S",
          "CREATE SECRET SHOP.APP.KEY TYPE = GENERIC_STRING SECRET_STRING = 'not in Git'",
          "CREATE NETWORK RULE SHOP.APP.OUT MODE = EGRESS TYPE = HOST_PORT"
              + " VALUE_LIST = ('api.example.com:443')",
          "CREATE EXTERNAL ACCESS INTEGRATION SHOP_EAI ALLOWED_NETWORK_RULES = (SHOP.APP.OUT)"
              + " ENABLED = TRUE",
          "CREATE ROLE SHOP_READER",
          "GRANT USAGE ON DATABASE SHOP TO ROLE SHOP_READER",
          "GRANT USAGE ON SCHEMA SHOP.APP TO ROLE SHOP_READER",
          "GRANT ROLE SHOP_READER TO ROLE SYSADMIN",
          """
          CREATE SERVICE SHOP.APP.WEB IN COMPUTE POOL SHOP_POOL FROM SPECIFICATION $$
          spec:
            containers:
            - name: web
              image: /shop/app/images/web:v1
              env: {HOME_PAGE: 'https://${HOST}/'}
              secrets:
              - {snowflakeSecret: KEY, secretKeyRef: secret_string, envVarName: KEY}
            endpoints:
            - {name: web, port: 8080}
          $$ EXTERNAL_ACCESS_INTEGRATIONS = (SHOP_EAI)
          """);

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void an_imported_account_is_adopted_and_nothing_else_changes() throws IOException {
    try (var local = LocalWorld.stepped(Instant.parse("2026-11-20T12:00:00Z"));
        var repository = Repository.create(directory.resolve("repository"), "main")) {
      for (var sql : SETUP) {
        if (sql.startsWith("CREATE SERVICE")) {
          local.push("SHOP.APP.IMAGES", "web", "v1");
        }
        local.byHand(sql);
      }
      var configuration = configuration(local, repository);
      var imported = directory.resolve("imported");

      var code =
          run(
              "import",
              "account",
              "-c",
              configuration.toString(),
              "--database",
              "SHOP",
              "-o",
              imported.toString());
      assertThat(code).as(err.toString()).isZero();
      var files = new TreeMap<String, String>();
      try (var all = Files.walk(imported)) {
        for (var file : all.filter(Files::isRegularFile).toList()) {
          files.put(imported.relativize(file).toString(), Files.readString(file));
        }
      }
      repository.commit("import", files);
      var before = local.sandbox().statements().last();
      var first = pass(configuration, false);
      var planned = local.sandbox().statements().writesSince(before);
      var adopted = pass(configuration, true);
      var again = pass(configuration, false);

      assertThat(files).containsKeys("specs/shop/app/web.yaml", "base/shop/app/services.yaml");
      assertThat(files.toString()).doesNotContain("not in Git").contains("$${HOST}");
      assertThat(planned).isEmpty();
      assertThat(first.problems()).isEmpty();
      assertThat(first.plan().orElseThrow().steps())
          .isNotEmpty()
          .allSatisfy(step -> assertThat(step.change()).isInstanceOf(Change.Adopt.class));
      assertThat(adopted.result()).isEqualTo(PassReport.Result.CHANGED);
      assertThat(again.plan().orElseThrow().steps()).isEmpty();
      assertThat(again.result()).isEqualTo(PassReport.Result.NOOP);
    }
  }

  @Test
  void scripts_become_manifests_and_what_cannot_run_is_listed() throws IOException {
    var specification =
        """
        spec:
          container:
          - name: web
            image: /shop/app/images/web:v1
          networkPolicyConfig: {allowInternetEgress: false}
        """;
    Files.writeString(directory.resolve("web.yaml"), specification);
    var script =
        Files.writeString(
            directory.resolve("setup.sql"),
            """
            SET db = 'SHOP';
            CREATE OR REPLACE DATABASE IDENTIFIER($db);
            CREATE SCHEMA IF NOT EXISTS SHOP.APP;
            USE SCHEMA SHOP.APP;
            CREATE IMAGE REPOSITORY IMAGES;
            CREATE STAGE SPECS;
            PUT file://web.yaml @SPECS;
            CREATE COMPUTE POOL SHOP_POOL MIN_NODES = 1 MAX_NODES = 1 INSTANCE_FAMILY = CPU_X64_XS;
            CREATE SERVICE WEB IN COMPUTE POOL SHOP_POOL FROM @SPECS SPECIFICATION_FILE = 'web.yaml';
            PUT file://missing.yaml @SPECS;
            CREATE ROLE <% role %>;
            !set exit_on_error=true
            COPY INTO NOWHERE FROM @SPECS;
            """);

    var code = run("import", "sql", script.toString());

    assertThat(code).isEqualTo(4);
    assertThat(out.toString())
        .contains("kind: Service")
        .contains("name: \"${database}.APP.WEB\"")
        .contains("image: /shop/app/images/web:v1");
    assertThat(err.toString())
        .contains("setup.sql:9: translated: `container` is written `containers`")
        .contains("not run: " + script + ":10: PUT file://missing.yaml @SPECS")
        .contains("not run: " + script + ":11: CREATE ROLE <% role %>")
        .contains("it holds the placeholder <% role %>")
        .contains("not run: " + script + ":12: !set exit_on_error=true")
        .contains("not run: " + script + ":13: COPY INTO NOWHERE FROM @SPECS")
        .contains("13 statements: 9 run, 4 not");
  }

  @Test
  void a_specification_becomes_a_service_with_what_was_translated() throws IOException {
    var file =
        Files.writeString(
            directory.resolve("old.yaml"),
            """
            spec:
              container:
              - name: web
                image: /shop/app/images/web:v1
              networkPolicyConfig: {allowInternetEgress: true}
            """);
    var folder = directory.resolve("imported");

    var code =
        run(
            "import",
            "spec",
            file.toString(),
            "--name",
            "shop.app.front",
            "--pool",
            "SHOP_POOL",
            "-o",
            folder.toString());
    var validated = run("validate", folder.toString());
    var twice =
        run("import", "spec", file.toString(), "--name", "shop.app.front", "-o", folder.toString());

    assertThat(code).as(err.toString()).isZero();
    assertThat(validated).as(err.toString()).isZero();
    assertThat(twice).isEqualTo(1);
    assertThat(err.toString()).contains("old.yaml:2:3: translated: `container` is written");
    assertThat(Files.readString(folder.resolve("base/shop-app-front.yaml")))
        .contains("computePool: SHOP_POOL")
        .contains("specificationFile: specs/shop-app-front.yaml")
        .contains("kind: ExternalAccessIntegration");
    assertThat(Files.readString(folder.resolve("specs/shop-app-front.yaml")))
        .contains("# translated: `container` is written `containers`");
  }

  @Test
  void a_template_is_refused_with_its_place() throws IOException {
    var file =
        Files.writeString(
            directory.resolve("template.yaml"), "spec:\n  containers:\n  - name: {{ name }}\n");

    var code = run("import", "spec", file.toString());

    assertThat(code).isEqualTo(6);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("template.yaml:3:11: this is a template: `{{ name }}`");
  }

  private int run(String... arguments) {
    return Snowdrift.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private PassReport pass(Path configuration, boolean converge) {
    var problems = new Problems();
    var installation =
        ConfigurationReader.read(configuration, problems)
            .orElseThrow(() -> new IllegalStateException(problems.list().toString()));
    try (var assembly =
        Assembly.of(
            installation,
            Map.of("SHOP_APP_KEY", "its value"),
            Clock.systemUTC(),
            Optional.empty(),
            Optional.empty())) {
      var reconciler = Assembly.required(assembly.reconcilers(), "main");
      return converge
          ? reconciler.converge(Trigger.MANUAL, () -> false)
          : reconciler.plan(Trigger.MANUAL, Optional.empty());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path configuration(LocalWorld local, Repository repository) throws IOException {
    var secrets = Files.createDirectories(directory.resolve("secrets"));
    Files.writeString(secrets.resolve("mark-key"), "a key of the test, long enough");
    Files.writeString(secrets.resolve("password"), "sandbox");
    return Files.writeString(
        directory.resolve("snowdrift.yaml"),
        """
        repository:
          url: %s
        stateDirectory: %s
        markKey: {file: %3$s/mark-key}
        secrets:
          env: [SHOP_APP_KEY]
          directory: %3$s
        environments:
          main:
            branch: main
            scope:
              databases: [SHOP]
              computePools: [SHOP_POOL]
              roles: ["*"]
              integrations: [SHOP_EAI]
            snowflake: {account: sandbox, host: "%4$s", user: ADMIN, password: {file: %3$s/password}}
        """
            .formatted(
                repository.url(), directory.resolve("state"), secrets, local.snowflakeHost()));
  }
}
