package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// What an automation's schema cannot say: which fields go with which type, and what the server
/// takes as a trigger.
final class AutomationCheck {
  private static final int SHORTEST_WAIT = 10;
  private static final int SHORTEST_RANGE = 300;
  private static final List<String> EVENT =
      List.of(
          "match", "matchRelated", "after", "expect", "forEach", "posture", "threshold", "within");
  private static final Map<String, List<String>> TRIGGERS =
      Map.of(
          "event", EVENT,
          "compound", List.of("require", "within", "triggers"),
          "sequence", List.of("within", "triggers"),
          "metric", List.of("match", "matchRelated", "metric"));

  private final LoadContext context;

  private AutomationCheck(LoadContext context) {
    this.context = context;
  }

  static void check(AutomationSpec spec, LoadContext context) {
    var check = new AutomationCheck(context);
    Tags.check(spec.tags(), "tags", context);
    check.trigger(spec.trigger());
    check.actions(spec.actions(), "actions");
    check.actions(spec.actionsOnTrigger(), "actionsOnTrigger");
    check.actions(spec.actionsOnResolve(), "actionsOnResolve");
    if (spec.actions().isEmpty()
        && spec.actionsOnTrigger().isEmpty()
        && spec.actionsOnResolve().isEmpty()) {
      context.problem(
          Code.FIELD_REQUIRED,
          "",
          "the automation has no action",
          "it would be set off and do nothing",
          "add `actions`; `type: do-nothing` if that is what is meant");
    }
  }

  private void trigger(AutomationSpec.Trigger trigger) {
    var type = trigger.type();
    fields("trigger", type, given(trigger), TRIGGERS.getOrDefault(type, EVENT));
    switch (type) {
      case "event" -> event(trigger.event(), "trigger");
      case "compound", "sequence" -> several(trigger);
      default -> metric(trigger);
    }
  }

  private static List<String> given(AutomationSpec.Trigger trigger) {
    var given = new ArrayList<String>();
    note(given, "match", !trigger.match().isEmpty());
    note(given, "matchRelated", trigger.matchRelated().isPresent());
    note(given, "after", !trigger.after().isEmpty());
    note(given, "expect", !trigger.expect().isEmpty());
    note(given, "forEach", !trigger.forEach().isEmpty());
    note(given, "posture", trigger.posture().isPresent());
    note(given, "threshold", trigger.threshold().isPresent());
    note(given, "within", trigger.within().isPresent());
    note(given, "require", trigger.require().isPresent());
    note(given, "triggers", !trigger.triggers().isEmpty());
    note(given, "metric", trigger.metric().isPresent());
    return given;
  }

  private static void note(List<String> given, String name, boolean present) {
    if (present) {
      given.add(name);
    }
  }

  private void event(AutomationSpec.Event event, String path) {
    for (var label : new TreeMap<>(event.match()).entrySet()) {
      labelValue(label.getValue(), path + ".match." + label.getKey());
    }
    event.matchRelated().ifPresent(related -> related(related, path + ".matchRelated"));
    var within = duration(event.within(), path + ".within");
    var proactive = event.posture().filter("Proactive"::equals).isPresent();
    if (proactive
        && within.filter(seconds -> seconds != 0 && seconds < SHORTEST_WAIT).isPresent()) {
      context.problem(
          Code.FIELD_VALUE,
          path + ".within",
          "a Proactive trigger waits for at least %d seconds".formatted(SHORTEST_WAIT),
          "Prefect looks for events that stay away no more often",
          "write `within: %ds` or more".formatted(SHORTEST_WAIT));
    }
  }

  private void several(AutomationSpec.Trigger trigger) {
    duration(trigger.within(), "trigger.within");
    for (var i = 0; i < trigger.triggers().size(); i++) {
      event(trigger.triggers().get(i), "trigger.triggers." + i);
    }
    if (trigger.triggers().isEmpty()) {
      missing("trigger", "triggers", "a %s trigger".formatted(trigger.type()));
    }
    if (trigger.type().equals("sequence")) {
      return;
    }
    if (trigger.require().isEmpty()) {
      missing("trigger", "require", "a compound trigger");
    }
    var many = trigger.triggers().size();
    if (trigger.require().filter(text -> number(text) > many).isPresent() && many > 0) {
      context.problem(
          Code.FIELD_VALUE,
          "trigger.require",
          "`require` is more than the %d triggers there are".formatted(many),
          "such a trigger would never be set off",
          "write `require: all`");
    }
  }

  private static long number(String require) {
    return require.chars().allMatch(Character::isDigit) ? Long.parseLong(require) : 0;
  }

  private void metric(AutomationSpec.Trigger trigger) {
    if (trigger.metric().isEmpty()) {
      missing("trigger", "metric", "a metric trigger");
      return;
    }
    var metric = trigger.metric().get();
    var times = new TreeMap<String, Optional<String>>();
    times.put("range", metric.range());
    times.put("firingFor", metric.firingFor());
    times.forEach((name, text) -> {
      var path = "trigger.metric." + name;
      if (duration(text, path).filter(seconds -> seconds < SHORTEST_RANGE).isPresent()) {
        context.problem(
            Code.FIELD_VALUE,
            path,
            "`%s` is at least five minutes".formatted(name),
            "Prefect Cloud measures no more often",
            "write `%s: 5m` or more".formatted(name));
      }
    });
  }

  private void related(JsonNode related, String path) {
    var all = related.isArray() ? related.valueStream().toList() : List.of(related);
    for (var labels : all) {
      if (!labels.isObject()) {
        context.problem(
            Code.FIELD_TYPE,
            path,
            "`matchRelated` is neither labels nor a list of such",
            "each is a mapping from a label to what it must be",
            "write for example `matchRelated: {prefect.resource.name: nightly}`");
        return;
      }
      labels
          .properties()
          .forEach(label -> labelValue(label.getValue(), path + "." + label.getKey()));
    }
  }

  private void labelValue(JsonNode value, String path) {
    var texts =
        value.isString() || (value.isArray() && value.valueStream().allMatch(JsonNode::isString));
    if (!texts) {
      context.problem(
          Code.FIELD_TYPE,
          path,
          "the value of a label is neither text nor a list of texts",
          "labels of events are text",
          "quote it");
    }
  }

  private Optional<Double> duration(Optional<String> text, String path) {
    var seconds = TriggerForm.seconds(text).map(JsonNode::asDouble);
    if (text.isPresent() && seconds.isEmpty()) {
      context.problem(
          Code.FIELD_VALUE,
          path,
          "`%s` is not a time".formatted(text.get()),
          "it is a number of seconds, or of another unit",
          "write for example `90`, `15m`, `6h`, `1d` or `PT1H`");
    }
    return seconds;
  }

  private void actions(List<AutomationSpec.Action> actions, String path) {
    for (var i = 0; i < actions.size(); i++) {
      action(actions.get(i), path + "." + i);
    }
  }

  private void action(AutomationSpec.Action action, String path) {
    var type = ActionType.of(action.type());
    if (type.isEmpty()) {
      return; // The schema has refused it.
    }
    var given = ActionForm.given(action);
    fields(path, action.type(), given.keySet(), type.get().fields());
    type.get().required().stream()
        .filter(field -> !given.containsKey(field))
        .forEach(field -> missing(path, field, "the action " + action.type()));
    duration(action.scheduleAfter(), path + ".scheduleAfter");
    type.get()
        .to()
        .ifPresent(to ->
            Optional.ofNullable(given.get(to.field()))
                .ifPresent(name -> name(to, name.asString(), path + "." + to.field())));
  }

  private void name(ActionType.To to, String name, String path) {
    var parts = name.split("/", -1).length;
    if (ActionForm.isId(name)) {
      context.problem(
          Code.NAME_INVALID,
          path,
          "`%s` is an id".formatted(name),
          "an id is another one in every workspace, and after every new creation",
          "write the name");
    } else if (name.isBlank() || (to.twofold() && parts != 2)) {
      context.problem(
          Code.NAME_INVALID,
          path,
          "`%s` is not the name of a %s".formatted(name, to.kind()),
          to.twofold() ? "it has two parts with a slash between them" : "it is empty",
          switch (to) {
            case DEPLOYMENT -> "write `<flow>/<deployment>`";
            case WORK_QUEUE -> "write `<pool>/<queue>`";
            case BLOCK -> "write `<type>/<name>`, as in `slack-webhook/alerts`";
            case WORK_POOL, AUTOMATION -> "write a name";
          });
    }
  }

  private void fields(String path, String type, Collection<String> given, List<String> allowed) {
    given.stream()
        .filter(field -> !allowed.contains(field))
        .forEach(field ->
            context.problem(
                Code.FIELD_UNKNOWN,
                path + "." + field,
                "`%s` does not go with the type `%s`".formatted(field, type),
                allowed.isEmpty()
                    ? "it has no other fields"
                    : "its fields are " + String.join(", ", allowed),
                Nearest.of(field, allowed)
                    .map("write `%s`"::formatted)
                    .orElse("remove it, or choose another type")));
  }

  private void missing(String path, String field, String what) {
    context.problem(
        Code.FIELD_REQUIRED,
        path,
        "%s needs `%s`".formatted(what, field),
        "Prefect refuses it without",
        "add `%s`".formatted(field));
  }
}
