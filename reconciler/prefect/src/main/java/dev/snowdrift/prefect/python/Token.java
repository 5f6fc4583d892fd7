package dev.snowdrift.prefect.python;

import java.util.List;

/// One token of Python source.
///
/// @param text as written; for a string, what it means
/// @param parts of an f-string: text and the source between braces, in turn; else empty
/// @param line counted from 1
record Token(Kind kind, String text, List<Part> parts, int line) {
  enum Kind {
    NAME,
    NUMBER,
    TEXT,
    BYTES,
    FORMATTED,
    OPERATOR,
    END
  }

  /// A piece of an f-string.
  record Part(boolean isCode, String text) {}

  Token {
    parts = List.copyOf(parts);
  }

  Token(Kind kind, String text, int line) {
    this(kind, text, List.of(), line);
  }

  boolean is(String operatorOrKeyword) {
    return (kind == Kind.OPERATOR || kind == Kind.NAME) && text.equals(operatorOrKeyword);
  }

  boolean isName() {
    return kind == Kind.NAME;
  }

  boolean isString() {
    return kind == Kind.TEXT || kind == Kind.BYTES || kind == Kind.FORMATTED;
  }
}
