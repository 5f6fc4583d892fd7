package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.operator.cli.Snowdrift;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The schemas that editors use are those that the program checks by.
class SchemasTest {
  private static final Path PUBLISHED = Path.of("../../manifests/schema");

  @TempDir Path folder;

  @Test
  void the_published_schemas_are_those_of_the_kinds() throws IOException {
    var code =
        Snowdrift.run(
            new PrintWriter(new StringWriter()),
            new PrintWriter(new StringWriter()),
            "schema",
            "--all",
            folder.toString());

    assertThat(code).isZero();
    assertThat(texts(PUBLISHED))
        .as("run `./snowdrift schema --all manifests/schema` and review the difference")
        .isEqualTo(texts(folder));
  }

  private static TreeMap<String, String> texts(Path directory) throws IOException {
    var texts = new TreeMap<String, String>();
    try (var files = Files.list(directory)) {
      for (var file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        texts.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return texts;
  }
}
