package dev.snowdrift.sandbox.data;

import dev.snowdrift.sandbox.account.Errors;
import dev.snowdrift.sandbox.account.ObjectStatements;
import dev.snowdrift.sandbox.account.PropertyRule;
import dev.snowdrift.sandbox.account.PropertySheet;
import dev.snowdrift.sandbox.account.ResultColumn;
import dev.snowdrift.sandbox.account.Rows;
import dev.snowdrift.sandbox.account.Settings;
import dev.snowdrift.sandbox.account.StatementResult;
import dev.snowdrift.sandbox.sql.Argument;
import dev.snowdrift.sandbox.sql.SyntaxErrors;
import dev.snowdrift.sandbox.sql.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The properties of functions and procedures, and how DESCRIBE renders them (rows as
/// terraform-provider-snowflake, pkg/sdk/functions_ext.go and procedures_ext.go, reads them).
final class RoutineSettings {
  static final String ARGUMENTS = "ARGUMENT LIST";
  static final String RETURNS = "RETURNS TYPE";
  static final String LANGUAGE = "IN LANGUAGE";
  static final String NULL_INPUT = "NULL INPUT";
  static final String VOLATILITY = "RETURN RESULTS";
  static final String MEMOIZABLE = "IS MEMOIZABLE";
  static final String EXECUTE_AS = "EXECUTE AS";

  private static final Set<String> WITH_HANDLER = Set.of("PYTHON", "JAVA", "SCALA");
  private static final Set<String> LANGUAGES =
      Set.of("SQL", "PYTHON", "JAVA", "SCALA", "JAVASCRIPT");
  private static final List<String> LEVELS =
      List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "OFF");

  private static final PropertySheet FUNCTIONS =
      common()
          .with(
              PropertyRule.bool("AGGREGATE").atCreationOnly(),
              PropertyRule.bool(MEMOIZABLE).neverUnset(),
              PropertyRule.name("SERVICE", "SERVICE").neverUnset(),
              PropertyRule.any("ENDPOINT").neverUnset(),
              PropertyRule.any("CONTEXT_HEADERS"),
              PropertyRule.integer("MAX_BATCH_ROWS").between(1, Integer.MAX_VALUE),
              PropertyRule.integer("MAX_BATCH_RETRIES").between(0, Integer.MAX_VALUE),
              PropertyRule.word("ON_BATCH_FAILURE", "ABORT", "RETURN_NULL"),
              PropertyRule.integer("BATCH_TIMEOUT_SECS").between(1, 604_800));

  private static final PropertySheet PROCEDURES =
      common().with(PropertyRule.text(EXECUTE_AS).neverUnset());

  private RoutineSettings() {}

  private static PropertySheet common() {
    return PropertySheet.empty()
        .with(
            PropertyRule.bool("SECURE"),
            PropertyRule.bool("TEMPORARY").atCreationOnly(),
            PropertyRule.any(ARGUMENTS).neverUnset(),
            PropertyRule.any(RETURNS).neverUnset(),
            PropertyRule.text(LANGUAGE).neverUnset(),
            PropertyRule.text(NULL_INPUT).neverUnset(),
            PropertyRule.text(VOLATILITY).neverUnset(),
            PropertyRule.any("AS").neverUnset(),
            PropertyRule.text("RUNTIME_VERSION").atCreationOnly(),
            PropertyRule.text("HANDLER").atCreationOnly(),
            PropertyRule.texts("PACKAGES").atCreationOnly(),
            PropertyRule.texts("IMPORTS").atCreationOnly(),
            PropertyRule.text("TARGET_PATH").atCreationOnly(),
            PropertyRule.identifier("ARTIFACT_REPOSITORY").atCreationOnly(),
            PropertyRule.names("EXTERNAL_ACCESS_INTEGRATIONS", "EXTERNAL ACCESS INTEGRATION"),
            PropertyRule.any("SECRETS"),
            PropertyRule.word("LOG_LEVEL", LEVELS.toArray(String[]::new)),
            PropertyRule.word("TRACE_LEVEL", "ALWAYS", "ON_EVENT", "PROPAGATE", "OFF"),
            PropertyRule.word("METRIC_LEVEL", "ALL", "NONE"),
            PropertyRule.bool("ENABLE_CONSOLE_OUTPUT"),
            PropertyRule.bool(ObjectStatements.COPY_GRANTS).atCreationOnly(),
            PropertyRule.text("COMMENT"));
  }

  static PropertySheet sheet(boolean procedure) {
    return procedure ? PROCEDURES : FUNCTIONS;
  }

  static List<Argument> arguments(Settings settings) {
    return ((Value.Arguments) settings.written(ARGUMENTS).orElseThrow()).arguments();
  }

  static Value.Returns returns(Settings settings) {
    return (Value.Returns) settings.written(RETURNS).orElseThrow();
  }

  static String language(Settings settings) {
    return settings.isSet("SERVICE") ? "EXTERNAL" : settings.text(LANGUAGE).orElse("SQL");
  }

  private static String body(Settings settings) {
    return settings.written("AS").map(Value::toString).orElse("");
  }

  // ---- checks

  static void check(Settings settings, boolean procedure) {
    if (settings.written(RETURNS).isEmpty()) {
      throw SyntaxErrors.unexpected(1, 0, "<EOF>");
    }
    if (settings.isSet("SERVICE") || settings.isSet("ENDPOINT")) {
      checkService(settings);
      return;
    }
    for (var key :
        List.of(
            "CONTEXT_HEADERS",
            "MAX_BATCH_ROWS",
            "MAX_BATCH_RETRIES",
            "ON_BATCH_FAILURE",
            "BATCH_TIMEOUT_SECS")) {
      if (!procedure && settings.isSet(key)) {
        throw SyntaxErrors.unexpected(1, 0, key);
      }
    }
    var language = language(settings);
    if (!LANGUAGES.contains(language)) {
      throw Errors.invalidParameter(language, "LANGUAGE");
    }
    if (WITH_HANDLER.contains(language)) {
      checkHandler(settings, language, procedure);
      return;
    }
    for (var key : List.of("HANDLER", "RUNTIME_VERSION", "PACKAGES", "IMPORTS")) {
      if (settings.isSet(key)) {
        throw SyntaxErrors.unexpected(1, 0, key);
      }
    }
    if (!settings.isSet("AS")) {
      throw SyntaxErrors.unexpected(1, 0, "<EOF>");
    }
  }

  private static void checkService(Settings settings) {
    var missing =
        List.of("SERVICE", "ENDPOINT").stream().filter(key -> !settings.isSet(key)).toList();
    if (!missing.isEmpty()) {
      throw Errors.missingOptions(missing);
    }
    if (settings.isSet(LANGUAGE)) {
      throw SyntaxErrors.unexpected(1, 0, "LANGUAGE");
    }
    if (!body(settings).startsWith("/")) {
      throw Errors.invalidProperty(body(settings), "AS");
    }
  }

  private static void checkHandler(Settings settings, String language, boolean procedure) {
    var needsRuntime = procedure || !language.equals("JAVA");
    var missing =
        List.of("HANDLER", "RUNTIME_VERSION", "PACKAGES").stream()
            .filter(key -> !settings.isSet(key))
            .filter(key -> !key.equals("RUNTIME_VERSION") || needsRuntime)
            .filter(key -> !key.equals("PACKAGES") || procedure)
            .toList();
    if (!missing.isEmpty()) {
      throw Errors.missingOptions(missing);
    }
    if (!settings.isSet("AS") && !settings.isSet("IMPORTS")) {
      throw Errors.missingOptions(List.of("IMPORTS"));
    }
  }

  // ---- rendering

  /// The type behind RETURNS.
  ///
  /// @param detailed with the type's arguments, when they were written
  static String returnedType(Settings settings, boolean detailed) {
    var returns = returns(settings);
    if (returns.table().isPresent()) {
      return returns.table().get().stream()
          .map(column -> column.name() + " " + column.type().signature())
          .collect(Collectors.joining(", ", "TABLE (", ")"));
    }
    return detailed && returns.type().written()
        ? returns.type().toString()
        : returns.type().signature();
  }

  static Optional<String> integrations(Settings settings) {
    return settings.isSet("EXTERNAL_ACCESS_INTEGRATIONS")
        ? Optional.of("[" + String.join(",", settings.list("EXTERNAL_ACCESS_INTEGRATIONS")) + "]")
        : Optional.empty();
  }

  /// A JSON object from variables to secrets.
  static Optional<String> secrets(Settings settings) {
    return settings
        .written("SECRETS")
        .map(value ->
            value instanceof Value.Options(var options)
                ? options.all().stream()
                    .map(pair -> "\"%s\":\"%s\"".formatted(pair.key(), pair.value()))
                    .collect(Collectors.joining(",", "{", "}"))
                : value.toString());
  }

  private static String list(Settings settings, String key, String separator) {
    return settings.list(key).stream()
        .map(item -> separator.isEmpty() ? item : separator + item + separator)
        .collect(Collectors.joining(separator.isEmpty() ? ", " : ",", "[", "]"));
  }

  static StatementResult rows(Settings settings, boolean procedure, boolean owner) {
    var rows =
        new Rows(
            StatementResult.DESCRIBE,
            List.of(ResultColumn.text("property"), ResultColumn.text("value")));
    rows.add("signature", signature(settings));
    rows.add(
        "returns", returnedType(settings, true) + (returns(settings).notNull() ? " NOT NULL" : ""));
    var language = language(settings);
    rows.add("language", language);
    if (!language.equals("SQL") || procedure) {
      rows.add("null handling", settings.text(NULL_INPUT).orElse("CALLED ON NULL INPUT"));
      rows.add("volatility", settings.text(VOLATILITY).orElse("VOLATILE"));
    }
    var hidden = settings.flag("SECURE") && !owner;
    if (procedure) {
      rows.add("execute as", settings.text(EXECUTE_AS).orElse("OWNER"));
    }
    rows.add("body", hidden ? null : bodyOrNull(settings));
    if (settings.isSet("SERVICE")) {
      serviceRows(rows, settings);
    } else if (WITH_HANDLER.contains(language)) {
      handlerRows(rows, settings, language, hidden, procedure);
    }
    return rows.result();
  }

  private static @Nullable String bodyOrNull(Settings settings) {
    return settings.isSet("AS") ? body(settings) : null;
  }

  private static String signature(Settings settings) {
    return arguments(settings).stream()
        .map(argument ->
            argument.name()
                + " "
                + argument.type().signature()
                + argument.defaultValue().map(value -> " DEFAULT " + value).orElse(""))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static void handlerRows(
      Rows rows, Settings settings, String language, boolean hidden, boolean procedure) {
    rows.add("external_access_integrations", integrations(settings).orElse(null));
    rows.add("secrets", secrets(settings).orElse(null));
    rows.add("imports", hidden ? null : list(settings, "IMPORTS", ""));
    rows.add("handler", hidden ? null : settings.textOrEmpty("HANDLER"));
    rows.add("runtime_version", hidden ? null : settings.text("RUNTIME_VERSION").orElse(null));
    rows.add("packages", list(settings, "PACKAGES", "'"));
    if (language.equals("PYTHON")) {
      rows.add("installed_packages", hidden ? null : list(settings, "PACKAGES", "'"));
      if (!procedure) {
        rows.add("is_aggregate", Boolean.toString(settings.flag("AGGREGATE")));
      }
    } else {
      rows.add("target_path", hidden ? null : settings.text("TARGET_PATH").orElse(null));
    }
  }

  /// The rows of a service function; their names are those of the documentation, "DESCRIBE FUNCTION
  /// (Snowpark Container Services)", their order is not verified.
  private static void serviceRows(Rows rows, Settings settings) {
    rows.add("headers", null);
    rows.add("context_headers", contextHeaders(settings));
    rows.add("max_batch_rows", settings.asText("MAX_BATCH_ROWS").orElse("not set"));
    rows.add("service", settings.textOrEmpty("SERVICE"));
    rows.add("service_endpoint", ServiceFunctions.endpoint(settings));
    rows.add("max_batch_retries", settings.asText("MAX_BATCH_RETRIES").orElse("3"));
    rows.add("on_batch_failure", settings.text("ON_BATCH_FAILURE").orElse("ABORT"));
    rows.add("batch_timeout_secs", settings.asText("BATCH_TIMEOUT_SECS").orElse("3600"));
  }

  private static @Nullable String contextHeaders(Settings settings) {
    return settings
        .written("CONTEXT_HEADERS")
        .map(value ->
            value.asList().stream()
                .map(header -> '"' + header.toString() + '"')
                .collect(Collectors.joining(",", "[", "]")))
        .orElse(null);
  }
}
