package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.operator.cli.Snowdrift;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `import prefect.yaml` writes and says, from the command line to `validate`.
class ImportProjectTest {
  private static final String PROJECT =
      """
      deployments:
        - name: nightly
          entrypoint: flows/load.py:load_orders
          work_pool:
            name: loads
            job_variables: {env: {STAGE: "{{ $STAGE }}", API_TOKEN: "{{ $API_TOKEN }}"}}
          schedule: {cron: "0 3 * * *"}
        - name: manual
          entrypoint: flows/load.py:load_orders
          work_pool: {name: loads, job_variables: {env: {STAGE: "{{ $STAGE }}"}}}
      """;

  private static final String CODE =
      """
      from prefect import flow


      @flow(name="Load orders", description="Every order.")
      def load_orders(since: str = "yesterday"):
          pass
      """;

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path project = Path.of("");

  @BeforeEach
  void project() throws IOException {
    project = Files.writeString(directory.resolve("prefect.yaml"), PROJECT);
    Files.createDirectories(directory.resolve("flows"));
  }

  @Test
  void beside_its_code_a_project_becomes_manifests_that_validate() throws IOException {
    Files.writeString(directory.resolve("flows/load.py"), CODE);

    var code =
        run("--env-value", "STAGE=dev", "--work-pools", "process", "-o", directory.toString());
    var validated = Snowdrift.run(writer(out), writer(err), "validate", directory.toString());

    assertThat(code).as(err.toString()).isZero();
    assertThat(validated).as(err.toString()).isZero();
    assertThat(err.toString())
        .contains("prefect.yaml:6:36: translated: `{{ $STAGE }}` is a value of the environment")
        .contains("(and in 1 more places)")
        .contains("to do: allow API_TOKEN in `secrets.env` of the operator's configuration")
        .contains("imported: 2 deployments of 1 flows, valid")
        .doesNotContain("to do: set");
    assertThat(Files.readString(directory.resolve("environments/dev.yaml"))).contains("STAGE: dev");
    assertThat(Files.readString(directory.resolve("base/flows/load-orders.yaml")))
        .contains("name: \"Load orders\"")
        .contains("description: \"Every order.\"")
        .contains("parametersFrom: signature")
        .contains("block: api-token");
    assertThat(directory.resolve("base/prefect/work-pools.yaml")).exists();
  }

  @Test
  void without_its_code_what_is_to_be_done_is_told() {
    var code = run();

    assertThat(code).isEqualTo(4);
    assertThat(out.toString()).contains("kind: Flow").contains("name: load-orders");
    assertThat(err.toString())
        .contains("to do: Flow load-orders: `flows/load.py` is not in the commit")
        .contains("to do: set STAGE in environments/dev.yaml")
        .contains("to do: the work pools loads have to exist, or be declared")
        .contains("imported: 2 deployments of 1 flows; valid where their code is");
  }

  @Test
  void what_is_no_project_file_is_refused_with_its_line() throws IOException {
    Files.writeString(project, "deployments:\n- name: a\n  entrypoint: [x\n");

    var code = run("-o", directory.resolve("out").toString());

    assertThat(code).isEqualTo(6);
    assertThat(directory.resolve("out")).doesNotExist();
    assertThat(err.toString()).contains("prefect.yaml:4:1: not well-formed YAML");
  }

  @Test
  void files_that_exist_are_not_written_over() throws IOException {
    Files.writeString(directory.resolve("flows/load.py"), CODE);
    Files.createDirectories(directory.resolve("base/flows"));
    Files.writeString(directory.resolve("base/flows/load-orders.yaml"), "mine");

    var code = run("-o", directory.toString());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("base/flows/load-orders.yaml exist: nothing was written");
    assertThat(Files.readString(directory.resolve("base/flows/load-orders.yaml")))
        .isEqualTo("mine");
  }

  private int run(String... more) {
    var arguments = new ArrayList<>(List.of("import", "prefect.yaml", project.toString()));
    arguments.addAll(List.of(more));
    return Snowdrift.run(writer(out), writer(err), arguments.toArray(String[]::new));
  }

  private static PrintWriter writer(StringWriter into) {
    return new PrintWriter(into, true);
  }
}
