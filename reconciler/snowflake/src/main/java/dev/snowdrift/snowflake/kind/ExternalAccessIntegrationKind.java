package dev.snowdrift.snowflake.kind;

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
import dev.snowdrift.manifest.Default;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Example;
import dev.snowdrift.manifest.Max;
import dev.snowdrift.manifest.Min;
import dev.snowdrift.snowflake.Listing;
import dev.snowdrift.snowflake.Look;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sighting;
import dev.snowdrift.snowflake.SnowflakeKind;
import dev.snowdrift.snowflake.Sql;
import dev.snowdrift.snowflake.StatementClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Which network rules and secrets containers and functions may use. SHOW tells neither: every
/// declared integrations are described again and again, those described longest ago first.
public final class ExternalAccessIntegrationKind
    implements SnowflakeKind<ExternalAccessIntegrationKind.Spec> {
  private static final String DETAIL = "detail";
  private static final Statements STATEMENTS = new Statements("EXTERNAL ACCESS INTEGRATION");

  private static final Property<Spec> RULES =
      Property.names("networkRules", "ALLOWED_NETWORK_RULES", Spec::networkRules);
  private static final Property<Spec> SECRETS =
      Property.<Spec>names("secrets", "ALLOWED_AUTHENTICATION_SECRETS", Spec::secrets)
          .standard(Canonical.set(List.of()));
  private static final Property<Spec> ENABLED =
      Property.<Spec>bool("enabled", "ENABLED", spec -> Optional.of(spec.enabled()));
  private static final List<Property<Spec>> PROPERTIES = List.of(RULES, SECRETS, ENABLED);

  @Doc("What containers and functions may reach")
  public record Spec(
      @Doc("The rules, by full name") @Example("[APP_DB.APP.PREFECT_CLOUD]") @Min(1) List<String> networkRules,
      @Doc("The secrets that may be used with it, by full name") List<String> secrets,
      @Doc("Whether it works") @Default("true") boolean enabled,
      @Doc("What it is for") @Max(900) Optional<String> comment) {

    public Spec {
      networkRules = List.copyOf(networkRules);
      secrets = List.copyOf(secrets);
    }
  }

  @Override
  public String name() {
    return "ExternalAccessIntegration";
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
  public String canonicalName(String written) {
    return Names.canonical(written, 1);
  }

  @Override
  public Spec load(Spec spec, LoadContext context) {
    return new Spec(
        Names.check(context, "networkRules", "NetworkRule", spec.networkRules(), 3, false),
        Names.check(context, "secrets", "Secret", spec.secrets(), 3, false),
        spec.enabled(),
        spec.comment());
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    var references = new ArrayList<Reference>();
    resource
        .spec()
        .networkRules()
        .forEach(
            rule -> references.add(Reference.required("NetworkRule", rule, "spec.networkRules")));
    resource
        .spec()
        .secrets()
        .forEach(secret -> references.add(Reference.required("Secret", secret, "spec.secrets")));
    return references;
  }

  @Override
  public List<Field<Spec>> fields() {
    return List.of(RULES.field(), SECRETS.field(), ENABLED.field(), Comments.field(Spec::comment));
  }

  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    var sql = STATEMENTS.create(resource.id().name());
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
    return new Listing.OfAccount("EXTERNAL ACCESS INTEGRATIONS");
  }

  @Override
  public Optional<String> nameIn(Row row) {
    return Names.inAccount(row);
  }

  @Override
  public List<Look> looks(ResourceId id, Row row) {
    return List.of(
        Look.often(
            DETAIL,
            Sql.of("DESCRIBE EXTERNAL ACCESS INTEGRATION")
                .name(id.name())
                .end(StatementClass.DESCRIBE),
            String.join(
                " ",
                row.text("created_on").orElse(""),
                row.text("enabled").orElse(""),
                row.text("comment").orElse(""))));
  }

  @Override
  public Observed read(ResourceId id, Sighting seen) {
    var fields = new Fields(id, seen.row()).bool("enabled", "enabled");
    var detail = seen.look(DETAIL);
    if (detail.isEmpty()) {
      var why = seen.failure(DETAIL).orElse("not looked at");
      return fields.unreadable("networkRules", why).unreadable("secrets", why).observed();
    }
    var properties = new LinkedHashMap<String, String>();
    for (var row : detail.get()) {
      properties.put(row.need("property"), row.text("property_value").orElse(""));
    }
    var values = new Row(properties);
    return fields
        .field("networkRules", Canonical.set(values.names("ALLOWED_NETWORK_RULES")))
        .field("secrets", Canonical.set(secrets(values)))
        .observed();
  }

  /// `all` and `none` are words, not names.
  private static List<String> secrets(Row values) {
    var text = values.textUnlessNull("ALLOWED_AUTHENTICATION_SECRETS").orElse("none").strip();
    return switch (text) {
      case "none", "NONE" -> List.of();
      case "all", "ALL" -> List.of("all");
      default -> values.names("ALLOWED_AUTHENTICATION_SECRETS");
    };
  }
}
