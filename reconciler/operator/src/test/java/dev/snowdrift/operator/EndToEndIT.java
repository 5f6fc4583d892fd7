package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.plan.ObjectStatus;
import dev.snowdrift.plan.Sync;
import dev.snowdrift.report.PlanText;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndToEndIT {
  @TempDir Path directory;

  @Test
  void from_empty_a_branch_converges_an_account_and_a_workspace() {
    try (var world = World.create(directory)) {
      var report = world.converge("dev");

      assertThat(report.result()).as(() -> explain(report)).isEqualTo(PassReport.Result.CHANGED);
      assertThat(report.plan().orElseThrow().objects().values())
          .extracting(ObjectStatus::sync)
          .containsOnly(Sync.SYNCED);
    }
  }

  static String explain(PassReport report) {
    return report.message()
        + "\n"
        + report.problems()
        + "\n"
        + report.failures()
        + "\n"
        + report.plan().map(plan -> PlanText.render(plan, true)).orElse("no plan");
  }
}
