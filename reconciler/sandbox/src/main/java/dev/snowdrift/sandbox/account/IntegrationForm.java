package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.SyntaxErrors;
import dev.snowdrift.sandbox.sql.Value;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// One shape of an integration: which properties it has, which it must have, and DESCRIBE's rows.
///
/// @param required keys that CREATE must give
/// @param hidden keys that DESCRIBE does not show, or under another name
/// @param rows in DESCRIBE's order
record IntegrationForm(List<String> required, Set<String> hidden, List<Row> rows) {
  /// One row of DESCRIBE.
  ///
  /// @param type Boolean, Long, String, List, `[List]` for a list in brackets, Object, Fingerprint
  ///   for the fingerprint of the key of that name, or Made for what the server makes up
  /// @param byDefault as DESCRIBE gives it; a value that is not set is the default, except where it
  ///   is `true` and stands for "must be given"
  record Row(String property, String type, String byDefault) {}

  static Row row(String property, String type, String byDefault) {
    return new Row(property, type, byDefault);
  }

  IntegrationForm {
    required = List.copyOf(required);
    hidden = Set.copyOf(hidden);
    rows = List.copyOf(rows);
  }

  /// Refuses properties of other forms and the lack of its own.
  ///
  /// @param always keys that every form has
  void check(Settings settings, Set<String> always) {
    var known = new TreeSet<>(always);
    known.addAll(required);
    known.addAll(hidden);
    rows.forEach(row -> known.add(row.property()));
    for (var key : settings.keysSet()) {
      if (!known.contains(key)) {
        throw SyntaxErrors.unexpected(1, 0, key);
      }
    }
    var missing = required.stream().filter(key -> !settings.isSet(key)).toList();
    if (!missing.isEmpty()) {
      throw Errors.missingOptions(missing);
    }
  }

  StatementResult describe(AccountObject integration) {
    var settings = integration.settings();
    var rows = IntegrationKind.propertyRows();
    for (var row : rows()) {
      switch (row.type()) {
        case "Fingerprint" ->
            rows.add(
                row.property() + "_FP",
                "String",
                settings.text(row.property()).map(PublicKeys::fingerprint).orElse(""),
                "");
        case "Made" -> rows.add(row.property(), "String", row.byDefault() + integration.id(), "");
        case "[List]" ->
            rows.add(
                row.property(),
                "List",
                settings.isSet(row.property())
                    ? "[" + list(settings, row.property(), ", ") + "]"
                    : "",
                row.byDefault());
        case "List" ->
            rows.add(row.property(), "List", list(settings, row.property(), ","), row.byDefault());
        case "Object" ->
            rows.add(row.property(), "Object", object(settings, row.property()), row.byDefault());
        default -> rows.add(row.property(), row.type(), value(settings, row), row.byDefault());
      }
    }
    return rows.result();
  }

  private static String value(Settings settings, Row row) {
    return settings
        .asText(row.property())
        .orElse(row.property().equals("ENABLED") ? "false" : row.byDefault());
  }

  private static String list(Settings settings, String key, String separator) {
    return items(settings, key).stream().collect(Collectors.joining(separator));
  }

  private static List<String> items(Settings settings, String key) {
    return settings
        .written(key)
        .map(value -> value.asList().stream().map(IntegrationForm::item).toList())
        .orElse(List.of());
  }

  private static String item(Value value) {
    return value instanceof Value.Reference(var name) ? name.last().value() : value.toString();
  }

  /// Claims stand as a list of literals, URLs as they are.
  private static String object(Settings settings, String key) {
    return key.endsWith("_CLAIM")
        ? items(settings, key).stream()
            .map(item -> "'" + item + "'")
            .collect(Collectors.joining(", ", "[", "]"))
        : list(settings, key, ",");
  }
}
