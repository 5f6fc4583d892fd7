package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Export;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Objection;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Readiness;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.Repair;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Surroundings;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Example;
import dev.snowdrift.manifest.Max;
import dev.snowdrift.manifest.Min;
import dev.snowdrift.snowflake.Listing;
import dev.snowdrift.snowflake.Look;
import dev.snowdrift.snowflake.QualifiedName;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.SideListing;
import dev.snowdrift.snowflake.Sighting;
import dev.snowdrift.snowflake.SnowflakeKind;
import dev.snowdrift.snowflake.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Containers that run until they are told to stop.
public final class ServiceKind implements SnowflakeKind<ServiceKind.Spec> {
  private static final String SPECIFICATION = "specification";
  private static final String IMAGES = "images";
  private static final String SUSPENDED = "suspended";
  private static final long READY_WITHIN = 600;
  private static final Statements STATEMENTS = new Statements("SERVICE");

  private static final Property<Spec> MIN =
      Property.<Spec>number("instances.min", "MIN_INSTANCES", spec -> spec.instance(Instances::min))
          .standard(Canonical.number(1));

  /// Where only the fewest are declared, Snowflake's default for the most is the same.
  private static final Property<Spec> MAX =
      Property.<Spec>number(
              "instances.max",
              "MAX_INSTANCES",
              spec -> spec.instance(Instances::max).or(() -> spec.instance(Instances::min)))
          .standard(Canonical.number(1));

  private static final List<Property<Spec>> PROPERTIES =
      List.of(
          MIN,
          MAX,
          Property.<Spec>number(
                  "instances.minReady",
                  "MIN_READY_INSTANCES",
                  spec -> spec.instance(Instances::minReady))
              .standard(Canonical.number(1)),
          Property.<Spec>bool("autoResume", "AUTO_RESUME", Spec::autoResume)
              .standard(Canonical.bool(true)),
          Property.<Spec>number("autoSuspendSeconds", "AUTO_SUSPEND_SECS", Spec::autoSuspendSeconds)
              .standard(Canonical.number(0)),
          Property.<Spec>names(
                  "externalAccessIntegrations",
                  "EXTERNAL_ACCESS_INTEGRATIONS",
                  Spec::externalAccessIntegrations)
              .standard(Canonical.set(List.of())),
          Property.<Spec>name("queryWarehouse", "QUERY_WAREHOUSE", Spec::queryWarehouse)
              .standard(Canonical.text("")));

  @Doc("A long-running container service")
  public record Spec(
      @Doc("Where it runs") @Example("ETL_POOL") String computePool,
      @Doc("How many instances run") Optional<Instances> instances,
      @Doc("The service specification, inline") Optional<JsonNode> specification,
      @Doc("Or the file in this repository that holds it") @Example("specs/worker.yaml")
          Optional<String> specificationFile,
      @Doc("Whether traffic wakes it") Optional<Boolean> autoResume,
      @Doc("Idle seconds after which it suspends; 0 for never") @Min(0) Optional<Long> autoSuspendSeconds,
      @Doc("What its containers may reach") @Example("[PREFECT_CLOUD_EAI]")
          List<String> externalAccessIntegrations,
      @Doc(
              "Whether it stands still on purpose; where it is not said, whoever suspends it is"
                  + " left alone")
          Optional<Boolean> suspended,
      @Doc(
              "Seconds in which it must become ready when it is new or changed; 600 when it is not"
                  + " said")
          @Min(60) @Max(86_400) Optional<Long> readyWithinSeconds,
      @Doc("The warehouse of its queries") Optional<String> queryWarehouse,
      @Doc("What it is for") @Max(900) Optional<String> comment) {

    public Spec {
      externalAccessIntegrations = List.copyOf(externalAccessIntegrations);
    }

    Optional<Long> instance(java.util.function.Function<Instances, Optional<Long>> of) {
      return instances.flatMap(of);
    }

    JsonNode text() {
      return specification.orElseThrow();
    }

    long fewest() {
      return instance(Instances::min).orElse(1L);
    }

    long most() {
      return instance(Instances::max).orElse(fewest());
    }

    /// Whether it may suspend by itself.
    boolean suspendsItself() {
      var policies =
          specification
              .map(text -> text.path("spec").path("resourceManagement"))
              .map(management -> management.path("autoScalingPolicies").path("suspend"));
      return autoSuspendSeconds.filter(seconds -> seconds > 0).isPresent()
          || policies.filter(JsonNode::isObject).isPresent();
    }

    Spec with(JsonNode text) {
      return new Spec(
          computePool,
          instances,
          Optional.of(text),
          specificationFile,
          autoResume,
          autoSuspendSeconds,
          externalAccessIntegrations,
          suspended,
          readyWithinSeconds,
          queryWarehouse,
          comment);
    }
  }

  /// How many instances run.
  public record Instances(
      @Doc("Fewest") @Min(1) Optional<Long> min,
      @Doc("Most; as many as the fewest when it is not said") @Min(1) Optional<Long> max,
      @Doc("How many must be ready for the service to be running") @Min(1) Optional<Long> minReady) {}

  @Override
  public String name() {
    return "Service";
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
    var name = Names.plain(written, 3);
    var last = Names.of(name).last().text();
    if (last.contains("$") || last.startsWith("_") || last.endsWith("_") || last.length() > 63) {
      throw new IllegalArgumentException(
          "a service's name becomes a DNS label: letters, digits and _ inside, at most 63");
    }
    return name;
  }

  @Override
  public Spec load(Spec spec, LoadContext context) {
    ServiceChecks.counts(spec, context);
    var loaded = loaded(spec, context);
    ServiceChecks.volumes(loaded, context);
    return loaded;
  }

  private static Spec loaded(Spec spec, LoadContext context) {
    return new Spec(
        Names.check(context, "computePool", "ComputePool", spec.computePool(), 1, true),
        spec.instances(),
        ServiceSources.specification(spec.specification(), spec.specificationFile(), context),
        Optional.empty(),
        spec.autoResume(),
        spec.autoSuspendSeconds(),
        Names.check(
            context,
            "externalAccessIntegrations",
            "ExternalAccessIntegration",
            spec.externalAccessIntegrations(),
            1,
            false),
        spec.suspended(),
        spec.readyWithinSeconds(),
        Names.check(context, "queryWarehouse", "Warehouse", spec.queryWarehouse(), 1, false),
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
        .ifPresent(
            text -> references.addAll(ServiceSources.references(text, schema(resource.id()))));
    return references;
  }

  private static QualifiedName schema(ResourceId id) {
    return Names.of(id.name()).parent();
  }

  @Override
  public String note(Desired<Spec> resource) {
    var spec = resource.spec();
    var moving = spec.specification().map(Images::movingTags).orElse(List.of());
    return "in "
        + spec.computePool()
        + (moving.isEmpty() ? "" : "; follows every push to " + String.join(", ", moving));
  }

  @Override
  public Desired<Spec> resolve(Desired<Spec> resource, Surroundings around) {
    return resource
        .spec()
        .specification()
        .map(text -> with(resource, Images.resolve(text, around)))
        .orElse(resource);
  }

  @Override
  public List<Objection> objections(
      Desired<Spec> resource, Set<String> writing, Surroundings around) {
    var spec = resource.spec();
    var objections = new ArrayList<Objection>();
    Capacity.problems(resource, spec.text(), spec.computePool(), spec.fewest(), around)
        .forEach(problem -> objections.add(new Objection.Wrong(problem)));
    if (writing.contains(SPECIFICATION) || writing.contains(IMAGES)) {
      objections.addAll(Images.objections(resource, spec.text(), around));
    }
    return objections;
  }

  @Override
  public Optional<Duration> readyWithin(Desired<Spec> resource) {
    return Optional.of(
        Duration.ofSeconds(resource.spec().readyWithinSeconds().orElse(READY_WITHIN)));
  }

  @Override
  public Desired<Spec> rolledBack(Desired<Spec> resource, Desired<Spec> to) {
    return with(resource, to.spec().text());
  }

  private static Desired<Spec> with(Desired<Spec> resource, JsonNode text) {
    return new Desired<>(
        resource.id(),
        resource.spec().with(text),
        resource.lifecycle(),
        resource.dependsOn(),
        resource.at(),
        resource.fingerprints());
  }

  @Override
  public List<Field<Spec>> fields() {
    var fields = new ArrayList<Field<Spec>>();
    fields.add(
        Field.<Spec>of("computePool", spec -> Optional.of(Canonical.text(spec.computePool())))
            .repair(
                new Repair.Recreate(
                    "a service stays in its compute pool for life",
                    "the host names of its public endpoints, block volumes, its grants and those"
                        + " of its service roles")));
    fields.add(
        Field.<Spec>ofResource(
                SPECIFICATION,
                resource ->
                    resource
                        .spec()
                        .specification()
                        .map(text -> new SpecificationForm(schema(resource.id())).of(text)))
            .align(SpecificationForm::align)
            .repair(Repair.restart("rolling upgrade")));
    fields.add(
        Field.<Spec>of(IMAGES, spec -> spec.specification().flatMap(Images::pinned))
            .align(Images::align)
            .repair(Repair.restart("rolling upgrade")));
    fields.add(BlockVolumes.field());
    PROPERTIES.forEach(property -> fields.add(BlockVolumes.unlessFixed(property.field())));
    fields.add(
        Field.<Spec>of(SUSPENDED, ServiceKind::suspended)
            .standard(Canonical.bool(false))
            .repair(Repair.restart("stops or starts every instance")));
    fields.add(SecretRestart.field());
    fields.add(Comments.field(Spec::comment));
    return fields;
  }

  /// One that may suspend by itself is not kept awake.
  private static Optional<JsonNode> suspended(Spec spec) {
    return spec.suspended()
        .filter(suspended -> suspended || !spec.suspendsItself())
        .map(Canonical::bool);
  }

  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    var spec = resource.spec();
    var sql =
        STATEMENTS
            .create(resource.id().name())
            .words("IN COMPUTE POOL")
            .name(spec.computePool())
            .words("FROM SPECIFICATION")
            .dollars(ServiceSources.text(spec.text()));
    Property.declared(sql, PROPERTIES, resource);
    return List.of(Comments.write(sql, spec.comment(), mark).ddl());
  }

  @Override
  public Readiness readiness() {
    return Readiness.BEFORE_A_START;
  }

  @Override
  public List<ResourceId> secretsReadAtStart(Desired<Spec> resource) {
    return resource
        .spec()
        .specification()
        .map(text -> SecretRestart.secrets(text, schema(resource.id())))
        .orElse(List.of());
  }

  @Override
  public boolean startsAnew(List<Drift> drifts) {
    return SecretRestart.drifted(drifts);
  }

  @Override
  public boolean finishes(Desired<Spec> resource, Observed observed, List<Drift> drifts) {
    return SecretRestart.finishes(observed, drifts);
  }

  @Override
  public Optional<String> busy(Observed observed, List<Drift> drifts) {
    return SecretRestart.busy(observed, drifts);
  }

  /// Properties first: an upgrade of the specification should already meet its integrations, and a
  /// service that is to stand still must not be woken by traffic. What is to be suspended is
  /// suspended before its upgrade, what is to run is resumed after it, so that nothing starts
  /// twice.
  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    var name = resource.id().name();
    var effects =
        new ArrayList<>(
            STATEMENTS.update(
                resource,
                PROPERTIES,
                resource.spec().comment(),
                drifts,
                SecretRestart.unchanged(mark, observed)));
    var suspends = resource.spec().suspended().orElse(false);
    var upgrades = drifted(drifts, SPECIFICATION) || drifted(drifts, IMAGES);
    if (drifted(drifts, SUSPENDED) && suspends) {
      effects.add(STATEMENTS.alter(name).words("SUSPEND").ddl());
    }
    if (upgrades) {
      effects.add(
          STATEMENTS
              .alter(name)
              .words("FROM SPECIFICATION")
              .dollars(ServiceSources.text(resource.spec().text()))
              .ddl());
    }
    if (drifted(drifts, SUSPENDED) && !suspends) {
      effects.add(STATEMENTS.alter(name).words("RESUME").ddl());
    }
    if (SecretRestart.drifted(drifts)) {
      var comment =
          Comments.drifted(drifts) ? resource.spec().comment() : Comments.observed(observed);
      var restarted = upgrades || drifted(drifts, SUSPENDED);
      effects.addAll(SecretRestart.effects(resource, observed, comment, mark, restarted, suspends));
    }
    return effects;
  }

  private static boolean drifted(List<Drift> drifts, String field) {
    return drifts.stream().anyMatch(drift -> drift.field().equals(field));
  }

  @Override
  public List<Effect> adopt(Desired<Spec> resource, Observed observed, Mark mark) {
    return STATEMENTS.adopt(observed, mark.withFingerprint(Optional.empty()));
  }

  @Override
  public boolean holdsData(Observed observed) {
    return BlockVolumes.any(observed);
  }

  /// A service with block volumes is dropped by FORCE only, which deletes them (Snowflake
  /// documentation of DROP SERVICE).
  @Override
  public List<Effect> delete(Observed observed) {
    var name = observed.id().name();
    return BlockVolumes.any(observed)
        ? List.of(Sql.of("DROP SERVICE").name(name).words("FORCE").ddl())
        : STATEMENTS.drop(name);
  }

  @Override
  public Listing listing() {
    return new Listing.OfDatabase("SERVICES");
  }

  /// Job services are of another kind.
  @Override
  public Optional<String> nameIn(Row row) {
    return row.bool("is_job").orElse(false) ? Optional.empty() : Names.inSchema(row);
  }

  @Override
  public List<Look> looks(ResourceId id, Row row) {
    return ServiceReading.looks(id.name(), Optional.empty(), row);
  }

  @Override
  public List<Look> looks(Desired<Spec> declared, Row row) {
    return ServiceReading.looks(declared.id().name(), declared.spec().specification(), row);
  }

  @Override
  public List<SideListing> sideListings(Desired<Spec> declared) {
    return declared.spec().specification().map(Images::listings).orElse(List.of());
  }

  @Override
  public Observed read(ResourceId id, Sighting seen) {
    return new ServiceReading(id, seen).observed();
  }

  @Override
  public Export exported(Observed observed) {
    var export = Export.ofFields(this, observed);
    observed
        .field(SPECIFICATION)
        .ifPresent(form -> export.set(SPECIFICATION, SpecificationExport.of(form.deepCopy())));
    var plain = Statements.withoutIdleness(export);
    return !SecretRestart.secrets(plain.spec().path(SPECIFICATION), schema(observed.id())).isEmpty()
        ? plain
            .remark("Which values of its secrets it has read is not known: it is not restarted for")
            .remark("them until the entry of `lifecycle.ignore` is dropped.")
            .ignore(SecretRestart.FIELD, "imported: which values it has read is not known")
        : plain;
  }
}
