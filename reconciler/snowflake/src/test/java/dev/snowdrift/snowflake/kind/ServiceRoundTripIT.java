package dev.snowdrift.snowflake.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.kind.Drift;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.report.PlanText;
import dev.snowdrift.snowflake.ServiceWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Every field of the specification reference comes through an account unharmed: what was declared
/// and created is observed without a difference, and one change is one difference.
class ServiceRoundTripIT {
  private static @Nullable ServiceWorld shared;

  @BeforeContainer
  static void open() {
    shared = new ServiceWorld().push("v1", 1).push("latest", 2).converge(state());
  }

  @AfterContainer
  static void close() {
    world().close();
  }

  private static ServiceWorld world() {
    if (shared == null) {
      throw new IllegalStateException("not open");
    }
    return shared;
  }

  private static DesiredState state(String... services) {
    var all = new ArrayList<String>();
    all.add("ComputePool BIG_POOL\ninstanceFamily: GPU_NV_M\nmaxNodes: 3\n");
    all.add("Secret ETL.APP.KEY\nvalueFrom: {env: KEY}\n");
    all.add("Stage ETL.APP.FILES\n");
    all.addAll(List.of(services));
    return ServiceWorld.state(all.toArray(String[]::new));
  }

  private static DesiredState service(JsonNode specification) {
    return state(
        "Service ETL.APP.ANY\ncomputePool: BIG_POOL\nspecification: " + specification + "\n");
  }

  private static void with(JsonNode specification, Consumer<DesiredState> then) {
    var state = service(specification);
    try {
      world().converge(state, Optional.of(state()));
      then.accept(state);
    } finally {
      world().byHand("DROP SERVICE IF EXISTS ETL.APP.ANY FORCE");
    }
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void what_was_created_is_observed_without_a_difference(@ForAll long seed) {
    var specification = RandomSpecification.of(seed);

    with(
        specification,
        state -> {
          var plan = world().plan(state);

          assertThat(PlanText.render(plan, false)).contains("in sync: nothing to change");
        });
  }

  @Property(tries = 15, shrinking = ShrinkingMode.OFF)
  void one_changed_value_is_one_difference_that_names_it(@ForAll long seed) {
    var before = RandomSpecification.of(seed);
    var after = before.deepCopy();
    ((ObjectNode) after.path("spec").path("containers").get(0)).withObject("/env").put("NEW", 1);

    with(
        before,
        state -> {
          var plan = world().plan(service(after), Optional.of(state));

          assertThat(plan.steps())
              .singleElement()
              .satisfies(step ->
                  assertThat(step.change().drifts())
                      .extracting(Drift::path)
                      .singleElement()
                      .asString()
                      .startsWith("specification.containers[c0].env"));
          world().converge(service(after), Optional.of(state));
        });
  }
}
