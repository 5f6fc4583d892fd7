package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.snowflake.DataType;
import dev.snowdrift.snowflake.Identifier;
import dev.snowdrift.snowflake.SqlText;

/// Checks what a person wrote inside a specification, reports what is wrong with it, and gives its
/// canonical form.
final class Written {
  private Written() {}

  static void problem(LoadContext context, String path, String what, String why, String next) {
    context.problem(Code.FIELD_VALUE, path, path + ": " + what, why, next);
  }

  /// The name of a column or argument; as written when it is none.
  static String identifier(LoadContext context, String path, String written) {
    try {
      return Identifier.parse(written).canonical();
    } catch (IllegalArgumentException e) {
      context.problem(
          Code.NAME_INVALID,
          path,
          "%s: `%s` is not a name".formatted(path, written),
          String.valueOf(e.getMessage()),
          "write a name of letters, digits and _, or put it in double quotes");
      return written;
    }
  }

  /// A data type in canonical form; as written when it is none.
  static String type(LoadContext context, String path, String written) {
    try {
      return DataType.parse(written).canonical();
    } catch (IllegalArgumentException e) {
      problem(
          context,
          path,
          "`%s` is not a data type".formatted(written),
          String.valueOf(e.getMessage()),
          "write for example NUMBER(38,0), VARCHAR, BOOLEAN, TIMESTAMP_NTZ or VARIANT");
      return written;
    }
  }

  /// SQL that goes into a statement as it is.
  static void expression(LoadContext context, String path, String written) {
    SqlText.objection(written)
        .ifPresent(why ->
            problem(
                context,
                path,
                "`%s` cannot stand in a statement".formatted(written.strip()),
                why,
                "write one SQL expression"));
  }
}
