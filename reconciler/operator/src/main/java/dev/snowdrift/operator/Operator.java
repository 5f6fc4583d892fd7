package dev.snowdrift.operator;

import dev.snowdrift.operator.config.Installation;
import dev.snowdrift.operator.http.HttpServer;
import dev.snowdrift.operator.loop.EnvironmentLoop;
import dev.snowdrift.operator.loop.Schedule;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The running operator: one loop for each environment, the schedule, the probes.
public final class Operator implements AutoCloseable {
  private final Assembly assembly;
  private final List<EnvironmentLoop> loops = new ArrayList<>();
  private final Schedule schedule;
  private final Optional<HttpServer> http;

  private Operator(Assembly assembly, Clock clock) {
    this.assembly = assembly;
    var installation = assembly.installation();
    assembly.reconcilers().values().forEach(one -> loops.add(new EnvironmentLoop(one)));
    var drift = Duration.ofSeconds(installation.driftSeconds());
    this.http =
        installation
            .http()
            .map(address ->
                HttpServer.start(
                    address.bind(),
                    address.port(),
                    assembly.metrics(),
                    loops,
                    clock,
                    drift.multipliedBy(3).plusMinutes(1)));
    loops.forEach(EnvironmentLoop::start);
    this.schedule =
        Schedule.start(
            assembly.source(), loops, Duration.ofSeconds(installation.pollSeconds()), drift);
  }

  /// Starts everything; the first pass of each environment begins at once.
  public static Operator start(Assembly assembly, Clock clock) {
    return new Operator(assembly, clock);
  }

  public List<EnvironmentLoop> loops() {
    return List.copyOf(loops);
  }

  /// Where the probes are, when they are configured.
  public Optional<Integer> port() {
    return http.map(HttpServer::port);
  }

  public Installation installation() {
    return assembly.installation();
  }

  /// Stops at the next step boundary and closes everything.
  @Override
  public void close() {
    schedule.close();
    // All of them first: one environment's long step must not use up the time of the others.
    loops.forEach(EnvironmentLoop::stop);
    loops.forEach(EnvironmentLoop::close);
    http.ifPresent(HttpServer::close);
    assembly.close();
  }
}
