package dev.snowdrift.snowflake.kind;

import dev.snowdrift.health.Health;
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
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Example;
import dev.snowdrift.manifest.Max;
import dev.snowdrift.manifest.Min;
import dev.snowdrift.manifest.Pattern;
import dev.snowdrift.snowflake.Listing;
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
    spec.initiallySuspended()
        .ifPresent(suspended -> sql.property("INITIALLY_SUSPENDED").bool(suspended));
    return List.of(Comments.write(sql, spec.comment(), mark).ddl());
  }

  /// The instance family is altered where the pool stands, but only while it is suspended
  /// (Snowflake documentation of ALTER COMPUTE POOL). Nobody waits here: while the pool is still
  /// stopping the statement is refused, and comes again with the next plan.
  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    var name = resource.id().name();
    var effects =
        new ArrayList<>(
            STATEMENTS.update(resource, PROPERTIES, resource.spec().comment(), drifts, mark));
    var family = Property.Alteration.of(List.of(FAMILY), resource, drifts);
    if (!family.set().isEmpty()) {
      if (!observed.fact("state").orElse("").equals("SUSPENDED")) {
        effects.add(STATEMENTS.alter(name).words("SUSPEND").ddl());
      }
      var set = STATEMENTS.alter(name).words("SET");
      family.write(set, resource);
      effects.add(set.ddl());
      effects.add(STATEMENTS.alter(name).words("RESUME").ddl());
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
    return new Listing.OfAccount("COMPUTE POOLS");
  }

  @Override
  public Optional<String> nameIn(Row row) {
    return Names.inAccount(row);
  }

  @Override
  public Observed read(ResourceId id, Sighting seen) {
    var row = seen.row();
    var state = row.text("state").map(text -> text.toUpperCase(Locale.ROOT));
    return new Fields(id, row)
        .text("instanceFamily", row.text("instance_family").map(f -> f.toUpperCase(Locale.ROOT)))
        .number("minNodes", "min_nodes")
        .number("maxNodes", "max_nodes")
        .bool("autoResume", "auto_resume")
        .number("autoSuspendSeconds", "auto_suspend_secs")
        .fact("state", state)
        .fact("active_nodes", row.text("active_nodes"))
        .fact("num_services", row.text("num_services"))
        .health(health(state.orElse("")))
        .observed();
  }

  private static Health health(String state) {
    return switch (state) {
      case "IDLE", "ACTIVE" -> Health.HEALTHY;
      case "STARTING", "RESIZING", "STOPPING" -> Health.progressing(state);
      case "SUSPENDED" -> Health.suspended("suspended; a service wakes it if autoResume is on");
      default -> Health.unknown("state " + (state.isEmpty() ? "missing" : state));
    };
  }
}
