package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Finds `{{ prefect.blocks.secret.token }}` and `{{ prefect.variables.region }}` in texts that
/// Prefect resolves when a run starts (PrefectHQ/prefect, src/prefect/utilities/templating.py).
final class Placeholders {
  private static final Pattern BLOCK =
      Pattern.compile("\\{\\{\\s*prefect\\.blocks\\.([a-z0-9-]+)\\.([a-z0-9-]+)[^}]*}}");
  private static final Pattern VARIABLE =
      Pattern.compile("\\{\\{\\s*prefect\\.variables\\.([a-z0-9_-]+)[^}]*}}");

  private Placeholders() {}

  static String block(String type, String name) {
    return "{{ prefect.blocks.%s.%s }}".formatted(type, name);
  }

  static String variable(String name) {
    return "{{ prefect.variables.%s }}".formatted(name);
  }

  static boolean isBlock(String text) {
    return BLOCK.matcher(text.strip()).matches();
  }

  /// What the texts in a value need to be there. The variable with the converged commit is not
  /// among it: that one comes last, by its nature.
  static List<Reference> references(JsonNode value, String path) {
    var found = new ArrayList<Reference>();
    collect(value, path, found);
    return found;
  }

  private static void collect(JsonNode value, String path, List<Reference> into) {
    if (value.isContainer()) {
      value.forEach(below -> collect(below, path, into));
    } else if (value.isString()) {
      var blocks = BLOCK.matcher(value.asString());
      while (blocks.find()) {
        into.add(Reference.required("Block", blocks.group(1) + "/" + blocks.group(2), path));
      }
      var variables = VARIABLE.matcher(value.asString());
      while (variables.find()) {
        if (!CommitVariableKind.names(variables.group(1))) {
          into.add(Reference.required("Variable", variables.group(1), path));
        }
      }
    }
  }
}
