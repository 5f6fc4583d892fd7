package dev.snowdrift.sandbox.wire;

import dev.snowdrift.sandbox.account.ResultColumn;
import dev.snowdrift.sandbox.account.Session;
import dev.snowdrift.sandbox.account.StatementResult;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON of answers. What each client needs, and how it breaks without it, is known from
/// snowflakedb/snowflake-jdbc, snowflakedb/snowflake-connector-python and snowflakedb/gosnowflake:
/// all fields of a column always there, cells that are text or null, `code` as text, numbers as
/// numbers, session parameters all or none.
final class Answers {
  static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static final int MULTI_STATEMENT = 0xA000;
  private static final int LONGEST_TEXT = 16_777_216;

  private Answers() {}

  static Reply success(@Nullable JsonNode data) {
    return envelope(true, null, null, data);
  }

  static Reply refused(Refusal refusal) {
    var data = MAPPER.createObjectNode();
    data.put("nextAction", "RETRY_LOGIN");
    data.put("errorCode", sixDigits(refusal.code()));
    data.put("sqlState", "08001");
    data.putNull("queryId");
    return envelope(false, sixDigits(refusal.code()), refusal.getMessage(), data);
  }

  /// The statement still runs, or runs for itself: 333333 or 333334.
  static Reply pending(Query query, String code) {
    var data = MAPPER.createObjectNode();
    data.put("getResultUrl", "/queries/" + query.id() + "/result");
    data.put("queryId", query.id());
    data.putNull("progressDesc");
    data.put("queryAbortsAfterSecs", 300);
    return envelope(true, code, "Query execution in progress.", data);
  }

  static Reply failed(String queryId, Outcome.Failed failure) {
    var data = MAPPER.createObjectNode();
    data.put("errorCode", sixDigits(failure.code()));
    data.put("sqlState", failure.sqlState());
    data.put("queryId", queryId);
    data.put("internalError", false);
    data.put("unredactedFromSecureObject", false);
    data.put("age", 0);
    data.put("line", -1);
    data.put("pos", -1);
    data.put("type", "COMPILATION");
    return envelope(false, sixDigits(failure.code()), failure.message(), data);
  }

  static Reply outcome(Query query, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Failed failure -> failed(query.id(), failure);
      case Outcome.Rows(var result, _) when result.transfer().isPresent() ->
          TransferAnswer.of(query.id(), result.statementTypeId(), result.transfer().get());
      case Outcome.Rows(var result, var limit) ->
          rows(query.id(), query.session().session(), result, limit, null);
      case Outcome.Several(var children) -> several(query, children);
    };
  }

  /// The answer to `describeOnly`: what the columns and binds would be.
  static Reply described(String queryId, Session session, StatementResult shape, int binds) {
    return rows(queryId, session, shape, 0, binds);
  }

  private static Reply several(Query query, List<Query> children) {
    var column = List.of(ResultColumn.text("multiple statement execution"));
    var container =
        new StatementResult(
            MULTI_STATEMENT,
            column,
            List.of(List.of("Multiple statements executed successfully.")),
            children.stream().anyMatch(Answers::changedParameters));
    return rows(query.id(), query.session().session(), container, 1, null, children);
  }

  private static boolean changedParameters(Query query) {
    return query.outcome().orElse(null) instanceof Outcome.Rows(var result, _)
        && result.parametersChanged();
  }

  private static Reply rows(
      String queryId, Session session, StatementResult result, int limit, @Nullable Integer binds) {
    return rows(queryId, session, result, limit, binds, List.of());
  }

  private static Reply rows(
      String queryId,
      Session session,
      StatementResult result,
      int limit,
      @Nullable Integer binds,
      List<Query> children) {
    var bytes = new ByteArrayOutputStream();
    try (var json = MAPPER.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeBooleanProperty("success", true);
      json.writeNullProperty("code");
      json.writeNullProperty("message");
      json.writeObjectPropertyStart("data");
      json.writeStringProperty("queryId", queryId);
      json.writeNumberProperty("statementTypeId", result.statementTypeId());
      json.writeStringProperty("queryResultFormat", "json");
      json.writeNumberProperty("version", 1);
      columns(json, result.columns());
      var sent = rowset(json, result, limit);
      json.writeNumberProperty("total", sent);
      json.writeNumberProperty("returned", sent);
      text(json, "finalDatabaseName", session.database());
      text(json, "finalSchemaName", session.schema());
      text(json, "finalWarehouseName", session.warehouse());
      text(json, "finalRoleName", Optional.of(session.role()));
      json.writeName("parameters");
      json.writeTree(result.parametersChanged() ? parameters(session) : MAPPER.createArrayNode());
      binds(json, binds == null ? 0 : binds);
      json.writeBooleanProperty("arrayBindSupported", false);
      json.writeNullProperty("databaseProvider");
      json.writeNumberProperty("sendResultTime", System.currentTimeMillis());
      if (!children.isEmpty()) {
        json.writeStringProperty(
            "resultIds", children.stream().map(Query::id).collect(Collectors.joining(",")));
        json.writeStringProperty(
            "resultTypes", children.stream().map(Answers::typeId).collect(Collectors.joining(",")));
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    return new Reply.Json(bytes.toByteArray());
  }

  private static String typeId(Query query) {
    return query.outcome().orElse(null) instanceof Outcome.Rows(var result, _)
        ? String.valueOf(result.statementTypeId())
        : "0";
  }

  private static void columns(JsonGenerator json, List<ResultColumn> columns) {
    json.writeArrayPropertyStart("rowtype");
    for (var column : columns) {
      var type = column.type().toLowerCase(Locale.ROOT);
      json.writeStartObject();
      json.writeStringProperty("name", column.name());
      json.writeStringProperty("database", "");
      json.writeStringProperty("schema", "");
      json.writeStringProperty("table", "");
      json.writeStringProperty("type", type);
      switch (type) {
        case "fixed" -> numbers(json, 38, column.scale(), null, null);
        case "text" -> numbers(json, null, null, LONGEST_TEXT, LONGEST_TEXT);
        case "binary" -> numbers(json, null, null, 8_388_608, 8_388_608);
        case "time", "timestamp_ntz", "timestamp_ltz", "timestamp_tz" ->
            numbers(json, 0, column.scale(), null, null);
        default -> numbers(json, null, null, null, null);
      }
      json.writeBooleanProperty("nullable", column.nullable());
      json.writeNullProperty("collation");
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void numbers(
      JsonGenerator json,
      @Nullable Integer precision,
      @Nullable Integer scale,
      @Nullable Integer length,
      @Nullable Integer bytes) {
    number(json, "precision", precision);
    number(json, "scale", scale);
    number(json, "length", length);
    number(json, "byteLength", bytes);
  }

  private static void number(JsonGenerator json, String name, @Nullable Integer value) {
    if (value == null) {
      json.writeNullProperty(name);
    } else {
      json.writeNumberProperty(name, value);
    }
  }

  private static int rowset(JsonGenerator json, StatementResult result, int limit) {
    json.writeArrayPropertyStart("rowset");
    var sent = Math.min(limit, result.rows().size());
    for (var row : result.rows().subList(0, sent)) {
      json.writeStartArray();
      for (var cell : row) {
        if (cell == null) {
          json.writeNull();
        } else {
          json.writeString(cell);
        }
      }
      json.writeEndArray();
    }
    json.writeEndArray();
    return sent;
  }

  private static void binds(JsonGenerator json, int binds) {
    json.writeNumberProperty("numberOfBinds", binds);
    json.writeArrayPropertyStart("metaDataOfBinds");
    for (var i = 0; i < binds; i++) {
      json.writeStartObject();
      json.writeStringProperty("name", String.valueOf(i + 1));
      json.writeStringProperty("type", "text");
      numbers(json, null, null, LONGEST_TEXT, LONGEST_TEXT);
      json.writeBooleanProperty("nullable", true);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void text(JsonGenerator json, String name, Optional<String> value) {
    json.writeName(name);
    if (value.isPresent()) {
      json.writeString(value.get());
    } else {
      json.writeNull();
    }
  }

  /// All session parameters with their values, as logins and ALTER SESSION report them.
  static ArrayNode parameters(Session session) {
    var list = MAPPER.createArrayNode();
    Parameters.of(session)
        .forEach((name, value) -> {
          var entry = list.addObject();
          entry.put("name", name);
          entry.set("value", MAPPER.valueToTree(value));
        });
    return list;
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  private static Reply envelope(
      boolean success, @Nullable String code, @Nullable String message, @Nullable JsonNode data) {
    var answer = MAPPER.createObjectNode();
    answer.put("success", success);
    answer.put("code", code);
    answer.put("message", message);
    answer.set("data", data == null ? MAPPER.nullNode() : data);
    return Reply.Json.of(answer);
  }

  private static String sixDigits(int code) {
    return "%06d".formatted(code);
  }
}
