package dev.snowdrift.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Replaces `${name}` by the environment's values, `${environment}`, `${git.branch}` and
/// `${git.commit}`.
///
/// A scalar that is one reference becomes the value, of whatever type, at the scalar's own place,
/// quoted or not (inside `{...}` YAML asks for the quotes). Inside other text a value must be a
/// scalar, and the result is text. A dotted name reaches into mappings. `$${` is a literal `${`;
/// every other `$` is itself. Replaced text is not looked at again. Nothing else is ever read,
/// above all not the process's environment.
final class Substitution {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*(?:\\.[A-Za-z_][A-Za-z0-9_-]*)*");

  private final Environment environment;
  private final String subject;
  private final Problems problems;

  Substitution(Environment environment, String subject, Problems problems) {
    this.environment = environment;
    this.subject = subject;
    this.problems = problems;
  }

  Node apply(Node node) {
    return switch (node) {
      case Scalar scalar -> scalar(scalar);
      case Sequence sequence ->
          new Sequence(sequence.items().stream().map(this::apply).toList(), sequence.at());
      case Mapping mapping ->
          new Mapping(mapping.entries().stream().map(this::entry).toList(), mapping.at());
    };
  }

  private Mapping.Entry entry(Mapping.Entry entry) {
    if (entry.key().contains("${")) {
      problems.add(
          Code.VALUE_SYNTAX,
          entry.keyAt(),
          subject,
          "the key `%s` holds a reference".formatted(Shorten.text(entry.key())),
          "only values are replaced, so that the shape of a manifest is the same everywhere",
          "write the key out");
    }
    return new Mapping.Entry(entry.key(), entry.keyAt(), apply(entry.value()));
  }

  private Node scalar(Scalar scalar) {
    var text = scalar.text();
    if (!text.contains("${")) {
      return scalar;
    }
    if (text.startsWith("${") && text.indexOf('}') == text.length() - 1) {
      var name = text.substring(2, text.length() - 1);
      return value(name, scalar.at()).map(found -> relocate(found, scalar.at())).orElse(scalar);
    }
    return new Scalar(embedded(scalar), true, scalar.at());
  }

  private String embedded(Scalar scalar) {
    var text = scalar.text();
    var result = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("$${", at)) {
        result.append("${");
        at += 3;
      } else if (text.startsWith("${", at)) {
        int end = text.indexOf('}', at);
        if (end < 0) {
          malformed(text.substring(at), scalar.at());
          return text;
        }
        result.append(embedded(text.substring(at + 2, end), scalar.at()));
        at = end + 1;
      } else {
        result.append(text.charAt(at));
        at++;
      }
    }
    return result.toString();
  }

  private String embedded(String name, Location at) {
    var value = value(name, at);
    if (value.isPresent() && !(value.get() instanceof Scalar)) {
      problems.add(
          Code.VALUE_TYPE,
          at,
          subject,
          "`${%s}` is %s and cannot be a part of text".formatted(name, value.get().describe()),
          "only a scalar that is nothing but the reference takes a list or a mapping",
          "let the reference stand alone, or use another value");
    }
    return value
        .filter(found -> found instanceof Scalar scalar && !scalar.isNull())
        .map(found -> ((Scalar) found).text())
        .orElse("");
  }

  private Optional<Node> value(String name, Location at) {
    if (!NAME.matcher(name).matches()) {
      malformed("${" + name + "}", at);
      return Optional.empty();
    }
    var builtin = environment.checkout().values().get(name);
    if (builtin != null) {
      return Optional.of(new Scalar(builtin, true, at));
    }
    var found = environment.values().get(name).or(() -> dotted(name));
    if (found.isEmpty()) {
      unset(name, at);
    }
    return found;
  }

  private Optional<Node> dotted(String name) {
    Optional<Node> node = Optional.of(environment.values());
    for (var step : name.split("\\.", -1)) {
      node =
          node.flatMap(at -> at instanceof Mapping mapping ? mapping.get(step) : Optional.empty());
    }
    return node;
  }

  private void unset(String name, Location at) {
    List<String> known = new ArrayList<>(environment.values().keys());
    known.addAll(environment.checkout().values().keySet());
    known.sort(null);
    var file = environment.at().file();
    problems.add(
        Code.VALUE_UNSET,
        at,
        subject,
        "`${%s}` is not set for the environment %s"
            .formatted(Shorten.text(name), environment.checkout().environment()),
        "values come from `spec.values` of %s; set are %s"
            .formatted(file, Shorten.message(String.join(", ", known))),
        Nearest.of(name, known)
            .map(near -> "write `${%s}`, or set `%s` in %s".formatted(near, name, file))
            .orElse("set `%s` in %s, or write `$${` for a literal `${`".formatted(name, file)));
  }

  private void malformed(String reference, Location at) {
    problems.add(
        Code.VALUE_SYNTAX,
        at,
        subject,
        "`%s` is not a reference to a value".formatted(Shorten.text(reference)),
        "a reference is `${name}`, a name of letters, digits, `_` and `-`, with dots between parts",
        "correct the name, or write `$${` for a literal `${`");
  }

  private static Node relocate(Node node, Location at) {
    return switch (node) {
      case Scalar scalar -> new Scalar(scalar.text(), scalar.quoted(), at);
      case Sequence sequence ->
          new Sequence(sequence.items().stream().map(item -> relocate(item, at)).toList(), at);
      case Mapping mapping ->
          new Mapping(
              mapping.entries().stream()
                  .map(entry -> new Mapping.Entry(entry.key(), at, relocate(entry.value(), at)))
                  .toList(),
              at);
    };
  }
}
