package dev.snowdrift.prefect.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.prefect.Workspace;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What manifests of blocks and work pools are told without a server.
class BlockAndPoolCheckTest {

  private static List<Problem> problems(String kind, String name, String spec) {
    var manifest =
        "apiVersion: snowdrift.dev/v1alpha1\nkind: %s\nmetadata: {name: %s}\nspec:\n%s"
            .formatted(kind, name, spec.indent(2));
    try (var workspace = new Workspace(URI.create("http://127.0.0.1:9/api"), "dev")) {
      var problems = new Problems();
      workspace.read(problems, "1", manifest);
      return problems.list();
    }
  }

  private static Problem problem(String kind, String name, String spec) {
    assertThat(problems(kind, name, spec)).hasSize(1);
    return problems(kind, name, spec).getFirst();
  }

  @Test
  void types_that_prefect_3_no_longer_has_are_variables_now() {
    for (var type : List.of("json", "string", "date-time")) {
      var problem = problem("Block", type + "/x", "data: {value: 1}");

      assertThat(problem.next()).contains("kind: Variable");
    }
  }

  @Test
  void a_secret_block_has_one_source_and_nothing_else() {
    assertThat(problem("Block", "x", "data: {}").code()).isEqualTo(Code.FIELD_REQUIRED);
    assertThat(problem("Block", "x", "data: {value: hush}").code()).isEqualTo(Code.SECRET_INLINE);
    assertThat(problem("Block", "x", "valueFrom: {env: A}\nsecrets: {b: {env: B}}").code())
        .isEqualTo(Code.FIELD_VALUE);
  }

  @Test
  void a_value_comes_from_one_place() {
    var twice =
        List.of(
            "data: {a: 1}\nsecrets: {a: {env: A}}",
            "data: {a: 1}\nsecrets: {a.b: {env: A}}",
            "data: {a: {b: 1}}\nsecrets: {a.b: {env: A}}",
            "secrets: {a: {env: A}, a.b: {env: B}}",
            "data: {a: 1}\nblocks: {a: secret/x}",
            "secrets: {a.b: {env: A}}\nblocks: {a: secret/x}");

    assertThat(twice)
        .allSatisfy(spec ->
            assertThat(problem("Block", "webhook/x", spec).code()).isEqualTo(Code.FIELD_VALUE));
    assertThat(problems("Block", "webhook/x", "data: {a: {b: 1}}\nsecrets: {a.c: {env: A}}"))
        .isEmpty();
  }

  @Test
  void masks_and_ids_are_not_taken_from_the_server() {
    assertThat(problem("Block", "webhook/x", "data: {a: {b: '********'}}").code())
        .isEqualTo(Code.SECRET_INLINE);
    assertThat(problem("Block", "webhook/x", "data: {a: {$ref: {block_document_id: i}}}").next())
        .isEqualTo("write `blocks: {a: <type>/<name>}`");
    assertThat(problem("Block", "webhook/x", "blocks: {a: Not A Name}").code())
        .isEqualTo(Code.NAME_INVALID);
  }

  @Test
  void a_template_has_both_parts_and_uses_only_its_own_variables() {
    assertThat(problem("WorkPool", "p", "type: process\nbaseJobTemplate: {a: 1}").next())
        .contains("leave the template out");
    var spec =
        """
        type: process
        baseJobTemplate:
          job_configuration: {job: [{image: "{{ imgae }}"}], auth: "{{ prefect.blocks.secret.x }}"}
          variables: {type: object, properties: {image: {type: string}}}
        """;

    assertThat(problems("WorkPool", "p", spec))
        .extracting(Problem::what, problem -> problem.at().line())
        .containsExactlyInAnyOrder(
            tuple("`{{ imgae }}` is no variable of the template", 7),
            tuple("`{{ prefect.blocks.secret.x }}` is no variable of the template", 7));
  }

  @Test
  void a_secret_variable_has_no_value_in_the_repository() {
    var spec =
        """
        type: process
        baseJobTemplate:
          job_configuration: {key: "{{ key }}"}
          variables:
            properties: {key: {type: string, format: password, default: %s}}
        """;

    assertThat(problem("WorkPool", "p", spec.formatted("hush")).code())
        .isEqualTo(Code.SECRET_INLINE);
    assertThat(problems("WorkPool", "p", spec.formatted("\"{{ prefect.blocks.secret.x }}\"")))
        .isEmpty();
  }

  @Test
  void defaults_of_a_given_template_are_held_against_it() {
    var spec =
        """
        type: process
        baseJobTemplate:
          job_configuration: {n: "{{ retries }}"}
          variables: {properties: {retries: {type: integer}}}
        jobDefaults: {%s}
        """;

    assertThat(problems("WorkPool", "p", spec.formatted("retries: 3"))).isEmpty();
    assertThat(problem("WorkPool", "p", spec.formatted("retries: often")).code())
        .isEqualTo(Code.FIELD_TYPE);
    assertThat(problem("WorkPool", "p", spec.formatted("retires: 3")).next()).contains("`retries`");
  }

  @Test
  void a_template_comes_from_one_place_that_exists() {
    assertThat(
            problem("WorkPool", "p", "type: process\nbaseJobTemplateFile: pools/none.json").code())
        .isEqualTo(Code.PATH_UNKNOWN);
    assertThat(
            problem(
                    "WorkPool",
                    "p",
                    "type: process\nbaseJobTemplateFile: a.json\nbaseJobTemplate: {a: 1}")
                .next())
        .isEqualTo("remove one");
  }

  @Test
  void names_that_prefect_keeps_for_itself_are_refused() {
    assertThat(problem("WorkPool", "Prefect-managed", "type: process").code())
        .isEqualTo(Code.NAME_INVALID);
  }

  @Test
  void the_template_of_container_services_declares_what_it_uses() throws IOException {
    JsonNode template;
    try (var stream =
        Objects.requireNonNull(
            PoolTemplates.class.getResourceAsStream("snowpark-container-service.json"))) {
      template = JsonMapper.shared().readTree(stream);
    }
    var used = new TreeSet<String>();
    var matcher =
        Pattern.compile("\\{\\{ (\\w+) }}").matcher(template.path("job_configuration").toString());
    while (matcher.find()) {
      used.add(matcher.group(1));
    }
    var declared = new TreeSet<>(template.path("variables").path("properties").propertyNames());

    assertThat(used).isEqualTo(declared);
    assertThat(declared)
        .containsAll(
            PoolType.of(PoolTemplates.SNOWPARK)
                .orElseThrow()
                .variables()
                .path("properties")
                .propertyNames());
  }
}
