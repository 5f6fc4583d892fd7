package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.prefect.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A trigger in canonical form: as a manifest has it, without what it would be anyway, sets sorted,
/// times in seconds, and without the id, which is a new one after every write.
///
/// What the server makes of what it gets: labels, sets and numbers are filled in, and a proactive
/// trigger without a time waits for ten seconds (PrefectHQ/prefect,
/// src/prefect/server/events/schemas/automations.py).
final class TriggerForm {
  private static final String REACTIVE = "Reactive";
  private static final String PROACTIVE = "Proactive";
  private static final long SHORTEST_WAIT = 10;
  private static final JsonNode SHORTEST_RANGE = Canonical.number(300);
  private static final Map<String, String> SETS =
      Map.of("after", "after", "expect", "expect", "forEach", "for_each");

  private TriggerForm() {}

  static JsonNode desired(AutomationSpec.Trigger trigger) {
    return switch (trigger.type()) {
      case "compound", "sequence" -> {
        var form = Json.object().put("type", trigger.type());
        trigger.require().map(TriggerForm::require).ifPresent(value -> form.set("require", value));
        seconds(trigger.within()).ifPresent(value -> form.set("within", value));
        var inner = form.putArray("triggers");
        trigger.triggers().forEach(event -> inner.add(desired(event)));
        yield Json.exact(form);
      }
      case "metric" -> {
        var form = Json.object().put("type", "metric");
        var watched = form.putObject("metric");
        trigger
            .metric()
            .ifPresent(metric -> {
              watched.put("name", metric.name()).put("operator", metric.operator());
              watched.put("threshold", metric.threshold());
              watched.set("range", seconds(metric.range()).orElse(SHORTEST_RANGE));
              watched.set("firingFor", seconds(metric.firingFor()).orElse(SHORTEST_RANGE));
            });
        labels(form, object(trigger.match()), trigger.matchRelated().orElseGet(Json::object));
        yield Json.exact(form);
      }
      default -> desired(trigger.event());
    };
  }

  private static JsonNode desired(AutomationSpec.Event event) {
    var form = Json.object().put("type", "event");
    labels(form, object(event.match()), event.matchRelated().orElseGet(Json::object));
    set(form, "after", Canonical.set(event.after()));
    set(form, "expect", Canonical.set(event.expect()));
    set(form, "forEach", Canonical.set(event.forEach()));
    return timing(
        form,
        event.posture().orElse(REACTIVE),
        event.threshold(),
        seconds(event.within()).orElse(Canonical.number(0)));
  }

  /// As the server shows it.
  static JsonNode observed(JsonNode trigger) {
    var type = trigger.path("type").asString("event");
    var form = Json.object().put("type", type);
    switch (type) {
      case "event" -> {
        labels(form, trigger.path("match"), trigger.path("match_related"));
        SETS.forEach(
            (name, property) -> set(form, name, Canonical.set(texts(trigger.path(property)))));
        return timing(
            form,
            trigger.path("posture").asString(REACTIVE),
            OptionalLong.of(trigger.path("threshold").asLong(1)),
            Json.or(trigger.path("within"), Canonical.number(0)));
      }
      case "metric" -> {
        labels(form, trigger.path("match"), trigger.path("match_related"));
        var metric = trigger.path("metric");
        var watched = form.putObject("metric");
        for (var name : List.of("name", "operator", "threshold")) {
          watched.set(name, metric.path(name));
        }
        watched.set("range", Json.or(metric.path("range"), SHORTEST_RANGE));
        watched.set("firingFor", Json.or(metric.path("firing_for"), SHORTEST_RANGE));
      }
      default -> {
        Json.present(trigger.path("require")).ifPresent(value -> form.set("require", value));
        Json.present(trigger.path("within")).ifPresent(value -> form.set("within", value));
        var inner = form.putArray("triggers");
        trigger.path("triggers").forEach(part -> inner.add(observed(part)));
      }
    }
    return Json.exact(form);
  }

  /// The body of a request, from canonical form. The sets and labels are left to the server where
  /// there are none.
  static ObjectNode body(JsonNode form) {
    var type = form.path("type").asString("event");
    var body = Json.object().put("type", type);
    copy(form, "match", body, "match");
    var related = form.path("matchRelated");
    if (related.size() > 0) {
      body.set("match_related", related.size() == 1 ? related.get(0) : related);
    }
    switch (type) {
      case "event" -> {
        SETS.forEach((name, property) -> copy(form, name, body, property));
        body.put("posture", form.path("posture").asString(REACTIVE));
        copy(form, "threshold", body, "threshold");
        copy(form, "within", body, "within");
      }
      case "metric" -> {
        body.put("posture", "Metric");
        var watched = (ObjectNode) form.path("metric").deepCopy();
        watched.set("firing_for", watched.path("firingFor"));
        watched.remove("firingFor");
        body.set("metric", watched);
      }
      default -> {
        copy(form, "require", body, "require");
        body.set("within", form.has("within") ? form.get("within") : body.nullNode());
        var inner = body.putArray("triggers");
        form.path("triggers").forEach(part -> inner.add(body(part)));
      }
    }
    return body;
  }

  private static void copy(JsonNode from, String name, ObjectNode to, String as) {
    if (from.has(name)) {
      to.set(as, from.get(name));
    }
  }

  private static JsonNode timing(
      ObjectNode form, String posture, OptionalLong threshold, JsonNode within) {
    var proactive = posture.equals(PROACTIVE);
    if (proactive) {
      form.put("posture", PROACTIVE);
    }
    if (threshold.orElse(1) != 1) {
      form.put("threshold", threshold.getAsLong());
    }
    if (within.asDouble() != (proactive ? SHORTEST_WAIT : 0) && !(proactive && isZero(within))) {
      form.set("within", within);
    }
    return Json.exact(form);
  }

  private static boolean isZero(JsonNode number) {
    return number.asDouble() == 0;
  }

  /// One value and a list of it alone are the same; the labels of one related resource are a list
  /// of one.
  private static void labels(ObjectNode form, JsonNode match, JsonNode related) {
    Json.present(labels(match)).ifPresent(value -> form.set("match", value));
    var all = new TreeMap<String, JsonNode>();
    for (var each : related.isArray() ? related.valueStream().toList() : List.of(related)) {
      Json.present(labels(each)).ifPresent(value -> all.put(value.toString(), value));
    }
    if (!all.isEmpty()) {
      var list = form.putArray("matchRelated");
      all.values().forEach(list::add);
    }
  }

  private static JsonNode labels(JsonNode labels) {
    var form = Json.object();
    labels.properties().forEach(label -> form.set(label.getKey(), values(label.getValue())));
    return Json.exact(form);
  }

  private static JsonNode values(JsonNode value) {
    if (!value.isArray()) {
      return value;
    }
    var set = Canonical.set(texts(value));
    return set.size() == 1 ? set.get(0) : set;
  }

  private static void set(ObjectNode form, String name, JsonNode set) {
    if (!set.isEmpty()) {
      form.set(name, set);
    }
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().flatMap(item -> item.asStringOpt().stream()).toList();
  }

  private static ObjectNode object(Map<String, JsonNode> labels) {
    var object = Json.object();
    new TreeMap<>(labels).forEach(object::set);
    return object;
  }

  private static JsonNode require(String text) {
    return text.chars().allMatch(Character::isDigit)
        ? Canonical.number(Long.parseLong(text))
        : JsonNodeFactory.instance.stringNode(text);
  }

  /// Empty for what is no time as well as for none.
  static Optional<JsonNode> seconds(Optional<String> text) {
    return text.flatMap(TriggerForm::seconds);
  }

  static Optional<JsonNode> seconds(String text) {
    return text.strip().equals("0") ? Optional.of(Canonical.number(0)) : Schedules.seconds(text);
  }
}
