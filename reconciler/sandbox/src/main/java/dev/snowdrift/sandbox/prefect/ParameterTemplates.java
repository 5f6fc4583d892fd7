package dev.snowdrift.sandbox.prefect;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Parameters that say how they come about: `{"__prefect_kind": "json" | "workspace_variable" |
/// "jinja" | "none", ...}`. The server renders them when a deployment is patched and when a run is
/// made (PrefectHQ/prefect, src/prefect/server/utilities/schemas/hydration.py); of jinja only plain
/// text and whole literals are known here.
final class ParameterTemplates {
  private static final String KIND = "__prefect_kind";
  private static final Pattern LITERAL =
      Pattern.compile("\\{\\{\\s*(?:'([^']*)'|\"([^\"]*)\"|(-?[0-9]+))\\s*}}");

  private final World world;
  private final String errorStart;

  /// @param errorStart how a 400 begins: `Error hydrating deployment parameters: `
  ParameterTemplates(World world, String errorStart) {
    this.world = world;
    this.errorStart = errorStart;
  }

  JsonNode rendered(JsonNode value) {
    return switch (value) {
      case ObjectNode object when object.has(KIND) -> resolved(object);
      case ObjectNode object -> {
        var rest = Json.object();
        object.properties().forEach(e -> rest.set(e.getKey(), rendered(e.getValue())));
        yield rest;
      }
      case ArrayNode array ->
          Json.array(Json.elements(array).stream().map(this::rendered).toList());
      default -> value;
    };
  }

  private JsonNode resolved(ObjectNode template) {
    return switch (Json.text(template, KIND)) {
      case "none" -> template.has("value") ? rendered(template.path("value")) : Json.nil();
      case "json" -> json(Json.text(template, "value"));
      case "workspace_variable" -> variable(Json.text(template, "variable_name"));
      case "jinja" -> Json.text(jinja(Json.text(template, "template")));
      default -> template;
    };
  }

  private JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw refused("Invalid JSON: " + e.getOriginalMessage());
    }
  }

  private JsonNode variable(String name) {
    return world
        .variables
        .findBy("name", name)
        .map(variable -> variable.path("value"))
        .orElseThrow(() -> refused("Variable '%s' not found in workspace.".formatted(name)));
  }

  private String jinja(String template) {
    var rendered =
        LITERAL
            .matcher(template)
            .replaceAll(found ->
                Matcher.quoteReplacement(
                    Optional.ofNullable(found.group(1))
                        .or(() -> Optional.ofNullable(found.group(2)))
                        .orElseGet(() -> found.group(3))));
    if (rendered.contains("{{") || rendered.contains("{%")) {
      throw refused("Invalid jinja: the stand-in renders literals only");
    }
    return rendered;
  }

  private ApiError refused(String why) {
    return ApiError.detail(400, errorStart + why);
  }
}
