package dev.snowdrift.prefect.python;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The expressions of which annotations, defaults and decorators are mostly made. Everything else
/// is {@link Computed}.
sealed interface Expression {
  /// The names that it reads.
  default Stream<String> reads() {
    return switch (this) {
      case Name(var id) -> Stream.of(id);
      case Attribute(var of, var _) -> of.reads();
      case Sequence(var _, var items) -> items.stream().flatMap(Expression::reads);
      case Mapping(var entries) ->
          entries.stream()
              .flatMap(entry -> Stream.concat(entry.key().reads(), entry.value().reads()));
      case Subscript(var of, var index) -> Stream.concat(of.reads(), index.reads());
      case Call call ->
          Stream.of(
                  Stream.of(call.function()),
                  call.arguments().stream(),
                  call.keywords().values().stream())
              .flatMap(part -> part)
              .flatMap(Expression::reads);
      case Negative(var of) -> of.reads();
      case Binary(var _, var left, var right) -> Stream.concat(left.reads(), right.reads());
      case Formatted(var parts) -> parts.stream().flatMap(Expression::reads);
      case Computed(var names) -> names.stream();
      case Text _, Bytes _, Whole _, Real _, Constant _ -> Stream.empty();
    };
  }

  record Name(String id) implements Expression {}

  record Attribute(Expression of, String name) implements Expression {}

  record Text(String value) implements Expression {}

  /// A byte string.
  ///
  /// @param value one character for each byte
  record Bytes(String value) implements Expression {}

  record Whole(BigInteger value) implements Expression {}

  record Real(double value) implements Expression {}

  /// `True`, `False`, `None` and `...`.
  enum Constant implements Expression {
    TRUE,
    FALSE,
    NONE,
    ELLIPSIS
  }

  enum Bracket {
    LIST,
    TUPLE,
    SET
  }

  record Sequence(Bracket bracket, List<Expression> items) implements Expression {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  record Entry(Expression key, Expression value) {}

  record Mapping(List<Entry> entries) implements Expression {
    public Mapping {
      entries = List.copyOf(entries);
    }
  }

  /// `of[index]`; several indices are one tuple.
  record Subscript(Expression of, Expression index) implements Expression {}

  /// A call.
  ///
  /// @param isSpread whether `*` or `**` adds arguments that are not seen
  record Call(
      Expression function,
      List<Expression> arguments,
      Map<String, Expression> keywords,
      boolean isSpread)
      implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
      keywords = Map.copyOf(keywords);
    }

    Optional<Expression> keyword(String name) {
      return Optional.ofNullable(keywords.get(name));
    }
  }

  record Negative(Expression of) implements Expression {}

  record Binary(String operator, Expression left, Expression right) implements Expression {}

  /// An f-string; its fields are expressions.
  record Formatted(List<Expression> parts) implements Expression {
    public Formatted {
      parts = List.copyOf(parts);
    }
  }

  /// What is not taken apart.
  ///
  /// @param names that occur in it
  record Computed(List<String> names) implements Expression {
    public Computed {
      names = List.copyOf(names);
    }
  }
}
