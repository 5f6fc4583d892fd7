package dev.snowdrift.sandbox.sql;

import java.util.List;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.jspecify.annotations.Nullable;

/// Reads one statement.
public final class SqlReader {
  private SqlReader() {}

  /// The statement that the text is.
  ///
  /// @param binds the values of the `?` from left to right, null for NULL
  /// @throws dev.snowdrift.sandbox.account.SqlError 1003 for what is no statement, 900 for nothing
  public static Statement read(String sql, List<@Nullable String> binds) {
    var transfer = TransferReader.read(sql);
    if (transfer.isPresent()) {
      return transfer.get();
    }
    var parser = parser(sql);
    if (parser.getTokenStream().LA(1) == Token.EOF) {
      throw SyntaxErrors.empty();
    }
    var script = parser.script();
    return new StatementReader(new ValueReader(script, binds)).statement(script.statement());
  }

  /// The number of `?` in the text.
  public static int countBinds(String sql) {
    var count = 0;
    for (var token : new SqlLexer(CharStreams.fromString(sql)).getAllTokens()) {
      if (token.getType() == SqlLexer.BIND) {
        count++;
      }
    }
    return count;
  }

  /// A name inside a string, as IDENTIFIER('...') and system functions take it.
  public static Name name(String text) {
    var parser = parser(text);
    var name = parser.name();
    if (parser.getTokenStream().LA(1) != Token.EOF) {
      var next = parser.getTokenStream().LT(1);
      throw SyntaxErrors.unexpected(next.getLine(), next.getCharPositionInLine(), next.getText());
    }
    return new ValueReader(name, List.of()).name(name);
  }

  private static SqlParser parser(String sql) {
    var lexer = new SqlLexer(CharStreams.fromString(sql));
    lexer.removeErrorListeners();
    var parser = new SqlParser(new CommonTokenStream(lexer));
    parser.getInterpreter().setPredictionMode(PredictionMode.LL);
    parser.removeErrorListeners();
    parser.addErrorListener(new Refusal());
    return parser;
  }

  private static final class Refusal extends BaseErrorListener {
    @Override
    public void syntaxError(
        Recognizer<?, ?> recognizer,
        @Nullable Object offendingSymbol,
        int line,
        int position,
        String message,
        @Nullable RecognitionException cause) {
      var text = offendingSymbol instanceof Token token ? token.getText() : message;
      throw SyntaxErrors.unexpected(line, position, text);
    }
  }
}
