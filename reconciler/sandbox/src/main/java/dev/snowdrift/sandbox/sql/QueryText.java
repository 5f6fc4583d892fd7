package dev.snowdrift.sandbox.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;

/// A query seen from outside: which tables and views it names, and what its columns are called.
/// What it computes nobody here knows.
///
/// @param sources the tables and views behind FROM and JOIN, common table expressions left out
/// @param items of the outermost SELECT; of the first one when several are united
public record QueryText(List<Name> sources, List<Item> items) {
  public QueryText {
    sources = List.copyOf(sources);
    items = List.copyOf(items);
  }

  /// One item of a SELECT list.
  ///
  /// @param name the column's stored name; empty for `*`
  /// @param column the column that it is, when it is nothing but one; for `*` what stands before it
  /// @param type the type it is cast to, when it is
  public record Item(Optional<String> name, Optional<Name> column, Optional<DataType> type) {
    /// Whether it stands for all columns of a source, or of all sources.
    public boolean isStar() {
      return name.isEmpty();
    }
  }

  /// Reads the text of a SELECT.
  public static QueryText of(String sql) {
    var tokens = new ArrayList<Token>();
    for (var token : new SqlLexer(CharStreams.fromString(sql)).getAllTokens()) {
      if (token.getChannel() == Token.DEFAULT_CHANNEL) {
        tokens.add(token);
      }
    }
    return new Scan(tokens).read();
  }

  private static final class Scan {
    private final List<Token> tokens;
    private final List<Name> sources = new ArrayList<>();
    private final Set<String> common = new HashSet<>();

    Scan(List<Token> tokens) {
      this.tokens = tokens;
    }

    QueryText read() {
      var selects = new HashSet<Integer>(); // depths at which a SELECT is open
      var depth = 0;
      var firstSelect = -1;
      var firstFrom = -1;
      for (var i = 0; i < tokens.size(); i++) {
        switch (tokens.get(i).getType()) {
          case SqlLexer.LPAREN -> {
            if (i > 0 && type(i - 1) == SqlLexer.AS && i > 1 && isName(i - 2)) {
              common.add(identifier(i - 2));
            }
            depth++;
          }
          case SqlLexer.RPAREN -> selects.remove(depth--);
          case SqlLexer.SELECT -> {
            selects.add(depth);
            if (depth == 0 && firstSelect < 0) {
              firstSelect = i;
            }
          }
          case SqlLexer.FROM -> {
            if (selects.contains(depth)) {
              if (depth == 0 && firstFrom < 0) {
                firstFrom = i;
              }
              sources(i + 1);
            }
          }
          default -> {
            if (word(i).equals("JOIN")) {
              source(i + 1);
            }
          }
        }
      }
      sources.removeIf(name -> name.isSimple() && common.contains(name.last().value()));
      var items =
          firstSelect < 0
              ? List.<Item>of()
              : items(firstSelect + 1, firstFrom < 0 ? tokens.size() : firstFrom);
      return new QueryText(sources, items);
    }

    private int type(int i) {
      return i < tokens.size() ? tokens.get(i).getType() : Token.EOF;
    }

    private String word(int i) {
      return i < tokens.size() ? tokens.get(i).getText().toUpperCase(Locale.ROOT) : "";
    }

    private boolean isName(int i) {
      return type(i) == SqlLexer.QUOTED_ID || word(i).matches("[A-Z_][A-Z0-9_$]*");
    }

    private String identifier(int i) {
      return type(i) == SqlLexer.QUOTED_ID
          ? ValueReader.unquoted(tokens.get(i).getText())
          : word(i);
    }

    /// The sources of a FROM: names with commas between them.
    private void sources(int from) {
      var next = source(from);
      while (next > 0) {
        if (isName(next) && !isClause(next)) {
          next++; // AS or the alias
          next += isName(next) && type(next - 1) == SqlLexer.AS ? 1 : 0;
        }
        next = type(next) == SqlLexer.COMMA ? source(next + 1) : -1;
      }
    }

    private boolean isClause(int i) {
      return Set.of(
              "WHERE",
              "GROUP",
              "ORDER",
              "HAVING",
              "QUALIFY",
              "LIMIT",
              "UNION",
              "JOIN",
              "LEFT",
              "RIGHT",
              "INNER",
              "OUTER",
              "FULL",
              "CROSS",
              "NATURAL",
              "ON",
              "USING",
              "EXCEPT",
              "MINUS",
              "INTERSECT",
              "AT",
              "BEFORE",
              "SAMPLE",
              "TABLESAMPLE",
              "PIVOT",
              "UNPIVOT")
          .contains(word(i));
    }

    /// Takes one source; answers where the text goes on, or -1 when it was no plain name.
    private int source(int from) {
      var i = from;
      if (!isName(i) || Set.of("LATERAL", "TABLE", "VALUES", "IDENTIFIER").contains(word(i))) {
        return -1;
      }
      var parts = new ArrayList<Identifier>();
      parts.add(part(i++));
      while (type(i) == SqlLexer.DOT) {
        if (type(i + 1) == SqlLexer.DOT) {
          parts.add(new Identifier("PUBLIC", false));
          i++;
        }
        parts.add(part(i + 1));
        i += 2;
      }
      if (type(i) == SqlLexer.LPAREN) {
        return -1; // a table function
      }
      sources.add(new Name(parts));
      return i;
    }

    private Identifier part(int i) {
      return new Identifier(identifier(i), type(i) == SqlLexer.QUOTED_ID);
    }

    private List<Item> items(int from, int to) {
      var items = new ArrayList<Item>();
      var depth = 0;
      var start = from;
      if (word(start).equals("DISTINCT") || type(start) == SqlLexer.ALL) {
        start++;
      }
      for (var i = start; i <= to; i++) {
        var end = i == to || (depth == 0 && type(i) == SqlLexer.COMMA);
        depth += type(i) == SqlLexer.LPAREN ? 1 : type(i) == SqlLexer.RPAREN ? -1 : 0;
        if (end && i > start) {
          items.add(item(start, i));
          start = i + 1;
        }
      }
      return items;
    }

    private Item item(int from, int to) {
      if (type(to - 1) == SqlLexer.STAR) {
        return new Item(
            Optional.empty(),
            to - from > 1 ? column(from, to - 2) : Optional.empty(),
            Optional.empty());
      }
      var end = to;
      var name = Optional.<String>empty();
      if (to - from > 1 && isName(to - 1) && type(to - 2) != SqlLexer.DOT) {
        var alias = type(to - 2) == SqlLexer.AS;
        var follows = isName(to - 2) || type(to - 2) == SqlLexer.RPAREN || isLiteral(to - 2);
        if ((alias || follows) && type(to - 2) != SqlLexer.CAST && !word(to - 1).equals("END")) {
          name = Optional.of(identifier(to - 1));
          end = alias ? to - 2 : to - 1;
        }
      }
      var column = column(from, end);
      return new Item(
          name.or(() -> column.map(c -> c.last().value()))
              .or(() -> Optional.of(text(from, to).toUpperCase(Locale.ROOT))),
          column,
          cast(from, end));
    }

    private boolean isLiteral(int i) {
      return switch (type(i)) {
        case SqlLexer.STRING, SqlLexer.INTEGER, SqlLexer.DECIMAL, SqlLexer.TRUE, SqlLexer.FALSE ->
            true;
        default -> false;
      };
    }

    private Optional<Name> column(int from, int to) {
      var parts = new ArrayList<Identifier>();
      for (var i = from; i < to; i++) {
        var expectsName = (i - from) % 2 == 0;
        if (expectsName ? !isName(i) : type(i) != SqlLexer.DOT) {
          return Optional.empty();
        }
        if (expectsName) {
          parts.add(part(i));
        }
      }
      return parts.isEmpty() ? Optional.empty() : Optional.of(new Name(parts));
    }

    /// The type behind the last `::`, or of an item that is CAST(... AS type).
    private Optional<DataType> cast(int from, int to) {
      for (var i = to - 1; i >= from; i--) {
        var casts =
            type(i) == SqlLexer.CAST
                || (type(i) == SqlLexer.AS && word(from).endsWith("CAST") && i > from);
        if (casts && isName(i + 1)) {
          var arguments = new ArrayList<String>();
          if (type(i + 2) == SqlLexer.LPAREN) {
            for (var j = i + 3; j < to && type(j) != SqlLexer.RPAREN; j++) {
              if (type(j) == SqlLexer.INTEGER) {
                arguments.add(word(j));
              }
            }
          }
          return Optional.of(DataType.of(word(i + 1), arguments));
        }
      }
      return Optional.empty();
    }

    private String text(int from, int to) {
      var text = new StringBuilder();
      tokens.subList(from, to).forEach(token -> text.append(token.getText()));
      return text.toString();
    }
  }
}
