package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.prefect.ApiCall;
import dev.snowdrift.prefect.Json;
import dev.snowdrift.prefect.Lookup;
import dev.snowdrift.prefect.PrefectClient.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The calls that bring a deployment's schedules back, each schedule by itself.
///
/// Never through the deployment: its `schedules` are all made anew when any of them has no slug,
/// and runs are keyed by a schedule's id (PrefectHQ/prefect, src/prefect/server/api/deployments.py,
/// update_deployment).
final class ScheduleRepairs {
  private static final String SCHEDULE = "/deployments/{}/schedules/{}";

  private final JsonNode wanted;
  private final JsonNode seen;
  private final Repairs repairs;
  private final Lookup.DeploymentId id;
  private final List<Effect> effects = new ArrayList<>();

  private ScheduleRepairs(
      JsonNode wanted, Observed observed, Repairs repairs, Lookup.DeploymentId id) {
    this.wanted = wanted;
    this.seen = observed.field("schedules").orElseGet(JsonNodeFactory.instance::arrayNode);
    this.repairs = repairs;
    this.id = id;
  }

  static List<Effect> of(
      JsonNode wanted, Observed observed, Repairs repairs, Lookup.DeploymentId id) {
    var calls = new ScheduleRepairs(wanted, observed, repairs, id);
    calls.add();
    return calls.effects;
  }

  private void add() {
    var renamed = renamed();
    renamed.forEach((from, to) -> {
      var item = Schedules.find(wanted, to).orElseThrow();
      var before = Schedules.find(seen, from).orElseThrow();
      effects.add(patch(from, Schedules.body(withPhase(item, before), true)));
    });
    remove(renamed);
    var missing = JsonNodeFactory.instance.arrayNode();
    for (var item : wanted) {
      var slug = slug(item);
      if (!repairs.touchesPath(path(slug)) || renamed.containsValue(slug)) {
        continue;
      }
      var there = Schedules.find(seen, slug);
      if (there.isEmpty()) {
        missing.add(Schedules.body(item, true));
      } else {
        var target = target(item, there.get());
        if (!target.equals(there.get())) {
          effects.add(patch(slug, Schedules.body(target, false)));
        }
      }
    }
    if (!missing.isEmpty()) {
      effects.add(ApiCall.of(Method.POST, "/deployments/{}/schedules", id).body(missing));
    }
  }

  private void remove(Map<String, String> renamed) {
    for (var item : seen) {
      var slug = slug(item);
      if (Schedules.find(wanted, slug).isPresent()
          || renamed.containsKey(slug)
          || !repairs.touchesPath(path(slug))) {
        continue;
      }
      var which = Schedules.isForeign(slug) ? Optional.<String>empty() : Optional.of(slug);
      var ids = new Lookup.ScheduleIds(id.flow(), id.deployment(), which);
      var call = ApiCall.of(Method.DELETE, SCHEDULE, id, ids);
      // All schedules without a slug go in one step.
      if (!effects.contains(call)) {
        effects.add(call);
      }
    }
  }

  /// Schedules that only have another slug now, from old to new: they keep their id.
  private Map<String, String> renamed() {
    var renamed = new TreeMap<String, String>();
    for (var item : wanted) {
      if (Schedules.find(seen, slug(item)).isEmpty() && repairs.touchesPath(path(slug(item)))) {
        seen.valueStream()
            .filter(old -> Schedules.find(wanted, slug(old)).isEmpty())
            .filter(old -> !Schedules.isForeign(slug(old)) && !renamed.containsKey(slug(old)))
            .filter(old -> repairs.touchesPath(path(slug(old))))
            .filter(old -> sameButForSlug(item, old))
            .findFirst()
            .ifPresent(old -> renamed.put(slug(old), slug(item)));
      }
    }
    return renamed;
  }

  private static boolean sameButForSlug(JsonNode item, JsonNode old) {
    var renamed = ((ObjectNode) old.deepCopy()).put("slug", slug(item));
    var list = JsonNodeFactory.instance.arrayNode().add(Json.exact(renamed));
    var aligned = Schedules.align(JsonNodeFactory.instance.arrayNode().add(item), list);
    return Json.exact(aligned.get(0)).equals(Json.exact(item));
  }

  private ApiCall patch(String slug, ObjectNode body) {
    var ids = new Lookup.ScheduleIds(id.flow(), id.deployment(), Optional.of(slug));
    return ApiCall.of(Method.PATCH, SCHEDULE, id, ids).body(body);
  }

  /// The schedule as it should become.
  private JsonNode target(JsonNode item, JsonNode there) {
    var path = path(slug(item));
    var before = (ObjectNode) there.deepCopy();
    if (!item.has("interval")) {
      // Only intervals have one; what was an interval and is no more may not keep it.
      before.remove("anchor");
    }
    return repairs
        .merged(path, Optional.of(Json.exact(withPhase(item, there))), Optional.of(before))
        .orElseThrow();
  }

  /// With the phase that an interval has where nobody declares one.
  private static JsonNode withPhase(JsonNode item, JsonNode there) {
    var complete = (ObjectNode) item.deepCopy();
    if (item.has("interval") && !item.has("anchor") && there.has("anchor")) {
      complete.set("anchor", there.get("anchor"));
    }
    return complete;
  }

  private static String slug(JsonNode item) {
    return item.path("slug").asString();
  }

  private static String path(String slug) {
    return String.format(Locale.ROOT, "schedules[%s]", slug);
  }
}
