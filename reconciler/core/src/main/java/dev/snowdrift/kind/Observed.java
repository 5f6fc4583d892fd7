package dev.snowdrift.kind;

import dev.snowdrift.health.Health;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// One object as its target shows it.
///
/// @param fields canonical values by field name; a field that could not be read is in `facts` as
///   `unreadable.<field>` with the reason, and is not compared
/// @param mark the mark found on it, not yet verified
/// @param facts what is known beyond the fields (owner, id, endpoint URL), for people and for
///   effects; those that begin with {@link #STANDING} are shown beside the health
public record Observed(
    ResourceId id,
    SortedMap<String, JsonNode> fields,
    Optional<Mark> mark,
    Health health,
    SortedMap<String, String> facts) {

  /// In front of facts that tell how an object works: its last run, its workers online. Their texts
  /// may come from running code.
  public static final String STANDING = "standing.";

  /// The fact that says why nobody can tell which of several objects this is.
  public static final String AMBIGUOUS = "ambiguous";

  public Observed {
    fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
  }

  public Optional<JsonNode> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  public Optional<String> fact(String name) {
    return Optional.ofNullable(facts.get(name));
  }

  /// The same object, judged.
  ///
  /// @param more facts that come to those there are, or take their place
  public Observed judged(Health verdict, SortedMap<String, String> more) {
    var all = new TreeMap<>(facts);
    all.putAll(more);
    return new Observed(id, fields, mark, verdict, all);
  }

  /// Why a field could not be read, when it could not.
  public Optional<String> unreadable(String field) {
    return fact("unreadable." + field);
  }
}
