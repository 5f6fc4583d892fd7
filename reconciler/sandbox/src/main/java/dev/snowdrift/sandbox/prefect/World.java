package dev.snowdrift.sandbox.prefect;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/// Everything the stand-in knows, by kind and id, in the order of creation. Objects are kept in the
/// form in which they are answered, as far as that does not depend on others. Guarded by its user.
final class World {
  /// The objects of one kind.
  static final class Table {
    private final Map<String, ObjectNode> byId = new LinkedHashMap<>();

    Collection<ObjectNode> all() {
      return byId.values();
    }

    void add(ObjectNode object) {
      byId.put(Json.text(object, "id"), object);
    }

    Optional<ObjectNode> find(String id) {
      return Optional.ofNullable(byId.get(id.toLowerCase(Locale.ROOT)));
    }

    Optional<ObjectNode> findBy(String field, String text) {
      return where(field, text).stream().findFirst();
    }

    List<ObjectNode> where(String field, String text) {
      return where(object -> Json.text(object, field).equals(text));
    }

    List<ObjectNode> where(Predicate<ObjectNode> condition) {
      return byId.values().stream().filter(condition).toList();
    }

    boolean remove(String id) {
      return byId.remove(id) != null;
    }

    boolean removeIf(Predicate<ObjectNode> condition) {
      return byId.values().removeIf(condition);
    }

    List<ObjectNode> copy() {
      return new ArrayList<>(byId.values());
    }
  }

  final Table flows = new Table();
  final Table deployments = new Table();
  final Table schedules = new Table();
  final Table pools = new Table();
  final Table queues = new Table();
  final Table workers = new Table();
  final Table variables = new Table();
  final Table limits = new Table();
  final Table blockTypes = new Table();
  final Table blockSchemas = new Table();
  final Table blocks = new Table();
  final Table automations = new Table();
  final Table runs = new Table();
  final Table events = new Table();

  private final Clock clock;
  private Instant last = Instant.MIN;

  World(Clock clock) {
    this.clock = clock;
  }

  /// The time now, in microseconds as the server's.
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /// A new object with id and times.
  ObjectNode fresh() {
    var time = stamp();
    return Json.object()
        .put("id", UUID.randomUUID().toString())
        .put("created", time)
        .put("updated", time);
  }

  void touch(ObjectNode object) {
    object.put("updated", stamp());
  }

  /// No two writes have the same time, however the clock stands: lists are sorted by it.
  private String stamp() {
    var now = now();
    last = now.isAfter(last) ? now : last.plus(1, ChronoUnit.MICROS);
    return written(last);
  }

  /// As the server writes times: microseconds, which are left out when zero.
  static String written(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS).toString();
  }
}
