package dev.snowdrift.prefect.python;

import dev.snowdrift.prefect.python.Expression.Call;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Values that are written as a call of the standard library: `date(2024, 1, 31)`,
/// `timedelta(hours=6)`, `Path("in")`.
final class Calls {
  private static final Map<String, Long> SECONDS =
      Map.of("weeks", 604_800L, "days", 86_400L, "hours", 3_600L, "minutes", 60L, "seconds", 1L);
  private static final List<String> DELTA = List.of("days", "seconds");

  private final Values values;
  private final PythonFile file;

  Calls(Values values, PythonFile file) {
    this.values = values;
    this.file = file;
  }

  Optional<JsonNode> of(Call call) {
    if (call.isSpread()) {
      return Optional.empty();
    }
    return switch (file.qualified(call.function()).orElse("")) {
      case "datetime.date" -> date(call);
      case "datetime.timedelta" -> delta(call);
      case "pathlib.Path", "pathlib.PurePath" -> path(call);
      case "builtins.list", "builtins.tuple", "builtins.set", "builtins.frozenset" ->
          empty(call, JsonNodeFactory.instance.arrayNode());
      case "builtins.dict" -> empty(call, JsonNodeFactory.instance.objectNode());
      default -> Optional.empty();
    };
  }

  private static Optional<JsonNode> empty(Call call, JsonNode value) {
    return call.arguments().isEmpty() && call.keywords().isEmpty()
        ? Optional.of(value)
        : Optional.empty();
  }

  private Optional<JsonNode> date(Call call) {
    var parts = call.arguments().stream().map(this::whole).toList();
    if (parts.size() != 3
        || parts.stream().anyMatch(Optional::isEmpty)
        || !call.keywords().isEmpty()) {
      return Optional.empty();
    }
    try {
      var date =
          LocalDate.of(
              Math.toIntExact(parts.get(0).orElseThrow()),
              Math.toIntExact(parts.get(1).orElseThrow()),
              Math.toIntExact(parts.get(2).orElseThrow()));
      return text(date.toString());
    } catch (DateTimeException | ArithmeticException _) {
      return Optional.empty();
    }
  }

  /// Only what is not negative: there pydantic writes days, hours, minutes and seconds.
  private Optional<JsonNode> delta(Call call) {
    var seconds = 0L;
    if (call.arguments().size() > DELTA.size()) {
      return Optional.empty();
    }
    try {
      for (var at = 0; at < call.arguments().size(); at++) {
        var amount = whole(call.arguments().get(at));
        if (amount.isEmpty()) {
          return Optional.empty();
        }
        seconds = add(seconds, amount.get(), DELTA.get(at));
      }
      for (var keyword : call.keywords().entrySet()) {
        var amount = whole(keyword.getValue());
        if (amount.isEmpty() || !SECONDS.containsKey(keyword.getKey())) {
          return Optional.empty();
        }
        seconds = add(seconds, amount.get(), keyword.getKey());
      }
    } catch (ArithmeticException _) {
      return Optional.empty();
    }
    return seconds < 0 || seconds >= 365L * 86_400 ? Optional.empty() : text(iso(seconds));
  }

  private static long add(long seconds, long amount, String unit) {
    return Math.addExact(seconds, Math.multiplyExact(amount, SECONDS.getOrDefault(unit, 0L)));
  }

  private static String iso(long seconds) {
    var days = seconds / 86_400;
    var rest = Duration.ofSeconds(seconds % 86_400);
    if (days == 0) {
      return rest.toString();
    }
    return "P%dD%s".formatted(days, rest.isZero() ? "" : rest.toString().substring(1));
  }

  private Optional<JsonNode> path(Call call) {
    return call.arguments().size() == 1 && call.keywords().isEmpty()
        ? values
            .text(call.arguments().getFirst())
            .filter(path ->
                path.matches("/?[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*"))
            .flatMap(Calls::text)
        : Optional.empty();
  }

  private Optional<Long> whole(Expression expression) {
    return values
        .of(expression)
        .filter(value -> value.isIntegralNumber() && value.canConvertToLong())
        .map(JsonNode::longValue);
  }

  private static Optional<JsonNode> text(String value) {
    return Optional.of(JsonNodeFactory.instance.stringNode(value));
  }
}
