package dev.snowdrift.sandbox.sql;

import java.util.List;

/// A constant expression of a SELECT without FROM, or of CALL.
public sealed interface Expression {

  record Literal(Value value) implements Expression {}

  /// A function call; the function's name is folded.
  record FunctionCall(String function, List<Expression> arguments) implements Expression {
    public FunctionCall {
      arguments = List.copyOf(arguments);
    }
  }

  /// A column, or a function that is called without parentheses, such as CURRENT_USER.
  record Named(Name name) implements Expression {}

  record Cast(Expression of, String type) implements Expression {}

  record Concatenation(Expression left, Expression right) implements Expression {}

  record Variable(String name) implements Expression {}
}
