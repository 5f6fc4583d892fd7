package dev.snowdrift.prefect.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever the text is: an answer or none, never a failure, and never a schema that refuses more
/// than its parameters say.
class FlowSignatureProperties {
  private static final String HEAD =
      """
      from typing import *
      import enum, datetime as dt
      from prefect import flow
      from pydantic import BaseModel, Field

      class Color(enum.Enum):
          RED = "red"

      class Model(BaseModel):
          a: int

      """;

  @Property(tries = 2_000)
  void any_tokens_are_read_or_refused(@ForAll("tokens") String text) {
    FlowSignature.read(HEAD + "@flow\ndef f(a: " + text + " = " + text + "): pass\n", "f");
    FlowSignature.read(HEAD + text, "f");
    FlowSignature.names(text);
  }

  @Property(tries = 500)
  void a_file_that_is_cut_and_changed_is_read_or_refused(
      @ForAll("fixtures") String source,
      @ForAll int from,
      @ForAll int to,
      @ForAll("tokens") String text) {
    var start = Math.floorMod(from, source.length());
    var end = start + Math.floorMod(to, source.length() - start);
    var changed = source.substring(0, start) + text + source.substring(end);

    FlowSignature.names(changed).orElse(Set.of()).stream()
        .skip(Math.floorMod(to, 30))
        .limit(2)
        .forEach(name -> FlowSignature.read(changed, name));
  }

  @Property(tries = 500)
  void every_parameter_is_in_the_schema_in_its_place(@ForAll("headers") List<String> parameters) {
    var header =
        IntStream.range(0, parameters.size())
            .mapToObj(i -> "p" + i + parameters.get(i))
            .collect(Collectors.joining(", "));

    var read =
        FlowSignature.read(HEAD + "@flow\ndef f(*, " + header + "): pass\n", "f").orElseThrow();

    var properties = read.parameterSchema().path("properties");
    for (var i = 0; i < parameters.size(); i++) {
      var property = properties.path("p" + i);
      assertThat(property.path("position").asInt(-1)).isEqualTo(i);
      assertThat(property.path("title").asString("")).isEqualTo("p" + i);
    }
    assertThat(properties.size()).isEqualTo(parameters.size());
    read.unclear()
        .forEach(name ->
            assertThat(read.parameterSchema().path("required").toString())
                .satisfiesAnyOf(
                    required -> assertThat(required).doesNotContain('"' + name + '"'),
                    _ -> assertThat(properties.path(name).has("type")).isFalse()));
  }

  @Property(tries = 500)
  void layout_does_not_matter(@ForAll("headers") List<String> parameters) {
    var names = IntStream.range(0, parameters.size()).boxed().toList();
    var flat =
        names.stream().map(i -> "p" + i + parameters.get(i)).collect(Collectors.joining(","));
    var wide =
        names.stream()
            .map(i -> "\r\n\t p" + i + parameters.get(i).replace(" = ", " \\\r\n = "))
            .collect(Collectors.joining(", # , ) '\r\n"));

    var one = FlowSignature.read(HEAD + "@flow\ndef f(*," + flat + "): pass", "f").orElseThrow();
    var other =
        FlowSignature.read(
                HEAD.replace("\n", "\r\n")
                    + "@flow (\r\n)\r\ndef f (*,"
                    + wide
                    + " # x\r\n) : pass",
                "f")
            .orElseThrow();

    assertThat(other.parameterSchema()).isEqualTo(one.parameterSchema());
    assertThat(other.unclear()).isEqualTo(one.unclear());
  }

  @Provide
  Arbitrary<String> tokens() {
    return Arbitraries.of(
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ",",
            ":",
            "=",
            "|",
            ".",
            "*",
            "**",
            "-",
            "@",
            ";",
            "\n",
            "\n    ",
            "\t",
            "\\\n",
            "'",
            "\"",
            "'''",
            "f'",
            "{x}",
            "b'a'",
            "'s'",
            "1",
            "1.5",
            "0x",
            "1e",
            "int",
            "str",
            "list",
            "Optional",
            "Union",
            "Literal",
            "Color",
            "Model",
            "None",
            "lambda",
            "if",
            "else",
            "for",
            "in",
            "not",
            "def f",
            "class C",
            "async",
            "@flow",
            "import",
            "from",
            "as",
            "Field",
            "dt.date",
            "...",
            "->",
            ":=",
            "#",
            "é",
            "\u0000",
            "🎈")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join(" ", parts));
  }

  @Provide
  Arbitrary<String> fixtures() throws IOException {
    try (var files = Files.list(Path.of("src/test/resources/python/flows"))) {
      return Arbitraries.of(files.sorted().map(FlowSignatureProperties::read).toList());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Provide
  Arbitrary<List<String>> headers() {
    var types =
        Arbitraries.of(
            "",
            ": int",
            ": Optional[str]",
            ": list[dict[str, int]]",
            ": Color",
            ": Model | None",
            ": unknown",
            ": \"int\"",
            ": Literal['a', 1]",
            ": tuple[int, ...]");
    var values =
        Arbitraries.of(
            "",
            " = None",
            " = 3",
            " = [1, (2, 'x')]",
            " = {'a': {1: None}}",
            " = Color.RED",
            " = call(1, x=2)",
            " = lambda a, b=1: (a, b)",
            " = 'a' 'b'",
            " = -1.5",
            " = Field(1, description='d')",
            " = \"\"\"#,)\"\"\"");
    return Combinators.combine(types, values).as(String::concat).list().ofMinSize(1).ofMaxSize(8);
  }
}
