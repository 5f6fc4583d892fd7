package dev.snowdrift.prefect;

import dev.snowdrift.kind.SecretReader;
import dev.snowdrift.kind.SecretSource;
import dev.snowdrift.kind.TargetFailure;
import dev.snowdrift.prefect.ApiCall.Part;
import dev.snowdrift.prefect.PrefectClient.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// Makes one call: checks what must hold, looks ids up, reads secrets, sends.
final class CallRunner {
  private static final String FLOWS = "/flows/";

  /// What the server shows in place of any secret, and ignores when it comes back.
  private static final String MASK = "********";

  private final PrefectClient client;
  private final Lister lister;
  private final SecretReader secrets;
  private final FlowIds flowIds;

  CallRunner(PrefectClient client, Lister lister, SecretReader secrets, FlowIds flowIds) {
    this.client = client;
    this.lister = lister;
    this.secrets = secrets;
    this.flowIds = flowIds;
  }

  void run(ApiCall call) {
    client
        .settings()
        .edition()
        .objection(call)
        .ifPresent(why -> {
          throw new TargetFailure(
              TargetFailure.Kind.INPUT,
              Optional.empty(),
              "%s %s was not sent: %s; correct the manifest"
                  .formatted(call.method(), call.path(), why));
        });
    call.preconditions().forEach(precondition -> check(call, precondition));
    try {
      make(call);
    } catch (TargetFailure failure) {
      if (!isConflict(failure) || !flowIds.forget(call)) {
        throw failure;
      }
      // Refused, so nothing was made: perhaps the flow is another one by now.
      make(call);
    }
  }

  private void make(ApiCall call) {
    var revealed = new ArrayList<String>();
    var body = body(call, revealed);
    for (var path : paths(call)) {
      send(call, path, body, revealed);
    }
  }

  private void send(ApiCall call, ApiPath path, Optional<JsonNode> body, List<String> revealed) {
    try {
      var answer = client.write(call.method(), path, body, revealed);
      if (call.method() == Method.POST && call.path().equals(FLOWS)) {
        flowIds.remember(answer.body());
      }
    } catch (TargetFailure failure) {
      if (call.ifExists().isEmpty() || !isConflict(failure)) {
        throw failure;
      }
      run(call.ifExists().get());
    }
  }

  private static boolean isConflict(TargetFailure failure) {
    return failure.code().equals(Optional.of("HTTP 409"));
  }

  private void check(ApiCall call, Precondition precondition) {
    switch (precondition) {
      case Precondition.Undeployed(var flow) -> {
        var ids = find(new Lookup.FlowId(flow));
        var question = Json.object().put("limit", 1);
        question.putObject("flows").putObject("name").putArray("any_").add(flow);
        refuse(
            call,
            question,
            "belongs to it",
            user -> ids.contains(user.path("flow_id").asString("")));
      }
      case Precondition.Absent(var path) -> {
        if (client.find(path).isPresent()) {
          throw conflict(call, path.shown() + " exists meanwhile");
        }
      }
      case Precondition.Unreferenced(var type, var name) -> checkUnreferenced(call, type, name);
      case Precondition.Unnamed(var name) -> {
        if (!automations(name).isEmpty()) {
          throw conflict(call, "an automation " + name + " exists meanwhile");
        }
      }
      case Precondition.Cloud(var what) -> {
        if (client.find(ApiPath.of("/admin/version")).isPresent()) {
          throw new TargetFailure(
              TargetFailure.Kind.INPUT,
              Optional.empty(),
              "%s %s was not sent: %s is there in Prefect Cloud alone, and this is a server; take it out of the manifest"
                  .formatted(call.method(), call.path(), what));
        }
      }
      case Precondition.Unused(var pool) -> {
        var question = Json.object().put("limit", 1);
        question.putObject("work_pools").putObject("name").putArray("any_").add(pool);
        refuse(
            call,
            question,
            "runs in it",
            user -> user.path("work_pool_name").asString("").equals(pool));
      }
      case Precondition.UnusedQueue(var pool, var queue) -> {
        var question = Json.object().put("limit", 1);
        question.putObject("work_pools").putObject("name").putArray("any_").add(pool);
        var deployments = question.putObject("deployments");
        deployments.putObject("work_queue_name").putArray("any_").add(queue);
        refuse(
            call,
            question,
            "runs in it",
            user ->
                user.path("work_pool_name").asString("").equals(pool)
                    && user.path("work_queue_name").asString("").equals(queue));
      }
      case Precondition.UnusedLimit(var name) ->
          // No filter knows the shared limit of a deployment.
          lister.list(Listing.DEPLOYMENTS).stream()
              .filter(user -> limit(user).equals(name))
              .findFirst()
              .ifPresent(user -> stillUsed(call, user, "points at it"));
    }
  }

  private void checkUnreferenced(ApiCall call, String type, String name) {
    var ids = find(new Lookup.BlockDocumentId(type, name));
    for (var document : lister.list(Listing.BLOCK_DOCUMENTS)) {
      document.path("block_document_references").properties().stream()
          .filter(link -> ids.contains(link.getValue().at("/block_document/id").asString("")))
          .findFirst()
          .ifPresent(link -> {
            throw conflict(
                call,
                "the block %s/%s still refers to it as `%s`"
                    .formatted(
                        document.path("block_type").path("slug").asString(""),
                        document.path("name").asString(""),
                        link.getKey()));
          });
    }
  }

  private static String limit(JsonNode deployment) {
    return deployment.path("global_concurrency_limit").path("name").asString("");
  }

  /// The answer is checked again: a server that does not know the filter would answer with all
  /// deployments.
  private void refuse(ApiCall call, JsonNode question, String how, Predicate<JsonNode> uses) {
    client
        .ask(ApiPath.of("/deployments/filter"), question)
        .valueStream()
        .filter(uses)
        .findFirst()
        .ifPresent(user -> stillUsed(call, user, how));
  }

  private static void stillUsed(ApiCall call, JsonNode deployment, String how) {
    throw conflict(
        call, "the deployment %s still %s".formatted(deployment.path("name").asString(""), how));
  }

  private Optional<JsonNode> body(ApiCall call, List<String> revealed) {
    if (call.body().isEmpty()) {
      return Optional.empty();
    }
    var body = call.body().get().deepCopy();
    call.ids().forEach((pointer, lookup) -> ApiCall.replaced(body, pointer, inBody(call, lookup)));
    call.secrets()
        .forEach((pointer, source) -> {
          var value = secrets.read(source).reveal();
          if (value.equals(MASK)) {
            throw masked(call, source);
          }
          revealed.add(value);
          ApiCall.replaced(body, pointer, value);
        });
    return Optional.of(body);
  }

  /// One path for each combination of ids; none when something to be deleted is gone already.
  private List<ApiPath> paths(ApiCall call) {
    List<List<String>> combinations = List.of(List.of());
    for (var part : call.parts()) {
      var values = values(call, part);
      var longer = new ArrayList<List<String>>();
      for (var before : combinations) {
        for (var value : values) {
          var segments = new ArrayList<>(before);
          segments.add(value);
          longer.add(segments);
        }
      }
      combinations = longer;
    }
    return combinations.stream().map(segments -> new ApiPath(call.path(), segments)).toList();
  }

  private List<String> values(ApiCall call, Part part) {
    return switch (part) {
      case Part.Text(var text) -> List.of(text);
      case Part.Id(var lookup) ->
          call.method() == Method.DELETE ? find(lookup) : List.of(one(call, lookup));
    };
  }

  private String inBody(ApiCall call, Lookup lookup) {
    if (!(lookup instanceof Lookup.FlowId(var flow))) {
      return one(call, lookup);
    }
    return flowIds
        .find(flow)
        .orElseGet(() -> {
          var id = one(call, lookup);
          flowIds.remember(flow, id);
          return id;
        });
  }

  private String one(ApiCall call, Lookup lookup) {
    var found = find(lookup);
    if (found.size() != 1) {
      throw conflict(
          call,
          "%s %s"
              .formatted(
                  lookup.shown(), found.isEmpty() ? "is not there (any more)" : "is ambiguous"));
    }
    return found.getFirst();
  }

  private List<String> find(Lookup lookup) {
    return switch (lookup) {
      case Lookup.FlowId(var flow) -> ids(client.find(ApiPath.of("/flows/name/{}", flow)));
      case Lookup.DeploymentId(var flow, var name) -> ids(deployment(flow, name));
      case Lookup.ScheduleIds(var flow, var name, var slug) ->
          deployment(flow, name).map(found -> found.path("schedules")).stream()
              .flatMap(JsonNode::valueStream)
              .filter(schedule -> Json.text(schedule, "slug").equals(slug))
              .flatMap(schedule -> ids(Optional.of(schedule)).stream())
              .sorted()
              .toList();
      case Lookup.GlobalLimitId(var name) ->
          ids(client.find(ApiPath.of("/v2/concurrency_limits/{}", name)));
      case Lookup.BlockTypeId(var slug) ->
          ids(client.find(ApiPath.of("/block_types/slug/{}", slug)));
      case Lookup.BlockSchemaId(var type) ->
          find(new Lookup.BlockTypeId(type)).stream().flatMap(id -> newest(id).stream()).toList();
      case Lookup.BlockDocumentId(var type, var name) ->
          ids(client.find(ApiPath.of("/block_types/slug/{}/block_documents/name/{}", type, name)));
      case Lookup.WorkPoolId(var name) -> ids(client.find(ApiPath.of("/work_pools/{}", name)));
      case Lookup.WorkQueueId(var pool, var queue) ->
          ids(client.find(ApiPath.of("/work_pools/{}/queues/{}", pool, queue)));
      case Lookup.AutomationId(var name) -> automations(name);
    };
  }

  private List<String> automations(String name) {
    var question = Json.object();
    question.putObject("automations").putObject("name").putArray("any_").add(name);
    return client
        .ask(ApiPath.of("/automations/filter"), question)
        .valueStream()
        // A server that does not know the filter would answer with all automations.
        .filter(automation -> automation.path("name").asString("").equals(name))
        .flatMap(automation -> ids(Optional.of(automation)).stream())
        .toList();
  }

  private Optional<JsonNode> deployment(String flow, String name) {
    return client.find(ApiPath.of("/deployments/name/{}/{}", flow, name));
  }

  /// A type may have several schemas (snowflake-credentials has three); a new document takes the
  /// newest.
  private Optional<String> newest(String typeId) {
    var question = Json.object();
    question.putObject("block_schemas").putObject("block_type_id").putArray("any_").add(typeId);
    return client
        .ask(ApiPath.of("/block_schemas/filter"), question)
        .valueStream()
        .filter(schema -> schema.path("block_type_id").asString("").equals(typeId))
        .max(
            Comparator.comparing((JsonNode schema) -> schema.path("created").asString(""))
                .thenComparing(schema -> schema.path("id").asString("")))
        .flatMap(schema -> Json.text(schema, "id"));
  }

  private static List<String> ids(Optional<JsonNode> found) {
    return found.flatMap(object -> Json.text(object, "id")).stream().toList();
  }

  private static TargetFailure masked(ApiCall call, SecretSource source) {
    return new TargetFailure(
        TargetFailure.Kind.INPUT,
        Optional.empty(),
        "%s %s was not sent: the secret from %s is eight asterisks, which Prefect takes for the one that it holds already; next: put another value there"
            .formatted(call.method(), call.path(), source));
  }

  private static TargetFailure conflict(ApiCall call, String why) {
    return new TargetFailure(
        TargetFailure.Kind.CONFLICT,
        Optional.empty(),
        "%s %s was not sent: %s; it is looked at again".formatted(call.method(), call.path(), why));
  }
}
