package dev.snowdrift.report;

import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.Kind;
import dev.snowdrift.kind.Repair;
import dev.snowdrift.manifest.Lifecycle;
import dev.snowdrift.manifest.SchemaGenerator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The guide of a kind as Markdown, written from its schema and its fields: it cannot say anything
/// else than what the program does.
public final class KindGuide {
  private final StringBuilder out = new StringBuilder();

  private KindGuide() {}

  public static String render(Kind<?> kind) {
    var guide = new KindGuide();
    guide.write(kind);
    return guide.out.toString();
  }

  private void write(Kind<?> kind) {
    var schema = SchemaGenerator.of(kind.specification().asSubclass(Record.class));
    out.append("# ").append(kind.name()).append("\n\n");
    out.append(schema.path("description").asString("")).append(".\n\n");
    out.append("Lives in ").append(kind.target().word()).append(". ");
    out.append(
        kind.deletion() == Lifecycle.Deletion.ORPHAN
            ? "It holds data: when its manifest is removed the object stays, unless `lifecycle.deletion: Delete` says otherwise.\n"
            : "When a commit removes its manifest the object is removed, unless `lifecycle.deletion: Orphan` says otherwise.\n");
    out.append("\n## Specification\n\n");
    out.append("| Field | Takes | Default | Meaning |\n|---|---|---|---|\n");
    rows("", schema);
    repairs(kind.fields());
  }

  private void rows(String prefix, JsonNode schema) {
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.asString()));
    for (var property : schema.path("properties").properties()) {
      var name = prefix + property.getKey();
      var type = property.getValue();
      out.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  name,
                  cell(takes(type)),
                  required.contains(property.getKey()) ? "required" : cell(standard(type)),
                  cell(meaning(type))));
      rows(name + ".", type);
      rows(name + "[].", type.path("items"));
    }
  }

  private static String takes(JsonNode type) {
    if (type.has("enum")) {
      return String.join(", ", type.path("enum").valueStream().map(JsonNode::asString).toList());
    }
    if (type.path("items").has("type")) {
      return "list of " + words(type.path("items").path("type"));
    }
    return words(type.path("type"));
  }

  private static String words(JsonNode type) {
    if (type.isArray()) {
      return String.join(" or ", type.valueStream().map(JsonNode::asString).toList());
    }
    return type.asString("any");
  }

  private static String standard(JsonNode type) {
    var value = type.path("default");
    return value.isMissingNode() ? "" : value.isString() ? value.asString() : value.toString();
  }

  private static String meaning(JsonNode type) {
    var text = type.path("description").asString("");
    var example = type.path("examples").path(0);
    return example.isMissingNode() ? text : text + ". For example `" + example.asString("") + "`";
  }

  private void repairs(List<? extends Field<?>> fields) {
    out.append("\n## Drift\n\n");
    out.append("| Field | A difference is repaired by |\n|---|---|\n");
    for (var field : fields) {
      out.append("| `%s` | %s |\n".formatted(field.name(), cell(words(field.repair()))));
    }
  }

  private static String words(Repair repair) {
    return switch (repair) {
      case Repair.Alter(var risk, var note) ->
          "an alteration, " + risk.words() + (note.isEmpty() ? "" : ": " + note);
      case Repair.Recreate(var why, var loses) ->
          "a re-creation, which waits for a person: "
              + why
              + (loses.isEmpty() ? "" : "; loses " + loses);
      case Repair.Ignore(var why) -> "nothing, it is only shown: " + why;
    };
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}
