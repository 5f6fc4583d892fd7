package dev.snowdrift.snowflake.export;

import dev.snowdrift.kind.Export;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.Manifest;
import dev.snowdrift.manifest.YamlWriter;
import dev.snowdrift.snowflake.QualifiedName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One manifest to be written.
///
/// @param adopt whether the object bears marks, and will have to be taken over
/// @param export in the language of manifests, where `${...}` is a value of the environment
record ExportedManifest(ResourceId id, boolean adopt, Export export) {

  /// The document's text.
  ///
  /// @param name as it is written
  /// @param spec as it is written
  String text(String name, ObjectNode spec) {
    var document = JsonNodeFactory.instance.objectNode();
    document.put("apiVersion", Manifest.API_VERSION);
    document.put("kind", id.kind());
    document.putObject("metadata").put("name", name);
    if (adopt) {
      document.putObject("lifecycle").put("adopt", true);
    }
    export
        .ignored()
        .forEach((field, reason) ->
            document
                .withObject("/lifecycle")
                .withArray("ignore")
                .addObject()
                .put("field", field)
                .put("reason", reason));
    if (!spec.isEmpty()) {
      document.set("spec", spec);
    }
    return YamlWriter.write(document, Map.of("", export.remarks()));
  }

  /// The file in which it stands: what belongs to the account by kind, a database with its schemas,
  /// and what is in a schema by kind.
  String path() {
    var parts = parts();
    return switch (parts.size()) {
      case 1 ->
          id.kind().equals("Database")
              ? "base/%s/database.yaml".formatted(parts.getFirst())
              : "base/account/%s.yaml".formatted(plural());
      case 2 -> "base/%s/database.yaml".formatted(parts.getFirst());
      default -> "base/%s/%s/%s.yaml".formatted(parts.get(0), parts.get(1), plural());
    };
  }

  /// The parts of its name as names of files; one for everything of the account.
  List<String> parts() {
    if (id.kind().equals("Grant")) {
      return List.of("grant");
    }
    var arguments = id.name().indexOf('(');
    var plain = arguments < 0 ? id.name() : id.name().substring(0, arguments);
    return QualifiedName.parse(plain).parts().stream().map(part -> slug(part.text())).toList();
  }

  /// `compute-pools`.
  private String plural() {
    var words = id.kind().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    return words.endsWith("y") ? words.substring(0, words.length() - 1) + "ies" : words + "s";
  }

  private static String slug(String text) {
    var slug = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "-").replaceAll("^-|-$", "");
    return slug.isEmpty() ? "unnamed" : slug;
  }
}
