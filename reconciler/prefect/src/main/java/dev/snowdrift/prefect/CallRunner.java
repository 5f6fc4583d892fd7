package dev.snowdrift.prefect;

import dev.snowdrift.kind.SecretReader;
import dev.snowdrift.kind.TargetFailure;
import dev.snowdrift.prefect.ApiCall.Part;
import dev.snowdrift.prefect.PrefectClient.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Makes one call: checks what must hold, looks ids up, reads secrets, sends.
final class CallRunner {
  private final PrefectClient client;
  private final SecretReader secrets;

  CallRunner(PrefectClient client, SecretReader secrets) {
    this.client = client;
    this.secrets = secrets;
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
    var revealed = new ArrayList<String>();
    var body = body(call, revealed);
    for (var path : paths(call)) {
      send(call, path, body, revealed);
    }
  }

  private void send(ApiCall call, ApiPath path, Optional<JsonNode> body, List<String> revealed) {
    try {
      client.write(call.method(), path, body, revealed);
    } catch (TargetFailure failure) {
      if (call.ifExists().isEmpty() || !failure.code().equals(Optional.of("HTTP 409"))) {
        throw failure;
      }
      run(call.ifExists().get());
    }
  }

  private void check(ApiCall call, Precondition precondition) {
    switch (precondition) {
      case Precondition.Absent(var path) -> {
        if (client.find(path).isPresent()) {
          throw conflict(call, path.shown() + " exists meanwhile");
        }
      }
      case Precondition.Unused(var pool) -> {
        var question = Json.object().put("limit", 1);
        question.putObject("work_pools").putObject("name").putArray("any_").add(pool);
        for (var user : client.ask(ApiPath.of("/deployments/filter"), question)) {
          // A server that does not know the filter would answer with all deployments.
          if (user.path("work_pool_name").asString("").equals(pool)) {
            throw conflict(
                call, "the deployment " + user.path("name").asString("") + " still runs in it");
          }
        }
      }
    }
  }

  private Optional<JsonNode> body(ApiCall call, List<String> revealed) {
    if (call.body().isEmpty()) {
      return Optional.empty();
    }
    var body = call.body().get().deepCopy();
    call.ids().forEach((pointer, lookup) -> ApiCall.replaced(body, pointer, one(call, lookup)));
    call.secrets()
        .forEach((pointer, source) -> {
          var value = secrets.read(source).reveal();
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
      case Lookup.BlockTypeId(var slug) ->
          ids(client.find(ApiPath.of("/block_types/slug/{}", slug)));
      case Lookup.BlockSchemaId(var type) ->
          find(new Lookup.BlockTypeId(type)).stream().flatMap(id -> newest(id).stream()).toList();
      case Lookup.BlockDocumentId(var type, var name) ->
          ids(client.find(ApiPath.of("/block_types/slug/{}/block_documents/name/{}", type, name)));
    };
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

  private static TargetFailure conflict(ApiCall call, String why) {
    return new TargetFailure(
        TargetFailure.Kind.CONFLICT,
        Optional.empty(),
        "%s %s was not sent: %s; it is looked at again".formatted(call.method(), call.path(), why));
  }
}
