package dev.snowdrift.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class YamlReaderProperties {

  @Property(tries = 2_000)
  void whatever_the_text_reading_ends_and_a_failure_is_a_problem(@ForAll("yamlish") String text) {
    var problems = new Problems();

    var documents =
        YamlReader.read("a.yaml", text.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT, problems);

    if (problems.isEmpty()) {
      assertThat(documents).allSatisfy(YamlReaderProperties::holdsOnlyText);
    } else {
      assertThat(problems.list()).allMatch(problem -> problem.at().file().equals("a.yaml"));
    }
  }

  @Property(tries = 500)
  void whatever_the_bytes_reading_ends(@ForAll byte[] content) {
    var problems = new Problems();

    YamlReader.read("a.yaml", content, Limits.DEFAULT, problems);

    assertThat(problems.size()).isGreaterThanOrEqualTo(0);
  }

  @Provide
  Arbitrary<String> yamlish() {
    return Arbitraries.of(
            "a",
            "b: ",
            "- ",
            "\n",
            "\n  ",
            "[",
            "]",
            "{",
            "}",
            ",",
            ": ",
            "? ",
            "&x ",
            "*x",
            "!t ",
            "\"",
            "'",
            "|\n",
            ">\n",
            "# c",
            "---\n",
            "...\n",
            "%Y\n",
            "\\u0000",
            "\\x",
            "\t",
            "~",
            "1",
            "\uD83D\uDE00",
            "\u0085",
            "<<: ")
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join("", parts));
  }

  private static void holdsOnlyText(Node node) {
    switch (node) {
      case Scalar scalar -> assertThat(scalar.text().codePoints()).allMatch(TextRules::isText);
      case Sequence sequence -> sequence.items().forEach(YamlReaderProperties::holdsOnlyText);
      case Mapping mapping -> {
        assertThat(mapping.keys()).doesNotHaveDuplicates();
        mapping.entries().forEach(entry -> holdsOnlyText(entry.value()));
      }
    }
  }
}
