package dev.snowdrift.operator.cli;

import dev.snowdrift.kind.Kind;
import dev.snowdrift.manifest.SchemaGenerator;
import dev.snowdrift.operator.Assembly;
import dev.snowdrift.operator.view.ExitCode;
import dev.snowdrift.report.KindGuide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "schema",
    description = "Print the JSON Schema of a kind, or write those of all kinds into a folder.")
final class SchemaCommand implements Callable<Integer> {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @Mixin Common common = new Common();

  @Parameters(arity = "0..1", paramLabel = "KIND")
  @Nullable String kind;

  @Option(names = "--all", paramLabel = "FOLDER", description = "write <kind>.json for every kind")
  @Nullable Path all;

  @Option(
      names = "--guide",
      paramLabel = "FOLDER",
      description = "write <kind>.md, the guide of each kind, for every kind")
  @Nullable Path guide;

  @Override
  public Integer call() throws IOException {
    var kinds = Assembly.kinds().all().stream().filter(Kind::declarable).toList();
    if (all != null) {
      Files.createDirectories(all);
      for (var one : kinds) {
        Files.writeString(all.resolve(one.name() + ".json"), text(one));
      }
      common.output().say("%d schemas in %s".formatted(kinds.size(), all));
      return ExitCode.OK.number();
    }
    if (guide != null) {
      Files.createDirectories(guide);
      for (var one : kinds) {
        Files.writeString(guide.resolve(one.name() + ".md"), KindGuide.render(one));
      }
      common.output().say("%d guides in %s".formatted(kinds.size(), guide));
      return ExitCode.OK.number();
    }
    var one =
        kinds.stream()
            .filter(candidate -> candidate.name().equals(kind))
            .findFirst()
            .orElseThrow(() ->
                new ParameterException(
                    common.spec().commandLine(),
                    "name a kind: " + String.join(", ", kinds.stream().map(Kind::name).toList())));
    common.output().result(text(one));
    return ExitCode.OK.number();
  }

  /// The published form: two-space indent and a newline at the end.
  static String text(Kind<?> kind) {
    var schema =
        SchemaGenerator.published(kind.name(), kind.specification().asSubclass(Record.class));
    return JSON.writeValueAsString(schema) + "\n";
  }
}
