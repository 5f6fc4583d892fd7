package dev.snowdrift.prefect.python;

import java.util.List;

/// One logical line: brackets and backslashes join what they hold together.
///
/// @param indent columns before the first token, a tab reaching to the next multiple of 8
record Line(int indent, List<Token> tokens) {
  Line {
    tokens = List.copyOf(tokens);
  }
}
