package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.operator.cli.Snowdrift;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A mistake in a manifest ends with a number, a place, a reason and an advice, and with nothing
/// written.
@TestInstance(Lifecycle.PER_CLASS)
class WrongManifestsIT {
  private static final int INVALID = 6;
  private static final String WORKER = "base/snowflake/worker.yaml";
  private static final String DATABASE = "base/snowflake/database.yaml";
  private static final String ACCESS = "base/snowflake/access.yaml";
  private static final String WORKSPACE = "base/prefect/workspace.yaml";
  private static final String SPECIFICATION = "specs/prefect-worker.yaml";

  private final World world;
  private Path configuration = Path.of("");
  private String right = "";

  WrongManifestsIT(@TempDir Path directory) {
    this.world = World.create(directory);
  }

  /// An edit that makes a manifest wrong.
  ///
  /// @param says place and subject and what, as shown
  /// @param offline whether the folder alone shows it
  record Mistake(
      String words,
      String file,
      String from,
      String to,
      String says,
      String code,
      boolean offline) {
    @Override
    public String toString() {
      return words;
    }
  }

  static Stream<Mistake> mistakes() {
    return Stream.of(
        new Mistake(
            "unknown field",
            WORKER,
            "  minNodes: 1",
            "  minNode: 1",
            WORKER + ":7:3: ComputePool E2E_FLOW_COMPUTE_POOL_DEV: ",
            "SD1301",
            true),
        new Mistake(
            "alias",
            DATABASE,
            "comment: Holds the image repository",
            "comment: *text",
            DATABASE + ":14:12: ",
            "SD1002",
            true),
        new Mistake(
            "duplicate key",
            WORKER,
            "  minNodes: 1",
            "  minNodes: 1\n  minNodes: 2",
            WORKER + ":8:3: ",
            "SD1004",
            true),
        new Mistake(
            "unknown reference",
            ACCESS,
            "networkRules: [\"${database}.APP_SCHEMA.WORKER_EGRESS\"]",
            "networkRules: [\"${database}.APP_SCHEMA.NOWHERE\"]",
            ACCESS + ":",
            "SD1401",
            false),
        new Mistake(
            "cycle",
            WORKER,
            "metadata:\n  name: ${computePool}",
            """
            metadata:
              name: ${computePool}
              dependsOn:
                - {kind: Service, name: "${database}.APP_SCHEMA.E2E_FLOW_SERVICE"}\
            """
                .stripIndent(),
            WORKER + ":",
            "SD1402",
            true),
        new Mistake(
            "bad service specification",
            SPECIFICATION,
            "memory: \"${workerMemory}\"",
            "memory: plenty",
            SPECIFICATION + ":16:26: ",
            "SD1306",
            true),
        new Mistake(
            "name out of scope",
            DATABASE,
            "  name: ${database}\n",
            "  name: PRODUCTION\n",
            DATABASE + ":2:1: Database PRODUCTION: ",
            "SD1403",
            true));
  }

  @BeforeAll
  void takeSecretsFromFiles() {
    configuration = world.configurationFile();
    right =
        world
            .repository()
            .commit(
                "Secrets from files",
                Map.of(
                    ACCESS,
                    world
                        .repository()
                        .read(ACCESS)
                        .replace("{env: \"${apiKeyVariable}\"}", "{file: api-key}"),
                    WORKSPACE,
                    world
                        .repository()
                        .read(WORKSPACE)
                        .replace("{env: \"${alertWebhookVariable}\"}", "{file: webhook}")));
  }

  @AfterEach
  void correct() {
    world.repository().forceTo(right);
  }

  @AfterAll
  void close() {
    world.close();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void a_mistake_converges_nothing_and_says_where_why_and_what_next(Mistake mistake) {
    var statements = world.statements().last();
    world.repository().edit(mistake.words(), mistake.file(), mistake.from(), mistake.to());

    var run = snowdrift("reconcile", "--once", "--config", configuration.toString());

    assertThat(run.exit()).as(run.text()).isEqualTo(INVALID);
    assertTold(run.text(), mistake);
    assertThat(world.statements().writesSince(statements)).isEmpty();
    assertThat(world.local().prefect().writes()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void validating_the_folder_finds_what_needs_no_account(Mistake mistake) {
    var statements = world.statements().last();
    world.repository().edit(mistake.words(), mistake.file(), mistake.from(), mistake.to());

    var run =
        snowdrift(
            "validate",
            "-e",
            "dev",
            "--config",
            configuration.toString(),
            world.repository().url());

    if (mistake.offline()) {
      assertThat(run.exit()).as(run.text()).isEqualTo(INVALID);
      assertTold(run.text(), mistake);
    } else {
      assertThat(run.exit()).as(run.text()).isZero();
    }
    assertThat(world.statements().since(statements)).isEmpty();
  }

  @Test
  void all_mistakes_are_told_together() {
    mistakes()
        .filter(mistake -> mistake.words().matches("unknown field|bad service specification"))
        .forEach(mistake ->
            world.repository().edit(mistake.words(), mistake.file(), mistake.from(), mistake.to()));

    var run = snowdrift("reconcile", "--once", "--config", configuration.toString());

    assertThat(run.exit()).isEqualTo(INVALID);
    assertThat(run.text()).contains("[SD1301]", "[SD1306]", "2 problems");
  }

  private static void assertTold(String text, Mistake mistake) {
    assertThat(text).contains(mistake.says()).contains("[" + mistake.code() + "]");
    assertThat(text)
        .containsPattern("(?m)^%s:\\d+:\\d+: .* \\[%s]$".formatted(mistake.file(), mistake.code()))
        .containsPattern("(?m)^  why:  \\S")
        .containsPattern("(?m)^  next: \\S");
  }

  private record Run(int exit, String text) {}

  private static Run snowdrift(String... arguments) {
    var text = new StringWriter();
    var writer = new PrintWriter(text, true);
    return new Run(Snowdrift.run(writer, writer, arguments), text.toString());
  }
}
