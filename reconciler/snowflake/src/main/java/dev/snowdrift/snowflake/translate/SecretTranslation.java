package dev.snowdrift.snowflake.translate;

import dev.snowdrift.manifest.Mapping;
import dev.snowdrift.manifest.Node;
import dev.snowdrift.manifest.Scalar;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The secrets of a container: each with the way in which it reaches the program.
final class SecretTranslation {
  private static final List<String> KEYS =
      List.of("snowflakeSecret", "directoryPath", "envVarName", "secretKeyRef");

  private final String at;
  private final Notes notes;
  private final ArrayNode secrets;
  private final boolean templates;

  /// @param templates whether variables of the container hold `{{secret...}}`
  SecretTranslation(String at, ArrayNode secrets, boolean templates, Notes notes) {
    this.at = at;
    this.secrets = secrets;
    this.templates = templates;
    this.notes = notes;
  }

  void of(List<Node> written) {
    for (var node : written) {
      var here = at + "/" + secrets.size();
      switch (node) {
        case Scalar scalar -> {
          notes.translated(
              scalar.at(),
              here,
              "`%s` is an entry with `snowflakeSecret`, this was its name alone"
                  .formatted(scalar.text()));
          variable(
              secrets.addObject().set("snowflakeSecret", named(scalar.text())),
              scalar.text(),
              scalar,
              here);
        }
        case Mapping mapping -> entry(mapping, here);
        default -> notes.leftOut(node.at(), at, "a secret is a mapping, this is a list");
      }
    }
  }

  private void entry(Mapping mapping, String here) {
    var part = new Part(mapping, here, notes);
    var named = part.take("snowflakeSecret", "secret", "name", "objectName", "secretName");
    if (named.isEmpty()) {
      notes.leftOut(mapping.at(), at, "an entry that names no secret");
      return;
    }
    var entry = JsonNodeFactory.instance.objectNode();
    var short_ =
        named.get() instanceof Scalar scalar ? Optional.of(scalar.text()) : inner(named.get());
    entry.set("snowflakeSecret", secret(named.get(), here));
    var directory = part.text("directoryPath", "mountPath", "path");
    var variable = part.text("envVarName", "env", "envVar", "variable");
    var key = part.text("secretKeyRef", "key", "secretKey");
    directory.ifPresent(path -> entry.put("directoryPath", path));
    if (directory.isPresent() && (variable.isPresent() || key.isPresent())) {
      notes.leftOut(mapping.at(), here, "`envVarName` and `secretKeyRef` exclude `directoryPath`");
    } else {
      key.ifPresent(ref -> entry.put("secretKeyRef", ref.toLowerCase(Locale.ROOT)));
      variable.ifPresent(name -> entry.put("envVarName", name));
    }
    secrets.add(entry);
    if (directory.isEmpty() && variable.isEmpty()) {
      if (templates) {
        notes.warning(
            mapping.at(),
            here,
            "a secret that reaches the program through `{{secret...}}` in a variable only");
      }
      variable(entry, short_.orElse("secret"), mapping, here);
    }
    part.leaveOutRest(KEYS, Map.of());
  }

  private static Optional<String> inner(Node named) {
    return named instanceof Mapping mapping
        ? mapping.get("objectName").or(() -> mapping.get("objectReference")).map(Part::text)
        : Optional.empty();
  }

  private JsonNode secret(Node written, String here) {
    if (written instanceof Scalar scalar) {
      notes.translated(
          scalar.at(),
          here,
          "the secret %s was named by a plain text: it is named by `objectName`"
              .formatted(scalar.text()));
      return named(scalar.text());
    }
    return Part.json(written);
  }

  /// A secret by its name, as a specification says it.
  static ObjectNode named(String secret) {
    return JsonNodeFactory.instance.objectNode().put("objectName", name(secret));
  }

  /// A secret without a way to the program becomes a variable with its name.
  private void variable(ObjectNode entry, String secret, Node written, String here) {
    var bare = secret.substring(secret.lastIndexOf('.') + 1);
    var name = bare.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
    if (!entry.has("secretKeyRef")) {
      entry.put("secretKeyRef", "secret_string");
    }
    entry.put("envVarName", name);
    notes.translated(
        written.at(),
        here,
        "the secret %s has neither envVarName nor directoryPath: it becomes the variable %s"
            .formatted(secret, name));
  }

  /// A name as it stands in a specification: other systems allow dashes.
  static String name(String written) {
    return written.contains("${") || written.contains("\"")
        ? written
        : written.replaceAll("[^A-Za-z0-9_.$]", "_");
  }
}
