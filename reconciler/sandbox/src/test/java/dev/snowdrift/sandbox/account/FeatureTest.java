package dev.snowdrift.sandbox.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.snowdrift.sandbox.SandboxClock;
import dev.snowdrift.sandbox.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How another package adds to the account.
@Timeout(60)
class FeatureTest {

  /// A kind of the least size: a sequence.
  private static final class SequenceKind implements Domain {
    private static final PropertySheet SHEET =
        PropertySheet.empty()
            .with(PropertyRule.integer("START").byDefault(1L), PropertyRule.text("COMMENT"));

    @Override
    public String kind() {
      return "SEQUENCE";
    }

    @Override
    public Level level() {
      return Level.SCHEMA;
    }

    @Override
    public List<String> privileges() {
      return List.of("USAGE");
    }

    @Override
    public PropertySheet sheet() {
      return SHEET;
    }

    @Override
    public List<Cell> showColumns() {
      return List.of(Cell.name(), Cell.number("next_value", o -> o.settings().integer("START")));
    }
  }

  private static final Registry.Feature FEATURE =
      registry ->
          registry
              .domain(new SequenceKind())
              .function("SYSTEM$ECHO", (_, arguments) -> "echo " + arguments.getFirst())
              .listing(
                  "NODES IN COMPUTE POOL",
                  (_, _) ->
                      new Rows(StatementResult.SHOW, List.of(ResultColumn.text("node"))).result())
              .statement(
                  Statement.ExecuteJob.class,
                  (execution, _) -> {
                    var end = execution.now().plus(Duration.ofSeconds(30));
                    execution.await(() -> !execution.now().isBefore(end));
                    return StatementResult.status(StatementResult.SCL, "Job done.");
                  });

  private final SandboxClock clock = SandboxClock.stepped(Client.START);
  private final Account account =
      Account.create(clock, new AccountIdentity("MYORG", "MYACCT", "XY12345"), FEATURE);
  private final Session session = account.open(Account.ADMIN);

  @Test
  void a_kind_gets_the_shared_statements() {
    account.execute(session, "CREATE DATABASE d");
    account.execute(session, "CREATE SEQUENCE d.public.q START = 7");
    account.execute(session, "ALTER SEQUENCE q SET START = 8");

    assertThat(account.execute(session, "SHOW SEQUENCES IN SCHEMA d.public").rows())
        .containsExactly(List.of("Q", "8"));
    assertThat(account.execute(session, "DROP SEQUENCE IF EXISTS q").rows())
        .containsExactly(List.of("Q successfully dropped."));
  }

  @Test
  void functions_and_listings_are_found() {
    assertThat(account.execute(session, "SELECT SYSTEM$ECHO('x')").rows())
        .containsExactly(List.of("echo x"));
    assertThat(account.execute(session, "SHOW NODES IN COMPUTE POOL p").columns())
        .containsExactly(ResultColumn.text("node"));
  }

  @Test
  void a_statement_that_waits_lets_others_run() throws InterruptedException {
    var status = new AtomicReference<String>();
    var job =
        Thread.ofVirtual()
            .start(() ->
                status.set(
                    account
                        .execute(
                            session,
                            "EXECUTE JOB SERVICE IN COMPUTE POOL p FROM SPECIFICATION $$x$$")
                        .rows()
                        .getFirst()
                        .getFirst()));

    while (job.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    account.execute(session, "CREATE DATABASE meanwhile");
    assertThat(status).hasNullValue();
    clock.step(Duration.ofMinutes(1));

    assertThat(job.join(Duration.ofSeconds(10))).isTrue();
    assertThat(status).hasValue("Job done.");
  }

  @Test
  void a_waiting_statement_is_cancelled_by_its_threads_interrupt() throws InterruptedException {
    var refusal = new AtomicReference<SqlError>();
    var job =
        Thread.ofVirtual()
            .start(() ->
                refusal.set(
                    catchThrowableOfType(
                        SqlError.class,
                        () ->
                            account.execute(
                                session,
                                "EXECUTE JOB SERVICE IN COMPUTE POOL p FROM SPECIFICATION"
                                    + " $$x$$"))));

    job.interrupt();

    assertThat(job.join(Duration.ofSeconds(10))).isTrue();
    assertThat(refusal.get().code()).isEqualTo(604);
    assertThat(refusal.get().sqlState()).isEqualTo("57014");
  }
}
