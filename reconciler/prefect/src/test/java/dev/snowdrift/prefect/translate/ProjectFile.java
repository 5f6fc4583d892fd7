package dev.snowdrift.prefect.translate;

import dev.snowdrift.manifest.ForeignYaml;
import dev.snowdrift.manifest.Limits;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.YamlTyping11;
import dev.snowdrift.prefect.python.FlowSignature;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A project file seen from outside: what has to be there so that it can be deployed on a machine
/// that has neither its code nor its surroundings.
record ProjectFile(String name, String text) {
  private static final Pattern VARIABLE =
      Pattern.compile("\\{\\{\\s*prefect\\.variables\\.([a-z0-9_-]+)");
  private static final Pattern BLOCK =
      Pattern.compile("\\{\\{\\s*prefect\\.blocks\\.([a-z0-9-]+)\\.([a-z0-9-]+)");
  private static final Pattern PROCESS = Pattern.compile("\\{\\{\\s*\\$([A-Za-z0-9_]+)");

  /// Modules that build and push steps come from, without the tools that they need.
  private static final String STEPS =
      """
      def build_docker_image(image_name, tag='built', **_):
          return {'image_name': image_name, 'tag': tag, 'image': f'{image_name}:{tag}'}

      def push_docker_image(image_name=None, tag=None, **_):
          return {'image_name': image_name, 'tag': tag, 'image': f'{image_name}:{tag}'}

      def push_to_s3(bucket=None, folder=None, **_):
          return {'bucket': bucket, 'folder': folder}
      """;

  JsonNode json() {
    var problems = new Problems();
    var content =
        ForeignYaml.read(name, text.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT, problems)
            .orElseThrow(() -> new IllegalArgumentException(problems.list().toString()));
    return YamlTyping11.json(content.documents().getFirst());
  }

  /// The same file without what makes Prefect's command line refuse it as a whole, or ask a person:
  /// named deployments get a work pool where they have none, and `parameters: null` and `schedule:
  /// []` are left out. As JSON, which is YAML too.
  ProjectFile completed() {
    var root = json();
    for (var deployment : root.path("deployments")) {
      if (!(deployment instanceof ObjectNode object) || deployment.path("name").isNull()) {
        continue;
      }
      for (var key : List.of("parameters", "work_pool")) {
        if (object.path(key).isNull()) {
          object.remove(key);
        }
      }
      if (object.path("schedule").isArray()) {
        object.remove("schedule");
      }
      var pool = object.withObject("/work_pool");
      if (pool.path("name").isNull() || pool.path("name").isMissingNode()) {
        pool.put("name", "pool-of-the-command-line");
      }
    }
    return new ProjectFile(name, root.toString());
  }

  /// The variables of its process, each with a value that tells them apart.
  SortedMap<String, String> process() {
    return found(PROCESS, "the-%s");
  }

  /// The workspace's variables.
  SortedMap<String, String> variables() {
    return found(VARIABLE, "value-of-%s");
  }

  private SortedMap<String, String> found(Pattern pattern, String value) {
    var all = new TreeMap<String, String>();
    var matcher = pattern.matcher(text);
    while (matcher.find()) {
      all.put(
          matcher.group(1), value.formatted(matcher.group(1).toLowerCase(java.util.Locale.ROOT)));
    }
    return all;
  }

  /// Blocks that it refers to, as `type/name`.
  Set<String> blocks() {
    var all = new TreeSet<String>();
    var matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      all.add(matcher.group(1) + "/" + matcher.group(2));
    }
    return all;
  }

  /// The work pools that it names, templates filled in; each with whether its runs have an image.
  SortedMap<String, Boolean> pools() {
    var all = new TreeMap<String, Boolean>();
    for (var deployment : json().path("deployments")) {
      var pool = filled(deployment.path("work_pool").path("name").asString(""));
      if (!pool.isEmpty()) {
        all.merge(
            pool,
            deployment.path("work_pool").path("job_variables").has("image"),
            Boolean::logicalOr);
      }
    }
    return all;
  }

  private String filled(String text) {
    var result = text;
    for (var value : process().entrySet()) {
      result =
          result.replaceAll("\\{\\{\\s*\\$%s\\s*}}".formatted(value.getKey()), value.getValue());
    }
    return result;
  }

  /// What the function of an entrypoint says of itself.
  Optional<FlowCode.Declared> declared(String entrypoint) {
    var function = entrypoint.substring(entrypoint.lastIndexOf(':') + 1);
    return Optional.ofNullable(code().get(file(entrypoint)))
        .flatMap(python -> FlowSignature.read(python, function))
        .map(flow ->
            new FlowCode.Declared(
                flow.flowName(), flow.description(), flow.parameterSchema(), flow.unclear()));
  }

  private static String file(String entrypoint) {
    var where = entrypoint.substring(0, Math.max(0, entrypoint.lastIndexOf(':')));
    var file = where.endsWith(".py") ? where : where.replace('.', '/') + ".py";
    return file.replaceFirst("^\\./", "");
  }

  private SortedMap<String, TreeMap<String, Set<String>>> functions() {
    var functions = new TreeMap<String, TreeMap<String, Set<String>>>();
    for (var deployment : json().path("deployments")) {
      var entrypoint = deployment.path("entrypoint").asString("");
      if (entrypoint.indexOf(':') >= 0) {
        functions
            .computeIfAbsent(file(entrypoint), _ -> new TreeMap<>())
            .computeIfAbsent(
                entrypoint.substring(entrypoint.lastIndexOf(':') + 1), _ -> new LinkedHashSet<>())
            .addAll(deployment.path("parameters").propertyNames());
      }
    }
    return functions;
  }

  /// A function for each entrypoint, with the parameters that are given to it anywhere.
  SortedMap<String, String> code() {
    var files = new TreeMap<String, String>();
    functions()
        .forEach((file, inFile) -> {
          var python = new StringBuilder("from typing import Any\nfrom prefect import flow\n");
          inFile.forEach((function, parameters) -> {
            var signature = parameters.stream().map("%s: Any = None"::formatted).toList();
            python.append(
                "\n\n@flow\ndef %s(%s):\n    \"\"\"Runs %s.\"\"\"\n"
                    .formatted(function, String.join(", ", signature), function));
          });
          files.put(file, python.toString());
        });
    return files;
  }

  /// Files of Python modules by path.
  static Map<String, String> modules() {
    return Map.of(
        "prefect_docker/__init__.py", "",
        "prefect_docker/deployments/__init__.py", "",
        "prefect_docker/deployments/steps.py", STEPS,
        "prefect_aws/__init__.py", "",
        "prefect_aws/deployments/__init__.py", "",
        "prefect_aws/deployments/steps.py", STEPS);
  }
}
