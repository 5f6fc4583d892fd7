package dev.snowdrift.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.golden.Notation;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.prefect.kind.PrefectKinds;
import dev.snowdrift.sandbox.prefect.RecordedRequest;
import dev.snowdrift.sandbox.prefect.RecordingProxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Every field of every kind, changed by hand: it is found by its name, it alone is written back,
/// and nobody else's runs notice. All cases share one converged environment, which each of them
/// leaves as it was.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FieldDriftSuite {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration SCHEDULED = Duration.ofMinutes(1);

  /// What a server changes by itself, or at every write.
  private static final List<String> MOVING = List.of("updated", "status", "last_polled");

  private static final String RESOURCES =
      """
      WorkPool etl
        type: process
        description: Loads
        concurrencyLimit: 5
        paused: false
        baseJobTemplate:
          job_configuration: {image: "{{ image }}"}
          variables: {properties: {image: {type: string}}}
      WorkPool gpu
        type: docker
      Variable region
        value: {name: eu, zone: 1}
        tags: [a]
      Block token
        valueFrom: {env: TOKEN}
      Block aws-credentials/loader
        data: {region_name: eu}
        secrets: {aws_secret_access_key: {env: TOKEN}}
      Block snowflake-credentials/reader
        data: {account: a, user: READER}
        secrets: {password: {env: TOKEN}}
      Block snowflake-credentials/writer
        data: {account: a, user: WRITER}
        secrets: {password: {env: TOKEN}}
      Block snowflake-connector/etl
        data: {database: ETL, warehouse: ETL_WH, schema: PUBLIC}
        blocks: {credentials: snowflake-credentials/reader}
      ConcurrencyLimit database
        limit: 5
        active: true
        slotDecayPerSecond: 0.5
      WorkQueue etl/fast
      WorkQueue etl/slow
        priority: 8
      WorkQueue gpu/fast
      WorkQueue etl/spare
        description: Spare
        concurrencyLimit: 5
        priority: 9
      Automation failed runs
        description: Tell us
        enabled: true
        tags: [etl]
        trigger: {type: event, expect: [prefect.flow-run.Failed], within: 10m, threshold: 2}
        actions: [{type: pause-work-pool, workPool: etl}]
        actionsOnTrigger: [{type: do-nothing}]
        actionsOnResolve: [{type: do-nothing}]
      Flow load
        entrypoint: flows/load.py:main
        workPool: etl
        pull: {steps: []}
        deployments:
          - name: nightly
            description: Every night
            tags: [etl]
            workQueue: fast
            parameters: {n: 3}
            parameterSchema: {type: object, required: [n], properties: {n: {type: integer}}}
            paused: false
            concurrency: {limit: 1, collisionStrategy: CANCEL_NEW}
            env: {A: '1'}
            schedules:
              - {name: night, cron: "$H * * *", timezone: Europe/Berlin, dayOr: false, parameters: {n: 1}}
              - {name: often, interval: 25h, anchor: "2026-01-01T00:30:00Z"}
              - {name: weekly, rrule: FREQ=WEEKLY;BYDAY=MO}
          - name: other
            schedules: [{name: night, cron: "$H * * *", timezone: Europe/Berlin}]
      Flow stays
        entrypoint: flows/load.py:main
        workPool: etl
        deployments:
          - {name: here, schedules: [{name: night, interval: 25h}]}
      """;

  private static final String FOREIGN =
      """
      POST /flows/ {"name": "theirs"}
      POST /deployments/ {"name": "theirs", "flow_id": "<flow theirs>",
        "schedules": [{"slug": "night", "schedule": {"cron": "$H * * *"}}, {"schedule": {"interval": 90000}}]}
      """;

  private final String hour;
  private final Hands hands;
  private final RecordingProxy proxy;
  private final Workspace workspace;
  private final DesiredState commit;

  FieldDriftSuite(URI api) {
    // Runs that are due while the tests go on would start.
    var later = Instant.now().plus(Duration.ofHours(8)).atZone(ZoneId.of("Europe/Berlin"));
    hour = "0 " + later.getHour();
    hands = new Hands(api);
    proxy = RecordingProxy.start(api);
    workspace = new Workspace(proxy.api(), "dev");
    workspace.secret("TOKEN", "t0ken");
    commit =
        workspace.commit(
            "1",
            Notation.resources(timed(RESOURCES), PrefectKinds.all()).stream()
                .map(Notation::manifest)
                .toArray(String[]::new));
  }

  private String timed(String text) {
    return text.replace("$H", hour);
  }

  private String request(String text) {
    return timed(text).replace('\'', '"');
  }

  @BeforeAll
  void converge() {
    hands.empty();
    hands.doAll(timed(FOREIGN));
    workspace.converge(commit);
    var end = Instant.now().plus(SCHEDULED);
    while (otherRuns().values().stream().distinct().count() < 3 && Instant.now().isBefore(end)) {
      LockSupport.parkNanos(100_000_000);
    }
    assertThat(otherRuns().values().stream().distinct()).hasSize(3);
  }

  @AfterAll
  void close() {
    workspace.close();
    proxy.close();
    hands.close();
  }

  static List<FieldDrift> drifts() {
    return FieldDrift.all();
  }

  @Test
  void no_field_is_forgotten() {
    var fields =
        PrefectKinds.all().stream()
            .flatMap(kind -> kind.fields().stream().map(field -> kind.name() + "." + field.name()))
            .collect(Collectors.toCollection(TreeSet::new));

    var known =
        FieldDrift.all().stream()
            .flatMap(drift -> drift.fields().stream().map(field -> drift.kind() + "." + field))
            .collect(Collectors.toCollection(TreeSet::new));
    known.addAll(FieldDrift.UNREACHABLE.keySet());

    assertThat(known).isEqualTo(fields);
  }

  @ParameterizedTest
  @MethodSource("drifts")
  void what_is_changed_by_hand_is_found_and_it_alone_is_taken_back(FieldDrift drift) {
    var before = everything();
    var runs = otherRuns();
    var version = hands.deployment("load/nightly").path("version").asString();
    hands.doAll(request(drift.byHand()));
    var healing = hands.resolved(request(drift.healing()).replace("$VERSION", version));
    proxy.log().clear();

    var plan = workspace.plan(commit);
    workspace.run(plan);

    assertThat(plan.steps())
        .singleElement()
        .satisfies(step -> {
          assertThat(step.id()).isEqualTo(new ResourceId(drift.kind(), drift.name()));
          assertThat(step.change().drifts())
              .extracting(Drift::path)
              .containsExactlyInAnyOrderElementsOf(drift.paths());
          assertThat(step.change().drifts())
              .allMatch(each -> each.origin() == Drift.Origin.OUT_OF_BAND)
              .allMatch(each -> drift.fields().contains(each.field()));
        });
    assertThat(proxy.log().writes())
        .extracting(FieldDriftSuite::shown)
        .containsExactlyInAnyOrderElementsOf(healing.stream().map(FieldDriftSuite::shown).toList());
    assertThat(workspace.plan(commit).steps()).isEmpty();
    assertThat(everything()).isEqualTo(before);
    assertThat(otherRuns()).containsAllEntriesOf(runs);
  }

  private static String shown(RecordedRequest request) {
    return shown(request.method() + " " + request.path() + " " + request.body());
  }

  /// With the properties of its body in order.
  private static String shown(String request) {
    var parts = request.strip().split("\\s+", 3);
    var body = parts.length > 2 ? Json.exact(JSON.readTree(parts[2])).toString() : "";
    return parts[0] + " " + parts[1] + " " + body;
  }

  /// All objects with their ids, schedules and theirs included.
  private SortedMap<String, List<String>> everything() {
    var all = new TreeMap<String, List<String>>();
    for (var sort :
        List.of(
            "flows",
            "deployments",
            "work_pools",
            "variables",
            "block_documents",
            "v2/concurrency_limits")) {
      all.put(
          sort, hands.all(sort).stream().map(item -> stable(item).toString()).sorted().toList());
    }
    return all;
  }

  /// Without when it was written, and what moves by itself.
  private static JsonNode stable(JsonNode item) {
    if (item.isArray()) {
      var array = JSON.createArrayNode();
      item.valueStream()
          .map(FieldDriftSuite::stable)
          .sorted((a, b) -> a.toString().compareTo(b.toString()))
          .forEach(array::add);
      return array;
    }
    if (item instanceof ObjectNode object) {
      var rest = Json.object();
      object.properties().stream()
          .filter(property -> !MOVING.contains(property.getKey()))
          .forEach(property -> rest.set(property.getKey(), stable(property.getValue())));
      return Json.exact(rest);
    }
    return item;
  }

  /// The deployment of each run that a schedule made, by the run's id; not of the one that changes.
  private SortedMap<String, String> otherRuns() {
    var changing = hands.deployment("load/nightly").path("id").asString();
    var runs = new TreeMap<String, String>();
    for (var run : hands.all("flow_runs")) {
      var deployment = run.path("deployment_id").asString();
      if (!deployment.equals(changing)) {
        runs.put(run.path("id").asString(), deployment);
      }
    }
    return runs;
  }
}
