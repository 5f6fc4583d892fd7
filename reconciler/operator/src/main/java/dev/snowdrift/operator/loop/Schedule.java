package dev.snowdrift.operator.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the branches every so often, and asks for a pass when one has moved; asks for a drift
/// pass of every environment every so often.
public final class Schedule implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);
  private static final String WORK = "work";

  private final Scheduler scheduler;

  private Schedule(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  public static Schedule start(
      Source source, Collection<EnvironmentLoop> loops, Duration poll, Duration drift) {
    var all = List.copyOf(loops);
    try {
      var scheduler = new StdSchedulerFactory(properties()).getScheduler();
      every(scheduler, "poll", poll, () -> poll(source, all));
      every(scheduler, "drift", drift, () -> all.forEach(loop -> loop.trigger(Trigger.DRIFT)));
      scheduler.start();
      return new Schedule(scheduler);
    } catch (SchedulerException e) {
      throw new IllegalStateException("the scheduler does not start", e);
    }
  }

  private static void poll(Source source, List<EnvironmentLoop> loops) {
    Set<String> branches = new HashSet<>();
    loops.forEach(loop -> branches.add(loop.branch()));
    try {
      var moved = source.moved(branches);
      loops.stream()
          .filter(loop -> moved.contains(loop.branch()))
          .forEach(loop -> loop.trigger(Trigger.POLL));
    } catch (Source.SourceUnavailable e) {
      LOG.warn("{}", e.getMessage());
    }
  }

  private static Properties properties() {
    var properties = new Properties();
    properties.setProperty("org.quartz.scheduler.instanceName", "snowdrift-" + System.nanoTime());
    properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
    properties.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
    properties.setProperty("org.quartz.threadPool.threadCount", "2");
    properties.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
    return properties;
  }

  private static void every(Scheduler scheduler, String name, Duration period, Runnable work)
      throws SchedulerException {
    var job = JobBuilder.newJob(Work.class).withIdentity(name).build();
    job.getJobDataMap().put(WORK, work);
    scheduler.scheduleJob(
        job,
        TriggerBuilder.newTrigger()
            .withIdentity(name)
            .startAt(Date.from(Instant.now().plus(period)))
            .withSchedule(
                SimpleScheduleBuilder.simpleSchedule()
                    .withIntervalInMilliseconds(period.toMillis())
                    .repeatForever()
                    .withMisfireHandlingInstructionNextWithRemainingCount())
            .build());
  }

  /// Runs what its job was given; Quartz makes the instance.
  @DisallowConcurrentExecution
  public static final class Work implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      try {
        if (context.getMergedJobDataMap().get(WORK) instanceof Runnable work) {
          work.run();
        }
      } catch (RuntimeException e) {
        LOG.error("scheduled work failed", e);
      }
    }
  }

  @Override
  public void close() {
    try {
      scheduler.shutdown(true);
    } catch (SchedulerException e) {
      LOG.warn("the scheduler does not stop: {}", e.getMessage());
    }
  }
}
