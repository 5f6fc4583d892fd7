package dev.snowdrift.snowflake;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// One name, as Snowflake keeps it: an unquoted spelling is folded to upper case, a quoted one is
/// kept. The rules are those of Snowflake's page "Identifier requirements".
///
/// @param text without quotes; 1 to 255 characters
public record Identifier(String text) implements Comparable<Identifier> {
  /// The longest name that Snowflake takes.
  public static final int LONGEST = 255;

  private static final Pattern PLAIN = Pattern.compile("[A-Z_][A-Z0-9_$]*");
  private static final Pattern UNQUOTED = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*");

  /// Names that a statement understands as words unless they are quoted.
  private static final Set<String> RESERVED =
      Set.of(
          "ACCOUNT ALL ALTER AND ANY AS BETWEEN BY CASE CAST CHECK COLUMN CONNECT CONNECTION"
              .concat(" CONSTRAINT CREATE CROSS CURRENT DATABASE DELETE DISTINCT DROP ELSE EXISTS")
              .concat(" FALSE FOLLOWING FOR FROM FULL FUTURE GRANT GROUP GSCLUSTER HAVING ILIKE IN")
              .concat(
                  " INCREMENT INNER INSERT INTERSECT INTO IS ISSUE JOIN LATERAL LEFT LIKE MINUS")
              .concat(" NATURAL NOT NULL OF ON OR ORDER ORGANIZATION QUALIFY REGEXP REVOKE RIGHT")
              .concat(
                  " RLIKE ROW ROWS SAMPLE SCHEMA SELECT SET SOME START TABLE TABLESAMPLE THEN TO")
              .concat(" TRIGGER TRUE TRY_CAST UNION UNIQUE UPDATE USING VALUES VIEW WHEN WHENEVER")
              .concat(" WHERE WITH")
              .split(" "));

  public Identifier {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a name is not empty");
    }
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("a name has at most " + LONGEST + " characters");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a name has no control characters");
    }
  }

  /// One name as a person writes it: `etl` is `ETL`, `"etl"` is `etl`.
  ///
  /// @throws IllegalArgumentException with a reason for people
  public static Identifier parse(String written) {
    var name = QualifiedName.parse(written);
    if (name.parts().size() != 1) {
      throw new IllegalArgumentException(
          "it is one name without dots, unless it is written in double quotes");
    }
    return name.parts().getFirst();
  }

  /// A spelling without quotes.
  static Identifier unquoted(String written) {
    if (!UNQUOTED.matcher(written).matches()) {
      throw new IllegalArgumentException(
          "`"
              + written
              + "` needs double quotes: without them a name has only letters, digits, _ and $, and"
              + " does not begin with a digit");
    }
    return new Identifier(written.toUpperCase(Locale.ROOT));
  }

  /// Whether the name can be written without quotes and means the same.
  public boolean isPlain() {
    return PLAIN.matcher(text).matches();
  }

  /// The spelling that people see: quoted only where the name would otherwise be another one.
  public String canonical() {
    return isPlain() ? text : quoted();
  }

  /// The spelling in a statement: as {@link #canonical}, and reserved words are quoted too.
  public String sql() {
    return isPlain() && !RESERVED.contains(text) ? text : quoted();
  }

  private String quoted() {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  @Override
  public int compareTo(Identifier other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return canonical();
  }
}
