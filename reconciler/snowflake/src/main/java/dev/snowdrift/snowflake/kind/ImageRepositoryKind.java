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
import java.util.List;
import java.util.Optional;

/// Where container images are kept.
public final class ImageRepositoryKind implements SnowflakeKind<ImageRepositoryKind.Spec> {
  private static final Statements STATEMENTS = new Statements("IMAGE REPOSITORY");

  @Doc("An image repository")
  public record Spec(
      @Doc("How images are encrypted; only when it is created")
          @OneOf({"SNOWFLAKE_FULL", "SNOWFLAKE_SSE"})
          Optional<String> encryption,
      @Doc("What it is for") @Max(900) Optional<String> comment) {}

  @Override
  public String name() {
    return "ImageRepository";
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
    return Names.plain(written, 3);
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    return Names.parents(resource.id().name());
  }

  @Override
  public List<Field<Spec>> fields() {
    return List.of(
        Field.<Spec>of("encryption", spec -> Canonical.text(spec.encryption()))
            .repair(
                new Repair.Ignore(
                    "only a new repository can be encrypted otherwise, and the images would be"
                        + " lost")),
        Comments.field(Spec::comment));
  }

  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    var sql = STATEMENTS.create(resource.id().name());
    resource
        .spec()
        .encryption()
        .ifPresent(type -> sql.property("ENCRYPTION").open().property("TYPE").text(type).close());
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
    return new Listing.OfDatabase("IMAGE REPOSITORIES");
  }

  @Override
  public Optional<String> nameIn(Row row) {
    return Names.inSchema(row);
  }

  @Override
  public Observed read(ResourceId id, Sighting seen) {
    var row = seen.row();
    return new Fields(id, row)
        .text("encryption", row.text("encryption"))
        .fact("repository_url", row.text("repository_url"))
        .observed();
  }
}
