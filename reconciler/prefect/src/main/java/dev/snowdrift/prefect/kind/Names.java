package dev.snowdrift.prefect.kind;

import java.util.regex.Pattern;

/// What Prefect takes as a name (PrefectHQ/prefect, src/prefect/types/names.py).
final class Names {
  private static final Pattern BANNED = Pattern.compile("[/%&><]|\\p{Cntrl}");
  private static final Pattern VARIABLE = Pattern.compile("[a-z0-9_-]{1,255}");
  private static final Pattern SLUG = Pattern.compile("[a-z0-9-]{1,255}");
  private static final int LONGEST = 255;

  private Names() {}

  /// Flows, deployments and work pools: anything without the characters that break its URL. A
  /// server answers 500 to some of them, so they are refused here.
  static String free(String thing, String name) {
    if (name.isBlank() || !name.equals(name.strip())) {
      throw new IllegalArgumentException(
          "the name of a " + thing + " is not empty and has no space at either end");
    }
    if (BANNED.matcher(name).find() || name.equals(".") || name.equals("..")) {
      throw new IllegalArgumentException("the name of a " + thing + " has none of / % & > <");
    }
    if (name.length() > LONGEST) {
      throw new IllegalArgumentException(
          "the name of a %s has at most %d characters".formatted(thing, LONGEST));
    }
    return name;
  }

  static String variable(String name) {
    if (!VARIABLE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name of a variable has only lower-case letters, digits, dashes and underscores, 255 at most");
    }
    return name;
  }

  static String slug(String thing, String name) {
    if (!SLUG.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name of a %s has only lower-case letters, digits and dashes".formatted(thing));
    }
    return name;
  }
}
