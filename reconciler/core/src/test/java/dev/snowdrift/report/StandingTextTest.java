package dev.snowdrift.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.Revision;
import dev.snowdrift.plan.ObjectStatus;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.plan.Sync;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// How facts about an object's work are shown.
class StandingTextTest {
  private static final ResourceId NIGHTLY = new ResourceId("Deployment", "load/nightly");

  private static ObjectStatus status(Health health) {
    return new ObjectStatus(
        NIGHTLY,
        Sync.SYNCED,
        health,
        List.of(),
        "",
        Optional.empty(),
        new TreeMap<>(
            Map.of(
                "id", "4711",
                "standing.lastRun", "tidy\nfox",
                "standing.lastRunState", "Completed")));
  }

  private static Plan plan(Health health) {
    return new Plan(
        "dev",
        new Revision("1".repeat(40), "main", "a", "s", Instant.EPOCH),
        List.of(),
        new TreeMap<>(Map.of(NIGHTLY, status(health))),
        List.of(),
        "d".repeat(64));
  }

  @Test
  void status_shows_them_where_nothing_is_wrong() {
    assertThat(StatusText.render(plan(Health.HEALTHY)))
        .startsWith("Deployment  load/nightly  synced     Healthy      lastRun: tidy")
        .contains("lastRunState: Completed")
        .doesNotContain("4711")
        .hasLineCount(1);
  }

  @Test
  void status_shows_what_is_wrong_instead() {
    assertThat(StatusText.render(plan(Health.degraded("2 runs are late"))))
        .contains("Degraded     2 runs are late")
        .doesNotContain("lastRun");
  }

  @Test
  void why_shows_both() {
    assertThat(WhyText.render(plan(Health.degraded("2 runs are late")), NIGHTLY))
        .contains("  health: 2 runs are late\n", "  lastRunState: Completed\n")
        .hasLineCount(4);
  }

  @Test
  void machines_get_them_by_name() {
    var standing = PlanJson.object(status(Health.HEALTHY)).path("standing");

    assertThat(standing.path("lastRun").asString()).isEqualTo("tidy\nfox");
    assertThat(standing.propertyNames()).containsExactly("lastRun", "lastRunState");
  }
}
