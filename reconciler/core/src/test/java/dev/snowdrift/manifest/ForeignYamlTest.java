package dev.snowdrift.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ForeignYamlTest {
  private final Problems problems = new Problems();

  @Test
  void aliases_and_merge_keys_are_put_in_their_places() {
    var json =
        json(
            """
            base: &base {a: 1, b: {c: 2}}
            other: &other {a: 3, d: 4}
            one: {<<: *base, b: 5}
            both: {<<: [*base, *other]}
            list: [*base, *other]
            """);

    assertThat(json.path("one")).hasToString("{\"b\":5,\"a\":1}");
    assertThat(json.path("both")).hasToString("{\"a\":1,\"b\":{\"c\":2},\"d\":4}");
    assertThat(json.path("list")).hasToString("[{\"a\":1,\"b\":{\"c\":2}},{\"a\":3,\"d\":4}]");
  }

  @Test
  void scalars_mean_what_readers_of_yaml_1_1_take_them_for() {
    var json =
        json(
            """
            words: [yes, No, on, OFF, True, ~, null, Null, y, "yes", !!str 5]
            numbers: [0, -12, +7, 017, 0x1F, 0b101, 1_000, 1:30, 1.50, 1., .5, 6.0e+2, 1e3, 08]
            """);

    assertThat(json.path("words"))
        .hasToString("[true,false,true,false,true,null,null,null,\"y\",\"yes\",\"5\"]");
    assertThat(json.path("numbers"))
        .hasToString("[0,-12,7,15,31,5,1000,90,1.50,1.0,0.5,6.0E+2,\"1e3\",\"08\"]");
  }

  @Test
  void of_a_key_that_is_there_twice_the_last_one_counts_and_is_told() {
    var content = read("a: 1\nb: 2\na: 3\n");

    assertThat(YamlTyping11.json(content.documents().getFirst())).hasToString("{\"a\":3,\"b\":2}");
    assertThat(content.repeated())
        .extracting(entry -> entry.keyAt().toString())
        .containsExactly("project.yaml:3:1");
  }

  @Test
  void aliases_that_multiply_are_refused_before_they_are_put_in_their_places() {
    var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (var i = 1; i < 9; i++) {
      text.append(
          "a%d: &a%d [%s*a%d]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(9), i - 1));
    }

    assertThat(refusal(text.toString()))
        .isEqualTo("project.yaml:5:45: more than 100,000 values, every alias put in its place");
  }

  @Test
  void nesting_through_aliases_counts_as_depth() {
    var text = new StringBuilder("a0: &a0 [x]\n");
    for (var i = 1; i < 80; i++) {
      text.append("a%d: &a%d [*a%d]\n".formatted(i, i, i - 1));
    }

    assertThat(refusal(text.toString())).endsWith("nested more than 64 levels deep");
  }

  @Test
  void what_is_no_yaml_or_stands_for_anything_else_is_refused_with_its_place() {
    assertThat(
            List.of(
                    "a: [1\nb: 2\n",
                    "a: *nowhere\n",
                    "a: &a [*a]\n",
                    "a: !!python/object:os.system x\n",
                    "<<: 5\n",
                    "? [a, b]\n: c\n",
                    "a: \"\\u202e\"\n")
                .stream()
                .map(this::refusal))
        .containsExactly(
            "project.yaml:2:2: not well-formed YAML: expected ',' or ']', but got :",
            "project.yaml:1:4: there is no anchor `&nowhere` before this alias",
            "project.yaml:1:8: there is no anchor `&a` before this alias",
            "project.yaml:1:4: the tag `tag:yaml.org,2002:python/object:os.system` is not read",
            "project.yaml:1:5: the merge key `<<` stands before a whole number",
            "project.yaml:1:3: a key must be text",
            "project.yaml:1:4: the escaped character U+202E (RIGHT-TO-LEFT OVERRIDE) is not allowed");
  }

  private JsonNode json(String text) {
    return YamlTyping11.json(read(text).documents().getFirst());
  }

  private ForeignYaml.Content read(String text) {
    return ForeignYaml.read(
            "project.yaml", text.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT, problems)
        .orElseThrow(() -> new AssertionError(problems.list().toString()));
  }

  private String refusal(String text) {
    var own = new Problems();
    var read =
        ForeignYaml.read(
            "project.yaml", text.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT, own);

    assertThat(read).isEmpty();
    var problem = own.list().getFirst();
    return problem.at() + ": " + problem.what();
  }
}
