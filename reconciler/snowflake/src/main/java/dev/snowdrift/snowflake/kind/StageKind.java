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
import dev.snowdrift.manifest.OneOf;
import dev.snowdrift.snowflake.Listing;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sighting;
import dev.snowdrift.snowflake.SnowflakeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// An internal stage: files, among them the volumes that services mount.
public final class StageKind implements SnowflakeKind<StageKind.Spec> {
  private static final String DIRECTORY = "directory";
  private static final Statements STATEMENTS = new Statements("STAGE");

  @Doc("An internal stage")
  public record Spec(
      @Doc("Whether it keeps a directory table") Optional<Boolean> directory,
      @Doc("How files are encrypted, only when it is created; stage volumes want SNOWFLAKE_SSE")
          @OneOf({"SNOWFLAKE_FULL", "SNOWFLAKE_SSE"})
          Optional<String> encryption,
      @Doc("What it is for") @Max(900) Optional<String> comment) {}

  @Override
  public String name() {
    return "Stage";
  }

  @Override
  public Wave wave() {
    return Wave.STORAGE;
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
    return Names.canonical(written, 3);
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    return Names.parents(resource.id().name());
  }

  @Override
  public List<Field<Spec>> fields() {
    return List.of(
        Field.<Spec>of(DIRECTORY, spec -> Canonical.bool(spec.directory()))
            .standard(Canonical.bool(false)),
        Field.<Spec>of("encryption", spec -> Canonical.text(spec.encryption()))
            .repair(
                new Repair.Ignore(
                    "only a new stage can be encrypted otherwise, and the files would be lost")),
        Comments.field(Spec::comment));
  }

  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    var spec = resource.spec();
    var sql = STATEMENTS.create(resource.id().name());
    spec.encryption()
        .ifPresent(type -> sql.property("ENCRYPTION").open().property("TYPE").text(type).close());
    spec.directory()
        .ifPresent(
            enable -> sql.property("DIRECTORY").open().property("ENABLE").bool(enable).close());
    return List.of(Comments.write(sql, spec.comment(), mark).ddl());
  }

  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    var effects = new ArrayList<Effect>();
    if (drifts.stream().anyMatch(drift -> drift.field().equals(DIRECTORY))) {
      effects.add(
          STATEMENTS
              .alter(resource.id().name())
              .words("SET")
              .property("DIRECTORY")
              .open()
              .property("ENABLE")
              .bool(resource.spec().directory().orElse(false))
              .close()
              .ddl());
    }
    effects.addAll(STATEMENTS.update(resource, List.of(), resource.spec().comment(), drifts, mark));
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
    return new Listing.OfDatabase("STAGES");
  }

  @Override
  public Optional<String> nameIn(Row row) {
    return Names.inSchema(row);
  }

  @Override
  public Observed read(ResourceId id, Sighting seen) {
    var row = seen.row();
    return new Fields(id, row)
        .bool(DIRECTORY, "directory_enabled")
        .text("encryption", row.text("type").flatMap(StageKind::encryption))
        .fact("type", row.text("type"))
        .observed();
  }

  /// `INTERNAL NO CSE` is how SHOW writes server-side encryption
  /// (snowflakedb/terraform-provider-snowflake, pkg/sdk).
  private static Optional<String> encryption(String type) {
    return switch (type.toUpperCase(Locale.ROOT)) {
      case "INTERNAL NO CSE" -> Optional.of("SNOWFLAKE_SSE");
      case "INTERNAL" -> Optional.of("SNOWFLAKE_FULL");
      default -> Optional.empty();
    };
  }
}
