package dev.snowdrift.bench;

import dev.snowdrift.sandbox.prefect.RecordedRequest;
import dev.snowdrift.sandbox.wire.StatementLog;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a pass asked of its targets, counted by the targets.
///
/// @param shows listings; SHOW GRANTS is not among them
/// @param grants SHOW GRANTS and SHOW FUTURE GRANTS
/// @param describes closer looks at one object
/// @param writes statements that can change the account, failed ones included
/// @param others statements of the sessions themselves
/// @param requests to Prefect that read
/// @param requestWrites to Prefect that can change something
/// @param looks how often each shape of statement was sent: the first words, without names
public record Cost(
    int shows,
    int grants,
    int describes,
    int writes,
    int others,
    int requests,
    int requestWrites,
    SortedMap<String, Integer> looks) {

  public Cost {
    looks = Collections.unmodifiableSortedMap(new TreeMap<>(looks));
  }

  /// A point in both logs.
  record Mark(long statements, int requests) {}

  static Cost of(List<StatementLog.Entry> statements, List<RecordedRequest> requests) {
    var looks = new TreeMap<String, Integer>();
    var shows = 0;
    var grants = 0;
    var describes = 0;
    var writes = 0;
    var others = 0;
    for (var entry : statements) {
      var words = entry.sql().strip().toUpperCase(Locale.ROOT).split("\\s+");
      if (entry.writes()) {
        writes++;
      } else if (entry.sql().toUpperCase(Locale.ROOT).matches("(?s)SHOW (FUTURE )?GRANTS\\b.*")) {
        grants++;
      } else if (words[0].equals("SHOW")) {
        shows++;
      } else if (words[0].startsWith("DESC")) {
        describes++;
      } else {
        others++;
      }
      looks.merge(shape(words), 1, Integer::sum);
    }
    var changing = (int) requests.stream().filter(RecordedRequest::writes).count();
    return new Cost(
        shows, grants, describes, writes, others, requests.size() - changing, changing, looks);
  }

  /// Up to and without the first word that is a name.
  private static String shape(String[] words) {
    var shape = new StringBuilder(words[0]);
    for (var i = 1; i < Math.min(words.length, 3) && words[i].matches("[A-Z]+"); i++) {
      if (words[i].equals("IN") || words[i].equals("TO")) {
        break;
      }
      shape.append(' ').append(words[i]);
    }
    return shape.toString();
  }

  /// All statements, whatever they are.
  public int statements() {
    return shows + grants + describes + writes + others;
  }
}
