package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.operator.cli.Snowdrift;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The schemas that editors use are those that the program checks by.
class SchemasTest {
  @TempDir Path folder;

  @Test
  void the_published_schemas_are_those_of_the_kinds() throws IOException {
    write("--all");

    assertThat(texts(Path.of("../../manifests/schema"), ".json"))
        .as("run `./snowdrift schema --all manifests/schema` and review the difference")
        .isEqualTo(texts(folder, ".json"));
  }

  @Test
  void the_guides_say_what_the_kinds_do() throws IOException {
    write("--guide");

    assertThat(texts(Path.of("../../docs/kinds"), ".md"))
        .as("run `./snowdrift schema --guide docs/kinds` and review the difference")
        .isEqualTo(texts(folder, ".md"));
  }

  private void write(String option) {
    var nowhere = new PrintWriter(new StringWriter());
    assertThat(Snowdrift.run(nowhere, nowhere, "schema", option, folder.toString())).isZero();
  }

  private static SortedMap<String, String> texts(Path directory, String ending) throws IOException {
    var texts = new TreeMap<String, String>();
    try (var files = Files.list(directory)) {
      for (var file : files.filter(f -> f.toString().endsWith(ending)).toList()) {
        texts.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return texts;
  }
}
