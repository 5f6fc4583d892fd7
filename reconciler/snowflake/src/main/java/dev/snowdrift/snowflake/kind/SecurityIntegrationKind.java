package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.Repair;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.manifest.Default;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Lifecycle;
import dev.snowdrift.manifest.Max;
import dev.snowdrift.snowflake.Listing;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sighting;
import dev.snowdrift.snowflake.SnowflakeKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The security integration by which people log in to public endpoints of services. An account
/// needs one at most, older accounts only (today's documentation of ingress does not ask for it),
/// so it stays when its manifest goes.
public final class SecurityIntegrationKind implements SnowflakeKind<SecurityIntegrationKind.Spec> {
  private static final String CLIENT = "SNOWSERVICES_INGRESS";
  private static final Statements STATEMENTS = new Statements("SECURITY INTEGRATION");
  private static final List<Property<Spec>> PROPERTIES =
      List.of(Property.<Spec>bool("enabled", "ENABLED", spec -> Optional.of(spec.enabled())));

  /// What logs in through it.
  public enum Client {
    SNOWSERVICES_INGRESS
  }

  @Doc("How people log in to public endpoints of services; one for an account at most")
  public record Spec(
      @Doc("What logs in through it") @Default("SNOWSERVICES_INGRESS") Client client,
      @Doc("Whether it works") @Default("true") boolean enabled,
      @Doc("What it is for") @Max(900) Optional<String> comment) {}

  @Override
  public String name() {
    return "SecurityIntegration";
  }

  @Override
  public Wave wave() {
    return Wave.ACCESS;
  }

  @Override
  public Class<Spec> specification() {
    return Spec.class;
  }

  @Override
  public Lifecycle.Deletion deletion() {
    return Lifecycle.Deletion.ORPHAN;
  }

  @Override
  public String canonicalName(String written) {
    return Names.canonical(written, 1);
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    return List.of();
  }

  @Override
  public List<Field<Spec>> fields() {
    return List.of(
        Field.<Spec>of("client", spec -> Optional.of(Canonical.text(spec.client().name())))
            .repair(
                new Repair.Ignore("an integration for something else has this name, and stays")),
        PROPERTIES.getFirst().field(),
        Comments.field(Spec::comment));
  }

  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    var sql =
        STATEMENTS
            .create(resource.id().name())
            .property("TYPE")
            .words("OAUTH")
            .property("OAUTH_CLIENT")
            .words(CLIENT);
    Property.declared(sql, PROPERTIES, resource);
    return List.of(Comments.write(sql, resource.spec().comment(), mark).ddl());
  }

  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    return STATEMENTS.update(resource, PROPERTIES, resource.spec().comment(), drifts, mark);
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
    return new Listing.OfAccount("SECURITY INTEGRATIONS");
  }

  @Override
  public Optional<String> nameIn(Row row) {
    return Names.inAccount(row);
  }

  @Override
  public Observed read(ResourceId id, Sighting seen) {
    var row = seen.row();
    return new Fields(id, row)
        .text("client", row.text("type").map(SecurityIntegrationKind::client))
        .bool("enabled", "enabled")
        .observed();
  }

  /// `OAUTH - SNOWSERVICES_INGRESS`; the whole type where it has no client.
  private static String client(String type) {
    var cut = type.indexOf(" - ");
    return (cut < 0 ? type : type.substring(cut + 3)).strip().toUpperCase(Locale.ROOT);
  }
}
