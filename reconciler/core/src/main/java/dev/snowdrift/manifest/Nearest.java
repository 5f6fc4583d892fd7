package dev.snowdrift.manifest;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds what a person probably meant to write.
public final class Nearest {
  private Nearest() {}

  /// The candidate closest to `word`: the same but for case, `_`, `-` and `.` first, else the one
  /// with the fewest inserted, left out, replaced or swapped characters, if that is at most a third
  /// of them. Ties go to the first in alphabetical order.
  public static Optional<String> of(String word, Collection<String> candidates) {
    if (word.length() > 200) {
      return Optional.empty();
    }
    var folded = fold(word);
    return candidates.stream()
        .sorted()
        .map(candidate -> new Distance(candidate, distance(folded, fold(candidate))))
        .filter(found -> found.edits() <= Math.max(1, Math.min(4, folded.length() / 3)))
        .min(Comparator.comparingInt(Distance::edits))
        .map(Distance::candidate);
  }

  private record Distance(String candidate, int edits) {}

  private static String fold(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[_.-]", "");
  }

  private static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) > 4) {
      return Integer.MAX_VALUE;
    }
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        edits[i][j] = Math.min(replaced, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
        }
      }
    }
    return edits[a.length()][b.length()];
  }
}
