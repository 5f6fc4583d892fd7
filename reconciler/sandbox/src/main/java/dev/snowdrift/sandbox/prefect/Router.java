package dev.snowdrift.sandbox.prefect;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Finds the handler of a request by method and path.
final class Router {
  /// An object's id; other texts in its place find no route, which is 404.
  static final String ID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

  /// A request that found its route.
  ///
  /// @param parts what stands in the path's variables, decoded, in order
  record Call(List<String> parts, Map<String, String> query, JsonNode body) {
    Call {
      parts = List.copyOf(parts);
      query = Map.copyOf(query);
    }

    String part(int index) {
      return parts.get(index);
    }

    /// The body after the check of its shape.
    ObjectNode body(Shape shape) {
      shape.check(body);
      return (ObjectNode) body;
    }

    /// A body of filters: absent means none.
    ObjectNode filters() {
      return body instanceof ObjectNode object ? object : Json.object();
    }
  }

  /// What is answered; an absent body is none at all.
  record Reply(int status, Optional<JsonNode> body) {
    static Reply ok(JsonNode body) {
      return new Reply(200, Optional.of(body));
    }

    static Reply created(JsonNode body) {
      return new Reply(201, Optional.of(body));
    }

    static Reply noContent() {
      return new Reply(204, Optional.empty());
    }
  }

  /// Answers one kind of request, or throws [ApiError].
  interface Handler {
    Reply handle(Call call);
  }

  private record Route(String method, Pattern path, List<Integer> groups, Handler handler) {}

  record Match(Handler handler, List<String> parts) {
    Match {
      parts = List.copyOf(parts);
    }
  }

  private final List<Route> routes = new ArrayList<>();

  /// Adds a route. In the path `{id}` stands for an object's id, and `{name}` for any text.
  Router on(String method, String path, Handler handler) {
    var regex = new StringBuilder();
    var groups = new ArrayList<Integer>();
    var count = 0;
    for (var step : path.split("/", -1)) {
      regex.append(regex.isEmpty() && step.isEmpty() ? "" : "/");
      switch (step) {
        case "{id}" -> {
          regex.append('(').append(ID).append(')');
          groups.add(count + 1);
          count += 2;
        }
        case "{name}" -> {
          regex.append("([^/]+)");
          groups.add(count + 1);
          count += 1;
        }
        default -> regex.append(Pattern.quote(step));
      }
    }
    routes.add(new Route(method, Pattern.compile(regex.toString()), groups, handler));
    return this;
  }

  /// The first route added that fits; a slash at the end makes no difference. The path is still
  /// percent-encoded.
  Optional<Match> find(String method, String path) {
    for (var route : routes) {
      for (var candidate : List.of(path, path.endsWith("/") ? chopped(path) : path + "/")) {
        var matcher = route.path().matcher(candidate);
        if (route.method().equals(method) && matcher.matches()) {
          var parts = route.groups().stream().map(matcher::group).map(Router::decoded).toList();
          return Optional.of(new Match(route.handler(), parts));
        }
      }
    }
    return Optional.empty();
  }

  private static String chopped(String path) {
    return path.substring(0, path.length() - 1);
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
