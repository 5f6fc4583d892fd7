package dev.snowdrift.report;

import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.SecretValue;
import dev.snowdrift.plan.Change;
import dev.snowdrift.plan.ObjectStatus;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.plan.Step;
import dev.snowdrift.plan.Verdict;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A plan as JSON with a versioned schema: a field is never renamed or removed within a version.
public final class PlanJson {
  /// The value of `schema` in every document.
  public static final String SCHEMA = "snowdrift.dev/plan/v1";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private PlanJson() {}

  public static ObjectNode render(Plan plan) {
    var root = JSON.objectNode();
    root.put("schema", SCHEMA);
    root.put("digest", plan.digest());
    root.put("environment", plan.environment());
    var revision = root.putObject("revision");
    revision.put("id", plan.revision().id());
    revision.put("branch", plan.revision().branch());
    revision.put("author", plan.revision().author());
    revision.put("subject", plan.revision().subject());
    var problems = root.putArray("problems");
    plan.problems()
        .forEach(problem -> {
          var node = problems.addObject();
          node.put("code", problem.code().id());
          node.put("at", problem.at().toString());
          node.put("subject", problem.subject());
          node.put("what", problem.what());
          node.put("why", problem.why());
          node.put("next", problem.next());
        });
    var steps = root.putArray("changes");
    plan.steps().forEach(step -> steps.add(step(step)));
    var objects = root.putArray("objects");
    plan.objects().values().forEach(status -> objects.add(object(status)));
    return root;
  }

  private static ObjectNode step(Step step) {
    var node = JSON.objectNode();
    node.put("kind", step.id().kind());
    node.put("name", step.id().name());
    node.put("change", step.change().word());
    node.put("risk", step.risk().words());
    node.put("disturbs", step.disturbs());
    if (step.change() instanceof Change.Prune(var _, var along) && !along.isEmpty()) {
      node.put("takesAlong", along);
    }
    var drifts = node.putArray("drift");
    step.change().drifts().forEach(drift -> drifts.add(drift(drift)));
    var verdict = node.putObject("verdict");
    switch (step.verdict()) {
      case Verdict.Go _ -> verdict.put("decision", "go");
      case Verdict.Held(var guard, var why, var next, var approvable) -> {
        verdict.put("decision", "held");
        verdict.put("guard", guard.word());
        verdict.put("why", why);
        verdict.put("next", next);
        verdict.put("approvable", approvable);
      }
      case Verdict.Waiting(var on, var why, var progresses) -> {
        verdict.put("decision", "waiting");
        verdict.put("on", on.toString());
        verdict.put("why", why);
        verdict.put("progresses", progresses);
      }
      case Verdict.Blocked(var on) -> {
        verdict.put("decision", "blocked");
        verdict.put("on", on.toString());
      }
    }
    var statements = node.putArray("statements");
    step.effects().forEach(effect -> statements.add(effect.redacted()));
    var after = node.putArray("after");
    step.after().forEach(id -> after.add(id.toString()));
    return node;
  }

  /// One object's standing on both axes.
  public static ObjectNode object(ObjectStatus status) {
    var node = JSON.objectNode();
    node.put("kind", status.id().kind());
    node.put("name", status.id().name());
    node.put("sync", status.sync().word());
    node.put("health", status.health().status().word());
    node.put("healthMessage", status.health().message());
    node.put("reason", status.reason());
    status.declaredAt().ifPresent(at -> node.put("declaredAt", at.toString()));
    var endpoints = StatusText.endpoints(status);
    if (!endpoints.isEmpty()) {
      endpoints.forEach(node.putObject("endpoints")::put);
    }
    var standing = StatusText.standing(status);
    if (!standing.isEmpty()) {
      standing.forEach(node.putObject("standing")::put);
    }
    var drifts = node.putArray("drift");
    status.drifts().forEach(drift -> drifts.add(drift(drift)));
    return node;
  }

  private static ObjectNode drift(Drift drift) {
    var node = JSON.objectNode();
    node.put("field", drift.path());
    node.put("origin", drift.origin().word());
    node.set("desired", value(drift.desired(), drift.confidential()));
    node.set("observed", value(drift.observed(), drift.confidential()));
    return node;
  }

  private static JsonNode value(Optional<JsonNode> value, boolean confidential) {
    if (value.isEmpty()) {
      return JSON.nullNode();
    }
    return confidential ? JSON.stringNode(SecretValue.MASK) : value.get();
  }
}
