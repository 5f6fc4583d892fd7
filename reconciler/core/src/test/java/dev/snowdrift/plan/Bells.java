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
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Rooted;
import dev.snowdrift.kind.Target;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.manifest.Lifecycle;
import dev.snowdrift.manifest.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// A world of bells that hang below each other: the smallest kind whose objects form units. A bell
/// can only be changed while the one at the top is still.
final class Bells {
  static final KindRegistry REGISTRY = new KindRegistry(List.of(List.of(new BellKind())));

  private Bells() {}

  record Bell(String tone, List<String> below, boolean rings) {}

  record Words(String redacted) implements Effect {
    @Override
    public Target target() {
      return Target.SNOWFLAKE;
    }
  }

  private static ResourceId id(String name) {
    return new ResourceId("Bell", name);
  }

  record BellKind() implements Kind<Bell>, Rooted<Bell> {
    @Override
    public String name() {
      return "Bell";
    }

    @Override
    public Target target() {
      return Target.SNOWFLAKE;
    }

    @Override
    public Wave wave() {
      return Wave.ORCHESTRATION;
    }

    @Override
    public Class<Bell> specification() {
      return Bell.class;
    }

    @Override
    public String canonicalName(String written) {
      return written;
    }

    @Override
    public Optional<Rooted<Bell>> rooted() {
      return Optional.of(this);
    }

    @Override
    public List<Reference> references(Desired<Bell> resource) {
      return resource.spec().below().stream()
          .map(name -> Reference.required("Bell", name, "below"))
          .toList();
    }

    @Override
    public List<Field<Bell>> fields() {
      return List.of(
          Field.of("tone", bell -> Optional.of(Canonical.text(bell.tone()))),
          Field.of("below", bell -> Optional.of(Canonical.set(bell.below()))),
          Field.<Bell>of("state", bell -> Optional.of(state(bell.rings())))
              .align((wanted, seen) -> seen.asString("").equals("broken") ? wanted : seen));
    }

    static JsonNode state(boolean rings) {
      return Canonical.text(rings ? "rings" : "still");
    }

    @Override
    public List<Effect> create(Desired<Bell> resource, Mark mark) {
      var effects = new ArrayList<Effect>();
      effects.add(new Words("make " + resource.id().name()));
      if (resource.spec().rings()) {
        effects.add(resume(resource.id()));
      }
      return effects;
    }

    @Override
    public List<Effect> update(
        Desired<Bell> resource, Observed observed, List<Drift> drifts, Mark mark) {
      var effects = new ArrayList<Effect>();
      for (var drift : drifts) {
        if (!drift.field().equals("state")) {
          effects.add(new Words("alter " + resource.id().name() + " " + drift.path()));
        } else {
          effects.add(resource.spec().rings() ? resume(resource.id()) : suspend(resource.id()));
        }
      }
      return effects;
    }

    @Override
    public List<Effect> adopt(Desired<Bell> resource, Observed observed, Mark mark) {
      return List.of(new Words("mark " + resource.id().name()));
    }

    @Override
    public List<Effect> delete(Observed observed) {
      return List.of(new Words("drop " + observed.id().name()));
    }

    @Override
    public String field() {
      return "state";
    }

    @Override
    public boolean running(Desired<Bell> resource) {
      return resource.spec().rings();
    }

    @Override
    public Set<ResourceId> above(Desired<Bell> resource) {
      var above = new TreeSet<ResourceId>();
      resource.spec().below().forEach(name -> above.add(Bells.id(name)));
      return above;
    }

    @Override
    public Set<ResourceId> above(Observed observed) {
      var above = new TreeSet<ResourceId>();
      observed
          .field("below")
          .ifPresent(names -> names.forEach(name -> above.add(Bells.id(name.asString()))));
      return above;
    }

    @Override
    public boolean isRunning(Observed observed) {
      return observed.field("state").equals(Optional.of(Canonical.text("rings")));
    }

    @Override
    public boolean ranBefore(Observed observed) {
      return isRunning(observed) || observed.fact("rang").isPresent();
    }

    @Override
    public boolean stoppedByErrors(Observed observed) {
      return observed.field("state").equals(Optional.of(Canonical.text("broken")));
    }

    @Override
    public Effect suspend(ResourceId id) {
      return new Words("still " + id.name());
    }

    @Override
    public Effect resume(ResourceId id) {
      return new Words("ring " + id.name());
    }
  }

  static Builder bell(String name) {
    return new Builder(name);
  }

  static DesiredState state(Builder... bells) {
    var resources = new TreeMap<ResourceId, Desired<?>>();
    for (var bell : bells) {
      resources.put(id(bell.name), bell.desired());
    }
    return new DesiredState("dev", Boxes.revision("8b1e6f0aaaaaaaaa"), resources, false);
  }

  static Observation world(Builder... bells) {
    var objects = new TreeMap<ResourceId, Observed>();
    for (var bell : bells) {
      objects.put(id(bell.name), bell.observed());
    }
    return new Observation(objects, List.of());
  }

  static final class Builder {
    private final String name;
    private String tone = "c";
    private List<String> below = List.of();
    private String state = "rings";
    private boolean ours = true;
    private boolean adopt;

    private Builder(String name) {
      this.name = name;
    }

    Builder tone(String value) {
      tone = value;
      return this;
    }

    Builder below(String... names) {
      below = List.of(names);
      return this;
    }

    Builder still() {
      state = "still";
      return this;
    }

    Builder broken() {
      state = "broken";
      return this;
    }

    Builder strange() {
      ours = false;
      return this;
    }

    Builder adopt() {
      adopt = true;
      return this;
    }

    private Desired<Bell> desired() {
      var lifecycle =
          new Lifecycle(
              Lifecycle.NONE.deletion(),
              Lifecycle.NONE.replacement(),
              Optional.of(adopt),
              Lifecycle.NONE.rollback(),
              Lifecycle.NONE.ignore());
      return new Desired<>(
          id(name),
          new Bell(tone, below, state.equals("rings")),
          lifecycle,
          List.of(),
          Location.of("base/bells.yaml"));
    }

    private Observed observed() {
      var fields = new TreeMap<String, JsonNode>();
      fields.put("tone", Canonical.text(tone));
      fields.put("below", Canonical.set(below));
      fields.put("state", Canonical.text(state));
      return new Observed(
          id(name),
          fields,
          ours ? Optional.of(Boxes.KEY.mark("dev", id(name))) : Optional.empty(),
          Health.HEALTHY,
          new TreeMap<>());
    }
  }
}
