package dev.snowdrift.prefect.kind;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.Repair;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.prefect.ApiCall;
import dev.snowdrift.prefect.Json;
import dev.snowdrift.prefect.Listing;
import dev.snowdrift.prefect.Listings;
import dev.snowdrift.prefect.Lookup;
import dev.snowdrift.prefect.Precondition;
import dev.snowdrift.prefect.PrefectClient.Method;
import dev.snowdrift.prefect.PrefectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// An automation: what Prefect does when events come, or stay away. The mark is a reserved tag.
///
/// Names are not unique on the server, and nothing there makes a creation safe to repeat. Where two
/// have one name, neither is touched. A PUT replaces the whole and gives the trigger a new id, with
/// which a trigger that counts begins anew; only `enabled` can be written alone (PrefectHQ/prefect,
/// src/prefect/server/api/automations.py).
///
/// Automations that `prefect deploy` makes from the triggers of a deployment belong to that
/// deployment and are made anew with each deploy. They carry no mark, so they are left alone, and
/// their names are not taken in manifests.
public final class AutomationKind implements PrefectKind<AutomationSpec> {
  private static final String PATH = "/automations/{}";
  private static final Pattern OF_DEPLOYMENT = Pattern.compile(".*__automation_[0-9]+");
  private static final int LONGEST = 255;
  private static final Repair ANEW =
      Repair.restart("what the trigger has counted so far is forgotten");

  @Override
  public String name() {
    return "Automation";
  }

  @Override
  public Wave wave() {
    return Wave.ORCHESTRATION;
  }

  @Override
  public Class<AutomationSpec> specification() {
    return AutomationSpec.class;
  }

  @Override
  public String canonicalName(String written) {
    if (written.isBlank() || !written.equals(written.strip()) || written.length() > LONGEST) {
      throw new IllegalArgumentException(
          "the name of an automation has 1 to %d characters and no space at either end"
              .formatted(LONGEST));
    }
    if (OF_DEPLOYMENT.matcher(written).matches()) {
      throw new IllegalArgumentException(
          "`prefect deploy` gives such names to the triggers of a deployment, and makes them anew"
              + " each time");
    }
    return written;
  }

  @Override
  public AutomationSpec load(AutomationSpec spec, LoadContext context) {
    AutomationCheck.check(spec, context);
    return spec;
  }

  @Override
  public List<Reference> references(Desired<AutomationSpec> resource) {
    var spec = resource.spec();
    var all = new ArrayList<Reference>();
    refer(spec.actions(), "actions", all);
    refer(spec.actionsOnTrigger(), "actionsOnTrigger", all);
    refer(spec.actionsOnResolve(), "actionsOnResolve", all);
    return all;
  }

  private static void refer(
      List<AutomationSpec.Action> actions, String path, List<Reference> into) {
    for (var i = 0; i < actions.size(); i++) {
      var given = ActionForm.given(actions.get(i));
      var at = path + "." + i + ".";
      ActionType.of(actions.get(i).type())
          .flatMap(ActionType::to)
          .ifPresent(to ->
              Optional.ofNullable(given.get(to.field()))
                  .map(name -> Reference.required(to.kind(), name.asString(), at + to.field()))
                  .ifPresent(into::add));
    }
  }

  @Override
  public List<Field<AutomationSpec>> fields() {
    return List.of(
        field("description", spec -> Canonical.text(spec.description()))
            .standard(Canonical.text("")),
        Field.<AutomationSpec>of("enabled", spec -> Canonical.bool(spec.enabled()))
            .standard(Canonical.bool(true)),
        field("tags", spec -> Tags.declared(spec.tags())).standard(Canonical.set(List.of())),
        field("trigger", spec -> Optional.of(TriggerForm.desired(spec.trigger()))),
        field("actions", spec -> Optional.of(ActionForm.desired(spec.actions())))
            .standard(ActionForm.NONE),
        field("actionsOnTrigger", spec -> declared(spec.actionsOnTrigger()))
            .standard(ActionForm.NONE),
        field("actionsOnResolve", spec -> declared(spec.actionsOnResolve()))
            .standard(ActionForm.NONE));
  }

  private static Field<AutomationSpec> field(
      String name, Function<AutomationSpec, Optional<JsonNode>> desired) {
    return Field.of(name, desired).repair(ANEW);
  }

  private static Optional<JsonNode> declared(List<AutomationSpec.Action> actions) {
    return Json.present(ActionForm.desired(actions));
  }

  /// Those of all that an action can name, as the server shows ids.
  @Override
  public Set<Listing> listings() {
    return Set.of(
        Listing.AUTOMATIONS,
        Listing.FLOWS,
        Listing.DEPLOYMENTS,
        Listing.WORK_POOLS,
        Listing.WORK_QUEUES,
        Listing.BLOCK_DOCUMENTS);
  }

  @Override
  public List<Observed> read(Listings listings) {
    var ids = ActionForm.Ids.of(listings);
    var byName = new TreeMap<String, List<JsonNode>>();
    listings
        .of(Listing.AUTOMATIONS)
        .forEach(automation ->
            byName
                .computeIfAbsent(automation.path("name").asString(), _ -> new ArrayList<>())
                .add(automation));
    var all = new ArrayList<Observed>();
    byName.forEach((name, same) -> {
      var id = new ResourceId(name(), name);
      all.add(same.size() == 1 ? read(id, same.getFirst(), ids) : ambiguous(id, same.size()));
    });
    return all;
  }

  /// Nobody's, whatever marks are on them.
  private static Observed ambiguous(ResourceId id, int many) {
    var why = "%d automations have this name, and none of them is touched".formatted(many);
    var facts = new TreeMap<String, String>();
    facts.put(Observed.AMBIGUOUS, why);
    return new Observed(id, new TreeMap<>(), Optional.empty(), Health.degraded(why), facts);
  }

  private static Observed read(ResourceId id, JsonNode automation, ActionForm.Ids ids) {
    var tags = automation.path("tags");
    var enabled = automation.path("enabled").asBoolean(true);
    var fields = new TreeMap<String, JsonNode>();
    Json.present(automation.path("description"))
        .ifPresent(value -> fields.put("description", value));
    fields.put("enabled", Canonical.bool(enabled));
    fields.put("tags", MarkTag.without(tags));
    fields.put("trigger", TriggerForm.observed(automation.path("trigger")));
    fields.put("actions", ActionForm.observed(automation.path("actions"), ids));
    fields.put("actionsOnTrigger", ActionForm.observed(automation.path("actions_on_trigger"), ids));
    fields.put("actionsOnResolve", ActionForm.observed(automation.path("actions_on_resolve"), ids));
    var facts = new TreeMap<String, String>();
    facts.put("id", automation.path("id").asString());
    return new Observed(id, fields, MarkTag.find(tags), health(enabled, fields), facts);
  }

  private static Health health(boolean enabled, SortedMap<String, JsonNode> fields) {
    if (!enabled) {
      return Health.suspended("the automation is disabled");
    }
    for (var list : List.of("actions", "actionsOnTrigger", "actionsOnResolve")) {
      for (var action : fields.getOrDefault(list, ActionForm.NONE)) {
        var to = ActionType.of(action.path("type").asString("")).flatMap(ActionType::to);
        if (to.flatMap(t -> Json.text(action, t.field())).filter(ActionForm::isId).isPresent()) {
          return Health.degraded(
              "an action is done to a %s that is gone".formatted(to.get().kind()));
        }
      }
    }
    return Health.HEALTHY;
  }

  @Override
  public boolean adoptable(Observed observed) {
    return observed.fact(Observed.AMBIGUOUS).isEmpty();
  }

  @Override
  public List<Effect> create(Desired<AutomationSpec> resource, Mark mark) {
    var values = new TreeMap<String, JsonNode>();
    for (var field : fields()) {
      field.desired().apply(resource).ifPresent(value -> values.put(field.name(), value));
    }
    var name = resource.id().name();
    var call =
        whole(ApiCall.of(Method.POST, "/automations/"), name, values, mark)
            .onlyIf(new Precondition.Unnamed(name));
    return List.of(call);
  }

  /// What nobody declares is written back as it was observed.
  @Override
  public List<Effect> update(
      Desired<AutomationSpec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    var lookup = new Lookup.AutomationId(resource.id().name());
    if (drifts.stream().allMatch(drift -> drift.field().equals("enabled"))) {
      var enabled = resource.spec().enabled().orElse(true);
      return List.of(
          ApiCall.of(Method.PATCH, PATH, lookup).body(Json.object().put("enabled", enabled)));
    }
    var repairs = new Repairs(drifts, observed);
    var values = new TreeMap<String, JsonNode>();
    for (var field : fields()) {
      var seen = observed.field(field.name());
      var value =
          repairs.touches(field.name())
              ? repairs.merged(field.name(), field.desired().apply(resource), seen)
              : seen;
      value.ifPresent(present -> values.put(field.name(), present));
    }
    var call = ApiCall.of(Method.PUT, PATH, lookup);
    return List.of(whole(call, resource.id().name(), values, mark));
  }

  @Override
  public List<Effect> adopt(Desired<AutomationSpec> resource, Observed observed, Mark mark) {
    var call = ApiCall.of(Method.PUT, PATH, new Lookup.AutomationId(observed.id().name()));
    return List.of(whole(call, observed.id().name(), observed.fields(), mark));
  }

  @Override
  public List<Effect> delete(Observed observed) {
    return List.of(ApiCall.of(Method.DELETE, PATH, new Lookup.AutomationId(observed.id().name())));
  }

  private static ApiCall whole(
      ApiCall call, String name, SortedMap<String, JsonNode> values, Mark mark) {
    var body = Json.object().put("name", name);
    body.set("description", values.getOrDefault("description", Canonical.text("")));
    body.set("enabled", values.getOrDefault("enabled", Canonical.bool(true)));
    body.set("tags", MarkTag.with(values.getOrDefault("tags", Canonical.set(List.of())), mark));
    var trigger = values.getOrDefault("trigger", Json.object());
    body.set("trigger", TriggerForm.body(trigger));
    var lookups = new TreeMap<String, Lookup>();
    ActionForm.put(body, "actions", actions(values, "actions"), lookups);
    ActionForm.put(body, "actions_on_trigger", actions(values, "actionsOnTrigger"), lookups);
    ActionForm.put(body, "actions_on_resolve", actions(values, "actionsOnResolve"), lookups);
    var with = call.body(body);
    for (var lookup : lookups.entrySet()) {
      with = with.id(lookup.getKey(), lookup.getValue());
    }
    return trigger.path("type").asString("").equals("metric")
        ? with.onlyIf(new Precondition.Cloud("a metric trigger"))
        : with;
  }

  private static JsonNode actions(SortedMap<String, JsonNode> values, String field) {
    return values.getOrDefault(field, ActionForm.NONE);
  }
}
