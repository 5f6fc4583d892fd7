package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.prefect.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The schedules of a deployment in canonical form: a list sorted by slug of `{slug, cron |
/// interval | rrule, anchor, timezone, dayOr, active, parameters}`.
///
/// What the server makes of what it gets: an interval becomes a decimal number of seconds and its
/// missing anchor the time of the request; a rule without a start gets one; a missing time zone
/// means UTC (PrefectHQ/prefect, src/prefect/server/schemas/schedules.py).
final class Schedules {
  private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,9})([smhd])");
  private static final Pattern START =
      Pattern.compile("DTSTART[^\\n]*\\n", Pattern.CASE_INSENSITIVE);
  private static final String DEFAULT_START = "DTSTART:20200101T000000\n";
  private static final String FOREIGN = "(without slug ";

  static final JsonNode NONE = JsonNodeFactory.instance.arrayNode();

  private Schedules() {}

  static JsonNode list(List<ObjectNode> items) {
    var array = JsonNodeFactory.instance.arrayNode();
    array.addAll(items);
    return Canonical.sortedBy("slug", array);
  }

  static ObjectNode desired(FlowSpec.Schedule schedule) {
    var item = Json.object().put("slug", schedule.slug());
    schedule
        .cron()
        .ifPresent(cron -> {
          item.put("cron", collapsed(cron));
          item.put("dayOr", schedule.dayOr().orElse(true));
        });
    schedule
        .interval()
        .flatMap(Schedules::seconds)
        .ifPresent(seconds -> item.set("interval", seconds));
    schedule.anchor().flatMap(Schedules::instant).ifPresent(anchor -> item.put("anchor", anchor));
    schedule.rrule().ifPresent(rule -> item.put("rrule", rule(rule)));
    item.put("timezone", schedule.timezone().orElse("UTC"));
    item.put("active", schedule.active().orElse(true));
    parameters(schedule.parameters()).ifPresent(values -> item.set("parameters", values));
    return (ObjectNode) Json.exact(item);
  }

  /// The schedules as a deployment shows them. One without a slug is nobody's: it gets a name that
  /// no slug can have.
  static JsonNode observed(JsonNode schedules) {
    var items = new ArrayList<ObjectNode>();
    var foreign = new ArrayList<ObjectNode>();
    for (var schedule : schedules) {
      var item = item(schedule);
      (item.has("slug") ? items : foreign).add(item);
    }
    foreign.sort((one, other) -> one.toString().compareTo(other.toString()));
    for (var i = 0; i < foreign.size(); i++) {
      items.add(foreign.get(i).put("slug", FOREIGN + (i + 1) + ")"));
    }
    return list(items.stream().map(item -> (ObjectNode) Json.exact(item)).toList());
  }

  static boolean isForeign(String slug) {
    return slug.startsWith(FOREIGN);
  }

  private static ObjectNode item(JsonNode schedule) {
    var item = Json.object();
    Json.text(schedule, "slug").ifPresent(slug -> item.put("slug", slug));
    var timing = schedule.path("schedule");
    Json.text(timing, "cron")
        .ifPresent(cron -> {
          item.put("cron", collapsed(cron));
          item.put("dayOr", timing.path("day_or").asBoolean(true));
        });
    if (timing.path("interval").isNumber()) {
      item.set("interval", Canonical.tree(timing.path("interval")));
    } else {
      Json.text(timing, "interval")
          .flatMap(Schedules::seconds)
          .ifPresent(seconds -> item.set("interval", seconds));
    }
    Json.text(timing, "anchor_date")
        .flatMap(Schedules::instant)
        .ifPresent(anchor -> item.put("anchor", anchor));
    Json.text(timing, "rrule").ifPresent(rule -> item.put("rrule", rule(rule)));
    item.put("timezone", Json.text(timing, "timezone").orElse("UTC"));
    item.put("active", schedule.path("active").asBoolean(true));
    Json.present(schedule.path("parameters")).ifPresent(values -> item.set("parameters", values));
    return item;
  }

  /// A start that nobody declared is the server's business.
  static JsonNode align(JsonNode wanted, JsonNode seen) {
    var aligned = JsonNodeFactory.instance.arrayNode();
    for (var item : seen) {
      var same = find(wanted, item.path("slug").asString());
      aligned.add(same.map(declared -> aligned(declared, item)).orElse(item));
    }
    return aligned;
  }

  private static JsonNode aligned(JsonNode declared, JsonNode item) {
    var copy = (ObjectNode) item.deepCopy();
    if (!declared.has("anchor")) {
      copy.remove("anchor");
    }
    var rule = item.path("rrule").asString("");
    var start = START.matcher(rule);
    if (!START.matcher(declared.path("rrule").asString("")).lookingAt()
        && start.lookingAt()
        && isFrequent(rule)) {
      copy.put("rrule", rule(rule.substring(start.end())));
    }
    return copy;
  }

  /// Rules whose missing start the server sets to a recent one, which is another at every write;
  /// all others start in 2020 (PrefectHQ/prefect, src/prefect/_internal/schemas/validators.py,
  /// normalize_rrule_string).
  private static boolean isFrequent(String rule) {
    var text = rule.toUpperCase(Locale.ROOT);
    return (text.contains("FREQ=MINUTELY") || text.contains("FREQ=SECONDLY"))
        && !text.contains("COUNT=");
  }

  static Optional<JsonNode> find(JsonNode list, String slug) {
    return list.valueStream()
        .filter(item -> item.path("slug").asString("").equals(slug))
        .findFirst();
  }

  /// The body of a request, from canonical form. Always complete: a PATCH without `parameters`
  /// empties them, and without an anchor moves the phase of an interval.
  static ObjectNode body(JsonNode item, boolean withSlug) {
    var body = Json.object();
    if (withSlug) {
      body.put("slug", item.path("slug").asString());
    }
    var timing = body.putObject("schedule");
    copy(item, "cron", timing, "cron");
    copy(item, "dayOr", timing, "day_or");
    copy(item, "interval", timing, "interval");
    copy(item, "anchor", timing, "anchor_date");
    copy(item, "rrule", timing, "rrule");
    copy(item, "timezone", timing, "timezone");
    copy(item, "active", body, "active");
    body.set("parameters", item.has("parameters") ? item.get("parameters") : Json.object());
    return body;
  }

  private static void copy(JsonNode from, String name, ObjectNode to, String as) {
    if (from.has(name)) {
      to.set(as, from.get(name));
    }
  }

  /// Seconds from `90`, `15m`, `6h`, `1d` or `PT1H`; empty when it is none of these, or not more
  /// than nothing.
  static Optional<JsonNode> seconds(String text) {
    var amount = AMOUNT.matcher(text.strip());
    if (amount.matches()) {
      var unit =
          switch (amount.group(2)) {
            case "s" -> 1L;
            case "m" -> 60L;
            case "h" -> 3_600L;
            default -> 86_400L;
          };
      return positive(BigDecimal.valueOf(Long.parseLong(amount.group(1)) * unit));
    }
    try {
      if (text.strip().toUpperCase(Locale.ROOT).startsWith("P")) {
        var duration = Duration.parse(text.strip());
        return positive(
            BigDecimal.valueOf(duration.getSeconds())
                .add(BigDecimal.valueOf(duration.getNano(), 9)));
      }
      return text.length() > 20 ? Optional.empty() : positive(new BigDecimal(text.strip()));
    } catch (DateTimeParseException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static Optional<JsonNode> positive(BigDecimal seconds) {
    return seconds.signum() > 0 && seconds.precision() - seconds.scale() < 12
        ? Optional.of(Canonical.tree(JsonNodeFactory.instance.numberNode(seconds)))
        : Optional.empty();
  }

  /// A point in time in its one form; without an offset it is UTC, as the server takes it.
  static Optional<String> instant(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant().toString());
    } catch (DateTimeParseException _) {
      try {
        Instant utc = LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        return Optional.of(utc.toString());
      } catch (DateTimeParseException _) {
        return Optional.empty();
      }
    }
  }

  private static String rule(String rule) {
    var text = rule.strip().replace("\r\n", "\n");
    var bare = text.startsWith(DEFAULT_START) ? text.substring(DEFAULT_START.length()) : text;
    return bare.startsWith("RRULE:") && bare.indexOf('\n') < 0
        ? bare.substring("RRULE:".length())
        : bare;
  }

  private static String collapsed(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private static Optional<JsonNode> parameters(Map<String, JsonNode> values) {
    var object = Json.object();
    values.forEach(object::set);
    return Json.present(object);
  }
}
