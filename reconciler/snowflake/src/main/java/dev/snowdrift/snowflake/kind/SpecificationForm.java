package dev.snowdrift.snowflake.kind;

import dev.snowdrift.image.ImagePath;
import dev.snowdrift.kind.Canonical;
import dev.snowdrift.snowflake.QualifiedName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One form for all specifications that mean the same, so that what Git says can be compared with
/// what DESCRIBE SERVICE renders (which adds a digest to each image, quotes and defaults).
///
/// The wrapper `spec` is taken off: `serviceRoles` and `capabilities` stand beside `containers`.
final class SpecificationForm {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final Set<String> SNAPSHOTS = Set.of("snapshotOnDelete", "snapshotDeleteAfter");

  private final QualifiedName schema;

  /// @param schema of the service; short names of secrets are in it
  SpecificationForm(QualifiedName schema) {
    this.schema = schema;
  }

  /// The normal form of a whole specification.
  JsonNode of(JsonNode specification) {
    var form = JSON.objectNode();
    var spec = specification.path("spec");
    for (var property : spec.properties()) {
      var value = property.getValue();
      switch (property.getKey()) {
        case "containers" -> form.set("containers", each(value, this::container, "name"));
        case "endpoints" -> setUnlessEmpty(form, "endpoints", each(value, this::endpoint, "name"));
        case "volumes" -> setUnlessEmpty(form, "volumes", each(value, this::volume, "name"));
        case "platformMonitor" ->
            setUnlessEmpty(form, "platformMonitor", withoutEmpty(monitor(value)));
        case "logExporters" -> setUnlessEmpty(form, "logExporters", withoutEmpty(exporters(value)));
        case "resourceManagement" ->
            setUnlessEmpty(form, "resourceManagement", withoutEmpty(Scalars.texts(value)));
        default -> form.set(property.getKey(), value);
      }
    }
    setUnlessEmpty(
        form, "serviceRoles", each(specification.path("serviceRoles"), this::role, "name"));
    setUnlessEmpty(
        form,
        "capabilities",
        withoutEmpty(withoutFalse(Scalars.flags(specification.path("capabilities")))));
    return Canonical.tree(form);
  }

  private JsonNode container(JsonNode written) {
    var container = copy(written);
    container.remove("sha256");
    if (container.path("image").isString()) {
      container.put("image", ImagePath.parse(container.path("image").asString()).canonical());
    }
    texts(container, "command");
    texts(container, "args");
    if (container.path("env").isObject()) {
      var env = JSON.objectNode();
      container
          .path("env")
          .properties()
          .forEach(each -> env.put(each.getKey(), text(each.getValue())));
      setUnlessEmpty(container, "env", env);
    }
    probe(container, "readinessProbe", 5);
    probe(container, "livenessProbe", 10);
    Scalars.flags(container, "mountSessionToken");
    fill(container, "mountSessionToken", JSON.booleanNode(true));
    if (container.path("sessionTokenConfig") instanceof ObjectNode config) {
      setUnlessEmpty(container, "sessionTokenConfig", tokenConfig(config));
    }
    if (container.path("volumeMounts").isArray()) {
      setUnlessEmpty(container, "volumeMounts", sorted(container.path("volumeMounts")));
    }
    if (container.path("secrets").isArray()) {
      var secrets = JSON.arrayNode();
      container.path("secrets").forEach(secret -> secrets.add(secret(secret)));
      setUnlessEmpty(container, "secrets", sorted(secrets));
    }
    setUnlessEmpty(container, "resources", resources(container.path("resources")));
    return container;
  }

  private static JsonNode resources(JsonNode written) {
    var resources = JSON.objectNode();
    for (var side : List.of("requests", "limits")) {
      var amounts = JSON.objectNode();
      for (var amount : written.path(side).properties()) {
        var text = text(amount.getValue());
        amounts.put(
            amount.getKey(),
            amount.getKey().equals("memory") ? Quantities.memory(text) : Quantities.cpu(text));
      }
      setUnlessEmpty(resources, side, amounts);
    }
    return resources;
  }

  private static JsonNode tokenConfig(ObjectNode written) {
    var config = copy(written);
    Scalars.flags(config, "mountConnectionConfig");
    if (config.path("path").isString()) {
      fill(config, "permission", JSON.stringNode("0644"));
    }
    return withoutFalse(config);
  }

  private static void probe(ObjectNode container, String name, int period) {
    if (container.path(name) instanceof ObjectNode probe) {
      var filled = copy(probe);
      Scalars.numbers(filled, "port", "periodSeconds", "failureThreshold");
      fill(filled, "periodSeconds", JSON.numberNode(period));
      fill(filled, "failureThreshold", JSON.numberNode(3));
      container.set(name, filled);
    }
  }

  private JsonNode secret(JsonNode written) {
    var secret = copy(written);
    var named = secret.path("snowflakeSecret");
    if (named.isString()) {
      secret.set(
          "snowflakeSecret", JSON.objectNode().put("objectName", qualified(named.asString())));
    } else if (named.path("objectName").isString()) {
      var object = copy(named);
      object.put("objectName", qualified(named.path("objectName").asString()));
      secret.set("snowflakeSecret", object);
    }
    if (secret.path("secretKeyRef").isString()) {
      secret.put("secretKeyRef", secret.path("secretKeyRef").asString().toLowerCase(Locale.ROOT));
    }
    return secret;
  }

  /// A secret's full name; as written when it is no name.
  String qualified(String written) {
    try {
      var name = QualifiedName.parse(written);
      return switch (name.parts().size()) {
        case 1 -> schema.child(name.last()).canonical();
        case 2 -> {
          var database = new QualifiedName(List.of(schema.parts().getFirst()));
          yield database.child(name.parts().getFirst()).child(name.last()).canonical();
        }
        default -> name.canonical();
      };
    } catch (IllegalArgumentException e) {
      return written;
    }
  }

  private JsonNode endpoint(JsonNode written) {
    var endpoint = copy(written);
    var protocol = endpoint.path("protocol").asString("HTTP");
    endpoint.put("protocol", protocol.toUpperCase(Locale.ROOT));
    Scalars.numbers(endpoint, "port");
    Scalars.flags(endpoint, "public");
    if (endpoint.path("corsSettings") instanceof ObjectNode cors) {
      var sets = JSON.objectNode();
      cors.properties()
          .forEach(
              each -> setUnlessEmpty(sets, each.getKey(), Canonical.set(strings(each.getValue()))));
      setUnlessEmpty(endpoint, "corsSettings", sets);
    }
    fill(endpoint, "public", JSON.booleanNode(false));
    return endpoint;
  }

  /// Of a block volume, only what an upgrade can change; the rest is {@link #blockVolumes}.
  private JsonNode volume(JsonNode written) {
    var volume = copy(written);
    Scalars.numbers(volume, "uid", "gid");
    if (isBlock(written)) {
      volume.remove("size");
      var config = JSON.objectNode();
      for (var key : SNAPSHOTS) {
        setUnlessEmpty(config, key, written.path("blockConfig").path(key));
      }
      Scalars.flags(config, "snapshotOnDelete");
      setUnlessEmpty(volume, "blockConfig", config);
      return volume;
    }
    if (!volume.path("size").isMissingNode()) {
      volume.put("size", Quantities.memory(text(volume.path("size"))));
    }
    if (volume.path("stageConfig") instanceof ObjectNode config) {
      volume.set("stageConfig", stageConfig(config));
    }
    return volume;
  }

  private JsonNode stageConfig(ObjectNode written) {
    var config = copy(written);
    var name = config.path("name").asString("");
    if (name.startsWith("@")) {
      var slash = name.indexOf('/');
      var stage = slash < 0 ? name.substring(1) : name.substring(1, slash);
      config.put("name", "@" + qualified(stage) + (slash < 0 ? "" : name.substring(slash)));
    }
    if (config.path("metadataCache").isString()) {
      config.put("metadataCache", Scalars.duration(config.path("metadataCache").asString()));
    }
    setUnlessEmpty(config, "resources", resources(config.path("resources")));
    return config;
  }

  private static boolean isBlock(JsonNode volume) {
    return volume.path("source").asString("").equals("block");
  }

  /// What of the block volumes only a new service can have otherwise, by name.
  JsonNode blockVolumes(JsonNode specification) {
    var volumes = JSON.arrayNode();
    for (var written : specification.path("spec").path("volumes")) {
      if (!isBlock(written)) {
        continue;
      }
      var volume = JSON.objectNode();
      volume.set("name", written.path("name"));
      volume.put("size", Quantities.memory(text(written.path("size"))));
      for (var setting : written.path("blockConfig").properties()) {
        if (!SNAPSHOTS.contains(setting.getKey())) {
          volume.set(setting.getKey(), setting.getValue());
        }
      }
      Scalars.numbers(volume, "iops", "throughput");
      if (volume.path("encryption").isString()) {
        volume.put("encryption", volume.path("encryption").asString().toUpperCase(Locale.ROOT));
      }
      var snapshot = volume.path("initialContents").path("fromSnapshot");
      if (snapshot.isString()) {
        volume.set(
            "initialContents",
            JSON.objectNode().put("fromSnapshot", qualified(snapshot.asString())));
      }
      volumes.add(volume);
    }
    return Canonical.tree(Canonical.sortedBy("name", volumes));
  }

  private JsonNode role(JsonNode written) {
    var role = copy(written);
    if (role.path("endpoints").isArray()) {
      role.set("endpoints", Canonical.set(strings(role.path("endpoints"))));
    }
    return role;
  }

  private static JsonNode monitor(JsonNode written) {
    var groups = written.path("metricConfig").path("groups");
    if (!groups.isArray()) {
      return written;
    }
    var config = JSON.objectNode();
    setUnlessEmpty(config, "groups", Canonical.set(strings(groups)));
    return JSON.objectNode().set("metricConfig", config);
  }

  /// INFO is what an absent exporter does.
  private static JsonNode exporters(JsonNode written) {
    var level = written.path("eventTableConfig").path("logLevel");
    return level.asString("INFO").equalsIgnoreCase("INFO")
        ? JSON.objectNode()
        : JSON.objectNode()
            .set(
                "eventTableConfig",
                JSON.objectNode().put("logLevel", level.asString().toUpperCase(Locale.ROOT)));
  }

  /// The observed form in the light of the desired one; see {@link SpecificationAlignment}.
  static JsonNode align(JsonNode desired, JsonNode observed) {
    return SpecificationAlignment.align(desired, observed);
  }

  private interface Normal {
    JsonNode of(JsonNode written);
  }

  private static JsonNode each(JsonNode list, Normal normal, String key) {
    var all = JSON.arrayNode();
    list.forEach(item -> all.add(item.isObject() ? normal.of(item) : item));
    return Canonical.sortedBy(key, all);
  }

  private static JsonNode sorted(JsonNode list) {
    var items = new ArrayList<JsonNode>();
    list.forEach(item -> items.add(Canonical.tree(item)));
    items.sort(Comparator.comparing(JsonNode::toString));
    var all = JSON.arrayNode();
    items.forEach(all::add);
    return all;
  }

  private static void texts(ObjectNode container, String key) {
    if (container.path(key).isArray()) {
      setUnlessEmpty(container, key, Canonical.list(strings(container.path(key))));
    }
  }

  private static List<String> strings(JsonNode list) {
    return list.valueStream().map(SpecificationForm::text).toList();
  }

  /// A scalar as the text that Snowflake makes of it.
  static String text(JsonNode value) {
    if (value.isNumber()) {
      return value.decimalValue().toPlainString();
    }
    return value.isValueNode() ? value.asString("") : value.toString();
  }

  static ObjectNode copy(JsonNode node) {
    var copy = JSON.objectNode();
    node.properties().forEach(property -> copy.set(property.getKey(), property.getValue()));
    return copy;
  }

  private static void fill(ObjectNode object, String key, JsonNode value) {
    if (object.path(key).isMissingNode() || object.path(key).isNull()) {
      object.set(key, value);
    }
  }

  private static JsonNode withoutFalse(JsonNode node) {
    if (!node.isObject()) {
      return node;
    }
    var kept = JSON.objectNode();
    for (var property : node.properties()) {
      var value = withoutFalse(property.getValue());
      if (!(value.isBoolean() && !value.booleanValue())) {
        setUnlessEmpty(kept, property.getKey(), value);
      }
    }
    return kept;
  }

  private static JsonNode withoutEmpty(JsonNode node) {
    if (!node.isObject()) {
      return node;
    }
    var kept = JSON.objectNode();
    node.properties()
        .forEach(each -> setUnlessEmpty(kept, each.getKey(), withoutEmpty(each.getValue())));
    return kept;
  }

  static void setUnlessEmpty(ObjectNode object, String key, JsonNode value) {
    var empty =
        value.isMissingNode()
            || value.isNull()
            || (value instanceof ArrayNode array && array.isEmpty())
            || (value instanceof ObjectNode inner && inner.isEmpty());
    if (empty) {
      object.remove(key);
    } else {
      object.set(key, value);
    }
  }

  /// The names of secrets in a specification, full.
  Set<String> secrets(JsonNode specification) {
    var names = new HashSet<String>();
    for (var container : specification.path("spec").path("containers")) {
      for (var secret : container.path("secrets")) {
        var named = secret.path("snowflakeSecret");
        var name = named.isString() ? named : named.path("objectName");
        if (name.isString()) {
          names.add(qualified(name.asString()));
        }
      }
    }
    return names;
  }
}
