package dev.snowdrift.sandbox.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.sandbox.SandboxClock;
import dev.snowdrift.sandbox.account.Account;
import dev.snowdrift.sandbox.account.AccountIdentity;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ManyServicesTest {
  private static final int COUNT = 1_000;

  private final SandboxClock clock = SandboxClock.stepped(Instant.parse("2026-01-05T09:00:00Z"));
  private final ContainerFeature containers =
      new ContainerFeature(
          clock, new AccountIdentity("ACME", "MAIN", "XY12345"), Timings.immediate());
  private final Account account =
      Account.create(clock, new AccountIdentity("ACME", "MAIN", "XY12345"), containers);

  @Test
  void the_thousandth_service_of_a_pool_costs_about_as_much_as_the_others() {
    var session = account.open(Account.ADMIN);
    for (var sql :
        new String[] {
          "CREATE DATABASE D",
          "CREATE SCHEMA S",
          "CREATE IMAGE REPOSITORY R",
          "CREATE COMPUTE POOL P MIN_NODES = 1 MAX_NODES = 150 INSTANCE_FAMILY = CPU_X64_M"
        }) {
      account.execute(session, sql);
    }
    containers.images().push("D.S.R", "web", "v1", "sha256:" + "1".repeat(64));
    var cpu = ManagementFactory.getThreadMXBean();
    var marks = new long[COUNT + 1];
    for (var i = 0; i < COUNT; i++) {
      marks[i] = cpu.getCurrentThreadCpuTime();
      account.execute(
          session,
          "CREATE SERVICE W%d IN COMPUTE POOL P FROM SPECIFICATION $$%s$$"
              .formatted(
                  i,
                  """
                  spec:
                    containers:
                    - name: web
                      image: /d/s/r/web:v1
                      resources:
                        requests: {cpu: 0.1, memory: 100Mi}
                  """));
    }
    marks[COUNT] = cpu.getCurrentThreadCpuTime();

    assertThat(account.execute(session, "SHOW SERVICES IN SCHEMA D.S").rows())
        .hasSize(COUNT)
        .allSatisfy(row -> assertThat(row.get(1)).isEqualTo("RUNNING"));
    // the last hundred may cost little more than an earlier hundred, when the classes are warm
    var earlier = marks[500] - marks[400];
    var last = marks[COUNT] - marks[COUNT - 100];
    assertThat(last).isLessThan(earlier * 5);
  }
}
