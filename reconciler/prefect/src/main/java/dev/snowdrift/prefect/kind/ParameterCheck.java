package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Nearest;
import dev.snowdrift.prefect.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The parameters of one deployment against the schema of its function: what the server would
/// refuse, and what only a run would notice.
///
/// The server checks types where the schema is enforced, passes parameters that the schema does not
/// name, and asks for required ones only when a run is made (PrefectHQ/prefect,
/// src/prefect/server/api/deployments.py).
///
/// @param schema of the parameters
/// @param collecting names that stand for any number of parameters (`*args`), and with two stars
///   for parameters of any name
record ParameterCheck(
    FlowSpec spec, LoadContext context, ObjectNode schema, Origin origin, Set<String> collecting) {

  /// Where a schema comes from.
  enum Origin {
    /// The manifest, which may be wrong about the code.
    GIVEN,
    /// The code, as the manifest asks: what does not fit fails every run.
    SIGNATURE,
    /// The code, though nothing asks for it and the server gets no schema.
    UNASKED
  }

  /// @param path of the deployment in the manifest
  void check(FlowSpec.Deployment deployment, String path) {
    checkNames(spec.parameters(), "parameters");
    checkNames(deployment.parameters(), path + ".parameters");
    var enforced =
        origin != Origin.UNASKED
            && deployment.enforceParameterSchema().or(spec::enforceParameterSchema).orElse(true);
    if (enforced) {
      checkValues(spec.parameters(), "parameters");
      checkValues(deployment.parameters(), path + ".parameters");
    }
    var own = !deployment.schedules().isEmpty();
    var schedules = own ? deployment.schedules() : spec.schedules();
    for (var i = 0; i < schedules.size(); i++) {
      var at = own ? path + ".schedules." + i : "schedules." + i;
      checkSchedule(deployment, schedules.get(i), enforced, at);
    }
  }

  private void checkSchedule(
      FlowSpec.Deployment deployment, FlowSpec.Schedule schedule, boolean enforced, String at) {
    if (!schedule.in(context.environment())) {
      return;
    }
    checkNames(schedule.parameters(), at + ".parameters");
    if (enforced) {
      checkValues(schedule.parameters(), at + ".parameters");
    }
    var missing = new TreeSet<String>();
    schema.path("required").forEach(name -> missing.add(name.asString("")));
    missing.removeAll(collected());
    for (var given : List.of(spec.parameters(), deployment.parameters(), schedule.parameters())) {
      missing.removeAll(given.keySet());
    }
    if (!missing.isEmpty()) {
      report(
          at,
          "the runs of this schedule have no value for `%s`"
              .formatted(String.join("`, `", missing)),
          "the function has no default for it, so that every such run fails",
          "add it to `parameters` of the schedule or of the deployment");
    }
  }

  private void checkNames(Map<String, JsonNode> parameters, String path) {
    var known = new TreeSet<>(schema.path("properties").propertyNames());
    known.removeAll(collected());
    if (isOpen()) {
      return;
    }
    parameters.keySet().stream()
        .sorted()
        .filter(name -> !known.contains(name))
        .forEach(name ->
            report(
                path + "." + name,
                "the function has no parameter `%s`".formatted(name),
                known.isEmpty() ? "it takes none" : "it takes " + String.join(", ", known),
                Nearest.of(name, known)
                    .map(near -> "write `%s`".formatted(near))
                    .orElse("remove it, or add it to the function")));
  }

  /// Whether the function takes parameters of any name.
  private boolean isOpen() {
    var more = schema.path("additionalProperties");
    return more.isObject()
        || more.asBoolean(false)
        || !schema.path("properties").isObject()
        || collecting.stream().anyMatch(name -> name.startsWith("**"));
  }

  /// Prefect lists them as required parameters of their own.
  private List<String> collected() {
    return collecting.stream().map(name -> name.replace("*", "")).toList();
  }

  private void checkValues(Map<String, JsonNode> parameters, String path) {
    parameters.keySet().stream()
        .sorted()
        .forEach(name -> {
          var value = Optional.ofNullable(parameters.get(name)).map(Json::exact);
          value
              .filter(given -> !isRendered(given))
              .ifPresent(given -> {
                var object = Json.object();
                object.set(name, given);
                for (var misfit : Misfit.of(object, schema)) {
                  context.problem(
                      Code.FIELD_VALUE,
                      path + "." + name,
                      "the parameter `%s` does not fit the schema".formatted(misfit.path()),
                      misfit.why(),
                      "correct the value; Prefect would refuse it, as the schema is enforced");
                }
              });
        });
  }

  /// A value that Prefect puts in itself.
  private static boolean isRendered(JsonNode value) {
    return value.has("__prefect_kind");
  }

  /// What a schema in the manifest says may be wrong; what the code says is not.
  private void report(String path, String what, String why, String next) {
    if (origin == Origin.SIGNATURE) {
      context.problem(Code.FIELD_VALUE, path, what, why, next);
    } else {
      context.warning(Code.FIELD_VALUE, context.at(path), what, why, next);
    }
  }
}
