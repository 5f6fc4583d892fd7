package dev.snowdrift.operator.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.operator.source.DirectoryTree;
import dev.snowdrift.operator.view.ExitCode;
import dev.snowdrift.plan.Scope;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

@Command(
    name = "render",
    description =
        "Print the resources of an environment, with overlays merged and values filled in.")
final class RenderCommand implements Callable<Integer> {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(value ->
              value
                  .withValueInclusion(JsonInclude.Include.NON_EMPTY)
                  .withContentInclusion(JsonInclude.Include.NON_EMPTY))
          .build();

  @Mixin Common common = new Common();

  @Parameters(paramLabel = "PATH", description = "folder with base/, overlays/ and environments/")
  Path path = Path.of(".");

  @Override
  public Integer call() {
    var environment =
        common
            .environment()
            .orElseThrow(
                () -> new ParameterException(common.spec().commandLine(), "--env is needed"));
    var tree = new DirectoryTree(path);
    var problems = new Problems();
    var state = ValidateCommand.read(tree, environment, Scope.ALL, problems);
    var output = common.output();
    if (!problems.isEmpty()) {
      output.problems(problems.list(), Optional.of(tree));
      return ExitCode.INVALID.number();
    }
    var yaml = YAMLMapper.builder().enable(YAMLWriteFeature.MINIMIZE_QUOTES).build();
    var list = JsonNodeFactory.instance.arrayNode();
    for (var resource : state.resources().values()) {
      var node = JsonNodeFactory.instance.objectNode();
      node.put("kind", resource.id().kind());
      node.put("name", resource.id().name());
      node.put("declaredAt", resource.at().toString());
      node.set("spec", JSON.valueToTree(resource.spec()));
      list.add(node);
      if (!output.isJson()) {
        output.result(yaml.writeValueAsString(node));
      }
    }
    if (output.isJson()) {
      output.result(list);
    }
    return ExitCode.OK.number();
  }
}
