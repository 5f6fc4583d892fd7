package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Observed grants as manifests write them: inline in the role that holds them, and only what a
/// role cannot say as a resource of its own. Ownership is left out: whoever applies the manifests
/// owns what he makes.
///
/// @param roles what belongs into the specification of each role: `grants`, `grantedTo`,
///   `grantedToUsers`
/// @param others grants of their own, by name
/// @param leftOut grants that cannot be declared, with the reason
public record GrantExport(
    Map<String, ObjectNode> roles,
    Map<String, ObjectNode> others,
    Map<ResourceId, String> leftOut) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String PREFIX = "privileges.";

  /// Divides observed grants among the roles that hold them.
  ///
  /// @param declared whether a role is among the manifests
  /// @param present whether an object is known to exist, so that it may be referred to
  public static GrantExport of(
      Collection<Observed> grants, Predicate<String> declared, Predicate<ResourceId> present) {
    var export = new GrantExport(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    grants.forEach(grant -> export.add(grant, declared, present));
    return export;
  }

  private void add(Observed grant, Predicate<String> declared, Predicate<ResourceId> present) {
    var name = GrantName.parse(grant.id().name());
    var holder = name.holder().name().canonical();
    var granted = membership(name);
    var mine = !name.holder().isUser() && declared.test(holder);
    if (granted.isPresent() && grant.field(PREFIX + "USAGE").isEmpty()) {
      return;
    }
    if (granted.filter(declared).isPresent()) {
      var field = name.holder().isUser() ? "grantedToUsers" : "grantedTo";
      role(granted.get()).withArray("/" + field).add(holder);
      return;
    }
    if (!mine) {
      return;
    }
    var missing = missing(name).filter(present.negate());
    if (missing.isPresent()) {
      leftOut.put(grant.id(), missing.get() + " is of a kind that cannot be declared");
      return;
    }
    var privileges = privileges(grant);
    if (privileges.isEmpty()) {
      return;
    }
    var optional = grant.field("grantOption").filter(value -> value.asBoolean(false)).isPresent();
    var spec = optional || granted.isPresent() ? JSON.objectNode() : line(holder, name);
    privileges.forEach(privilege -> spec.withArray("/privileges").add(privilege));
    if (optional) {
      spec.put("grantOption", true);
    }
    if (optional || granted.isPresent()) {
      others.put(grant.id().name(), spec);
    }
  }

  private ObjectNode line(String role, GrantName name) {
    return role(role).withArray("/grants").addObject().put("on", name.on().canonical());
  }

  private ObjectNode role(String name) {
    return roles.computeIfAbsent(name, _ -> JSON.objectNode());
  }

  private static Optional<String> membership(GrantName name) {
    return name.on() instanceof GrantName.On.Existing(var what, var role, var _)
            && what == Grantable.ROLE
            && name.isMembership()
        ? Optional.of(role.canonical())
        : Optional.empty();
  }

  /// What has to exist so that the grant can be declared.
  private static Optional<ResourceId> missing(GrantName name) {
    return switch (name.on()) {
      case GrantName.On.Account _, GrantName.On.ServiceRole _ -> Optional.empty();
      case GrantName.On.Existing(var what, var object, var arguments) ->
          what.kind().map(kind -> new ResourceId(kind, object.canonical() + arguments));
      case GrantName.On.Future(var _, var inSchema, var container) ->
          Optional.of(new ResourceId(inSchema ? "Schema" : "Database", container.canonical()));
    };
  }

  /// USAGE on a database shows as itself and as what an imported one is granted with.
  private static List<String> privileges(Observed grant) {
    var held = new TreeSet<String>();
    grant
        .fields()
        .forEach((field, value) -> {
          if (field.startsWith(PREFIX) && value.asBoolean(false)) {
            held.add(field.substring(PREFIX.length()));
          }
        });
    held.remove(Privileges.OWNERSHIP);
    if (held.contains("USAGE")) {
      held.remove(Privileges.IMPORTED);
    }
    return new ArrayList<>(held);
  }
}
