package dev.snowdrift.operator;

import dev.snowdrift.operator.cli.Snowdrift;

/// The process: parses the command line, runs one command, ends with its exit code.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(Snowdrift.run(arguments));
  }
}
