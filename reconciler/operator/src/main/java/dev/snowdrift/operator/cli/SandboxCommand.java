package dev.snowdrift.operator.cli;

import dev.snowdrift.operator.demo.LocalWorld;
import dev.snowdrift.operator.view.ExitCode;
import dev.snowdrift.sandbox.account.Account;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "sandbox",
    description = "Serve an embedded Snowflake account and a stand-in for Prefect, on loopback.")
final class SandboxCommand implements Callable<Integer> {
  @Mixin Common common = new Common();

  @Option(names = "--port", description = "of the account; 0 for any free one", defaultValue = "0")
  int port;

  @Option(
      names = "--prefect-port",
      description = "of the Prefect stand-in; 0 for any free one",
      defaultValue = "0")
  int prefectPort;

  @Option(
      names = "--speed",
      description =
          "how much faster than a real account's its time runs (default: ${DEFAULT-VALUE})",
      defaultValue = "1")
  double speed;

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description =
          "keep the account in this file: loaded at the start when it exists, written at the end"
              + " and by POST /sandbox/state. It holds passwords and secrets in the clear")
  Optional<Path> state = Optional.empty();

  @Override
  public Integer call() throws InterruptedException {
    var world = LocalWorld.start(speed, port, prefectPort, state);
    common
        .output()
        .result(
            """
            account   %s
            user      %s, password %s, role ACCOUNTADMIN
            jdbc      %s
            prefect   %s
            control   %s/sandbox/statements, /sandbox/faults, /sandbox/clock, /sandbox/state
            """
                .formatted(
                    LocalWorld.ACCOUNT,
                    Account.ADMIN,
                    Account.ADMIN_PASSWORD,
                    world.sandbox().jdbcUrl(),
                    world.prefect().api(),
                    world.sandbox().baseUrl()));
    Stop.await(world);
    return ExitCode.OK.number();
  }
}
