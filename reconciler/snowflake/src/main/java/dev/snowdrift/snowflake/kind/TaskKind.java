package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Export;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Rooted;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Example;
import dev.snowdrift.manifest.Max;
import dev.snowdrift.manifest.Min;
import dev.snowdrift.manifest.OneOf;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.snowflake.Listing;
import dev.snowdrift.snowflake.Look;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sighting;
import dev.snowdrift.snowflake.SnowflakeKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// One statement on a schedule, after other tasks, or after a whole graph of them.
///
/// Tasks that hang together are changed as one unit: Snowflake takes no change of any task while
/// the root of its graph runs.
public final class TaskKind implements SnowflakeKind<TaskKind.Spec> {
  static final String KIND = "Task";

  @Doc("A task: SQL or a job on a schedule, or after other tasks")
  public record Spec(
      @Doc("When it runs; of tasks that are after nothing") Optional<Schedule> schedule,
      @Doc("The tasks of the same schema that it runs after") @Example("[EXTRACT]")
          List<String> after,
      @Doc("Instead of after: the root at the end of whose graph it runs") @Example("EXTRACT")
          Optional<String> finalizes,
      @Doc("It runs only if this is true") @Example("SYSTEM$STREAM_HAS_DATA('ORDERS')")
          Optional<String> when,
      @Doc("The warehouse that it runs on; without one it is serverless") @Example("ETL_WH")
          Optional<String> warehouse,
      @Doc("How large a serverless task is") Optional<Serverless> serverless,
      @Doc("What SYSTEM$GET_TASK_GRAPH_CONFIG gives to the tasks of the graph; of roots")
          Optional<JsonNode> config,
      @Doc("Seconds after which a run is ended; 0 for Snowflake's longest") @Min(0) @Max(604_800) Optional<Long> timeoutSeconds,
      @Doc("Failed runs in a row after which Snowflake suspends it; 0 for never") @Min(0) Optional<Long> suspendAfterFailures,
      @Doc("How often a failed graph is retried; of roots") @Min(0) @Max(30) Optional<Long> retries,
      @Doc("Whether runs of the graph may overlap; of roots")
          @OneOf({"NO_OVERLAP", "ALLOW_CHILD_OVERLAP", "ALLOW_ALL_OVERLAP"})
          Optional<String> overlap,
      @Doc("Parameters of the session in which it runs") Map<String, JsonNode> sessionParameters,
      @Doc("What it does: one statement, or a block from BEGIN to END") @Example("CALL LOAD()")
          Optional<String> sql,
      @Doc("Or the containers that it runs to their end") Optional<RunJob> runJob,
      @Doc("Whether it rests on purpose; otherwise it is kept running") Optional<Boolean> suspended,
      @Doc("What it is for") @Max(900) Optional<String> comment) {

    public Spec {
      after = List.copyOf(after);
      sessionParameters = new TreeMap<>(sessionParameters);
    }

    boolean isRoot() {
      return after.isEmpty() && finalizes.isEmpty();
    }

    boolean running() {
      return !suspended.orElse(false);
    }

    <T> Optional<T> serverless(java.util.function.Function<Serverless, Optional<T>> of) {
      return serverless.flatMap(of);
    }

    /// The specification of its job, with what was inline or in a file.
    Optional<JobBody> job() {
      return runJob.map(RunJob::body);
    }
  }

  /// Either an interval or times.
  public record Schedule(
      @Doc("An interval, in HOURS, MINUTES or SECONDS") @Example("10 MINUTES")
          Optional<String> every,
      @Doc("Or times, as five cron fields") @Example("0 2 * * *") Optional<String> cron,
      @Doc("The time zone of the cron fields; UTC when it is not said") @Example("Europe/Berlin")
          Optional<String> timeZone) {}

  /// Sizes as those of warehouses.
  public record Serverless(
      @Doc("The size of its first runs") @Example("XSMALL") Optional<String> initialSize,
      @Doc("The smallest that Snowflake may choose") Optional<String> minSize,
      @Doc("The largest that Snowflake may choose") Optional<String> maxSize) {}

  /// A job service.
  public record RunJob(
      @Doc(
              "What the job is called: the one of the last run is dropped before each. Without a"
                  + " name every run has its own, given by Snowflake")
          Optional<String> name,
      @Doc("Where it runs") @Example("ETL_POOL") String computePool,
      @Doc("Its specification, inline") Optional<JsonNode> specification,
      @Doc("Or the file in this repository that holds it") @Example("specs/load.yaml")
          Optional<String> specificationFile,
      @Doc("What its containers may reach") List<String> externalAccessIntegrations,
      @Doc("The warehouse of its queries") Optional<String> queryWarehouse,
      @Doc("How many instances run it") @Min(1) Optional<Long> replicas) {

    public RunJob {
      externalAccessIntegrations = List.copyOf(externalAccessIntegrations);
    }

    JobBody body() {
      return new JobBody(
          computePool,
          name,
          specification.orElseThrow(),
          externalAccessIntegrations,
          queryWarehouse,
          replicas);
    }
  }

  @Override
  public String name() {
    return KIND;
  }

  @Override
  public Wave wave() {
    return Wave.ORCHESTRATION;
  }

  @Override
  public Class<Spec> specification() {
    return Spec.class;
  }

  @Override
  public String canonicalName(String written) {
    return Names.canonical(written, 3);
  }

  @Override
  public Spec load(Spec spec, LoadContext context) {
    return new TaskLoading(spec, context).loaded();
  }

  @Override
  public void check(List<Desired<Spec>> resources, Problems problems) {
    new TaskGraphCheck(resources, problems).check();
  }

  @Override
  public Optional<Rooted<Spec>> rooted() {
    return Optional.of(new TaskGraph());
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    return TaskFields.references(resource);
  }

  @Override
  public String note(Desired<Spec> resource) {
    var spec = resource.spec();
    return spec.schedule()
        .map(TaskSchedule::text)
        .or(() -> spec.finalizes().map(root -> "finalizes " + root))
        .or(() ->
            spec.after().isEmpty()
                ? Optional.empty()
                : Optional.of("after " + String.join(", ", spec.after())))
        .orElse("");
  }

  @Override
  public List<Field<Spec>> fields() {
    return TaskFields.all();
  }

  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    return TaskStatements.create(resource, mark);
  }

  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    return new TaskStatements(resource, observed, drifts, mark).update();
  }

  @Override
  public List<Effect> adopt(Desired<Spec> resource, Observed observed, Mark mark) {
    return TaskStatements.STATEMENTS.adopt(observed, mark);
  }

  @Override
  public List<Effect> delete(Observed observed) {
    return TaskStatements.STATEMENTS.drop(observed.id().name());
  }

  @Override
  public Listing listing() {
    return new Listing.OfDatabase("TASKS");
  }

  @Override
  public Optional<String> nameIn(Row row) {
    return Names.inSchema(row);
  }

  @Override
  public List<Look> looks(ResourceId id, Row row) {
    return List.of(TaskReading.look(id, row));
  }

  @Override
  public List<Look> looks(Desired<Spec> declared, Row row) {
    return looks(List.of(declared), row);
  }

  @Override
  public List<Look> looks(List<Desired<Spec>> declarations, Row row) {
    var needed =
        declarations.stream().anyMatch(declared -> TaskReading.hasParameters(declared.spec()));
    return needed ? looks(declarations.getFirst().id(), row) : List.of();
  }

  @Override
  public Observed read(ResourceId id, Sighting seen) {
    return new TaskReading(id, seen).observed();
  }

  @Override
  public Export exported(Observed observed) {
    return TaskExport.of(Export.ofFields(this, observed), observed);
  }
}
