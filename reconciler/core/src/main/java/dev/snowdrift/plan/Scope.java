package dev.snowdrift.plan;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Target;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Problems;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/// What an environment may name, from the operator's own configuration. A name that is not allowed
/// is refused wherever it stands: as a resource or as a reference.
///
/// Everything inside a Snowflake database is allowed when the database is.
///
/// @param allowed patterns by kind (`Database`, `ComputePool`, ...); a trailing `*` stands for any
///   ending. Kinds without an entry are not limited by name
public record Scope(Map<String, List<String>> allowed) {
  private static final String DATABASE = "Database";
  private static final Pattern FIRST_PART = Pattern.compile("(\"(?:[^\"]|\"\")+\"|[^\" .]+)\\.");

  /// Everything is allowed.
  public static final Scope ALL = new Scope(Map.of());

  public Scope {
    allowed = Map.copyOf(allowed);
  }

  /// Adds a problem for every resource and reference outside the scope.
  public void check(
      SortedMap<ResourceId, Desired<?>> resources, KindRegistry registry, Problems problems) {
    var graph = new ReferenceGraph(resources.values(), registry);
    for (var resource : resources.values()) {
      refusal(resource.id(), registry).ifPresent(why -> problem(resource, "", why, problems));
      for (var reference : graph.references(resource)) {
        if (reference.required() && !resources.containsKey(reference.to())) {
          refusal(reference.to(), registry)
              .ifPresent(why -> problem(resource, reference.path() + ": ", why, problems));
        }
      }
    }
  }

  private Optional<String> refusal(ResourceId id, KindRegistry registry) {
    var kind = registry.find(id.kind());
    var database = database(id.name());
    var inDatabase =
        kind.filter(found -> found.target() == Target.SNOWFLAKE).isPresent()
            && !allowed.containsKey(id.kind())
            && database.isPresent();
    var name = inDatabase ? database.get() : id.name();
    var patterns = allowed.get(inDatabase ? DATABASE : id.kind());
    if (patterns == null || patterns.stream().anyMatch(pattern -> matches(pattern, name))) {
      return Optional.empty();
    }
    return Optional.of(
        "%s %s is outside the scope of this environment (%s)"
            .formatted(
                inDatabase ? DATABASE : id.kind(),
                name,
                patterns.isEmpty() ? "none is allowed" : String.join(", ", patterns)));
  }

  /// What a canonical name begins with, if a dot follows: `RAW` of `RAW.PUBLIC.F(VARCHAR, FLOAT)`,
  /// with the quotes of a quoted name. The name of a grant begins with more than one word, and is
  /// in no database.
  private static Optional<String> database(String name) {
    var matcher = FIRST_PART.matcher(name);
    return matcher.lookingAt() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static void problem(Desired<?> resource, String where, String why, Problems problems) {
    problems.add(
        Code.SCOPE,
        resource.at(),
        resource.id().toString(),
        where + why,
        "what an environment may name is set in the operator's configuration, not in the"
            + " repository",
        "use a name inside the scope, or have the operator's owner extend it");
  }

  private static boolean matches(String pattern, String name) {
    return pattern.endsWith("*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : name.equals(pattern);
  }
}
