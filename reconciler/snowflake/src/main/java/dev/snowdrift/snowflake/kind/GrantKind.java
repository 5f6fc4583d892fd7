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
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Example;
import dev.snowdrift.manifest.Min;
import dev.snowdrift.snowflake.Listing;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sighting;
import dev.snowdrift.snowflake.SnowflakeKind;
import dev.snowdrift.snowflake.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// What one role may do on one object: `ROLE ETL ON DATABASE RAW`. Declared privileges are there,
/// one that a commit stops declaring is revoked, and others are left alone.
///
/// Each privilege is a field of its own, true when it is held: so the three-way difference answers
/// for each of them whether Git ever said anything about it. A grant has no comment and thus no
/// mark.
public final class GrantKind implements SnowflakeKind<GrantKind.Spec> {
  private static final String PREFIX = "privileges.";
  private static final String DECLARED = "declared";

  @Doc("Privileges of a role; its name is `ROLE <role> ON <kind> <name>`")
  public record Spec(@Doc("The privileges") @Example("[USAGE]") @Min(1) List<String> privileges) {

    public Spec {
      privileges = List.copyOf(privileges);
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
    Privileges.check(spec.privileges(), "privileges", context);
    return new Spec(Privileges.canonical(spec.privileges()));
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    var grant = GrantName.parse(resource.id().name());
    var references = new ArrayList<Reference>();
    references.add(Reference.required("Role", grant.role().canonical(), "metadata.name"));
    switch (grant.on()) {
      case GrantName.On.Account _ -> {}
      case GrantName.On.Existing(var what, var name) ->
          what.kind()
              .ifPresent(kind ->
                  references.add(
                      observable(kind)
                          ? Reference.required(kind, name.canonical(), "metadata.name")
                          : Reference.ordering(kind, name.canonical())));
      case GrantName.On.Future(var _, var inSchema, var container) ->
          references.add(
              Reference.required(
                  inSchema ? "Schema" : "Database", container.canonical(), "metadata.name"));
    }
    return references;
  }

  /// Whether what is not declared can still be seen, so that it may be required.
  private static boolean observable(String kind) {
    return switch (kind) {
      case "User", "FileFormat", "Table", "View", "Task" -> false;
      default -> true;
    };
  }

  @Override
  public String note(Desired<Spec> resource) {
    return String.join(", ", Privileges.canonical(resource.spec().privileges()));
  }

  @Override
  public List<Field<Spec>> fields() {
    return Privileges.ALL.stream().map(GrantKind::field).toList();
  }

  private static Field<Spec> field(String privilege) {
    return Field.<Spec>of(
            PREFIX + privilege,
            spec ->
                Privileges.canonical(spec.privileges()).contains(privilege)
                    ? Optional.of(Canonical.bool(true))
                    : Optional.empty())
        .standard(Canonical.bool(false));
  }

  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    return grant(resource.id(), Privileges.canonical(resource.spec().privileges()));
  }

  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    var missing = new ArrayList<String>();
    var extra = new ArrayList<String>();
    for (var drift : drifts) {
      (drift.desired().isPresent() ? missing : extra).add(drift.field().substring(PREFIX.length()));
    }
    var effects = new ArrayList<Effect>();
    if (!missing.isEmpty()) {
      effects.addAll(grant(resource.id(), missing));
    }
    if (!extra.isEmpty()) {
      effects.addAll(revoke(resource.id(), extra));
    }
    return effects;
  }

  /// There is nothing to put a mark on, and nothing to take over: a grant is there or not.
  @Override
  public List<Effect> adopt(Desired<Spec> resource, Observed observed, Mark mark) {
    return List.of();
  }

  /// Revokes what was declared, not what somebody else granted on the same object.
  @Override
  public List<Effect> delete(Observed observed) {
    var declared = new TreeSet<String>();
    observed.fact(DECLARED).ifPresent(text -> declared.addAll(List.of(text.split(", "))));
    declared.removeIf(privilege -> observed.field(PREFIX + privilege).isEmpty());
    return declared.isEmpty() ? List.of() : revoke(observed.id(), declared.stream().toList());
  }

  private static List<Effect> grant(ResourceId id, List<String> privileges) {
    return List.of(statement("GRANT", id, privileges, "TO ROLE"));
  }

  private static List<Effect> revoke(ResourceId id, List<String> privileges) {
    return List.of(statement("REVOKE", id, privileges, "FROM ROLE"));
  }

  private static Effect statement(String verb, ResourceId id, List<String> what, String whom) {
    var grant = GrantName.parse(id.name());
    var sql = Sql.of(verb);
    if (grant.isMembership() && grant.on() instanceof GrantName.On.Existing(var _, var name)) {
      sql.words("ROLE").name(name);
    } else {
      sql.list(what);
      grant.writeOn(sql);
    }
    return sql.words(whom).name(grant.role()).ddl();
  }

  @Override
  public Listing listing() {
    return new Listing.OfRole(GrantKind::role, name -> GrantName.parse(name).isFuture());
  }

  /// The role whose grants must be listed to see a grant.
  static String role(String canonicalName) {
    return GrantName.parse(canonicalName).role().canonical();
  }

  @Override
  public Optional<String> nameIn(Row row) {
    var privilege = row.need("privilege");
    var inherited = row.bool("is_inherited").orElse(false);
    return inherited || privilege.equals("OWNERSHIP")
        ? Optional.empty()
        : GrantName.in(row).map(GrantName::canonical);
  }

  @Override
  public Observed read(ResourceId id, Sighting seen) {
    var fields = new TreeMap<String, JsonNode>();
    for (var row : seen.rows()) {
      var privilege = row.need("privilege");
      if (Privileges.ALL.contains(privilege)) {
        fields.put(PREFIX + privilege, Canonical.bool(true));
      }
    }
    return new Observed(id, fields, Optional.empty(), Health.HEALTHY, new TreeMap<>());
  }

  @Override
  public Map<String, String> declaredFacts(Desired<Spec> declared) {
    return Map.of(DECLARED, String.join(", ", Privileges.canonical(declared.spec().privileges())));
  }
}
