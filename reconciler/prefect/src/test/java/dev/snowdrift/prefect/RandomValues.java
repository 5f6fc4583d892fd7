package dev.snowdrift.prefect;

import dev.snowdrift.kind.Canonical;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Values as manifests could have them, drawn from one source of chance: written as JSON, which is
/// YAML too.
final class RandomValues {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int DEEPEST = 3;
  private static final List<String> TEXTS =
      List.of(
          "",
          "1",
          "true",
          "null",
          "~",
          "eu-west-1",
          " two  blanks ",
          "it's \"quoted\" \\ #no comment",
          "ünï – 日本 😀",
          "line\nbreak\ttab",
          "2026-01-01",
          "0x10",
          "{{ not.a.reference }}");
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "1.5",
          "1e3",
          "9007199254740993",
          "0.1",
          "-2.50",
          "0.001",
          "123456.789",
          "0.1234567890123456789");

  private final Random random;

  RandomValues(Random random) {
    this.random = random;
  }

  /// As many values as told that are not the same to Prefect.
  List<String> different(int many, Supplier<String> draw, Function<String, String> canonical) {
    var seen = new TreeSet<String>();
    var all = new ArrayList<String>();
    while (all.size() < many) {
      var value = draw.get();
      if (seen.add(canonical.apply(value))) {
        all.add(value);
      }
    }
    return all;
  }

  List<String> values(int many) {
    return different(many, () -> json(0).toString(), RandomValues::canonical);
  }

  /// Objects that are not empty.
  List<String> objects(int many) {
    return different(many, () -> object(1, 1).toString(), RandomValues::canonical);
  }

  /// Nulls count: to Prefect a parameter that is null is another than one that is missing.
  private static String canonical(String json) {
    return Json.exact(JsonMapper.shared().readTree(json)).toString();
  }

  private JsonNode json(int depth) {
    return switch (random.nextInt(depth < DEEPEST ? 6 : 4)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2 -> Canonical.tree(JSON.numberNode(new BigDecimal(one(NUMBERS))));
      case 3 -> JSON.stringNode(one(TEXTS));
      case 4 -> {
        var array = JSON.arrayNode();
        for (var i = random.nextInt(4); i > 0; i--) {
          array.add(json(depth + 1));
        }
        yield array;
      }
      default -> object(depth + 1, 0);
    };
  }

  private ObjectNode object(int depth, int least) {
    var properties = new TreeMap<String, JsonNode>();
    for (var i = least + random.nextInt(4 - least); i > 0; i--) {
      properties.put("k" + random.nextInt(9), json(depth));
    }
    var object = JSON.objectNode();
    properties.forEach(object::set);
    return object;
  }

  /// Lists of one to three schedules of all sorts.
  List<String> schedules(int many) {
    return different(many, this::scheduleList, Function.identity());
  }

  private String scheduleList() {
    var items = new ArrayList<String>();
    for (var i = 1 + random.nextInt(3); i > 0; i--) {
      items.add(0, "{name: s%d, %s%s}".formatted(i, timing(), more()));
    }
    return "[" + String.join(", ", items) + "]";
  }

  private String timing() {
    var zone = one(List.of("", ", timezone: Europe/Berlin", ", timezone: America/New_York"));
    return switch (random.nextInt(3)) {
      case 0 ->
          "cron: \"%d %d * * %s\"".formatted(random.nextInt(60), random.nextInt(24), day())
              + one(List.of("", ", dayOr: false"))
              + zone;
      case 1 ->
          "interval: %s".formatted(one(List.of("2h", "PT3H", "1d", "7201", "90061.5")))
              + one(List.of("", ", anchor: \"2026-01-01T00:30:00+01:00\""))
              + zone;
      default ->
          "rrule: \"FREQ=%s;BYHOUR=%d;BYMINUTE=0;BYSECOND=0\""
                  .formatted(
                      one(List.of("DAILY", "WEEKLY;BYDAY=MO", "MONTHLY")), random.nextInt(24))
              + zone;
    };
  }

  private String day() {
    return one(List.of("*", "1-5", "0"));
  }

  private String more() {
    return one(List.of("", ", active: false"))
        + one(List.of("", ", parameters: {n: 7}", ", parameters: {x: null}"));
  }

  /// Sets of tags, none of them empty.
  List<String> tags(int many) {
    return different(many, this::tagSet, Function.identity());
  }

  private String tagSet() {
    var tags = new TreeSet<String>();
    for (var i = 1 + random.nextInt(3); i > 0; i--) {
      tags.add("'" + one(List.of("a", "etl nightly", "ünï", "a:b", "x/y")) + "'");
    }
    return tags.stream().collect(Collectors.joining(", ", "[", "]"));
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
