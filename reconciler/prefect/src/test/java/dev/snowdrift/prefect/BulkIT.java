package dev.snowdrift.prefect;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.sandbox.prefect.PrefectStandIn;
import dev.snowdrift.sandbox.prefect.RecordedRequest;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/// What 1,000 deployments of 200 flows, 50 pools and 500 variables cost, in requests. They are made
/// once, so the tests have an order.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BulkIT {
  private static final int FLOWS = 200;
  private static final int DEPLOYMENTS_OF_A_FLOW = 5;
  private static final int POOLS = 50;
  private static final int VARIABLES = 500;

  private final PrefectStandIn server = PrefectStandIn.start(PrefectStandIn.Options.defaults());
  private final Workspace workspace = new Workspace(server.api(), "bulk");

  @BeforeAll
  void converge() {
    var commit = commit();
    var plan = workspace.plan(commit);
    server.log().clear();
    workspace.run(plan);
  }

  @AfterAll
  void close() {
    workspace.close();
    server.close();
  }

  private DesiredState commit() {
    var manifests = new ArrayList<String>();
    for (var i = 0; i < POOLS; i++) {
      manifests.add(
          """
          apiVersion: snowdrift.dev/v1alpha1
          kind: WorkPool
          metadata: {name: pool-%d}
          spec: {type: process}
          """
              .formatted(i));
    }
    for (var i = 0; i < VARIABLES; i++) {
      manifests.add(
          """
          apiVersion: snowdrift.dev/v1alpha1
          kind: Variable
          metadata: {name: variable_%d}
          spec: {value: %d}
          """
              .formatted(i, i));
    }
    for (var i = 0; i < FLOWS; i++) {
      manifests.add(flow(i));
    }
    return workspace.commit("1", manifests.toArray(String[]::new));
  }

  private static String flow(int number) {
    var text = new StringBuilder();
    text.append(
        """
        apiVersion: snowdrift.dev/v1alpha1
        kind: Flow
        metadata: {name: flow-%d}
        spec:
          entrypoint: flows/load.py:main
          workPool: pool-%d
          deployments:
        """
            .formatted(number, number % POOLS));
    for (var i = 0; i < DEPLOYMENTS_OF_A_FLOW; i++) {
      text.append(
          "    - {name: d%d, schedules: [{name: daily, cron: \"%d 3 * * *\"}]}\n"
              .formatted(i, number % 60));
    }
    return text.toString();
  }

  private Map<String, Long> asked() {
    return server.requests().stream()
        .collect(groupingBy(BulkIT::operation, TreeMap::new, counting()));
  }

  private static String operation(RecordedRequest request) {
    return request.method()
        + " "
        + request.path().replaceAll("/name/.*", "/name/{}").replaceAll("pool-\\d+", "{}");
  }

  /// A look whether the name is free, which `POST /deployments/` itself would not care about, and
  /// the creation; the flow's id is known from its own creation.
  @Test
  @Order(1)
  void a_new_deployment_takes_two_requests_and_everything_else_one() {
    assertThat(asked())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "POST /work_pools/", 50L,
                "POST /flows/", 200L,
                "POST /variables/", 500L + 1,
                "GET /deployments/name/{}", 1_000L,
                "POST /deployments/", 1_000L));
  }

  @Test
  @Order(2)
  void a_pass_at_rest_asks_17_questions_and_writes_nothing() {
    var commit = commit();
    assertThat(Workspace.effects(workspace.plan(commit))).isEmpty();
    server.log().clear();

    var plan = workspace.plan(commit);

    assertThat(Workspace.effects(plan)).isEmpty();
    assertThat(plan.objects()).hasSize(50 + 500 + 1 + 200 + 1_000);
    assertThat(server.writes()).isEmpty();
    assertThat(asked())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "POST /deployments/paginate", 1L,
                "POST /deployments/filter", 5L,
                "POST /flows/paginate", 1L,
                "POST /work_pools/filter", 1L,
                "POST /variables/filter", 3L,
                "POST /variables/count", 1L,
                "POST /flow_runs/filter", 2L,
                "POST /work_pools/{}/workers/filter", 3L));
  }
}
