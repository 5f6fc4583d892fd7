package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Export;
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
import java.util.Map;
import java.util.Optional;

/// A stored procedure; its name carries its argument types, as in `DB.SCHEMA.CLEAN(NUMBER)`.
///
/// Its code changes in place by CREATE OR ALTER PROCEDURE, which keeps grants. The listing does not
/// tell when that happened, so declared procedures are described in their turn.
public final class ProcedureKind implements SnowflakeKind<ProcedureKind.Spec> {
  private static final String EXECUTE_AS = "executeAs";
  private static final String DETAIL = "detail";

  @Doc("A stored procedure; its name ends with its argument types: DB.SCHEMA.CLEAN(NUMBER)")
  public record Spec(
      @Doc("Its arguments, of the types that its name has") @Example("[{name: DAYS, type: NUMBER}]")
          List<CallableArgument> arguments,
      @Doc("What it returns: a data type, or TABLE (NAME TYPE, ...)") @Example("VARCHAR")
          String returns,
      @Doc("What its code is written in; SQL is Snowflake Scripting")
          @Default("SQL")
          @OneOf({"SQL", "PYTHON", "JAVASCRIPT", "JAVA", "SCALA"})
          String language,
      @Doc("The version of the language") @Example("\"3.11\"") Optional<String> runtimeVersion,
      @Doc("Packages that the code needs") @Example("[snowflake-snowpark-python]")
          List<String> packages,
      @Doc("Files on stages that the code needs") @Example("[\"@ETL.APP.CODE/clean.py\"]")
          List<String> imports,
      @Doc("The function or method that is called; not for SQL and JAVASCRIPT") @Example("main")
          Optional<String> handler,
      @Doc("The integrations by which it may reach out") List<String> externalAccessIntegrations,
      @Doc("Secrets by full name, under the names that the code gives them")
          Map<String, String> secrets,
      @Doc("Whose rights it runs with") @OneOf({"OWNER", "CALLER", "RESTRICTED CALLER"})
          Optional<String> executeAs,
      @Doc("Whether it returns NULL for a NULL argument without being called")
          Optional<Boolean> strict,
      @Doc("Whether only its owner sees the code") Optional<Boolean> secure,
      @Doc("The code") Optional<String> body,
      @Doc("A file of the repository with the code, instead of `body`") @Example("sql/clean.sql")
          Optional<String> bodyFile,
      @Doc("What it is for") @Max(900) Optional<String> comment) {

    public Spec {
      arguments = List.copyOf(arguments);
      packages = List.copyOf(packages);
      imports = List.copyOf(imports);
      externalAccessIntegrations = List.copyOf(externalAccessIntegrations);
      secrets = Map.copyOf(secrets);
    }

    CallableCode code() {
      return new CallableCode(
          arguments,
          returns,
          language,
          runtimeVersion,
          packages,
          imports,
          handler,
          externalAccessIntegrations,
          secrets,
          strict,
          secure,
          body);
    }
  }

  @Override
  public String name() {
    return "Procedure";
  }

  @Override
  public Wave wave() {
    return Wave.WORKLOAD;
  }

  @Override
  public Class<Spec> specification() {
    return Spec.class;
  }

  @Override
  public String canonicalName(String written) {
    return Callables.canonical(written);
  }

  @Override
  public Spec load(Spec spec, LoadContext context) {
    var code = spec.code().checked(context, spec.bodyFile());
    return new Spec(
        code.arguments(),
        code.returns(),
        code.language(),
        code.runtimeVersion(),
        code.packages(),
        code.imports(),
        code.handler(),
        code.externalAccessIntegrations(),
        code.secrets(),
        spec.executeAs(),
        code.strict(),
        code.secure(),
        code.body(),
        Optional.empty(),
        spec.comment());
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    var references = new ArrayList<>(Callables.parents(resource.id().name()));
    references.addAll(resource.spec().code().references());
    return references;
  }

  @Override
  public List<Field<Spec>> fields() {
    var fields = new ArrayList<>(CallableCode.<Spec>fields(Spec::code, "its USAGE grants"));
    fields.add(
        Field.<Spec>of(EXECUTE_AS, spec -> Canonical.text(spec.executeAs()))
            .standard(Canonical.text("OWNER")));
    fields.add(Comments.field(Spec::comment));
    return fields;
  }

  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    return List.of(definition("CREATE", resource, resource.spec().comment(), mark));
  }

  private static Effect definition(
      String verb, Desired<Spec> resource, Optional<String> comment, Mark mark) {
    var spec = resource.spec();
    var sql =
        Sql.of(verb)
            .words(spec.secure().orElse(false) ? "SECURE PROCEDURE" : "PROCEDURE")
            .name(Callables.name(resource.id().name()).name());
    spec.code().write(sql);
    Comments.write(sql, comment, mark);
    spec.executeAs().ifPresent(who -> sql.words("EXECUTE AS").words(who));
    spec.code().writeBody(sql);
    return sql.ddl();
  }

  /// Rights and comment have statements of their own; anything else defines the procedure anew in
  /// place, with all that is declared.
  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    var own =
        drifts.stream()
            .allMatch(
                drift -> drift.field().equals(EXECUTE_AS) || drift.field().equals(Comments.FIELD));
    var comment =
        Comments.drifted(drifts) ? resource.spec().comment() : Comments.observed(observed);
    if (!own) {
      return List.of(definition("CREATE OR ALTER", resource, comment, mark));
    }
    var effects = new ArrayList<Effect>();
    if (drifts.stream().anyMatch(drift -> drift.field().equals(EXECUTE_AS))) {
      effects.add(
          alter(resource.id())
              .words("EXECUTE AS")
              .words(resource.spec().executeAs().orElse("OWNER"))
              .ddl());
    }
    if (Comments.drifted(drifts)) {
      effects.add(Comments.write(alter(resource.id()).words("SET"), comment, mark).ddl());
    }
    return effects;
  }

  private static Sql alter(ResourceId id) {
    return Sql.of("ALTER PROCEDURE").name(Callables.name(id.name()));
  }

  @Override
  public List<Effect> adopt(Desired<Spec> resource, Observed observed, Mark mark) {
    return List.of(
        Comments.write(alter(resource.id()).words("SET"), Comments.observed(observed), mark).ddl());
  }

  @Override
  public List<Effect> delete(Observed observed) {
    return List.of(Sql.of("DROP PROCEDURE").name(Callables.name(observed.id().name())).ddl());
  }

  @Override
  public Listing listing() {
    return new Listing.OfDatabase("USER PROCEDURES");
  }

  @Override
  public Optional<String> nameIn(Row row) {
    return Callables.nameIn(row);
  }

  @Override
  public List<Look> looks(ResourceId id, Row row) {
    return List.of(
        Look.inTurn(
            DETAIL,
            Sql.of("DESCRIBE PROCEDURE")
                .name(Callables.name(id.name()))
                .end(StatementClass.DESCRIBE),
            row.text("created_on").orElse("") + row.text("description").orElse("")));
  }

  @Override
  public Observed read(ResourceId id, Sighting seen) {
    var row = Callables.commented(seen.row(), "user-defined procedure");
    var fields = new Fields(id, row);
    var detail = seen.look(DETAIL);
    if (detail.isEmpty()) {
      var why = seen.failure(DETAIL).orElse("not looked at");
      fields().stream()
          .filter(field -> !field.name().equals(Comments.FIELD))
          .forEach(field -> fields.unreadable(field.name(), why));
      return fields.observed();
    }
    var shown = Callables.properties(detail.get());
    CallableCode.read(fields, row, shown);
    return fields
        .text(EXECUTE_AS, shown.text("execute as").map(who -> who.toUpperCase(Locale.ROOT)))
        .observed();
  }

  @Override
  public Export exported(Observed observed) {
    return CallableExport.of(Export.ofFields(this, observed));
  }
}
