package dev.snowdrift.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {
  private static final String DEV =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: Environment
      spec:
        values:
          database: E2E_DEV
          nodes: 2
          version: "1.10"
          hosts: [api.prefect.cloud, github.com]
          pool: {family: CPU_X64_S}
      """;
  private static final String POOL =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: ComputePool
      metadata:
        name: WORKER_POOL
      spec:
        instances: {min: 1, max: 3}
        tags: [a, b]
        comment: base
      """;

  private final Problems problems = new Problems();

  private Manifests read(Map<String, String> files) {
    var all = new TreeMap<>(files);
    all.putIfAbsent("environments/dev.yaml", DEV);
    return new ManifestReader(Limits.DEFAULT, Set.of("ComputePool", "Service", "Task"))
        .read(InMemoryTree.of(all), new Checkout("dev", "develop", "abc123"), problems);
  }

  private static String manifest(String kind, String name, String spec) {
    return "apiVersion: snowdrift.dev/v1alpha1\nkind: %s\nmetadata: {name: %s}\nspec: %s\n"
        .formatted(kind, name, spec);
  }

  private static String plain(Node node) {
    return YamlTyping.json(node, "", new Problems()).toString();
  }

  private List<Code> codes() {
    return problems.list().stream().map(Problem::code).toList();
  }

  @Test
  void the_base_is_read_with_its_places() {
    var manifests = read(Map.of("base/pool.yaml", POOL));

    assertThat(problems.list()).isEmpty();
    var pool = manifests.manifests().getFirst();
    assertThat(pool.subject()).isEqualTo("ComputePool WORKER_POOL");
    assertThat(pool.at()).isEqualTo(new Location("base/pool.yaml", 1, 1));
    assertThat(pool.lifecycle().entries()).isEmpty();
    assertThat(pool.spec().at()).isEqualTo(new Location("base/pool.yaml", 6, 3));
  }

  @Test
  void an_overlay_merges_mappings_replaces_lists_and_removes_by_null() {
    var manifests =
        read(
            Map.of(
                "base/pool.yaml",
                POOL,
                "overlays/dev/pool.yaml",
                manifest(
                    "ComputePool", "WORKER_POOL", "{instances: {max: 5}, tags: [c], comment: ~}"),
                "overlays/main/pool.yaml",
                manifest("ComputePool", "WORKER_POOL", "{instances: {max: 50}}"),
                "environments/main.yaml",
                DEV));

    assertThat(problems.list()).isEmpty();
    var pool = manifests.manifests().getFirst();
    assertThat(plain(pool.spec()))
        .isEqualTo(
            """
            {"instances":{"min":1,"max":5},"tags":["c"]}\
            """);
    var instances = (Mapping) pool.spec().get("instances").orElseThrow();
    assertThat(instances.get("max").orElseThrow().at().file()).isEqualTo("overlays/dev/pool.yaml");
    assertThat(instances.get("min").orElseThrow().at().file()).isEqualTo("base/pool.yaml");
  }

  @Test
  void a_new_kind_or_name_in_the_overlay_is_a_resource_of_its_own() {
    var manifests =
        read(
            Map.of(
                "base/pool.yaml", POOL, "overlays/dev/x.yml", manifest("Task", "A.B.C", "{a: ~}")));

    assertThat(manifests.manifests())
        .extracting(Manifest::subject)
        .containsExactly("ComputePool WORKER_POOL", "Task A.B.C");
    assertThat(manifests.manifests().getLast().spec().entries()).isEmpty();
  }

  @Test
  void values_keep_their_type_where_they_stand_alone_and_are_text_elsewhere() {
    var spec =
        """
        {alone: "${nodes}", text: "${version}", part: "n=${nodes}", list: "${hosts}",
          map: "${pool}", deep: "${pool.family}", built: "${environment}/${git.branch}/${git.commit}",
          literal: "$${nodes} $nodes $$ {{ env }}"}
        """;

    var manifests = read(Map.of("base/a.yaml", manifest("Task", "\"${database}.S.T\"", spec)));

    assertThat(problems.list()).isEmpty();
    assertThat(manifests.manifests().getFirst().name()).isEqualTo("E2E_DEV.S.T");
    assertThat(plain(manifests.manifests().getFirst().spec()))
        .isEqualTo(
            """
            {"alone":2,"text":"1.10","part":"n=2","list":["api.prefect.cloud","github.com"],\
            "map":{"family":"CPU_X64_S"},"deep":"CPU_X64_S","built":"dev/develop/abc123",\
            "literal":"${nodes} $nodes $$ {{ env }}"}\
            """);
  }

  @Test
  void an_overlay_meets_its_base_by_the_name_after_values_are_replaced() {
    var manifests =
        read(
            Map.of(
                "base/a.yaml", manifest("Task", "\"${database}.S.T\"", "{a: 1, b: \"${unset}\"}"),
                "overlays/dev/a.yaml", manifest("Task", "E2E_DEV.S.T", "{b: 2}")));

    assertThat(problems.list()).isEmpty();
    assertThat(plain(manifests.manifests().getFirst().spec())).isEqualTo("{\"a\":1,\"b\":2}");
  }

  @Test
  @Tag("T35")
  void an_unset_value_is_a_problem_with_its_place_and_the_process_is_never_asked() {
    var path = System.getenv().keySet().iterator().next();

    read(
        Map.of(
            "base/a.yaml",
            manifest("Task", "T", "{a: \"${databse}\", b: \"${%s}\"}".formatted(path))));

    assertThat(codes()).containsExactly(Code.VALUE_UNSET, Code.VALUE_UNSET);
    assertThat(problems.list().getFirst().at()).isEqualTo(new Location("base/a.yaml", 4, 11));
    assertThat(problems.list().getFirst().next())
        .isEqualTo("write `${database}`, or set `databse` in environments/dev.yaml");
  }

  @ParameterizedTest
  @Tag("T35")
  @ValueSource(strings = {"x ${", "${}", "${a b}", "${${nodes}}", "x${.a}", "${a..b}"})
  void a_malformed_reference_is_a_problem(String text) {
    read(Map.of("base/a.yaml", manifest("Task", "T", "{a: \"%s\"}".formatted(text))));

    assertThat(codes()).containsExactly(Code.VALUE_SYNTAX);
  }

  @Test
  void a_list_inside_text_a_reference_in_a_key_and_a_value_of_values_are_problems() {
    read(
        Map.of(
            "base/a.yaml",
            manifest("Task", "T", "{a: \"x ${hosts}\", \"${nodes}\": 1}"),
            "environments/dev.yaml",
            DEV + "    again: ${nodes}\n    git: x\n"));

    assertThat(codes())
        .containsExactlyInAnyOrder(
            Code.VALUE_TYPE, Code.VALUE_SYNTAX, Code.VALUE_SYNTAX, Code.ENVIRONMENT);
  }

  @Test
  void the_same_resource_twice_in_one_layer_is_a_problem_with_both_places() {
    read(Map.of("base/a.yaml", POOL, "base/b.yaml", POOL));

    assertThat(problems.list())
        .extracting(Problem::code, Problem::at, Problem::what)
        .containsExactly(
            tuple(
                Code.DUPLICATE_RESOURCE,
                new Location("base/b.yaml", 4, 9),
                "is declared twice in one layer: also at base/a.yaml:4:9"));
  }

  @Test
  @Tag("T33")
  void all_problems_of_all_files_are_reported_together_in_the_order_of_places() {
    read(
        Map.of(
            "base/a.yaml", "apiVersion: snowdrift.dev/v1\nkind: Tsk\nmetadata: {}\nspecs: {}\n",
            "base/b.yaml", "- a\n",
            "base/c.yaml", "a: &x 1\n",
            "base/d.yaml", manifest("Task", "1.10", "[a]"),
            "overlays/dev/e.yaml", "a: [\n"));

    assertThat(problems.list())
        .extracting(problem -> problem.at() + " " + problem.code())
        .containsExactly(
            "base/a.yaml:1:13 API_VERSION",
            "base/a.yaml:2:7 KIND_UNKNOWN",
            "base/a.yaml:3:11 FIELD_REQUIRED",
            "base/a.yaml:4:1 FIELD_UNKNOWN",
            "base/b.yaml:1:1 MANIFEST_SHAPE",
            "base/c.yaml:1:1 API_VERSION",
            "base/c.yaml:1:1 KIND_UNKNOWN",
            "base/c.yaml:1:1 FIELD_UNKNOWN",
            "base/c.yaml:1:1 FIELD_REQUIRED",
            "base/c.yaml:1:4 YAML_ALIAS",
            "base/d.yaml:3:18 NAME_INVALID",
            "overlays/dev/e.yaml:2:1 YAML_SYNTAX");
  }

  @Test
  void a_missing_environment_is_a_problem() {
    new ManifestReader(Limits.DEFAULT, Set.of())
        .read(InMemoryTree.of(Map.of()), new Checkout("dev", "b", "c"), problems);

    assertThat(codes()).containsExactly(Code.ENVIRONMENT);
  }

  @Test
  @Tag("T4")
  void an_environment_s_name_cannot_lead_elsewhere() {
    new ManifestReader(Limits.DEFAULT, Set.of())
        .read(
            InMemoryTree.of(Map.of("environments/../a.yaml", DEV)),
            new Checkout("../a", "b", "c"),
            problems);

    assertThat(codes()).contains(Code.ENVIRONMENT);
  }

  @Test
  @Tag("T17")
  @Tag("T44")
  void an_empty_desired_set_is_told_apart_from_one_that_is_meant() {
    var empty = read(Map.of("base/README.md", "# nothing"));
    var meant =
        read(
            Map.of(
                "environments/dev.yaml",
                "apiVersion: snowdrift.dev/v1alpha1\nkind: Environment\nspec: {allowEmpty: true}\n"));

    assertThat(problems.list()).isEmpty();
    assertThat(empty.isEmpty()).isTrue();
    assertThat(empty.emptyObjection()).map(Problem::code).hasValue(Code.EMPTY);
    assertThat(meant.isEmpty()).isTrue();
    assertThat(meant.emptyObjection()).isEmpty();
  }

  @ParameterizedTest
  @Tag("T44")
  @ValueSource(
      strings = {"a.yml2", "a.yaml.bak", "a.YAML", "a.yamll", "a.yaml~", "a.ymal", "a.json"})
  void a_renamed_manifest_is_a_problem_not_a_removed_resource(String name) {
    read(Map.of("base/" + name, POOL));

    assertThat(codes()).contains(Code.FILE_NAME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "LICENSE", ".gitkeep", "query.sql", "how-to-yaml.md"})
  void other_files_are_ignored(String name) {
    read(Map.of("base/pool.yaml", POOL, "base/" + name, "x"));

    assertThat(problems.list()).isEmpty();
  }

  @Test
  @Tag("T9")
  void paths_that_differ_by_case_only_are_refused() {
    read(Map.of("base/A.yaml", POOL, "base/a.yaml", manifest("Task", "T", "{}")));

    assertThat(codes()).containsExactly(Code.PATH_CONFUSABLE);
  }

  @Test
  @Tag("T10")
  void a_file_s_name_with_control_characters_is_refused_and_shown_escaped() {
    read(Map.of("base/a\u001B[31m\u202E.yaml", POOL));

    assertThat(codes()).containsExactly(Code.PATH_ESCAPE);
    assertThat(problems.list().getFirst().toString())
        .contains("base/a\\u001B[31m\\u202E.yaml")
        .doesNotContain("\u001B");
  }

  @Test
  @Tag("T14")
  void more_than_five_thousand_files_are_refused_once() {
    read(
        IntStream.range(0, 6_000)
            .boxed()
            .collect(
                Collectors.toMap(
                    i -> "base/%d.yaml".formatted(i), i -> manifest("Task", "T" + i, "{}"))));

    assertThat(codes()).containsExactly(Code.FILE_COUNT);
  }

  @Test
  @Tag("T16")
  void files_that_are_too_large_together_are_refused() {
    var filler = "# " + "x".repeat(1_000_000) + "\n";

    read(
        IntStream.range(0, 12)
            .boxed()
            .collect(
                Collectors.toMap(
                    i -> "base/%02d.yaml".formatted(i),
                    i -> filler + manifest("Task", "T" + i, "{}"))));

    assertThat(codes()).containsExactly(Code.FILE_TOO_LARGE);
  }

  @Test
  @Tag("T30")
  void a_name_in_letters_that_look_like_another_s_is_refused() {
    read(
        Map.of(
            "base/a.yaml", manifest("Task", "ADMIN", "{}"),
            "base/b.yaml", manifest("Task", "\u0410DMIN", "{}"),
            "base/c.yaml", manifest("Task", "\u00C4RZTE", "{}")));

    assertThat(problems.list())
        .extracting(Problem::code, problem -> problem.at().file())
        .containsExactly(tuple(Code.NAME_CONFUSABLE, "base/b.yaml"));
  }

  @Test
  void an_overlay_of_no_environment_is_a_problem() {
    read(
        Map.of(
            "base/pool.yaml", POOL, "overlays/dve/pool.yaml", POOL, "overlays/README.md", "text"));

    assertThat(problems.list())
        .extracting(Problem::code, Problem::next)
        .containsExactly(tuple(Code.FILE_NAME, "rename the folder to `overlays/dev`"));
  }

  @Test
  void unknown_fields_of_metadata_and_lifecycle_are_problems() {
    read(
        Map.of(
            "base/a.yaml",
            """
            apiVersion: snowdrift.dev/v1alpha1
            kind: Task
            metadata: {name: T, dependOn: []}
            lifecycle: {deletion: Keep}
            """));

    assertThat(problems.list())
        .extracting(Problem::code, Problem::subject, Problem::next)
        .containsExactly(
            tuple(Code.FIELD_UNKNOWN, "Task T", "write `dependsOn`"),
            tuple(Code.FIELD_VALUE, "Task T", "write one of those"));
  }

  @Test
  void a_specification_file_is_read_with_the_same_values() {
    var tree =
        InMemoryTree.of(
            Map.of(
                "environments/dev.yaml", DEV,
                "specs/worker.yaml", "spec: {pool: \"${database}\"}\n",
                "specs/two.yaml", "a: 1\n---\nb: 1\n"));
    var values =
        new ManifestReader(Limits.DEFAULT, Set.of())
            .read(tree, new Checkout("dev", "b", "c"), problems)
            .values();
    var reader = new SpecificationReader(tree, values, Limits.DEFAULT);
    var at = new Location("base/a.yaml", 3, 4);

    var worker = reader.read("specs/worker.yaml", at, "Service S", problems);

    assertThat(problems.list()).isEmpty();
    assertThat(worker.map(ManifestReaderTest::plain)).hasValue("{\"spec\":{\"pool\":\"E2E_DEV\"}}");
    assertThat(reader.read("specs/two.yaml", at, "Service S", problems)).isEmpty();
    assertThat(reader.read("specs/workr.yaml", at, "Service S", problems)).isEmpty();
    assertThat(reader.read("../worker.yaml", at, "Service S", problems)).isEmpty();
    assertThat(codes()).containsExactly(Code.PATH_ESCAPE, Code.PATH_UNKNOWN, Code.SPECIFICATION);
  }
}
