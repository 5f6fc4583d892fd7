package dev.snowdrift.operator.demo;

import dev.snowdrift.sandbox.Sandbox;
import dev.snowdrift.sandbox.SandboxClock;
import dev.snowdrift.sandbox.account.Account;
import dev.snowdrift.sandbox.account.AccountIdentity;
import dev.snowdrift.sandbox.account.Journal;
import dev.snowdrift.sandbox.account.StatementResult;
import dev.snowdrift.sandbox.container.ContainerFeature;
import dev.snowdrift.sandbox.container.Timings;
import dev.snowdrift.sandbox.prefect.PrefectStandIn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// An embedded Snowflake account and a stand-in for Prefect, both listening on loopback.
public final class LocalWorld implements AutoCloseable {
  /// The account's name, for drivers.
  public static final String ACCOUNT = "sandbox";

  private static final String DIGEST = "sha256:" + "5d".repeat(32);

  private final SandboxClock clock;
  private final Account account;
  private final ContainerFeature containers;
  private final Sandbox sandbox;
  private final PrefectStandIn prefect;

  private LocalWorld(
      SandboxClock clock,
      Timings timings,
      int snowflakePort,
      int prefectPort,
      Optional<Path> state) {
    this.clock = clock;
    var identity = new AccountIdentity("ACME", "SANDBOX", "AB12345");
    var dump = state.filter(Files::exists).map(Journal::read);
    dump.ifPresent(journal -> journal.rewind(clock));
    this.containers = new ContainerFeature(clock, identity, timings);
    this.account =
        dump.map(journal -> Account.restore(journal, clock, identity, containers))
            .orElseGet(() -> Account.create(clock, identity, containers));
    this.sandbox =
        Sandbox.builder()
            .clock(clock)
            .account(ACCOUNT)
            .port(snowflakePort)
            .engine(account)
            .directory(account)
            .dump(account::dump)
            .state(state.orElse(null))
            .start();
    this.prefect = PrefectStandIn.start(PrefectStandIn.Options.defaults(), prefectPort);
  }

  /// Starts both.
  ///
  /// @param speed how much faster than the machine's clock the account's time runs
  /// @param snowflakePort 0 for any free port, and so for the other
  public static LocalWorld start(double speed, int snowflakePort, int prefectPort) {
    return start(speed, snowflakePort, prefectPort, Optional.empty());
  }

  /// Starts both, with the account that the file holds, if it exists; closing writes it there.
  public static LocalWorld start(
      double speed, int snowflakePort, int prefectPort, Optional<Path> state) {
    return new LocalWorld(
        SandboxClock.running(speed), Timings.realistic(), snowflakePort, prefectPort, state);
  }

  /// One whose time stands still until it is stepped, and where everything happens at once.
  public static LocalWorld stepped(Instant at) {
    return new LocalWorld(SandboxClock.stepped(at), Timings.immediate(), 0, 0, Optional.empty());
  }

  /// Pushes an image as `docker push` would.
  ///
  /// @param repository `DB.SCHEMA.REPOSITORY`
  public void push(String repository, String image, String tag) {
    containers.images().push(repository, image, tag, DIGEST);
  }

  /// Runs a statement as the account's administrator: somebody's hand, not ours.
  public StatementResult byHand(String sql) {
    return account.execute(account.open(Account.ADMIN), sql);
  }

  public Sandbox sandbox() {
    return sandbox;
  }

  public Account account() {
    return account;
  }

  public ContainerFeature containers() {
    return containers;
  }

  public PrefectStandIn prefect() {
    return prefect;
  }

  public SandboxClock clock() {
    return clock;
  }

  /// Host and port for `snowflake.host` in a configuration.
  public String snowflakeHost() {
    return "http://127.0.0.1:" + sandbox.port();
  }

  @Override
  public void close() {
    sandbox.close();
    prefect.close();
  }
}
