package dev.snowdrift.bench;

import java.io.IOException;
import org.openjdk.jmh.Main;

/// Runs the JMH benchmarks of this module; takes JMH's own arguments.
public final class Benchmarks {
  private Benchmarks() {}

  public static void main(String[] arguments) throws IOException {
    Main.main(arguments);
  }
}
