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
import dev.snowdrift.kind.Readiness;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.Repair;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Example;
import dev.snowdrift.manifest.Max;
import dev.snowdrift.manifest.Min;
import dev.snowdrift.snowflake.Identifier;
import dev.snowdrift.snowflake.Listing;
import dev.snowdrift.snowflake.Look;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sighting;
import dev.snowdrift.snowflake.SnowflakeKind;
import dev.snowdrift.snowflake.Sql;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Containers that run once for each specification and then end: a migration, a registration. What
/// depends on a job waits until it is done.
///
/// A job that has ended keeps its name until it is dropped or, at most 30 days later, Snowflake
/// forgets it; it can never be altered (Snowflake documentation of EXECUTE JOB SERVICE). So running
/// again is to drop the finished one, which is ours by its mark, and to execute.
public final class JobKind implements SnowflakeKind<JobKind.Spec> {
  private static final String SPECIFICATION = "specification";
  private static final Statements STATEMENTS = new Statements("SERVICE");
  private static final ServiceKind SERVICES = new ServiceKind();
  private static final Repair AGAIN = Repair.restart("runs again");

  private static final Property<Spec> INTEGRATIONS =
      Property.names(
          "externalAccessIntegrations",
          "EXTERNAL_ACCESS_INTEGRATIONS",
          Spec::externalAccessIntegrations);
  private static final Property<Spec> WAREHOUSE =
      Property.name("queryWarehouse", "QUERY_WAREHOUSE", Spec::queryWarehouse);

  /// A job's own; services have none.
  private static final Property<Spec> REPLICAS =
      Property.number("replicas", "REPLICAS", Spec::replicas);

  @Doc("Containers that run once for each specification and then end; what depends on it waits")
  public record Spec(
      @Doc("Where it runs") @Example("ETL_POOL") String computePool,
      @Doc("The service specification, inline") Optional<JsonNode> specification,
      @Doc("Or the file in this repository that holds it") @Example("specs/migrate.yaml")
          Optional<String> specificationFile,
      @Doc("What its containers may reach") @Example("[POSTGRES_EAI]")
          List<String> externalAccessIntegrations,
      @Doc("The warehouse of its queries") Optional<String> queryWarehouse,
      @Doc("How many of it run beside each other; counts from the next run on") @Min(1) Optional<Long> replicas,
      @Doc("What it is for; written with the next run") @Max(900) Optional<String> comment) {

    public Spec {
      externalAccessIntegrations = List.copyOf(externalAccessIntegrations);
    }

    JsonNode text() {
      return specification.orElseThrow();
    }
  }

  @Override
  public String name() {
    return "Job";
  }

  @Override
  public Wave wave() {
    return Wave.WORKLOAD;
  }

  @Override
  public Class<Spec> specification() {
    return Spec.class;
  }

  /// Jobs and services share their names.
  @Override
  public String canonicalName(String written) {
    return SERVICES.canonicalName(written);
  }

  @Override
  public Spec load(Spec spec, LoadContext context) {
    return new Spec(
        Names.check(context, "computePool", "ComputePool", spec.computePool(), 1, true),
        ServiceSources.specification(spec.specification(), spec.specificationFile(), context),
        Optional.empty(),
        Names.check(
            context,
            "externalAccessIntegrations",
            "ExternalAccessIntegration",
            spec.externalAccessIntegrations(),
            1,
            false),
        Names.check(context, "queryWarehouse", "Warehouse", spec.queryWarehouse(), 1, false),
        spec.replicas(),
        spec.comment());
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    var spec = resource.spec();
    var references = new ArrayList<>(Names.parents(resource.id().name()));
    references.add(Reference.required("ComputePool", spec.computePool(), "spec.computePool"));
    for (var integration : spec.externalAccessIntegrations()) {
      references.add(
          Reference.required(
              "ExternalAccessIntegration", integration, "spec.externalAccessIntegrations"));
    }
    spec.queryWarehouse()
        .ifPresent(
            name -> references.add(Reference.required("Warehouse", name, "spec.queryWarehouse")));
    spec.specification()
        .ifPresent(text ->
            references.addAll(
                ServiceSources.references(text, Names.of(resource.id().name()).parent())));
    return references;
  }

  @Override
  public Readiness readiness() {
    return Readiness.BEFORE_ANY_CHANGE;
  }

  /// Of the specification as it is sent, which stays the same when the comparison learns more.
  @Override
  public Optional<String> run(Desired<Spec> resource) {
    return resource.spec().specification().map(text -> digest(ServiceSources.text(text)));
  }

  private static String digest(String text) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public boolean startsAnew(List<Drift> drifts) {
    return !drifts.isEmpty();
  }

  /// It is followed to its end; nothing of ours kills it.
  @Override
  public Optional<String> busy(Observed observed, List<Drift> drifts) {
    return observed
        .fact("status")
        .filter(JobReading::isMoving)
        .map(status -> status + ", and it is followed to its end");
  }

  /// A comment of a job cannot be written later, and so no mark.
  @Override
  public boolean adoptable() {
    return false;
  }

  @Override
  public String note(Desired<Spec> resource) {
    return "runs once in " + resource.spec().computePool();
  }

  @Override
  public List<Field<Spec>> fields() {
    return List.of(
        Field.<Spec>ofResource(
                SPECIFICATION,
                resource ->
                    resource
                        .spec()
                        .specification()
                        .map(text ->
                            new SpecificationForm(Names.of(resource.id().name()).parent())
                                .of(text)))
            .align(SpecificationForm::align)
            .repair(AGAIN),
        Field.<Spec>of("computePool", spec -> Optional.of(Canonical.text(spec.computePool())))
            .repair(AGAIN),
        INTEGRATIONS.repair(AGAIN).field(),
        WAREHOUSE.repair(AGAIN).field());
  }

  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    var spec = resource.spec();
    var sql =
        Sql.of("EXECUTE JOB SERVICE")
            .words("IN COMPUTE POOL")
            .name(spec.computePool())
            .property("NAME")
            .name(resource.id().name())
            .property("ASYNC")
            .bool(true);
    Property.declared(sql, List.of(REPLICAS, WAREHOUSE, INTEGRATIONS), resource);
    Comments.write(sql, spec.comment(), mark);
    return List.of(sql.words("FROM SPECIFICATION").dollars(ServiceSources.text(spec.text())).ddl());
  }

  /// Whatever differs, it runs again.
  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    var effects = new ArrayList<>(delete(observed));
    effects.addAll(create(resource, mark));
    return effects;
  }

  @Override
  public List<Effect> adopt(Desired<Spec> resource, Observed observed, Mark mark) {
    return List.of();
  }

  @Override
  public List<Effect> delete(Observed observed) {
    return STATEMENTS.drop(observed.id().name());
  }

  /// The same listing as that of services, asked for once.
  @Override
  public Listing listing() {
    return SERVICES.listing();
  }

  @Override
  public Optional<String> nameIn(Row row) {
    return row.bool("is_job").orElse(false) ? Names.inSchema(row) : Optional.empty();
  }

  @Override
  public List<Look> looks(ResourceId id, Row row) {
    return JobReading.looks(id.name(), row);
  }

  @Override
  public List<Look> looks(Desired<Spec> declared, Row row) {
    return JobReading.looks(declared.id().name(), row);
  }

  @Override
  public List<Look> furtherLooks(Desired<Spec> declared, Sighting seen) {
    return JobReading.logs(declared.id().name(), seen);
  }

  @Override
  public Observed read(ResourceId id, Sighting seen) {
    return new JobReading(id, seen).observed();
  }

  /// Most fields of a job that has ended are not compared, and are known all the same.
  @Override
  public Export exported(Observed observed) {
    var export = new Export(Export.ofFields(this, observed).spec());
    for (var name : List.of("computePool", "queryWarehouse")) {
      observed
          .fact(name)
          .ifPresent(text -> export.set(name, Canonical.text(new Identifier(text).canonical())));
    }
    observed
        .fact("externalAccessIntegrations")
        .filter(text -> !text.isEmpty())
        .ifPresent(text ->
            export.set("externalAccessIntegrations", Canonical.set(List.of(text.split(", ")))));
    observed
        .field(SPECIFICATION)
        .ifPresent(form -> export.set(SPECIFICATION, SpecificationExport.of(form.deepCopy())));
    return export;
  }
}
