package dev.snowdrift.golden;

import dev.snowdrift.kind.Kind;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Resources as tests write them: a line `Kind NAME`, and below it the specification. A body that
/// begins with `lifecycle:` is the whole rest of the manifest instead.
public final class Notation {
  private Notation() {}

  /// A text of several resources, one by one.
  ///
  /// @param kinds whose names begin a resource
  public static List<String> resources(String text, Collection<? extends Kind<?>> kinds) {
    var heads = kinds.stream().map(Kind::name).collect(Collectors.joining("|"));
    return Stream.of(text.split("(?m)^(?=(?:" + heads + ") )"))
        .filter(resource -> !resource.isBlank())
        .toList();
  }

  /// One resource as a repository would have it.
  public static String manifest(String resource) {
    var lines = resource.strip().lines().toList();
    var head = lines.getFirst().split(" ", 2);
    var rest = String.join("\n", lines.subList(1, lines.size())).stripIndent();
    var cut = rest.startsWith("lifecycle:") ? "" : "spec:\n";
    var body = rest.isEmpty() ? "" : cut + (cut.isEmpty() ? rest : rest.indent(2));
    return "apiVersion: snowdrift.dev/v1alpha1\nkind: %s\nmetadata:\n  name: '%s'\n%s\n"
        .formatted(head[0], head[1], body);
  }
}
