package dev.snowdrift.snowflake;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A name with the names of what contains it: `DB.SCHEMA.NAME`.
public record QualifiedName(List<Identifier> parts) {

  public QualifiedName {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a name has at least one part");
    }
  }

  /// The names as Snowflake keeps them, from the outermost.
  public static QualifiedName of(String... parts) {
    return new QualifiedName(Stream.of(parts).map(Identifier::new).toList());
  }

  /// A name of any number of parts as a person or Snowflake writes it: `a.b."c.d"`.
  ///
  /// @throws IllegalArgumentException with a reason for people
  public static QualifiedName parse(String written) {
    var parts = new ArrayList<Identifier>();
    var at = 0;
    while (true) {
      if (at < written.length() && written.charAt(at) == '"') {
        var text = new StringBuilder();
        at = quoted(written, at + 1, text);
        parts.add(new Identifier(text.toString()));
      } else {
        var dot = written.indexOf('.', at);
        var end = dot < 0 ? written.length() : dot;
        if (end == at) {
          throw new IllegalArgumentException(
              written.isEmpty() ? "a name is not empty" : "a part of the name is empty");
        }
        parts.add(Identifier.unquoted(written.substring(at, end)));
        at = end;
      }
      if (at == written.length()) {
        return new QualifiedName(parts);
      }
      if (written.charAt(at) != '.') {
        throw new IllegalArgumentException("something follows the closing quote of a name");
      }
      at++;
    }
  }

  /// A name of exactly so many parts.
  ///
  /// @throws IllegalArgumentException with a reason for people
  public static QualifiedName parse(String written, int parts) {
    var name = parse(written);
    if (name.parts().size() != parts) {
      throw new IllegalArgumentException(
          switch (parts) {
            case 1 -> "it is one name without dots: its kind belongs to the account";
            case 2 -> "it is written DATABASE.NAME";
            default -> "it is written DATABASE.SCHEMA.NAME";
          });
    }
    return name;
  }

  private static int quoted(String written, int from, StringBuilder into) {
    var at = from;
    while (at < written.length()) {
      var c = written.charAt(at++);
      if (c != '"') {
        into.append(c);
      } else if (at < written.length() && written.charAt(at) == '"') {
        into.append('"');
        at++;
      } else {
        return at;
      }
    }
    throw new IllegalArgumentException("a double quote is not closed");
  }

  public Identifier last() {
    return parts.getLast();
  }

  /// What contains it.
  ///
  /// @throws IllegalArgumentException for a name of one part
  public QualifiedName parent() {
    return new QualifiedName(parts.subList(0, parts.size() - 1));
  }

  public QualifiedName child(Identifier name) {
    var all = new ArrayList<>(parts);
    all.add(name);
    return new QualifiedName(all);
  }

  public boolean isPlain() {
    return parts.stream().allMatch(Identifier::isPlain);
  }

  /// The name of a resource; parses back to the same.
  public String canonical() {
    return parts.stream().map(Identifier::canonical).collect(Collectors.joining("."));
  }

  public String sql() {
    return parts.stream().map(Identifier::sql).collect(Collectors.joining("."));
  }

  @Override
  public String toString() {
    return canonical();
  }
}
