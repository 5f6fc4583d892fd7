package dev.snowdrift.snowflake.kind;

import dev.snowdrift.snowflake.Identifier;
import dev.snowdrift.snowflake.QualifiedName;
import dev.snowdrift.snowflake.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The statement that made a view, which is what SHOW VIEWS shows of it: taken apart into the names
/// of its columns and its query.
///
/// @param columns canonical; empty where the query names them
/// @param query behind AS
record ViewText(List<String> columns, String query) {
  private static final Set<String> CLAUSES =
      Set.of("TAG", "ON", "BY", "USING", "KEY", "KEYS", "CONTACT", "=");

  /// Empty for a text that is no CREATE VIEW.
  static Optional<ViewText> parse(String statement) {
    try {
      return parse(statement, SqlText.read(statement).pieces());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<ViewText> parse(String statement, List<SqlText.Piece> pieces) {
    var columns = new ArrayList<String>();
    var listed = false;
    var depth = 0;
    for (var i = 0; i < pieces.size(); i++) {
      var piece = pieces.get(i);
      if (piece.is("(")) {
        listed = depth == 0 && columns.isEmpty() && i > 0 && !isClause(pieces.get(i - 1));
        depth++;
      } else if (piece.is(")")) {
        depth--;
      } else if (depth == 1 && listed && (pieces.get(i - 1).is("(") || pieces.get(i - 1).is(","))) {
        columns.add(Identifier.parse(piece.text()).canonical());
      } else if (depth == 0 && piece.is("AS")) {
        return Optional.of(
            new ViewText(columns, statement.substring(piece.at() + piece.text().length())));
      }
    }
    return Optional.empty();
  }

  private static boolean isClause(SqlText.Piece piece) {
    return CLAUSES.stream().anyMatch(piece::is);
  }

  /// The tables and views that a query reads by name, as far as they are in the view's own
  /// database: what comes after FROM and JOIN.
  static List<QualifiedName> sources(String query, QualifiedName view) {
    var pieces = SqlText.read(query).pieces();
    var names = new ArrayList<QualifiedName>();
    for (var i = 0; i < pieces.size(); i++) {
      if (pieces.get(i).is("FROM") || pieces.get(i).is("JOIN")) {
        name(pieces, i + 1, view)
            .filter(name -> name.parts().getFirst().equals(view.parts().getFirst()))
            .filter(name -> !name.equals(view) && !names.contains(name))
            .ifPresent(names::add);
      }
    }
    return names;
  }

  private static Optional<QualifiedName> name(
      List<SqlText.Piece> pieces, int from, QualifiedName view) {
    var text = new StringBuilder();
    var at = from;
    while (at < pieces.size() && (at == from || !pieces.get(at).spaced())) {
      var piece = pieces.get(at).text();
      if (!piece.equals(".") && !piece.matches("\"(?:[^\"]|\"\")+\"|[A-Za-z_][A-Za-z0-9_$]*")) {
        break;
      }
      text.append(piece);
      at++;
    }
    try {
      var name = QualifiedName.parse(text.toString());
      return switch (name.parts().size()) {
        case 1 -> Optional.of(view.parent().child(name.last()));
        case 2 ->
            Optional.of(view.parent().parent().child(name.parts().getFirst()).child(name.last()));
        case 3 -> Optional.of(name);
        default -> Optional.empty();
      };
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
