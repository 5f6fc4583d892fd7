package dev.snowdrift.prefect.kind;

import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Example;
import dev.snowdrift.manifest.Min;
import dev.snowdrift.manifest.OneOf;
import dev.snowdrift.manifest.Pattern;
import dev.snowdrift.manifest.Quantity;
import dev.snowdrift.manifest.Required;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a flow's manifest says: the code, what it needs to run, and its deployments. What the flow
/// says holds for all deployments that do not say it themselves.
@Doc("A flow: its code, what it needs to run, and its deployments")
public record FlowSpec(
    @Doc("The flow's name in Prefect; that of the resource without") @Example("data-products.load")
        Optional<String> flow,
    @Doc("`path/to/file.py:function` or `package.module:function`") @Example("flows/load.py:main")
        String entrypoint,
    @Doc("Container image of the runs") Optional<String> image,
    @Doc("CPUs of a run; becomes what the work pool's type calls it") @Quantity @Example("500m")
        Optional<String> cpu,
    @Doc("Memory of a run; becomes what the work pool's type calls it") @Quantity @Example("4Gi")
        Optional<String> memory,
    @Doc("Disk of a run, gone afterwards; where the work pool's template takes it")
        @Quantity
        @Example("21Gi")
        Optional<String> ephemeralStorage,
    @Doc("Environment variables of the runs") Map<String, String> env,
    @Doc("Environment variables whose values are secrets") Map<String, SecretRef> secrets,
    @Doc("A set; tags that begin with snowdrift: are reserved") List<String> tags,
    @Doc("For people") Optional<String> description,
    @Doc("How runs get the code; from this repository at the converged commit without")
        Optional<Pull> pull,
    @Doc("Where runs wait for a worker") Optional<String> workPool,
    @Doc("Queue of the work pool; `default` without") Optional<String> workQueue,
    @Doc("Values of the function's parameters") Map<String, JsonNode> parameters,
    @Doc("JSON Schema of the parameters, as Prefect makes it from the function's signature")
        Optional<ObjectNode> parameterSchema,
    @Doc("Reads the schema of the parameters from the function in the commit instead")
        @OneOf({"signature"})
        Optional<String> parametersFrom,
    @Doc("Whether runs with parameters outside of the schema are refused; true without")
        Optional<Boolean> enforceParameterSchema,
    @Doc("How many runs of a deployment at once") Optional<Concurrency> concurrency,
    @Doc("What the work pool's template takes: cpu, memory, compute pool, volumes ...")
        Map<String, JsonNode> jobVariables,
    @Doc("When runs start") List<Schedule> schedules,
    @Doc("Work pools over which each deployment is spread") List<Target> targets,
    @Doc("The flow's deployments") @Required @Min(1) List<Deployment> deployments) {

  public FlowSpec {
    env = Map.copyOf(env);
    secrets = Map.copyOf(secrets);
    tags = List.copyOf(tags);
    parameters = Map.copyOf(parameters);
    jobVariables = Map.copyOf(jobVariables);
    schedules = List.copyOf(schedules);
    targets = List.copyOf(targets);
    deployments = List.copyOf(deployments);
  }

  FlowSpec with(List<Deployment> others) {
    return new FlowSpec(
        flow,
        entrypoint,
        image,
        cpu,
        memory,
        ephemeralStorage,
        env,
        secrets,
        tags,
        description,
        pull,
        workPool,
        workQueue,
        parameters,
        parameterSchema,
        parametersFrom,
        enforceParameterSchema,
        concurrency,
        jobVariables,
        schedules,
        targets,
        others);
  }

  /// One way to run the flow. Maps add to the flow's by key, tags add to its tags; everything else
  /// replaces what the flow says.
  @Doc("One way to run the flow; what it leaves out is as the flow says")
  public record Deployment(
      @Doc("Its name within the flow") @Example("nightly") String name,
      @Doc("Another entrypoint") Optional<String> entrypoint,
      @Doc("Another image") Optional<String> image,
      @Doc("Other CPUs") @Quantity Optional<String> cpu,
      @Doc("Other memory") @Quantity Optional<String> memory,
      @Doc("Other disk") @Quantity Optional<String> ephemeralStorage,
      @Doc("Further environment variables") Map<String, String> env,
      @Doc("Further secrets") Map<String, SecretRef> secrets,
      @Doc("Further tags") List<String> tags,
      @Doc("Another description") Optional<String> description,
      @Doc("Another way to the code") Optional<Pull> pull,
      @Doc("Another work pool") Optional<String> workPool,
      @Doc("Another queue") Optional<String> workQueue,
      @Doc("Further parameters") Map<String, JsonNode> parameters,
      @Doc("Another schema") Optional<ObjectNode> parameterSchema,
      @Doc("Another origin of the schema") @OneOf({"signature"}) Optional<String> parametersFrom,
      @Doc("Whether the schema is enforced") Optional<Boolean> enforceParameterSchema,
      @Doc("Another limit") Optional<Concurrency> concurrency,
      @Doc("Further job variables") Map<String, JsonNode> jobVariables,
      @Doc("Whether nothing is scheduled; left as it is without") Optional<Boolean> paused,
      @Doc("Other schedules") List<Schedule> schedules,
      @Doc("Other targets") List<Target> targets) {

    public Deployment {
      env = Map.copyOf(env);
      secrets = Map.copyOf(secrets);
      tags = List.copyOf(tags);
      parameters = Map.copyOf(parameters);
      jobVariables = Map.copyOf(jobVariables);
      schedules = List.copyOf(schedules);
      targets = List.copyOf(targets);
    }

    /// With a schema that was read from the code.
    Deployment with(ObjectNode schema) {
      return new Deployment(
          name,
          entrypoint,
          image,
          cpu,
          memory,
          ephemeralStorage,
          env,
          secrets,
          tags,
          description,
          pull,
          workPool,
          workQueue,
          parameters,
          Optional.of(schema),
          Optional.empty(),
          enforceParameterSchema,
          concurrency,
          jobVariables,
          paused,
          schedules,
          targets);
    }
  }

  /// Where a run's secret comes from.
  @Doc("Exactly one of block and snowflakeSecret")
  public record SecretRef(
      @Doc("Name of a Secret block; read when the run starts") @Example("openai-key")
          Optional<String> block,
      @Doc("Name of a Snowflake secret; for pools of the type snowpark-container-service")
          @Example("ETL.APP.API_KEY")
          Optional<String> snowflakeSecret,
      @Doc("Part of the Snowflake secret; secret_string without")
          @OneOf({"secret_string", "username", "password"})
          Optional<String> key) {}

  /// How a run gets its code.
  public record Pull(
      @Doc("Token for the clone, as a reference to a Secret block")
          @Example("{{ prefect.blocks.secret.github-token }}")
          Optional<String> accessToken,
      @Doc("Credentials for the clone, as a reference to a credentials block")
          @Example("{{ prefect.blocks.github-credentials.reader }}")
          Optional<String> credentials,
      @Doc("Whether submodules are cloned") Optional<Boolean> includeSubmodules,
      @Doc("Directory of the repository in which the entrypoint is") Optional<String> directory,
      @Doc("Prefect's own pull steps instead; an empty list for code in the image")
          Optional<List<ObjectNode>> steps) {}

  /// How many runs at once: exactly one of limit and shared.
  public record Concurrency(
      @Doc("Most runs of the deployment at the same time") @Min(1) OptionalLong limit,
      @Doc("Instead, the name of a ConcurrencyLimit that it shares with others")
          @Example("warehouse")
          Optional<String> shared,
      @Doc("What happens to a run that is one too many; ENQUEUE without")
          @OneOf({"ENQUEUE", "CANCEL_NEW"})
          Optional<String> collisionStrategy,
      @Doc("Seconds that a run may take to claim its slot") @Min(60) OptionalLong gracePeriod) {}

  /// When runs start: exactly one of cron, interval and rrule.
  public record Schedule(
      @Doc("Unique within a deployment; `default` without")
          @Pattern(
              value = "[a-z0-9][a-z0-9_-]{0,99}",
              reason = "lower-case letters, digits, - and _")
          @Example("nightly")
          Optional<String> name,
      @Doc(
              "Five fields: minute, hour, day of month, month, day of week; or @hourly, @daily,"
                  + " @weekly, @monthly, @yearly. A sixth field is seconds")
          @Example("0 3 * * *")
          Optional<String> cron,
      @Doc("Seconds, or `15m`, `6h`, `1d`, `PT1H`") @Quantity @Example("15m")
          Optional<String> interval,
      @Doc("From when the interval is counted; kept as it is without")
          @Example("2026-01-01T00:00:00Z")
          Optional<String> anchor,
      @Doc("A recurrence rule of iCalendar") @Example("FREQ=WEEKLY;BYDAY=MO;BYHOUR=7")
          Optional<String> rrule,
      @Doc("Name in the time zone database; UTC without") @Example("America/Los_Angeles")
          Optional<String> timezone,
      @Doc("Whether one of day of month and day of week is enough; true without")
          Optional<Boolean> dayOr,
      @Doc("Whether it starts runs; true without") Optional<Boolean> active,
      @Doc("Parameters of its runs, over those of the deployment") Map<String, JsonNode> parameters,
      @Doc("Environments in which it exists; all without") @Example("main")
          List<String> environments) {

    public Schedule {
      parameters = Map.copyOf(parameters);
      environments = List.copyOf(environments);
    }

    boolean in(String environment) {
      return environments.isEmpty() || environments.contains(environment);
    }

    /// What identifies it on the server.
    public String slug() {
      return name.orElse("default");
    }
  }

  /// One work pool of several.
  public record Target(
      @Doc("Where runs wait for a worker") String workPool,
      @Doc("Queue of the work pool") Optional<String> workQueue,
      @Doc("Added to the deployment's name; `-` and the work pool without") Optional<String> suffix,
      @Doc("Further tags") List<String> tags) {

    public Target {
      tags = List.copyOf(tags);
    }

    String nameOf(String deployment) {
      return deployment + suffix.orElse("-" + workPool);
    }
  }
}
