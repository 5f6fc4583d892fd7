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

/// What an automation's manifest says. Other objects are named in it, never by their ids.
@Doc("What Prefect does when events come, or stay away")
public record AutomationSpec(
    @Doc("For people") Optional<String> description,
    @Doc("Whether it does anything; true without") Optional<Boolean> enabled,
    @Doc("A set; tags that begin with snowdrift: are reserved") List<String> tags,
    @Doc("What sets it off") Trigger trigger,
    @Doc("What is done when it is set off") List<Action> actions,
    @Doc("What is done when it goes into the triggered state") List<Action> actionsOnTrigger,
    @Doc("What is done when it goes into the resolved state") List<Action> actionsOnResolve) {

  public AutomationSpec {
    tags = List.copyOf(tags);
    actions = List.copyOf(actions);
    actionsOnTrigger = List.copyOf(actionsOnTrigger);
    actionsOnResolve = List.copyOf(actionsOnResolve);
  }

  /// What sets an automation off: events, several triggers together, or a metric.
  @Doc("Which fields it has depends on its type")
  public record Trigger(
      @Doc(
              "event: events that come or stay away; compound: some of several triggers; sequence:"
                  + " all of several triggers in their order; metric: in Prefect Cloud only")
          @OneOf({"event", "compound", "sequence", "metric"})
          @Example("event")
          String type,
      @Doc("Labels of the resource that the event is about; a text, or a list of which one fits")
          Map<String, JsonNode> match,
      @Doc("Labels of a related resource; or a list of such, of which all must fit")
          Optional<JsonNode> matchRelated,
      @Doc("Events that must have come before; `*` at the end stands for anything")
          List<String> after,
      @Doc("Events that are waited for; any without") @Example("prefect.flow-run.Failed")
          List<String> expect,
      @Doc("Labels for each value of which it counts by itself") @Example("prefect.resource.id")
          List<String> forEach,
      @Doc("Whether it is set off by events that come, or that stay away; Reactive without")
          @OneOf({"Reactive", "Proactive"})
          Optional<String> posture,
      @Doc("How many events; 1 without") @Min(0) OptionalLong threshold,
      @Doc("In how much time: seconds, or `15m`, `6h`, `1d`, `PT1H`") @Quantity @Example("15m")
          Optional<String> within,
      @Doc("How many of the triggers of a compound one: any, all or a number")
          @Quantity
          @Pattern(value = "any|all|[1-9][0-9]{0,3}", reason = "any, all or a number from 1") @Example("all")
          Optional<String> require,
      @Doc("The triggers of a compound one or of a sequence") List<Event> triggers,
      @Doc("What a metric trigger watches") Optional<Metric> metric) {

    public Trigger {
      match = Map.copyOf(match);
      after = List.copyOf(after);
      expect = List.copyOf(expect);
      forEach = List.copyOf(forEach);
      triggers = List.copyOf(triggers);
    }

    /// The part that an event trigger has, alone or among others.
    Event event() {
      return new Event(
          Optional.of("event"),
          match,
          matchRelated,
          after,
          expect,
          forEach,
          posture,
          threshold,
          within);
    }
  }

  /// One of several triggers: events that come, or stay away.
  public record Event(
      @Doc("Always event") @OneOf("event") Optional<String> type,
      @Doc("As in a trigger that stands alone") Map<String, JsonNode> match,
      @Doc("As in a trigger that stands alone") Optional<JsonNode> matchRelated,
      @Doc("As in a trigger that stands alone") List<String> after,
      @Doc("As in a trigger that stands alone") @Example("prefect.flow-run.Failed")
          List<String> expect,
      @Doc("As in a trigger that stands alone") List<String> forEach,
      @Doc("As in a trigger that stands alone") @OneOf({"Reactive", "Proactive"})
          Optional<String> posture,
      @Doc("As in a trigger that stands alone") @Min(0) OptionalLong threshold,
      @Doc("As in a trigger that stands alone") @Quantity @Example("15m") Optional<String> within) {

    public Event {
      match = Map.copyOf(match);
      after = List.copyOf(after);
      expect = List.copyOf(expect);
      forEach = List.copyOf(forEach);
    }
  }

  /// A question that Prefect Cloud asks of its records again and again.
  public record Metric(
      @Doc("What is measured") @OneOf({"lateness", "duration", "successes"}) @Required String name,
      @Doc("How it compares with the threshold") @OneOf({"<", "<=", ">", ">="}) @Required
          String operator,
      @Doc("What it is compared with") @Required double threshold,
      @Doc("Over which time it is measured; 5m without, which is the shortest") @Quantity
          Optional<String> range,
      @Doc("How long it must be so; 5m without, which is the shortest") @Quantity
          Optional<String> firingFor) {}

  /// One thing that is done. What it is done to is the object that it names; one that names none is
  /// done to what the event is about.
  @Doc("Which fields it has depends on its type")
  public record Action(
      @Doc("What is done")
          @OneOf({
            "do-nothing",
            "run-deployment",
            "pause-deployment",
            "resume-deployment",
            "cancel-flow-run",
            "change-flow-run-state",
            "suspend-flow-run",
            "resume-flow-run",
            "delete-flow-run",
            "send-notification",
            "call-webhook",
            "pause-work-pool",
            "resume-work-pool",
            "pause-work-queue",
            "resume-work-queue",
            "pause-automation",
            "resume-automation"
          })
          @Example("send-notification")
          String type,
      @Doc("A deployment, `<flow>/<deployment>`; that of the event without")
          @Example("load/nightly")
          Optional<String> deployment,
      @Doc("A work pool; that of the event without") Optional<String> workPool,
      @Doc("A work queue, `<pool>/<queue>`; that of the event without") @Example("etl/fast")
          Optional<String> workQueue,
      @Doc("An automation; that of the event without") Optional<String> automation,
      @Doc("The block through which it is sent or called, `<type>/<name>`")
          @Example("slack-webhook/alerts")
          Optional<String> block,
      @Doc("Parameters of the run, over those of the deployment") Optional<ObjectNode> parameters,
      @Doc("Job variables of the run, over those of the deployment")
          Optional<ObjectNode> jobVariables,
      @Doc("How long the run waits: seconds, or `15m`, `6h`, `1d`, `PT1H`") @Quantity
          Optional<String> scheduleAfter,
      @Doc("Subject of a notification, as a Jinja template") Optional<String> subject,
      @Doc("Text of a notification, as a Jinja template")
          @Example("{{ flow_run.name }} failed: {{ flow_run|ui_url }}")
          Optional<String> body,
      @Doc("What a webhook is sent, as a Jinja template") Optional<String> payload,
      @Doc("Type of the state that a flow run is given")
          @OneOf({
            "SCHEDULED",
            "PENDING",
            "RUNNING",
            "COMPLETED",
            "FAILED",
            "CANCELLED",
            "CRASHED",
            "PAUSED",
            "CANCELLING"
          })
          Optional<String> state,
      @Doc("Name of that state; that of its type without") Optional<String> name,
      @Doc("Why, in that state") Optional<String> message,
      @Doc("Whether the state is given even where the rules refuse it; false without")
          Optional<Boolean> force) {}
}
