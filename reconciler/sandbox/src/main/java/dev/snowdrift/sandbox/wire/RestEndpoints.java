package dev.snowdrift.sandbox.wire;

import dev.snowdrift.sandbox.account.Domain.Level;
import dev.snowdrift.sandbox.account.StatementResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;

/// The part of Snowflake's REST API that the `snow` command line creates objects with
/// (snowflakedb/snowflake-cli, `src/snowflake/cli/api/rest_api.py`): lists of objects, one database
/// or schema, and the creation of objects, under `/api/v2/`. Each is a SQL statement of the
/// session.
final class RestEndpoints {
  static final String PREFIX = "/api/v2/";

  private final Sessions sessions;
  private final Queries queries;

  RestEndpoints(Sessions sessions, Queries queries) {
    this.sessions = sessions;
    this.queries = queries;
  }

  /// A collection with what contains it: `databases/D/schemas/S/tables`.
  private record Place(RestResource resource, List<String> containers, Optional<String> name) {
    static Optional<Place> parse(String path) {
      var parts = List.of(path.substring(PREFIX.length()).replaceFirst("/$", "").split("/", -1));
      var containers = containers(parts);
      var rest = parts.subList(2 * containers.size(), parts.size());
      if (rest.isEmpty() || rest.size() > 2) {
        return Optional.empty();
      }
      var level =
          switch (containers.size()) {
            case 0 -> Level.ACCOUNT;
            case 1 -> Level.DATABASE;
            default -> Level.SCHEMA;
          };
      return RestResource.of(rest.getFirst(), level)
          .map(resource ->
              new Place(
                  resource,
                  containers,
                  rest.size() == 2 ? Optional.of(rest.getLast()) : Optional.empty()));
    }

    private static List<String> containers(List<String> parts) {
      if (parts.size() < 3 || !parts.getFirst().equals("databases")) {
        return List.of();
      }
      return parts.size() >= 5 && parts.get(2).equals("schemas")
          ? List.of(parts.get(1), parts.get(3))
          : List.of(parts.get(1));
    }

    String container() {
      return String.join(".", containers);
    }
  }

  Reply handle(Request request, String path) throws InterruptedException {
    WireSession session;
    try {
      session = sessions.of(request.requiredToken());
    } catch (Refusal refusal) {
      return problem(401, refusal.code(), String.valueOf(refusal.getMessage()));
    }
    var place = Place.parse(path);
    if (place.isEmpty()) {
      return problem(404, 0, "Not Found");
    }
    return switch (request.method()) {
      case "GET" -> list(session, place.get());
      case "POST" ->
          place.get().name().isEmpty()
              ? create(session, place.get(), request)
              : problem(405, 0, "Method Not Allowed");
      default -> problem(405, 0, "Method Not Allowed");
    };
  }

  private Reply list(WireSession session, Place place) throws InterruptedException {
    var like = place.name().map(name -> " LIKE '" + name.replace("'", "''") + "'").orElse("");
    var in =
        switch (place.resource().level()) {
          case ACCOUNT -> "";
          case DATABASE -> " IN DATABASE " + place.container();
          case SCHEMA -> " IN SCHEMA " + place.container();
        };
    var shown = queries.execute(session, "SHOW " + place.resource().plural() + like + in);
    return switch (shown) {
      case Outcome.Rows(var result, _) -> listed(place, objects(result));
      case Outcome.Failed failure -> failed(failure);
      case Outcome.Several _ -> throw new IllegalStateException("one statement has one result");
    };
  }

  private static Reply listed(Place place, ArrayNode objects) {
    if (place.name().isEmpty()) {
      return Reply.Json.of(objects);
    }
    return objects.isEmpty()
        ? problem(404, 2003, place.name().get() + " does not exist or not authorized.")
        : Reply.Json.of(objects.get(0));
  }

  private static ArrayNode objects(StatementResult result) {
    var objects = Answers.MAPPER.createArrayNode();
    for (var row : result.rows()) {
      var object = objects.addObject();
      for (var i = 0; i < row.size(); i++) {
        object.put(result.columns().get(i).name(), row.get(i));
      }
    }
    return objects;
  }

  private Reply create(WireSession session, Place place, Request request)
      throws InterruptedException {
    var container =
        place.containers().stream().map(name -> name + ".").collect(Collectors.joining());
    String sql;
    try {
      sql =
          RestSql.create(
              place.resource(), container, request.parameter("createMode"), request.body());
    } catch (IllegalArgumentException e) {
      return problem(400, 0, "Unable to parse the request: " + e.getMessage());
    }
    return switch (queries.execute(session, sql)) {
      case Outcome.Rows(var result, _) ->
          Reply.Json.of(
              Answers.object()
                  .put(
                      "status",
                      result.rows().isEmpty() ? "" : result.rows().getFirst().getFirst()));
      case Outcome.Failed failure -> failed(failure);
      case Outcome.Several _ -> throw new IllegalStateException("one statement has one result");
    };
  }

  private static Reply failed(Outcome.Failed failure) {
    var status =
        switch (failure.code()) {
          case 2002 -> 409;
          case 2003, 2043 -> 404;
          case 3001 -> 403;
          default -> 400;
        };
    return problem(status, failure.code(), failure.message());
  }

  private static Reply problem(int status, int code, String message) {
    var body = Answers.object().put("code", String.valueOf(status)).put("message", message);
    return Reply.Json.of(status, code == 0 ? body : body.put("error_code", "%06d".formatted(code)));
  }
}
