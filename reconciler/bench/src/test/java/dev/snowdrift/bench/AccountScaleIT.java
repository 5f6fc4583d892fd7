package dev.snowdrift.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.operator.loop.Reconciler;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/// What a large account costs at rest, counted by its statement log, and that a few fields changed
/// in it by hand are found. The account is built once, so the tests have an order.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AccountScaleIT {
  private static final int AT_REST = 65;
  private static final int FOR_SERVICES = 2;

  private final Rig rig = Rig.start(AccountEstate.large(0));
  private final Reconciler reconciler = rig.reconciler();

  @BeforeAll
  void converge() {
    assertThat(Rig.converge(reconciler).result()).isEqualTo(PassReport.Result.CHANGED);
  }

  @AfterAll
  void close() {
    rig.close();
  }

  private Cost atRest() {
    var before = rig.now();
    assertThat(Rig.converge(reconciler).result()).isEqualTo(PassReport.Result.NOOP);
    return rig.since(before);
  }

  @Test
  @Order(1)
  void a_pass_over_a_thousand_of_each_kind_at_rest_issues_few_statements_and_none_that_writes() {
    var kinds = rig.read().resources().keySet().stream().map(ResourceId::kind).toList();

    var cost = atRest();

    assertThat(kinds)
        .areExactly(1_000, kind("ComputePool"))
        .areExactly(1_000, kind("Secret"))
        .areExactly(1_000, kind("Task"))
        .areExactly(50, kind("Role"))
        .areExactly(1_000, kind("Grant"));
    assertThat(cost.writes()).isZero();
    assertThat(cost.statements()).isLessThanOrEqualTo(AT_REST);
  }

  private static Condition<String> kind(String name) {
    return new Condition<>(name::equals, name);
  }

  @Test
  @Order(2)
  void a_thousand_services_more_cost_no_more_than_two_statements_more() {
    rig.push(AccountEstate.large(1_000));
    assertThat(Rig.converge(reconciler).changed()).isEqualTo(1_000);

    var cost = atRest();

    assertThat(cost.writes()).isZero();
    assertThat(cost.statements()).isLessThanOrEqualTo(AT_REST + FOR_SERVICES);
  }

  /// An object, and what is done to it.
  private record ByHand(String kind, String name, List<String> statements) {
    static ByHand of(String kind, String name, String... statements) {
      return new ByHand(kind, name, List.of(statements));
    }
  }

  private static ByHand inGraph(int task, String change) {
    var root = AccountEstate.task(task - task % AccountEstate.TASKS_OF_A_GRAPH);
    var name = AccountEstate.task(task);
    return ByHand.of(
        "Task",
        name,
        "ALTER TASK %s SUSPEND".formatted(root),
        "ALTER TASK %s %s".formatted(name, change),
        "ALTER TASK %s RESUME".formatted(root));
  }

  private ByHand comment(String kind, String words, String name, String shown, String text) {
    var row = rig.world().byHand("SHOW %sS LIKE '%s'".formatted(words, shown)).rows().getFirst();
    var comment =
        row.stream()
            .map(String::valueOf)
            .filter(cell -> cell.startsWith(text))
            .findFirst()
            .orElseThrow();
    return ByHand.of(
        kind,
        name,
        "ALTER %s %s SET COMMENT = '%s'"
            .formatted(words, name, comment.replace(text, "something else")));
  }

  private static ByHand revoked(String role, String on, String privilege) {
    return ByHand.of(
        "Grant",
        "ROLE %s ON %s".formatted(role, on),
        "REVOKE %s ON %s FROM ROLE %s".formatted(privilege, on, role));
  }

  @Test
  @Order(3)
  void ten_fields_changed_by_hand_in_ten_objects_are_ten_changes_and_are_healed() {
    var changed =
        List.of(
            ByHand.of(
                "ComputePool",
                AccountEstate.pool(3),
                "ALTER COMPUTE POOL %s SET MAX_NODES = 5".formatted(AccountEstate.pool(3))),
            ByHand.of(
                "ComputePool",
                AccountEstate.pool(997),
                "ALTER COMPUTE POOL %s SET AUTO_SUSPEND_SECS = 60"
                    .formatted(AccountEstate.pool(997))),
            comment("Secret", "SECRET", AccountEstate.secret(411), "KEY_411", "key 411"),
            inGraph(40, "SET SCHEDULE = '30 MINUTES'"),
            inGraph(505, "SET USER_TASK_TIMEOUT_MS = 1000"),
            inGraph(999, "MODIFY AS SELECT 0"),
            comment("Role", "ROLE", AccountEstate.role(7), "SCALE_ROLE_7", "people of team 7"),
            revoked(AccountEstate.role(1), "COMPUTE POOL " + AccountEstate.pool(30), "USAGE"),
            revoked(AccountEstate.role(2), "FUTURE TABLES IN SCHEMA SCALE_0.S0", "SELECT"),
            ByHand.of(
                "Service",
                AccountEstate.service(500),
                "ALTER SERVICE %s SET MAX_INSTANCES = 2".formatted(AccountEstate.service(500))));
    rig.world().clock().step(Duration.ofMinutes(10));
    changed.stream()
        .map(ByHand::statements)
        .flatMap(List::stream)
        .forEach(sql -> rig.world().byHand(sql));

    var plan = Rig.plan(reconciler).plan().orElseThrow();
    var healed = Rig.converge(reconciler);

    assertThat(plan.changes())
        .extracting(step -> step.id().kind() + " " + step.id().name())
        .containsExactlyInAnyOrderElementsOf(
            changed.stream().map(each -> each.kind() + " " + each.name()).toList());
    assertThat(healed.result()).isEqualTo(PassReport.Result.CHANGED);
    assertThat(atRest().writes()).isZero();
    assertThat(atRest().statements()).isLessThanOrEqualTo(AT_REST + FOR_SERVICES);
  }
}
