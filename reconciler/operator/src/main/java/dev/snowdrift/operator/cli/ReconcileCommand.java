package dev.snowdrift.operator.cli;

import dev.snowdrift.operator.Assembly;
import dev.snowdrift.operator.config.Installation;
import dev.snowdrift.operator.loop.Trigger;
import dev.snowdrift.operator.view.ExitCode;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(
    name = "reconcile",
    description = "Converge an environment to its branch once: the same pass as the operator's.")
final class ReconcileCommand implements Callable<Integer> {
  @Mixin Common common = new Common();

  @Option(names = "--once", description = "one pass, then end (the default)")
  boolean once;

  @Option(
      names = "--approve",
      paramLabel = "DIGEST",
      description = "approve the plan of this digest (at least its first 8 digits)")
  @Nullable String approve;

  @Override
  public Integer call() throws InterruptedException {
    var installation = common.installation();
    var environment = common.one(installation);
    var stopped = new AtomicBoolean();
    var ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stopped, ended), "graceful stop"));
    try {
      return reconcile(installation, environment, stopped);
    } finally {
      ended.countDown();
    }
  }

  private int reconcile(Installation installation, String environment, AtomicBoolean stopped)
      throws InterruptedException {
    try (var assembly = common.assembly(installation, Optional.of(environment), Optional.empty())) {
      var reconciler = Assembly.required(assembly.reconcilers(), environment);
      if (approve != null) {
        approve(assembly, environment, approve);
      }
      var report = reconciler.converge(Trigger.MANUAL, stopped::get);
      common
          .output()
          .pass(
              report,
              false,
              report.revision().map(revision -> assembly.source().files(revision).tree()));
      return ExitCode.ofConverging(report).number();
    }
  }

  /// The process lives on until the step at work has ended and the pass has told what it did.
  private void stop(AtomicBoolean stopped, CountDownLatch ended) {
    stopped.set(true);
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
