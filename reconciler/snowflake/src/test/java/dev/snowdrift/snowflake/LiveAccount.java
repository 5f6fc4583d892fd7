package dev.snowdrift.snowflake;

import dev.snowdrift.kind.SecretValue;
import dev.snowdrift.sandbox.Sandbox;
import dev.snowdrift.sandbox.SandboxClock;
import dev.snowdrift.sandbox.account.Account;
import dev.snowdrift.sandbox.account.AccountIdentity;
import dev.snowdrift.sandbox.account.StatementResult;
import dev.snowdrift.sandbox.container.ContainerFeature;
import dev.snowdrift.sandbox.container.Timings;
import dev.snowdrift.snowflake.kind.SnowflakeKinds;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An account to which the real driver connects. Its clock stands still until it is stepped.
public final class LiveAccount implements AutoCloseable {
  public final SandboxClock clock = SandboxClock.stepped(Instant.parse("2026-01-05T09:00:00Z"));
  public final ContainerFeature containers;
  public final Account account;
  public final Sandbox sandbox;

  LiveAccount(Timings timings) {
    var identity = new AccountIdentity("ACME", "MAIN", "XY12345");
    containers = new ContainerFeature(clock, identity, timings);
    account = Account.create(clock, identity, containers);
    sandbox = Sandbox.builder().clock(clock).engine(account).directory(account).start();
  }

  /// A provider that remembers nothing yet; to be closed by the caller.
  SnowflakeProvider connect() {
    return connect(Looks.IN_TURN);
  }

  /// As {@link #connect()}.
  ///
  /// @param inTurn how many kept answers are asked for again in each observation
  SnowflakeProvider connect(int inTurn) {
    return new SnowflakeProvider(
        new SnowflakeSessions(
            new SnowflakeSettings(
                sandbox.jdbcUrl(),
                Optional.of("sandbox"),
                List.of(
                    new Credentials.Password(
                        Account.ADMIN, new SecretValue(Account.ADMIN_PASSWORD)))),
            SessionListener.NONE),
        SnowflakeKinds.all(),
        inTurn);
  }

  /// What somebody does by hand, as the account's administrator.
  StatementResult byHand(String sql) {
    return account.execute(account.open(Account.ADMIN), sql);
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
