package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.Mark;
import dev.snowdrift.prefect.ApiCall;
import dev.snowdrift.prefect.Json;
import dev.snowdrift.prefect.Listing;
import dev.snowdrift.prefect.Listings;
import dev.snowdrift.prefect.PrefectClient.Method;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The variable that keeps the mark of an object which has neither tags nor a description.
///
/// It is written before its object, so that a creation which is cut short is seen as ours, and
/// deleted after it.
///
/// @param variable its name, one of those that Snowdrift keeps for itself
record Companion(String variable) {
  private static final int LONGEST = 255;

  /// The companion of an object whose name is made of slugs.
  static Companion of(String kind, String... slugs) {
    return new Companion(VariableKind.RESERVED + kind + "_" + String.join("_", slugs));
  }

  /// The companion of an object that may have any name. What a variable's name cannot have stands
  /// in it as `_` and the hexadecimal digits of its bytes, so that no two names share a companion.
  /// The dash keeps it apart from an environment's commit, `snowdrift_<environment>_commit`.
  static Companion ofName(String kind, String name) {
    var text = new StringBuilder(VariableKind.RESERVED).append(kind).append('-');
    for (var unit : name.getBytes(StandardCharsets.UTF_8)) {
      var plain = (unit >= 'a' && unit <= 'z') || (unit >= '0' && unit <= '9') || unit == '-';
      text.append(plain ? String.valueOf((char) unit) : "_" + HexFormat.of().toHexDigits(unit));
    }
    return new Companion(text.toString());
  }

  /// Whether the server takes a name as long as this.
  boolean fits() {
    return variable.length() <= LONGEST;
  }

  /// All variables by name, among which companions are found.
  static Map<String, JsonNode> variables(Listings listings) {
    var variables = new HashMap<String, JsonNode>();
    listings
        .of(Listing.VARIABLES)
        .forEach(variable -> variables.put(variable.path("name").asString(), variable));
    return variables;
  }

  Optional<JsonNode> in(Map<String, JsonNode> variables) {
    return Optional.ofNullable(variables.get(variable));
  }

  /// The mark that a companion keeps; says nothing about whether it verifies.
  static Optional<Mark> mark(JsonNode companion) {
    return Json.text(companion, "value").flatMap(Mark::find);
  }

  /// Writes the mark, whether or not there is one already.
  ApiCall remember(Mark mark) {
    return ApiCall.of(Method.POST, "/variables/")
        .body(body(mark).put("name", variable))
        .ifExists(renew(mark));
  }

  /// Writes the mark once more, so that the companion is newer than its object.
  ApiCall renew(Mark mark) {
    return VariableKind.patch(variable, body(mark));
  }

  ApiCall forget() {
    return ApiCall.of(Method.DELETE, VariableKind.PATH, variable);
  }

  private static ObjectNode body(Mark mark) {
    return Json.object().put("value", mark.text());
  }
}
