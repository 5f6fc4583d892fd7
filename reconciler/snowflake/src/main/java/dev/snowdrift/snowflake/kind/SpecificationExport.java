package dev.snowdrift.snowflake.kind;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// From the normal form of a specification back to one as a person writes it: with the wrapper
/// `spec`, and without what goes without saying.
///
/// Resources stay as they were observed. Snowflake fills in those that nobody set, and they cannot
/// be told from a person's.
final class SpecificationExport {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private SpecificationExport() {}

  static ObjectNode of(JsonNode form) {
    var document = JSON.objectNode();
    var spec = document.putObject("spec");
    for (var key : new String[] {"containers", "endpoints", "volumes"}) {
      if (form.has(key)) {
        spec.putArray(key);
      }
    }
    for (var property : form.properties()) {
      switch (property.getKey()) {
        case "serviceRoles", "capabilities" -> document.set(property.getKey(), property.getValue());
        case "containers" -> each(property.getValue(), spec, "containers", CONTAINER);
        case "endpoints" -> each(property.getValue(), spec, "endpoints", ENDPOINT);
        case "volumes" -> each(property.getValue(), spec, "volumes", VOLUME);
        default -> spec.set(property.getKey(), property.getValue());
      }
    }
    return document;
  }

  private static final String[] CONTAINER = {
    "name",
    "image",
    "command",
    "args",
    "env",
    "secrets",
    "volumeMounts",
    "resources",
    "readinessProbe",
    "livenessProbe"
  };
  private static final String[] ENDPOINT = {"name", "port", "portRange", "protocol", "public"};
  private static final String[] VOLUME = {"name", "source", "size"};

  private static void each(JsonNode list, ObjectNode into, String key, String[] order) {
    for (var item : list) {
      var ordered = JSON.objectNode();
      for (var name : order) {
        if (item.has(name)) {
          ordered.set(name, item.path(name));
        }
      }
      item.properties().forEach(each -> ordered.set(each.getKey(), each.getValue()));
      plain(ordered);
      into.withArray("/" + key).add(ordered);
    }
  }

  /// The defaults of Snowflake's "Service specification reference".
  private static void plain(ObjectNode item) {
    drop(item, "mountSessionToken", "true");
    drop(item, "public", "false");
    drop(item, "protocol", "HTTP");
    probe(item, "readinessProbe", "5");
    probe(item, "livenessProbe", "10");
  }

  private static void probe(ObjectNode container, String name, String period) {
    if (container.path(name) instanceof ObjectNode probe) {
      drop(probe, "periodSeconds", period);
      drop(probe, "failureThreshold", "3");
    }
  }

  private static void drop(ObjectNode object, String key, String standard) {
    if (object.path(key).asString("").equals(standard)) {
      object.remove(key);
    }
  }
}
