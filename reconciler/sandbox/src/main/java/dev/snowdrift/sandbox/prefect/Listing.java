package dev.snowdrift.sandbox.prefect;

import dev.snowdrift.sandbox.prefect.ApiError.Violation;
import dev.snowdrift.sandbox.prefect.Router.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Sorts and pages what a filter left.
final class Listing {
  private static final Comparator<ObjectNode> BY_NAME = by("name");

  /// The sorts that most kinds have.
  static final Map<String, Comparator<ObjectNode>> SORTS =
      Map.of(
          "CREATED_DESC", by("created").reversed(),
          "UPDATED_DESC", by("updated").reversed(),
          "NAME_ASC", BY_NAME,
          "NAME_DESC", BY_NAME.reversed());

  private static final List<String> SORTS_IN_ORDER =
      List.of("CREATED_DESC", "UPDATED_DESC", "NAME_ASC", "NAME_DESC");

  private final int most;

  /// Pages of at most this many, which is also how many there are when a request does not say.
  Listing(int most) {
    this.most = most;
  }

  static Comparator<ObjectNode> by(String field) {
    return Comparator.comparing(item -> Json.text(item, field));
  }

  /// One page in the order that the body asks for among the common sorts.
  Reply sorted(List<ObjectNode> items, JsonNode body, UnaryOperator<ObjectNode> rendered) {
    return page(items, body, order(body, SORTS, SORTS_IN_ORDER, "NAME_ASC"), rendered);
  }

  /// One page in a fixed order.
  Reply page(
      List<ObjectNode> items,
      JsonNode body,
      Comparator<ObjectNode> order,
      UnaryOperator<ObjectNode> rendered) {
    var limit = limit(body);
    var offset = Json.given(body, "offset") ? body.path("offset").asInt() : 0;
    var page = items.stream().sorted(order).skip(offset).limit(limit).map(rendered).toList();
    return Reply.ok(Json.array(page));
  }

  /// The form with page numbers from 1, and the count.
  Reply paginated(List<ObjectNode> items, JsonNode body, UnaryOperator<ObjectNode> rendered) {
    return paginated(items, body, order(body, SORTS, SORTS_IN_ORDER, "NAME_ASC"), rendered);
  }

  Reply paginated(
      List<ObjectNode> items,
      JsonNode body,
      Comparator<ObjectNode> order,
      UnaryOperator<ObjectNode> rendered) {
    var limit = limit(body);
    var number = Json.given(body, "page") ? body.path("page").asInt() : 1;
    var page =
        items.stream()
            .sorted(order)
            .skip((long) (number - 1) * limit)
            .limit(limit)
            .map(rendered)
            .toList();
    return Reply.ok(
        Json.object()
            .set("results", Json.array(page))
            .put("count", items.size())
            .put("limit", limit)
            .put("pages", limit == 0 ? 0 : (items.size() + limit - 1) / limit)
            .put("page", number));
  }

  /// The order named by the body's `sort`; 422 when there is none of that name.
  static Comparator<ObjectNode> order(
      JsonNode body,
      Map<String, Comparator<ObjectNode>> sorts,
      List<String> names,
      String otherwise) {
    var name = Json.given(body, "sort") ? body.path("sort").asString() : otherwise;
    var order = sorts.get(name);
    if (order == null) {
      var quoted =
          names.stream().map(n -> "'" + n + "'").collect(Collectors.toCollection(ArrayList::new));
      var last = quoted.removeLast();
      throw ApiError.invalid(
          List.of(
              new Violation(
                  "enum",
                  List.of("sort"),
                  "Input should be " + String.join(", ", quoted) + " or " + last,
                  body.path("sort"))),
          body);
    }
    return order;
  }

  private int limit(JsonNode body) {
    Shape.empty()
        .nullable("limit", Shape.Type.INT)
        .optional("offset", Shape.Type.INT)
        .atLeast(0)
        .check(pagingOf(body));
    if (!Json.given(body, "limit")) {
      return most;
    }
    var limit = body.path("limit").asInt();
    if (limit < 0 || limit > most) {
      throw ApiError.detail(
          422,
          limit < 0
              ? "Invalid limit: must be greater than or equal to 0."
              : "Invalid limit: must be less than or equal to %d.".formatted(most));
    }
    return limit;
  }

  private static ObjectNode pagingOf(JsonNode body) {
    var paging = Json.object();
    for (var key : List.of("limit", "offset")) {
      if (body.has(key)) {
        paging.set(key, body.path(key));
      }
    }
    return paging;
  }
}
