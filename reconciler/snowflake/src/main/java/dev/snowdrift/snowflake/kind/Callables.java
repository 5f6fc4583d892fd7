package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.snowflake.CallableName;
import dev.snowdrift.snowflake.DataType;
import dev.snowdrift.snowflake.Identifier;
import dev.snowdrift.snowflake.QualifiedName;
import dev.snowdrift.snowflake.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What functions and procedures have in common: names with argument types, and how their listings
/// and descriptions are written.
final class Callables {
  private Callables() {}

  static CallableName name(String canonical) {
    return CallableName.parse(canonical);
  }

  static String canonical(String written) {
    return CallableName.parse(written).canonical();
  }

  static List<Reference> parents(String canonical) {
    return Names.parents(name(canonical).name().canonical());
  }

  /// The name in a row of SHOW; empty for what Snowflake brings along, and for types that no
  /// manifest can name.
  static Optional<String> nameIn(Row row) {
    var database = row.text("catalog_name");
    if (database.isEmpty() || row.bool("is_builtin").orElse(false)) {
      return Optional.empty();
    }
    var name = QualifiedName.of(database.get(), row.need("schema_name"), row.need("name"));
    try {
      return Optional.of(
          new CallableName(name, types(row.need("name"), row.need("arguments"))).canonical());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// `F(VARCHAR, DEFAULT NUMBER(38,0)) RETURN VARCHAR`; optional ones may stand in square brackets.
  private static List<String> types(String name, String shown) {
    var from = shown.indexOf('(', shown.startsWith(name) ? name.length() : 0);
    var end = closing(shown, from);
    if (from < 0 || end < 0) {
      throw new IllegalArgumentException("no argument list: " + shown);
    }
    return CallableName.split(shown.substring(from + 1, end).replace("[", "").replace("]", ""))
        .stream()
        .map(type -> DataType.parse(type.replaceFirst("(?i)^DEFAULT ", "")).signature())
        .toList();
  }

  private static int closing(String text, int from) {
    var depth = 0;
    for (var i = Math.max(from, 0); i < text.length(); i++) {
      depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return -1;
  }

  /// Checks arguments against the types in the resource's name, and gives their canonical form.
  static List<CallableArgument> check(LoadContext context, List<CallableArgument> arguments) {
    var checked = new ArrayList<CallableArgument>();
    for (var i = 0; i < arguments.size(); i++) {
      var argument = arguments.get(i);
      var path = "arguments." + i;
      argument
          .defaultValue()
          .ifPresent(text -> Written.expression(context, path + ".default", text));
      checked.add(
          new CallableArgument(
              Written.identifier(context, path + ".name", argument.name()),
              Written.type(context, path + ".type", argument.type()),
              argument.defaultValue()));
    }
    var types =
        checked.stream()
            .map(argument ->
                DataType.find(argument.type()).map(DataType::signature).orElse(argument.type()))
            .toList();
    var named = name(context.id().name()).arguments();
    if (!types.equals(named)) {
      Written.problem(
          context,
          "arguments",
          "their types are (%s), and those of the name (%s)"
              .formatted(String.join(", ", types), String.join(", ", named)),
          "the types of its arguments are a part of the name: equal names with other types are"
              + " other objects",
          "write the same types in both places");
    }
    return List.copyOf(checked);
  }

  /// A return type in canonical form: `NUMBER(38,0)`, `FLOAT NOT NULL`, `TABLE (A NUMBER(38,0))`.
  ///
  /// @throws IllegalArgumentException with a reason for people
  static String returns(String written) {
    var text = written.strip();
    var upper = text.toUpperCase(Locale.ROOT);
    if (upper.startsWith("TABLE")) {
      var open = text.indexOf('(');
      if (open < 0 || !text.endsWith(")")) {
        throw new IllegalArgumentException("a table is written TABLE (NAME TYPE, ...)");
      }
      return CallableName.split(text.substring(open + 1, text.length() - 1)).stream()
          .map(column -> named(column, DataType::canonical))
          .collect(Collectors.joining(", ", "TABLE (", ")"));
    }
    if (upper.endsWith(" NOT NULL")) {
      return DataType.parse(text.substring(0, text.length() - 9)).canonical() + " NOT NULL";
    }
    var bare = upper.endsWith(" NULL") ? text.substring(0, text.length() - 5) : text;
    return DataType.parse(bare).canonical();
  }

  /// As {@link #returns}; as it is shown when it cannot be read.
  static String shownReturns(String shown) {
    try {
      return returns(shown);
    } catch (IllegalArgumentException e) {
      return shown;
    }
  }

  /// The arguments of a signature, `(POOL VARCHAR, N NUMBER)`, each as `POOL VARCHAR`.
  static List<String> signature(String shown) {
    var text = shown.strip();
    var list =
        text.startsWith("(") && text.endsWith(")") ? text.substring(1, text.length() - 1) : text;
    return CallableName.split(list).stream().map(Callables::argument).toList();
  }

  private static String argument(String shown) {
    try {
      return named(shown.replaceFirst("(?is) DEFAULT .*$", ""), DataType::signature);
    } catch (IllegalArgumentException e) {
      return shown;
    }
  }

  private static String named(
      String written, java.util.function.Function<DataType, String> canonical) {
    var text = written.strip();
    var end = text.startsWith("\"") ? text.indexOf('"', 1) + 1 : text.indexOf(' ');
    if (end <= 0) {
      throw new IllegalArgumentException("`" + written + "` is not a name and a type");
    }
    return Identifier.parse(text.substring(0, end)).canonical()
        + " "
        + canonical.apply(DataType.parse(text.substring(end)));
  }

  /// Property rows of DESCRIBE by name; what is not set is absent.
  static Row properties(List<Row> rows) {
    var values = new LinkedHashMap<String, String>();
    for (var row : rows) {
      row.textUnlessNull("value")
          .filter(value -> !value.equals("not set"))
          .ifPresent(value -> values.put(row.need("property").toLowerCase(Locale.ROOT), value));
    }
    return new Row(values);
  }

  /// `['a','b']`, `["a"]`, `[a, b]` or `a,b` without brackets and quotes.
  static List<String> list(String shown) {
    var text = shown.strip();
    var inner =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    return CallableName.split(inner).stream()
        .map(Callables::unquoted)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  /// `{"a":"DB.SCHEMA.S"}` or `{a=DB.SCHEMA.S}`.
  static Map<String, String> map(String shown) {
    var text = shown.strip();
    var inner =
        text.startsWith("{") && text.endsWith("}") ? text.substring(1, text.length() - 1) : text;
    var map = new LinkedHashMap<String, String>();
    for (var entry : inner.split(",", -1)) {
      var cut = entry.indexOf(entry.indexOf('=') < 0 ? ':' : '=');
      if (cut > 0) {
        map.put(
            unquoted(entry.substring(0, cut)),
            Names.shown(unquoted(entry.substring(cut + 1)).replace("\\\"", "\"")));
      }
    }
    return map;
  }

  private static String unquoted(String text) {
    var stripped = text.strip();
    var quoted =
        stripped.length() > 1
            && "'\"".indexOf(stripped.charAt(0)) >= 0
            && stripped.charAt(0) == stripped.charAt(stripped.length() - 1);
    return quoted ? stripped.substring(1, stripped.length() - 1) : stripped;
  }

  /// A row whose comment is where other listings have it; `standard` is what no comment is shown
  /// as.
  static Row commented(Row row, String standard) {
    var values = new LinkedHashMap<>(row.values());
    row.text("description")
        .filter(text -> !text.equals(standard))
        .ifPresent(text -> values.put(Comments.FIELD, text));
    return new Row(values);
  }
}
