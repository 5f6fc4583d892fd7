package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.manifest.Code;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a flow's schema cannot say: that the code is there, that names are unique and allowed, that
/// every deployment has a place to run.
final class FlowCheck {
  private final FlowSpec spec;
  private final LoadContext context;

  FlowCheck(FlowSpec spec, LoadContext context) {
    this.spec = spec;
    this.context = context;
  }

  void check() {
    spec.flow().ifPresent(flow -> checkName("flow", flow, "flow"));
    Tags.check(spec.tags(), "tags", context);
    checkSecrets(spec.secrets(), "secrets");
    checkTargets(spec.targets(), "targets");
    spec.pull().ifPresent(pull -> checkPull(pull, "pull"));
    ScheduleCheck.check(spec.schedules(), "schedules", context);
    var names = new HashMap<String, String>();
    var checked = new HashSet<String>();
    for (var i = 0; i < spec.deployments().size(); i++) {
      checkDeployment(spec.deployments().get(i), "deployments." + i, names, checked);
    }
  }

  private void checkDeployment(
      FlowSpec.Deployment deployment, String path, Map<String, String> names, Set<String> checked) {
    Tags.check(deployment.tags(), path + ".tags", context);
    checkSecrets(deployment.secrets(), path + ".secrets");
    checkTargets(deployment.targets(), path + ".targets");
    deployment.pull().ifPresent(pull -> checkPull(pull, path + ".pull"));
    ScheduleCheck.check(deployment.schedules(), path + ".schedules", context);
    var placements = FlowRendering.placements(spec, deployment);
    if (placements.isEmpty()) {
      context.problem(
          Code.FIELD_REQUIRED,
          path,
          "the deployment `%s` has no work pool".formatted(deployment.name()),
          "without one, nothing starts its runs",
          "add `workPool` or `targets` to it or to the flow");
    }
    for (var placement : placements) {
      checkName("deployment", placement.name(), path + ".name");
      var before = names.putIfAbsent(placement.name(), path);
      if (before != null) {
        context.problem(
            Code.DUPLICATE_RESOURCE,
            path + ".name",
            "two deployments are called `%s`".formatted(placement.name()),
            "a deployment's name is unique within its flow",
            "rename one, or give its targets a `suffix`");
      }
    }
    var pull = deployment.pull().or(spec::pull);
    // With pull steps of its own, the code comes from elsewhere.
    if (pull.flatMap(FlowSpec.Pull::steps).isEmpty()) {
      var entrypoint = deployment.entrypoint().orElse(spec.entrypoint());
      var directory = pull.flatMap(FlowSpec.Pull::directory);
      if (checked.add(entrypoint + " in " + directory)) {
        var at = deployment.entrypoint().isPresent() ? path + ".entrypoint" : "entrypoint";
        new EntrypointCheck(context).check(entrypoint, directory, at);
      }
    }
  }

  private void checkName(String thing, String name, String path) {
    try {
      Names.free(thing, name);
    } catch (IllegalArgumentException e) {
      context.problem(
          Code.NAME_INVALID,
          path,
          "`%s` is not the name of a %s".formatted(name, thing),
          String.valueOf(e.getMessage()),
          "use letters, digits, spaces, dots, dashes and underscores");
    }
  }

  private void checkTargets(List<FlowSpec.Target> targets, String path) {
    for (var i = 0; i < targets.size(); i++) {
      Tags.check(targets.get(i).tags(), path + "." + i + ".tags", context);
    }
  }

  private void checkSecrets(Map<String, FlowSpec.SecretRef> secrets, String path) {
    secrets.keySet().stream()
        .sorted()
        .filter(name -> {
          var secret = secrets.get(name);
          return secret != null
              && secret.block().isPresent() == secret.snowflakeSecret().isPresent();
        })
        .forEach(name ->
            context.problem(
                Code.FIELD_VALUE,
                path + "." + name,
                "the secret `%s` needs exactly one of block and snowflakeSecret".formatted(name),
                "its value comes from one place",
                "write for example `block: openai-key`"));
  }

  private void checkPull(FlowSpec.Pull pull, String path) {
    checkReference(pull.accessToken(), path + ".accessToken", "secret.github-token");
    checkReference(pull.credentials(), path + ".credentials", "github-credentials.reader");
    if (pull.accessToken().isPresent() && pull.credentials().isPresent()) {
      context.problem(
          Code.FIELD_VALUE,
          path + ".credentials",
          "a pull has both accessToken and credentials",
          "Prefect's git_clone takes one of them",
          "remove one");
    }
  }

  /// The value itself is not shown: it may be what it must not be.
  private void checkReference(Optional<String> text, String path, String example) {
    if (text.filter(value -> !Placeholders.isBlock(value)).isPresent()) {
      context.problem(
          Code.SECRET_INLINE,
          path,
          "this is not a reference to a block",
          "a repository holds no secret; Prefect reads the block when a run starts",
          "write `\"{{ prefect.blocks.%s }}\"`".formatted(example));
    }
  }
}
