package dev.snowdrift.sandbox.prefect;

import dev.snowdrift.sandbox.prefect.ApiError.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The actions of automations, in the server's form: what is left out is filled in, what it does
/// not know is dropped (PrefectHQ/prefect, src/prefect/server/events/actions.py). Of the refusals,
/// only those are given that concern the type which is meant; the server adds those of all others.
final class AutomationActions {
  private static final Set<String> STATES =
      Set.of(
          "SCHEDULED",
          "PENDING",
          "RUNNING",
          "COMPLETED",
          "FAILED",
          "CANCELLED",
          "CRASHED",
          "PAUSED",
          "CANCELLING");

  private enum Type {
    DO_NOTHING("do-nothing", "DoNothing"),
    RUN_DEPLOYMENT("run-deployment", "RunDeployment", "deployment"),
    PAUSE_DEPLOYMENT("pause-deployment", "PauseDeployment", "deployment"),
    RESUME_DEPLOYMENT("resume-deployment", "ResumeDeployment", "deployment"),
    CANCEL_FLOW_RUN("cancel-flow-run", "CancelFlowRun"),
    DELETE_FLOW_RUN("delete-flow-run", "DeleteFlowRun"),
    CHANGE_FLOW_RUN_STATE("change-flow-run-state", "ChangeFlowRunState"),
    PAUSE_WORK_QUEUE("pause-work-queue", "PauseWorkQueue", "work_queue"),
    RESUME_WORK_QUEUE("resume-work-queue", "ResumeWorkQueue", "work_queue"),
    SEND_NOTIFICATION("send-notification", "SendNotification"),
    CALL_WEBHOOK("call-webhook", "CallWebhook"),
    PAUSE_AUTOMATION("pause-automation", "PauseAutomation", "automation"),
    RESUME_AUTOMATION("resume-automation", "ResumeAutomation", "automation"),
    SUSPEND_FLOW_RUN("suspend-flow-run", "SuspendFlowRun"),
    RESUME_FLOW_RUN("resume-flow-run", "ResumeFlowRun"),
    PAUSE_WORK_POOL("pause-work-pool", "PauseWorkPool", "work_pool"),
    RESUME_WORK_POOL("resume-work-pool", "ResumeWorkPool", "work_pool");

    private final String word;
    private final String model;
    private final Optional<String> target;

    Type(String word, String model) {
      this.word = word;
      this.model = model;
      this.target = Optional.empty();
    }

    Type(String word, String model, String target) {
      this.word = word;
      this.model = "function-after[selected_%s_requires_id(), %s]".formatted(target, model);
      this.target = Optional.of(target);
    }
  }

  private final List<Violation> violations = new ArrayList<>();

  /// The actions of one field of a body.
  ///
  /// @param violations what is wrong with them; added to
  static List<ObjectNode> read(JsonNode body, String field, List<Violation> violations) {
    var reader = new AutomationActions();
    var actions = new ArrayList<ObjectNode>();
    var given = Json.elements(body.path(field));
    for (var i = 0; i < given.size(); i++) {
      actions.add(reader.action(given.get(i), List.of(field, Integer.toString(i))));
    }
    violations.addAll(reader.violations);
    return actions;
  }

  private ObjectNode action(JsonNode given, List<String> where) {
    var word = Json.text(given, "type");
    var found = Arrays.stream(Type.values()).filter(type -> type.word.equals(word)).findFirst();
    if (found.isEmpty()) {
      for (var type : Type.values()) {
        var place = Shape.append(Shape.append(where, type.model), "type");
        violations.add(
            new Violation(
                "literal_error",
                place,
                "Input should be '%s'".formatted(type.word),
                given.path("type")));
      }
      return Json.object();
    }
    var type = found.get();
    var at = Shape.append(where, type.model);
    var action = Json.object().put("type", word);
    type.target.ifPresent(target -> target(given, target, at, action));
    switch (type) {
      case RUN_DEPLOYMENT -> runDeployment(given, at, action);
      case CHANGE_FLOW_RUN_STATE -> {
        orNull(given, "name", action);
        state(given, at, action);
        orNull(given, "message", action);
        action.put("force", given.path("force").asBoolean(false));
      }
      case SEND_NOTIFICATION -> {
        required(given, "block_document_id", at, action);
        var subject = Json.given(given, "subject");
        action.put(
            "subject", subject ? Json.text(given, "subject") : "Prefect automated notification");
        required(given, "body", at, action);
      }
      case CALL_WEBHOOK -> {
        required(given, "block_document_id", at, action);
        action.put("payload", Json.text(given, "payload"));
      }
      default -> {}
    }
    return action;
  }

  private void target(JsonNode given, String target, List<String> at, ObjectNode action) {
    var source = Json.given(given, "source") ? Json.text(given, "source") : "selected";
    var property = target + "_id";
    var named = Json.given(given, property);
    if (source.equals("selected") != named) {
      violations.add(
          Violation.value(at, property + " is " + (named ? "not allowed" : "required"), given));
    }
    action.put("source", source);
    orNull(given, property, action);
  }

  private void runDeployment(JsonNode given, List<String> at, ObjectNode action) {
    orNull(given, "parameters", action);
    orNull(given, "job_variables", action);
    var after = given.path("schedule_after").asDouble(0);
    if (after < 0) {
      violations.add(
          Violation.value(
              Shape.append(at, "schedule_after"),
              "schedule_after must be non-negative",
              given.path("schedule_after")));
    }
    action.put("schedule_after", after);
  }

  private void state(JsonNode given, List<String> at, ObjectNode action) {
    required(given, "state", at, action);
    if (given.has("state") && !STATES.contains(Json.text(given, "state"))) {
      violations.add(
          new Violation(
              "enum",
              Shape.append(at, "state"),
              "Input should be 'SCHEDULED', 'PENDING', 'RUNNING', 'COMPLETED', 'FAILED',"
                  + " 'CANCELLED', 'CRASHED', 'PAUSED' or 'CANCELLING'",
              given.path("state")));
    }
  }

  private void required(JsonNode given, String field, List<String> at, ObjectNode action) {
    if (!given.has(field)) {
      violations.add(Violation.missing(Shape.append(at, field), given));
    }
    orNull(given, field, action);
  }

  private static void orNull(JsonNode given, String field, ObjectNode action) {
    action.set(field, given.has(field) ? given.path(field) : Json.nil());
  }
}
