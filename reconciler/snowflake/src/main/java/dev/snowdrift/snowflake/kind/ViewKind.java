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
import dev.snowdrift.manifest.Max;
import dev.snowdrift.snowflake.Listing;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sighting;
import dev.snowdrift.snowflake.SnowflakeKind;
import dev.snowdrift.snowflake.Sql;
import dev.snowdrift.snowflake.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A view. Its query is for life: neither ALTER VIEW nor CREATE OR ALTER VIEW takes another one
/// (Snowflake documentation of CREATE VIEW), so that a new query means a new view, without the
/// grants of the old one. SHOW VIEWS holds the whole statement, so nothing is described.
public final class ViewKind implements SnowflakeKind<ViewKind.Spec> {
  private static final String SECURE = "secure";
  private static final String TRACKING = "changeTracking";
  private static final String LOSES = "its grants";
  private static final Statements STATEMENTS = new Statements("VIEW");
  private static final List<Property<Spec>> PROPERTIES =
      List.of(
          Property.<Spec>bool(TRACKING, "CHANGE_TRACKING", Spec::changeTracking)
              .standardBySet(Canonical.bool(false)));

  @Doc("A view")
  public record Spec(
      @Doc("The query; names without database and schema are those of the view's schema")
          @Example("SELECT ID, SRC:carrier::VARCHAR AS CARRIER FROM AIRLINE_RAW")
          Optional<String> query,
      @Doc("A file of the repository with the query, instead of `query`")
          @Example("sql/airline.sql")
          Optional<String> queryFile,
      @Doc("Other names for all its columns") @Example("[ID, CARRIER]") List<String> columns,
      @Doc("Whether only its owner sees the query") Optional<Boolean> secure,
      @Doc("Whether changes of rows are recorded for streams") Optional<Boolean> changeTracking,
      @Doc("What it is for") @Max(900) Optional<String> comment) {

    public Spec {
      columns = List.copyOf(columns);
    }
  }

  @Override
  public String name() {
    return "View";
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
  public String canonicalName(String written) {
    return Names.canonical(written, 3);
  }

  @Override
  public Spec load(Spec spec, LoadContext context) {
    if (spec.query().isPresent() == spec.queryFile().isPresent()) {
      Written.problem(
          context,
          "query",
          "exactly one of query and queryFile must be given",
          "a view has one query",
          "write `query: SELECT ...` or `queryFile: path`");
    }
    var text =
        spec.query()
            .or(() -> spec.queryFile().flatMap(file -> context.file(file, "queryFile")))
            .map(SqlText::trimmed);
    text.ifPresent(query -> {
      Written.expression(context, "query", query);
      if (!query.matches("(?is)(?:SELECT|WITH|\\(|--|/\\*).*")) {
        Written.problem(
            context,
            "query",
            "it is not a query",
            "a view is a SELECT, perhaps with WITH before it",
            "write only the query, without CREATE VIEW ... AS");
      }
    });
    var columns = new ArrayList<String>();
    spec.columns().forEach(column -> columns.add(Written.identifier(context, "columns", column)));
    return new Spec(
        text, Optional.empty(), columns, spec.secure(), spec.changeTracking(), spec.comment());
  }

  /// After the tables and views of its database that it reads.
  @Override
  public List<Reference> references(Desired<Spec> resource) {
    var name = Names.of(resource.id().name());
    var references = new ArrayList<>(Names.parents(resource.id().name()));
    for (var source : ViewText.sources(resource.spec().query().orElse(""), name)) {
      references.add(Reference.ordering("Table", source.canonical()));
      references.add(Reference.ordering("View", source.canonical()));
    }
    return references;
  }

  @Override
  public List<Field<Spec>> fields() {
    return List.of(
        Field.<Spec>of("query", spec -> Canonical.text(spec.query().map(SqlText::normal)))
            .repair(new Repair.Recreate("a view keeps its query for life", LOSES)),
        Field.<Spec>of(
                "columns",
                spec -> Property.nonEmpty(spec.columns()).map(_ -> Canonical.list(spec.columns())))
            .repair(new Repair.Recreate("a view keeps the names of its columns for life", LOSES)),
        Field.<Spec>of(SECURE, spec -> Canonical.bool(spec.secure()))
            .standard(Canonical.bool(false)),
        PROPERTIES.getFirst().field(),
        Comments.field(Spec::comment));
  }

  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    var spec = resource.spec();
    var sql =
        Sql.of(spec.secure().orElse(false) ? "CREATE SECURE VIEW" : "CREATE VIEW")
            .name(resource.id().name());
    if (!spec.columns().isEmpty()) {
      sql.names(spec.columns());
    }
    Property.declared(sql, PROPERTIES, resource);
    Comments.write(sql, spec.comment(), mark);
    spec.query().ifPresent(query -> sql.words("AS").sql(query));
    return List.of(sql.ddl());
  }

  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    var name = resource.id().name();
    var effects = new ArrayList<Effect>();
    if (drifts.stream().anyMatch(drift -> drift.field().equals(SECURE))) {
      var secure = resource.spec().secure().orElse(false);
      effects.add(STATEMENTS.alter(name).words(secure ? "SET SECURE" : "UNSET SECURE").ddl());
    }
    // ALTER VIEW sets one thing at a time.
    for (var field : List.of(TRACKING, Comments.FIELD)) {
      var one = drifts.stream().filter(drift -> drift.field().equals(field)).toList();
      effects.addAll(STATEMENTS.update(resource, PROPERTIES, resource.spec().comment(), one, mark));
    }
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
    return new Listing.OfDatabase("VIEWS");
  }

  /// INFORMATION_SCHEMA is full of views that nobody made.
  @Override
  public Optional<String> nameIn(Row row) {
    var other =
        row.bool("is_materialized").orElse(false)
            || row.need("schema_name").equals("INFORMATION_SCHEMA");
    return other ? Optional.empty() : Names.inSchema(row);
  }

  @Override
  public Observed read(ResourceId id, Sighting seen) {
    var row = seen.row();
    var fields =
        new Fields(id, row)
            .field(SECURE, Canonical.bool(row.bool("is_secure").orElse(false)))
            .bool(TRACKING, "change_tracking");
    return row.text("text")
        .flatMap(ViewText::parse)
        .map(text ->
            fields
                .text("query", Optional.of(SqlText.normal(text.query())))
                .field("columns", Canonical.list(text.columns())))
        .orElseGet(() -> {
          var why = "only the owner sees the query of a secure view";
          return fields.unreadable("query", why).unreadable("columns", why);
        })
        .observed();
  }
}
