package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Expansion;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Default;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Example;
import dev.snowdrift.manifest.Max;
import dev.snowdrift.snowflake.Listing;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sighting;
import dev.snowdrift.snowflake.SnowflakeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// A role of the account. Its inline grants are resources of their own: they are compared, shown
/// and revoked one by one.
public final class RoleKind implements SnowflakeKind<RoleKind.Spec> {
  private static final String GRANT = "Grant";
  private static final Statements STATEMENTS = new Statements("ROLE");

  @Doc("A role of the account")
  public record Spec(
      @Doc("What it is for") @Max(900) Optional<String> comment,
      @Doc("What it may do") List<Inline> grants,
      @Doc("The roles that hold this one") @Example("[SYSADMIN]") List<String> grantedTo,
      @Doc("The users that hold it") @Example("[LOADER]") List<String> grantedToUsers,
      @Doc("Whether everything else that it holds is revoked") @Default("false")
          Optional<Boolean> exclusive) {

    public Spec {
      grants = List.copyOf(grants);
      grantedTo = List.copyOf(grantedTo);
      grantedToUsers = List.copyOf(grantedToUsers);
    }
  }

  /// One line of `grants`.
  public record Inline(
      @Doc("On what: a kind and a name, ACCOUNT, or FUTURE objects") @Example("DATABASE RAW")
          String on,
      @Doc("The privileges") @Example("[USAGE]") List<String> privileges) {

    public Inline {
      privileges = List.copyOf(privileges);
    }
  }

  @Override
  public String name() {
    return "Role";
  }

  @Override
  public Wave wave() {
    return Wave.IDENTITY;
  }

  @Override
  public Class<Spec> specification() {
    return Spec.class;
  }

  @Override
  public String canonicalName(String written) {
    return Names.canonical(written, 1);
  }

  @Override
  public Spec load(Spec spec, LoadContext context) {
    var role = Names.of(context.id().name()).last();
    for (var i = 0; i < spec.grants().size(); i++) {
      var grant = spec.grants().get(i);
      var path = "grants." + i;
      try {
        var name = GrantName.of(role, grant.on());
        Privileges.check(name, grant.privileges(), path + ".privileges", context);
      } catch (IllegalArgumentException e) {
        context.problem(
            Code.NAME_INVALID,
            path + ".on",
            "grants: `%s` is not something to grant on".formatted(grant.on()),
            String.valueOf(e.getMessage()),
            "write a kind and a full name: `DATABASE RAW`, `SCHEMA RAW.APP`, `ACCOUNT`,"
                + " `FUTURE TABLES IN SCHEMA RAW.APP`");
      }
    }
    Names.check(context, "grantedTo", "Role", spec.grantedTo(), 1, false);
    Names.check(context, "grantedToUsers", "User", spec.grantedToUsers(), 1, false);
    return spec;
  }

  @Override
  public List<Desired<?>> expand(Desired<Spec> resource, Expansion expansion) {
    var role = Names.of(resource.id().name()).last();
    var privileges = new TreeMap<String, TreeSet<String>>();
    for (var grant : resource.spec().grants()) {
      privileges
          .computeIfAbsent(GrantName.of(role, grant.on()).canonical(), _ -> new TreeSet<>())
          .addAll(Privileges.canonical(grant.privileges()));
    }
    var all = new ArrayList<Desired<?>>();
    all.add(resource);
    privileges.forEach((name, granted) ->
        all.add(
            resource.implied(
                new ResourceId(GRANT, name),
                GrantKind.Spec.of(granted, resource.spec().exclusive()))));
    for (var holder : resource.spec().grantedTo()) {
      all.add(member(resource, GrantName.of(Names.of(holder).last(), "ROLE " + role.canonical())));
    }
    for (var user : resource.spec().grantedToUsers()) {
      all.add(member(resource, GrantName.member(Names.of(user).last(), role)));
    }
    return all;
  }

  private static Desired<?> member(Desired<Spec> resource, GrantName name) {
    return resource.implied(
        new ResourceId(GRANT, name.canonical()),
        GrantKind.Spec.of(List.of("USAGE"), Optional.empty()));
  }

  /// Of an exclusive role: every grant that nobody declares and that can be revoked.
  @Override
  public List<ResourceId> unwanted(Desired<Spec> resource, Observation observation) {
    if (!resource.spec().exclusive().orElse(false)) {
      return List.of();
    }
    var prefix = "ROLE " + resource.id().name() + " ON ";
    return observation.objects().values().stream()
        .filter(seen -> seen.id().kind().equals(GRANT) && seen.id().name().startsWith(prefix))
        .filter(seen -> seen.fact(GrantKind.REVOCABLE).isPresent())
        .map(Observed::id)
        .toList();
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    return List.of();
  }

  @Override
  public List<Field<Spec>> fields() {
    return List.of(Comments.field(Spec::comment));
  }

  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    var sql = STATEMENTS.create(resource.id().name());
    return List.of(Comments.write(sql, resource.spec().comment(), mark).ddl());
  }

  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    return STATEMENTS.update(resource, List.of(), resource.spec().comment(), drifts, mark);
  }

  @Override
  public List<Effect> adopt(Desired<Spec> resource, Observed observed, Mark mark) {
    return STATEMENTS.adopt(observed, mark);
  }

  @Override
  public List<Effect> delete(Observed observed) {
    return STATEMENTS.drop(observed.id().name());
  }

  @Override
  public Listing listing() {
    return new Listing.OfAccount("ROLES");
  }

  @Override
  public Optional<String> nameIn(Row row) {
    return Names.inAccount(row);
  }

  @Override
  public Observed read(ResourceId id, Sighting seen) {
    return new Fields(id, seen.row()).observed();
  }
}
