package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Value;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The parameters that exist (Snowflake documentation, "Parameters"), each with its default.
public final class Parameters {

  /// What a session can set.
  public static final List<Parameter> SESSION =
      List.of(
          bool("ABORT_DETACHED_QUERY", "false"),
          bool("AUTOCOMMIT", "true"),
          text("BINARY_INPUT_FORMAT", "HEX"),
          text("BINARY_OUTPUT_FORMAT", "HEX"),
          number("CLIENT_MEMORY_LIMIT", "1536"),
          bool("CLIENT_METADATA_REQUEST_USE_CONNECTION_CTX", "false"),
          number("CLIENT_PREFETCH_THREADS", "4"),
          number("CLIENT_RESULT_CHUNK_SIZE", "160"),
          bool("CLIENT_RESULT_COLUMN_CASE_INSENSITIVE", "false"),
          bool("CLIENT_SESSION_KEEP_ALIVE", "false"),
          number("CLIENT_SESSION_KEEP_ALIVE_HEARTBEAT_FREQUENCY", "3600"),
          number("CLIENT_STAGE_ARRAY_BINDING_THRESHOLD", "0"),
          bool("CLIENT_TELEMETRY_ENABLED", "false"),
          text("CLIENT_TIMESTAMP_TYPE_MAPPING", "TIMESTAMP_LTZ"),
          text("DATE_INPUT_FORMAT", "AUTO"),
          text("DATE_OUTPUT_FORMAT", "YYYY-MM-DD"),
          text("GO_QUERY_RESULT_FORMAT", "JSON"),
          text("JDBC_QUERY_RESULT_FORMAT", "JSON"),
          bool("JDBC_TREAT_DECIMAL_AS_INT", "true"),
          bool("JDBC_TREAT_TIMESTAMP_NTZ_AS_UTC", "false"),
          bool("JDBC_USE_SESSION_TIMEZONE", "true"),
          number("LOCK_TIMEOUT", "43200"),
          text("LOG_LEVEL", "OFF"),
          number("MULTI_STATEMENT_COUNT", "1"),
          text("PYTHON_CONNECTOR_QUERY_RESULT_FORMAT", "JSON"),
          text("QUERY_TAG", ""),
          bool("QUOTED_IDENTIFIERS_IGNORE_CASE", "false"),
          number("ROWS_PER_RESULTSET", "0"),
          number("STATEMENT_QUEUED_TIMEOUT_IN_SECONDS", "0"),
          number("STATEMENT_TIMEOUT_IN_SECONDS", "172800"),
          text("TIMESTAMP_INPUT_FORMAT", "AUTO"),
          text("TIMESTAMP_LTZ_OUTPUT_FORMAT", ""),
          text("TIMESTAMP_NTZ_OUTPUT_FORMAT", "YYYY-MM-DD HH24:MI:SS.FF3"),
          text("TIMESTAMP_OUTPUT_FORMAT", "YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM"),
          text("TIMESTAMP_TYPE_MAPPING", "TIMESTAMP_NTZ"),
          text("TIMESTAMP_TZ_OUTPUT_FORMAT", ""),
          text("TIMEZONE", "UTC"),
          text("TIME_INPUT_FORMAT", "AUTO"),
          text("TIME_OUTPUT_FORMAT", "HH24:MI:SS"),
          text("TRACE_LEVEL", "OFF"),
          bool("USE_CACHED_RESULT", "true"),
          number("WEEK_OF_YEAR_POLICY", "0"),
          number("WEEK_START", "0"));

  private static final Map<String, Parameter> BY_KEY =
      SESSION.stream().collect(Collectors.toUnmodifiableMap(Parameter::key, Function.identity()));

  /// The parameters of databases and schemas.
  static final List<Parameter> CONTAINER =
      List.of(
          number("DATA_RETENTION_TIME_IN_DAYS", "1"),
          text("DEFAULT_DDL_COLLATION", ""),
          text("LOG_LEVEL", "OFF"),
          number("MAX_DATA_EXTENSION_TIME_IN_DAYS", "14"),
          bool("QUOTED_IDENTIFIERS_IGNORE_CASE", "false"),
          bool("REPLACE_INVALID_CHARACTERS", "false"),
          text("STORAGE_SERIALIZATION_POLICY", "OPTIMIZED"),
          number("SUSPEND_TASK_AFTER_NUM_FAILURES", "10"),
          number("TASK_AUTO_RETRY_ATTEMPTS", "0"),
          text("TRACE_LEVEL", "OFF"),
          text("USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE", "Medium"),
          number("USER_TASK_MINIMUM_TRIGGER_INTERVAL_IN_SECONDS", "30"),
          number("USER_TASK_TIMEOUT_MS", "3600000"));

  static final List<Parameter> WAREHOUSE =
      List.of(
          number("MAX_CONCURRENCY_LEVEL", "8"),
          number("STATEMENT_QUEUED_TIMEOUT_IN_SECONDS", "0"),
          number("STATEMENT_TIMEOUT_IN_SECONDS", "172800"));

  private Parameters() {}

  private static Parameter bool(String key, String value) {
    return new Parameter(key, "BOOLEAN", value, "");
  }

  private static Parameter number(String key, String value) {
    return new Parameter(key, "NUMBER", value, "");
  }

  private static Parameter text(String key, String value) {
    return new Parameter(key, "STRING", value, "");
  }

  /// A session parameter.
  ///
  /// @throws SqlError 1420 for one that does not exist
  static Parameter known(String key) {
    var parameter = BY_KEY.get(key);
    if (parameter == null) {
      throw new SqlError(1420, "22023", "SQL compilation error:\ninvalid parameter '" + key + "'");
    }
    return parameter;
  }

  /// The value in the JSON type of its parameter.
  static Object typed(String key, Value value) {
    var parameter = known(key);
    return switch (value) {
      case Value.Bool(var flag) when parameter.type().equals("BOOLEAN") -> flag;
      case Value.Numeric(var number) when parameter.type().equals("NUMBER") -> number.longValue();
      case Value.Text(var text) when parameter.type().equals("STRING") -> text;
      case Value.Reference reference when parameter.type().equals("STRING") -> reference.toString();
      case Value.Null _ -> "";
      default -> throw Errors.invalidParameter(value.toString(), key);
    };
  }
}
