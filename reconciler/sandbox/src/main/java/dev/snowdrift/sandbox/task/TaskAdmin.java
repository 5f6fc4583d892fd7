package dev.snowdrift.sandbox.task;

import dev.snowdrift.sandbox.account.Registry;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Scripts runs of tasks, and tells of them, over the admin endpoint:
///
/// - `POST /sandbox/tasks/script` with `task`, and `code` and `message` for a failure, `seconds`
///   for how long it takes; `{"task": ..., "clear": true}` lets the body run again
/// - `POST /sandbox/tasks/condition` with `task` and `value`: what WHEN gives
/// - `GET /sandbox/tasks/runs` and `GET /sandbox/tasks/missed`
final class TaskAdmin implements Registry.Feature {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final TaskRuns runs;

  TaskAdmin(TaskRuns runs) {
    this.runs = runs;
  }

  @Override
  public void register(Registry registry) {
    registry
        .admin("POST /sandbox/tasks/script", this::script)
        .admin("POST /sandbox/tasks/condition", this::condition)
        .admin("GET /sandbox/tasks/runs", _ -> all())
        .admin("GET /sandbox/tasks/missed", _ -> missed());
  }

  private JsonNode script(JsonNode body) {
    var task = task(body);
    if (body.path("clear").asBoolean(false)) {
      runs.unscript(task);
    } else {
      var failure =
          body.has("code")
              ? Optional.of(
                  new TaskRun.Failure(
                      body.path("code").asInt(0), body.path("message").asString("")))
              : Optional.<TaskRun.Failure>empty();
      var takes = Duration.ofMillis((long) (body.path("seconds").asDouble(0) * 1000));
      runs.script(task, new TaskScript(takes, failure));
    }
    return JSON.createObjectNode().put("task", task);
  }

  private JsonNode condition(JsonNode body) {
    var task = task(body);
    runs.condition(task, body.path("value").asBoolean(true));
    return JSON.createObjectNode().put("task", task);
  }

  private static String task(JsonNode body) {
    var task = body.path("task").asString("");
    if (task.isEmpty()) {
      throw new IllegalArgumentException("task: its fully qualified name, DB.SCHEMA.NAME");
    }
    return task;
  }

  private JsonNode all() {
    var list = JSON.createArrayNode();
    for (var run : runs.all()) {
      var json = list.addObject();
      json.put("task", run.task());
      json.put("state", run.state().name());
      json.put("scheduled", run.scheduled().toString());
      json.put("started", run.started().toString());
      run.completed().ifPresent(at -> json.put("completed", at.toString()));
      json.put("from", run.from());
      json.put("attempt", run.attempt());
      json.put("group", run.group());
      run.failure().ifPresent(why -> json.put("code", why.code()).put("message", why.message()));
    }
    return list;
  }

  private JsonNode missed() {
    var list = JSON.createArrayNode();
    for (var run : runs.missed()) {
      list.addObject().put("root", run.root()).put("scheduled", run.scheduled().toString());
    }
    return list;
  }
}
