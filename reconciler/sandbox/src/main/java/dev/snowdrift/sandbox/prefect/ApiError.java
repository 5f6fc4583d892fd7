package dev.snowdrift.sandbox.prefect;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A refusal, in one of the three shapes that the server's error bodies have.
final class ApiError extends RuntimeException {
  private final int status;
  private final transient ObjectNode body;

  private ApiError(int status, ObjectNode body) {
    super(status + " " + body);
    this.status = status;
    this.body = body;
  }

  int status() {
    return status;
  }

  ObjectNode body() {
    return body;
  }

  /// `{"detail": ...}`: what a route itself refuses.
  static ApiError detail(int status, String text) {
    return new ApiError(status, Json.object().put("detail", text));
  }

  /// `{"exception_message": ...}`: what failed below the routes.
  static ApiError message(int status, String text) {
    return new ApiError(status, Json.object().put("exception_message", text));
  }

  static ApiError internal() {
    return message(500, "Internal Server Error");
  }

  /// What any violated constraint of the database turns into.
  static ApiError integrity() {
    return detail(
        409,
        "Data integrity conflict. This usually means a unique or foreign key constraint was"
            + " violated. See server logs for details.");
  }

  /// 422 for a body that does not fit; echoes the request, secrets included, as the server does.
  static ApiError invalid(List<Violation> violations, JsonNode request) {
    var detail = Json.array();
    for (var violation : violations) {
      var loc = Json.array().add("body");
      violation.where().forEach(step -> addStep(loc, step));
      detail.add(
          Json.object()
              .put("type", violation.type())
              .set("loc", loc)
              .put("msg", violation.message())
              .set("input", violation.input()));
    }
    return new ApiError(
        422,
        Json.object()
            .put("exception_message", "Invalid request received.")
            .set("exception_detail", detail)
            .set("request_body", request));
  }

  private static void addStep(ArrayNode loc, String step) {
    if (!step.isEmpty() && step.chars().allMatch(Character::isDigit)) {
      loc.add(Integer.parseInt(step));
    } else {
      loc.add(step);
    }
  }

  /// One reason why a body does not fit, in the words of the server's validation (pydantic).
  record Violation(String type, List<String> where, String message, JsonNode input) {
    static Violation value(List<String> where, String message, JsonNode input) {
      return new Violation("value_error", where, "Value error, " + message, input);
    }

    static Violation missing(List<String> where, JsonNode input) {
      return new Violation("missing", where, "Field required", input);
    }

    static Violation extra(List<String> where, JsonNode input) {
      return new Violation("extra_forbidden", where, "Extra inputs are not permitted", input);
    }
  }
}
