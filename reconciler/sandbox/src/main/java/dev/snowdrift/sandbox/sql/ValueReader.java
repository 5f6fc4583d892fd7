package dev.snowdrift.sandbox.sql;

import dev.snowdrift.sandbox.account.SqlError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.Interval;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/// Turns the small parts of a parse tree into values. Binds are numbered over the whole statement,
/// from left to right.
final class ValueReader {
  private final List<@Nullable String> binds;
  private final IdentityHashMap<TerminalNode, Integer> bindNumbers = new IdentityHashMap<>();

  ValueReader(ParseTree root, List<@Nullable String> binds) {
    this.binds = new ArrayList<>(binds);
    number(root);
  }

  private void number(ParseTree node) {
    if (node instanceof TerminalNode terminal) {
      if (terminal.getSymbol().getType() == SqlParser.BIND) {
        bindNumbers.put(terminal, bindNumbers.size());
      }
      return;
    }
    for (var i = 0; i < node.getChildCount(); i++) {
      number(node.getChild(i));
    }
  }

  private Value bound(TerminalNode bind) {
    var index = bindNumbers.getOrDefault(bind, 0);
    if (index >= binds.size()) {
      throw new SqlError(
          2049,
          "42601",
          "SQL compilation error: error line 1 at position 0\nBind variable ? not set.");
    }
    var text = binds.get(index);
    return text == null ? new Value.Null() : new Value.Text(text);
  }

  // ---- names

  Identifier identifier(SqlParser.IdentifierContext context) {
    if (context.QUOTED_ID() != null) {
      return quoted(context.QUOTED_ID().getText());
    }
    return new Identifier(context.getText().toUpperCase(Locale.ROOT), false);
  }

  private static Identifier quoted(String text) {
    return new Identifier(unquoted(text), true);
  }

  static String unquoted(String text) {
    return text.substring(1, text.length() - 1).replace("\"\"", "\"");
  }

  Name name(SqlParser.NameContext context) {
    if (context.LPAREN() != null) {
      if (context.STRING() != null) {
        return SqlReader.name(string(context.STRING().getText()));
      }
      if (context.BIND() != null) {
        return SqlReader.name(bound(context.BIND()).toString());
      }
      throw unsupported("session variables");
    }
    var parts = new ArrayList<Identifier>();
    context.identifier().forEach(part -> parts.add(identifier(part)));
    if (context.DOT().size() == 2 && parts.size() == 2) {
      parts.add(1, new Identifier("PUBLIC", false));
    }
    return new Name(parts);
  }

  List<Name> names(List<SqlParser.NameContext> contexts) {
    return contexts.stream().map(this::name).toList();
  }

  /// A place in a stage as written: `@db.schema.stage/path`.
  static StagePath stagePath(String written) {
    var text = written.substring(1);
    var end = 0;
    var inQuotes = false;
    while (end < text.length() && (inQuotes || text.charAt(end) != '/')) {
      if (text.charAt(end) == '"') {
        inQuotes = !inQuotes;
      }
      end++;
    }
    if (text.startsWith("~") || text.startsWith("%")) {
      throw unsupported("user and table stages");
    }
    var path = end < text.length() ? text.substring(end + 1) : "";
    return new StagePath(SqlReader.name(text.substring(0, end)), path);
  }

  // ---- values

  String text(SqlParser.TextContext context) {
    if (context.BIND() != null) {
      return bound(context.BIND()).toString();
    }
    return string(context.getText());
  }

  Value literal(SqlParser.LiteralContext context) {
    if (context.STRING() != null || context.DOLLAR_STRING() != null) {
      return new Value.Text(string(context.getText()));
    }
    if (context.TRUE() != null || context.FALSE() != null) {
      return new Value.Bool(context.TRUE() != null);
    }
    if (context.NULL() != null) {
      return new Value.Null();
    }
    if (context.BIND() != null) {
      return bound(context.BIND());
    }
    return new Value.Numeric(new BigDecimal(context.getText()));
  }

  Value value(SqlParser.ValueContext context) {
    if (context.literal() != null) {
      return literal(context.literal());
    }
    if (context.STAGE_PATH() != null) {
      return new Value.Stage(stagePath(context.STAGE_PATH().getText()));
    }
    if (context.name() != null) {
      return new Value.Reference(name(context.name()));
    }
    if (!context.STRING().isEmpty()) {
      return new Value.Options(new Properties(pairs(context)));
    }
    if (!context.property().isEmpty()) {
      return new Value.Options(new Properties(properties(context.property())));
    }
    return new Value.Items(context.value().stream().map(this::value).toList());
  }

  /// `('variable' = name, ...)`: the keys as written.
  private List<Properties.Property> pairs(SqlParser.ValueContext context) {
    var pairs = new ArrayList<Properties.Property>();
    for (var i = 0; i < context.STRING().size(); i++) {
      pairs.add(clause(context, string(context.STRING(i).getText()), value(context.value(i))));
    }
    return pairs;
  }

  /// The text of a literal in single quotes or double dollars.
  ///
  /// Escapes as in Snowflake documentation, "String & binary data types": a doubled quote, and
  /// backslash with n, t, r, b, f, 0, octal, x and u forms; any other character stands for itself.
  static String string(String literal) {
    if (literal.startsWith("$$")) {
      return literal.substring(2, literal.length() - 2);
    }
    var result = new StringBuilder(literal.length());
    var end = literal.length() - 1;
    for (var i = 1; i < end; i++) {
      var c = literal.charAt(i);
      if (c == '\'') {
        i++; // the second of two
        result.append('\'');
      } else if (c == '\\') {
        i++;
        i += escape(literal, i, end, result);
      } else {
        result.append(c);
      }
    }
    return result.toString();
  }

  /// Appends what the escape at `i` means; answers how many further characters it took.
  private static int escape(String literal, int i, int end, StringBuilder result) {
    var c = literal.charAt(i);
    switch (c) {
      case 'n' -> result.append('\n');
      case 't' -> result.append('\t');
      case 'r' -> result.append('\r');
      case 'b' -> result.append('\b');
      case 'f' -> result.append('\f');
      case '0' -> result.append('\0');
      case 'x', 'u' -> {
        var digits = c == 'x' ? 2 : 4;
        if (i + digits < end) {
          try {
            result.append((char) Integer.parseInt(literal, i + 1, i + 1 + digits, 16));
            return digits;
          } catch (NumberFormatException _) {
            // not an escape after all: the letter stands for itself
          }
        }
        result.append(c);
      }
      default -> result.append(c);
    }
    return 0;
  }

  // ---- properties

  List<Properties.Property> properties(List<SqlParser.PropertyContext> contexts) {
    return contexts.stream().map(this::property).toList();
  }

  Properties.Property property(SqlParser.PropertyContext context) {
    var start = context.getStart();
    return new Properties.Property(
        key(context.key()), value(context.value()), start.getLine(), start.getCharPositionInLine());
  }

  static String key(SqlParser.KeyContext context) {
    return context.getText().toUpperCase(Locale.ROOT);
  }

  static Properties.Property clause(ParserRuleContext at, String key, Value value) {
    return new Properties.Property(
        key, value, at.getStart().getLine(), at.getStart().getCharPositionInLine());
  }

  Properties.Property clause(SqlParser.ClauseContext context) {
    if (context.CONTACT() == null && !context.property().isEmpty()) {
      return property(context.property(0));
    }
    if (context.TAG() != null) {
      return clause(context, "TAG", new Value.Tags(tags(context.tagValue())));
    }
    if (context.MANAGED() != null) {
      return clause(context, "MANAGED ACCESS", new Value.Bool(true));
    }
    if (context.COPY() != null) {
      return clause(context, "COPY GRANTS", new Value.Bool(true));
    }
    if (context.EXECUTE() != null) {
      return clause(context, "EXECUTE AS", new Value.Reference(name(context.name(0))));
    }
    if (context.CONTACT() != null) {
      var contacts = new Properties(properties(context.property()));
      return clause(context, "CONTACT", new Value.Options(contacts));
    }
    if (context.APPLICATION() != null) {
      return clause(context, "FOR APPLICATION", new Value.Reference(name(context.name(0))));
    }
    if (context.CLONE() != null) {
      return clause(context, "CLONE", new Value.Reference(name(context.name(0))));
    }
    if (context.LIKE() != null) {
      return clause(context, "LIKE", new Value.Reference(name(context.name(0))));
    }
    if (context.AFTER() != null) {
      return clause(context, "AFTER", Value.names(names(context.name())));
    }
    if (context.ALLOWED_VALUES() != null) {
      return clause(context, "ALLOWED_VALUES", literals(context.literal()));
    }
    if (context.condition() != null) {
      return clause(context, "WHEN", new Value.Sql(written(context.condition())));
    }
    return clause(context, "AS", new Value.Sql(body(context.body())));
  }

  /// SQL text as written, without the semicolons that end the statement around it.
  static String body(SqlParser.BodyContext context) {
    return written(context).replaceFirst("[;\\s]+$", "");
  }

  Value literals(List<SqlParser.LiteralContext> contexts) {
    return new Value.Items(contexts.stream().map(this::literal).toList());
  }

  List<Value.Tag> tags(List<SqlParser.TagValueContext> contexts) {
    return contexts.stream()
        .map(tag -> new Value.Tag(name(tag.name()), literal(tag.literal()).toString()))
        .toList();
  }

  Value.Specification specification(SqlParser.SpecificationContext context) {
    var text = text(context.text());
    var source =
        context.STAGE_PATH() == null
            ? new Value.Specification.Source.Inline(text)
            : new Value.Specification.Source.File(stagePath(context.STAGE_PATH().getText()), text);
    var using = new LinkedHashMap<String, Value>();
    var template = context.usingValues() != null;
    if (template) {
      for (var value : context.usingValues().usingValue()) {
        using.put(usingKey(value.identifier()), usingValue(value.value()));
      }
    }
    return new Value.Specification(source, template, using);
  }

  /// A bare word is an alphanumeric literal, not a name: it is not folded.
  private Value usingValue(SqlParser.ValueContext context) {
    return context.name() == null ? value(context) : new Value.Text(written(context));
  }

  /// Keys of USING are case-sensitive; double quotes are optional (Snowflake documentation, "CREATE
  /// SERVICE").
  private static String usingKey(SqlParser.IdentifierContext context) {
    return context.QUOTED_ID() != null ? unquoted(context.getText()) : context.getText();
  }

  // ---- text

  /// The context's text as written, comments and blanks included.
  static String written(ParserRuleContext context) {
    Token start = context.getStart();
    Token stop = context.getStop();
    return start.getInputStream().getText(Interval.of(start.getStartIndex(), stop.getStopIndex()));
  }

  /// The context's words, upper case, with single blanks.
  static String words(ParserRuleContext context) {
    return leaves(context).stream().collect(Collectors.joining(" ")).toUpperCase(Locale.ROOT);
  }

  private static List<String> leaves(ParseTree node) {
    if (node instanceof TerminalNode) {
      return List.of(node.getText());
    }
    var texts = new ArrayList<String>();
    for (var i = 0; i < node.getChildCount(); i++) {
      texts.addAll(leaves(node.getChild(i)));
    }
    return texts;
  }

  static SqlError unsupported(String feature) {
    return new SqlError(2, "0A000", "Unsupported feature '" + feature + "'.");
  }
}
