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
import dev.snowdrift.kind.Repair;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Wave;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A user-defined function: code of its own, or a service function that calls an endpoint of a
/// service. Its name carries its argument types, as in `DB.SCHEMA.ECHO(VARCHAR)`.
///
/// Code changes in place by CREATE OR ALTER FUNCTION, which keeps grants; a service function by
/// ALTER (Snowflake documentation of both). The listing does not tell when that happened, so
/// declared functions are described in their turn.
public final class FunctionKind implements SnowflakeKind<FunctionKind.Spec> {
  private static final String DETAIL = "detail";
  private static final String VOLATILITY = "immutable";
  private static final String LOSES = "its USAGE grants";

  @Doc("A function; its name ends with its argument types: DB.SCHEMA.ECHO(VARCHAR)")
  public record Spec(
      @Doc("Its arguments, of the types that its name has")
          @Example("[{name: TEXT, type: VARCHAR}]")
          List<CallableArgument> arguments,
      @Doc("What it returns: a data type, or TABLE (NAME TYPE, ...)") @Example("VARCHAR")
          String returns,
      @Doc("The endpoint that it calls; then it has no code") Optional<ServiceFunction> service,
      @Doc("What its code is written in") @OneOf({"SQL", "PYTHON", "JAVASCRIPT", "JAVA", "SCALA"})
          Optional<String> language,
      @Doc("The version of the language") @Example("\"3.11\"") Optional<String> runtimeVersion,
      @Doc("Packages that the code needs") @Example("[pandas]") List<String> packages,
      @Doc("Files on stages that the code needs") @Example("[\"@ETL.APP.CODE/clean.py\"]")
          List<String> imports,
      @Doc("The function or method that is called; not for SQL and JAVASCRIPT") @Example("main")
          Optional<String> handler,
      @Doc("The integrations by which it may reach out") List<String> externalAccessIntegrations,
      @Doc("Secrets by full name, under the names that the code gives them")
          Map<String, String> secrets,
      @Doc("Whether it returns NULL for a NULL argument without being called")
          Optional<Boolean> strict,
      @Doc("Whether equal arguments always give equal results") Optional<Boolean> immutable,
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
          service.isPresent() ? ServiceFunction.LANGUAGE : language.orElse("SQL"),
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
    return "Function";
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
    var code = spec.code();
    var checked =
        spec.service().isPresent()
            ? ServiceFunction.checked(code, context, spec.language(), spec.bodyFile())
            : code.checked(context, spec.bodyFile());
    return new Spec(
        checked.arguments(),
        checked.returns(),
        spec.service().map(service -> service.checked(context)),
        spec.service().isPresent() ? Optional.empty() : Optional.of(checked.language()),
        checked.runtimeVersion(),
        checked.packages(),
        checked.imports(),
        checked.handler(),
        checked.externalAccessIntegrations(),
        checked.secrets(),
        checked.strict(),
        spec.immutable(),
        checked.secure(),
        checked.body(),
        Optional.empty(),
        spec.comment());
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    var references = new ArrayList<>(Callables.parents(resource.id().name()));
    references.addAll(resource.spec().code().references());
    resource
        .spec()
        .service()
        .ifPresent(service ->
            references.add(Reference.required("Service", service.name(), "spec.service.name")));
    return references;
  }

  @Override
  public List<Field<Spec>> fields() {
    var fields = new ArrayList<>(CallableCode.<Spec>fields(Spec::code, LOSES));
    fields.add(
        Field.<Spec>of(VOLATILITY, spec -> Canonical.bool(spec.immutable()))
            .standard(Canonical.bool(false))
            .repair(new Repair.Recreate("its volatility is for life", LOSES)));
    fields.addAll(ServiceFunction.fields());
    fields.add(Comments.field(Spec::comment));
    return fields;
  }

  /// What CREATE OR ALTER changes of code, nothing changes of a service function.
  @Override
  public Repair repair(Drift drift, Observed observed, List<Drift> all) {
    var field = drift.field();
    var own =
        field.startsWith(ServiceFunction.PREFIX)
            || field.equals("secure")
            || field.equals(Comments.FIELD);
    var isService =
        observed.field("language").equals(Optional.of(Canonical.text(ServiceFunction.LANGUAGE)));
    return isService && !own
        ? new Repair.Recreate("of a service function only the call can change", LOSES)
        : SnowflakeKind.super.repair(drift, observed, all);
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
            .words(spec.secure().orElse(false) ? "SECURE FUNCTION" : "FUNCTION")
            .name(Callables.name(resource.id().name()).name());
    spec.code().writeSignature(sql);
    if (spec.service().isEmpty()) {
      spec.code().writeProperties(sql);
    }
    spec.code().writeNulls(sql);
    if (spec.immutable().orElse(false)) {
      sql.words("IMMUTABLE");
    }
    spec.service().ifPresent(service -> service.write(sql));
    Comments.write(sql, comment, mark);
    spec.service()
        .ifPresentOrElse(
            service -> sql.words("AS").text(service.path()), () -> spec.code().writeBody(sql));
    return sql.ddl();
  }

  /// The comment, SECURE and all of a service function have statements of their own; anything else
  /// defines the function anew in place, with all that is declared.
  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    var comment =
        Comments.drifted(drifts) ? resource.spec().comment() : Comments.observed(observed);
    var fields = drifts.stream().map(Drift::field).collect(Collectors.toSet());
    if (resource.spec().service().isEmpty()
        && !Set.of("secure", Comments.FIELD).containsAll(fields)) {
      return List.of(definition("CREATE OR ALTER", resource, comment, mark));
    }
    var effects = new ArrayList<Effect>();
    if (fields.contains("secure")) {
      var secure = resource.spec().secure().orElse(false);
      effects.add(alter(resource.id()).words(secure ? "SET SECURE" : "UNSET SECURE").ddl());
    }
    resource
        .spec()
        .service()
        .ifPresent(service -> effects.addAll(service.update(fields, () -> alter(resource.id()))));
    if (fields.contains(Comments.FIELD)) {
      effects.add(Comments.write(alter(resource.id()).words("SET"), comment, mark).ddl());
    }
    return effects;
  }

  private static Sql alter(ResourceId id) {
    return Sql.of("ALTER FUNCTION").name(Callables.name(id.name()));
  }

  @Override
  public List<Effect> adopt(Desired<Spec> resource, Observed observed, Mark mark) {
    return List.of(
        Comments.write(alter(resource.id()).words("SET"), Comments.observed(observed), mark).ddl());
  }

  @Override
  public List<Effect> delete(Observed observed) {
    return List.of(Sql.of("DROP FUNCTION").name(Callables.name(observed.id().name())).ddl());
  }

  @Override
  public Listing listing() {
    return new Listing.OfDatabase("USER FUNCTIONS");
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
            Sql.of("DESCRIBE FUNCTION")
                .name(Callables.name(id.name()))
                .end(StatementClass.DESCRIBE),
            row.text("created_on").orElse("") + row.text("description").orElse("")));
  }

  @Override
  public Observed read(ResourceId id, Sighting seen) {
    var row = Callables.commented(seen.row(), "user-defined function");
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
    ServiceFunction.read(fields, shown, Callables.name(id.name()).name());
    return fields
        .field(
            VOLATILITY,
            Canonical.bool(shown.text("volatility").orElse("").equalsIgnoreCase("IMMUTABLE")))
        .observed();
  }

  @Override
  public Export exported(Observed observed) {
    return CallableExport.of(Export.ofFields(this, observed));
  }
}
