package dev.snowdrift.prefect.translate;

import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Location;
import dev.snowdrift.manifest.Mapping;
import dev.snowdrift.manifest.Node;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.Scalar;
import dev.snowdrift.manifest.Sequence;
import dev.snowdrift.manifest.YamlTyping11;
import dev.snowdrift.manifest.YamlWriter;
import dev.snowdrift.prefect.translate.Templates.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One entry of `deployments`, with the steps of the whole file where it has none of its own
/// (PrefectHQ/prefect, src/prefect/cli/deploy/_core.py).
final class DeploymentTranslation {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Mapping project;
  private final Keys keys;
  private final Mapping deployment;
  private final FlowCode code;
  private final Notes notes = new Notes();
  private final Problems problems;
  private final Templates templates;
  private final Steps steps;
  private final ObjectNode fields = JSON.objectNode();
  private Optional<FlowCode.Declared> declared = Optional.empty();

  private DeploymentTranslation(
      Mapping project, Mapping deployment, Values values, FlowCode code, Problems problems) {
    this.project = project;
    this.deployment = deployment;
    this.keys = new Keys(deployment, notes);
    this.code = code;
    this.problems = problems;
    this.steps = new Steps(values, notes, problems);
    var outputs = steps.outputs(List.of(own("build"), own("push")));
    this.templates = new Templates(values, outputs, notes, problems);
  }

  /// The deployment, or nothing after adding a problem.
  static Optional<Draft> of(
      Mapping project, Mapping deployment, Values values, FlowCode code, Problems problems) {
    return new DeploymentTranslation(project, deployment, values, code, problems).draft();
  }

  /// The deployment's own steps, or those of the file: `{}`, `[]` and a step count as its own, null
  /// does not.
  private Optional<Node> own(String phase) {
    return keys.take(phase).or(() -> project.get(phase).filter(node -> !Keys.isNull(node)));
  }

  private Optional<Draft> draft() {
    var name = keys.scalar("name").map(this::text);
    var entrypoint = keys.scalar("entrypoint").map(this::text);
    if (entrypoint.isEmpty()) {
      problems.add(
          Code.FIELD_REQUIRED,
          deployment.at(),
          "",
          "the deployment `%s` has no entrypoint".formatted(name.orElse("?")),
          "`prefect deploy` asks for it, which nobody can do here",
          "add `entrypoint: path/to/file.py:function`");
      return Optional.empty();
    }
    fields.put("entrypoint", entrypoint.get());
    declared = code.of(entrypoint.get());
    var flow = flow(entrypoint.get());
    place();
    tags();
    description();
    pull();
    keys.mapping("parameters")
        .map(parameters -> templates.json(parameters, Place.DEPLOYMENT))
        .ifPresent(parameters -> fields.set("parameters", parameters));
    parameterSchema();
    flag("enforce_parameter_schema", "enforceParameterSchema");
    concurrency();
    flag("paused", "paused");
    var schedules = new ScheduleTranslation(templates, notes, problems).of(keys);
    if (!schedules.isEmpty()) {
      fields.putArray("schedules").addAll(schedules);
    }
    others();
    keys.leaveOutRest(Steps.retired());
    return name.map(given -> new Draft(deployment.at(), flow, given, fields, notes.list()));
  }

  /// Prefect takes the name from the code, whatever the file says (`deploy_config["flow_name"] =
  /// flow.name`), so the code comes first here too.
  private String flow(String entrypoint) {
    var written = keys.scalar("flow_name");
    var name = declared.flatMap(FlowCode.Declared::name);
    if (name.isPresent()) {
      written
          .filter(text -> !text.text().strip().equals(name.get()))
          .ifPresent(text ->
              notes.leftOut(
                  text.at(),
                  "`flow_name`: the code says `%s`, and Prefect goes by it".formatted(name.get())));
      return name.get();
    }
    if (written.isPresent()) {
      notes.assumed(
          written.get().at(),
          "the flow is called `%s` as the file says; Prefect goes by the code, which is not at hand"
              .formatted(written.get().text().strip()));
      return text(written.get()).strip();
    }
    var function = entrypoint.substring(entrypoint.lastIndexOf(':') + 1);
    var assumed = function.substring(function.lastIndexOf('.') + 1).replace('_', '-');
    notes.assumed(
        deployment.at(),
        "the flow is called `%s` after its function; the code, which may name it, is not at hand"
            .formatted(assumed));
    return assumed;
  }

  private void description() {
    keys.scalar("description")
        .map(this::text)
        .or(() ->
            declared.flatMap(FlowCode.Declared::description).map(text -> text.replace("${", "$${")))
        .ifPresent(text -> fields.put("description", text));
  }

  /// The schema of code that is not in this repository has to stand in the manifest; that of code
  /// in the commit is read there.
  private void parameterSchema() {
    if (declared.isEmpty()) {
      return;
    }
    var schema = declared.get().parameterSchema().deepCopy();
    if (!declared.get().unclear().isEmpty()) {
      notes.warning(
          deployment.at(),
          "the schema of the parameters is not in the manifest: the code does not tell %s"
              .formatted(String.join(", ", declared.get().unclear())));
    } else if (schema.path("properties").isEmpty()) {
      return;
    } else if (fields.has("pull")) {
      fields.set("parameterSchema", YamlWriter.literal(schema));
    } else {
      fields.put("parametersFrom", "signature");
    }
  }

  private void place() {
    var pool =
        keys.take("work_pool")
            .flatMap(
                node -> node instanceof Scalar scalar ? Optional.of(scalar) : Optional.empty());
    var place = pool.isPresent() ? Optional.<Mapping>empty() : keys.mapping("work_pool");
    var inner = place.map(mapping -> new Keys(mapping, notes));
    var name = pool.or(() -> inner.flatMap(found -> found.scalar("name")));
    if (name.isPresent()) {
      fields.put("workPool", text(name.get()));
    } else {
      var reference = templates.values().reference("work_pool");
      fields.put("workPool", reference);
      notes.assumed(
          deployment.at(),
          "no work pool is named; `prefect deploy` asks for it, here it is the value `%s`"
              .formatted(reference));
    }
    inner
        .flatMap(found -> found.scalar("work_queue_name"))
        .ifPresent(queue -> fields.put("workQueue", text(queue)));
    inner.flatMap(found -> found.mapping("job_variables")).ifPresent(this::jobVariables);
    inner.ifPresent(found -> found.leaveOutRest(Steps.retired()));
  }

  private void jobVariables(Mapping variables) {
    var rest = JSON.objectNode();
    for (var entry : variables.entries()) {
      var value = entry.value();
      if (entry.key().equals("image") && value instanceof Scalar image && isText(image)) {
        fields.put("image", templates.text(image, Place.DEPLOYMENT));
      } else if (entry.key().equals("env") && value instanceof Mapping env) {
        env(env, rest);
      } else {
        rest.set(entry.key(), templates.json(value, Place.JOB_VARIABLE));
      }
    }
    if (!rest.isEmpty()) {
      fields.set("jobVariables", rest);
    }
  }

  private static boolean isText(Scalar scalar) {
    return YamlTyping11.typed(scalar).isString();
  }

  /// Texts are `env`; what is no text stays a job variable exactly as it is, as the pool's template
  /// decides what to do with it.
  private void env(Mapping env, ObjectNode rest) {
    var texts = JSON.objectNode();
    var secrets = JSON.objectNode();
    var others = JSON.objectNode();
    for (var entry : env.entries()) {
      if (!(entry.value() instanceof Scalar scalar) || !isText(scalar)) {
        others.set(entry.key(), templates.json(entry.value(), Place.JOB_VARIABLE));
        continue;
      }
      var text = templates.text(scalar, Place.JOB_VARIABLE);
      var block = Templates.secretBlock(text);
      if (block.isPresent()) {
        secrets.putObject(entry.key()).put("block", block.get());
      } else {
        texts.put(entry.key(), text);
        warnOfSecret(entry, scalar);
      }
    }
    if (!texts.isEmpty()) {
      fields.set("env", texts);
    }
    if (!secrets.isEmpty()) {
      fields.set("secrets", secrets);
    }
    if (!others.isEmpty()) {
      rest.set("env", others);
    }
  }

  private void warnOfSecret(Mapping.Entry entry, Scalar scalar) {
    if (Templates.isSecret(entry.key())
        && !scalar.text().isEmpty()
        && !Templates.isTemplate(scalar.text())) {
      notes.warning(
          entry.keyAt(),
          "`%s` looks like a secret; a Secret block and `secrets` keep it out of the repository"
              .formatted(entry.key()));
    }
  }

  /// A list, a list in a list (of an anchor), or a single text.
  private void tags() {
    var all = new TreeSet<String>();
    keys.take("tags").ifPresent(node -> collect(node, node.at(), all, 0));
    if (!all.isEmpty()) {
      var array = fields.putArray("tags");
      all.forEach(array::add);
    }
  }

  private void collect(Node node, Location at, Set<String> into, int depth) {
    switch (node) {
      case Scalar scalar -> {
        if (depth == 0) {
          notes.translated(at, "`tags: %s` is a list of one".formatted(scalar.text()));
        }
        var text = text(scalar).strip();
        if (!text.isEmpty() && !Keys.isNull(scalar)) {
          into.add(text);
        }
      }
      case Sequence sequence -> {
        if (depth == 1) {
          notes.translated(at, "a list within `tags` is put into the one around it");
        }
        sequence.items().forEach(item -> collect(item, item.at(), into, depth + 1));
      }
      case Mapping mapping -> notes.leftOut(mapping.at(), "a mapping is no tag");
    }
  }

  private void pull() {
    var own = keys.take("pull");
    var found = own.or(() -> project.get("pull").filter(node -> !Keys.isNull(node)));
    var list = steps.pull(found, templates);
    var none = found.filter(node -> node instanceof Sequence all && all.items().isEmpty());
    if (list.isEmpty() && none.isEmpty()) {
      notes.translated(
          deployment.at(),
          "no pull steps are written; runs clone this repository at the converged commit");
      return;
    }
    var array = fields.putObject("pull").putArray("steps");
    list.forEach(array::add);
  }

  private void concurrency() {
    var limit = keys.take("concurrency_limit");
    if (limit.isEmpty()) {
      return;
    }
    if (limit.get() instanceof Scalar number) {
      whole(number).ifPresent(value -> fields.putObject("concurrency").set("limit", value));
      return;
    }
    keys.mapping("concurrency_limit")
        .map(mapping -> new Keys(mapping, notes))
        .ifPresent(inner -> {
          var most = inner.scalar("limit").flatMap(this::whole);
          var strategy = inner.scalar("collision_strategy").map(this::text);
          var grace = inner.scalar("grace_period_seconds").flatMap(this::whole);
          if (most.isEmpty()) {
            notes.leftOut(limit.get().at(), "`concurrency_limit` without a limit does nothing");
            return;
          }
          var concurrency = fields.putObject("concurrency");
          concurrency.set("limit", most.get());
          strategy.ifPresent(value -> concurrency.put("collisionStrategy", value));
          grace.ifPresent(value -> concurrency.set("gracePeriod", value));
          inner.leaveOutRest(Map.of());
        });
  }

  private Optional<JsonNode> whole(Scalar scalar) {
    var typed = YamlTyping11.typed(scalar);
    if (typed.isIntegralNumber()) {
      return Optional.of(typed);
    }
    if (Templates.isTemplate(scalar.text())) {
      return Optional.of(JSON.stringNode(text(scalar)));
    }
    if (scalar.text().strip().matches("[0-9]{1,9}")) {
      return Optional.of(JSON.numberNode(Integer.parseInt(scalar.text().strip())));
    }
    notes.leftOut(scalar.at(), "`%s` is no whole number".formatted(scalar.text()));
    return Optional.empty();
  }

  private void flag(String key, String field) {
    keys.scalar(key)
        .ifPresent(scalar -> {
          var typed = YamlTyping11.typed(scalar);
          if (typed.isBoolean()) {
            fields.set(field, typed);
          } else if (Templates.isTemplate(scalar.text())) {
            fields.put(field, text(scalar));
          } else {
            notes.leftOut(
                scalar.at(), "`%s: %s` is neither true nor false".formatted(key, scalar.text()));
          }
        });
  }

  private void others() {
    keys.scalar("version")
        .ifPresent(version ->
            notes.leftOut(
                version.at(),
                "`version: %s`: a deployment's version follows its content"
                    .formatted(version.text())));
    keys.take("version_type")
        .ifPresent(node -> notes.leftOut(node.at(), "`version_type`: versions follow the content"));
    keys.take("triggers")
        .filter(node -> node instanceof Sequence list && !list.items().isEmpty())
        .ifPresent(node ->
            notes.leftOut(
                node.at(),
                "`triggers`: an automation that starts the deployment; declare an Automation"));
    keys.take("sla")
        .filter(node -> node instanceof Sequence list && !list.items().isEmpty())
        .ifPresent(
            node -> notes.leftOut(node.at(), "`sla`: only Prefect Cloud has it, and no manifest"));
  }

  private String text(Scalar scalar) {
    return templates.text(scalar, Place.DEPLOYMENT);
  }
}
