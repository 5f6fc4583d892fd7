package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.operator.loop.PassReport.Result;
import dev.snowdrift.plan.Change;
import dev.snowdrift.plan.Guard;
import dev.snowdrift.plan.Step;
import dev.snowdrift.plan.Verdict;
import dev.snowdrift.sandbox.prefect.RecordedRequest;
import dev.snowdrift.sandbox.wire.StatementLog;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a commit removes is removed, and nothing else ever is.
class PruneIT {
  private static final String FLOWS = "base/prefect/flows.yaml";
  private static final String WORKER = "base/snowflake/worker.yaml";

  @TempDir Path directory;
  private World world;
  private long statements;

  @BeforeEach
  void converge() {
    world = World.create(directory);
    world.settled("dev");
    forget();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void a_removed_service_and_deployment_are_pruned() {
    removeServiceAndDeployment();

    var report = world.converge("dev");

    assertThat(report.result()).as(() -> EndToEndIT.explain(report)).isEqualTo(Result.CHANGED);
    assertThat(drops()).containsExactly("DROP SERVICE E2E_FLOW_DB_DEV.APP_SCHEMA.E2E_FLOW_SERVICE");
    assertThat(deletions())
        .satisfiesExactly(
            automations ->
                assertThat(automations).startsWith("/automations/owned-by/prefect.deployment."),
            deployment -> assertThat(deployment).startsWith("/deployments/"));
    assertThat(world.rows("SHOW SERVICES IN DATABASE E2E_FLOW_DB_DEV")).isEmpty();
    try (var workspace = new Workspace(world.local().prefect().api())) {
      assertThat(workspace.post("/deployments/filter", "{}").valueStream())
          .extracting(found -> found.path("name").asString())
          .containsExactlyInAnyOrder("nightly", "weekly", "snowflake", "crunchy");
    }
    assertThat(world.converge("dev").result()).isEqualTo(Result.NOOP);
  }

  @Test
  void what_needs_an_object_is_pruned_before_it() {
    world
        .repository()
        .commit(
            "No more worker",
            Map.of(
                WORKER,
                document(WORKER, 0),
                "base/snowflake/access.yaml",
                documents("base/snowflake/access.yaml", 0, 1, 2, 3)));
    var report = world.converge("dev");
    assertThat(report.result()).as(() -> EndToEndIT.explain(report)).isEqualTo(Result.CHANGED);

    assertThat(drops())
        .satisfiesExactly(
            first -> assertThat(first).startsWith("DROP SERVICE "),
            second -> assertThat(second).startsWith("DROP ").endsWith(" E2E_FLOW_EAI_DEV"));
  }

  @Test
  void deployments_go_before_their_work_pool() {
    world.repository().commit("One flow less", Map.of(FLOWS, documents(FLOWS, 1, 2)));
    world.settled("dev");
    world.repository().commit("Another", Map.of(FLOWS, document(FLOWS, 1)));
    world.settled("dev");
    forget();
    world
        .repository()
        .commit(
            "No flows and no pool",
            Map.of(
                FLOWS,
                "",
                "base/prefect/workspace.yaml",
                documents("base/prefect/workspace.yaml", 1, 2)));

    var report = world.converge("dev");

    assertThat(report.result()).as(() -> EndToEndIT.explain(report)).isEqualTo(Result.CHANGED);
    var deletions = deletions();
    assertThat(deletions).hasSize(4);
    assertThat(deletions.indexOf("/work_pools/spcs-process-dev"))
        .isGreaterThan(
            deletions.indexOf(
                deletions.stream()
                    .filter(path -> path.startsWith("/deployments/"))
                    .findFirst()
                    .orElseThrow()));
  }

  @Test
  void an_emptied_tree_prunes_nothing() {
    var removed = new TreeMap<String, String>();
    for (var file :
        List.of(
            FLOWS,
            WORKER,
            "base/prefect/workspace.yaml",
            "base/snowflake/access.yaml",
            "base/snowflake/database.yaml",
            "overlays/dev/sizes.yaml",
            "overlays/main/sizes.yaml",
            "overlays/staging/sizes.yaml")) {
      removed.put(file, "");
    }
    world.repository().commit("Everything gone", removed);

    var report = world.converge("dev");

    assertThat(report.result()).isEqualTo(Result.BLOCKED);
    assertThat(report.problems())
        .anySatisfy(problem -> assertThat(problem.what() + problem.why()).contains("empty"));
    assertNothingRemoved();
  }

  @Test
  void a_deleted_branch_prunes_nothing() {
    world.repository().checkout("main");
    world.repository().deleteBranch("dev");

    var report = world.converge("dev");

    assertThat(report.result()).isEqualTo(Result.BLOCKED);
    assertThat(report.message())
        .isEqualTo(
            "the branch dev does not exist: the environment stays as it is, and nothing is removed");
    assertNothingRemoved();
  }

  @Test
  void a_manifest_that_does_not_parse_prunes_nothing() {
    world
        .repository()
        .commit("Half a file", Map.of(WORKER, "apiVersion: [", FLOWS, document(FLOWS, 0)));

    var report = world.converge("dev");

    assertThat(report.result()).isEqualTo(Result.BLOCKED);
    assertThat(report.message()).contains("nothing of this environment is converged");
    assertThat(report.problems())
        .anySatisfy(problem -> assertThat(problem.at().toString()).startsWith(WORKER + ":1:"));
    assertNothingRemoved();
  }

  @Test
  void a_listing_that_fails_prunes_nothing_until_it_answers_again() {
    removeServiceAndDeployment();
    var fault =
        world
            .local()
            .sandbox()
            .faults()
            .on("^SHOW SERVICES")
            .always()
            .refuse(3001, "42501", "SQL access control error: Insufficient privileges");

    var report = world.converge("dev");

    assertThat(prunes(report))
        .isNotEmpty()
        .allSatisfy(held -> {
          assertThat(held.guard()).isEqualTo(Guard.PRUNE_EVIDENCE);
          assertThat(held.why()).startsWith("the look at Service was incomplete: ");
        });
    assertNothingRemoved();

    world.local().sandbox().faults().remove(fault);
    world.settled("dev");

    assertThat(drops()).hasSize(1);
    assertThat(deletions()).filteredOn(path -> path.startsWith("/deployments/")).hasSize(1);
  }

  @Test
  void a_listing_without_an_object_prunes_nothing_else() {
    removeServiceAndDeployment();
    world.local().sandbox().faults().on("^SHOW SCHEMAS").hide("APP_SCHEMA");

    world.settled("dev");

    assertThat(drops()).containsExactly("DROP SERVICE E2E_FLOW_DB_DEV.APP_SCHEMA.E2E_FLOW_SERVICE");
  }

  @Test
  void history_that_was_rewritten_prunes_nothing() {
    var older = world.converge("dev").revision().orElseThrow().id();
    world
        .repository()
        .commit(
            "One more variable",
            Map.of(
                "base/prefect/more.yaml",
                """
                apiVersion: snowdrift.dev/v1alpha1
                kind: Variable
                metadata:
                  name: more_${environment}
                spec:
                  value: kept
                """));
    world.settled("dev");
    world.repository().forceTo(older);

    var report = world.converge("dev");

    assertThat(report.result()).isEqualTo(Result.PLANNED);
    assertThat(prunes(report))
        .singleElement()
        .satisfies(held -> {
          assertThat(held.guard()).isEqualTo(Guard.PRUNE_EVIDENCE);
          assertThat(held.why()).startsWith("history was rewritten: ");
          assertThat(held.next()).startsWith("approve ");
        });
    assertNothingRemoved();
  }

  @Test
  void more_removals_than_the_budget_wait_for_a_person() {
    world.repository().commit("No flows", Map.of(FLOWS, ""));

    var report = world.converge("dev");

    assertThat(report.result()).isEqualTo(Result.PLANNED);
    assertThat(prunes(report))
        .hasSize(6)
        .allSatisfy(held -> {
          assertThat(held.guard()).isEqualTo(Guard.PRUNE_BUDGET);
          assertThat(held.why()).contains("removes 6 of ", "more than the 3 a pass may remove");
        });
    assertNothingRemoved();
  }

  @Test
  void what_holds_data_stays_without_its_manifest() {
    world
        .repository()
        .commit(
            "Not ours any more",
            Map.of(
                "base/snowflake/database.yaml",
                documents("base/snowflake/database.yaml", 0, 1, 2, 3)));

    world.settled("dev");

    assertNothingRemoved();
  }

  private void removeServiceAndDeployment() {
    world
        .repository()
        .commit(
            "No worker and no housekeeping",
            Map.of(WORKER, document(WORKER, 0), FLOWS, documents(FLOWS, 0, 1)));
  }

  private void forget() {
    statements = world.statements().last();
    world.local().prefect().log().clear();
  }

  private void assertNothingRemoved() {
    assertThat(drops()).isEmpty();
    assertThat(deletions()).isEmpty();
  }

  private List<String> drops() {
    return world.statements().writesSince(statements).stream()
        .map(StatementLog.Entry::sql)
        .filter(sql -> sql.startsWith("DROP") || sql.startsWith("REVOKE"))
        .toList();
  }

  private List<String> deletions() {
    return world.local().prefect().writes().stream()
        .filter(request -> request.method().equals("DELETE"))
        .map(RecordedRequest::path)
        .toList();
  }

  /// The removals of a plan, all of which must be held.
  private static List<Verdict.Held> prunes(PassReport report) {
    return report.plan().orElseThrow().steps().stream()
        .filter(step -> step.change() instanceof Change.Prune)
        .map(Step::verdict)
        .map(Verdict.Held.class::cast)
        .toList();
  }

  private String document(String file, int index) {
    return documents(file, index);
  }

  /// Some of the documents of a file.
  private String documents(String file, int... indexes) {
    var all = world.repository().read(file).split("(?m)^---\n", -1);
    var kept = new StringBuilder();
    for (var index : indexes) {
      kept.append(kept.isEmpty() ? "" : "---\n").append(all[index]);
    }
    return kept.toString();
  }
}
