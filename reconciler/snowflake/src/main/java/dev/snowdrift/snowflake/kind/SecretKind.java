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
import dev.snowdrift.manifest.Max;
import dev.snowdrift.snowflake.Listing;
import dev.snowdrift.snowflake.Look;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sighting;
import dev.snowdrift.snowflake.SnowflakeKind;
import dev.snowdrift.snowflake.Sql;
import dev.snowdrift.snowflake.StatementClass;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A secret whose value comes from outside of Git. Snowflake never shows a value: a keyed
/// fingerprint of it stands in our mark, and a value that somebody else sets cannot be noticed.
public final class SecretKind implements SnowflakeKind<SecretKind.Spec> {
  private static final String VALUE = "value";
  private static final String USERNAME = "username";
  private static final String DETAIL = "detail";
  private static final Statements STATEMENTS = new Statements("SECRET");

  /// What the value is.
  public enum Type {
    GENERIC_STRING,
    PASSWORD
  }

  @Doc("A secret")
  public record Spec(
      @Doc("What the value is") @Default("GENERIC_STRING") Type type,
      @Doc("The user name beside a PASSWORD") Optional<String> username,
      @Doc("Where the value is read from, never the value itself") ValueFrom valueFrom,
      @Doc("What it is for") @Max(900) Optional<String> comment) {}

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
    if (spec.valueFrom().env().isPresent() == spec.valueFrom().file().isPresent()) {
      context.problem(
          Code.FIELD_VALUE,
          "valueFrom",
          "valueFrom: exactly one source must be named",
          "a value comes from one place",
          "write `valueFrom: {env: NAME}` or `valueFrom: {file: path}`");
    }
    if ((spec.type() == Type.PASSWORD) != spec.username().isPresent()) {
      context.problem(
          spec.username().isPresent() ? Code.FIELD_VALUE : Code.FIELD_REQUIRED,
          USERNAME,
          spec.username().isPresent()
              ? "username: a GENERIC_STRING has no user name"
              : "username: a PASSWORD needs a user name",
          "only secrets of type PASSWORD are a pair of user name and password",
          spec.username().isPresent() ? "write `type: PASSWORD`, or drop it" : "add `username`");
    }
    return spec;
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    return Names.parents(resource.id().name());
  }

  @Override
  public List<SecretSource> secrets(Desired<Spec> resource) {
    return List.of(resource.spec().valueFrom().source());
  }

  @Override
  public String note(Desired<Spec> resource) {
    return "value from " + resource.spec().valueFrom().source();
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
    spec.username().ifPresent(username -> sql.property("USERNAME").text(username));
    writeValue(sql, spec);
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
    var value = drifts(drifts, VALUE);
    if (value) {
      writeValue(sql, spec);
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
    into.property(spec.type() == Type.PASSWORD ? "PASSWORD" : "SECRET_STRING")
        .secret(spec.valueFrom().source());
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

  /// The user name is only in DESCRIBE.
  @Override
  public List<Look> looks(ResourceId id, Row row) {
    return row.text("secret_type").filter(type -> type.equalsIgnoreCase("PASSWORD")).isPresent()
        ? List.of(
            Look.always(
                DETAIL, Sql.of("DESCRIBE SECRET").name(id.name()).end(StatementClass.DESCRIBE)))
        : List.of();
  }

  @Override
  public List<Look> looks(Desired<Spec> declared, Row row) {
    return declared.spec().username().isEmpty() ? List.of() : looks(declared.id(), row);
  }

  @Override
  public Observed read(ResourceId id, Sighting seen) {
    var row = seen.row();
    var fields =
        new Fields(id, row)
            .text("type", row.text("secret_type").map(type -> type.toUpperCase(Locale.ROOT)))
            .text(VALUE, Comments.mark(row).flatMap(Mark::fingerprint));
    seen.look(DETAIL)
        .flatMap(rows -> rows.stream().findFirst())
        .ifPresent(detail -> fields.text(USERNAME, detail.text(USERNAME)));
    seen.failure(DETAIL).ifPresent(why -> fields.unreadable(USERNAME, why));
    return fields.observed();
  }

  /// No value is ever shown, so it has to come from somewhere else, and is not touched until it
  /// does.
  @Override
  public Export exported(Observed observed) {
    var variable =
        observed.id().name().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_").strip();
    return Export.ofFields(fields(), observed)
        .set("valueFrom.env", Canonical.text(variable))
        .remark("Snowflake never shows a value: put the real one into the variable " + variable)
        .remark("(or name another source), and then drop the entry of `lifecycle.ignore`.")
        .ignore(VALUE, "imported: its source does not hold the value yet");
  }
}
