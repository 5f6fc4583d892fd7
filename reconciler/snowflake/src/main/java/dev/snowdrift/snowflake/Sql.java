package dev.snowdrift.snowflake;

import dev.snowdrift.kind.SecretSource;
import dev.snowdrift.snowflake.SqlStatement.Part;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Writes one statement. Values get into it as identifiers, literals, numbers and secret slots
/// only; what remains are upper-case key words, which can hold neither a quote nor a semicolon.
///
/// No statement that replaces or drops by surprise can be built: `OR REPLACE` destroys grants,
/// images and ingress host names, and `STOP ALL` drops every service of a compute pool.
public final class Sql {
  private static final Pattern WORDS = Pattern.compile("[A-Z][A-Z0-9_]*(?: [A-Z][A-Z0-9_]*)*");
  private static final Pattern ARGUMENTS = Pattern.compile("\\([A-Z0-9_ ,]*\\)");
  private static final Pattern FUNCTION = Pattern.compile("SYSTEM\\$[A-Z][A-Z_]*");
  private static final Pattern FORBIDDEN =
      Pattern.compile("(?:^|.* )(?:OR REPLACE|STOP ALL|SWAP WITH)(?: .*|$)");

  private final List<Part> parts = new ArrayList<>();
  private final Set<Integer> tolerated = new TreeSet<>();

  private Sql() {}

  /// Begins a statement with its first key words.
  public static Sql of(String words) {
    return new Sql().words(words);
  }

  /// Key words.
  ///
  /// @throws IllegalArgumentException when they are anything else
  public Sql words(String words) {
    if (!WORDS.matcher(words).matches()) {
      throw new IllegalArgumentException("not key words: " + words);
    }
    parts.add(new Part.Words(words));
    return this;
  }

  public Sql name(QualifiedName name) {
    return safe(name.sql());
  }

  public Sql name(Identifier name) {
    return safe(name.sql());
  }

  /// A function or procedure, with its argument types.
  public Sql name(CallableName name) {
    return safe(name.sql());
  }

  public Sql type(DataType type) {
    return safe(type.canonical());
  }

  /// SQL that a person wrote: a query, an expression. It neither ends the statement nor leaves a
  /// bracket or a quotation open.
  ///
  /// @throws IllegalArgumentException when it would
  public Sql sql(String written) {
    SqlText.objection(written)
        .ifPresent(why -> {
          throw new IllegalArgumentException(why);
        });
    return safe(written);
  }

  public Sql equalTo() {
    return safe("=");
  }

  public Sql comma() {
    return safe(",");
  }

  /// A name whose canonical spelling is known.
  public Sql name(String canonical) {
    return name(QualifiedName.parse(canonical));
  }

  public Sql text(String value) {
    return safe(Literal.of(value));
  }

  public Sql number(long value) {
    return safe(Long.toString(value));
  }

  public Sql bool(boolean value) {
    return words(value ? "TRUE" : "FALSE");
  }

  /// A literal whose value is filled in when the statement is sent and masked everywhere else.
  public Sql secret(SecretSource source) {
    parts.add(new Part.Secret(source));
    return this;
  }

  /// `KEYWORD =`, to be followed by its value.
  public Sql property(String keyword) {
    return words(keyword).safe("=");
  }

  /// `(a, b)` of names.
  public Sql names(Collection<String> canonical) {
    return safe(
        canonical.stream()
            .map(name -> QualifiedName.parse(name).sql())
            .collect(Collectors.joining(", ", "(", ")")));
  }

  /// `a, b` of names.
  public Sql nameList(Collection<String> canonical) {
    return safe(
        canonical.stream()
            .map(name -> QualifiedName.parse(name).sql())
            .collect(Collectors.joining(", ")));
  }

  /// An SQL expression that a person wrote, in the middle of a statement.
  ///
  /// @throws IllegalArgumentException when it could end, or hide what follows
  public Sql expression(String sql) {
    SqlText.expressionObjection(sql)
        .ifPresent(why -> {
          throw new IllegalArgumentException("not an expression: " + why);
        });
    return safe(sql);
  }

  /// `AS` and the statement that a person wrote as the body of an object; nothing follows it.
  public SqlStatement as(String body) {
    return words("AS").safe(body).ddl();
  }

  /// `(A, B)` of key words.
  public Sql group(Collection<String> words) {
    return open().list(words).close();
  }

  /// `('a', 'b')` of literals.
  public Sql texts(Collection<String> values) {
    return safe(values.stream().map(Literal::of).collect(Collectors.joining(", ", "(", ")")));
  }

  /// Key words separated by commas.
  public Sql list(Collection<String> words) {
    var first = true;
    for (var word : words) {
      if (!first) {
        safe(",");
      }
      words(word);
      first = false;
    }
    return this;
  }

  /// A part of an object with its own name: `DB.SCHEMA.SERVICE!ROLE`.
  public Sql member(QualifiedName of, Identifier name) {
    return safe(of.sql() + "!" + name.sql());
  }

  /// The types of a function's arguments: `(VARCHAR, NUMBER)`.
  ///
  /// @throws IllegalArgumentException when it holds more than names of types
  public Sql signature(String arguments) {
    if (!ARGUMENTS.matcher(arguments).matches()) {
      throw new IllegalArgumentException("not types of arguments: " + arguments);
    }
    return safe(arguments);
  }

  public Sql open() {
    return safe("(");
  }

  public Sql close() {
    return safe(")");
  }

  /// A text between double dollars, which Snowflake reads without any escape.
  ///
  /// @throws IllegalArgumentException when the text could end the quotation
  public Sql dollars(String text) {
    if (text.contains("$$") || text.startsWith("$") || text.endsWith("$")) {
      throw new IllegalArgumentException(
          "a text between $$ can neither hold $$ nor begin or end with $");
    }
    return safe("$$" + text + "$$");
  }

  /// `SELECT SYSTEM$F('a', 'b')`: a constant call of a system function.
  ///
  /// @throws IllegalArgumentException for anything that is not the name of one
  public static SqlStatement function(String name, List<String> arguments) {
    if (!FUNCTION.matcher(name).matches()) {
      throw new IllegalArgumentException("not a system function: " + name);
    }
    var literals = arguments.stream().map(Literal::of).collect(Collectors.joining(", ", "(", ")"));
    return of("SELECT").safe(name + literals).end(StatementClass.FUNCTION);
  }

  /// The same beginning, to be continued in another way.
  Sql copy() {
    var copy = new Sql();
    copy.parts.addAll(parts);
    copy.tolerated.addAll(tolerated);
    return copy;
  }

  /// Codes with which the server says that it is so already; they count as success.
  public Sql tolerate(int... codes) {
    for (var code : codes) {
      tolerated.add(code);
    }
    return this;
  }

  private Sql safe(String text) {
    parts.add(new Part.Safe(text));
    return this;
  }

  /// A statement that changes definitions.
  ///
  /// @throws IllegalStateException for one that must never be built
  public SqlStatement ddl() {
    return end(StatementClass.DDL);
  }

  /// Ends the statement.
  ///
  /// @throws IllegalStateException for one that must never be built
  public SqlStatement end(StatementClass statementClass) {
    var words =
        parts.stream()
            .map(part -> part instanceof Part.Words w ? w.text() : "\0")
            .collect(Collectors.joining(" "));
    if (FORBIDDEN.matcher(words).matches()) {
      throw new IllegalStateException("a statement that replaces or drops by surprise: " + words);
    }
    return new SqlStatement(parts, statementClass, about(), tolerated);
  }

  private String about() {
    var statement = new SqlStatement(parts, StatementClass.DDL, "", Set.of()).redacted();
    var first = parts.getFirst() instanceof Part.Words w ? w.text() : "";
    if (first.equals("GRANT") || first.equals("REVOKE")) {
      return first.toLowerCase(Locale.ROOT) + statement.substring(first.length());
    }
    var space = first.indexOf(' ');
    var verb = (space < 0 ? first : first.substring(0, space)).toLowerCase(Locale.ROOT);
    var rest = space < 0 ? "" : first.substring(space);
    var object =
        parts.stream()
            .skip(1)
            .takeWhile(part -> !(part instanceof Part.Safe safe && safe.text().equals("=")))
            .filter(Part.Safe.class::isInstance)
            .map(part -> " " + ((Part.Safe) part).text())
            .findFirst()
            .orElse("");
    return verb + rest + object;
  }
}
