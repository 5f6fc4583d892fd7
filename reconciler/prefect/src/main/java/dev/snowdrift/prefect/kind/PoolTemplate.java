package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Nearest;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.YamlTyping;
import dev.snowdrift.prefect.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A base job template: what job variables there are, and what a job looks like.
final class PoolTemplate {
  static final String CONFIGURATION = "job_configuration";
  static final String VARIABLES = "variables";

  private static final String PROPERTIES = "properties";
  private static final String DEFAULT = "default";

  /// PrefectHQ/prefect, src/prefect/utilities/templating.py.
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([\\w.\\-\\[\\]$]+)\\s*}}");

  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i).*(password|passwd|secret|token|api_?key|private_?key)$");

  private PoolTemplate() {}

  /// The template that a manifest gives, from the file that it names or as it stands there; empty
  /// when it gives none. Problems are reported.
  static Optional<ObjectNode> load(WorkPoolKind.Spec spec, LoadContext context) {
    if (spec.baseJobTemplate().isPresent() && spec.baseJobTemplateFile().isPresent()) {
      context.problem(
          Code.FIELD_VALUE,
          "baseJobTemplateFile",
          "a pool has both baseJobTemplate and baseJobTemplateFile",
          "its template comes from one place",
          "remove one");
      return Optional.empty();
    }
    var where = spec.baseJobTemplate().isPresent() ? "baseJobTemplate" : "baseJobTemplateFile";
    var template =
        spec.baseJobTemplate()
            .map(ObjectNode::deepCopy)
            .or(() -> spec.baseJobTemplateFile().flatMap(file -> read(file, where, context)));
    template.ifPresent(given -> check(given, where, context));
    return template;
  }

  /// JSON is read as the YAML that it is.
  private static Optional<ObjectNode> read(String file, String where, LoadContext context) {
    return context
        .yaml(file, where)
        .flatMap(node -> {
          var problems = new Problems();
          var json = YamlTyping.json(node, context.id().toString(), problems);
          for (var problem : problems.list()) {
            context.problem(
                problem.code(), problem.at(), problem.what(), problem.why(), problem.next());
          }
          if (json instanceof ObjectNode object) {
            return Optional.of(object);
          }
          context.problem(
              Code.FIELD_TYPE,
              where,
              "`%s` is no mapping".formatted(file),
              "a template has `job_configuration` and `variables`",
              "write what `prefect work-pool get-default-base-job-template` prints");
          return Optional.empty();
        });
  }

  private static void check(ObjectNode template, String where, LoadContext context) {
    if (!isFilled(template.path(CONFIGURATION)) || !isFilled(template.path(VARIABLES))) {
      context.problem(
          Code.FIELD_VALUE,
          where,
          "a template needs both `job_configuration` and `variables`",
          "Prefect refuses any other",
          "leave the template out to have that of the pool's type");
      return;
    }
    var known = template.path(VARIABLES).path(PROPERTIES);
    for (var found : placeholders(template.path(CONFIGURATION)).entrySet()) {
      var name = found.getKey();
      if (!known.has(name)) {
        context.problem(
            Code.FIELD_VALUE,
            where + "." + CONFIGURATION + found.getValue(),
            "`{{ %s }}` is no variable of the template".formatted(name),
            name.startsWith("prefect.")
                ? "references to blocks and variables stand in the default of a variable"
                : "Prefect refuses a job configuration that uses what `variables` does not declare",
            Nearest.of(name, known.propertyNames())
                .map(near -> "write `{{ %s }}`, or declare it".formatted(near))
                .orElse("declare it in `variables.properties`"));
      }
    }
    for (var variable : known.properties()) {
      checkSecrets(
          variable.getKey(),
          variable.getValue(),
          where + "." + VARIABLES + "." + PROPERTIES + "." + variable.getKey() + ".default",
          context);
    }
  }

  private static boolean isFilled(JsonNode part) {
    return part.isObject() && !part.isEmpty();
  }

  /// What a schema says is a secret has no value here; what only looks like one is said.
  private static void checkSecrets(String name, JsonNode schema, String path, LoadContext context) {
    var value = schema.path(DEFAULT);
    var isSecret =
        schema.path("writeOnly").asBoolean(false)
            || schema.path("format").asString("").equals("password");
    if (isSecret && isPlain(value)) {
      context.problem(
          Code.SECRET_INLINE,
          path,
          "the variable `%s` is a secret, and has a value here".formatted(name),
          "a repository holds no secret; Prefect reads a block when a run starts",
          "write `\"{{ prefect.blocks.secret.<name> }}\"`");
    }
    for (var inner : value.properties()) {
      if (isPlain(inner.getValue()) && SECRET_NAME.matcher(inner.getKey()).matches()) {
        context.warning(
            Code.SECRET_INLINE,
            context.at(path + "." + inner.getKey()),
            "`%s` of the variable `%s` looks like a secret".formatted(inner.getKey(), name),
            "every reader of the repository and of the workspace can see it",
            "write `\"{{ prefect.blocks.secret.<name> }}\"`, if it is one");
      }
    }
  }

  private static boolean isPlain(JsonNode value) {
    return value.isString() && !value.asString().isBlank() && !value.asString().contains("{{");
  }

  /// Each name with the first place where it is used, as a path that begins with a dot.
  private static Map<String, String> placeholders(JsonNode configuration) {
    var found = new TreeMap<String, String>();
    collect(configuration, "", found);
    return found;
  }

  private static void collect(JsonNode value, String path, Map<String, String> into) {
    if (value.isString()) {
      var matcher = PLACEHOLDER.matcher(value.asString());
      while (matcher.find()) {
        into.putIfAbsent(matcher.group(1), path);
      }
    }
    value
        .properties()
        .forEach(below -> collect(below.getValue(), path + "." + below.getKey(), into));
    if (value.isArray()) {
      for (var i = 0; i < value.size(); i++) {
        collect(value.get(i), path + "[" + i + "]", into);
      }
    }
  }

  /// What the variables are when no deployment says otherwise.
  static JsonNode defaults(JsonNode template) {
    var defaults = Json.object();
    for (var variable : template.path(VARIABLES).path(PROPERTIES).properties()) {
      var value = variable.getValue().path(DEFAULT);
      if (!value.isMissingNode() && !value.isNull()) {
        defaults.set(variable.getKey(), value);
      }
    }
    return Json.exact(defaults);
  }

  /// The template with other defaults; a variable that it does not have stays unset.
  static ObjectNode with(JsonNode template, Map<String, JsonNode> defaults) {
    var changed = (ObjectNode) template.deepCopy();
    defaults.forEach((name, value) -> {
      if (changed.path(VARIABLES).path(PROPERTIES).path(name) instanceof ObjectNode variable) {
        variable.set(DEFAULT, value);
      }
    });
    return changed;
  }

  /// Without a default the worker's own applies.
  static ObjectNode without(ObjectNode template, List<String> variables) {
    for (var name : variables) {
      if (template.path(VARIABLES).path(PROPERTIES).path(name) instanceof ObjectNode variable) {
        variable.remove(DEFAULT);
      }
    }
    return template;
  }

  /// What is wrong with a default.
  ///
  /// @param variable its name
  record Wrong(String variable, Code code, String what, String why, String next) {}

  /// Defaults against the variables of a template.
  static List<Wrong> wrong(JsonNode template, Map<String, JsonNode> defaults) {
    var found = new ArrayList<Wrong>();
    var variables = template.path(VARIABLES);
    var known = variables.path(PROPERTIES);
    for (var name : new TreeSet<>(defaults.keySet())) {
      if (!known.has(name)) {
        found.add(
            new Wrong(
                name,
                Code.FIELD_UNKNOWN,
                "the template has no variable `%s`".formatted(name),
                "it has " + String.join(", ", new TreeSet<>(known.propertyNames())),
                Nearest.of(name, known.propertyNames())
                    .map(near -> "write `%s`, if you mean that".formatted(near))
                    .orElse("remove it, or correct the name")));
        continue;
      }
      var value = Json.object();
      value.set(name, defaults.get(name));
      for (var misfit : Misfit.of(value, variables)) {
        found.add(
            new Wrong(
                name,
                Code.FIELD_TYPE,
                "`%s`: %s".formatted(misfit.path(), misfit.why()),
                "the template's variable is of another type",
                "correct the value"));
      }
    }
    return found;
  }
}
