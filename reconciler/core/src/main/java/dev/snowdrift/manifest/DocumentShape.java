package dev.snowdrift.manifest;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The part of a document that is the same for every kind.
final class DocumentShape {
  private static final List<String> FIELDS =
      List.of("apiVersion", "kind", "lifecycle", "metadata", "spec");

  private final Mapping root;
  private final Problems problems;

  DocumentShape(Mapping root, Problems problems) {
    this.root = root;
    this.problems = problems;
  }

  boolean checkFields() {
    boolean known = true;
    for (var entry : root.entries()) {
      if (!FIELDS.contains(entry.key())) {
        known = false;
        problems.add(
            Code.FIELD_UNKNOWN,
            entry.keyAt(),
            "",
            "unknown field `%s`".formatted(Shorten.text(entry.key())),
            "fields of a manifest are " + String.join(", ", FIELDS),
            Nearest.of(entry.key(), FIELDS)
                .map("write `%s`"::formatted)
                .orElse("move the field under `spec`, or remove it"));
      }
    }
    return known;
  }

  boolean checkVersion() {
    var version = scalar(root, "apiVersion");
    if (version.filter(found -> found.text().equals(Manifest.API_VERSION)).isPresent()) {
      return true;
    }
    problems.add(
        Code.API_VERSION,
        version.map(Scalar::at).orElse(root.at()),
        "",
        version
            .map(found -> "unknown apiVersion `%s`".formatted(Shorten.text(found.text())))
            .orElse("apiVersion is missing"),
        "this Snowdrift reads " + Manifest.API_VERSION,
        "write `apiVersion: %s`".formatted(Manifest.API_VERSION));
    return false;
  }

  Optional<String> kind(Set<String> kinds) {
    var kind = scalar(root, "kind");
    var known = kind.map(Scalar::text).filter(kinds::contains);
    if (known.isEmpty()) {
      var sorted = kinds.stream().sorted().toList();
      problems.add(
          Code.KIND_UNKNOWN,
          kind.map(Scalar::at).orElse(root.at()),
          "",
          kind.map(found -> "unknown kind `%s`".formatted(Shorten.text(found.text())))
              .orElse("kind is missing"),
          "kinds are " + String.join(", ", sorted),
          kind.flatMap(found -> Nearest.of(found.text(), sorted))
              .map("write `kind: %s`"::formatted)
              .orElse("write one of those"));
    }
    return known;
  }

  /// `metadata.name`, its references replaced.
  Optional<Scalar> name(UnaryOperator<Node> substitute) {
    var metadata = root.get("metadata").orElse(root);
    if (!(metadata instanceof Mapping mapping)
        || !(mapping.get("name").orElse(null) instanceof Scalar written)
        || written.isNull()) {
      problems.add(
          Code.FIELD_REQUIRED,
          metadata.at(),
          "",
          "`metadata.name` is missing",
          "a resource is found by its kind and name",
          "write `metadata: {name: <name>}`");
      return Optional.empty();
    }
    int before = problems.size();
    if (!(substitute.apply(written) instanceof Scalar name) || problems.size() > before) {
      return Optional.empty();
    }
    return NameRules.objection(name)
        .map(why -> {
          problems.add(
              Code.NAME_INVALID,
              written.at(),
              "",
              "`%s` is not a name: it %s".formatted(Shorten.text(name.text()), why),
              "names are text, on one line and without space at their ends",
              "correct the name; quote it if it looks like a number");
          return Optional.<Scalar>empty();
        })
        .orElse(Optional.of(name));
  }

  /// A part of a merged document that is a mapping; empty where it is left out.
  static Mapping part(Mapping root, String name, String subject, Problems problems) {
    return switch (root.get(name).orElse(Mapping.empty(root.at()))) {
      case Mapping mapping -> mapping;
      case Scalar scalar when scalar.isNull() -> Mapping.empty(scalar.at());
      case Node other -> {
        problems.add(
            Code.FIELD_TYPE,
            other.at(),
            subject,
            "`%s` must be a mapping, this is %s".formatted(name, other.describe()),
            "its fields are found by their name",
            "write fields under `%s:`".formatted(name));
        yield Mapping.empty(other.at());
      }
    };
  }

  private static Optional<Scalar> scalar(Mapping mapping, String key) {
    return mapping.get(key).filter(Scalar.class::isInstance).map(Scalar.class::cast);
  }
}
