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
import dev.snowdrift.manifest.Default;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Example;
import dev.snowdrift.manifest.Max;
import dev.snowdrift.manifest.OneOf;
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
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A user, mostly one that a service logs in with: by key pair, without a password.
///
/// A password comes from outside of Git, like a secret's value: a keyed fingerprint of it stands in
/// our mark, and it is never read back. Users of a service that Snowflake makes by itself are left
/// out.
public final class UserKind implements SnowflakeKind<UserKind.Spec> {
  private static final String PASSWORD = "password";
  private static final String MUST_CHANGE = "mustChangePassword";
  private static final String KEY = "rsaPublicKey";
  private static final String KEY_2 = "rsaPublicKey2";
  private static final String NETWORK_POLICY = "networkPolicy";
  private static final String DETAIL = "detail";
  private static final String PARAMETERS = "parameters";
  private static final Statements STATEMENTS = new Statements("USER");

  /// What it is for; a SERVICE has neither password nor a person's name.
  public enum Type {
    SERVICE,
    LEGACY_SERVICE,
    PERSON
  }

  private static final List<Property<Spec>> PROPERTIES =
      List.of(
          Property.<Spec>word("type", "TYPE", spec -> Optional.of(spec.type().name())),
          // Login names are case-insensitive and shown in upper case.
          Property.<Spec>text("loginName", "LOGIN_NAME", spec -> upper(spec.loginName())),
          Property.<Spec>text("displayName", "DISPLAY_NAME", Spec::displayName),
          optional(Property.<Spec>text("email", "EMAIL", Spec::email)),
          optional(Property.text("firstName", "FIRST_NAME", Spec::firstName)),
          optional(Property.text("lastName", "LAST_NAME", Spec::lastName)),
          Property.<Spec>bool("disabled", "DISABLED", Spec::disabled)
              .standardBySet(Canonical.bool(false)),
          optional(Property.name("defaultRole", "DEFAULT_ROLE", Spec::defaultRole)),
          optional(Property.name("defaultWarehouse", "DEFAULT_WAREHOUSE", Spec::defaultWarehouse)),
          optional(Property.name("defaultNamespace", "DEFAULT_NAMESPACE", Spec::defaultNamespace)),
          new Property<>(
              Field.of("secondaryRoles", spec -> Canonical.text(spec.secondaryRoles())),
              "DEFAULT_SECONDARY_ROLES",
              (sql, resource) ->
                  sql.texts(
                      resource.spec().secondaryRoles().orElseThrow().equals("ALL")
                          ? List.of("ALL")
                          : List.of()),
              true),
          key(KEY, "RSA_PUBLIC_KEY", Spec::rsaPublicKey),
          key(KEY_2, "RSA_PUBLIC_KEY_2", Spec::rsaPublicKey2),
          optional(Property.name(NETWORK_POLICY, "NETWORK_POLICY", Spec::networkPolicy)));

  @Doc("A user, by default one of a service")
  public record Spec(
      @Doc("SERVICE has no password; LEGACY_SERVICE has; a PERSON has a name too")
          @Default("SERVICE")
          Type type,
      @Doc("The name to log in with; the user's name when it is not said")
          Optional<String> loginName,
      @Doc("The name that is shown") Optional<String> displayName,
      @Doc("Where mail goes") @Example("etl@example.com") Optional<String> email,
      @Doc("A PERSON's first name") Optional<String> firstName,
      @Doc("A PERSON's last name") Optional<String> lastName,
      @Doc("Whether it can't log in") Optional<Boolean> disabled,
      @Doc("The role of a new session; it must be granted too") @Example("ETL")
          Optional<String> defaultRole,
      @Doc("The warehouse of a new session") @Example("LOAD_WH") Optional<String> defaultWarehouse,
      @Doc("The database, or database and schema, of a new session") @Example("RAW.PUBLIC")
          Optional<String> defaultNamespace,
      @Doc("Whether the other roles of the user count too") @OneOf({"ALL", "NONE"})
          Optional<String> secondaryRoles,
      @Doc("The public key of a key pair, in PEM form with or without the lines around it")
          Optional<String> rsaPublicKey,
      @Doc("A second one, to change keys without an interruption") Optional<String> rsaPublicKey2,
      @Doc("From where it may log in") @Example("PREFECT_SVC_POLICY")
          Optional<String> networkPolicy,
      @Doc("Where a password is read from, never the password itself; not for a SERVICE")
          Optional<ValueFrom> passwordFrom,
      @Doc("Whether a PERSON has to change each password that is set here")
          Optional<Boolean> mustChangePassword,
      @Doc("What it is for") @Max(900) Optional<String> comment) {}

  /// Gone when it is no longer declared.
  private static Property<Spec> optional(Property<Spec> property) {
    return property.standard(Canonical.text(""));
  }

  private static Property<Spec> key(
      String name, String keyword, java.util.function.Function<Spec, Optional<String>> of) {
    return new Property<Spec>(
            Field.of(
                name, spec -> of.apply(spec).map(PublicKeys::fingerprint).map(Canonical::text)),
            keyword,
            (sql, resource) -> sql.text(of.apply(resource.spec()).orElseThrow()),
            true)
        .standard(Canonical.text(""));
  }

  private static Optional<String> upper(Optional<String> text) {
    return text.map(name -> name.toUpperCase(Locale.ROOT));
  }

  @Override
  public String name() {
    return "User";
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
    if (spec.type() == Type.SERVICE) {
      refuse(context, "passwordFrom", spec.passwordFrom().isPresent());
    }
    if (spec.type() != Type.PERSON) {
      refuse(context, MUST_CHANGE, spec.mustChangePassword().isPresent());
      refuse(context, "firstName", spec.firstName().isPresent());
      refuse(context, "lastName", spec.lastName().isPresent());
    }
    return new Spec(
        spec.type(),
        spec.loginName(),
        spec.displayName(),
        spec.email(),
        spec.firstName(),
        spec.lastName(),
        spec.disabled(),
        Names.check(context, "defaultRole", "Role", spec.defaultRole(), 1, false),
        Names.check(context, "defaultWarehouse", "Warehouse", spec.defaultWarehouse(), 1, false),
        spec.defaultNamespace()
            .map(name ->
                Names.check(
                    context,
                    "defaultNamespace",
                    "Schema",
                    name,
                    name.indexOf('.') < 0 ? 1 : 2,
                    false)),
        spec.secondaryRoles(),
        bare(context, KEY, spec.rsaPublicKey()),
        bare(context, KEY_2, spec.rsaPublicKey2()),
        Names.check(context, NETWORK_POLICY, "network policy", spec.networkPolicy(), 1, false),
        spec.passwordFrom(),
        spec.mustChangePassword(),
        spec.comment());
  }

  private static void refuse(LoadContext context, String path, boolean present) {
    if (present) {
      Written.problem(
          context,
          path,
          "a user of this type has none",
          "Snowflake refuses passwords of a SERVICE, and whatever only people have of services",
          "remove it, or correct `type`");
    }
  }

  private static Optional<String> bare(LoadContext context, String path, Optional<String> written) {
    try {
      return written.map(PublicKeys::bare);
    } catch (IllegalArgumentException e) {
      Written.problem(
          context,
          path,
          "not a public key",
          String.valueOf(e.getMessage()),
          "write what `openssl rsa -pubout` gives");
      return Optional.empty();
    }
  }

  /// Snowflake asks for neither role nor warehouse; a session without them would fail later.
  @Override
  public List<Reference> references(Desired<Spec> resource) {
    var spec = resource.spec();
    var references = new ArrayList<Reference>();
    spec.defaultRole()
        .filter(role -> !SYSTEM_ROLES.contains(role))
        .ifPresent(role -> references.add(Reference.required("Role", role, "spec.defaultRole")));
    spec.defaultWarehouse()
        .ifPresent(
            name -> references.add(Reference.required("Warehouse", name, "spec.defaultWarehouse")));
    spec.defaultNamespace()
        .ifPresent(name ->
            references.add(
                Reference.ordering(
                    Names.of(name).parts().size() == 1 ? "Database" : "Schema", name)));
    spec.networkPolicy()
        .ifPresent(name -> references.add(Reference.ordering("NetworkPolicy", name)));
    return references;
  }

  private static final Set<String> SYSTEM_ROLES =
      Set.of("ACCOUNTADMIN", "SECURITYADMIN", "USERADMIN", "SYSADMIN", "ORGADMIN", "PUBLIC");

  @Override
  public List<SecretSource> secrets(Desired<Spec> resource) {
    return resource.spec().passwordFrom().map(ValueFrom::source).stream().toList();
  }

  @Override
  public String note(Desired<Spec> resource) {
    return resource.spec().type().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  @Override
  public List<Field<Spec>> fields() {
    var fields = new ArrayList<Field<Spec>>();
    PROPERTIES.forEach(property -> fields.add(property.field()));
    fields.add(Field.<Spec>ofResource(PASSWORD, UserKind::fingerprint).asConfidential());
    fields.add(
        Field.<Spec>of(MUST_CHANGE, spec -> Canonical.bool(spec.mustChangePassword()))
            .align((wanted, _) -> wanted)
            .repair(new Repair.Ignore("it turns false when the person has changed the password")));
    fields.add(Comments.field(Spec::comment));
    return fields;
  }

  private static Optional<JsonNode> fingerprint(Desired<Spec> resource) {
    return resource.fingerprints().isEmpty()
        ? Optional.empty()
        : Optional.of(Canonical.text(Fingerprints.combine(resource.fingerprints().values())));
  }

  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    var sql = STATEMENTS.create(resource.id().name());
    Property.declared(sql, PROPERTIES, resource);
    writePassword(sql, resource.spec());
    return List.of(Comments.write(sql, resource.spec().comment(), mark).ddl());
  }

  private static void writePassword(Sql into, Spec spec) {
    spec.passwordFrom()
        .ifPresent(from -> {
          into.property("PASSWORD").secret(from.source());
          spec.mustChangePassword()
              .ifPresent(must -> into.property("MUST_CHANGE_PASSWORD").bool(must));
        });
  }

  /// A new password and the mark that speaks of it are set in one statement.
  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    var spec = resource.spec();
    var told = mark.withFingerprint(observed.mark().flatMap(Mark::fingerprint));
    var effects = new ArrayList<Effect>();
    var password = drifts.stream().anyMatch(drift -> drift.field().equals(PASSWORD));
    effects.addAll(
        STATEMENTS.update(
            resource,
            PROPERTIES,
            spec.comment(),
            password ? drifts.stream().filter(drift -> !isComment(drift)).toList() : drifts,
            told));
    if (password) {
      var set = STATEMENTS.alter(resource.id().name()).words("SET");
      writePassword(set, spec);
      var comment = Comments.drifted(drifts) ? spec.comment() : Comments.observed(observed);
      effects.add(Comments.write(set, comment, mark).ddl());
    }
    return effects;
  }

  private static boolean isComment(Drift drift) {
    return drift.field().equals(Comments.FIELD);
  }

  /// The mark of a user that is taken over says nothing about the password, which is not known.
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
    return new Listing.OfAccount("USERS");
  }

  @Override
  public Optional<String> nameIn(Row row) {
    return row.text("type").orElse("").equals("SNOWFLAKE_SERVICE")
        ? Optional.empty()
        : Names.inAccount(row);
  }

  /// Keys are in DESCRIBE USER only, and a network policy among the parameters only; neither moves
  /// anything in the listing when it changes.
  @Override
  public List<Look> looks(ResourceId id, Row row) {
    return List.of(detail(id, row), parameters(id, row));
  }

  private static Look detail(ResourceId id, Row row) {
    return Look.inTurn(
        DETAIL,
        Sql.of("DESCRIBE USER").name(id.name()).end(StatementClass.DESCRIBE),
        row.text("created_on").orElse("") + row.text("has_rsa_public_key").orElse(""));
  }

  private static Look parameters(ResourceId id, Row row) {
    return Look.inTurn(
        PARAMETERS,
        Sql.of("SHOW PARAMETERS").words("IN USER").name(id.name()).end(StatementClass.SHOW),
        row.text("created_on").orElse(""));
  }

  @Override
  public Observed read(ResourceId id, Sighting seen) {
    var row = seen.row();
    var fields = new Fields(id, row);
    if (row.text("login_name").isEmpty()) {
      // Most columns of a user that we may not manage are NULL, which is "unknown" and not "unset"
      // (snowflakedb/terraform-provider-snowflake, pkg/sdk/users_gen.go).
      PROPERTIES.forEach(
          property -> fields.unreadable(property.field().name(), "this role may not see it"));
      return fields.observed();
    }
    fields
        .text("type", Optional.of(row.textUnlessNull("type").orElse("PERSON")))
        .text("loginName", upper(row.text("login_name")))
        .text("displayName", row.textUnlessNull("display_name"))
        .text("email", row.textUnlessNull("email"))
        .text("firstName", row.textUnlessNull("first_name"))
        .text("lastName", row.textUnlessNull("last_name"))
        .field("disabled", Canonical.bool(row.bool("disabled").orElse(false)))
        .text("defaultRole", row.textUnlessNull("default_role").map(Names::shown))
        .text("defaultWarehouse", row.textUnlessNull("default_warehouse").map(Names::shown))
        .text("defaultNamespace", row.textUnlessNull("default_namespace").map(Names::shown))
        .text("secondaryRoles", Optional.of(secondaryRoles(row)))
        .text(PASSWORD, Comments.mark(row).flatMap(Mark::fingerprint));
    keys(seen, fields);
    policy(seen, fields);
    return fields.observed();
  }

  /// `["ALL"]` or `[]`.
  private static String secondaryRoles(Row row) {
    return row.text("default_secondary_roles").orElse("").contains("ALL") ? "ALL" : "NONE";
  }

  private static void keys(Sighting seen, Fields fields) {
    var detail = seen.look(DETAIL);
    if (detail.isEmpty()) {
      var why = seen.failure(DETAIL).orElse("not looked at");
      fields.unreadable(KEY, why).unreadable(KEY_2, why);
      return;
    }
    var properties = new LinkedHashMap<String, String>();
    for (var row : detail.get()) {
      row.textUnlessNull("value").ifPresent(value -> properties.put(row.need("property"), value));
    }
    var values = new Row(properties);
    fields
        .text(KEY, values.text("RSA_PUBLIC_KEY_FP"))
        .text(KEY_2, values.text("RSA_PUBLIC_KEY_2_FP"))
        .fact(KEY, values.text("RSA_PUBLIC_KEY"))
        .fact(KEY_2, values.text("RSA_PUBLIC_KEY_2"));
  }

  private static void policy(Sighting seen, Fields fields) {
    seen.look(PARAMETERS)
        .ifPresentOrElse(
            rows ->
                fields.text(
                    NETWORK_POLICY,
                    rows.stream()
                        .filter(row -> row.text("key").orElse("").equals("NETWORK_POLICY"))
                        .filter(row -> row.text("level").orElse("").equals("USER"))
                        .flatMap(row -> row.text("value").stream())
                        .map(Names::shown)
                        .findFirst()),
            () ->
                fields.unreadable(
                    NETWORK_POLICY, seen.failure(PARAMETERS).orElse("not looked at")));
  }

  /// Keys are compared by their fingerprints, and written whole. A password is never shown.
  @Override
  public Export exported(Observed observed) {
    var export = Export.ofFields(this, observed);
    for (var key : List.of(KEY, KEY_2)) {
      if (export.spec().remove(key) == null) {
        continue;
      }
      var whole = observed.fact(key);
      if (whole.isPresent()) {
        export.set(key, Canonical.text(whole.get()));
      } else {
        export =
            export.remark(
                "%s is not shown; its fingerprint is %s"
                    .formatted(key, observed.field(key).orElseThrow().asString("")));
      }
    }
    return export;
  }
}
