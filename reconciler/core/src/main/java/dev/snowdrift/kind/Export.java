package dev.snowdrift.kind;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a manifest has to say so that an object stays exactly as it was observed.
///
/// @param spec the manifest's `spec`; `${` in it is a literal
/// @param remarks for the person who keeps the manifest: what could not be read, and from where a
///   value has to come
/// @param ignored fields that have to be left alone until a person has done something, each with
///   the reason
public record Export(ObjectNode spec, List<String> remarks, SortedMap<String, String> ignored) {

  public Export {
    remarks = List.copyOf(remarks);
    ignored = new TreeMap<>(ignored);
  }

  public Export(ObjectNode spec) {
    this(spec, List.of(), new TreeMap<>());
  }

  /// With one more remark.
  public Export remark(String text) {
    var more = new ArrayList<>(remarks);
    more.add(text);
    return new Export(spec, more, ignored);
  }

  /// With one more field that is left alone.
  public Export ignore(String field, String reason) {
    var more = new TreeMap<>(ignored);
    more.put(field, reason);
    return new Export(spec, remarks, more);
  }

  /// Every field that could be read and is not what it would be anyway, at the place that its name
  /// says: `instances.min` stands in `instances`. Fields that a manifest does not write, because
  /// its specification has no such component, are left out.
  public static <S> Export ofFields(Kind<S> kind, Observed observed) {
    var export = new Export(JsonNodeFactory.instance.objectNode());
    var components = new HashSet<String>();
    for (var component : kind.specification().getRecordComponents()) {
      components.add(component.getName());
    }
    for (var field : kind.fields()) {
      if (!components.contains(field.name().replaceFirst("\\..*", ""))) {
        continue;
      }
      var why = observed.unreadable(field.name());
      if (why.isPresent()) {
        export = export.remark("%s could not be read: %s".formatted(field.name(), why.get()));
        continue;
      }
      var seen = observed.field(field.name());
      if (seen.filter(value -> !isNothing(value)).isPresent()
          && !field.confidential()
          && !seen.equals(field.standard())) {
        export.set(field.name(), seen.get());
      }
    }
    return export;
  }

  /// An empty text or list is how a field that is not set looks.
  private static boolean isNothing(JsonNode value) {
    return value.isNull()
        || (value.isString() && value.asString().isEmpty())
        || (value.isContainer() && value.isEmpty());
  }

  /// Puts a value at a dotted path.
  public Export set(String path, JsonNode value) {
    var steps = path.split("\\.", -1);
    var at = spec;
    for (var i = 0; i < steps.length - 1; i++) {
      at = at.get(steps[i]) instanceof ObjectNode inner ? inner : at.putObject(steps[i]);
    }
    at.set(steps[steps.length - 1], value);
    return this;
  }

  /// The specification and everything else as one value, for tests and logs.
  @Override
  public String toString() {
    return Map.of("spec", spec, "remarks", remarks, "ignored", ignored).toString();
  }
}
