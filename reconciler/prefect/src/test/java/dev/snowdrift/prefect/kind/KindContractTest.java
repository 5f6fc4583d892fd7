package dev.snowdrift.prefect.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.Kind;
import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Repair;
import dev.snowdrift.manifest.SchemaGenerator;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.prefect.Workspace;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What every kind promises, checked with one resource of each that declares all fields.
class KindContractTest {
  private static final Mark.Key KEY =
      new Mark.Key("a key for tests only".getBytes(StandardCharsets.UTF_8));

  private static final String EVERYTHING =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: WorkPool
      metadata: {name: pool}
      spec:
        {type: process, description: d, concurrencyLimit: 5, paused: true, baseJobTemplate: {job_configuration: {a: b}, variables: {type: object}}}
      ---
      apiVersion: snowdrift.dev/v1alpha1
      kind: WorkQueue
      metadata: {name: pool/fast}
      spec: {description: d, concurrencyLimit: 2, paused: true, priority: 1}
      ---
      apiVersion: snowdrift.dev/v1alpha1
      kind: ConcurrencyLimit
      metadata: {name: database}
      spec: {limit: 5, active: false, slotDecayPerSecond: 0.5}
      ---
      apiVersion: snowdrift.dev/v1alpha1
      kind: Variable
      metadata: {name: region}
      spec: {value: eu, tags: [a]}
      ---
      apiVersion: snowdrift.dev/v1alpha1
      kind: Block
      metadata: {name: aws-credentials/loader}
      spec: {data: {region_name: eu}, secrets: {key: {env: KEY}}}
      ---
      apiVersion: snowdrift.dev/v1alpha1
      kind: Automation
      metadata: {name: alert}
      spec:
        description: d
        enabled: false
        tags: [a]
        trigger: {type: event, expect: [prefect.flow-run.Failed], threshold: 2, within: 15m}
        actions: [{type: pause-work-pool, workPool: pool}]
        actionsOnTrigger: [{type: run-deployment, deployment: load/nightly, scheduleAfter: 60}]
        actionsOnResolve: [{type: do-nothing}]
      ---
      apiVersion: snowdrift.dev/v1alpha1
      kind: Flow
      metadata: {name: load}
      spec:
        entrypoint: flows/load.py:main
        workPool: pool
        workQueue: fast
        parameterSchema: {type: object, required: [b, a]}
        deployments:
          - name: nightly
            description: d
            tags: [a]
            paused: false
            concurrency: {limit: 1, gracePeriod: 60}
            schedules: [{cron: "0 3 * * *"}]
      """;

  private final KindRegistry registry = new KindRegistry(List.of(PrefectKinds.all()));

  private DesiredState everything() {
    try (var workspace = new Workspace(URI.create("http://127.0.0.1:9/api"), "dev")) {
      return workspace.commit("1", EVERYTHING.split("---\n", -1));
    }
  }

  @Test
  void every_kind_has_an_example_here() {
    var kinds = everything().resources().keySet().stream().map(id -> id.kind()).distinct();

    assertThat(kinds)
        .containsExactlyInAnyOrderElementsOf(registry.all().stream().map(Kind::name).toList());
  }

  @Test
  void schemas_can_be_generated_and_describe_every_field() {
    for (var kind : registry.all()) {
      var schema = SchemaGenerator.of(kind.specification().asSubclass(Record.class));

      assertThat(schema.path("properties").size()).as(kind.name()).isPositive();
      if (kind.declarable()) {
        schema
            .path("properties")
            .properties()
            .forEach(property ->
                assertThat(property.getValue().has("description"))
                    .as(kind.name() + "." + property.getKey())
                    .isTrue());
      }
    }
  }

  @Test
  void field_names_are_unique() {
    for (var kind : registry.all()) {
      assertThat(names(kind)).as(kind.name()).doesNotHaveDuplicates();
    }
  }

  private static <S> List<String> names(Kind<S> kind) {
    return kind.fields().stream().map(Field::name).toList();
  }

  @Test
  void every_field_that_can_be_altered_has_a_call_that_shows_no_secret() {
    for (var resource : everything().resources().values()) {
      checkRepairs(resource);
    }
  }

  private <S> void checkRepairs(Desired<S> declared) {
    var kind = registry.of(declared);
    var resource = fingerprinted(kind, declared);
    var mark = KEY.mark("dev", resource.id());
    for (var field : kind.fields()) {
      var wanted = field.desired().apply(resource);
      assertThat(wanted).as("%s declares %s", resource.id(), field.name()).isPresent();
      assertThat(field.align().apply(wanted.orElseThrow(), wanted.orElseThrow()))
          .as("%s.%s aligned with itself", kind.name(), field.name())
          .isEqualTo(wanted.orElseThrow());
      if (field.repair() instanceof Repair.Alter) {
        var drift =
            new Drift(
                field.name(),
                field.name(),
                wanted,
                Optional.empty(),
                Drift.Origin.GIT,
                field.confidential());
        var effects = kind.update(resource, nothing(resource), List.of(drift), mark);

        assertThat(effects).as("%s.%s", kind.name(), field.name()).isNotEmpty();
      }
    }
    assertThat(kind.create(resource, mark)).isNotEmpty();
    assertThat(kind.delete(nothing(resource))).isNotEmpty();
    assertThat(kind.adopt(resource, nothing(resource), mark)).isNotEmpty();
  }

  private static <S> Desired<S> fingerprinted(Kind<S> kind, Desired<S> resource) {
    var fingerprints = new TreeMap<dev.snowdrift.kind.SecretSource, String>();
    kind.secrets(resource).forEach(source -> fingerprints.put(source, "0123456789abcdef"));
    return resource.withFingerprints(fingerprints);
  }

  private static Observed nothing(Desired<?> resource) {
    var fields = new TreeMap<String, JsonNode>();
    fields.put("tags", Schedules.NONE);
    return new Observed(resource.id(), fields, Optional.empty(), Health.HEALTHY, new TreeMap<>());
  }
}
