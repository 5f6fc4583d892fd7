package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.snowflake.Identifier;
import dev.snowdrift.snowflake.QualifiedName;
import dev.snowdrift.snowflake.Row;
import java.util.List;
import java.util.Optional;

/// Names of objects in manifests and rows.
final class Names {
  private Names() {}

  static QualifiedName of(String canonical) {
    return QualifiedName.parse(canonical);
  }

  /// A name of so many parts in canonical spelling.
  ///
  /// @throws IllegalArgumentException with a reason for people
  static String canonical(String written, int parts) {
    return QualifiedName.parse(written, parts).canonical();
  }

  /// As {@link #canonical}, for what container services live in: Snowflake takes no quoted names
  /// there (documentation of CREATE COMPUTE POOL, CREATE SERVICE).
  static String plain(String written, int parts) {
    var name = QualifiedName.parse(written, parts);
    if (!name.isPlain()) {
      throw new IllegalArgumentException(
          "container services take no names that need double quotes, nor databases or schemas"
              + " with such names");
    }
    return name.canonical();
  }

  /// A name as Snowflake shows it, with or without quotes, in canonical spelling; as it is shown
  /// when it cannot be read.
  static String shown(String name) {
    try {
      return QualifiedName.parse(name).canonical();
    } catch (IllegalArgumentException e) {
      return name;
    }
  }

  /// The name in the row of an object inside a schema.
  static Optional<String> inSchema(Row row) {
    return Optional.of(
        QualifiedName.of(row.need("database_name"), row.need("schema_name"), row.need("name"))
            .canonical());
  }

  /// The name in the row of an object of the account.
  static Optional<String> inAccount(Row row) {
    return Optional.of(new Identifier(row.need("name")).canonical());
  }

  /// What an object inside a schema comes after.
  static List<Reference> parents(String canonical) {
    var schema = of(canonical).parent();
    return List.of(
        Reference.ordering("Database", schema.parent().canonical()),
        Reference.ordering("Schema", schema.canonical()));
  }

  /// Checks a name in a specification and reports what is wrong with it.
  ///
  /// @return the canonical spelling; as written when it is no name
  static String check(
      LoadContext context, String path, String kind, String written, int parts, boolean plain) {
    try {
      return plain ? plain(written, parts) : canonical(written, parts);
    } catch (IllegalArgumentException e) {
      context.problem(
          Code.NAME_INVALID,
          path,
          "%s: `%s` is not the name of a %s".formatted(path, written, kind),
          String.valueOf(e.getMessage()),
          "write the object's full name");
      return written;
    }
  }

  static Optional<String> check(
      LoadContext context,
      String path,
      String kind,
      Optional<String> written,
      int parts,
      boolean plain) {
    return written.map(name -> check(context, path, kind, name, parts, plain));
  }

  static List<String> check(
      LoadContext context,
      String path,
      String kind,
      List<String> written,
      int parts,
      boolean plain) {
    return written.stream()
        .map(name -> check(context, path, kind, name, parts, plain))
        .sorted()
        .distinct()
        .toList();
  }
}
