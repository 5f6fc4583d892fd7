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
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Example;
import dev.snowdrift.manifest.Max;
import dev.snowdrift.manifest.Min;
import dev.snowdrift.manifest.Pattern;
import dev.snowdrift.snowflake.Listing;
import dev.snowdrift.snowflake.Look;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sighting;
import dev.snowdrift.snowflake.SnowflakeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Nodes for containers.
public final class ComputePoolKind implements SnowflakeKind<ComputePoolKind.Spec> {
  private static final Statements STATEMENTS = new Statements("COMPUTE POOL");

  private static final Property<Spec> FAMILY =
      Property.<Spec>word(
              "instanceFamily",
              "INSTANCE_FAMILY",
              spec -> Optional.of(spec.instanceFamily().toUpperCase(Locale.ROOT)))
          .repair(Repair.restart("suspends the pool and every service on it, after its jobs"));

  /// Suspended by us for a change, and to be resumed.
  private static final String RESUMED = "resumedAfterChange";

  private static final String SUSPENDED = "suspended";

  private static final List<Property<Spec>> PROPERTIES =
      List.of(
          Property.<Spec>number("minNodes", "MIN_NODES", Spec::minNodes)
              .standardBySet(Canonical.number(1)),
          Property.<Spec>number("maxNodes", "MAX_NODES", Spec::maxNodes),
          Property.<Spec>bool("autoResume", "AUTO_RESUME", Spec::autoResume)
              .standard(Canonical.bool(true)),
          Property.<Spec>number("autoSuspendSeconds", "AUTO_SUSPEND_SECS", Spec::autoSuspendSeconds)
              .standard(Canonical.number(3600)));

  @Doc("A pool of nodes on which services and jobs run")
  public record Spec(
      @Doc("The kind of node")
          @Example("CPU_X64_XS")
          @Pattern(value = "[A-Za-z][A-Za-z0-9_]*", reason = "an instance family is one word") String instanceFamily,
      @Doc("Nodes that are always there; 1 when it is created") @Min(1) Optional<Long> minNodes,
      @Doc("Most nodes; as many as the fewest when it is created") @Min(1) Optional<Long> maxNodes,
      @Doc("Whether a service wakes it") Optional<Boolean> autoResume,
      @Doc("Idle seconds after which it suspends; 0 for never") @Min(0) Optional<Long> autoSuspendSeconds,
      @Doc("Whether it is made without nodes; says nothing later")
          Optional<Boolean> initiallySuspended,
      @Doc(
              "Whether it stands still on purpose; where it is not said, whoever suspends it is"
                  + " left alone")
          Optional<Boolean> suspended,
      @Doc("What it is for") @Max(900) Optional<String> comment) {}

  @Override
  public String name() {
    return "ComputePool";
  }

  @Override
  public Wave wave() {
    return Wave.COMPUTE;
  }

  @Override
  public Class<Spec> specification() {
    return Spec.class;
  }

  @Override
  public String canonicalName(String written) {
    return Names.plain(written, 1);
  }

  @Override
  public Spec load(Spec spec, LoadContext context) {
    if (spec.minNodes().isPresent()
        && spec.maxNodes().isPresent()
        && spec.maxNodes().get() < spec.minNodes().get()) {
      context.problem(
          Code.FIELD_VALUE,
          "maxNodes",
          "maxNodes: %d is less than minNodes, %d"
              .formatted(spec.maxNodes().get(), spec.minNodes().get()),
          "a pool has at least as many nodes at most as it has at least",
          "raise maxNodes or lower minNodes");
    }
    if (spec.suspended().orElse(false) && spec.autoResume().orElse(true)) {
      context.problem(
          Code.FIELD_VALUE,
          SUSPENDED,
          "suspended: the next service would wake it",
          "a suspended pool resumes for any service or job unless autoResume is off",
          "write `autoResume: false` beside it");
    }
    return spec;
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    return List.of();
  }

  @Override
  public String note(Desired<Spec> resource) {
    return resource.spec().instanceFamily().toUpperCase(Locale.ROOT);
  }

  @Override
  public List<Field<Spec>> fields() {
    var fields = new ArrayList<Field<Spec>>();
    fields.add(FAMILY.field());
    PROPERTIES.forEach(property -> fields.add(property.field()));
    fields.add(
        Field.<Spec>of(
                SUSPENDED, spec -> spec.suspended().filter(wanted -> wanted).map(Canonical::bool))
            .standard(Canonical.bool(false))
            .repair(Repair.restart("stops or starts every service on it, after its jobs")));
    fields.add(
        Field.<Spec>of(RESUMED, _ -> Optional.of(Canonical.bool(true)))
            .standard(Canonical.bool(true)));
    fields.add(Comments.field(Spec::comment));
    return fields;
  }

  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    var spec = resource.spec();
    var min = spec.minNodes().orElse(Math.min(1L, spec.maxNodes().orElse(1L)));
    var sql =
        STATEMENTS
            .create(resource.id().name())
            .property("MIN_NODES")
            .number(min)
            .property("MAX_NODES")
            .number(spec.maxNodes().orElse(min));
    Property.declared(sql, List.of(FAMILY), resource);
    Property.declared(sql, PROPERTIES.subList(2, PROPERTIES.size()), resource);
    spec.suspended()
        .filter(suspended -> suspended)
        .or(spec::initiallySuspended)
        .ifPresent(suspended -> sql.property("INITIALLY_SUSPENDED").bool(suspended));
    return List.of(Comments.write(sql, spec.comment(), mark).ddl());
  }

  /// Nodes that are taken away take what runs on them along: a job does not start again (Snowflake
  /// documentation of ALTER COMPUTE POOL).
  @Override
  public Repair repair(Drift drift, Observed observed, List<Drift> all) {
    var running = observed.fact("nodes").map(Long::parseLong).orElse(0L);
    var most = drift.desired().map(value -> value.asLong(Long.MAX_VALUE)).orElse(Long.MAX_VALUE);
    return drift.field().equals("maxNodes") && most < running
        ? Repair.restart("takes away nodes that are running; a job on them is lost")
        : SnowflakeKind.super.repair(drift, observed, all);
  }

  /// Where the pool still stops, its jobs run to their end first.
  @Override
  public Optional<String> busy(Observed observed, List<Drift> drifts) {
    return drifts(drifts, FAMILY.field().name()) && state(observed).equals("STOPPING")
        ? Optional.of("STOPPING: its jobs run to their end, then the family is changed")
        : Optional.empty();
  }

  @Override
  public boolean finishes(Desired<Spec> resource, Observed observed, List<Drift> drifts) {
    return begun(observed).equals(Optional.of(fingerprint(resource)))
        && drifts.stream()
            .allMatch(drift ->
                drift.field().equals(RESUMED) || drift.field().equals(FAMILY.field().name()));
  }

  /// The instance family is altered where the pool stands, but only while it is suspended
  /// (Snowflake documentation of ALTER COMPUTE POOL). Nobody waits here: the first half notes in
  /// the pool's mark for which family it is suspended, and suspends it; once a look shows it
  /// suspended, the second half alters and resumes it and takes the note off. A pool that somebody
  /// else suspended carries no note and stays so.
  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    var name = resource.id().name();
    var begun = begun(observed);
    var effects =
        new ArrayList<>(
            STATEMENTS.update(
                resource,
                PROPERTIES,
                resource.spec().comment(),
                drifts,
                mark.withFingerprint(begun)));
    var stands = Comments.drifted(drifts) ? resource.spec().comment() : Comments.observed(observed);
    var rests = resource.spec().suspended().orElse(false);
    var family = Property.Alteration.of(List.of(FAMILY), resource, drifts);
    if (!family.set().isEmpty() && !state(observed).equals("SUSPENDED")) {
      if (!rests) {
        var note = mark.withFingerprint(Optional.of(fingerprint(resource)));
        effects.add(Comments.write(STATEMENTS.alter(name).words("SET"), stands, note).ddl());
      }
      effects.add(STATEMENTS.alter(name).words("SUSPEND").ddl());
      return effects;
    }
    if (!family.set().isEmpty()) {
      var set = STATEMENTS.alter(name).words("SET");
      family.write(set, resource);
      effects.add(set.ddl());
    }
    if (drifts(drifts, SUSPENDED)) {
      effects.add(STATEMENTS.alter(name).words(rests ? "SUSPEND" : "RESUME").ddl());
    }
    if (drifts(drifts, RESUMED)) {
      if (!rests && begun.isPresent() && !isRunning(state(observed))) {
        effects.add(STATEMENTS.alter(name).words("RESUME").ddl());
      }
      var none = mark.withFingerprint(Optional.empty());
      effects.add(Comments.write(STATEMENTS.alter(name).words("SET"), stands, none).ddl());
    }
    return effects;
  }

  private static boolean drifts(List<Drift> drifts, String field) {
    return drifts.stream().anyMatch(drift -> drift.field().equals(field));
  }

  private static String state(Observed observed) {
    return observed.fact("state").orElse("");
  }

  private static boolean isRunning(String state) {
    return !state.equals("SUSPENDED") && !state.equals("STOPPING");
  }

  /// For which family it was suspended by us.
  private static Optional<String> begun(Observed observed) {
    return observed.mark().flatMap(Mark::fingerprint);
  }

  private static String fingerprint(Desired<Spec> resource) {
    var family = resource.spec().instanceFamily().toUpperCase(Locale.ROOT);
    return "%016x".formatted(family.chars().asLongStream().reduce(7, (sum, c) -> sum * 131 + c));
  }

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
    return new Listing.OfAccount("COMPUTE POOLS");
  }

  @Override
  public Optional<String> nameIn(Row row) {
    return Names.inAccount(row);
  }

  /// Only DESCRIBE tells why a pool does not grow. It is asked while the pool moves, and when it
  /// has no node left to give, once for each state.
  @Override
  public List<Look> looks(Desired<Spec> declared, Row row) {
    return PoolHealth.looks(declared.id().name(), row);
  }

  @Override
  public Observed read(ResourceId id, Sighting seen) {
    var row = seen.row();
    var state = row.text("state").map(text -> text.toUpperCase(Locale.ROOT));
    var begun = Comments.mark(row).flatMap(Mark::fingerprint).isPresent();
    return new Fields(id, row)
        .text("instanceFamily", row.text("instance_family").map(f -> f.toUpperCase(Locale.ROOT)))
        .number("minNodes", "min_nodes")
        .number("maxNodes", "max_nodes")
        .bool("autoResume", "auto_resume")
        .number("autoSuspendSeconds", "auto_suspend_secs")
        .field(SUSPENDED, Canonical.bool(!isRunning(state.orElse(""))))
        .field(RESUMED, Canonical.bool(!begun))
        .fact("state", state)
        .fact("nodes", Optional.of(Long.toString(PoolHealth.nodes(row))))
        .fact("active_nodes", row.text("active_nodes"))
        .fact("num_services", row.text("num_services"))
        .health(PoolHealth.of(state.orElse(""), begun, seen))
        .observed();
  }

  @Override
  public Export exported(Observed observed) {
    return Statements.withoutIdleness(Export.ofFields(this, observed));
  }
}
