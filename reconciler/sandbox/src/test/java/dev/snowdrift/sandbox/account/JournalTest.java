package dev.snowdrift.sandbox.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.snowdrift.sandbox.SandboxClock;
import dev.snowdrift.sandbox.container.ContainerFeature;
import dev.snowdrift.sandbox.container.Timings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class JournalTest {
  private static final AccountIdentity IDENTITY = new AccountIdentity("MYORG", "MYACCT", "XY1");
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SPEC =
      "FROM SPECIFICATION $$spec: {containers: [{name: web, image: /d/s/repo/web:v1}], endpoints:"
          + " [{name: api, port: 80, public: true}]}$$";

  /// An account on a clock of its own.
  private record World(SandboxClock clock, Account account, ContainerFeature containers) {
    static World create() {
      var clock = SandboxClock.stepped(Client.START);
      var containers = new ContainerFeature(clock, IDENTITY, Timings.realistic());
      return new World(clock, Account.create(clock, IDENTITY, containers), containers);
    }

    static World load(String dump) {
      var clock = SandboxClock.stepped(Client.START.minus(Duration.ofDays(9)));
      var journal = Journal.parse(JSON.readTree(dump));
      journal.rewind(clock);
      var containers = new ContainerFeature(clock, IDENTITY, Timings.realistic());
      return new World(clock, Account.restore(journal, clock, IDENTITY, containers), containers);
    }

    void run(String... statements) {
      var session = account.open(Account.ADMIN);
      session.useSchema("D", "S");
      for (var sql : statements) {
        account.execute(session, sql);
        clock.step(Duration.ofSeconds(1));
      }
    }

    List<List<@Nullable String>> rows(String sql) {
      return account.execute(account.open(Account.ADMIN), sql).rows();
    }

    /// What SHOW answers for every kind there is, and what else an account tells of itself.
    Map<String, List<List<@Nullable String>>> everything() {
      var shown = new TreeMap<String, List<List<@Nullable String>>>();
      var asked = new ArrayList<String>();
      for (var plural : account.registry().plurals()) {
        var sample = account.registry().byPlural(plural).orElseThrow();
        asked.add(
            "SHOW " + plural + (sample.level() == Domain.Level.ACCOUNT ? "" : " IN DATABASE d"));
      }
      asked.addAll(
          List.of(
              "SHOW GRANTS TO ROLE r",
              "SHOW GRANTS ON DATABASE d",
              "SHOW FUTURE GRANTS IN SCHEMA d.s",
              "SHOW GRANTS TO USER u",
              "DESCRIBE SERVICE d.s.web",
              "SHOW ENDPOINTS IN SERVICE d.s.web",
              "SHOW SERVICE CONTAINERS IN SERVICE d.s.web",
              "SHOW SERVICE INSTANCES IN SERVICE d.s.web",
              "SHOW IMAGES IN IMAGE REPOSITORY d.s.repo",
              "DESCRIBE COMPUTE POOL p",
              "DESCRIBE USER u",
              "DESCRIBE TABLE d.s.t",
              "LIST @d.s.files"));
      for (var sql : asked) {
        shown.put(sql, rows(sql));
      }
      return shown;
    }
  }

  private static World lived() {
    var world = World.create();
    world.run("CREATE DATABASE d", "CREATE SCHEMA d.s", "CREATE IMAGE REPOSITORY d.s.repo");
    world.containers().images().push("D.S.REPO", "web", "v1", "sha256:" + "1".repeat(64));
    world.run(
        "CREATE ROLE r",
        "CREATE USER u PASSWORD = 'first' TYPE = PERSON",
        "GRANT ROLE r TO USER u",
        "GRANT USAGE ON DATABASE d TO ROLE r",
        "GRANT SELECT ON FUTURE TABLES IN SCHEMA d.s TO ROLE r",
        "CREATE TABLE t (a NUMBER NOT NULL, b VARCHAR)",
        "CREATE VIEW v AS SELECT a FROM t",
        "CREATE STAGE files DIRECTORY = (ENABLE = TRUE)",
        "CREATE SECRET pass TYPE = PASSWORD USERNAME = 'u' PASSWORD = 'p'",
        "CREATE NETWORK RULE out MODE = EGRESS TYPE = HOST_PORT VALUE_LIST = ('a.com:443')",
        "CREATE EXTERNAL ACCESS INTEGRATION eai ALLOWED_NETWORK_RULES = (out) ENABLED = TRUE",
        "CREATE WAREHOUSE w AUTO_SUSPEND = 60",
        "CREATE COMPUTE POOL p MIN_NODES = 1 MAX_NODES = 2 INSTANCE_FAMILY = CPU_X64_S",
        "CREATE SERVICE web IN COMPUTE POOL p " + SPEC,
        "CREATE TASK root WAREHOUSE = w SCHEDULE = '60 MINUTE' AS SELECT 1",
        "CREATE TASK leaf WAREHOUSE = w AFTER root AS SELECT 2",
        "ALTER TASK leaf RESUME",
        "ALTER USER u SET COMMENT = 'later'",
        "DROP ROLE IF EXISTS nobody");
    world.account().putFile(new ObjectPath("D", "S", "FILES"), "in/spec.yaml", "spec: {}");
    world.clock().step(Duration.ofMinutes(7));
    world.run("ALTER SERVICE d.s.web SET COMMENT = 'after it was up'");
    return world;
  }

  @Test
  void a_loaded_account_shows_the_same_for_every_kind() {
    var world = lived();
    var dump = world.account().dump().toString();

    var loaded = World.load(dump);

    assertThat(loaded.clock().instant()).isEqualTo(world.clock().instant());
    assertThat(loaded.everything()).isEqualTo(world.everything());
    assertThat(loaded.everything().get("SHOW SERVICES IN DATABASE d")).isNotEmpty();
    assertThat(loaded.account().dump()).isEqualTo(JSON.readTree(dump));
  }

  @Test
  void a_loaded_account_goes_on_as_the_first_would() {
    var world = lived();
    var loaded = World.load(world.account().dump().toString());

    for (var each : List.of(world, loaded)) {
      each.clock().step(Duration.ofMinutes(90));
      each.run("CREATE SCHEMA d.later", "ALTER SERVICE d.s.web SUSPEND");
      each.clock().step(Duration.ofMinutes(2));
    }

    assertThat(loaded.everything()).isEqualTo(world.everything());
  }

  @Test
  void whoever_could_log_in_still_can() {
    var world = lived();
    world.account().registerOAuthToken("service", "U", "R");
    var issued = world.rows("ALTER USER u ADD PROGRAMMATIC ACCESS TOKEN pat ROLE_RESTRICTION = r");
    world.run("ALTER USER u SET PASSWORD = 'second'");
    var token = String.valueOf(issued.getFirst().get(1));

    var loaded = World.load(world.account().dump().toString()).account();

    assertThat(loaded.password("U", "second")).isPresent();
    assertThat(loaded.password("U", "first")).isEmpty();
    assertThat(loaded.oauth("service")).isPresent();
    assertThat(loaded.pat(token)).isPresent();
  }

  @Test
  void a_job_that_was_waited_for_is_not_waited_for_again() {
    var world = World.create();
    world.run("CREATE DATABASE d", "CREATE SCHEMA d.s", "CREATE IMAGE REPOSITORY d.s.repo");
    world.containers().images().push("D.S.REPO", "web", "v1", "sha256:" + "1".repeat(64));
    world.run("CREATE COMPUTE POOL p MIN_NODES = 1 MAX_NODES = 1 INSTANCE_FAMILY = CPU_X64_S");
    world.clock().step(Duration.ofMinutes(5));
    var waiting =
        Thread.ofVirtual()
            .start(() ->
                world.run(
                    "EXECUTE JOB SERVICE IN COMPUTE POOL p NAME = d.s.j FROM SPECIFICATION $$spec:"
                        + " {containers: [{name: web, image: /d/s/repo/web:v1}]}$$"));
    while (waiting.isAlive()) {
      world.clock().step(Duration.ofSeconds(1));
    }

    var loaded = World.load(world.account().dump().toString());

    assertThat(loaded.rows("SHOW JOB SERVICES IN ACCOUNT").getFirst()).contains("J", "DONE");
  }

  @Test
  void a_file_holds_it_and_another_version_is_refused(@TempDir Path folder) {
    var file = folder.resolve("state.json");
    var dump = lived().account().dump();

    Journal.write(dump, file);

    assertThat(Journal.read(file).created()).isEqualTo(Client.START);
    assertThatThrownBy(() -> Journal.parse(JSON.readTree("{\"version\": 9, \"entries\": []}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 1: version 9");
  }
}
