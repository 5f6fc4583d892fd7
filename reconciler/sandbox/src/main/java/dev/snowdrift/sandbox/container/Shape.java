package dev.snowdrift.sandbox.container;

import dev.snowdrift.sandbox.container.SpecTree.Fields;
import dev.snowdrift.sandbox.container.SpecTree.Items;
import dev.snowdrift.sandbox.container.SpecTree.Kind;
import dev.snowdrift.sandbox.container.SpecTree.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a place in a specification may hold. Reading through a shape refuses everything else and
/// gives the value in its stored form: maps in the shape's order, text, whole numbers as `Long`,
/// flags as `Boolean`.
sealed interface Shape {

  /// Text; other scalars are taken as written when `loose`.
  record Text(boolean loose) implements Shape {}

  record Whole() implements Shape {}

  record Flag() implements Shape {}

  record Choice(List<String> values) implements Shape {}

  record ListOf(Shape item) implements Shape {}

  /// Any keys, scalar values, kept in the order written; values are stored as text.
  record Environment() implements Shape {}

  record Fixed(List<Field> fields) implements Shape {}

  /// A plain text that stands for a record with only that field.
  record Abbreviated(String field, Fixed full) implements Shape {}

  record Field(String name, boolean required, Shape shape) {}

  static Field needed(String name, Shape shape) {
    return new Field(name, true, shape);
  }

  static Field optional(String name, Shape shape) {
    return new Field(name, false, shape);
  }

  static Fixed record(Field... fields) {
    return new Fixed(List.of(fields));
  }

  /// The value in its stored form.
  ///
  /// @param name how messages call the place: the key, or `key[index]`
  /// @throws dev.snowdrift.sandbox.account.SqlError 395018
  default Object read(String name, SpecTree tree) {
    if (tree instanceof Scalar(var ignored, var kind) && kind == Kind.NULL) {
      throw Texts.invalid(name, "Value is empty.");
    }
    return switch (this) {
      case Text(var loose) -> {
        var scalar = scalar(name, tree);
        if (!loose && scalar.kind() != Kind.TEXT) {
          throw Texts.invalid(name, "Value must be a string.");
        }
        yield scalar.text();
      }
      case Whole() -> whole(name, scalar(name, tree));
      case Flag() -> {
        var scalar = scalar(name, tree);
        if (scalar.kind() != Kind.BOOLEAN) {
          throw Texts.invalid(name, "Value must be a boolean.");
        }
        yield Boolean.valueOf(scalar.text());
      }
      case Choice(var values) -> {
        var text = scalar(name, tree).text();
        if (!values.contains(text)) {
          throw Texts.invalid(name, "Value must be one of " + String.join(", ", values) + ".");
        }
        yield text;
      }
      case ListOf(var item) -> items(name, item, tree);
      case Environment() -> environment(name, tree);
      case Fixed(var fields) -> fields(name, fields, tree);
      case Abbreviated(var field, var full) ->
          tree instanceof Scalar
              ? new LinkedHashMap<>(Map.of(field, scalar(name, tree).text()))
              : full.read(name, tree);
    };
  }

  private static Scalar scalar(String name, SpecTree tree) {
    if (tree instanceof Scalar scalar) {
      return scalar;
    }
    throw Texts.invalid(name, "Value must be a scalar.");
  }

  private static Long whole(String name, Scalar scalar) {
    if (scalar.kind() == Kind.INTEGER && scalar.text().matches("[0-9]{1,18}")) {
      return Long.valueOf(scalar.text());
    }
    throw Texts.invalid(name, "Value must be an integer.");
  }

  private static List<Object> items(String name, Shape item, SpecTree tree) {
    if (!(tree instanceof Items(var items))) {
      throw Texts.invalid(name, "Value must be a list.");
    }
    if (items.isEmpty()) {
      throw Texts.invalid(name, "Value is empty.");
    }
    var read = new ArrayList<Object>();
    for (int i = 0; i < items.size(); i++) {
      read.add(item.read(name + "[" + i + "]", items.get(i)));
    }
    return read;
  }

  private static Map<String, Object> environment(String name, SpecTree tree) {
    if (!(tree instanceof Fields(var fields))) {
      throw Texts.invalid(name, "Value must be a map.");
    }
    var read = new LinkedHashMap<String, Object>();
    fields.forEach((key, value) -> {
      if (!(value instanceof Scalar(var text, var kind)) || kind == Kind.NULL) {
        throw Texts.invalid(name, "Value of '" + key + "' must be a scalar.");
      }
      read.put(key, text);
    });
    return read;
  }

  private static Map<String, Object> fields(String name, List<Field> fields, SpecTree tree) {
    if (!(tree instanceof Fields(var given))) {
      throw Texts.invalid(name, "Value must be a map.");
    }
    for (var key : given.keySet()) {
      if (fields.stream().noneMatch(f -> f.name().equals(key))) {
        throw Texts.unknownOption(key, name);
      }
    }
    var read = new LinkedHashMap<String, Object>();
    for (var field : fields) {
      var value = given.get(field.name());
      if (value != null) {
        read.put(field.name(), field.shape().read(field.name(), value));
      } else if (field.required()) {
        throw Texts.missing(field.name(), name);
      }
    }
    return read;
  }
}
