package dev.snowdrift.sandbox.wire;

import dev.snowdrift.sandbox.account.Session;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The session parameters that clients are told of, each with its default and its JSON type. The
/// list follows what a real account sends (snowflakedb/snowflake-jdbc,
/// `src/test/resources/wiremock/mappings`), but for what would disturb a test: no telemetry, no
/// binds through a stage, JSON results, UTC.
final class Parameters {
  private static final Map<String, Object> DEFAULTS = defaults();

  private Parameters() {}

  private static Map<String, Object> defaults() {
    var values = new LinkedHashMap<String, Object>();
    values.put("AUTOCOMMIT", true);
    values.put("BINARY_OUTPUT_FORMAT", "HEX");
    values.put("CLIENT_MEMORY_LIMIT", 1536);
    values.put("CLIENT_OUT_OF_BAND_TELEMETRY_ENABLED", false);
    values.put("CLIENT_PREFETCH_THREADS", 4);
    values.put("CLIENT_RESULT_CHUNK_SIZE", 160);
    values.put("CLIENT_RESULT_COLUMN_CASE_INSENSITIVE", false);
    values.put("CLIENT_SESSION_KEEP_ALIVE", false);
    values.put("CLIENT_SESSION_KEEP_ALIVE_HEARTBEAT_FREQUENCY", 3600);
    values.put("CLIENT_STAGE_ARRAY_BINDING_THRESHOLD", 0);
    values.put("CLIENT_TELEMETRY_ENABLED", false);
    values.put("CLIENT_TIMESTAMP_TYPE_MAPPING", "TIMESTAMP_LTZ");
    values.put("DATE_OUTPUT_FORMAT", "YYYY-MM-DD");
    values.put("GO_QUERY_RESULT_FORMAT", "JSON");
    values.put("JDBC_ENABLE_PUT_GET", true);
    values.put("JDBC_FORMAT_DATE_WITH_TIMEZONE", true);
    values.put("JDBC_QUERY_RESULT_FORMAT", "JSON");
    values.put("JDBC_RS_COLUMN_CASE_INSENSITIVE", false);
    values.put("JDBC_TREAT_DECIMAL_AS_INT", true);
    values.put("JDBC_TREAT_TIMESTAMP_NTZ_AS_UTC", false);
    values.put("JDBC_USE_SESSION_TIMEZONE", true);
    values.put("MULTI_STATEMENT_COUNT", 1);
    values.put("PYTHON_CONNECTOR_QUERY_RESULT_FORMAT", "JSON");
    values.put("QUERY_TAG", "");
    values.put("SERVICE_NAME", "");
    values.put("STATEMENT_TIMEOUT_IN_SECONDS", 172800);
    values.put("TIMESTAMP_LTZ_OUTPUT_FORMAT", "");
    values.put("TIMESTAMP_NTZ_OUTPUT_FORMAT", "YYYY-MM-DD HH24:MI:SS.FF3");
    values.put("TIMESTAMP_OUTPUT_FORMAT", "YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM");
    values.put("TIMESTAMP_TZ_OUTPUT_FORMAT", "");
    values.put("TIMEZONE", "UTC");
    values.put("TIME_OUTPUT_FORMAT", "HH24:MI:SS");
    return Collections.unmodifiableMap(values);
  }

  /// Applies what a login asked for: known names in the type they have, others not at all.
  static void apply(Session session, String name, Object value) {
    var key = name.toUpperCase(Locale.ROOT);
    if (DEFAULTS.containsKey(key)) {
      session.parameters().put(key, typed(key, value));
    }
  }

  /// All parameters with their values in this session, in a fixed order.
  static Map<String, Object> of(Session session) {
    var values = new LinkedHashMap<>(DEFAULTS);
    session
        .parameters()
        .forEach((name, value) -> values.computeIfPresent(name, (key, _) -> typed(key, value)));
    return values;
  }

  /// One known parameter's value in this session, as text.
  static String text(Session session, String name) {
    var set = session.parameters().get(name);
    return String.valueOf(set == null ? DEFAULTS.get(name) : typed(name, set));
  }

  /// A value in the JSON type that clients expect of that parameter; Python reads the text `"true"`
  /// as false.
  private static Object typed(String name, Object value) {
    return switch (DEFAULTS.get(name)) {
      case Boolean _ -> Boolean.parseBoolean(value.toString()) || value.toString().equals("1");
      case Integer before -> number(value.toString(), before);
      case null, default -> value.toString();
    };
  }

  private static int number(String text, int otherwise) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException _) {
      return otherwise;
    }
  }
}
