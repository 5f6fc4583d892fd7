package dev.snowdrift.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class YamlWriterTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void comments_stand_above_their_values() {
    var document = json("{'kind': 'Stage', 'spec': {'list': [{'name': 'a', 'port': 1}, 'b']}}");

    var text =
        YamlWriter.write(
            document,
            Map.of(
                "", List.of("made by hand", ""),
                "/spec", List.of("the rest"),
                "/spec/list/0", List.of("first"),
                "/spec/list/0/port", List.of("its port"),
                "/nowhere", List.of("never")));

    assertThat(text)
        .isEqualTo(
            """
            # made by hand
            #
            kind: Stage
            # the rest
            spec:
              list:
                # first
                - name: a
                  # its port
                  port: 1
                - b
            """);
  }

  @Test
  void lists_of_short_values_stand_on_one_line_and_long_texts_in_a_block() {
    var document = json("{'args': ['--port', '8081', 'yes'], 'script': 'a\\n  b\\n', 'empty': []}");

    var text = YamlWriter.write(document, Map.of());

    assertThat(text)
        .isEqualTo(
            """
            args: ["--port", "8081", "yes"]
            script: |
              a
                b
            empty: []
            """);
  }

  @Test
  void what_is_written_reads_back_as_the_same() {
    for (var value :
        List.of(
            "{'a': 'no', 'b': 'null', 'c': '', 'd': ' x ', 'e': '# x', 'f': 'x # y', 'g': '1.10'}",
            "{'a': '1:30', 'b': 'k: v', 'c': '- x', 'd': '*x', 'e': '&x', 'f': '!x', 'g': '@x'}",
            "{'a': '{x}', 'b': '[x]', 'c': '%x', 'd': '\\\"q\\\"', 'e': 'it\\u0027s', 'f': 'x:'}",
            "{'a': 'x\\n\\n\\n', 'b': 'x\\n y\\n\\nz', 'c': '\\nx', 'd': ' x\\ny', 'e': 'x \\ny'}",
            "{'a': 'x\\ty\\n', 'b': 'tab\\t', 'c': '\\\\', 'd': 'ü'}",
            "{'1': 1, '~': true, 'a b': null, 'on': -1.50, '': [], 'x:y': {}, 'x/y': [[1], [{}]]}",
            "['a', ['b', ['c']], {'d': ['e']}, '---', '...', '=', '<<', '?', '|', '>', '`', ',']",
            "{'long': ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',"
                + " 'bbbbbbbbb']}",
            "'text'")) {
      var document = json(value);

      var text = YamlWriter.write(document, Map.of("", List.of("bell \u0007")));

      assertThat(read(text).toString()).as(text).isEqualTo(document.toString());
    }
  }

  @Test
  void a_literal_dollar_brace_survives_substitution() {
    var document = json("{'a': ['${HOME}', '$${X}', '$$${'], 'b': {'c': '$HOME'}}");

    var literal = YamlWriter.literal(document);

    assertThat(literal)
        .isEqualTo(json("{'a': ['$${HOME}', '$$${X}', '$$$${'], 'b': {'c': '$HOME'}}"));
  }

  private static JsonNode json(String text) {
    return JSON.readTree(text.replace('\'', '"'));
  }

  private static JsonNode read(String text) {
    var problems = new Problems();
    var documents =
        YamlReader.read("x", text.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT, problems);
    assertThat(problems.list()).as(text).isEmpty();
    var json = YamlTyping.json(documents.getFirst(), "", problems);
    assertThat(problems.list()).as(text).isEmpty();
    return json;
  }
}
