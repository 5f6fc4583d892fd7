package dev.snowdrift.sandbox.account;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/// LIKE as SHOW has it: `%` and `_` are wildcards, letter case does not count, a backslash makes
/// the next character stand for itself.
public final class LikePattern {
  private LikePattern() {}

  public static Predicate<String> of(String like) {
    var regex = new StringBuilder();
    for (var i = 0; i < like.length(); i++) {
      var c = like.charAt(i);
      if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        if (c == '\\' && i + 1 < like.length()) {
          c = like.charAt(++i);
        }
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(
            regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL)
        .asMatchPredicate();
  }
}
