package dev.snowdrift.prefect.export;

import dev.snowdrift.kind.Observed;
import dev.snowdrift.manifest.YamlWriter;
import dev.snowdrift.prefect.translate.FlowManifests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A deployment as it was observed, in the words of a flow's manifest: the way back from what a
/// manifest is rendered to.
final class DeploymentExport {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern SECRET =
      Pattern.compile("\\{\\{\\s*prefect\\.blocks\\.secret\\.([a-z0-9-]+)\\s*}}");
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");

  private final Observed seen;
  private final ObjectNode fields = JSON.objectNode();
  private final List<String> remarks = new ArrayList<>();
  private final Map<String, String> ignored = new TreeMap<>();

  private DeploymentExport(Observed seen) {
    this.seen = seen;
  }

  /// @param entry for the flow's manifest
  /// @param ignored fields that stay as they are until a person has done something, with the reason
  record Exported(FlowManifests.Entry entry, Map<String, String> ignored) {
    Exported {
      ignored = Map.copyOf(ignored);
    }
  }

  static Exported of(Observed seen) {
    return new DeploymentExport(seen).export();
  }

  /// Why a deployment cannot be declared; empty when it can.
  static Optional<String> refusal(Observed seen) {
    if (seen.field("workPool").isEmpty()) {
      return Optional.of("it has no work pool: a process of its own serves it");
    }
    return seen.field("entrypoint").isEmpty()
        ? Optional.of("it has no entrypoint")
        : Optional.empty();
  }

  private Exported export() {
    take("entrypoint");
    jobVariables();
    take("tags");
    take("description");
    fields.putObject("pull").set("steps", value("pullSteps").orElseGet(JSON::arrayNode));
    take("workPool");
    value("workQueue")
        .filter(queue -> !queue.asString("").equals("default"))
        .ifPresent(queue -> fields.set("workQueue", queue));
    take("parameters");
    take("parameterSchema");
    value("enforceParameterSchema")
        .filter(enforced -> !enforced.asBoolean(true))
        .ifPresent(enforced -> fields.set("enforceParameterSchema", enforced));
    value("concurrency").ifPresent(this::concurrency);
    value("paused")
        .filter(paused -> paused.asBoolean(false))
        .ifPresent(paused -> fields.set("paused", paused));
    value("schedules").ifPresent(this::schedules);
    ignored.put(
        "version", "as it was deployed; without this entry it follows the content, one write each");
    var id = seen.id().name();
    return new Exported(
        new FlowManifests.Entry(
            YamlWriter.literal(JSON.stringNode(id.substring(id.indexOf('/') + 1))).asString(),
            (ObjectNode) YamlWriter.literal(fields),
            remarks),
        ignored);
  }

  private Optional<JsonNode> value(String field) {
    return seen.field(field);
  }

  private void take(String field) {
    value(field)
        .filter(value -> !(value.isContainer() && value.isEmpty()))
        .ifPresent(value -> fields.set(field, value));
  }

  /// Texts of the environment are `env`, references to Secret blocks are `secrets`; what is left
  /// stays a job variable.
  private void jobVariables() {
    var rest = (ObjectNode) value("jobVariables").orElseGet(JSON::objectNode).deepCopy();
    if (rest.path("image").isString()) {
      fields.set("image", rest.remove("image"));
    }
    var env = rest.path("env");
    var texts = JSON.objectNode();
    var secrets = JSON.objectNode();
    var others = JSON.objectNode();
    for (var variable : env.properties()) {
      var text = variable.getValue();
      var secret = SECRET.matcher(text.asString("").strip());
      if (secret.matches()
          && text.asString().equals("{{ prefect.blocks.secret.%s }}".formatted(secret.group(1)))) {
        secrets.putObject(variable.getKey()).put("block", secret.group(1));
      } else if (text.isString()) {
        texts.set(variable.getKey(), text);
      } else {
        others.set(variable.getKey(), text);
      }
    }
    if (!texts.isEmpty()) {
      fields.set("env", texts);
    }
    if (!secrets.isEmpty()) {
      fields.set("secrets", secrets);
    }
    if (env.isObject()) {
      rest.remove("env");
      if (!others.isEmpty()) {
        rest.set("env", others);
      }
    }
    if (!rest.isEmpty()) {
      fields.set("jobVariables", rest);
    }
  }

  private void concurrency(JsonNode seenLimit) {
    var limit = (ObjectNode) seenLimit.deepCopy();
    if (limit.has("shared")) {
      limit.remove("limit");
    }
    if (limit.path("collisionStrategy").asString("").equals("ENQUEUE")) {
      limit.remove("collisionStrategy");
    }
    fields.set("concurrency", limit);
  }

  /// A schedule without a slug has no name by which it could be found again.
  private void schedules(JsonNode seenSchedules) {
    var list = JSON.arrayNode();
    var unnamed = 0;
    for (var schedule : seenSchedules) {
      var item = (ObjectNode) schedule.deepCopy();
      var slug = item.remove("slug").asString();
      if (NAME.matcher(slug).matches()) {
        named(item, slug, list);
      } else {
        unnamed++;
        named(item, "schedule-" + unnamed, list);
      }
    }
    if (unnamed > 0) {
      var what =
          "%d of the schedules have no slug, by which they could be found again".formatted(unnamed);
      remarks.add(what + "; the names here are new.");
      ignored.put(
          "schedules", what + "; without this entry they are made anew under their names, once");
    }
    if (!list.isEmpty()) {
      fields.set("schedules", list);
    }
  }

  private static void named(ObjectNode item, String name, ArrayNode into) {
    var schedule = JSON.objectNode();
    if (!name.equals("default")) {
      schedule.put("name", name);
    }
    if (item.path("interval").isNumber()) {
      item.put("interval", item.path("interval").decimalValue().toPlainString());
    }
    if (item.path("dayOr").asBoolean(true)) {
      item.remove("dayOr");
    }
    if (item.path("timezone").asString("").equals("UTC")) {
      item.remove("timezone");
    }
    if (item.path("active").asBoolean(true)) {
      item.remove("active");
    }
    into.add(schedule.setAll(item));
  }
}
