package dev.snowdrift.plan;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.Kind;
import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Readiness;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.Repair;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Target;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.manifest.Lifecycle;
import dev.snowdrift.manifest.Location;
import dev.snowdrift.manifest.Revision;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// A world of boxes that stand on each other: the smallest kind that has everything a planner looks
/// at.
final class Boxes {
  static final Mark.Key KEY = new Mark.Key("0123456789abcdef".getBytes(StandardCharsets.UTF_8));
  static final KindRegistry REGISTRY =
      new KindRegistry(
          List.of(
              List.of(
                  new BoxKind("Box", false),
                  new BoxKind("Vault", true),
                  new BoxKind("Service", false, Readiness.BEFORE_A_START),
                  new BoxKind("Errand", false, Readiness.BEFORE_ANY_CHANGE))));
  static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

  private Boxes() {}

  record Box(
      Optional<Integer> size, Optional<String> colour, Optional<String> metal, List<String> on) {}

  record Words(String redacted) implements Effect {
    @Override
    public boolean usesWarehouse() {
      return redacted.endsWith("colour");
    }

    @Override
    public Target target() {
      return Target.SNOWFLAKE;
    }
  }

  record BoxKind(String name, boolean holdsData, Readiness readiness) implements Kind<Box> {
    BoxKind(String name, boolean holdsData) {
      this(name, holdsData, Readiness.NOBODY_WAITS);
    }

    private boolean runsOnce() {
      return readiness == Readiness.BEFORE_ANY_CHANGE;
    }

    @Override
    public Optional<String> run(Desired<Box> resource) {
      return runsOnce() ? resource.spec().colour() : Optional.empty();
    }

    @Override
    public boolean startsAnew(List<Drift> drifts) {
      return runsOnce();
    }

    @Override
    public boolean adoptable() {
      return !runsOnce();
    }

    @Override
    public Optional<String> busy(Observed observed, List<Drift> drifts) {
      return runsOnce() && observed.health().status() == Health.Status.PROGRESSING
          ? Optional.of("it runs")
          : Optional.empty();
    }

    @Override
    public Target target() {
      return Target.SNOWFLAKE;
    }

    @Override
    public Wave wave() {
      return Wave.STORAGE;
    }

    @Override
    public Class<Box> specification() {
      return Box.class;
    }

    @Override
    public Lifecycle.Deletion deletion() {
      return holdsData ? Lifecycle.Deletion.ORPHAN : Lifecycle.Deletion.DELETE;
    }

    @Override
    public String canonicalName(String written) {
      return written;
    }

    @Override
    public List<Reference> references(Desired<Box> resource) {
      return resource.spec().on().stream().map(on -> Reference.required("Box", on, "on")).toList();
    }

    @Override
    public List<Field<Box>> fields() {
      return List.of(
          Field.<Box>of("size", box -> Canonical.number(box.size())).standard(Canonical.number(1)),
          Field.<Box>of("colour", box -> Canonical.text(box.colour()))
              .repair(Repair.restart("repainted")),
          Field.<Box>of("metal", box -> Canonical.text(box.metal()))
              .repair(new Repair.Recreate("metal cannot change", "its dents")));
    }

    /// What does not fit into a smaller vault is lost.
    @Override
    public Repair repair(Drift drift, Observed observed, List<Drift> all) {
      return holdsData
              && drift.field().equals("size")
              && size(drift.desired(), 1) < size(drift.observed(), 1)
          ? Repair.losing("what does not fit is lost")
          : Kind.super.repair(drift, observed, all);
    }

    private static int size(Optional<JsonNode> value, int standard) {
      return value.map(JsonNode::intValue).orElse(standard);
    }

    @Override
    public List<Effect> create(Desired<Box> resource, Mark mark) {
      return List.of(new Words("make " + resource.id().name()));
    }

    @Override
    public List<Effect> update(
        Desired<Box> resource, Observed observed, List<Drift> drifts, Mark mark) {
      return drifts.stream()
          .<Effect>map(drift -> new Words("alter " + resource.id().name() + " " + drift.path()))
          .toList();
    }

    @Override
    public List<Effect> adopt(Desired<Box> resource, Observed observed, Mark mark) {
      return List.of(new Words("mark " + resource.id().name()));
    }

    @Override
    public Desired<Box> rolledBack(Desired<Box> resource, Desired<Box> to) {
      var box = resource.spec();
      return new Desired<>(
          resource.id(),
          new Box(box.size(), to.spec().colour(), box.metal(), box.on()),
          resource.lifecycle(),
          resource.dependsOn(),
          resource.at());
    }

    @Override
    public List<Effect> release(Desired<Box> before, Observed observed) {
      return List.of(new Words("unmark " + observed.id().name()));
    }

    @Override
    public List<Effect> delete(Observed observed) {
      return List.of(new Words("drop " + observed.id().name()));
    }
  }

  static BoxBuilder box(String name) {
    return new BoxBuilder("Box", name);
  }

  static BoxBuilder service(String name) {
    return new BoxBuilder("Service", name);
  }

  /// It runs once for each colour.
  static BoxBuilder errand(String name) {
    return new BoxBuilder("Errand", name);
  }

  static BoxBuilder vault(String name) {
    return new BoxBuilder("Vault", name);
  }

  static DesiredState state(BoxBuilder... boxes) {
    var resources = new TreeMap<ResourceId, Desired<?>>();
    for (var box : boxes) {
      var resource = box.desired();
      resources.put(resource.id(), resource);
    }
    return new DesiredState("dev", revision("8b1e6f0aaaaaaaaa"), resources, false);
  }

  static Revision revision(String id) {
    return new Revision(id, "dev", "Ada", "raise it", Instant.EPOCH);
  }

  static Observation world(BoxBuilder... boxes) {
    var objects = new TreeMap<ResourceId, Observed>();
    for (var box : boxes) {
      objects.put(box.id(), box.observed());
    }
    return new Observation(objects, List.of());
  }

  static final class BoxBuilder {
    private final ResourceId id;
    private Optional<Integer> size = Optional.empty();
    private Optional<String> colour = Optional.empty();
    private Optional<String> metal = Optional.empty();
    private List<String> on = List.of();
    private List<ResourceId> after = List.of();
    private Health health = Health.HEALTHY;
    private Lifecycle lifecycle = Lifecycle.NONE;
    private Optional<Mark> mark;

    private BoxBuilder(String kind, String name) {
      this.id = new ResourceId(kind, name);
      this.mark = Optional.of(KEY.mark("dev", id));
    }

    BoxBuilder size(int value) {
      size = Optional.of(value);
      return this;
    }

    BoxBuilder colour(String value) {
      colour = Optional.of(value);
      return this;
    }

    BoxBuilder metal(String value) {
      metal = Optional.of(value);
      return this;
    }

    BoxBuilder on(String... names) {
      on = List.of(names);
      return this;
    }

    BoxBuilder after(BoxBuilder... others) {
      after = Stream.of(others).map(BoxBuilder::id).toList();
      return this;
    }

    BoxBuilder health(Health value) {
      health = value;
      return this;
    }

    BoxBuilder adopt() {
      lifecycle =
          new Lifecycle(
              lifecycle.deletion(),
              lifecycle.replacement(),
              Optional.of(true),
              lifecycle.rollback(),
              lifecycle.ignore());
      return this;
    }

    BoxBuilder deleted() {
      lifecycle =
          new Lifecycle(
              Optional.of(Lifecycle.Deletion.DELETE),
              lifecycle.replacement(),
              lifecycle.adopt(),
              lifecycle.rollback(),
              lifecycle.ignore());
      return this;
    }

    BoxBuilder orphaned() {
      lifecycle =
          new Lifecycle(
              Optional.of(Lifecycle.Deletion.ORPHAN),
              lifecycle.replacement(),
              lifecycle.adopt(),
              lifecycle.rollback(),
              lifecycle.ignore());
      return this;
    }

    BoxBuilder irreplaceable() {
      lifecycle =
          new Lifecycle(
              lifecycle.deletion(),
              Optional.of(Lifecycle.Replacement.FORBID),
              lifecycle.adopt(),
              lifecycle.rollback(),
              lifecycle.ignore());
      return this;
    }

    BoxBuilder ignore(String field, Optional<LocalDate> until) {
      lifecycle =
          new Lifecycle(
              lifecycle.deletion(),
              lifecycle.replacement(),
              lifecycle.adopt(),
              lifecycle.rollback(),
              List.of(new Lifecycle.Ignore(field, "known", until)));
      return this;
    }

    BoxBuilder mark(Optional<Mark> value) {
      mark = value;
      return this;
    }

    ResourceId id() {
      return id;
    }

    Desired<Box> desired() {
      return new Desired<>(
          id, new Box(size, colour, metal, on), lifecycle, after, Location.of("base/boxes.yaml"));
    }

    Observed observed() {
      var fields = new TreeMap<String, JsonNode>();
      fields.put("size", Canonical.number(size.orElse(1)));
      colour.ifPresent(value -> fields.put("colour", Canonical.text(value)));
      metal.ifPresent(value -> fields.put("metal", Canonical.text(value)));
      return new Observed(id, fields, mark, health, new TreeMap<>());
    }
  }
}
