package dev.snowdrift.sandbox.sql;

import java.util.List;
import java.util.regex.Pattern;

/// One identifier as Snowflake stores it: unquoted text folded to upper case, quoted text as is
/// (Snowflake documentation, "Identifier requirements").
///
/// @param quoted whether it was written in double quotes, which some kinds refuse
public record Identifier(String value, boolean quoted) {
  private static final Pattern PLAIN = Pattern.compile("[A-Z_][A-Z0-9_$]*");
  private static final Pattern ROUTINE = Pattern.compile("[A-Z_][A-Z0-9_$]*\\([A-Z0-9_, ]*\\)");

  /// A stored name, as if it had been written so that it reads back as itself.
  public static Identifier of(String stored) {
    return new Identifier(stored, !isPlain(stored));
  }

  /// The name with the types of a routine's arguments behind it, which is the stored name of a
  /// function or procedure: `ECHO(VARCHAR)`.
  Identifier withArguments(List<String> types) {
    return new Identifier(value + "(" + String.join(", ", types) + ")", true);
  }

  /// Whether the stored name can be written without quotes.
  public static boolean isPlain(String stored) {
    return PLAIN.matcher(stored).matches();
  }

  /// The stored name as SQL text, quoted only where needed.
  public static String render(String stored) {
    return isPlain(stored) || ROUTINE.matcher(stored).matches()
        ? stored
        : '"' + stored.replace("\"", "\"\"") + '"';
  }

  @Override
  public String toString() {
    return render(value);
  }
}
