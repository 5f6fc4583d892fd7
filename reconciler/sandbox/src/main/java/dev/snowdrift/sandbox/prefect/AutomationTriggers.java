package dev.snowdrift.sandbox.prefect;

import dev.snowdrift.sandbox.prefect.ApiError.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The triggers of automations, in the server's form: what is left out is filled in, what it does
/// not know is dropped, and each has a new id (PrefectHQ/prefect,
/// src/prefect/server/events/schemas/automations.py). Of the refusals, only those are given that
/// concern the type which is meant; the server adds those of all others.
final class AutomationTriggers {
  private static final double SHORTEST_WAIT = 10;
  private static final String COMPOUND =
      "function-after[validate_require(), function-after[validate_require(), CompoundTrigger]]";

  private final List<Violation> violations = new ArrayList<>();

  /// @param violations what is wrong with it; added to
  static JsonNode read(JsonNode body, List<Violation> violations) {
    var reader = new AutomationTriggers();
    var trigger = reader.trigger(body.path("trigger"), List.of("trigger"));
    violations.addAll(reader.violations);
    return trigger;
  }

  private JsonNode trigger(JsonNode given, List<String> where) {
    var type = Json.given(given, "type") ? Json.text(given, "type") : implied(given);
    return switch (type) {
      case "event" -> event(given, Shape.append(where, "EventTrigger"));
      case "compound" -> composite(given, type, Shape.append(where, COMPOUND));
      case "sequence" -> composite(given, type, Shape.append(where, "SequenceTrigger"));
      default -> {
        wrongType(given, where, "EventTrigger", "event");
        wrongType(given, where, COMPOUND, "compound");
        wrongType(given, where, "SequenceTrigger", "sequence");
        yield Json.object();
      }
    };
  }

  private static String implied(JsonNode given) {
    return given.has("triggers") ? given.has("require") ? "compound" : "sequence" : "event";
  }

  private void wrongType(JsonNode given, List<String> where, String model, String word) {
    violations.add(
        new Violation(
            "literal_error",
            Shape.append(Shape.append(where, model), "type"),
            "Input should be '%s'".formatted(word),
            given.path("type")));
  }

  private ObjectNode composite(JsonNode given, String type, List<String> at) {
    var trigger = Json.object().put("type", type).put("id", UUID.randomUUID().toString());
    var inner = Json.array();
    var parts = Json.elements(given.path("triggers"));
    for (var i = 0; i < parts.size(); i++) {
      var place = Shape.append(Shape.append(at, "triggers"), Integer.toString(i));
      inner.add(trigger(parts.get(i), place));
    }
    trigger.set("triggers", inner);
    for (var field : List.of("triggers", "within")) {
      if (!given.has(field)) {
        violations.add(Violation.missing(Shape.append(at, field), given));
      }
    }
    trigger.set(
        "within",
        Json.given(given, "within") ? Json.number(given.path("within").asDouble()) : Json.nil());
    if (type.equals("compound")) {
      trigger.set("require", given.path("require"));
      require(given, parts.size(), at);
    }
    return trigger;
  }

  private void require(JsonNode given, int parts, List<String> at) {
    var require = given.path("require");
    if (require.isMissingNode()) {
      violations.add(Violation.missing(Shape.append(at, "require"), given));
    } else if (require.isIntegralNumber()) {
      if (require.asInt() < 1) {
        violations.add(Violation.value(at, "require must be at least 1", given));
      } else if (require.asInt() > parts) {
        violations.add(
            Violation.value(
                at, "require must be less than or equal to the number of triggers", given));
      }
    } else if (!List.of("any", "all").contains(require.asString(""))) {
      violations.add(
          new Violation(
              "literal_error",
              Shape.append(Shape.append(at, "require"), "literal['any','all']"),
              "Input should be 'any' or 'all'",
              require));
    }
  }

  private ObjectNode event(JsonNode given, List<String> at) {
    var trigger = Json.object().put("type", "event").put("id", UUID.randomUUID().toString());
    for (var field : List.of("match", "match_related")) {
      trigger.set(field, given.has(field) ? given.path(field) : Json.object());
    }
    for (var field : List.of("after", "expect", "for_each")) {
      var sorted = Json.array();
      new TreeSet<>(Json.texts(given.path(field))).forEach(sorted::add);
      trigger.set(field, sorted);
    }
    if (!given.has("posture")) {
      violations.add(Violation.missing(Shape.append(at, "posture"), given));
    } else if (!List.of("Reactive", "Proactive").contains(Json.text(given, "posture"))) {
      violations.add(
          new Violation(
              "literal_error",
              Shape.append(at, "posture"),
              "Input should be Posture.Reactive or Posture.Proactive",
              given.path("posture")));
    }
    trigger.put("posture", Json.text(given, "posture"));
    trigger.put("threshold", given.path("threshold").asInt(1));
    return trigger.put("within", within(given, at));
  }

  /// The server does not refuse a proactive trigger without a time: it takes ten seconds.
  private double within(JsonNode given, List<String> at) {
    var within = given.path("within").asDouble(0);
    if (given.path("within").isNull()) {
      violations.add(Violation.value(at, "`within` should be a valid timedelta", given));
    } else if (within < 0) {
      violations.add(
          new Violation(
              "greater_than_equal",
              Shape.append(at, "within"),
              "Input should be greater than or equal to 0 seconds",
              given.path("within")));
    } else if (Json.text(given, "posture").equals("Proactive") && within < SHORTEST_WAIT) {
      if (within > 0) {
        violations.add(
            Violation.value(
                at,
                "`within` for Proactive triggers must be greater than or equal to 10 seconds",
                given));
      }
      return SHORTEST_WAIT;
    }
    return within;
  }
}
