package dev.snowdrift.snowflake.kind;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.Repair;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Risk;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Example;
import dev.snowdrift.manifest.Min;
import dev.snowdrift.snowflake.Identifier;
import dev.snowdrift.snowflake.Listing;
import dev.snowdrift.snowflake.QualifiedName;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sighting;
import dev.snowdrift.snowflake.SnowflakeKind;
import dev.snowdrift.snowflake.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// What one role may do on one object: `ROLE ETL ON DATABASE RAW`; or that a role or user holds a
/// role. Declared privileges are there, one that a commit stops declaring is revoked, and others
/// are left alone unless the grant is exclusive. What is inherited or given by the system is never
/// revoked, and neither is ownership.
///
/// Each privilege is a field of its own, true when it is held: so the three-way difference answers
/// for each of them whether Git ever said anything about it. A grant has no comment and thus no
/// mark.
public final class GrantKind implements SnowflakeKind<GrantKind.Spec> {
  private static final String PREFIX = "privileges.";
  private static final String OWNED = PREFIX + Privileges.OWNERSHIP;
  private static final String OPTION = "grantOption";
  private static final String DECLARED = "declared";

  /// What of an observed grant can be revoked; absent when nothing can.
  static final String REVOCABLE = "revocable";

  @Doc(
      "What a role may do on one object, or that a role or user holds a role; its name is `ROLE"
          + " <role> ON <kind> <name>` or `USER <user> ON ROLE <role>`")
  public record Spec(
      @Doc("The privileges; OWNERSHIP is transferred, and never taken back")
          @Example("[USAGE]")
          @Min(1) List<String> privileges,
      @Doc("Whether the holder may pass them on") Optional<Boolean> grantOption,
      @Doc("Whether other privileges on the same object are revoked") Optional<Boolean> exclusive) {

    public Spec {
      privileges = List.copyOf(privileges);
    }

    static Spec of(Collection<String> privileges, Optional<Boolean> exclusive) {
      return new Spec(List.copyOf(privileges), Optional.empty(), exclusive);
    }
  }

  @Override
  public String name() {
    return "Grant";
  }

  @Override
  public Wave wave() {
    return Wave.GRANTS;
  }

  @Override
  public Class<Spec> specification() {
    return Spec.class;
  }

  @Override
  public boolean marked() {
    return false;
  }

  @Override
  public String canonicalName(String written) {
    return GrantName.parse(written).canonical();
  }

  @Override
  public Spec load(Spec spec, LoadContext context) {
    Privileges.check(
        GrantName.parse(context.id().name()), spec.privileges(), "privileges", context);
    return new Spec(Privileges.canonical(spec.privileges()), spec.grantOption(), spec.exclusive());
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    var grant = GrantName.parse(resource.id().name());
    var references = new ArrayList<Reference>();
    references.add(
        Reference.required(
            grant.holder().isUser() ? "User" : "Role",
            grant.holder().name().canonical(),
            "metadata.name"));
    switch (grant.on()) {
      case GrantName.On.Account _ -> {}
      case GrantName.On.Existing(var what, var name, var arguments) ->
          what.kind()
              .ifPresent(kind ->
                  references.add(
                      Reference.required(kind, name.canonical() + arguments, "metadata.name")));
      case GrantName.On.Future(var _, var inSchema, var container) ->
          references.add(
              Reference.required(
                  inSchema ? "Schema" : "Database", container.canonical(), "metadata.name"));
      case GrantName.On.ServiceRole(var service, var _) ->
          references.add(Reference.required("Service", service.canonical(), "metadata.name"));
    }
    return references;
  }

  @Override
  public String note(Desired<Spec> resource) {
    return String.join(", ", Privileges.canonical(resource.spec().privileges()));
  }

  @Override
  public List<Field<Spec>> fields() {
    var fields = new ArrayList<Field<Spec>>();
    Privileges.ALL.forEach(privilege -> fields.add(field(privilege)));
    fields.add(
        Field.<Spec>of(OPTION, spec -> Canonical.bool(spec.grantOption()))
            .standard(Canonical.bool(false)));
    return fields;
  }

  /// Ownership has no standard: where a commit stops declaring it, the owner stays who it is.
  private static Field<Spec> field(String privilege) {
    var field = Field.<Spec>of(PREFIX + privilege, spec -> wanted(spec, privilege));
    return privilege.equals(Privileges.OWNERSHIP)
        ? field.repair(new Repair.Alter(Risk.IN_PLACE, "transfers ownership"))
        : field.standard(Canonical.bool(false));
  }

  private static Optional<JsonNode> wanted(Spec spec, String privilege) {
    if (Privileges.canonical(spec.privileges()).contains(privilege)) {
      return Optional.of(Canonical.bool(true));
    }
    return spec.exclusive().orElse(false) && mayBeUnwanted(spec, privilege)
        ? Optional.of(Canonical.bool(false))
        : Optional.empty();
  }

  /// Ownership is never taken away, and imported privileges and USAGE are shown as one.
  private static boolean mayBeUnwanted(Spec spec, String privilege) {
    return switch (privilege) {
      case Privileges.OWNERSHIP, Privileges.IMPORTED -> false;
      case "USAGE" -> !Privileges.canonical(spec.privileges()).contains(Privileges.IMPORTED);
      default -> true;
    };
  }

  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    return grant(resource, Privileges.canonical(resource.spec().privileges()));
  }

  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    var missing = new TreeSet<String>();
    var extra = new TreeSet<String>();
    var effects = new ArrayList<Effect>();
    for (var drift : drifts) {
      if (!drift.field().equals(OPTION)) {
        var wanted = drift.desired().map(JsonNode::booleanValue).orElse(false);
        (wanted ? missing : extra).add(drift.field().substring(PREFIX.length()));
      }
    }
    var optional = drifts.stream().anyMatch(drift -> drift.field().equals(OPTION));
    var kept = new TreeSet<>(Privileges.canonical(resource.spec().privileges()));
    kept.remove(Privileges.OWNERSHIP);
    if (optional && resource.spec().grantOption().orElse(false)) {
      missing.addAll(kept);
    }
    effects.addAll(grant(resource, missing));
    if (optional && !resource.spec().grantOption().orElse(false)) {
      kept.removeAll(missing);
      effects.addAll(revoke("REVOKE GRANT OPTION FOR", resource.id(), kept));
    }
    effects.addAll(revoke("REVOKE", resource.id(), extra));
    return effects;
  }

  /// There is nothing to put a mark on, and nothing to take over: a grant is there or not.
  @Override
  public List<Effect> adopt(Desired<Spec> resource, Observed observed, Mark mark) {
    return List.of();
  }

  /// Revokes what was declared, not what somebody else granted on the same object. Where nothing
  /// was ever declared, the role is to hold nothing else: then all goes that can be revoked.
  @Override
  public List<Effect> delete(Observed observed) {
    var going = new TreeSet<String>();
    observed
        .fact(DECLARED)
        .or(() -> observed.fact(REVOCABLE))
        .ifPresent(text -> going.addAll(List.of(text.split(", "))));
    going.removeIf(privilege -> observed.field(PREFIX + privilege).isEmpty());
    if (!GrantName.parse(observed.id().name()).isFuture()) {
      going.remove(Privileges.OWNERSHIP);
    }
    return revoke("REVOKE", observed.id(), going);
  }

  /// Ownership goes alone, and with the grants that others hold.
  private static List<Effect> grant(Desired<Spec> resource, Collection<String> privileges) {
    var effects = new ArrayList<Effect>();
    var plain = new TreeSet<>(privileges);
    var owns = plain.remove(Privileges.OWNERSHIP);
    if (!plain.isEmpty()) {
      var sql = statement("GRANT", resource.id(), plain, "TO");
      if (resource.spec().grantOption().orElse(false)) {
        sql.words("WITH GRANT OPTION");
      }
      effects.add(sql.ddl());
    }
    if (owns) {
      var name = GrantName.parse(resource.id().name());
      var sql = Sql.of("GRANT OWNERSHIP");
      name.writeOn(sql);
      sql.words("TO ROLE").name(name.holder().name());
      effects.add((name.isFuture() ? sql : sql.words("COPY CURRENT GRANTS")).ddl());
    }
    return effects;
  }

  private static List<Effect> revoke(String verb, ResourceId id, Collection<String> privileges) {
    return privileges.isEmpty()
        ? List.of()
        : List.of(statement(verb, id, privileges, "FROM").ddl());
  }

  private static Sql statement(
      String verb, ResourceId id, Collection<String> privileges, String preposition) {
    var grant = GrantName.parse(id.name());
    var sql = Sql.of(verb);
    if (grant.on() instanceof GrantName.On.ServiceRole(var service, var role)) {
      sql.words("SERVICE ROLE").member(service, role);
    } else if (grant.isMembership()
        && grant.on() instanceof GrantName.On.Existing(var what, var name, var _)) {
      sql.words(what.words()).name(name);
    } else {
      sql.list(privileges);
      grant.writeOn(sql);
    }
    return sql.words(preposition + " " + grant.holder().words()).name(grant.holder().name());
  }

  @Override
  public Listing listing() {
    return new Listing.OfGrants(new Grants());
  }

  @Override
  public Optional<String> nameIn(Row row) {
    if (row.text("role").isPresent()) {
      return member(row).map(GrantName::canonical);
    }
    var inherited = row.bool("is_inherited").orElse(false);
    return inherited ? Optional.empty() : GrantName.in(row).map(GrantName::canonical);
  }

  /// A row of those listings that show who holds a role: of a service, or of a user.
  private static Optional<GrantName> member(Row row) {
    var role = row.need("role");
    var holder = shown(row.need("grantee_name"));
    var isUser = row.need("granted_to").equals("USER");
    if (isUser) {
      return Optional.of(GrantName.member(holder, shown(role)));
    }
    var mark = role.lastIndexOf('!');
    return mark < 0 || !row.need("granted_to").equals("ROLE")
        ? Optional.empty()
        : Optional.of(
            new GrantName(
                new GrantName.Holder(false, holder),
                new GrantName.On.ServiceRole(
                    QualifiedName.parse(role.substring(0, mark), 3),
                    shown(role.substring(mark + 1)))));
  }

  /// A name that may stand in quotes or not, and is not folded when it does not.
  private static Identifier shown(String text) {
    return text.startsWith("\"") ? Identifier.parse(text) : new Identifier(text);
  }

  @Override
  public Observed read(ResourceId id, Sighting seen) {
    var fields = new TreeMap<String, JsonNode>();
    var revocable = new TreeSet<String>();
    var optional = true;
    for (var row : seen.rows()) {
      var privilege = row.text("privilege").orElse("USAGE");
      if (!Privileges.ALL.contains(privilege)) {
        continue;
      }
      fields.put(PREFIX + privilege, Canonical.bool(true));
      if (privilege.equals("USAGE") && row.text("granted_on").equals(Optional.of("DATABASE"))) {
        fields.put(PREFIX + Privileges.IMPORTED, Canonical.bool(true));
      }
      if (!privilege.equals(Privileges.OWNERSHIP)) {
        optional &= row.bool("grant_option").orElse(false);
        // Nobody granted it: the system did, and it stays (Snowflake documentation, "SHOW GRANTS").
        if (row.text("granted_by").isPresent() || row.text("grant_on").isPresent()) {
          revocable.add(privilege);
        }
      }
    }
    var passesOn = fields.keySet().stream().anyMatch(name -> !name.equals(OWNED)) && optional;
    fields.put(OPTION, Canonical.bool(passesOn));
    var facts = new TreeMap<String, String>();
    if (!revocable.isEmpty()) {
      facts.put(REVOCABLE, String.join(", ", revocable));
    }
    return new Observed(id, fields, Optional.empty(), Health.HEALTHY, facts);
  }

  @Override
  public Map<String, String> declaredFacts(Desired<Spec> declared) {
    return Map.of(DECLARED, String.join(", ", Privileges.canonical(declared.spec().privileges())));
  }
}
