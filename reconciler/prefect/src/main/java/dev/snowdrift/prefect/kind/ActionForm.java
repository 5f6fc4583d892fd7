package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.prefect.Json;
import dev.snowdrift.prefect.Listing;
import dev.snowdrift.prefect.Listings;
import dev.snowdrift.prefect.Lookup;
import dev.snowdrift.prefect.kind.ActionType.To;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Actions in canonical form: as a manifest has them, without what they would be anyway, and with
/// names in place of ids. An id whose object is gone stays an id.
final class ActionForm {
  static final JsonNode NONE = JsonNodeFactory.instance.arrayNode();

  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final String SUBJECT = "Prefect automated notification";

  /// Fields that have another name on the server.
  private static final Map<String, String> PROPERTIES =
      Map.of("jobVariables", "job_variables", "scheduleAfter", "schedule_after");

  private ActionForm() {}

  static boolean isId(String name) {
    return ID.matcher(name).matches();
  }

  static JsonNode desired(List<AutomationSpec.Action> actions) {
    var list = JsonNodeFactory.instance.arrayNode();
    actions.forEach(action -> list.add(desired(action)));
    return list;
  }

  private static JsonNode desired(AutomationSpec.Action action) {
    var form = Json.object().put("type", action.type());
    given(action).forEach(form::set);
    action
        .scheduleAfter()
        .flatMap(TriggerForm::seconds)
        .ifPresent(value -> form.set("scheduleAfter", value));
    return plain(form);
  }

  /// The fields that an action has in its manifest, by name.
  static Map<String, JsonNode> given(AutomationSpec.Action action) {
    var fields = new TreeMap<String, JsonNode>();
    text(fields, "deployment", action.deployment());
    text(fields, "workPool", action.workPool());
    text(fields, "workQueue", action.workQueue());
    text(fields, "automation", action.automation());
    text(fields, "block", action.block());
    text(fields, "scheduleAfter", action.scheduleAfter());
    text(fields, "subject", action.subject());
    text(fields, "body", action.body());
    text(fields, "payload", action.payload());
    text(fields, "state", action.state());
    text(fields, "name", action.name());
    text(fields, "message", action.message());
    action.parameters().ifPresent(value -> fields.put("parameters", Json.exact(value)));
    action.jobVariables().ifPresent(value -> fields.put("jobVariables", Json.exact(value)));
    action.force().ifPresent(value -> fields.put("force", Canonical.bool(value)));
    return fields;
  }

  private static void text(Map<String, JsonNode> fields, String name, Optional<String> value) {
    value.ifPresent(text -> fields.put(name, Canonical.text(text)));
  }

  /// As the server shows them.
  static JsonNode observed(JsonNode actions, Ids ids) {
    var list = JsonNodeFactory.instance.arrayNode();
    actions.forEach(action -> list.add(seen(action, ids)));
    return list;
  }

  private static JsonNode seen(JsonNode action, Ids ids) {
    var word = action.path("type").asString("");
    var type = ActionType.of(word);
    if (type.isEmpty()) {
      return Json.exact(action);
    }
    var form = Json.object().put("type", word);
    for (var field : type.get().fields()) {
      Json.present(action.path(PROPERTIES.getOrDefault(field, field)))
          .ifPresent(value -> form.set(field, value));
    }
    type.get()
        .to()
        .ifPresent(to ->
            Json.text(action, to.property())
                .ifPresent(id -> form.put(to.field(), ids.name(to, id))));
    return plain(form);
  }

  /// Without what the server fills in.
  private static JsonNode plain(ObjectNode form) {
    var plain = Json.object();
    form.properties()
        .forEach(field -> {
          var name = field.getKey();
          var value = field.getValue();
          var standard =
              switch (name) {
                case "subject" -> value.asString("").equals(SUBJECT);
                case "scheduleAfter" -> value.isNumber() && value.asDouble() == 0;
                case "force" -> !value.asBoolean(false);
                default -> false;
              };
          if (!standard) {
            Json.present(value).ifPresent(present -> plain.set(name, present));
          }
        });
    return Json.exact(plain);
  }

  /// Puts actions into a request's body.
  ///
  /// @param lookups where ids come in later, by JSON pointer; added to
  static void put(
      ObjectNode body, String property, JsonNode forms, SortedMap<String, Lookup> lookups) {
    var list = body.putArray(property);
    for (var i = 0; i < forms.size(); i++) {
      var pointer = "/%s/%d/".formatted(property, i);
      put(list.addObject(), forms.get(i), pointer, lookups);
    }
  }

  private static void put(
      ObjectNode action, JsonNode form, String pointer, SortedMap<String, Lookup> lookups) {
    var word = form.path("type").asString("");
    var type = ActionType.of(word);
    if (type.isEmpty()) {
      form.properties().forEach(field -> action.set(field.getKey(), field.getValue()));
      return;
    }
    action.put("type", word);
    var to = type.get().to();
    for (var field : type.get().fields()) {
      if (form.has(field) && to.filter(named -> named.field().equals(field)).isEmpty()) {
        action.set(PROPERTIES.getOrDefault(field, field), form.get(field));
      }
    }
    if (to.isEmpty()) {
      return;
    }
    var name = Json.text(form, to.get().field());
    if (to.get().inferable()) {
      action.put("source", name.isPresent() ? "selected" : "inferred");
    }
    name.ifPresent(text -> {
      action.put(to.get().property(), text);
      if (!isId(text)) {
        lookups.put(pointer + to.get().property(), to.get().lookup(text));
      }
    });
  }

  /// What ids stand for, as far as it was seen.
  record Ids(Map<To, Map<String, String>> names) {

    static Ids of(Listings listings) {
      var flows = new HashMap<String, String>();
      listings.of(Listing.FLOWS).forEach(flow -> flows.put(id(flow), flow.path("name").asString()));
      var names = new HashMap<To, Map<String, String>>();
      for (var deployment : listings.of(Listing.DEPLOYMENTS)) {
        var flow = flows.get(deployment.path("flow_id").asString(""));
        put(names, To.DEPLOYMENT, deployment, Optional.ofNullable(flow));
      }
      listings
          .of(Listing.WORK_QUEUES)
          .forEach(queue -> put(names, To.WORK_QUEUE, queue, Json.text(queue, "work_pool_name")));
      listings
          .of(Listing.BLOCK_DOCUMENTS)
          .forEach(
              block -> put(names, To.BLOCK, block, Json.text(block.path("block_type"), "slug")));
      listings
          .of(Listing.WORK_POOLS)
          .forEach(pool -> of(names, To.WORK_POOL).put(id(pool), pool.path("name").asString()));
      listings
          .of(Listing.AUTOMATIONS)
          .forEach(automation ->
              of(names, To.AUTOMATION).put(id(automation), automation.path("name").asString()));
      return new Ids(names);
    }

    private static void put(
        Map<To, Map<String, String>> names, To to, JsonNode object, Optional<String> before) {
      var name = Json.text(object, "name");
      if (before.isPresent() && name.isPresent()) {
        of(names, to).put(id(object), before.get() + "/" + name.get());
      }
    }

    private static Map<String, String> of(Map<To, Map<String, String>> names, To to) {
      return names.computeIfAbsent(to, _ -> new HashMap<>());
    }

    private static String id(JsonNode object) {
      return object.path("id").asString("");
    }

    /// The id itself for what was not seen.
    String name(To to, String id) {
      return names.getOrDefault(to, Map.of()).getOrDefault(id, id);
    }
  }
}
