package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Nearest;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.prefect.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A deployment's job variables in the words of its work pool, and what the pool has against them.
///
/// A pool without a template checks nothing, and a worker leaves out what its template does not
/// name; so a name that nothing reads is found here or never.
final class JobVariables {
  private static final String WHY_AMOUNT = "only a variable of its base job template reaches a job";

  private final Desired<DeploymentKind.Spec> resource;
  private final JobTemplate template;
  private final JsonNode variables;
  private final List<Problem> problems = new ArrayList<>();

  private JobVariables(Desired<DeploymentKind.Spec> resource, JobTemplate template) {
    this.resource = resource;
    this.template = template;
    this.variables = resource.spec().jobVariables();
  }

  /// With the variables that hold CPUs, memory and disk. Those that the manifest gives by name stay
  /// as they are.
  static JsonNode resolved(DeploymentKind.Spec spec, JobTemplate template) {
    var all = Json.object();
    spec.needs()
        .amounts()
        .forEach((name, amount) -> {
          for (var slot : slots(name, template)) {
            slot.form()
                .apply(amount)
                .ifPresent(value -> all.set(slot.variable(), fitted(value, slot, template)));
          }
        });
    spec.jobVariables().properties().forEach(given -> all.set(given.getKey(), given.getValue()));
    return DeploymentKind.jobVariables(all);
  }

  /// The variables of the pool that an amount goes to; empty when it has none.
  private static List<PoolType.Slot> slots(String amount, JobTemplate template) {
    return template.knownType().map(type -> type.slots(amount)).orElse(List.of()).stream()
        .map(group -> group.stream().filter(slot -> template.has(slot.variable())).toList())
        .filter(group -> !group.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /// A number as text where the variable is a text; as AWS's own object where it is one.
  private static JsonNode fitted(JsonNode value, PoolType.Slot slot, JobTemplate template) {
    var type = template.typeOf(slot.variable()).orElse("");
    if (!value.isNumber()) {
      return value;
    }
    if (type.equals("object")) {
      JsonNode size = Json.object().set("sizeInGiB", value);
      return size;
    }
    return type.equals("string") ? JsonNodeFactory.instance.stringNode(value.toString()) : value;
  }

  static List<Problem> problems(Desired<DeploymentKind.Spec> resource, JobTemplate template) {
    var check = new JobVariables(resource, template);
    check.checkNeeds();
    check.checkNames();
    if (template.own()) {
      check.checkValues();
    }
    if (template.knownType().equals(Optional.of(PoolType.SNOWPARK))) {
      check.checkSnowpark();
    }
    return check.problems;
  }

  private void checkNeeds() {
    var needs = resource.spec().needs();
    needs.amounts().forEach(this::checkAmount);
    if (needs.image() && template.variables().isPresent() && !template.has("image")) {
      problem(
          Code.FIELD_VALUE,
          "`image` has no effect in %s".formatted(template.words()),
          whyNot(),
          "remove `image`, or use a work pool whose worker starts containers");
    }
    if (!needs.snowflakeSecrets().isEmpty() && !template.has("secrets")) {
      problem(
          Code.FIELD_VALUE,
          "%s cannot read the Snowflake secret for `%s`"
              .formatted(template.words(), needs.snowflakeSecrets().getFirst()),
          "only job services on Snowpark Container Services are given Snowflake's secrets",
          "use a Secret block (`block: NAME`), or a pool of the type snowpark-container-service");
    }
  }

  private String whyNot() {
    return template.knownType().equals(Optional.of(PoolType.PROCESS))
        ? "a process worker runs flows on its own machine, with what is there"
        : "its base job template takes " + template.listed();
  }

  private void checkAmount(String name, String amount) {
    if (template.knownType().isEmpty()) {
      problem(
          Code.FIELD_VALUE,
          "how `%s` is called in %s is not known".formatted(name, template.words()),
          "types of work pools that Snowdrift does not know get job variables as they are written",
          "write it in `jobVariables`, by the name that the pool's base job template gives it");
      return;
    }
    var slots = slots(name, template);
    if (slots.isEmpty()) {
      var isProcess = template.knownType().equals(Optional.of(PoolType.PROCESS));
      problem(
          Code.FIELD_VALUE,
          "`%s` has no effect in %s".formatted(name, template.words()),
          isProcess ? whyNot() : WHY_AMOUNT + "; it takes " + template.listed(),
          isProcess
              ? "remove `%s`, or use a work pool whose worker starts containers".formatted(name)
              : nextForMissing(name));
    }
    slots.stream()
        .filter(slot -> slot.form().apply(amount).isEmpty())
        .findFirst()
        .ifPresent(slot ->
            problem(
                Code.FIELD_VALUE,
                "`%s: %s` is no whole number of %s".formatted(name, amount, slot.unit()),
                "%s counts `%s` in %s".formatted(template.words(), slot.variable(), slot.unit()),
                "round it, or write `%s` in `jobVariables`".formatted(slot.variable())));
  }

  private String nextForMissing(String name) {
    var candidates =
        template.knownType().map(type -> type.slots(name)).orElse(List.of()).stream()
            .map(group -> "`" + group.getFirst().variable() + "`")
            .toList();
    return candidates.isEmpty()
        ? "remove `%s`, and write what the pool takes in `jobVariables`".formatted(name)
        : "add a variable %s to the baseJobTemplate of the pool, or remove `%s`"
            .formatted(String.join(" or ", candidates), name);
  }

  /// Names that the pool does not have: refused by a closed template, misspelt in an open one. Any
  /// other passes, as it does with `prefect deploy`.
  private void checkNames() {
    var names = template.names();
    for (var given : variables.propertyNames()) {
      var fromNeeds =
          (given.equals("image") && resource.spec().needs().image())
              || (given.equals("secrets") && !resource.spec().needs().snowflakeSecrets().isEmpty());
      if (template.variables().isEmpty() || names.contains(given) || fromNeeds) {
        continue;
      }
      var near = Nearest.of(given, names);
      if (near.isPresent() || Misfit.isClosed(template.variables().get())) {
        problem(
            Code.FIELD_UNKNOWN,
            "`%s` is no job variable of %s".formatted(given, template.words()),
            "its base job template takes " + template.listed(),
            near.map(name -> "write `%s`".formatted(name))
                .orElse("remove it, or add it to the variables of the template"));
      }
    }
  }

  private void checkValues() {
    var schema = template.variables().orElseGet(Json::object);
    for (var misfit : Misfit.of(variables, schema)) {
      var top = misfit.path().replaceAll("[.\\[].*", "");
      if (!template.has(top)) {
        continue;
      }
      problem(
          Code.FIELD_VALUE,
          "the job variable `%s` does not fit %s".formatted(misfit.path(), template.words()),
          misfit.why(),
          "correct the value; Prefect would refuse it with 422");
    }
  }

  /// What the worker asks for only when a run starts.
  private void checkSnowpark() {
    for (var name : List.of("compute_pool", "image_registry")) {
      var given = variables.path(name).asString("");
      if (given.isBlank() && !template.hasDefault(name)) {
        problem(
            Code.FIELD_REQUIRED,
            "`%s` is missing, which %s needs".formatted(name, template.words()),
            "its worker refuses every run without it, and only then",
            "add it to `jobVariables`, or as a default to the baseJobTemplate of the pool");
      }
    }
    var pool = variables.path("compute_pool").asString("");
    if (!pool.isBlank() && !pool.contains("{{") && pool.split("\\.", -1).length != 3) {
      problem(
          Code.FIELD_VALUE,
          "compute_pool: `%s` does not name a database, a schema and a pool".formatted(pool),
          "the worker makes each run's job service in the database and schema that stand before it",
          "write `database.schema.pool`");
    }
  }

  private void problem(Code code, String what, String why, String next) {
    problems.add(new Problem(code, resource.at(), resource.id().toString(), what, why, next));
  }
}
