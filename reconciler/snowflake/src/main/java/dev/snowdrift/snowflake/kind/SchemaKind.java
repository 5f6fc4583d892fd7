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
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Lifecycle;
import dev.snowdrift.manifest.Max;
import dev.snowdrift.manifest.Min;
import dev.snowdrift.snowflake.Listing;
import dev.snowdrift.snowflake.QualifiedName;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sighting;
import dev.snowdrift.snowflake.SnowflakeKind;
import dev.snowdrift.snowflake.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A schema of a database. Its DNS suffix, under which its services find each other, lives as long
/// as the schema itself.
public final class SchemaKind implements SnowflakeKind<SchemaKind.Spec> {
  private static final String MANAGED = "managedAccess";
  private static final Statements STATEMENTS = new Statements("SCHEMA");
  private static final List<Property<Spec>> PROPERTIES =
      List.of(
          Property.<Spec>number(
                  "dataRetentionTimeInDays",
                  "DATA_RETENTION_TIME_IN_DAYS",
                  Spec::dataRetentionTimeInDays)
              .standard(Canonical.number(1)));

  @Doc("A schema")
  public record Spec(
      @Doc("What it is for") @Max(900) Optional<String> comment,
      @Doc("Only the schema's owner grants privileges on what is in it")
          Optional<Boolean> managedAccess,
      @Doc("How long dropped and changed data can be brought back") @Min(0) @Max(90) Optional<Long> dataRetentionTimeInDays,
      @Doc("Without fail-safe; only when it is created") Optional<Boolean> isTransient) {}

  @Override
  public String name() {
    return "Schema";
  }

  @Override
  public Wave wave() {
    return Wave.NAMESPACE;
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
    return Names.canonical(written, 2);
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    var database = Names.of(resource.id().name()).parent().canonical();
    return List.of(new Reference(new ResourceId("Database", database), "metadata.name", true));
  }

  @Override
  public List<Field<Spec>> fields() {
    return List.of(
        Field.<Spec>of(MANAGED, spec -> Canonical.bool(spec.managedAccess()))
            .standard(Canonical.bool(false)),
        PROPERTIES.getFirst().field(),
        Field.<Spec>of("isTransient", spec -> Canonical.bool(spec.isTransient()))
            .standard(Canonical.bool(false))
            .repair(
                new Repair.Recreate(
                    "a schema stays transient or not for life",
                    "every table, stage and service in it, and its DNS suffix")),
        Comments.field(Spec::comment));
  }

  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    var isTransient = resource.spec().isTransient().orElse(false);
    var sql =
        Sql.of(isTransient ? "CREATE TRANSIENT SCHEMA" : "CREATE SCHEMA")
            .name(resource.id().name());
    if (resource.spec().managedAccess().orElse(false)) {
      sql.words("WITH MANAGED ACCESS");
    }
    Property.declared(sql, PROPERTIES, resource);
    Comments.write(sql, resource.spec().comment(), mark);
    // A new database brings its PUBLIC along; the next look finds it, and says whose it is.
    if (Names.of(resource.id().name()).last().text().equals("PUBLIC")) {
      sql.tolerate(2002);
    }
    return List.of(sql.ddl());
  }

  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    var effects = new ArrayList<Effect>();
    if (drifts.stream().anyMatch(drift -> drift.field().equals(MANAGED))) {
      var managed = resource.spec().managedAccess().orElse(false);
      effects.add(
          STATEMENTS
              .alter(resource.id().name())
              .words(managed ? "ENABLE MANAGED ACCESS" : "DISABLE MANAGED ACCESS")
              .ddl());
    }
    effects.addAll(
        STATEMENTS.update(resource, PROPERTIES, resource.spec().comment(), drifts, mark));
    return effects;
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
    return new Listing.OfDatabase("SCHEMAS");
  }

  @Override
  public Optional<String> nameIn(Row row) {
    return row.need("name").equals("INFORMATION_SCHEMA")
        ? Optional.empty()
        : Optional.of(QualifiedName.of(row.need("database_name"), row.need("name")).canonical());
  }

  @Override
  public Observed read(ResourceId id, Sighting seen) {
    var row = seen.row();
    var options = row.text("options").orElse("").toUpperCase(Locale.ROOT);
    return new Fields(id, row)
        .number("dataRetentionTimeInDays", "retention_time")
        .field("isTransient", Canonical.bool(options.contains("TRANSIENT")))
        .field(MANAGED, Canonical.bool(options.contains("MANAGED ACCESS")))
        .observed();
  }
}
