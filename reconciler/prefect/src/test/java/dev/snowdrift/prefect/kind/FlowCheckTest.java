package dev.snowdrift.prefect.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.manifest.Problem;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.prefect.Workspace;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a commit alone shows to be wrong with a flow, at its place.
class FlowCheckTest {
  private static final String LOAD =
      """
      from prefect import flow
      from etl.common import (
          helper,
          shared_flow,
      )

      @flow(name="load", retries=2)
      def load_orders(n: int, region: str = "eu"):
        pass
      """;

  private static final Map<String, String> FILES =
      Map.of(
          "flows/load.py", LOAD,
          "src/etl/load.py", LOAD,
          "pkg/__init__.py", LOAD,
          "jobs/nightly/load.py", LOAD);

  private static Problems read(String spec, Map<String, String> more) {
    var files = new HashMap<>(FILES);
    files.putAll(more);
    files.put(
        "environments/dev.yaml",
        """
        apiVersion: snowdrift.dev/v1alpha1
        kind: Environment
        metadata: {name: dev}
        spec: {allowEmpty: true}
        """);
    files.put(
        "base/flow.yaml",
        """
        apiVersion: snowdrift.dev/v1alpha1
        kind: Flow
        metadata: {name: load}
        spec:
        """
            + spec.indent(2));
    var problems = new Problems();
    try (var workspace = new Workspace(URI.create("http://127.0.0.1:9/api"), "dev")) {
      workspace.read(problems, "1", files);
    }
    return problems;
  }

  private static List<String> problems(String spec) {
    return texts(read(spec, Map.of()).list(), Problem::what);
  }

  private static List<String> warnings(String spec) {
    var found = read(spec, Map.of());
    assertThat(found.list()).isEmpty();
    return texts(found.warnings(), Problem::what);
  }

  private static List<String> texts(List<Problem> problems, Function<Problem, String> text) {
    return problems.stream()
        .map(problem -> "%d:%s".formatted(problem.at().line(), text.apply(problem)))
        .toList();
  }

  private static String entrypoint(String text, String more) {
    return "entrypoint: %s\nworkPool: p\n%sdeployments: [{name: n}]\n".formatted(text, more);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flows/load.py:load_order|write `flows/load.py:load_orders`",
        "flows/load.py:main|write `flows/load.py:load_orders`",
        "flow/load.py:load_orders|there is `flows/load.py`: correct the entrypoint",
        "load.py:load_orders|there is `flows/load.py`: correct the entrypoint",
        "pkg.load_orders|write `pkg:load_orders`",
        "etl.laod:load_orders|there is `src/etl/load.py`: correct the entrypoint",
        "none.such:f|add `none/such.py`, or correct the entrypoint"
      })
  void what_was_probably_meant_is_named(String written, String next) {
    assertThat(texts(read(entrypoint(written, ""), Map.of()).list(), Problem::next))
        .containsExactly("5:" + next);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flows/load.py:load_orders|''",
        "./flows/load.py:load_orders|''",
        "pkg:load_orders|''",
        "flows.load:load_orders|''",
        "flows/load.py:shared_flow|''",
        "load.py:load_orders|pull: {directory: jobs/nightly}",
        "etl.load:load_orders|pull: {directory: src}",
        "etl.load:load_orders|env: {PYTHONPATH: src}",
        "anything:else|pull: {steps: []}"
      })
  void code_that_a_run_finds_is_neither_a_problem_nor_a_warning(String written, String more) {
    assertThat(warnings(entrypoint(written, more.isEmpty() ? "" : more + "\n"))).isEmpty();
  }

  @Test
  void a_module_that_is_only_in_a_source_layout_is_a_warning() {
    assertThat(warnings(entrypoint("etl.load:load_orders", "")))
        .containsExactly(
            "5:runs find the module `etl.load` only if it is installed or on Python's path");
  }

  @Test
  void a_path_counts_from_the_directory_of_the_pull() {
    var found =
        read(entrypoint("flows/load.py:load_orders", "pull: {directory: jobs}\n"), Map.of());

    assertThat(found.list())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.what()).isEqualTo("`jobs/flows/load.py` is not in the commit");
          assertThat(problem.why()).isEqualTo("the path counts from pull.directory");
          assertThat(problem.next()).contains("`flows/load.py`");
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cpu: 4Gi|`4Gi` is no number of CPUs",
        "cpu: 0|`0` is no number of CPUs",
        "memory: 4GB|`4GB` is no number of bytes",
        "ephemeralStorage: 500m|`500m` is no number of bytes",
        "concurrency: {collisionStrategy: ENQUEUE}|a concurrency needs exactly one of limit and"
            + " shared",
        "concurrency: {limit: 1, shared: x}|a concurrency needs exactly one of limit and shared",
        "concurrency: {limit: 1, gracePeriod: 90000}|a grace period of 90000 seconds",
        "pull: {directory: ../x}|the directory has a `..` segment",
        "pull: {steps: [{a.b: {}, c.d: {}}]}|a pull step with the keys [a.b, c.d]",
        "pull: {steps: [{git_clone: {}}]}|a pull step with the keys [git_clone]",
        "schedules: [{interval: 1h, dayOr: true}]|`dayOr` without `cron`",
        "schedules: [{rrule: 'FREQ=DAILY;BYHOUR=25'}]|`FREQ=DAILY;BYHOUR=25` is not a recurrence"
            + " rule",
        "schedules: [{rrule:"
            + " 'FREQ=DAILY;UNTIL=20270101T000000Z'}]|`FREQ=DAILY;UNTIL=20270101T000000Z` is not a"
            + " recurrence rule"
      })
  void what_the_server_would_refuse_is_a_problem_at_its_place(String line, String problem) {
    assertThat(problems(entrypoint("flows/load.py:load_orders", line + "\n")))
        .containsExactly("7:" + problem);
  }

  @Test
  void a_schedule_that_means_something_else_is_a_warning_at_its_place() {
    assertThat(
            warnings(
                entrypoint(
                    "flows/load.py:load_orders",
                    """
                    parameters: {n: 1}
                    schedules:
                      - {cron: '*/60 * * * *', name: a}
                      - {cron: '0 * * * *'}
                    """)))
        .containsExactly("9:`*/60` in the minute field means at minute 0 and nothing else: hourly");
  }

  private static final String SCHEMA =
      "parameterSchema: {type: object, required: [n], properties: {n: {type: integer}, region:"
          + " {type: string}}}\n";

  @Test
  void values_that_the_enforced_schema_refuses_are_problems() {
    assertThat(
            problems(
                entrypoint(
                    "flows/load.py:load_orders", SCHEMA + "parameters: {n: three, region: eu}\n")))
        .containsExactly("8:the parameter `n` does not fit the schema");
    assertThat(
            problems(
                entrypoint(
                    "flows/load.py:load_orders",
                    SCHEMA + "parameters: {n: three}\nenforceParameterSchema: false\n")))
        .isEmpty();
  }

  @Test
  void parameters_that_a_given_schema_does_not_name_or_misses_are_warnings() {
    assertThat(
            warnings(
                entrypoint(
                    "flows/load.py:load_orders",
                    SCHEMA
                        + "parameters: {regoin: eu}\n"
                        + "schedules:\n"
                        + "  - {cron: '0 3 * * *'}\n"
                        + "  - {name: b, cron: '0 4 * * *', parameters: {n: 1}}\n"
                        + "  - {name: c, cron: '0 5 * * *', environments: [main]}\n")))
        .containsExactly(
            "8:the function has no parameter `regoin`",
            "10:the runs of this schedule have no value for `n`");
  }

  @Test
  void a_schema_comes_from_one_place() {
    assertThat(
            problems(
                entrypoint("flows/load.py:load_orders", SCHEMA + "parametersFrom: signature\n")))
        .containsExactly("8:there are both parameterSchema and parametersFrom");
    assertThat(problems(entrypoint("any:f", "pull: {steps: []}\nparametersFrom: signature\n")))
        .containsExactly("8:the signature cannot be read: the code of `n` comes from elsewhere");
  }

  private static final String SIGNATURE = "parametersFrom: signature\n";

  @Test
  void what_the_function_does_not_take_or_misses_is_a_problem_when_its_signature_is_read() {
    assertThat(
            problems(
                entrypoint(
                    "flows/load.py:load_orders",
                    SIGNATURE
                        + "parameters: {regoin: eu}\n"
                        + "schedules:\n"
                        + "  - {cron: '0 3 * * *', parameters: {n: three}}\n"
                        + "  - {name: b, cron: '0 4 * * *'}\n")))
        .containsExactly(
            "8:the function has no parameter `regoin`",
            "10:the parameter `n` does not fit the schema",
            "11:the runs of this schedule have no value for `n`");
  }

  @Test
  void it_is_a_warning_when_nobody_asks_for_the_signature() {
    assertThat(warnings(entrypoint("flows/load.py:load_orders", "parameters: {regoin: 1, n: x}\n")))
        .containsExactly("7:the function has no parameter `regoin`");
  }

  private static List<String> problemsOf(String source, String more) {
    return texts(
        read(entrypoint("flows/own.py:own", SIGNATURE + more), Map.of("flows/own.py", source))
            .list(),
        Problem::what);
  }

  @Test
  void a_function_that_collects_parameters_takes_any() {
    var source =
        "from prefect import flow\n\n@flow\ndef own(n: int = 1, *args, **options):\n  pass\n";
    var strict = "from prefect import flow\n\n@flow\ndef own(n: int = 1, *args):\n  pass\n";
    var more = "parameters: {other: 1}\nschedules: [{cron: '0 3 * * *'}]\n";

    assertThat(problemsOf(source, more)).isEmpty();
    assertThat(problemsOf(strict, more)).containsExactly("8:the function has no parameter `other`");
  }

  @Test
  void a_signature_that_cannot_be_read_is_a_problem() {
    assertThat(problemsOf("from elsewhere import own\n", ""))
        .containsExactly("7:the signature of `own` cannot be read");
  }
}
