package dev.snowdrift.prefect.translate;

import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Mapping;
import dev.snowdrift.manifest.Node;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.Scalar;
import dev.snowdrift.manifest.Sequence;
import dev.snowdrift.manifest.YamlTyping11;
import dev.snowdrift.prefect.translate.Templates.Place;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Schedules in both spellings, `schedule` and `schedules` (PrefectHQ/prefect,
/// src/prefect/cli/deploy/_models.py, _schedules.py).
final class ScheduleTranslation {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /// As pydantic takes a time span: `[n days,] [HH:]MM:SS`.
  private static final Pattern CLOCK =
      Pattern.compile(
          "(?:([0-9]{1,6})(?: days?,?)? )?([0-9]{1,4}):([0-5]?[0-9])(?::([0-5]?[0-9]))?");

  private static final Pattern WEEKS = Pattern.compile("P([0-9]{1,5})W");
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");

  private final Templates templates;
  private final Notes notes;
  private final Problems problems;

  ScheduleTranslation(Templates templates, Notes notes, Problems problems) {
    this.templates = templates;
    this.notes = notes;
    this.problems = problems;
  }

  /// The schedules of a deployment.
  List<JsonNode> of(Keys deployment) {
    var single = deployment.take("schedule").filter(node -> !isEmpty(node));
    var several = deployment.take("schedules").filter(node -> !isEmpty(node));
    if (single.isPresent() && deployment.has("schedules")) {
      problem(
          single.get(),
          "both `schedule` and `schedules` are written",
          "`prefect deploy` refuses that",
          "keep `schedules`");
      return List.of();
    }
    var nodes =
        several
            .map(node -> node instanceof Sequence list ? list.items() : List.of(node))
            .or(() -> single.map(List::of))
            .orElse(List.of());
    var all = new ArrayList<JsonNode>();
    var names = new HashSet<String>();
    for (var node : nodes) {
      if (isEmpty(node)) {
        continue;
      }
      if (node instanceof Mapping mapping) {
        all.add(schedule(mapping, nodes.size() > 1, names));
      } else {
        problem(
            node,
            "a schedule is %s".formatted(node.describe()),
            "it is a mapping with one of cron, interval and rrule",
            "write for example `cron: \"0 3 * * *\"`");
      }
    }
    return all;
  }

  private static boolean isEmpty(Node node) {
    return switch (node) {
      case Mapping mapping -> mapping.entries().isEmpty();
      case Sequence sequence -> sequence.items().isEmpty();
      case Scalar scalar -> Keys.isNull(scalar);
    };
  }

  private JsonNode schedule(Mapping mapping, boolean several, Set<String> names) {
    var keys = new Keys(mapping, notes);
    var schedule = JSON.objectNode();
    name(keys, mapping, several, names).ifPresent(name -> schedule.put("name", name));
    keys.scalar("cron").ifPresent(cron -> schedule.put("cron", text(cron)));
    keys.scalar("interval").ifPresent(interval -> interval(interval, schedule));
    keys.scalar("anchor_date").ifPresent(anchor -> anchor(anchor, schedule));
    keys.scalar("rrule").ifPresent(rule -> rule(rule, schedule));
    keys.scalar("timezone").ifPresent(zone -> schedule.put("timezone", text(zone)));
    flag(keys, "day_or").ifPresent(value -> schedule.set("dayOr", value));
    flag(keys, "active").ifPresent(value -> schedule.set("active", value));
    keys.mapping("parameters")
        .ifPresent(
            parameters -> schedule.set("parameters", templates.json(parameters, Place.DEPLOYMENT)));
    keys.take("replaces")
        .ifPresent(node ->
            notes.leftOut(node.at(), "`replaces`: the name identifies a schedule, once for all"));
    var kinds =
        List.of("cron", "interval", "rrule").stream()
            .filter(kind -> keys.take(kind).isPresent())
            .count();
    if (kinds != 1) {
      problem(
          mapping,
          "a schedule has %d of cron, interval and rrule".formatted(kinds),
          "it is of exactly one kind",
          "write for example `cron: \"0 3 * * *\"`");
    }
    keys.leaveOutRest(Map.of("max_scheduled_runs", "Prefect takes it nowhere in a project file"));
    return schedule;
  }

  private Optional<String> name(Keys keys, Mapping mapping, boolean several, Set<String> names) {
    var slug = keys.scalar("slug").map(Scalar::text);
    if (slug.isEmpty() && !several) {
      return Optional.empty();
    }
    var wanted =
        slug.map(text -> text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]+", "-"))
            .filter(text -> NAME.matcher(text).matches())
            .orElse("schedule-" + (names.size() + 1));
    var name = wanted;
    for (var i = 2; !names.add(name); i++) {
      name = wanted + "-" + i;
    }
    if (!slug.equals(Optional.of(name))) {
      notes.assumed(
          mapping.at(),
          slug.isEmpty()
              ? "the schedule is called `%s`: its name is how it is found again".formatted(name)
              : "the schedule `%s` is called `%s`".formatted(slug.get(), name));
    }
    return Optional.of(name);
  }

  private void interval(Scalar interval, ObjectNode schedule) {
    if (Templates.isTemplate(interval.text())) {
      schedule.put("interval", text(interval));
      return;
    }
    var typed = YamlTyping11.typed(interval);
    var seconds =
        typed.isNumber() ? Optional.of(typed.decimalValue()) : seconds(interval.text().strip());
    if (seconds.filter(value -> value.signum() > 0).isEmpty()) {
      problem(
          interval,
          "`%s` is not an interval".formatted(interval.text()),
          "it is a number of seconds, `HH:MM:SS`, or an ISO 8601 duration, more than 0",
          "write for example `interval: 900`");
      return;
    }
    schedule.put("interval", written(seconds.get()));
  }

  private static Optional<BigDecimal> seconds(String text) {
    var clock = CLOCK.matcher(text);
    if (clock.matches()) {
      var days = clock.group(1) == null ? 0 : Long.parseLong(clock.group(1));
      var last = clock.group(4) == null ? 0 : Long.parseLong(clock.group(4));
      return Optional.of(
          BigDecimal.valueOf(
              ((days * 24 + Long.parseLong(clock.group(2))) * 60 + Long.parseLong(clock.group(3)))
                      * 60
                  + last));
    }
    var weeks = WEEKS.matcher(text.toUpperCase(Locale.ROOT));
    if (weeks.matches()) {
      return Optional.of(BigDecimal.valueOf(Long.parseLong(weeks.group(1)) * 604_800));
    }
    try {
      if (text.toUpperCase(Locale.ROOT).startsWith("P")) {
        var duration = Duration.parse(text);
        return Optional.of(
            BigDecimal.valueOf(duration.getSeconds())
                .add(BigDecimal.valueOf(duration.getNano(), 9)));
      }
      return text.length() > 20 ? Optional.empty() : Optional.of(new BigDecimal(text));
    } catch (DateTimeParseException | NumberFormatException | ArithmeticException _) {
      return Optional.empty();
    }
  }

  /// In the largest unit that leaves nothing over.
  private static String written(BigDecimal seconds) {
    if (seconds.stripTrailingZeros().scale() > 0) {
      return seconds.stripTrailingZeros().toPlainString();
    }
    var whole = seconds.longValue();
    if (whole % 86_400 == 0) {
      return whole / 86_400 + "d";
    }
    if (whole % 3_600 == 0) {
      return whole / 3_600 + "h";
    }
    return whole % 60 == 0 ? whole / 60 + "m" : whole + "s";
  }

  /// Prefect takes more forms of a date than manifests do.
  private void anchor(Scalar anchor, ObjectNode schedule) {
    var text = anchor.text().strip().replaceFirst("^(\\d{4}-\\d{2}-\\d{2})[ t](?=\\d)", "$1T");
    if (Templates.isTemplate(text)) {
      schedule.put("anchor", text(anchor));
      return;
    }
    instant(text)
        .ifPresentOrElse(
            value -> schedule.put("anchor", value),
            () ->
                problem(
                    anchor,
                    "`%s` is not a point in time".formatted(anchor.text()),
                    "intervals are counted from it",
                    "write for example `2026-01-01T00:00:00Z`"));
  }

  private static Optional<String> instant(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toString());
    } catch (DateTimeParseException _) {
      try {
        return Optional.of(LocalDateTime.parse(text) + "Z");
      } catch (DateTimeParseException _) {
        try {
          return Optional.of(LocalDate.parse(text) + "T00:00:00Z");
        } catch (DateTimeParseException _) {
          return Optional.empty();
        }
      }
    }
  }

  /// Plain, or as JSON with a time zone, which the command line writes.
  private void rule(Scalar rule, ObjectNode schedule) {
    var text = rule.text().strip();
    if (text.startsWith("{") && !Templates.isTemplate(text)) {
      try {
        var json = MAPPER.readTree(text);
        json.path("timezone").asStringOpt().ifPresent(zone -> schedule.put("timezone", zone));
        schedule.put("rrule", json.path("rrule").asString("").replace("${", "$${"));
        return;
      } catch (JacksonException _) {
        // Then it is a text, and wrong in another way.
      }
    }
    schedule.put("rrule", templates.text(text, rule.at(), Place.DEPLOYMENT));
  }

  private Optional<JsonNode> flag(Keys keys, String name) {
    return keys.scalar(name)
        .flatMap(scalar -> {
          var typed = YamlTyping11.typed(scalar);
          if (typed.isBoolean()) {
            return Optional.of(typed);
          }
          if (Templates.isTemplate(scalar.text())) {
            return Optional.<JsonNode>of(JSON.stringNode(text(scalar)));
          }
          return switch (scalar.text().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> Optional.of(JSON.booleanNode(true));
            case "false", "no", "0" -> Optional.of(JSON.booleanNode(false));
            default -> {
              notes.leftOut(
                  scalar.at(), "`%s: %s` is neither true nor false".formatted(name, scalar.text()));
              yield Optional.empty();
            }
          };
        });
  }

  private String text(Scalar scalar) {
    return templates.text(scalar, Place.DEPLOYMENT).strip();
  }

  private void problem(Node at, String what, String why, String next) {
    problems.add(Code.SCHEDULE, at.at(), "", what, why, next);
  }
}
