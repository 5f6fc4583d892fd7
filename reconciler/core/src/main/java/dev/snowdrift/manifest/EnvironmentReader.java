package dev.snowdrift.manifest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads `environments/<env>.yaml`.
final class EnvironmentReader {
  private static final String KIND = "Environment";
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");

  /// The spec of the document `kind: Environment`.
  @Doc("The values of one environment")
  record Spec(
      @Doc("What `${name}` stands for: texts, numbers, booleans, lists and mappings")
          Map<String, JsonNode> values,
      @Doc("An environment without any resource is meant, not a mistake") @Default("false")
          boolean allowEmpty) {}

  private static final ObjectNode SCHEMA = SchemaGenerator.of(Spec.class);

  private final ManifestFiles files;
  private final Problems problems;

  EnvironmentReader(ManifestFiles files, Problems problems) {
    this.files = files;
    this.problems = problems;
  }

  /// The environment; without values when it cannot be read, with at least one problem added.
  Environment read(Checkout checkout) {
    var name = checkout.environment();
    var path = "environments/" + name + ".yaml";
    var none =
        new Environment(checkout, Mapping.empty(Location.of(path)), false, Location.of(path));
    if (!NAME.matcher(name).matches()) {
      problem(
          Location.of("environments"),
          "`%s` is not an environment's name".formatted(Shorten.text(name)),
          "use letters, digits, `_` and `-`, and begin with a letter");
      return none;
    }
    var other = "environments/" + name + ".yml";
    if (!files.exists(path) && files.exists(other)) {
      path = other;
    }
    if (!files.exists(path)) {
      problem(
          Location.of(path),
          "the file of the environment %s is missing".formatted(name),
          "add it: `kind: Environment` with `spec.values`");
      return none;
    }
    int before = problems.size();
    var documents = files.read(path);
    if (documents.size() == 1 && documents.getFirst() instanceof Mapping root) {
      return environment(root, checkout).orElse(none);
    }
    if (problems.size() == before) {
      problem(
          Location.of(path),
          "the file must hold one document, `kind: Environment`",
          "write one document");
    }
    return none;
  }

  private Optional<Environment> environment(Mapping root, Checkout checkout) {
    var name = checkout.environment();
    var subject = KIND + " " + name;
    var shape = new DocumentShape(root, problems);
    boolean fields = shape.checkFields();
    boolean version = shape.checkVersion();
    boolean known = shape.kind(Set.of(KIND)).isPresent() && fields && version;
    var metadata = DocumentShape.part(root, "metadata", subject, problems);
    var written = metadata.get("name");
    if (written.isPresent()
        && !(written.get() instanceof Scalar scalar && scalar.text().equals(name))) {
      known = false;
      problem(
          written.get().at(),
          "the name is not that of the file, `%s`".formatted(name),
          "write `name: %s`, or leave it out".formatted(name));
    }
    var spec = DocumentShape.part(root, "spec", subject, problems);
    var bound = Binder.bind(spec, Spec.class, SCHEMA, subject, problems);
    if (!known || bound.isEmpty()) {
      return Optional.empty();
    }
    var values = DocumentShape.part(spec, "values", subject, problems);
    values.entries().forEach(entry -> checkLiteral(entry.value(), subject));
    reserved(values, checkout, subject);
    return Optional.of(new Environment(checkout, values, bound.get().allowEmpty(), root.at()));
  }

  private void checkLiteral(Node node, String subject) {
    switch (node) {
      case Mapping mapping ->
          mapping.entries().forEach(entry -> checkLiteral(entry.value(), subject));
      case Sequence sequence -> sequence.items().forEach(item -> checkLiteral(item, subject));
      case Scalar scalar -> {
        if (scalar.text().contains("${")) {
          problems.add(
              Code.VALUE_SYNTAX,
              scalar.at(),
              subject,
              "a value refers to another value",
              "values are replaced once, so that their order never matters",
              "write the value out");
        }
      }
    }
  }

  private void reserved(Mapping values, Checkout checkout, String subject) {
    var names = List.of(Checkout.ENVIRONMENT, "git", Checkout.BRANCH, Checkout.COMMIT);
    for (var entry : values.entries()) {
      if (names.contains(entry.key())) {
        problems.add(
            Code.ENVIRONMENT,
            entry.keyAt(),
            subject,
            "`%s` is set by Snowdrift itself".formatted(entry.key()),
            "it would be ambiguous what `${%s}` stands for in %s"
                .formatted(entry.key(), checkout.environment()),
            "give the value another name");
      }
    }
  }

  private void problem(Location at, String what, String next) {
    problems.add(
        Code.ENVIRONMENT, at, "", what, "each environment has one file with its values", next);
  }
}
