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
import dev.snowdrift.kind.Repair;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Example;
import dev.snowdrift.manifest.Lifecycle;
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
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A stage: files of its own, among them the volumes that services mount, or (external) those of a
/// cloud provider's storage, reached by a storage integration. Credentials in a statement end up in
/// the query history; there is no way to declare any.
public final class StageKind implements SnowflakeKind<StageKind.Spec> {
  private static final String DIRECTORY = "directory";
  private static final String URL = "url";
  private static final String FILE_FORMAT = "fileFormat";
  private static final String DETAIL = "detail";
  private static final Statements STATEMENTS = new Statements("STAGE");

  /// In ALTER STAGE too; UNSET knows neither.
  private static final List<Property<Spec>> LOCATION =
      List.of(
          Property.<Spec>text(URL, "URL", spec -> spec.url().map(StageKind::location)),
          Property.<Spec>name(
              "storageIntegration", "STORAGE_INTEGRATION", Spec::storageIntegration));

  @Doc("A stage, internal unless it has a URL")
  public record Spec(
      @Doc("Whether it keeps a directory table") Optional<Boolean> directory,
      @Doc("Where the files of an external stage are")
          @Example("s3://snowflake-lab/public/datasets")
          @dev.snowdrift.manifest.Pattern(
              value = "(?:s3|s3gov|s3china|s3compat|gcs|azure)://.+",
              reason = "a URL of S3, Google Cloud Storage or Azure")
          Optional<String> url,
      @Doc("The storage integration by which an external stage is reached; none for public storage")
          @Example("LAKE")
          Optional<String> storageIntegration,
      @Doc("The file format of its files, by full name") @Example("RAW.PUBLIC.CSV")
          Optional<String> fileFormat,
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
  public Spec load(Spec spec, LoadContext context) {
    if (spec.url().isEmpty() && spec.storageIntegration().isPresent()) {
      Written.problem(
          context,
          "storageIntegration",
          "an internal stage has none",
          "a storage integration leads to storage outside of Snowflake",
          "add `url`, or remove it");
    }
    if (spec.url().isPresent() && spec.encryption().isPresent()) {
      Written.problem(
          context,
          "encryption",
          "the files of an external stage are not Snowflake's to encrypt",
          "SNOWFLAKE_FULL and SNOWFLAKE_SSE are ways to encrypt an internal stage",
          "remove it");
    }
    return new Spec(
        spec.directory(),
        spec.url(),
        Names.check(
            context, "storageIntegration", "integration", spec.storageIntegration(), 1, false),
        Names.check(context, FILE_FORMAT, "FileFormat", spec.fileFormat(), 3, false),
        spec.encryption(),
        spec.comment());
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    var references = new ArrayList<>(Names.parents(resource.id().name()));
    resource
        .spec()
        .fileFormat()
        .ifPresent(
            format -> references.add(Reference.required("FileFormat", format, "spec.fileFormat")));
    return references;
  }

  @Override
  public List<Field<Spec>> fields() {
    return List.of(
        LOCATION.getFirst().field(),
        LOCATION.getLast().field(),
        Field.<Spec>of(FILE_FORMAT, spec -> Canonical.text(spec.fileFormat())),
        Field.<Spec>of(DIRECTORY, spec -> Canonical.bool(spec.directory()))
            .standard(Canonical.bool(false)),
        Field.<Spec>of("encryption", spec -> Canonical.text(spec.encryption()))
            .repair(
                new Repair.Ignore(
                    "only a new stage can be encrypted otherwise, and the files would be lost")),
        Comments.field(Spec::comment));
  }

  /// An internal stage never becomes an external one.
  @Override
  public Repair repair(Drift drift, Observed observed, List<Drift> all) {
    var becomesExternal =
        all.stream().anyMatch(other -> other.field().equals(URL) && other.observed().isEmpty());
    return becomesExternal
            && LOCATION.stream().anyMatch(of -> of.field().name().equals(drift.field()))
        ? new Repair.Recreate(
            "an internal stage cannot become an external one", "its files and its grants")
        : SnowflakeKind.super.repair(drift, observed, all);
  }

  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    var spec = resource.spec();
    var sql = STATEMENTS.create(resource.id().name());
    Property.declared(sql, LOCATION, resource);
    spec.encryption()
        .ifPresent(type -> sql.property("ENCRYPTION").open().property("TYPE").text(type).close());
    spec.directory()
        .ifPresent(
            enable -> sql.property("DIRECTORY").open().property("ENABLE").bool(enable).close());
    spec.fileFormat().ifPresent(format -> fileFormat(sql, format));
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
    if (drifts.stream().anyMatch(drift -> drift.field().equals(FILE_FORMAT))) {
      var format = resource.spec().fileFormat().orElseThrow();
      effects.add(fileFormat(STATEMENTS.alter(resource.id().name()).words("SET"), format).ddl());
    }
    effects.addAll(STATEMENTS.update(resource, LOCATION, resource.spec().comment(), drifts, mark));
    return effects;
  }

  private static Sql fileFormat(Sql into, String format) {
    return into.property("FILE_FORMAT").open().property("FORMAT_NAME").text(format).close();
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

  /// The file format is only in DESCRIBE.
  @Override
  public List<Look> looks(ResourceId id, Row row) {
    return List.of(
        Look.inTurn(
            DETAIL,
            Sql.of("DESCRIBE STAGE").name(id.name()).end(StatementClass.DESCRIBE),
            row.text("created_on").orElse("")));
  }

  @Override
  public List<Look> looks(Desired<Spec> declared, Row row) {
    return declared.spec().fileFormat().isEmpty() ? List.of() : looks(declared.id(), row);
  }

  @Override
  public Observed read(ResourceId id, Sighting seen) {
    var row = seen.row();
    var fields = new Fields(id, row);
    seen.look(DETAIL)
        .ifPresentOrElse(
            rows -> fields.text(FILE_FORMAT, format(rows)),
            () -> fields.unreadable(FILE_FORMAT, seen.failure(DETAIL).orElse("not looked at")));
    return fields
        .bool(DIRECTORY, "directory_enabled")
        .text(URL, row.text("url").map(StageKind::location))
        .text("storageIntegration", row.textUnlessNull("storage_integration").map(Names::shown))
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

  /// Without a slash at the end, which says nothing.
  private static String location(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /// `\"RAW\".\"PUBLIC\".\"CSV\"`, the quotes escaped or not
  /// (snowflakedb/terraform-provider-snowflake, pkg/sdk/stages_ext.go).
  private static Optional<String> format(List<Row> rows) {
    return rows.stream()
        .filter(row -> row.text("property").orElse("").equals("FORMAT_NAME"))
        .flatMap(row -> row.textUnlessNull("property_value").stream())
        .map(name -> Names.shown(name.replace("\\\"", "\"")))
        .findFirst();
  }
}
