package dev.snowdrift.snowflake.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.ManifestFiles;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.InMemoryTree;
import dev.snowdrift.manifest.Limits;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.Revision;
import dev.snowdrift.plan.DesiredReader;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Scope;
import dev.snowdrift.snowflake.World;
import dev.snowdrift.snowflake.kind.JobKind;
import dev.snowdrift.snowflake.kind.Samples;
import dev.snowdrift.snowflake.kind.UserKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// The contract of all kinds: what is written of an object declares it as it is. A new kind whose
/// fields are not how a manifest writes them fails here, until it says how they are.
class AccountExportTest {
  private static final DesiredState SAMPLES = Samples.state();
  private static final ManifestFiles EXPORTED =
      AccountExport.of(World.REGISTRY, observation(SAMPLES), "dev", false, new TreeMap<>());
  private static final Problems PROBLEMS = new Problems();
  private static final DesiredState IMPORTED = read(EXPORTED.files());

  static Stream<Desired<?>> samples() {
    return SAMPLES.resources().values().stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void what_is_written_declares_each_field_as_it_is(Desired<?> sample) {
    var imported = Optional.ofNullable(IMPORTED.resources().get(sample.id()));

    assertThat(problems(sample.id())).isEmpty();
    assertThat(imported).as(EXPORTED.leftOut().toString()).isPresent();
    differences(sample, imported.orElseThrow());
  }

  /// Every field that is declared afterwards is as it was observed, and only those are not that
  /// would be so anyway.
  @SuppressWarnings("unchecked")
  private static <S> void differences(Desired<S> sample, Desired<?> imported) {
    for (var field : World.REGISTRY.of(sample).fields()) {
      var was = field.desired().apply(sample);
      var is = field.desired().apply((Desired<S>) imported);
      if (is.isPresent()) {
        assertThat(is.map(value -> field.align().apply(value, was.orElse(value))))
            .as("%s %s", sample.id(), field.name())
            .isEqualTo(is);
      } else if (!field.confidential()) {
        assertThat(was.filter(value -> !Optional.of(value).equals(field.standard())))
            .as("%s %s", sample.id(), field.name())
            .isEmpty();
      }
    }
  }

  private static List<String> problems(ResourceId id) {
    return PROBLEMS.list().stream()
        .filter(problem -> problem.subject().equals(id.toString()))
        .map(problem -> problem.toString())
        .toList();
  }

  /// Every object exactly as it is declared.
  private static Observation observation(DesiredState state) {
    var objects = new TreeMap<ResourceId, Observed>();
    state.resources().values().forEach(resource -> objects.put(resource.id(), observed(resource)));
    return new Observation(objects, List.of());
  }

  private static <S> Observed observed(Desired<S> resource) {
    var fields = new TreeMap<String, JsonNode>();
    for (var field : World.REGISTRY.of(resource).fields()) {
      field.desired().apply(resource).ifPresent(value -> fields.put(field.name(), value));
    }
    return new Observed(
        resource.id(), fields, Optional.empty(), Health.HEALTHY, facts(resource.spec()));
  }

  /// What is shown beside the fields.
  private static SortedMap<String, String> facts(Object spec) {
    var facts = new TreeMap<String, String>();
    switch (spec) {
      case UserKind.Spec user ->
          user.rsaPublicKey().ifPresent(key -> facts.put("rsaPublicKey", key));
      case JobKind.Spec job -> facts.put("computePool", job.computePool());
      default -> {}
    }
    return facts;
  }

  private static DesiredState read(SortedMap<String, String> files) {
    return new DesiredReader(World.REGISTRY, Limits.DEFAULT)
        .read(
            InMemoryTree.of(files),
            "dev",
            new Revision("0".repeat(40), "dev", "a", "s", Instant.EPOCH),
            "https://git.example/etl.git",
            Scope.ALL,
            PROBLEMS);
  }
}
