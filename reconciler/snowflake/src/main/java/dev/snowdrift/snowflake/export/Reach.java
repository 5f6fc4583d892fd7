package dev.snowdrift.snowflake.export;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.plan.DesiredState;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What some databases need: everything in them, what that refers to, and the roles that hold
/// something there.
public final class Reach {
  private static final Pattern HOLDER =
      Pattern.compile("(ROLE|USER) (\"(?:[^\"]|\"\")+\"|\\S+) ON .*");

  private Reach() {}

  /// The resources that the databases do not need, with the reason.
  ///
  /// @param databases canonical names
  public static SortedMap<ResourceId, String> outside(
      DesiredState state, KindRegistry registry, Set<String> databases) {
    var reached = new HashSet<ResourceId>();
    var open = new ArrayDeque<ResourceId>();
    for (var resource : state.resources().values()) {
      if (isInside(resource.id(), databases)) {
        open.add(resource.id());
      }
      if (resource.id().kind().equals("Grant")
          && references(resource, registry).stream().anyMatch(to -> isInside(to.to(), databases))) {
        holder(resource.id()).ifPresent(open::add);
      }
    }
    while (!open.isEmpty()) {
      var id = open.poll();
      var resource = state.resources().get(id);
      if (resource != null && reached.add(id)) {
        references(resource, registry).forEach(reference -> open.add(reference.to()));
      }
    }
    var outside = new TreeMap<ResourceId, String>();
    for (var id : state.resources().keySet()) {
      if (!reached.contains(id) && !id.kind().equals("Grant")) {
        outside.put(id, "not used in " + String.join(", ", databases));
      }
    }
    return outside;
  }

  private static Optional<ResourceId> holder(ResourceId grant) {
    var matcher = HOLDER.matcher(grant.name());
    return matcher.matches()
        ? Optional.of(
            new ResourceId(matcher.group(1).equals("ROLE") ? "Role" : "User", matcher.group(2)))
        : Optional.empty();
  }

  private static boolean isInside(ResourceId id, Set<String> databases) {
    return databases.stream()
        .anyMatch(name ->
            (id.kind().equals("Database") && id.name().equals(name))
                || (id.name().startsWith(name + ".") && !id.kind().equals("Grant")));
  }

  @SuppressWarnings("unchecked")
  private static <S> Collection<Reference> references(Desired<?> resource, KindRegistry registry) {
    return registry.of((Desired<S>) resource).references((Desired<S>) resource);
  }
}
