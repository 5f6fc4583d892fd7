package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.SourcePaths;
import dev.snowdrift.prefect.kind.ParameterCheck.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a flow's schema cannot say: that the code is there, that names are unique and allowed, that
/// every deployment has a place to run.
final class FlowCheck {
  private static final String SCHEMA_ORIGIN = "parametersFrom";
  private static final long LONGEST_GRACE = 86_400;

  private final FlowSpec spec;
  private final LoadContext context;
  private final Signatures signatures;
  private final Map<String, Optional<EntrypointCheck.Found>> entrypoints = new HashMap<>();

  FlowCheck(FlowSpec spec, LoadContext context, Signatures signatures) {
    this.spec = spec;
    this.context = context;
    this.signatures = signatures;
  }

  /// The specification with what its code says; means something only where there was no problem.
  FlowSpec check() {
    spec.flow().ifPresent(flow -> checkName("flow", flow, "flow"));
    Tags.check(spec.tags(), "tags", context);
    checkSecrets(spec.secrets(), "secrets");
    checkTargets(spec.targets(), "targets");
    spec.pull().ifPresent(pull -> checkPull(pull, "pull"));
    ScheduleCheck.check(spec.schedules(), "schedules", context);
    checkAmounts(spec.cpu(), spec.memory(), spec.ephemeralStorage(), "");
    spec.concurrency().ifPresent(limit -> checkConcurrency(limit, "concurrency"));
    checkOrigin(spec.parameterSchema().isPresent(), spec.parametersFrom(), "");
    var names = new HashMap<String, String>();
    var completed = new ArrayList<FlowSpec.Deployment>();
    for (var i = 0; i < spec.deployments().size(); i++) {
      var deployment = spec.deployments().get(i);
      var path = "deployments." + i;
      checkDeployment(deployment, path, names);
      completed.add(checkCode(deployment, path));
    }
    return spec.with(completed);
  }

  private void checkDeployment(
      FlowSpec.Deployment deployment, String path, Map<String, String> names) {
    checkAmounts(deployment.cpu(), deployment.memory(), deployment.ephemeralStorage(), path + ".");
    deployment.concurrency().ifPresent(limit -> checkConcurrency(limit, path + ".concurrency"));
    checkOrigin(deployment.parameterSchema().isPresent(), deployment.parametersFrom(), path + ".");
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
  }

  /// The entrypoint and the parameters. With pull steps of its own, the code comes from elsewhere.
  private FlowSpec.Deployment checkCode(FlowSpec.Deployment deployment, String path) {
    var pull = deployment.pull().or(spec::pull);
    var isElsewhere = pull.flatMap(FlowSpec.Pull::steps).isPresent();
    var found = isElsewhere ? Optional.<EntrypointCheck.Found>empty() : found(deployment, path);
    var declared = deployment.parameterSchema();
    if (declared.isEmpty() && deployment.parametersFrom().isEmpty()) {
      declared = spec.parameterSchema();
    }
    if (declared.isPresent()) {
      new ParameterCheck(spec, context, declared.get(), Origin.GIVEN, Set.of())
          .check(deployment, path);
      return deployment;
    }
    var reads = deployment.parametersFrom().or(spec::parametersFrom).isPresent();
    var at = deployment.parametersFrom().isPresent() ? path + "." + SCHEMA_ORIGIN : SCHEMA_ORIGIN;
    if (reads && isElsewhere) {
      problem(
          at,
          "the signature cannot be read: the code of `%s` comes from elsewhere"
              .formatted(deployment.name()),
          "pull steps of its own may bring any code, and only this commit is read",
          "remove `parametersFrom`, or give the `parameterSchema`");
    }
    var signature = found.flatMap(code -> signatures.read(code.source(), code.function()));
    if (reads && found.isPresent() && signature.isEmpty()) {
      problem(
          at,
          "the signature of `%s` cannot be read".formatted(found.get().function()),
          "`%s` does not define it in a way that can be understood without running it"
              .formatted(found.get().file()),
          "define it with `def` at the top level of the file, or give the `parameterSchema`");
    }
    if (signature.isEmpty()) {
      return deployment;
    }
    var schema = signature.get().parameterSchema();
    new ParameterCheck(
            spec,
            context,
            schema,
            reads ? Origin.SIGNATURE : Origin.UNASKED,
            found.map(EntrypointCheck.Found::collecting).orElse(Set.of()))
        .check(deployment, path);
    if (!reads) {
      return deployment;
    }
    warnOf(signature.get().unclear(), at);
    return deployment.with(schema);
  }

  private void warnOf(List<String> unclear, String at) {
    if (!unclear.isEmpty()) {
      context.warning(
          Code.FIELD_VALUE,
          at,
          "the schema takes anything for `%s`".formatted(String.join("`, `", unclear)),
          "its type or default cannot be read from the source without running it",
          "annotate it with plain types, or give the `parameterSchema`");
    }
  }

  /// Each entrypoint is looked for once.
  private Optional<EntrypointCheck.Found> found(FlowSpec.Deployment deployment, String path) {
    var entrypoint = deployment.entrypoint().orElse(spec.entrypoint());
    var directory = deployment.pull().or(spec::pull).flatMap(FlowSpec.Pull::directory);
    if (directory.filter(name -> SourcePaths.objection(name).isPresent()).isPresent()) {
      return Optional.empty();
    }
    var at = deployment.entrypoint().isPresent() ? path + ".entrypoint" : "entrypoint";
    var hasPath =
        spec.env().containsKey("PYTHONPATH") || deployment.env().containsKey("PYTHONPATH");
    return entrypoints.computeIfAbsent(
        entrypoint + " in " + directory,
        _ -> new EntrypointCheck(context, at).check(entrypoint, directory, hasPath));
  }

  private void checkOrigin(boolean hasSchema, Optional<String> origin, String path) {
    if (hasSchema && origin.isPresent()) {
      problem(
          path + SCHEMA_ORIGIN,
          "there are both parameterSchema and parametersFrom",
          "the schema comes from one place",
          "remove one");
    }
  }

  private void checkAmounts(
      Optional<String> cpu, Optional<String> memory, Optional<String> storage, String path) {
    cpu.filter(text -> Amounts.cpus(text).isEmpty())
        .ifPresent(text ->
            problem(
                path + Needs.CPU,
                "`%s` is no number of CPUs".formatted(text),
                "it is a number, or a number of thousandths with m, more than none",
                "write for example `2` or `500m`"));
    checkBytes(memory, path + Needs.MEMORY);
    checkBytes(storage, path + Needs.STORAGE);
  }

  private void checkBytes(Optional<String> amount, String path) {
    amount
        .filter(text -> Amounts.bytes(text).isEmpty())
        .ifPresent(text ->
            problem(
                path,
                "`%s` is no number of bytes".formatted(text),
                "it is a number with one of k, M, G, T, Ki, Mi, Gi and Ti, more than none",
                "write for example `512Mi` or `21Gi`"));
  }

  private void checkConcurrency(FlowSpec.Concurrency concurrency, String path) {
    if (concurrency.limit().isPresent() == concurrency.shared().isPresent()) {
      problem(
          path,
          "a concurrency needs exactly one of limit and shared",
          "a deployment has a limit of its own, or one that it shares with others",
          "write for example `limit: 1`, or `shared: NAME` of a ConcurrencyLimit");
    }
    if (concurrency.gracePeriod().orElse(60) > LONGEST_GRACE) {
      problem(
          path + ".gracePeriod",
          "a grace period of %d seconds".formatted(concurrency.gracePeriod().orElse(0)),
          "Prefect takes 60 to %d".formatted(LONGEST_GRACE),
          "write a number of seconds in that range");
    }
  }

  private void problem(String path, String what, String why, String next) {
    context.problem(Code.FIELD_VALUE, path, what, why, next);
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
    pull.directory()
        .flatMap(SourcePaths::objection)
        .ifPresent(objection ->
            context.problem(
                Code.PATH_ESCAPE,
                path + ".directory",
                "the directory %s".formatted(objection),
                "runs start in a directory of the clone, by a plain relative path",
                "write for example `src`"));
    var steps = pull.steps().orElse(List.of());
    for (var i = 0; i < steps.size(); i++) {
      var names = List.copyOf(steps.get(i).propertyNames());
      if (names.size() != 1 || names.getFirst().indexOf('.') < 0) {
        problem(
            path + ".steps." + i,
            "a pull step with the keys " + names,
            "a step is one key, the function to call by its full name, with its inputs below",
            "write for example `prefect.deployments.steps.set_working_directory: {directory:"
                + " ...}`");
      }
    }
    if (pull.steps().isPresent() && hasCloneFields(pull)) {
      context.warning(
          Code.FIELD_VALUE,
          path + ".steps",
          "a pull has steps of its own and fields for the clone",
          "with `steps`, nothing else is done",
          "put them into the steps, or remove `steps`");
    }
  }

  private static boolean hasCloneFields(FlowSpec.Pull pull) {
    return pull.accessToken().isPresent()
        || pull.credentials().isPresent()
        || pull.includeSubmodules().isPresent()
        || pull.directory().isPresent();
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
