package dev.snowdrift.operator.cli;

import dev.snowdrift.operator.Assembly;
import dev.snowdrift.operator.config.Installation;
import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.operator.loop.Reconciler;
import dev.snowdrift.operator.loop.Trigger;
import dev.snowdrift.operator.view.ExitCode;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(
    name = "reconcile",
    description =
        "Converge an environment to its branch once: passes as the operator's, until nothing gets"
            + " ready by itself any more.")
final class ReconcileCommand implements Callable<Integer> {
  @Mixin Common common = new Common();

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(15);

  @Option(names = "--once", description = "one commit, then end (the default)")
  boolean once;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description =
          "how long it goes on while jobs run and services start, such as PT10M; a pass at work is"
              + " finished (default: ${DEFAULT-VALUE})",
      defaultValue = "PT15M")
  Duration timeout = Duration.ofMinutes(15);

  @Option(
      names = "--approve",
      paramLabel = "DIGEST",
      description = "approve the plan of this digest (at least its first 8 digits)")
  @Nullable String approve;

  @Override
  public Integer call() throws InterruptedException {
    var installation = common.installation();
    var environment = common.one(installation);
    var stopped = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stopped, ended), "graceful stop"));
    try {
      return reconcile(installation, environment, stopped);
    } finally {
      ended.countDown();
    }
  }

  private int reconcile(Installation installation, String environment, CountDownLatch stopped)
      throws InterruptedException {
    try (var assembly = common.assembly(installation, Optional.of(environment), Optional.empty())) {
      var reconciler = Assembly.required(assembly.reconcilers(), environment);
      if (approve != null) {
        approve(assembly, environment, approve);
      }
      var report = settled(reconciler, stopped);
      common
          .output()
          .pass(
              report,
              false,
              report.revision().map(revision -> assembly.source().files(revision).tree()));
      return ExitCode.ofConverging(report).number();
    }
  }

  /// The last of as many passes as it takes. A deadline that passes leaves the rest to be done by
  /// another command or the operator, and nothing half done.
  private PassReport settled(Reconciler reconciler, CountDownLatch stopped)
      throws InterruptedException {
    var deadline = System.nanoTime() + timeout.toNanos();
    var pause = SHORTEST;
    while (true) {
      var report = reconciler.converge(Trigger.MANUAL, () -> stopped.getCount() == 0);
      var left = Duration.ofNanos(deadline - System.nanoTime());
      if (report.next() != PassReport.Next.SOON || !left.isPositive()) {
        return report;
      }
      common.output().say("%s: %s".formatted(report.environment(), report.message()));
      pause = report.changed() > 0 ? SHORTEST : longer(pause);
      var wait = pause.compareTo(left) < 0 ? pause : left;
      if (stopped.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        return report;
      }
    }
  }

  private static Duration longer(Duration pause) {
    var twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
  }

  /// The process lives on until the step at work has ended and the pass has told what it did.
  private void stop(CountDownLatch stopped, CountDownLatch ended) {
    stopped.countDown();
    if (ended.getCount() > 0) {
      common.output().say("stopping after the step at work");
    }
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void approve(Assembly assembly, String environment, String digest)
      throws InterruptedException {
    var plan =
        Assembly.required(assembly.reconcilers(), environment)
            .plan(Trigger.MANUAL, Optional.empty())
            .plan();
    if (digest.length() < 8 || plan.filter(p -> p.digest().startsWith(digest)).isEmpty()) {
      throw new ParameterException(
          common.spec().commandLine(),
          "%s is not the digest of the present plan (%s): look at `snowdrift plan` again"
              .formatted(digest, plan.map(p -> p.shortDigest()).orElse("there is none")));
    }
    assembly
        .state()
        .approve(
            environment,
            plan.get().digest(),
            System.getProperty("user.name", ""),
            Clock.systemUTC().instant());
  }
}
