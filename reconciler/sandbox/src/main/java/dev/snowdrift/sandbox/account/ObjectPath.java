package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Identifier;
import java.util.Comparator;

/// Where an object lives, in stored names. Ordered by database, schema and name, as SHOW lists.
///
/// @param database empty for objects of the account
/// @param schema empty for objects of the account or of a database
public record ObjectPath(String database, String schema, String name)
    implements Comparable<ObjectPath> {
  private static final Comparator<ObjectPath> ORDER =
      Comparator.comparing(ObjectPath::database)
          .thenComparing(ObjectPath::schema)
          .thenComparing(ObjectPath::name);

  public static ObjectPath inAccount(String name) {
    return new ObjectPath("", "", name);
  }

  public static ObjectPath inDatabase(String database, String name) {
    return new ObjectPath(database, "", name);
  }

  @Override
  public int compareTo(ObjectPath other) {
    return ORDER.compare(this, other);
  }

  /// The fully qualified name, quoted only where needed.
  @Override
  public String toString() {
    var text = new StringBuilder();
    if (!database.isEmpty()) {
      text.append(Identifier.render(database)).append('.');
    }
    if (!schema.isEmpty()) {
      text.append(Identifier.render(schema)).append('.');
    }
    return text.append(Identifier.render(name)).toString();
  }
}
