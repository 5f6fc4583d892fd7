package dev.snowdrift.operator;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Somebody who goes past Git: the account's administrator, who changes one thing of every object.
final class Hands {
  private static final Pattern GRANT = Pattern.compile("(ROLE|USER) (\\S+) ON (.+)");

  private final ExampleWorld world;
  private final WorkspaceHands workspace;

  Hands(ExampleWorld world) {
    this.world = world;
    this.workspace = new WorkspaceHands(world.workspace());
  }

  /// Changes one field of everything that can be altered, or revokes it. What was changed; jobs are
  /// not, since Snowflake has no statement that alters one.
  SortedSet<ResourceId> changeEverything() {
    var changed = new TreeSet<ResourceId>();
    var grants = new ArrayList<Desired<?>>();
    var roots = running();
    roots.forEach(root -> run("ALTER TASK " + root + " SUSPEND"));
    for (var resource : world.desired().values()) {
      switch (resource.id().kind()) {
        // A flow is hardly more than its name, and the commit of runs moves last by itself.
        case "Job", "Flow", "CommitVariable" -> {
          continue;
        }
        // At the end: what they allow is needed until then.
        case "Grant" -> grants.add(resource);
        default -> alter(resource);
      }
      changed.add(resource.id());
    }
    roots.forEach(root -> run("ALTER TASK " + root + " RESUME"));
    grants.forEach(this::take);
    return changed;
  }

  /// Whether an object is there, whoever made it.
  boolean sees(ResourceId id) {
    return workspace.knows(id) ? workspace.sees(id) : row(id).isPresent();
  }

  private void alter(Desired<?> resource) {
    var id = resource.id();
    if (workspace.knows(id)) {
      workspace.alter(id);
      return;
    }
    var spec = ExampleWorld.specification(resource);
    var change =
        switch (id.kind()) {
          case "ComputePool" -> "MAX_NODES = " + (spec.path("maxNodes").asLong() + 1);
          case "Warehouse" -> "AUTO_SUSPEND = " + (spec.path("autoSuspendSeconds").asLong() + 60);
          case "NetworkRule" -> "VALUE_LIST = ('elsewhere.example.com:443')";
          case "SecurityIntegration" -> "ENABLED = FALSE";
          default -> {
            if (!spec.path("comment").isString()) {
              throw new AssertionError(
                  id + " says nothing that a hand could change: give it a comment");
            }
            // The mark stays: the object is still ours.
            var row = row(id).orElseThrow();
            // As the listing of procedures calls it.
            yield "COMMENT = 'By hand: %s'"
                .formatted(row.getOrDefault("comment", row.get("description")));
          }
        };
    run("ALTER %s %s SET %s".formatted(words(id.kind()), id.name(), change));
  }

  private void take(Desired<?> grant) {
    var parts = GRANT.matcher(grant.id().name());
    if (!parts.matches()) {
      throw new AssertionError(grant.id());
    }
    var holder = parts.group(1) + " " + parts.group(2);
    var on = parts.group(3);
    var privileges = ExampleWorld.specification(grant).path("privileges").values();
    if (on.startsWith("SERVICE ROLE ") || on.startsWith("ROLE ")) {
      run("REVOKE %s FROM %s".formatted(on, holder));
    } else if (privileges.iterator().next().asString().equals("OWNERSHIP")) {
      run("GRANT OWNERSHIP ON %s TO ROLE ACCOUNTADMIN COPY CURRENT GRANTS".formatted(on));
    } else {
      var privilege = privileges.iterator().next().asString();
      run("REVOKE %s ON %s FROM %s".formatted(privilege, on, holder));
    }
  }

  /// The roots of task graphs that are not suspended.
  private List<String> running() {
    return world.desired().values().stream()
        .filter(resource -> resource.id().kind().equals("Task"))
        .filter(resource -> ExampleWorld.specification(resource).path("schedule").isObject())
        .map(Desired::id)
        .filter(id -> "started".equals(row(id).orElseThrow().get("state")))
        .map(ResourceId::name)
        .toList();
  }

  private Optional<Map<String, String>> row(ResourceId id) {
    var parts = id.name().replaceFirst("\\(.*", "").split("\\.", -1);
    var within =
        switch (parts.length) {
          case 1 -> "";
          case 2 -> " IN DATABASE " + parts[0];
          default -> " IN SCHEMA " + parts[0] + "." + parts[1];
        };
    return world.rows("SHOW " + plural(words(id.kind())) + within).stream()
        .filter(row -> parts[parts.length - 1].equals(row.get("name")))
        .findFirst();
  }

  private void run(String sql) {
    var _ = world.local().byHand(sql);
  }

  /// `ComputePool` as statements call it: `COMPUTE POOL`; a job is a service.
  private static String words(String kind) {
    return kind.equals("Job")
        ? "SERVICE"
        : kind.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toUpperCase(Locale.ROOT);
  }

  private static String plural(String words) {
    return words.endsWith("Y") ? words.substring(0, words.length() - 1) + "IES" : words + "S";
  }
}
