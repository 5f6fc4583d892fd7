package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Export;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// From the canonical fields of a function or procedure to what a manifest writes.
final class CallableExport {
  private static final String ARGUMENTS = "arguments";
  private static final String LANGUAGE = "language";

  private CallableExport() {}

  /// Arguments are a name and a type again, and what calls a service has neither language nor code.
  static Export of(Export fields) {
    var arguments = JsonNodeFactory.instance.arrayNode();
    fields.spec().path(ARGUMENTS).forEach(text -> arguments.add(argument(text.asString(""))));
    if (!arguments.isEmpty()) {
      fields.spec().set(ARGUMENTS, arguments);
    }
    if (fields.spec().has("service")) {
      fields.spec().remove(LANGUAGE);
      fields.spec().remove("body");
    }
    return fields;
  }

  /// `POOL VARCHAR`; a name in quotes may hold blanks.
  private static JsonNode argument(String text) {
    var cut = text.startsWith("\"") ? text.indexOf("\" ", 1) + 1 : text.indexOf(' ');
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", text.substring(0, cut))
        .put("type", text.substring(cut + 1));
  }
}
