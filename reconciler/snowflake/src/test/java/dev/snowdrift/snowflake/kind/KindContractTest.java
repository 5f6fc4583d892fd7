package dev.snowdrift.snowflake.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Repair;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.SchemaGenerator;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Planner;
import dev.snowdrift.plan.Policy;
import dev.snowdrift.snowflake.SnowflakeKind;
import dev.snowdrift.snowflake.World;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// What every kind promises, whatever it is.
class KindContractTest {
  private static final Mark.Key KEY =
      new Mark.Key("an installation's own key".getBytes(StandardCharsets.UTF_8));

  static Stream<SnowflakeKind<?>> kinds() {
    return SnowflakeKinds.all().stream();
  }

  static Stream<Desired<?>> resources() {
    return Samples.state().resources().values().stream();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void fields_have_names_of_their_own(SnowflakeKind<?> kind) {
    assertThat(kind.fields()).extracting(Field::name).doesNotHaveDuplicates().isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_schema_is_generated(SnowflakeKind<?> kind) {
    var schema = SchemaGenerator.of(kind.specification().asSubclass(Record.class), kind.name());

    assertThat(schema.path("title").asString()).isEqualTo(kind.name());
    assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
  }

  @Test
  void every_kind_has_a_sample() {
    assertThat(resources().map(resource -> resource.id().kind()).distinct())
        .containsExactlyInAnyOrderElementsOf(kinds().map(SnowflakeKind::name).toList());
  }

  @Test
  void a_world_that_is_as_declared_has_an_empty_plan() {
    var state = Samples.state();

    var plan = plan(state, observation(state));

    assertThat(plan.problems()).isEmpty();
    assertThat(plan.steps()).isEmpty();
  }

  @Test
  void a_missing_world_is_created_after_what_it_needs() {
    var plan = plan(Samples.state(), Observation.NOTHING);

    var order = plan.steps().stream().map(step -> step.id().kind()).distinct().toList();
    assertThat(order.indexOf("Database")).isLessThan(order.indexOf("Schema"));
    assertThat(order.indexOf("Schema")).isLessThan(order.indexOf("Secret"));
    assertThat(order.indexOf("NetworkRule")).isLessThan(order.indexOf("ExternalAccessIntegration"));
    assertThat(order.indexOf("ComputePool")).isLessThan(order.indexOf("Service"));
    assertThat(order.indexOf("Secret")).isLessThan(order.indexOf("Service"));
  }

  @ParameterizedTest
  @MethodSource("resources")
  void each_field_that_can_be_altered_has_a_statement(Desired<?> resource) {
    eachField(resource);
  }

  private static <S> void eachField(Desired<S> resource) {
    var kind = World.REGISTRY.of(resource);
    var observed = observed(resource);
    for (var field : kind.fields()) {
      var wanted = field.desired().apply(resource);
      if (wanted.isEmpty() || (wanted.get().isArray() && wanted.get().isEmpty())) {
        continue;
      }
      var drift =
          new Drift(
              field.name(),
              field.name(),
              field.desired().apply(resource),
              Optional.empty(),
              Drift.Origin.GIT,
              false);
      if (!(kind.repair(drift, observed(resource), List.of(drift)) instanceof Repair.Alter)) {
        continue;
      }

      var effects = kind.update(resource, observed, List.of(drift), mark(resource));

      assertThat(effects).as(resource.id() + " " + field.name()).isNotEmpty();
      checkStatements(effects);
    }
  }

  @ParameterizedTest
  @MethodSource("resources")
  void each_field_that_is_no_longer_declared_goes_back_by_a_statement(Desired<?> resource) {
    eachStandard(resource);
  }

  private static <S> void eachStandard(Desired<S> resource) {
    var kind = World.REGISTRY.of(resource);
    for (var field : kind.fields()) {
      // An empty list or mapping that is seen is as it should be.
      if (field.standard().filter(value -> !value.isContainer()).isEmpty()) {
        continue;
      }
      var drift =
          new Drift(
              field.name(),
              field.name(),
              Optional.empty(),
              Optional.of(field.standard().get()),
              Drift.Origin.GIT,
              false);
      if (!(kind.repair(drift, observed(resource), List.of(drift)) instanceof Repair.Alter)) {
        continue;
      }

      var effects = kind.update(resource, observed(resource), List.of(drift), mark(resource));

      assertThat(effects).as(resource.id() + " " + field.name()).isNotEmpty();
      checkStatements(effects);
    }
  }

  @ParameterizedTest
  @MethodSource("resources")
  @Tag("I7")
  void statements_replace_nothing_and_keep_the_mark(Desired<?> resource) {
    eachStatement(resource);
  }

  private static <S> void eachStatement(Desired<S> resource) {
    var kind = World.REGISTRY.of(resource);
    var create = kind.create(resource, mark(resource));
    var all = new ArrayList<Effect>(create);
    var adopt = kind.adopt(resource, observed(resource), mark(resource));
    all.addAll(adopt);
    all.addAll(kind.delete(observed(resource)));

    checkStatements(all);
    // What a second statement does is seen to be missing when only the first was run.
    assertThat(create).hasSizeBetween(1, 2);
    if (kind.marked()) {
      assertThat(create.getFirst().redacted()).contains(mark(resource).text());
    }
    if (kind.marked() && kind.adoptable()) {
      assertThat(adopt)
          .singleElement()
          .extracting(Effect::redacted)
          .asString()
          .contains(mark(resource).withFingerprint(Optional.empty()).text());
    }
  }

  @ParameterizedTest
  @MethodSource("resources")
  void releasing_an_object_writes_what_a_person_wrote_and_no_mark(Desired<?> resource) {
    released(resource);
  }

  private static <S> void released(Desired<S> resource) {
    var kind = World.REGISTRY.of(resource);

    var effects = kind.release(resource, observed(resource));

    checkStatements(effects);
    assertThat(effects).hasSize(kind.marked() && kind.adoptable() ? 1 : 0);
    assertThat(effects)
        .extracting(Effect::redacted)
        .noneMatch(sql -> sql.contains("[snowdrift:"))
        .allMatch(sql -> sql.contains("COMMENT"));
  }

  private static void checkStatements(List<Effect> effects) {
    assertThat(effects)
        .extracting(Effect::redacted)
        .noneMatch(sql -> sql.contains("OR REPLACE") || sql.contains("STOP ALL"))
        .noneMatch(sql -> sql.contains("IF NOT EXISTS"));
  }

  private static dev.snowdrift.plan.Plan plan(DesiredState state, Observation observation) {
    return new Planner(World.REGISTRY, KEY)
        .plan(state, Optional.of(state), observation, Policy.converge(LocalDate.of(2026, 1, 1)));
  }

  private static Observation observation(DesiredState state) {
    var objects = new TreeMap<ResourceId, Observed>();
    state.resources().values().forEach(resource -> objects.put(resource.id(), observed(resource)));
    return new Observation(objects, List.of());
  }

  /// The object exactly as it is declared.
  private static <S> Observed observed(Desired<S> resource) {
    var kind = World.REGISTRY.of(resource);
    var fields = new TreeMap<String, JsonNode>();
    for (var field : kind.fields()) {
      field.desired().apply(resource).ifPresent(value -> fields.put(field.name(), value));
    }
    return new Observed(
        resource.id(),
        fields,
        Optional.of(mark(resource)),
        Health.HEALTHY,
        new TreeMap<>(Map.of("declared", "USAGE", "state", "SUSPENDED")));
  }

  private static Mark mark(Desired<?> resource) {
    return KEY.mark("dev", resource.id());
  }
}
