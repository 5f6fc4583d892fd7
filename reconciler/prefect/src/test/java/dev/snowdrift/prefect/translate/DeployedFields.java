package dev.snowdrift.prefect.translate;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.prefect.Json;
import dev.snowdrift.prefect.translate.DeployComparison.Difference;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The fields of two deployments of the same name, and which differences are meant.
final class DeployedFields {
  /// As the server calls them.
  static final List<String> NAMES =
      List.of(
          "entrypoint",
          "path",
          "version",
          "description",
          "tags",
          "work_pool_name",
          "work_queue_name",
          "parameters",
          "parameter_openapi_schema",
          "enforce_parameter_schema",
          "job_variables",
          "pull_steps",
          "paused",
          "global_concurrency_limit",
          "concurrency_options",
          "schedules");

  private final ProjectFile project;

  DeployedFields(ProjectFile project) {
    this.project = project;
  }

  /// Adds the differences, and answers how many fields are the same.
  int compare(String name, JsonNode deployed, JsonNode converged, List<Difference> into) {
    var equal = 0;
    for (var field : NAMES) {
      var one = canonical(field, deployed);
      var other = canonical(field, converged);
      if (one.equals(other)) {
        equal++;
      } else {
        into.add(new Difference(name, field, one, other, reason(field, one, other)));
      }
    }
    return equal;
  }

  private static JsonNode canonical(String field, JsonNode deployment) {
    var value = deployment.path(field);
    return switch (field) {
      case "tags" ->
          Canonical.set(
              value
                  .valueStream()
                  .map(tag -> tag.asString(""))
                  .filter(tag -> !tag.startsWith("snowdrift:"))
                  .toList());
      case "global_concurrency_limit" -> Json.or(value.path("limit"), Json.object());
      case "schedules" -> schedules(value);
      // A function without parameters has a schema without properties, which says nothing.
      case "parameter_openapi_schema" ->
          value.path("properties").isEmpty() ? Json.object() : Json.exact(value);
      default -> Json.present(value).orElseGet(JsonNodeFactory.instance::nullNode);
    };
  }

  /// Without what the server makes up, and without names, which Prefect's own file hardly gives.
  private static JsonNode schedules(JsonNode schedules) {
    var items =
        schedules
            .valueStream()
            .map(schedule -> {
              var item = Json.object();
              var timing = (ObjectNode) schedule.path("schedule").deepCopy();
              if (timing.path("timezone").isNull()) {
                timing.put("timezone", "UTC");
              }
              timing
                  .path("cron")
                  .asStringOpt()
                  .ifPresent(cron -> timing.put("cron", cron.strip().replaceAll("\\s+", " ")));
              item.set("schedule", timing);
              item.set("active", schedule.path("active"));
              item.set("parameters", schedule.path("parameters"));
              return Json.exact(item);
            })
            .sorted(Comparator.comparing(JsonNode::toString))
            .toList();
    return JsonNodeFactory.instance.arrayNode().addAll(items);
  }

  private String reason(String field, JsonNode one, JsonNode other) {
    return switch (field) {
      case "version" -> "the version follows the content";
      case "tags" ->
          one.valueStream().allMatch(tag -> tag.asString("").length() == 1)
              ? "Prefect takes a text letter by letter for a list"
              : one.toString().contains("['")
                  ? "Prefect writes a list within the list as one text"
                  : "";
      case "pull_steps" -> pullSteps(other);
      case "job_variables" ->
          project.process().keySet().stream().anyMatch(Templates::isSecret)
                  && other.toString().contains("{{ prefect.blocks.secret.")
              ? "secrets are read from blocks when a run starts"
              : other.toString().contains("{{ prefect.variables.")
                  ? "variables are read when a run starts"
                  : "";
      case "concurrency_options" ->
          one.isNull() && other.path("collision_strategy").asString("").equals("ENQUEUE")
              ? "the standard strategy is said"
              : "";
      case "schedules" ->
          withoutAnchors(one).equals(withoutAnchors(other))
              ? "the anchor is the time of the request"
              : "";
      default -> "";
    };
  }

  private String pullSteps(JsonNode converged) {
    if (converged.toString().contains("snowdrift_")) {
      return "runs clone the converged commit";
    }
    if (project.text().contains("prefect.projects.steps")) {
      return "steps of Prefect 2 have the names of Prefect 3";
    }
    return converged.toString().contains("{{ prefect.blocks.secret.")
        ? "secrets are read from blocks when a run starts"
        : "";
  }

  private static JsonNode withoutAnchors(JsonNode schedules) {
    var copy = schedules.deepCopy();
    copy.forEach(item -> {
      if (item.path("schedule") instanceof ObjectNode timing) {
        timing.remove("anchor_date");
      }
    });
    return copy;
  }
}
