package dev.snowdrift.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class BinderTest {
  enum Family {
    CPU_X64_XS,
    CPU_X64_S,
    @JsonProperty("GPU small")
    GPU_SMALL
  }

  record Instances(@Min(0) @Max(50) int min, @Default("3") int max) {}

  record Spec(
      @Doc("The pool that runs it")
          @Example("WORKER_POOL")
          @Pattern(value = "[A-Z][A-Z_]*", reason = "upper case letters and `_`") String pool,
      Optional<String> comment,
      @Default("true") boolean autoResume,
      Optional<Instances> instances,
      List<String> integrations,
      Map<String, String> env,
      @Quantity Optional<String> memory,
      Optional<Family> family,
      @OneOf({"on", "off"}) Optional<String> heal,
      OptionalInt port,
      Optional<LocalDate> until,
      Map<String, JsonNode> parameters,
      Optional<JsonNode> anything) {
    Spec {
      comment.ifPresent(text -> {
        if (text.contains("forbidden")) {
          throw new IllegalArgumentException("the comment must not say forbidden");
        }
      });
    }
  }

  private static final ObjectNode SCHEMA = SchemaGenerator.of(Spec.class);

  private final Problems problems = new Problems();

  private Optional<Spec> bind(String yaml) {
    var node =
        YamlReader.read("a.yaml", yaml.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT, problems)
            .getFirst();
    return Binder.bind((Mapping) node, Spec.class, SCHEMA, "Service A.B.C", problems);
  }

  private String report(String yaml) {
    bind(yaml);
    return problems.list().stream()
        .map(problem -> ProblemText.render(problem, ProblemText.sourceLine(yaml, problem.at())))
        .collect(Collectors.joining());
  }

  @Test
  void every_kind_of_field_is_bound_and_absent_ones_are_empty_or_default() {
    var full =
        bind("""
        pool: WORKER_POOL
        comment: "1.10"
        autoResume: false
        instances: {min: 1}
        integrations: [A, B]
        env: {PORT: "8080"}
        memory: 2Gi
        family: GPU small
        heal: off
        port: 8080
        until: 2027-01-31
        parameters: {keep: 3, names: [a], nothing: ~}
        anything: {a: 1.50}
        """)
            .orElseThrow();
    var least = bind("pool: P\n").orElseThrow();

    assertThat(problems.list()).isEmpty();
    assertThat(full.instances()).hasValue(new Instances(1, 3));
    assertThat(full.comment()).hasValue("1.10");
    assertThat(full.autoResume()).isFalse();
    assertThat(full.integrations()).containsExactly("A", "B");
    assertThat(full.env()).containsEntry("PORT", "8080");
    assertThat(full.memory()).hasValue("2Gi");
    assertThat(full.family()).hasValue(Family.GPU_SMALL);
    assertThat(full.heal()).hasValue("off");
    assertThat(full.port()).hasValue(8080);
    assertThat(full.until()).hasValue(LocalDate.of(2027, 1, 31));
    assertThat(full.parameters()).hasToString("{keep=3, names=[\"a\"], nothing=null}");
    assertThat(full.anything().orElseThrow().get("a").toString()).isEqualTo("1.50");
    assertThat(least.autoResume()).isTrue();
    assertThat(least.instances()).isEmpty();
    assertThat(least.integrations()).isEmpty();
    assertThat(least.env()).isEmpty();
    assertThat(least.port()).isEmpty();
    assertThat(least.anything()).isEmpty();
  }

  @Test
  void a_null_field_is_an_absent_one() {
    assertThat(bind("pool: P\ncomment:\ninstances: ~\n").orElseThrow().comment()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1.0, 1.0", "1.50, 1.50", "2Gi, 2Gi", "'\"1\"', 1"})
  void a_quantity_keeps_the_text_that_was_written(String written, String bound) {
    assertThat(bind("pool: P\nmemory: " + written + "\n").orElseThrow().memory()).hasValue(bound);
  }

  @Test
  void all_problems_are_reported_together() {
    assertThat(
            report(
                """
                pol: WORKER_POOL
                comment: 1.10
                instances: {min: -1, max: many}
                integrations: A
                env: {PORT: 8080}
                family: CPU_X64_M
                heal: maybe
                port: "8080"
                """))
        .isEqualTo(
            """
            a.yaml:1:1: Service A.B.C: unknown field `pol` [SD1301]
                pol: WORKER_POOL
                ^
              why:  fields are anything, autoResume, comment, env, family, heal, instances, integrations, memory, parameters, pool, port, until
              next: write `pool`
            a.yaml:1:1: Service A.B.C: `pool` is missing [SD1302]
                pol: WORKER_POOL
                ^
              why:  it is required: The pool that runs it
              next: write for example `pool: WORKER_POOL`
            a.yaml:2:10: Service A.B.C: `comment` must be text, `1.10` is a decimal number [SD1303]
                comment: 1.10
                         ^
              why:  without quotes YAML makes it a number or a boolean, and `1.10` would become `1.1`
              next: quote it: `"1.10"`
            a.yaml:3:18: Service A.B.C: `instances.min` must be at least 0, this is `-1` [SD1304]
                instances: {min: -1, max: many}
                                 ^
              why:  that is what the schema of the kind says
              next: correct the value
            a.yaml:3:27: Service A.B.C: `instances.max` must be a whole number, this is text [SD1303]
                instances: {min: -1, max: many}
                                          ^
              why:  that is what the schema of the kind says
              next: write a whole number
            a.yaml:4:15: Service A.B.C: `integrations` must be a list, this is text [SD1303]
                integrations: A
                              ^
              why:  that is what the schema of the kind says
              next: write a list
            a.yaml:5:13: Service A.B.C: `env.PORT` must be text, `8080` is a whole number [SD1303]
                env: {PORT: 8080}
                            ^
              why:  without quotes YAML makes it a number or a boolean, and `1.10` would become `1.1`
              next: quote it: `"8080"`
            a.yaml:6:9: Service A.B.C: `family` must be one of CPU_X64_XS, CPU_X64_S, GPU small, this is `CPU_X64_M` [SD1304]
                family: CPU_X64_M
                        ^
              why:  that is what the schema of the kind says
              next: write `CPU_X64_S`
            a.yaml:7:7: Service A.B.C: `heal` must be one of on, off, this is `maybe` [SD1304]
                heal: maybe
                      ^
              why:  that is what the schema of the kind says
              next: write one of those
            a.yaml:8:7: Service A.B.C: `port` must be a whole number, this is text [SD1303]
                port: "8080"
                      ^
              why:  that is what the schema of the kind says
              next: write a whole number
            """);
  }

  @Test
  @Tag("T25")
  void a_field_in_another_spelling_is_unknown_and_the_right_one_is_named() {
    bind("pool: P\nauto_resume: true\nPool: Q\n");

    assertThat(problems.list())
        .extracting(Problem::code, problem -> problem.at().line(), Problem::next)
        .containsExactly(
            tuple(Code.FIELD_UNKNOWN, 2, "write `autoResume`"),
            tuple(Code.FIELD_UNKNOWN, 3, "write `pool`"));
  }

  @Test
  void what_a_record_s_constructor_refuses_is_a_problem_at_the_field() {
    assertThat(bind("pool: P\ncomment: forbidden\n")).isEmpty();

    assertThat(problems.list())
        .extracting(Problem::code, Problem::what)
        .containsExactly(tuple(Code.FIELD_VALUE, "the comment must not say forbidden"));
  }

  @Test
  void a_value_that_only_its_type_refuses_is_a_problem_at_its_place() {
    assertThat(bind("pool: P\nuntil: tomorrow\n")).isEmpty();

    assertThat(problems.list())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo(Code.FIELD_VALUE);
          assertThat(problem.at()).isEqualTo(new Location("a.yaml", 2, 8));
        });
  }

  @Test
  void the_schema_is_closed_and_documented() {
    assertThat(SCHEMA.path("additionalProperties").asBoolean(true)).isFalse();
    assertThat(SCHEMA.path("required").toString()).isEqualTo("[\"pool\"]");
    assertThat(SCHEMA.path("properties").path("pool").toString())
        .isEqualTo(
            """
            {"type":"string","description":"The pool that runs it","examples":["WORKER_POOL"],\
            "pattern":"^(?:[A-Z][A-Z_]*)$","x-reason":"upper case letters and `_`"}\
            """);
    assertThat(SCHEMA.path("properties").path("instances").toString())
        .isEqualTo(
            """
            {"type":"object","properties":{"min":{"type":"integer","minimum":0,"maximum":50},\
            "max":{"type":"integer","default":3}},"required":["min"],\
            "additionalProperties":false}\
            """);
    assertThat(SCHEMA.path("properties").path("memory").toString())
        .isEqualTo("{\"type\":[\"string\",\"number\"]}");
    assertThat(SCHEMA.path("properties").path("parameters").toString())
        .isEqualTo("{\"type\":\"object\",\"additionalProperties\":{}}");
  }

  @Test
  void the_schema_of_a_whole_document_names_version_kind_metadata_and_lifecycle() {
    var document = SchemaGenerator.document("Service", Spec.class);

    assertThat(document.path("properties").propertyNames())
        .containsExactly("apiVersion", "kind", "metadata", "lifecycle", "spec");
    assertThat(document.path("required").toString())
        .isEqualTo("[\"apiVersion\",\"kind\",\"metadata\",\"spec\"]");
    assertThat(document.at("/properties/lifecycle/properties/deletion/enum").toString())
        .isEqualTo("[\"Delete\",\"Orphan\"]");
    assertThat(document.at("/properties/kind/const").asString()).isEqualTo("Service");
  }

  @Test
  void the_published_schema_takes_references_anywhere_and_is_still_closed() {
    var schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaGenerator.published("Service", Spec.class));
    var document =
        """
        apiVersion: snowdrift.dev/v1alpha1
        kind: Service
        metadata: {name: "${database}.S.T"}
        spec: {pool: "${pool}", instances: {min: "${min}"}, integrations: "${list}"%s}
        """;

    assertThat(schema.validate(document.formatted(""), InputFormat.YAML)).isEmpty();
    assertThat(schema.validate(document.formatted(", autoResume: abc"), InputFormat.YAML))
        .isNotEmpty();
    assertThat(schema.validate(document.formatted(", unknown: a"), InputFormat.YAML)).isNotEmpty();
  }

  @Test
  void a_lifecycle_is_bound_with_its_words() {
    var yaml =
        """
        deletion: Orphan
        rollback: onFailure
        ignore: [{field: minInstances, reason: "by hand", until: 2027-01-31}]
        """;
    var node =
        (Mapping)
            YamlReader.read(
                    "a.yaml", yaml.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT, problems)
                .getFirst();

    var lifecycle = Lifecycle.read(node, "Service S", problems);

    assertThat(problems.list()).isEmpty();
    assertThat(lifecycle)
        .hasValue(
            new Lifecycle(
                Optional.of(Lifecycle.Deletion.ORPHAN),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Lifecycle.Rollback.ON_FAILURE),
                List.of(
                    new Lifecycle.Ignore(
                        "minInstances", "by hand", Optional.of(LocalDate.of(2027, 1, 31))))));
  }

  @Test
  void a_thousand_manifests_are_bound_in_a_moment() {
    var yaml =
        "pool: WORKER_POOL\ninstances: {min: 1}\nenv: {A: x, B: y}\nmemory: 2Gi\n"
            .getBytes(StandardCharsets.UTF_8);

    var bound =
        java.util.stream.IntStream.range(0, 1_000)
            .mapToObj(
                _ -> (Mapping) YamlReader.read("a.yaml", yaml, Limits.DEFAULT, problems).getFirst())
            .map(node -> Binder.bind(node, Spec.class, SCHEMA, problems))
            .flatMap(Optional::stream)
            .count();

    assertThat(bound).isEqualTo(1_000);
  }
}
