package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Export;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.Fingerprints;
import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.Repair;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.SecretSource;
import dev.snowdrift.kind.ValueFrom;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Default;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Example;
import dev.snowdrift.manifest.Max;
import dev.snowdrift.snowflake.Listing;
import dev.snowdrift.snowflake.Look;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sighting;
import dev.snowdrift.snowflake.SnowflakeKind;
import dev.snowdrift.snowflake.Sql;
import dev.snowdrift.snowflake.StatementClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A secret whose value comes from outside of Git. Snowflake never shows a value: a keyed
/// fingerprint of it stands in our mark, and a value that somebody else sets cannot be noticed.
///
/// SHOW SECRETS tells the type and the scopes only; secrets with a user name or an integration are
/// described in their turn, so that many of them cost little at rest.
public final class SecretKind implements SnowflakeKind<SecretKind.Spec> {
  private static final String VALUE = "value";
  private static final String USERNAME = "username";
  private static final String INTEGRATION = "apiAuthentication";
  private static final String SCOPES = "scopes";
  private static final String EXPIRY = "refreshTokenExpires";
  private static final String ENABLED = "enabled";
  private static final String DETAIL = "detail";
  private static final Statements STATEMENTS = new Statements("SECRET");

  /// What a secret is, and what it consists of.
  public enum Type {
    GENERIC_STRING("SECRET_STRING"),
    PASSWORD("PASSWORD"),
    OAUTH2("OAUTH_REFRESH_TOKEN"),
    CLOUD_PROVIDER_TOKEN(""),
    SYMMETRIC_KEY(""),
    WORKLOAD_IDENTITY_FEDERATION("");

    private final String value;

    /// @param value the key word of its value; empty where Snowflake makes it
    Type(String value) {
      this.value = value;
    }

    boolean hasValue() {
      return !value.isEmpty();
    }

    boolean hasIntegration() {
      return this == OAUTH2 || this == CLOUD_PROVIDER_TOKEN;
    }
  }

  @Doc("A secret")
  public record Spec(
      @Doc(
              "What it is; OAUTH2 with `scopes` is for client credentials, with `valueFrom` (a"
                  + " refresh token) for an authorization code")
          @Default("GENERIC_STRING")
          Type type,
      @Doc("The user name beside a PASSWORD") Optional<String> username,
      @Doc("Where the value is read from, never the value itself") Optional<ValueFrom> valueFrom,
      @Doc("The security integration of an OAUTH2 secret or a CLOUD_PROVIDER_TOKEN")
          @Example("GITHUB_OAUTH")
          Optional<String> apiAuthentication,
      @Doc("The scopes of an OAUTH2 secret for client credentials") @Example("[repo]")
          List<String> scopes,
      @Doc("When the refresh token of an OAUTH2 secret ends, in UTC")
          @Example("2027-01-31T00:00:00Z")
          Optional<String> refreshTokenExpires,
      @Doc("Whether a CLOUD_PROVIDER_TOKEN works") Optional<Boolean> enabled,
      @Doc("What it is for") @Max(900) Optional<String> comment) {

    public Spec {
      scopes = List.copyOf(scopes);
    }
  }

  @Override
  public String name() {
    return "Secret";
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
    return Names.canonical(written, 3);
  }

  @Override
  public Spec load(Spec spec, LoadContext context) {
    var type = spec.type();
    var code = type == Type.OAUTH2 && spec.scopes().isEmpty();
    check(
        context,
        "valueFrom",
        spec.valueFrom().isPresent(),
        type,
        type.hasValue() && (type != Type.OAUTH2 || code));
    check(context, USERNAME, spec.username().isPresent(), type, type == Type.PASSWORD);
    check(context, INTEGRATION, spec.apiAuthentication().isPresent(), type, type.hasIntegration());
    check(context, ENABLED, spec.enabled().isPresent(), type, type == Type.CLOUD_PROVIDER_TOKEN);
    if (type != Type.OAUTH2) {
      check(context, SCOPES, !spec.scopes().isEmpty(), type, false);
    }
    if (!code) {
      check(context, EXPIRY, spec.refreshTokenExpires().isPresent(), type, false);
    }
    spec.refreshTokenExpires()
        .filter(text -> Timestamps.parse(text).isEmpty())
        .ifPresent(text ->
            Written.problem(
                context,
                EXPIRY,
                "`%s` is not a time".formatted(text),
                "a time without a zone would be another one in each session",
                "write it like 2027-01-31T00:00:00Z"));
    return new Spec(
        type,
        spec.username(),
        spec.valueFrom(),
        Names.check(context, INTEGRATION, "integration", spec.apiAuthentication(), 1, false),
        spec.scopes(),
        spec.refreshTokenExpires(),
        spec.enabled(),
        spec.comment());
  }

  /// A secret of each type consists of exactly its own parts.
  private static void check(
      LoadContext context, String path, boolean present, Type type, boolean needed) {
    if (present != needed) {
      context.problem(
          present ? Code.FIELD_VALUE : Code.FIELD_REQUIRED,
          path,
          "%s: a secret of type %s %s".formatted(path, type, present ? "has none" : "needs it"),
          "what a secret consists of depends on its type",
          present ? "remove it, or correct `type`" : "add `" + path + "`");
    }
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    var references = new ArrayList<>(Names.parents(resource.id().name()));
    resource
        .spec()
        .apiAuthentication()
        .ifPresent(name -> references.add(Reference.ordering("SecurityIntegration", name)));
    return references;
  }

  @Override
  public List<SecretSource> secrets(Desired<Spec> resource) {
    return resource.spec().valueFrom().map(ValueFrom::source).stream().toList();
  }

  @Override
  public String note(Desired<Spec> resource) {
    return resource
        .spec()
        .valueFrom()
        .map(from -> "value from " + from.source())
        .orElse(resource.spec().type().name());
  }

  @Override
  public List<Field<Spec>> fields() {
    return List.of(
        Field.<Spec>of("type", spec -> Optional.of(Canonical.text(spec.type().name())))
            .repair(
                new Repair.Recreate(
                    "a secret keeps its type for life", "its READ and USAGE grants")),
        Field.of(USERNAME, spec -> Canonical.text(spec.username())),
        Field.<Spec>ofResource(VALUE, SecretKind::fingerprint).asConfidential(),
        Field.<Spec>of(INTEGRATION, spec -> Canonical.text(spec.apiAuthentication()))
            .repair(
                new Repair.Recreate(
                    "a secret keeps its integration for life", "its READ and USAGE grants")),
        Field.of(SCOPES, spec -> Property.nonEmpty(spec.scopes()).map(Canonical::set)),
        Field.of(
            EXPIRY,
            spec ->
                spec.refreshTokenExpires()
                    .flatMap(Timestamps::parse)
                    .map(at -> Canonical.text(at.toString()))),
        Field.<Spec>of(ENABLED, spec -> Canonical.bool(spec.enabled())),
        Comments.field(Spec::comment));
  }

  private static Optional<tools.jackson.databind.JsonNode> fingerprint(Desired<Spec> resource) {
    return resource.fingerprints().isEmpty()
        ? Optional.empty()
        : Optional.of(Canonical.text(Fingerprints.combine(resource.fingerprints().values())));
  }

  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    var spec = resource.spec();
    var sql = STATEMENTS.create(resource.id().name()).property("TYPE").words(spec.type().name());
    if (spec.type() == Type.SYMMETRIC_KEY) {
      sql.property("ALGORITHM").words("GENERIC");
    }
    spec.apiAuthentication()
        .ifPresent(integration -> sql.property("API_AUTHENTICATION").name(integration));
    spec.username().ifPresent(username -> sql.property("USERNAME").text(username));
    writeValue(sql, spec);
    writeExpiry(sql, spec);
    if (!spec.scopes().isEmpty()) {
      sql.property("OAUTH_SCOPES").texts(spec.scopes());
    }
    spec.enabled().ifPresent(enabled -> sql.property("ENABLED").bool(enabled));
    return List.of(Comments.write(sql, spec.comment(), mark).ddl());
  }

  /// The value and the mark that speaks of it change in one statement.
  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    var spec = resource.spec();
    var sql = STATEMENTS.alter(resource.id().name()).words("SET");
    if (drifts(drifts, USERNAME)) {
      sql.property("USERNAME").text(spec.username().orElse(""));
    }
    if (drifts(drifts, SCOPES)) {
      sql.property("OAUTH_SCOPES").texts(spec.scopes());
    }
    if (drifts(drifts, ENABLED)) {
      sql.property("ENABLED").bool(spec.enabled().orElse(true));
    }
    var value = drifts(drifts, VALUE);
    if (value) {
      writeValue(sql, spec);
    }
    if (value || drifts(drifts, EXPIRY)) {
      writeExpiry(sql, spec);
    }
    if (value || Comments.drifted(drifts)) {
      var told = value ? mark : mark.withFingerprint(observed.mark().flatMap(Mark::fingerprint));
      var comment = Comments.drifted(drifts) ? spec.comment() : Comments.observed(observed);
      Comments.write(sql, comment, told);
    }
    return List.of(sql.ddl());
  }

  private static boolean drifts(List<Drift> drifts, String field) {
    return drifts.stream().anyMatch(drift -> drift.field().equals(field));
  }

  private static void writeValue(Sql into, Spec spec) {
    spec.valueFrom().ifPresent(from -> into.property(spec.type().value).secret(from.source()));
  }

  private static void writeExpiry(Sql into, Spec spec) {
    spec.refreshTokenExpires()
        .flatMap(Timestamps::parse)
        .ifPresent(
            at -> into.property("OAUTH_REFRESH_TOKEN_EXPIRY_TIME").text(Timestamps.literal(at)));
  }

  /// The mark of a secret that is taken over says nothing about its value, which is not known.
  @Override
  public List<Effect> adopt(Desired<Spec> resource, Observed observed, Mark mark) {
    return STATEMENTS.adopt(observed, mark.withFingerprint(Optional.empty()));
  }

  @Override
  public List<Effect> delete(Observed observed) {
    return STATEMENTS.drop(observed.id().name());
  }

  @Override
  public Listing listing() {
    return new Listing.OfDatabase("SECRETS");
  }

  @Override
  public Optional<String> nameIn(Row row) {
    return Names.inSchema(row);
  }

  @Override
  public List<Look> looks(ResourceId id, Row row) {
    var type = row.text("secret_type").orElse("").toUpperCase(Locale.ROOT);
    return List.of("PASSWORD", "OAUTH2", "CLOUD_PROVIDER_TOKEN").contains(type)
        ? List.of(
            Look.inTurn(
                DETAIL,
                Sql.of("DESCRIBE SECRET").name(id.name()).end(StatementClass.DESCRIBE),
                row.text("created_on").orElse("") + row.text("comment").orElse("")))
        : List.of();
  }

  @Override
  public Observed read(ResourceId id, Sighting seen) {
    var row = seen.row();
    var fields =
        new Fields(id, row)
            .text("type", row.text("secret_type").map(type -> type.toUpperCase(Locale.ROOT)))
            .field(SCOPES, Property.nonEmpty(row.list("oauth_scopes")).map(Canonical::set))
            .text(VALUE, Comments.mark(row).flatMap(Mark::fingerprint));
    var failure = seen.failure(DETAIL);
    if (failure.isPresent()) {
      List.of(USERNAME, INTEGRATION, EXPIRY, ENABLED)
          .forEach(field -> fields.unreadable(field, failure.get()));
    }
    var detail = seen.look(DETAIL).flatMap(rows -> rows.stream().findFirst());
    if (detail.isEmpty()) {
      return fields.observed();
    }
    fields
        .text(USERNAME, detail.get().textUnlessNull(USERNAME))
        .text(INTEGRATION, detail.get().textUnlessNull("integration_name").map(Names::shown))
        .text(
            EXPIRY,
            detail
                .get()
                .text("oauth_refresh_token_expiry_time")
                .flatMap(Timestamps::parse)
                .map(Object::toString));
    if (detail.get().text(ENABLED).isPresent()) {
      fields.bool(ENABLED, ENABLED);
    } else if (Type.CLOUD_PROVIDER_TOKEN.name().equals(row.text("secret_type").orElse(""))) {
      // What such a token shows beside its integration is not documented.
      fields.unreadable(ENABLED, "Snowflake does not show it");
    }
    return fields.observed();
  }

  /// No value is ever shown, so it has to come from somewhere else, and is not touched until it
  /// does.
  @Override
  public Export exported(Observed observed) {
    var export = Export.ofFields(this, observed);
    var type =
        Type.valueOf(
            observed.field("type").map(text -> text.asString("")).orElse("GENERIC_STRING"));
    if (!type.hasValue() || (type == Type.OAUTH2 && observed.field(SCOPES).isPresent())) {
      return export;
    }
    var variable =
        observed.id().name().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_").strip();
    return export
        .set("valueFrom.env", Canonical.text(variable))
        .remark("Snowflake never shows a value: put the real one into the variable " + variable)
        .remark("(or name another source), and then drop the entry of `lifecycle.ignore`.")
        .ignore(VALUE, "imported: its source does not hold the value yet");
  }
}
