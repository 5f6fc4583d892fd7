package dev.snowdrift.sandbox.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ManyTasksTest {
  private static final int COUNT = 1_000;

  private final TaskAccount account = new TaskAccount();

  @Test
  void the_thousandth_task_costs_about_as_much_as_the_others() {
    var cpu = ManagementFactory.getThreadMXBean();
    var marks = new long[COUNT + 1];
    for (var i = 0; i < COUNT; i++) {
      marks[i] = cpu.getCurrentThreadCpuTime();
      account.run(
          "CREATE TASK t" + i + " SCHEDULE = '1 HOUR' AS SELECT 1", "ALTER TASK t" + i + " RESUME");
    }
    marks[COUNT] = cpu.getCurrentThreadCpuTime();

    account.later(Duration.ofMinutes(150));

    assertThat(account.account.tasks().all()).hasSize(2 * COUNT);
    assertThat(account.rows("SHOW TASKS IN SCHEMA d.s")).hasSize(COUNT);
    // when the classes are warm, the last hundred may cost little more than an earlier hundred
    var earlier = marks[500] - marks[400];
    var last = marks[COUNT] - marks[COUNT - 100];
    assertThat(last).isLessThan(earlier * 5);
  }

  @Test
  void a_graph_of_a_thousand_tasks_runs_and_takes_no_more() {
    account.run("CREATE TASK root SCHEDULE = '1 HOUR' AS SELECT 1");
    for (var i = 0; i < COUNT - 1; i++) {
      var parent = i < 90 ? "root" : "t" + (i - 90);
      account.run("CREATE TASK t" + i + " AFTER " + parent + " AS SELECT 1");
    }

    assertThat(account.refusal("CREATE TASK more AFTER t998 AS SELECT 1"))
        .isEqualTo("Graph with root task D.S.ROOT cannot have more than 1000 tasks.");
    account.run("SELECT SYSTEM$TASK_DEPENDENTS_ENABLE('root')").later(Duration.ofMinutes(61));
    assertThat(account.account.tasks().all())
        .hasSize(COUNT)
        .allSatisfy(run -> assertThat(run.state()).isEqualTo(TaskRun.State.SUCCEEDED));
  }
}
