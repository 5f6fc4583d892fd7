package dev.snowdrift.snowflake.translate;

import dev.snowdrift.manifest.Location;
import dev.snowdrift.manifest.Mapping;
import dev.snowdrift.manifest.Node;
import dev.snowdrift.manifest.Scalar;
import dev.snowdrift.manifest.Sequence;
import dev.snowdrift.manifest.YamlTyping;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The variables of a container: a mapping of names to texts, however they were listed. Variables
/// that take their value from a secret become entries of `secrets`.
final class EnvironmentTranslation {
  private static final Pattern CONFIDENTIAL =
      Pattern.compile(
          "(?i)(?:.*_)?(?:password|passwd|pwd|secret|token|api_?key|key|pat|credentials?)(?:_\\d+)?");
  private static final Pattern LOCATED = Pattern.compile("(?i).*_(?:file|path|dir|url|name)");
  private static final Pattern WHOLE_SECRET =
      Pattern.compile("\\{\\{\\s*secret\\.([A-Za-z0-9_.$]+)\\.([a-z_]+)\\s*}}");
  private static final Pattern SECRET = Pattern.compile("\\{\\{\\s*secret\\.");
  private static final Pattern UNFILLED =
      Pattern.compile("(?i)__[a-z0-9_]+__|change[-_ ]?me.*|your[-_ ].*|.*your-.*-here.*");

  private final String at;
  private final Notes notes;
  private final ObjectNode env = JsonNodeFactory.instance.objectNode();
  private final ArrayNode secrets;

  /// @param secrets where variables go whose value is a secret's
  EnvironmentTranslation(String at, ArrayNode secrets, Notes notes) {
    this.at = at;
    this.secrets = secrets;
    this.notes = notes;
  }

  ObjectNode of(Node written) {
    switch (written) {
      case Mapping mapping ->
          mapping.entries().forEach(each -> variable(each.key(), each.value(), each.keyAt()));
      case Sequence sequence -> {
        notes.translated(
            sequence.at(), at, "`env` is a mapping of names to values, this was a list");
        sequence.items().forEach(this::item);
      }
      case Scalar scalar ->
          notes.leftOut(scalar.at(), at, "`env` is a mapping of names to values, not a text");
    }
    return env;
  }

  private void item(Node item) {
    switch (item) {
      case Mapping mapping
          when mapping.get("name").orElse(null) instanceof Scalar name
              && mapping.keys().stream().anyMatch(key -> key.startsWith("value")) ->
          mapping
              .get("value")
              .or(() -> mapping.get("valueFrom"))
              .ifPresent(value -> variable(name.text(), value, name.at()));
      case Mapping mapping ->
          mapping.entries().forEach(each -> variable(each.key(), each.value(), each.keyAt()));
      case Scalar scalar when scalar.text().contains("=") -> {
        var cut = scalar.text().indexOf('=');
        variable(
            scalar.text().substring(0, cut),
            new Scalar(scalar.text().substring(cut + 1), true, scalar.at()),
            scalar.at());
      }
      default -> notes.leftOut(item.at(), at, "a variable without a value: " + Part.text(item));
    }
  }

  private void variable(String name, Node value, Location place) {
    var here = at + "/" + name;
    switch (value) {
      case Scalar scalar -> text(name, scalar, here, place);
      case Mapping mapping when reference(mapping).isPresent() -> {
        var reference = reference(mapping).get();
        secret(name, reference.secret(), reference.key());
        notes.translated(
            place,
            secretsPointer(),
            "%s takes its value from the secret %s: it is listed in `secrets`"
                .formatted(name, reference.secret()));
      }
      default -> {
        env.put(name, Part.json(value).toString());
        notes.translated(
            place, here, "%s: a variable is one text; written as JSON".formatted(name));
      }
    }
  }

  private void text(String name, Scalar scalar, String here, Location place) {
    var whole = WHOLE_SECRET.matcher(scalar.text().strip());
    if (whole.matches()) {
      secret(name, whole.group(1), whole.group(2));
      notes.translated(
          place,
          secretsPointer(),
          "%s takes its value from the secret %s: it is listed in `secrets`"
              .formatted(name, whole.group(1)));
      return;
    }
    if (SECRET.matcher(scalar.text()).find()) {
      notes.warning(
          place,
          here,
          name
              + ": a secret inside a longer text is in no documentation; let the program put the"
              + " text together from a variable of its own in `secrets`");
    } else if (isConfidential(name, scalar)) {
      notes.warning(
          place,
          here,
          name
              + ": looks like a secret, and would be readable in Git and in the service; declare a"
              + " Secret and list it in `secrets` with `envVarName: "
              + name
              + "`");
    } else if (UNFILLED.matcher(scalar.text()).matches()) {
      notes.warning(place, here, name + ": looks like something that was meant to be filled in");
    }
    if (scalar.isNull()) {
      env.put(name, "");
      notes.translated(place, here, name + ": nothing is written as the empty text");
    } else if (YamlTyping.form(scalar) == YamlTyping.Form.AMBIGUOUS) {
      env.put(name, scalar.text());
      notes.translated(
          place,
          here,
          "%s: `%s` is quoted, readers of YAML take it for different things"
              .formatted(name, scalar.text()));
    } else {
      env.set(name, YamlTyping.typed(scalar));
    }
  }

  private static boolean isConfidential(String name, Scalar scalar) {
    var text = scalar.text();
    return CONFIDENTIAL.matcher(name).matches()
        && !LOCATED.matcher(name).matches()
        && !text.isBlank()
        && !text.contains("${")
        && !text.toLowerCase(Locale.ROOT).matches("true|false|none|dummy|[0-9]{1,4}");
  }

  private record Reference(String secret, String key) {}

  /// `{secretKeyRef: name}`, `{secretKeyRef: {name: n, key: k}}`, either of them under `valueFrom`.
  private static Optional<Reference> reference(Mapping mapping) {
    var from = mapping.get("valueFrom").orElse(mapping);
    if (!(from instanceof Mapping inner)) {
      return Optional.empty();
    }
    return inner
        .get("secretKeyRef")
        .or(() -> inner.get("snowflakeSecret"))
        .flatMap(node ->
            switch (node) {
              case Scalar scalar -> Optional.of(new Reference(scalar.text(), "secret_string"));
              case Mapping named when named.get("name").isPresent() ->
                  Optional.of(
                      new Reference(
                          Part.text(named.get("name").get()),
                          named.get("key").map(Part::text).orElse("secret_string")));
              default -> Optional.<Reference>empty();
            });
  }

  private void secret(String variable, String secret, String key) {
    var known = key.matches("username|password|secret_string|access_token");
    var entry = secrets.addObject();
    entry.set("snowflakeSecret", SecretTranslation.named(secret));
    entry.put("secretKeyRef", known ? key : "secret_string").put("envVarName", variable);
  }

  private String secretsPointer() {
    return at.substring(0, at.lastIndexOf('/')) + "/secrets";
  }
}
