package dev.snowdrift.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {
  private final Problems problems = new Problems();

  private List<Node> read(String yaml) {
    return read(yaml.getBytes(StandardCharsets.UTF_8));
  }

  private List<Node> read(byte[] content) {
    return YamlReader.read("a.yaml", content, Limits.DEFAULT, problems);
  }

  private List<Code> codes() {
    return problems.list().stream().map(Problem::code).toList();
  }

  @Test
  void a_file_becomes_mappings_lists_and_scalars_with_positions() {
    var yaml =
        """
        kind: Task
        spec:
          after: [A, "B"]
          sql: |
            SELECT 1
        """;

    var documents = read(yaml);

    assertThat(problems.list()).isEmpty();
    assertThat(documents).hasSize(1);
    var root = (Mapping) documents.getFirst();
    var spec = (Mapping) root.get("spec").orElseThrow();
    assertThat(root.keys()).containsExactly("kind", "spec");
    assertThat(spec.get("after"))
        .hasValue(
            new Sequence(
                List.of(
                    new Scalar("A", false, new Location("a.yaml", 3, 11)),
                    new Scalar("B", true, new Location("a.yaml", 3, 14))),
                new Location("a.yaml", 3, 10)));
    assertThat(spec.get("sql"))
        .hasValue(new Scalar("SELECT 1\n", true, new Location("a.yaml", 4, 8)));
  }

  @Test
  void documents_are_returned_in_order() {
    assertThat(read("a: 1\n---\nb: 2\n---\n")).hasSize(3);
    assertThat(problems.list()).isEmpty();
  }

  @Test
  void a_file_of_comments_only_has_no_documents() {
    assertThat(read("# nothing\n")).isEmpty();
    assertThat(problems.list()).isEmpty();
  }

  @Test
  @Tag("T19")
  void an_alias_bomb_is_refused_without_expanding_it() {
    var bomb =
        "a: &a [x]\n"
            + IntStream.range(0, 9)
                .mapToObj(i -> "%c: &%c [%s]\n".formatted('b' + i, 'b' + i, "*a,".repeat(9)))
                .collect(Collectors.joining());

    read(bomb);

    assertThat(codes()).hasSize(10 + 81).containsOnly(Code.YAML_ALIAS);
  }

  @Test
  @Tag("T20")
  void an_ordinary_alias_is_refused_at_its_place_and_so_is_the_anchor() {
    read("a: &x 1\nb: *x\nc: *undefined\n");

    assertThat(problems.list())
        .extracting(Problem::code, problem -> problem.at().line())
        .contains(tuple(Code.YAML_ALIAS, 1), tuple(Code.YAML_ALIAS, 2));
  }

  @Test
  @Tag("T21")
  void a_merge_key_is_refused_but_a_quoted_one_is_a_key() {
    read("a:\n  <<: {b: 1}\n");
    assertThat(codes()).containsExactly(Code.YAML_MERGE);

    var other = new Problems();
    YamlReader.read(
        "b.yaml", "\"<<\": 1\n".getBytes(StandardCharsets.UTF_8), Limits.DEFAULT, other);
    assertThat(other.list()).isEmpty();
  }

  @Test
  @Tag("T22")
  void an_alias_to_itself_is_refused() {
    read("a: &a [*a]\n");

    assertThat(codes()).containsExactly(Code.YAML_ALIAS, Code.YAML_ALIAS);
  }

  @Test
  @Tag("T23")
  void nesting_of_a_hundred_thousand_brackets_is_refused() {
    read("[".repeat(100_000));

    assertThat(codes()).containsExactly(Code.YAML_DEPTH);
  }

  @Test
  @Tag("T23")
  void sixty_four_levels_are_read_and_sixty_five_are_not() {
    read("[".repeat(64) + "]".repeat(64));
    assertThat(problems.list()).isEmpty();

    read("[".repeat(65) + "]".repeat(65));
    assertThat(codes()).containsExactly(Code.YAML_DEPTH);
  }

  @Test
  @Tag("T23")
  void two_thousand_nested_mappings_are_refused() {
    read("{a: ".repeat(2_000));

    assertThat(codes()).containsExactly(Code.YAML_DEPTH);
  }

  @Test
  @Tag("T24")
  void a_duplicate_key_is_refused_with_both_lines() {
    read("a: 1\nb: 2\n\"a\": 3\n");

    assertThat(problems.list())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo(Code.YAML_DUPLICATE_KEY);
          assertThat(problem.at()).isEqualTo(new Location("a.yaml", 3, 1));
          assertThat(problem.what()).isEqualTo("the key `a` is already on line 1");
        });
  }

  @ParameterizedTest
  @Tag("T26")
  @ValueSource(strings = {"%YAML 9.9\n---\na: 1\n", "%TAG ! x\n---\na: 1\n", "%FOO\n---\na: 1\n"})
  void directives_are_refused(String yaml) {
    read(yaml);

    assertThat(codes()).contains(Code.YAML_DIRECTIVE);
  }

  @Test
  @Tag("T26")
  void garbage_after_a_document_s_end_is_a_syntax_problem() {
    read("a: 1\n...\n]\n");

    assertThat(codes()).containsExactly(Code.YAML_SYNTAX);
  }

  @Test
  @Tag("T26")
  void five_hundred_documents_are_read_and_more_are_not() {
    assertThat(read("a: 1\n---\n".repeat(499) + "a: 1\n")).hasSize(500);
    assertThat(problems.list()).isEmpty();

    read("a: 1\n---\n".repeat(500) + "a: 1\n");
    assertThat(codes()).containsExactly(Code.FILE_COUNT);
  }

  @ParameterizedTest
  @Tag("T27")
  @ValueSource(
      strings = {
        "a: !!javax.script.ScriptEngineManager [x]",
        "a: !!binary aGVsbG8=",
        "a: !include other.yaml",
        "a: !ENV HOME",
        "a: !!str 1",
        "a: ! 1",
        "!!map {a: 1}"
      })
  void tags_are_refused(String yaml) {
    read(yaml);

    assertThat(codes()).containsExactly(Code.YAML_TAG);
  }

  @ParameterizedTest
  @Tag("T28")
  @CsvSource({
    "0000", "0007", "001B", "007F", "0085", "2028", "2029", "202E", "2066", "200B", "FEFF", "00AD"
  })
  void a_control_or_format_character_is_refused_raw_and_escaped(String hex) {
    char character = (char) Integer.parseInt(hex, 16);

    read("a: x" + character + "y\n");
    assertThat(problems.list())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo(Code.YAML_CONTROL);
          assertThat(problem.at()).isEqualTo(new Location("a.yaml", 1, 5));
          assertThat(problem.what()).contains("U+" + hex);
        });

    var escaped = new Problems();
    YamlReader.read(
        "b.yaml",
        "a: \"\\u%s\"\n".formatted(hex).getBytes(StandardCharsets.UTF_8),
        Limits.DEFAULT,
        escaped);
    assertThat(escaped.list()).extracting(Problem::code).containsExactly(Code.YAML_CONTROL);
  }

  @ParameterizedTest
  @Tag("T28")
  @ValueSource(strings = {"a: \"\\uD800\"", "a: \"\\uDC00\"", "\"\\uD800\": a"})
  void a_lone_surrogate_is_refused(String yaml) {
    read(yaml);

    assertThat(codes()).isNotEmpty().allMatch(code -> code == Code.YAML_CONTROL);
  }

  @Test
  void an_impossible_escape_is_a_syntax_problem() {
    read("a: \"\\UFFFFFFFF\"");

    assertThat(codes()).containsExactly(Code.YAML_SYNTAX);
  }

  @ParameterizedTest
  @Tag("T29")
  @CsvSource({
    "613a20e9, 3", // Latin-1
    "feff0061, 0", // UTF-16 with byte order mark
    "613a20c080, 3", // overlong
    "613a20e282, 3", // truncated
    "613a20eda080, 3" // encoded surrogate
  })
  void other_encodings_are_refused_with_the_byte_s_offset(String hex, int offset) {
    read(java.util.HexFormat.of().parseHex(hex));

    assertThat(problems.list())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo(Code.YAML_ENCODING);
          assertThat(problem.what()).startsWith("byte %d ".formatted(offset));
        });
  }

  @Test
  @Tag("T12")
  void a_git_lfs_pointer_is_refused_as_such() {
    read("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n");

    assertThat(codes()).containsExactly(Code.FILE_POINTER);
  }

  @Test
  @Tag("T13")
  @Tag("T15")
  void a_file_over_the_limit_is_refused_unread() {
    read(new byte[Limits.DEFAULT.fileBytes() + 1]);

    assertThat(codes()).containsExactly(Code.FILE_TOO_LARGE);
  }

  @Test
  @Tag("T18")
  void an_archive_named_yaml_is_refused() {
    read(new byte[] {0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0});

    assertThat(codes()).isNotEmpty().allMatch(code -> code == Code.YAML_CONTROL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"? [a]\n: 1", "? {a: b}\n: 1", "~: 1", "null: 1"})
  void keys_that_are_not_text_are_refused(String yaml) {
    read(yaml);

    assertThat(codes()).containsExactly(Code.YAML_KEY);
  }

  @Test
  @Tag("T34")
  void more_than_five_thousand_entries_in_one_mapping_are_refused() {
    read(
        IntStream.range(0, 10_000)
            .mapToObj(i -> "K%d: x\n".formatted(i))
            .collect(Collectors.joining()));

    assertThat(codes()).containsExactly(Code.FILE_COUNT);
  }

  @Test
  void the_place_of_a_syntax_problem_is_known() {
    read("a:\n  b: [1, 2\nc: 3\n");

    assertThat(problems.list())
        .singleElement()
        .satisfies(problem -> assertThat(problem.at().line()).isEqualTo(3));
  }
}
