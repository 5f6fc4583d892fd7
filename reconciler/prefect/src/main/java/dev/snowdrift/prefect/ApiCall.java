package dev.snowdrift.prefect;

import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.SecretSource;
import dev.snowdrift.kind.SecretValue;
import dev.snowdrift.kind.Target;
import dev.snowdrift.prefect.PrefectClient.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One call of Prefect's REST API that changes something. Ids and secrets are not in it; they are
/// looked up and read when it is made.
///
/// @param path `/deployments/{}`: each `{}` is one of the parts
/// @param body what is sent, with a mask where secrets and a name where ids come in
/// @param secrets top-level or nested values of the body, by JSON pointer
/// @param ids ids in the body, by JSON pointer
/// @param preconditions checked by reading right before
/// @param ifExists what is called instead when the server answers 409; empty when that is a failure
public record ApiCall(
    Method method,
    String path,
    List<Part> parts,
    Optional<JsonNode> body,
    SortedMap<String, SecretSource> secrets,
    SortedMap<String, Lookup> ids,
    List<Precondition> preconditions,
    Optional<ApiCall> ifExists)
    implements Effect {

  public ApiCall {
    parts = List.copyOf(parts);
    body = body.map(Json::exact);
    secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
    ids = Collections.unmodifiableSortedMap(new TreeMap<>(ids));
    preconditions = List.copyOf(preconditions);
  }

  /// One segment of a path.
  public sealed interface Part {
    record Text(String text) implements Part {}

    record Id(Lookup lookup) implements Part {}

    default String shown() {
      return switch (this) {
        case Text(var text) -> text;
        case Id(var lookup) -> lookup.shown();
      };
    }
  }

  /// A call without a body.
  ///
  /// @param parts texts and {@link Lookup}s
  public static ApiCall of(Method method, String path, Object... parts) {
    return new ApiCall(
        method,
        path,
        Arrays.stream(parts).map(ApiCall::part).toList(),
        Optional.empty(),
        new TreeMap<>(),
        new TreeMap<>(),
        List.of(),
        Optional.empty());
  }

  private static Part part(Object part) {
    return part instanceof Lookup lookup ? new Part.Id(lookup) : new Part.Text(part.toString());
  }

  public ApiCall body(JsonNode value) {
    return new ApiCall(
        method, path, parts, Optional.of(value), secrets, ids, preconditions, ifExists);
  }

  /// Puts a secret's value into the body.
  ///
  /// @param pointer `/data/value`, in an object that is there, or a place of a list
  public ApiCall secret(String pointer, SecretSource source) {
    var more = new TreeMap<>(secrets);
    more.put(pointer, source);
    return new ApiCall(
        method,
        path,
        parts,
        Optional.of(with(pointer, SecretValue.MASK)),
        more,
        ids,
        preconditions,
        ifExists);
  }

  /// Puts an id into the body.
  public ApiCall id(String pointer, Lookup lookup) {
    var more = new TreeMap<>(ids);
    more.put(pointer, lookup);
    return new ApiCall(
        method,
        path,
        parts,
        Optional.of(with(pointer, "<id of " + lookup.shown() + ">")),
        secrets,
        more,
        preconditions,
        ifExists);
  }

  public ApiCall onlyIf(Precondition precondition) {
    var more = new ArrayList<>(preconditions);
    more.add(precondition);
    return new ApiCall(method, path, parts, body, secrets, ids, more, ifExists);
  }

  public ApiCall ifExists(ApiCall instead) {
    return new ApiCall(
        method, path, parts, body, secrets, ids, preconditions, Optional.of(instead));
  }

  @Override
  public Target target() {
    return Target.PREFECT;
  }

  @Override
  public String redacted() {
    var shown =
        new ApiPath(path, parts.stream().map(Part::shown).collect(Collectors.toList())).shown();
    return method
        + " "
        + shown
        + body.map(json -> " " + json).orElse("")
        + preconditions.stream()
            .flatMap(precondition -> precondition.shown().stream())
            .map(condition -> "; only if " + condition)
            .collect(Collectors.joining())
        + ifExists.map(other -> "; if it exists: " + other.redacted()).orElse("");
  }

  /// The body with one text replaced or added.
  JsonNode with(String pointer, String text) {
    return replaced(body.map(JsonNode::deepCopy).orElseGet(Json::object), pointer, text);
  }

  static JsonNode replaced(JsonNode body, String pointer, String text) {
    var cut = pointer.lastIndexOf('/');
    var last = pointer.substring(cut + 1).replace("~1", "/").replace("~0", "~");
    switch (body.at(pointer.substring(0, cut))) {
      case ObjectNode parent -> parent.put(last, text);
      case ArrayNode parent -> parent.set(Integer.parseInt(last), text);
      default ->
          throw new IllegalArgumentException("no object or list at " + pointer.substring(0, cut));
    }
    return body;
  }
}
