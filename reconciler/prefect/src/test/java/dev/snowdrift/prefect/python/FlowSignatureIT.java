package dev.snowdrift.prefect.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.sandbox.prefect.PrefectInstallation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The installed Prefect imports each file of `resources/python/flows` and says what it makes of
/// each flow; reading the text must say the same. A parameter is called `unclear_...` where the
/// text does not tell, a flow `computed_...` where its name is computed.
class FlowSignatureIT {
  private static final Path FIXTURES = Path.of("src/test/resources/python");
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final List<Witness> WITNESSES = new ArrayList<>();

  /// What Prefect says about one flow.
  private record Witness(
      Path file, String function, String name, Optional<String> description, JsonNode schema) {

    static Witness parse(String line) {
      var json = MAPPER.readTree(line);
      return new Witness(
          Path.of(json.path("file").asString()),
          json.path("function").asString(),
          json.path("name").asString(),
          json.path("description").asStringOpt(),
          json.path("schema"));
    }

    FlowSignature signature() {
      try {
        return FlowSignature.read(Files.readString(file), function).orElseThrow();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @BeforeAll
  static void ask(@TempDir Path home) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(PrefectInstallation.find().resolveSibling("python").toString());
    command.add("-B");
    command.add(FIXTURES.resolve("witness.py").toString());
    try (var files = Files.list(FIXTURES.resolve("flows"))) {
      files.map(Path::toString).filter(name -> name.endsWith(".py")).sorted().forEach(command::add);
    }
    var errors = home.resolve("errors");
    var builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().put("PREFECT_HOME", home.toString());
    builder.environment().put("PYTHONIOENCODING", "utf-8");
    var process = builder.start();
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().map(Witness::parse).forEach(WITNESSES::add);
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(() -> read(errors)).isZero();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void prefect_was_asked_about_many_flows() {
    assertThat(WITNESSES).hasSizeGreaterThan(120);
  }

  @TestFactory
  Stream<DynamicTest> name_and_description_are_those_that_prefect_finds() {
    return tests(witness -> {
      var signature = witness.signature();

      if (witness.function().startsWith("computed_")) {
        assertThat(signature.flowName()).isEmpty();
      } else {
        assertThat(signature.flowName()).contains(witness.name());
      }
      if (!signature.description().isEmpty() || !witness.function().equals("computed_options")) {
        assertThat(signature.description()).isEqualTo(witness.description());
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> only_what_the_text_does_not_tell_is_unclear() {
    return tests(witness ->
        assertThat(witness.signature().unclear())
            .isEqualTo(
                parameters(witness.schema()).stream()
                    .filter(name -> name.startsWith("unclear_"))
                    .toList()));
  }

  @TestFactory
  Stream<DynamicTest> clear_parameters_have_the_schema_that_prefect_makes() {
    return tests(witness -> {
      var signature = witness.signature();

      assertThat(clear(signature.parameterSchema(), signature.unclear()))
          .isEqualTo(clear(witness.schema(), signature.unclear()));
    });
  }

  @TestFactory
  Stream<DynamicTest> unclear_parameters_take_whatever_prefect_would_take() {
    return tests(witness -> {
      var signature = witness.signature();
      var ours = signature.parameterSchema();

      for (var name : signature.unclear()) {
        var theirs = witness.schema().path("properties").path(name);
        ours.path("properties")
            .path(name)
            .properties()
            .forEach(property ->
                assertThat(theirs.path(property.getKey()))
                    .as(name + "." + property.getKey())
                    .isEqualTo(property.getValue()));
        assertThat(required(witness.schema()).contains(name) || !required(ours).contains(name))
            .as("%s is not required by us only", name)
            .isTrue();
      }
    });
  }

  private static Stream<DynamicTest> tests(Consumer<Witness> test) {
    return WITNESSES.stream()
        .sorted(Comparator.comparing(Witness::file).thenComparing(Witness::function))
        .map(witness ->
            DynamicTest.dynamicTest(
                witness.file().getFileName() + ":" + witness.function(),
                () -> test.accept(witness)));
  }

  /// A schema without the unclear parameters, and with the definitions that the others need.
  private static JsonNode clear(JsonNode schema, List<String> unclear) {
    var clear = (ObjectNode) MAPPER.readTree(schema.toString());
    ((ObjectNode) clear.path("properties")).remove(unclear);
    var required = required(schema).stream().filter(name -> !unclear.contains(name)).toList();
    clear.set("required", MAPPER.valueToTree(required));
    if (!unclear.isEmpty()) {
      clear.remove("definitions");
    }
    return clear;
  }

  private static List<String> parameters(JsonNode schema) {
    return schema.path("properties").propertyNames().stream().toList();
  }

  private static List<String> required(JsonNode schema) {
    return StreamSupport.stream(schema.path("required").spliterator(), false)
        .map(JsonNode::asString)
        .toList();
  }
}
