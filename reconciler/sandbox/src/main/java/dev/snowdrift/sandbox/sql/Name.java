package dev.snowdrift.sandbox.sql;

import java.util.List;
import java.util.stream.Collectors;

/// An object's name as written: one to four identifiers, the last of them the object's own.
public record Name(List<Identifier> parts) {
  public Name {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a name has at least one part");
    }
  }

  public Identifier last() {
    return parts.getLast();
  }

  public boolean isSimple() {
    return parts.size() == 1;
  }

  /// The folded text, quoted where needed, parts joined by dots.
  @Override
  public String toString() {
    return parts.stream().map(Identifier::toString).collect(Collectors.joining("."));
  }
}
