package dev.snowdrift.sandbox.wire;

import dev.snowdrift.sandbox.wire.RestResource.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The CREATE statement that a definition in JSON stands for.
final class RestSql {
  private final RestResource resource;
  private final JsonNode json;
  private final List<String> before = new ArrayList<>();
  private final List<String> clauses = new ArrayList<>();
  private final List<String> last = new ArrayList<>();
  private String modifier = "";

  private RestSql(RestResource resource, JsonNode json) {
    this.resource = resource;
    this.json = json;
  }

  /// Writes the statement.
  ///
  /// @param container `"D"."S".` in front of the name, or empty
  /// @param mode the query parameter `createMode`
  /// @throws IllegalArgumentException for a definition without a name, or with a property that the
  ///   kind does not have
  static String create(
      RestResource resource, String container, Optional<String> mode, JsonNode json) {
    return new RestSql(resource, json).write(container, mode.orElse("errorIfExists"));
  }

  private String write(String container, String mode) {
    var name = json.path("name").asString("");
    if (name.isEmpty()) {
      throw new IllegalArgumentException("name: missing");
    }
    json.properties()
        .forEach(entry -> {
          if (!entry.getKey().equals("name") && !entry.getValue().isNull()) {
            property(entry.getKey(), entry.getValue());
          }
        });
    var words = new ArrayList<String>();
    words.add("CREATE");
    words.add(
        switch (mode.toLowerCase(Locale.ROOT)) {
          case "orreplace" -> "OR REPLACE";
          case "errorifexists", "ifnotexists" -> "";
          default -> throw new IllegalArgumentException("createMode: " + mode);
        });
    words.add(modifier);
    words.add(resource.kind());
    words.add(mode.equalsIgnoreCase("ifNotExists") ? "IF NOT EXISTS" : "");
    words.add(container + name);
    words.addAll(before);
    words.addAll(clauses);
    words.addAll(last);
    return words.stream().filter(word -> !word.isEmpty()).collect(Collectors.joining(" "));
  }

  private void property(String name, JsonNode value) {
    var form = resource.properties().get(name);
    if (form == null) {
      throw new IllegalArgumentException(name + ": not a property of " + resource.collection());
    }
    var key = name.toUpperCase(Locale.ROOT) + " = ";
    switch (form) {
      case Form.TEXT -> clauses.add(key + literal(value));
      case Form.BARE -> clauses.add(key + value.asString());
      case Form.NAMES -> clauses.add(key + list(value, JsonNode::asString));
      case Form.TEXTS -> clauses.add(key + list(value, RestSql::literal));
      case Form.OWN -> own(name, value);
    }
  }

  private void own(String name, JsonNode value) {
    switch (resource.kind() + " " + name) {
      case "DATABASE kind", "SCHEMA kind", "TABLE kind" -> modifier = kind(value.asString());
      case "STAGE kind" -> modifier = value.asString().equalsIgnoreCase("TEMPORARY") ? "TEMP" : "";
      case "SCHEMA managed_access" ->
          clauses.addFirst(value.asBoolean() ? "WITH MANAGED ACCESS" : "");
      case "SERVICE compute_pool" -> before.addFirst("IN COMPUTE POOL " + value.asString());
      case "SERVICE spec" -> before.addLast(specification(value));
      case "STAGE encryption", "STAGE directory_table", "STAGE credentials" ->
          clauses.add(options(name.replace("_table", ""), value));
      case "SECRET type" ->
          before.add(
              "TYPE = "
                  + (value.asString().equalsIgnoreCase("OAUTH") ? "OAUTH2" : value.asString()));
      case "TASK schedule" -> clauses.add("SCHEDULE = " + quoted(schedule(value)));
      case "TASK predecessors" -> last.addFirst("AFTER " + names(value));
      case "TASK condition" -> last.addLast("WHEN " + value.asString());
      case "TASK definition", "VIEW query" -> last.addLast("AS " + value.asString());
      case "VIEW secure" -> modifier = value.asBoolean() ? "SECURE" : "";
      case "TABLE columns", "VIEW columns" -> before.add(list(value, this::column));
      default -> throw new IllegalStateException(resource.kind() + " " + name);
    }
  }

  private static String kind(String text) {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "TRANSIENT", "TEMPORARY" -> text.toUpperCase(Locale.ROOT);
      default -> "";
    };
  }

  private static String specification(JsonNode spec) {
    return spec.has("spec_text")
        ? "FROM SPECIFICATION $$" + spec.path("spec_text").asString() + "$$"
        : "FROM @%s SPECIFICATION_FILE = %s"
            .formatted(
                spec.path("stage").asString("").replaceFirst("^@", ""),
                literal(spec.path("spec_file")));
  }

  private static String schedule(JsonNode schedule) {
    return schedule.has("cron_expr")
        ? "USING CRON %s %s"
            .formatted(schedule.path("cron_expr").asString(), schedule.path("timezone").asString())
        : schedule.path("minutes").asString("") + " MINUTE";
  }

  private static String options(String name, JsonNode value) {
    var options = new ArrayList<String>();
    value
        .properties()
        .forEach(entry ->
            options.add(
                entry.getKey().toUpperCase(Locale.ROOT)
                    + " = "
                    + (entry.getValue().isString()
                        ? literal(entry.getValue())
                        : entry.getValue().asString())));
    return name.toUpperCase(Locale.ROOT) + " = (" + String.join(" ", options) + ")";
  }

  private String column(JsonNode column) {
    var text = new StringBuilder(column.path("name").asString(""));
    if (resource.kind().equals("TABLE")) {
      text.append(' ').append(column.path("datatype").asString("VARCHAR"));
      if (!column.path("nullable").asBoolean(true)) {
        text.append(" NOT NULL");
      }
      if (column.hasNonNull("default")) {
        text.append(" DEFAULT ").append(column.path("default").asString());
      }
    }
    if (column.hasNonNull("comment")) {
      text.append(" COMMENT ").append(literal(column.path("comment")));
    }
    return text.toString();
  }

  private static String list(JsonNode values, Function<JsonNode, String> element) {
    return values.valueStream().map(element).collect(Collectors.joining(", ", "(", ")"));
  }

  private static String names(JsonNode values) {
    return values.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "));
  }

  private static String literal(JsonNode value) {
    return quoted(value.asString(""));
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
