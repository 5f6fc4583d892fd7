package dev.snowdrift.prefect.kind;

import dev.snowdrift.prefect.Lookup;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The types of actions, and which fields each has (PrefectHQ/prefect,
/// src/prefect/server/events/actions.py).
enum ActionType {
  DO_NOTHING("do-nothing"),
  RUN_DEPLOYMENT("run-deployment", To.DEPLOYMENT, "parameters", "jobVariables", "scheduleAfter"),
  PAUSE_DEPLOYMENT("pause-deployment", To.DEPLOYMENT),
  RESUME_DEPLOYMENT("resume-deployment", To.DEPLOYMENT),
  CANCEL_FLOW_RUN("cancel-flow-run"),
  CHANGE_FLOW_RUN_STATE("change-flow-run-state", "state", "name", "message", "force"),
  SUSPEND_FLOW_RUN("suspend-flow-run"),
  RESUME_FLOW_RUN("resume-flow-run"),
  DELETE_FLOW_RUN("delete-flow-run"),
  SEND_NOTIFICATION("send-notification", To.BLOCK, "subject", "body"),
  CALL_WEBHOOK("call-webhook", To.BLOCK, "payload"),
  PAUSE_WORK_POOL("pause-work-pool", To.WORK_POOL),
  RESUME_WORK_POOL("resume-work-pool", To.WORK_POOL),
  PAUSE_WORK_QUEUE("pause-work-queue", To.WORK_QUEUE),
  RESUME_WORK_QUEUE("resume-work-queue", To.WORK_QUEUE),
  PAUSE_AUTOMATION("pause-automation", To.AUTOMATION),
  RESUME_AUTOMATION("resume-automation", To.AUTOMATION);

  /// What an action is done to, or through.
  enum To {
    DEPLOYMENT("deployment", "deployment_id", "Deployment"),
    WORK_POOL("workPool", "work_pool_id", "WorkPool"),
    WORK_QUEUE("workQueue", "work_queue_id", "WorkQueue"),
    AUTOMATION("automation", "automation_id", "Automation"),
    BLOCK("block", "block_document_id", "Block");

    private final String field;
    private final String property;
    private final String kind;

    To(String field, String property, String kind) {
      this.field = field;
      this.property = property;
      this.kind = kind;
    }

    /// In manifests.
    String field() {
      return field;
    }

    /// In the server's JSON, where the id stands.
    String property() {
      return property;
    }

    String kind() {
      return kind;
    }

    /// Whether an action may leave it to the event.
    boolean inferable() {
      return this != BLOCK;
    }

    /// Whether its name has two parts, with a slash between them.
    boolean twofold() {
      return this == DEPLOYMENT || this == WORK_QUEUE || this == BLOCK;
    }

    Lookup lookup(String name) {
      var slash = name.indexOf('/');
      return switch (this) {
        case DEPLOYMENT ->
            new Lookup.DeploymentId(name.substring(0, slash), name.substring(slash + 1));
        case WORK_POOL -> new Lookup.WorkPoolId(name);
        case WORK_QUEUE ->
            new Lookup.WorkQueueId(name.substring(0, slash), name.substring(slash + 1));
        case AUTOMATION -> new Lookup.AutomationId(name);
        case BLOCK ->
            new Lookup.BlockDocumentId(name.substring(0, slash), name.substring(slash + 1));
      };
    }
  }

  private final String word;
  private final Optional<To> to;

  @SuppressWarnings("ImmutableEnumChecker") // made by toList and of
  private final List<String> fields;

  ActionType(String word, To to, String... fields) {
    this.word = word;
    this.to = Optional.of(to);
    this.fields = Stream.concat(Stream.of(to.field), Arrays.stream(fields)).toList();
  }

  ActionType(String word, String... fields) {
    this.word = word;
    this.to = Optional.empty();
    this.fields = List.of(fields);
  }

  static Optional<ActionType> of(String word) {
    return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
  }

  String word() {
    return word;
  }

  Optional<To> to() {
    return to;
  }

  /// Beside `type`, as manifests have them.
  List<String> fields() {
    return fields;
  }

  /// Those that it cannot do without.
  List<String> required() {
    return switch (this) {
      case SEND_NOTIFICATION -> List.of("block", "body");
      case CALL_WEBHOOK -> List.of("block");
      case CHANGE_FLOW_RUN_STATE -> List.of("state");
      default -> List.of();
    };
  }
}
