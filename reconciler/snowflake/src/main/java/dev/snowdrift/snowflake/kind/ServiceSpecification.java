package dev.snowdrift.snowflake.kind;

import dev.snowdrift.image.ImagePath;
import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Location;
import dev.snowdrift.manifest.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Checks a service specification before anybody sends it: Snowflake refuses a wrong one with one
/// short message, we say everything at once, where it is, and how it is spelled.
final class ServiceSpecification {
  private static final Pattern NAME = Pattern.compile("[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern ROLE = Pattern.compile("[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?");
  private static final Pattern MEMORY = Pattern.compile("[0-9]+(?:\\.[0-9]+)?(?:Mi|Gi|M|G)");

  private final LoadContext context;
  private final Function<List<String>, Location> place;

  /// @param place where a part of the specification stands, by the keys that lead there
  ServiceSpecification(LoadContext context, Function<List<String>, Location> place) {
    this.context = context;
    this.place = place;
  }

  /// Reports everything that is wrong.
  void check(JsonNode specification) {
    shape(specification, SpecificationShape.ROOT, List.of());
    var spec = specification.path("spec");
    if (spec.path("containers").isArray() && spec.path("containers").isEmpty()) {
      wrong(
          List.of("spec", "containers"),
          "there is no container",
          "a service runs at least one",
          "add a container with name and image");
    }
    for (var list : List.of("containers", "endpoints", "volumes")) {
      names(spec.path(list), List.of("spec", list), NAME, "lower-case letters, digits and `-`");
    }
    names(
        specification.path("serviceRoles"),
        List.of("serviceRoles"),
        ROLE,
        "letters, digits and `_`");
    each(spec.path("containers"), List.of("spec", "containers"), this::container);
    each(spec.path("endpoints"), List.of("spec", "endpoints"), this::endpoint);
    mounts(spec);
    new SpecificationRules(this::wrong).check(specification);
  }

  private void shape(JsonNode node, SpecificationShape shape, List<String> path) {
    switch (shape) {
      case SpecificationShape.Value _ -> {
        if (!node.isValueNode()) {
          wrong(
              path, "a single value is wanted here", "it is " + describe(node), "write one value");
        }
      }
      case SpecificationShape.Values _ -> {
        if (!node.isArray() || node.valueStream().anyMatch(item -> !item.isValueNode())) {
          wrong(
              path, "a list of values is wanted here", "it is " + describe(node), "write `[a, b]`");
        }
      }
      case SpecificationShape.Free _ -> free(node, path);
      case SpecificationShape.Open _ -> {}
      case SpecificationShape.ListOf(var item) -> {
        if (!node.isArray()) {
          wrong(
              path,
              "a list is wanted here",
              "it is " + describe(node),
              "put `-` before each entry");
        }
        each(node, path, (each, at) -> shape(each, item, at));
      }
      case SpecificationShape.Keys(var keys, var required) -> keys(node, keys, required, path);
    }
  }

  private void keys(
      JsonNode node,
      Map<String, SpecificationShape> keys,
      List<String> required,
      List<String> path) {
    if (!node.isObject()) {
      wrong(
          path, "a mapping is wanted here", "it is " + describe(node), "write `key: value` lines");
      return;
    }
    for (var property : node.properties()) {
      var known = keys.get(property.getKey());
      if (known == null) {
        unknown(property.getKey(), keys.keySet(), path);
      } else {
        shape(property.getValue(), known, below(path, property.getKey()));
      }
    }
    for (var key : required) {
      if (node.path(key).isMissingNode() || node.path(key).isNull()) {
        wrong(
            path,
            "`%s` is missing".formatted(key),
            "Snowflake takes no %s without it"
                .formatted(path.isEmpty() ? "specification" : "such part"),
            "add `%s:`".formatted(key));
      }
    }
  }

  private void unknown(String key, Set<String> known, List<String> path) {
    var next =
        SpecificationHabits.next(key)
            .or(() -> Nearest.of(key, known).map(nearest -> "did you mean `" + nearest + "`?"))
            .orElseGet(() -> "one of: " + String.join(", ", known));
    wrong(
        below(path, key),
        "`%s` is no key %s"
            .formatted(
                key, path.isEmpty() ? "of a specification" : "of `" + String.join(".", path) + "`"),
        "Snowflake refuses unknown keys (395018)",
        next);
  }

  private void free(JsonNode node, List<String> path) {
    if (node.isArray()) {
      wrong(
          path,
          "`env` is a list",
          "in a specification it is a mapping",
          "write `NAME: value` lines, without `- name:` and `value:`");
      return;
    }
    if (!node.isObject()) {
      wrong(
          path, "a mapping is wanted here", "it is " + describe(node), "write `NAME: value` lines");
      return;
    }
    for (var property : node.properties()) {
      if (!property.getValue().isValueNode()) {
        wrong(
            below(path, property.getKey()),
            "a variable's value is a single value",
            "it is " + describe(property.getValue()),
            "quote it as one text");
      }
    }
  }

  private void container(JsonNode container, List<String> path) {
    var image = container.path("image");
    if (image.isString() && ImagePath.parse(image.asString()).repository().isEmpty()) {
      wrong(
          below(path, "image"),
          "`%s` is not in an image repository".formatted(image.asString()),
          "Snowflake runs images of the account's own repositories only",
          "push it, and write `/database/schema/repository/image:tag`");
    }
    for (var side : List.of("requests", "limits")) {
      var amounts = container.path("resources").path(side);
      var at = below(below(path, "resources"), side);
      var memory = amounts.path("memory");
      if (!memory.isMissingNode() && !MEMORY.matcher(SpecificationForm.text(memory)).matches()) {
        wrong(
            below(at, "memory"),
            "`%s` is no amount of memory".formatted(SpecificationForm.text(memory)),
            "it needs a unit: M, Mi, G or Gi",
            "write `2Gi`");
      }
      var cpu = amounts.path("cpu");
      if (!cpu.isMissingNode() && Quantities.parse(SpecificationForm.text(cpu)).isEmpty()) {
        wrong(
            below(at, "cpu"),
            "`%s` is no amount of CPU".formatted(SpecificationForm.text(cpu)),
            "it is a number or thousandths",
            "write `0.5` or `500m`");
      }
    }
  }

  private void endpoint(JsonNode endpoint, List<String> path) {
    var one = !endpoint.path("port").isMissingNode();
    var many = !endpoint.path("portRange").isMissingNode();
    if (endpoint.isObject() && one == many) {
      wrong(
          path,
          "an endpoint has either `port` or `portRange`",
          "one of them says where it is",
          "write `port: 8080`");
    }
    var isPublic = endpoint.path("public").asBoolean(false);
    var tcp = endpoint.path("protocol").asString("HTTP").equalsIgnoreCase("TCP");
    if (isPublic && tcp) {
      wrong(
          below(path, "public"),
          "a TCP endpoint cannot be public",
          "ingress from the internet is HTTP",
          "drop `public` or `protocol`");
    }
  }

  private void mounts(JsonNode spec) {
    var volumes = new HashSet<String>();
    spec.path("volumes").forEach(volume -> volumes.add(volume.path("name").asString("")));
    each(
        spec.path("containers"),
        List.of("spec", "containers"),
        (container, path) ->
            each(
                container.path("volumeMounts"),
                below(path, "volumeMounts"),
                (mount, at) -> {
                  var name = mount.path("name").asString("");
                  if (!name.isEmpty() && !volumes.contains(name)) {
                    wrong(
                        below(at, "name"),
                        "no volume is called `%s`".formatted(name),
                        "a mount names an entry of `spec.volumes`",
                        Nearest.of(name, volumes)
                            .map(near -> "did you mean `" + near + "`?")
                            .orElse("add it to `spec.volumes`"));
                  }
                }));
  }

  private void names(JsonNode list, List<String> path, Pattern form, String letters) {
    var seen = new HashSet<String>();
    each(
        list,
        path,
        (item, at) -> {
          var name = item.path("name");
          if (!name.isString()) {
            return;
          }
          if (!form.matcher(name.asString()).matches()) {
            wrong(
                below(at, "name"),
                "`%s` is no name here".formatted(name.asString()),
                "it has at most 63 of: %s; it begins with a letter".formatted(letters),
                "rename it");
          }
          if (!seen.add(name.asString())) {
            wrong(
                below(at, "name"),
                "`%s` is there twice".formatted(name.asString()),
                "names are unique in their list",
                "rename one of them");
          }
        });
  }

  private interface Visit {
    void visit(JsonNode item, List<String> path);
  }

  private static void each(JsonNode list, List<String> path, Visit visit) {
    if (list.isArray()) {
      for (var i = 0; i < list.size(); i++) {
        visit.visit(list.get(i), below(path, String.valueOf(i)));
      }
    }
  }

  private void wrong(List<String> path, String what, String why, String next) {
    var where = path.isEmpty() ? "" : String.join(".", path) + ": ";
    context.problem(Code.SPECIFICATION, place.apply(path), where + what, why, next);
  }

  private static String describe(JsonNode node) {
    return node.isArray()
        ? "a list"
        : node.isObject() ? "a mapping" : node.isNull() ? "empty" : "a single value";
  }

  private static List<String> below(List<String> path, String step) {
    var below = new ArrayList<>(path);
    below.add(step);
    return below;
  }
}
