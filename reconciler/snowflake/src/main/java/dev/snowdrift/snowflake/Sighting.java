package dev.snowdrift.snowflake;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was seen of one object: its rows of the listing, and the answers to the closer looks.
///
/// @param rows one, except for kinds that are spread over several
/// @param looks answers by the look's key; absent for objects that are not declared
/// @param failed why a look failed, by its key
public record Sighting(List<Row> rows, Map<String, List<Row>> looks, Map<String, String> failed) {

  public Sighting {
    rows = List.copyOf(rows);
    looks = Map.copyOf(looks);
    failed = Map.copyOf(failed);
  }

  public Row row() {
    return rows.getFirst();
  }

  public Optional<List<Row>> look(String key) {
    return Optional.ofNullable(looks.get(key));
  }

  public Optional<String> failure(String key) {
    return Optional.ofNullable(failed.get(key));
  }
}
