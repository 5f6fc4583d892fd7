package dev.snowdrift.sandbox.task;

import dev.snowdrift.sandbox.account.Errors;
import dev.snowdrift.sandbox.account.Parameter;
import dev.snowdrift.sandbox.account.Parameters;
import dev.snowdrift.sandbox.account.PropertyRule;
import dev.snowdrift.sandbox.account.PropertySheet;
import dev.snowdrift.sandbox.account.Settings;
import dev.snowdrift.sandbox.account.SqlError;
import dev.snowdrift.sandbox.sql.Identifier;
import dev.snowdrift.sandbox.sql.Name;
import dev.snowdrift.sandbox.sql.Properties;
import dev.snowdrift.sandbox.sql.SqlReader;
import dev.snowdrift.sandbox.sql.SyntaxErrors;
import dev.snowdrift.sandbox.sql.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The properties of a task (Snowflake documentation, "CREATE TASK"), and the rules between them
/// that need no look at other tasks.
final class TaskSheet {
  static final String AFTER = "AFTER";
  static final String FINALIZE = "FINALIZE";
  static final String WHEN = "WHEN";
  static final String BODY = "AS";
  static final String EXECUTE_AS = "EXECUTE AS";
  static final String WAREHOUSE = "WAREHOUSE";
  static final String SCHEDULE = "SCHEDULE";
  static final String CONFIG = "CONFIG";
  static final String OVERLAP = "OVERLAP_POLICY";
  static final String RETRIES = "TASK_AUTO_RETRY_ATTEMPTS";
  static final String MAX_FAILURES = "SUSPEND_TASK_AFTER_NUM_FAILURES";
  static final String TIMEOUT = "USER_TASK_TIMEOUT_MS";
  static final String COMPLETION = "TARGET_COMPLETION_INTERVAL";
  static final String ERROR_INTEGRATION = "ERROR_INTEGRATION";
  static final String SUCCESS_INTEGRATION = "SUCCESS_INTEGRATION";

  private static final String OLD_OVERLAP = "ALLOW_OVERLAPPING_EXECUTION";
  private static final String INITIAL_SIZE = "USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE";
  private static final String MIN_SIZE = "SERVERLESS_TASK_MIN_STATEMENT_SIZE";
  private static final String MAX_SIZE = "SERVERLESS_TASK_MAX_STATEMENT_SIZE";
  private static final String TRIGGER = "USER_TASK_MINIMUM_TRIGGER_INTERVAL_IN_SECONDS";
  private static final String LOG_LEVEL = "LOG_LEVEL";

  /// What has a place of its own in the grammar, so that SET and UNSET do not take it.
  static final Set<String> CLAUSES = Set.of(AFTER, WHEN, BODY);

  /// What CREATE OR ALTER does not take.
  private static final Set<String> NOT_ALTERED =
      Set.of("TAG", "CONTACT", LOG_LEVEL, TRIGGER, COMPLETION, MIN_SIZE, MAX_SIZE);

  private static final List<String> SIZES =
      List.of("XSMALL", "SMALL", "MEDIUM", "LARGE", "XLARGE", "XXLARGE");
  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static final PropertySheet SHEET =
      PropertySheet.empty()
          .with(sessionParameters())
          .with(
              PropertyRule.identifier(WAREHOUSE),
              PropertyRule.text(SCHEDULE),
              PropertyRule.text(CONFIG),
              PropertyRule.word(OVERLAP, "NO_OVERLAP", "ALLOW_CHILD_OVERLAP", "ALLOW_ALL_OVERLAP")
                  .byDefault("NO_OVERLAP"),
              PropertyRule.word(INITIAL_SIZE),
              PropertyRule.integer(TIMEOUT).between(0, 604_800_000),
              PropertyRule.integer(MAX_FAILURES).between(0, Integer.MAX_VALUE),
              PropertyRule.identifier(ERROR_INTEGRATION),
              PropertyRule.identifier(SUCCESS_INTEGRATION),
              PropertyRule.word(
                  LOG_LEVEL, "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "OFF"),
              PropertyRule.text("COMMENT"),
              PropertyRule.any(FINALIZE),
              PropertyRule.integer(RETRIES).between(0, 30),
              PropertyRule.integer(TRIGGER).between(10, 604_800),
              PropertyRule.text(COMPLETION),
              PropertyRule.word(MIN_SIZE),
              PropertyRule.word(MAX_SIZE),
              PropertyRule.any(AFTER),
              PropertyRule.identifier(EXECUTE_AS),
              PropertyRule.any(WHEN),
              PropertyRule.any(BODY).mandatory());

  /// What SHOW PARAMETERS IN TASK lists.
  static final List<Parameter> PARAMETERS =
      Stream.concat(
              Parameters.SESSION.stream(),
              Stream.of(
                  new Parameter(MAX_SIZE, "STRING", "XXLARGE", ""),
                  new Parameter(MIN_SIZE, "STRING", "XSMALL", ""),
                  new Parameter(MAX_FAILURES, "NUMBER", "10", ""),
                  new Parameter(RETRIES, "NUMBER", "0", ""),
                  new Parameter(INITIAL_SIZE, "STRING", "Medium", ""),
                  new Parameter(TRIGGER, "NUMBER", "30", ""),
                  new Parameter(TIMEOUT, "NUMBER", "3600000", "")))
          .sorted(Comparator.comparing(Parameter::key))
          .toList();

  private TaskSheet() {}

  private static PropertyRule[] sessionParameters() {
    var rules = new ArrayList<PropertyRule>();
    rules.add(PropertyRule.text("SEARCH_PATH"));
    for (var parameter : Parameters.SESSION) {
      rules.add(
          switch (parameter.type()) {
            case "BOOLEAN" -> PropertyRule.bool(parameter.key());
            case "NUMBER" -> PropertyRule.integer(parameter.key());
            default -> PropertyRule.text(parameter.key());
          });
    }
    return rules.toArray(PropertyRule[]::new);
  }

  /// The properties with the old spelling of the overlap policy replaced by the new one.
  ///
  /// @throws SqlError when both are there and differ, or a key is none of a task's
  static Properties modern(Properties written) {
    var properties = new ArrayList<Properties.Property>();
    for (var property : written.all()) {
      if (property.key().equals(OLD_OVERLAP)) {
        var policy = policy(property.value());
        var both = written.get(OVERLAP).map(value -> value.toString().toUpperCase(Locale.ROOT));
        if (both.isEmpty()) {
          properties.add(
              new Properties.Property(
                  OVERLAP, new Value.Text(policy), property.line(), property.position()));
        } else if (!both.get().equals(policy)) {
          throw TaskRefusals.of(
              "Cannot specify ALLOW_OVERLAPPING_EXECUTION and OVERLAP_POLICY to different values"
                  + " in the same command.");
        }
      } else if (property.key().equals("CONTACT")) {
        contact(property.value());
      } else if (!isKnown(property.key()) && !property.key().equals("TAG")) {
        throw TaskRefusals.invalidName(property.key());
      } else {
        properties.add(property);
      }
    }
    return new Properties(properties);
  }

  static boolean isKnown(String key) {
    return key.equals(OLD_OVERLAP) || SHEET.all().stream().anyMatch(rule -> rule.key().equals(key));
  }

  static List<String> modern(List<String> keys) {
    return keys.stream().map(key -> key.equals(OLD_OVERLAP) ? OVERLAP : key).toList();
  }

  private static String policy(Value value) {
    return switch (value.toString().toLowerCase(Locale.ROOT)) {
      case "true" -> "ALLOW_CHILD_OVERLAP";
      case "false" -> "NO_OVERLAP";
      default -> throw Errors.invalidParameter(value.toString(), OLD_OVERLAP);
    };
  }

  /// There are no contacts in the sandbox.
  private static void contact(Value contacts) {
    if (contacts instanceof Value.Options(var options)) {
      for (var contact : options.all()) {
        throw Errors.notFound("CONTACT", contact.value());
      }
    }
  }

  /// Refuses what CREATE OR ALTER does not take.
  static void checkOrAlter(Properties properties) {
    for (var property : properties.all()) {
      if (NOT_ALTERED.contains(property.key())) {
        throw SyntaxErrors.unexpected(property.line(), property.position(), property.key());
      }
    }
  }

  /// Refuses values and combinations that no task can have.
  static void check(Settings settings) {
    if (settings.isSet("AUTOCOMMIT") && !settings.flag("AUTOCOMMIT")) {
      throw unsupported("AUTOCOMMIT = false");
    }
    if (settings.isSet("SEARCH_PATH")) {
      throw unsupported("SEARCH_PATH");
    }
    settings
        .text(SCHEDULE)
        .filter(text -> Schedule.parse(text).isEmpty())
        .ifPresent(text -> {
          throw Errors.invalidProperty(text, SCHEDULE);
        });
    settings
        .text(COMPLETION)
        .filter(text ->
            Schedule.interval(text)
                .filter(time -> time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0)
                .isEmpty())
        .ifPresent(text -> {
          throw Errors.invalidProperty(text, COMPLETION);
        });
    settings
        .text(CONFIG)
        .filter(text -> !isObject(text))
        .ifPresent(_ -> {
          throw invalidConfig();
        });
    checkSizes(settings);
  }

  static SqlError invalidConfig() {
    return TaskRefusals.of(
        "Invalid config. Must be a string representation of a valid JSON Object.");
  }

  private static SqlError unsupported(String parameter) {
    return TaskRefusals.of(
        "The parameter "
            + parameter
            + " is not supported with Tasks. Remove the parameter and try again.");
  }

  private static boolean isObject(String text) {
    try {
      return JSON.readTree(text).isObject();
    } catch (JacksonException _) {
      return false;
    }
  }

  private static void checkSizes(Settings settings) {
    for (var key : List.of(INITIAL_SIZE, MIN_SIZE, MAX_SIZE)) {
      var size = settings.text(key);
      if (size.isPresent() && size(size.get()) < 0) {
        throw Errors.invalidParameter(size.get(), key);
      }
      if (size.isPresent() && settings.isSet(WAREHOUSE)) {
        throw TaskRefusals.of("Cannot set " + key + " on a non-serverless task.");
      }
    }
    if (settings.isSet(COMPLETION) && settings.isSet(WAREHOUSE)) {
      throw TaskRefusals.serverlessOnly();
    }
    ordered(settings, MIN_SIZE, MAX_SIZE, "%s (%s) cannot be greater than %s (%s).");
    ordered(settings, INITIAL_SIZE, MAX_SIZE, "%s (%s) cannot be greater than %s (%s).");
    if (settings.isSet(INITIAL_SIZE)
        && settings.isSet(MIN_SIZE)
        && sizeOf(settings, INITIAL_SIZE) < sizeOf(settings, MIN_SIZE)) {
      throw TaskRefusals.of(
          "%s (%s) cannot be less than %s (%s)."
              .formatted(
                  INITIAL_SIZE,
                  settings.textOrEmpty(INITIAL_SIZE),
                  MIN_SIZE,
                  settings.textOrEmpty(MIN_SIZE)));
    }
  }

  private static void ordered(Settings settings, String low, String high, String text) {
    if (settings.isSet(low)
        && settings.isSet(high)
        && sizeOf(settings, low) > sizeOf(settings, high)) {
      throw TaskRefusals.of(
          text.formatted(low, settings.textOrEmpty(low), high, settings.textOrEmpty(high)));
    }
  }

  private static int sizeOf(Settings settings, String key) {
    return size(settings.textOrEmpty(key));
  }

  private static int size(String written) {
    var plain = written.replace("-", "");
    return SIZES.indexOf(plain.equals("X2LARGE") || plain.equals("2XLARGE") ? "XXLARGE" : plain);
  }

  /// The names that a clause has, as written.
  static List<Name> names(Value written) {
    return written.asList().stream()
        .map(item ->
            switch (item) {
              case Value.Reference(var name) -> name;
              case Value.Text(var text) -> SqlReader.name(text);
              default -> throw Errors.invalidParameter(item.toString(), FINALIZE);
            })
        .toList();
  }

  /// The stored name in a property that holds a name of the account's level.
  static String stored(String written) {
    return SqlReader.name(written).last().value();
  }

  static String rendered(String stored) {
    return Identifier.render(stored);
  }
}
