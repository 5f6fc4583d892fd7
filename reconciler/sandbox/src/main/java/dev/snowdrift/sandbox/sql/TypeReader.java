package dev.snowdrift.sandbox.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Turns the parse trees of data types into values, and names that carry argument types into names.
final class TypeReader {
  private TypeReader() {}

  static DataType type(SqlParser.DataTypeContext context) {
    var words = context.plainWord().getText().toUpperCase(Locale.ROOT);
    if (context.PRECISION() != null) {
      words += " PRECISION";
    } else if (context.VARYING() != null) {
      words += " VARYING";
    }
    return DataType.of(words, context.typeArgument().stream().map(TypeReader::argument).toList());
  }

  private static String argument(SqlParser.TypeArgumentContext context) {
    if (context.INTEGER() != null) {
      return context.INTEGER().getText();
    }
    var field = context.identifier() == null ? "" : context.identifier().getText() + " ";
    return field + type(context.dataType()) + (context.NULL() == null ? "" : " NOT NULL");
  }

  /// The name of a function or procedure: its last part carries the argument types, so that
  /// overloads are different names.
  static Name withArguments(Name name, @Nullable List<DataType> types) {
    if (types == null) {
      return name;
    }
    var parts = new ArrayList<>(name.parts());
    var last = parts.removeLast();
    parts.add(last.withArguments(types.stream().map(DataType::signature).toList()));
    return new Name(parts);
  }

  static @Nullable List<DataType> types(SqlParser.@Nullable SignatureContext context) {
    return context == null ? null : context.dataType().stream().map(TypeReader::type).toList();
  }
}
