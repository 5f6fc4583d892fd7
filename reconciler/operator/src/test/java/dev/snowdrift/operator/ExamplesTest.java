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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The published examples are what their users would have: valid, and listed.
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("../../manifests/examples");

  static List<Arguments> environments_of_examples() throws IOException {
    var all = new ArrayList<Arguments>();
    for (var example : children(EXAMPLES)) {
      for (var file : children(example.resolve("environments"))) {
        all.add(Arguments.of(name(example), name(file).replace(".yaml", "")));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("environments_of_examples")
  void an_example_is_valid(String example, String environment) {
    var said = new StringWriter();
    var out = new PrintWriter(said);

    var code =
        Snowdrift.run(
            out, out, "validate", EXAMPLES.resolve(example).toString(), "--env", environment);

    assertThat(said.toString()).startsWith("valid: ");
    assertThat(code).isZero();
  }

  @Test
  void every_example_is_listed_and_has_a_readme_and_two_environments() throws IOException {
    var listed = Files.readString(EXAMPLES.resolveSibling("README.md"));

    for (var example : children(EXAMPLES)) {
      assertThat(listed).contains("[%1$s](examples/%1$s)".formatted(name(example)));
      assertThat(example.resolve("README.md")).isRegularFile();
      assertThat(children(example.resolve("environments"))).hasSizeGreaterThan(1);
    }
  }

  private static List<Path> children(Path directory) throws IOException {
    try (var found = Files.list(directory)) {
      return found.sorted().toList();
    }
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }
}
