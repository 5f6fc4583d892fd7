package dev.snowdrift.prefect.translate;

import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Location;
import dev.snowdrift.manifest.Mapping;
import dev.snowdrift.manifest.Node;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.Scalar;
import dev.snowdrift.manifest.Sequence;
import dev.snowdrift.prefect.translate.Templates.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Build, push and pull steps. Pull steps go over as they are; what built and pushed images is said
/// to be the business of whoever builds now, and remembered by what it put out.
final class Steps {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String OLD = "prefect.projects.steps.";
  private static final String NOW = "prefect.deployments.steps.";
  private static final String BUILD = "build_docker_image";
  private static final Set<String> CREDENTIALS = Set.of("access_token", "credentials");

  private final Values values;
  private final Notes notes;
  private final Problems problems;

  Steps(Values values, Notes notes, Problems problems) {
    this.values = values;
    this.notes = notes;
    this.problems = problems;
  }

  private record Step(String function, Location at, Mapping inputs) {
    String shortName() {
      return function.substring(function.lastIndexOf('.') + 1);
    }

    Optional<String> id() {
      return text("id");
    }

    Optional<String> text(String input) {
      return scalar(input).map(Scalar::text);
    }

    Optional<Scalar> scalar(String input) {
      return inputs
          .get(input)
          .filter(node -> !Keys.isNull(node))
          .filter(Scalar.class::isInstance)
          .map(Scalar.class::cast);
    }
  }

  /// What build and push steps put out, in their order.
  StepOutputs outputs(List<Optional<Node>> phases) {
    var outputs = new StepOutputs(values);
    for (var phase : phases) {
      for (var step : list(phase)) {
        var templates = new Templates(values, outputs, notes, problems);
        if (step.shortName().equals(BUILD)) {
          built(step, templates, outputs);
        } else if (step.shortName().equals("push_docker_image")) {
          pushed(step, templates);
        } else {
          step.id().ifPresent(outputs::unknown);
          notes.leftOut(
              step.at(),
              "`%s` is a step of whoever deploys; run it in CI".formatted(step.function()));
        }
      }
    }
    return outputs;
  }

  private void built(Step step, Templates templates, StepOutputs outputs) {
    var name = step.scalar("image_name").map(text -> templates.text(text, Place.DEPLOYMENT));
    if (name.isEmpty()) {
      problems.add(
          Code.FIELD_REQUIRED,
          step.at(),
          "",
          "`%s` names no image".formatted(step.function()),
          "its `image_name` is what deployments refer to",
          "add `image_name`");
      return;
    }
    var tag =
        step.scalar("tag")
            .map(text -> templates.text(text, Place.DEPLOYMENT))
            .orElseGet(() -> {
              var reference = values.reference("image_tag");
              notes.assumed(
                  step.at(),
                  "the step makes a tag of the time; it is the value `%s`".formatted(reference));
              return reference;
            });
    var image = name.get() + ":" + tag;
    outputs.put(step.id(), "image_name", name.get());
    outputs.put(step.id(), "tag", tag);
    outputs.put(step.id(), "image", image);
    var dockerfile = step.text("dockerfile").orElse("Dockerfile");
    notes.leftOut(
        step.at(),
        dockerfile.equals("auto")
            ? "CI builds `%s`, from a Dockerfile of your own: Prefect made one up".formatted(image)
            : "CI builds `%s`: `docker build --file %s --tag %s .`"
                .formatted(image, dockerfile, image));
  }

  private void pushed(Step step, Templates templates) {
    var image =
        step.scalar("image_name").map(text -> templates.text(text, Place.DEPLOYMENT)).orElse("?");
    var tag = step.scalar("tag").map(text -> ":" + templates.text(text, Place.DEPLOYMENT));
    notes.leftOut(
        step.at(), "CI pushes the image: `docker push %s%s`".formatted(image, tag.orElse("")));
  }

  /// Pull steps as they go into a deployment.
  List<ObjectNode> pull(Optional<Node> steps, Templates templates) {
    var all = new ArrayList<ObjectNode>();
    for (var step : list(steps)) {
      var inputs = JSON.objectNode();
      for (var input : step.inputs().entries()) {
        var value = input.value();
        if (CREDENTIALS.contains(input.key())
            && value instanceof Scalar scalar
            && !Keys.isNull(scalar)
            && !Templates.isTemplate(scalar.text())) {
          inputs.put(input.key(), hidden(input, scalar));
        } else {
          inputs.set(input.key(), templates.json(value, Place.PULL_STEP));
        }
      }
      var whole = JSON.objectNode();
      whole.set(current(step), inputs);
      all.add(whole);
    }
    return all;
  }

  private String hidden(Mapping.Entry input, Scalar scalar) {
    var block = values.block("GIT_" + input.key().toUpperCase(Locale.ROOT));
    notes.warning(
        scalar.at(),
        ("a secret stands in the project file; it is not taken over, but read from the Secret"
                + " block `%s`: make a new one, this one is known")
            .formatted(block));
    return "{{ prefect.blocks.secret.%s }}".formatted(block);
  }

  /// Steps had another module before Prefect 3, which is gone (src/prefect/deployments/steps).
  private String current(Step step) {
    if (!step.function().startsWith(OLD)) {
      return step.function();
    }
    var name = NOW + step.shortName().replaceFirst("^git_clone_project$", "git_clone");
    notes.translated(step.at(), "`%s` is `%s` in Prefect 3".formatted(step.function(), name));
    return name;
  }

  /// A list of steps, or one that stands alone; nothing for null and `{}`.
  private List<Step> list(Optional<Node> phase) {
    var items =
        phase
            .filter(node -> !Keys.isNull(node))
            .map(node -> node instanceof Sequence sequence ? sequence.items() : List.of(node))
            .orElse(List.of());
    var steps = new ArrayList<Step>();
    for (var item : items) {
      if (item instanceof Mapping mapping && mapping.entries().size() == 1) {
        var entry = mapping.entries().getFirst();
        if (entry.value() instanceof Mapping inputs) {
          steps.add(new Step(entry.key(), entry.keyAt(), inputs));
          continue;
        }
        if (Keys.isNull(entry.value())) {
          steps.add(new Step(entry.key(), entry.keyAt(), Mapping.empty(entry.keyAt())));
          continue;
        }
      }
      if (!Keys.isNull(item) && !(item instanceof Mapping none && none.entries().isEmpty())) {
        problems.add(
            Code.MANIFEST_SHAPE,
            item.at(),
            "",
            "this is not a step",
            "a step is one function with its inputs: `prefect.deployments.steps.git_clone: {...}`",
            "indent the inputs below the function, and divide what is several steps");
      }
    }
    return steps;
  }

  /// For lookups of what people write.
  static Map<String, String> retired() {
    return Map.of(
        "is_schedule_active", "Prefect 3 has `active` in each schedule",
        "is_paused", "Prefect 3 has `paused`",
        "flow_variables", "was `job_variables` meant?",
        "infra_overrides", "Prefect 3 has `work_pool.job_variables`",
        "job_variables", "it belongs below `work_pool`; Prefect ignores it here",
        "work_queue_name", "it belongs below `work_pool`; Prefect ignores it here");
  }
}
