package dev.snowdrift.prefect;

import dev.snowdrift.prefect.PrefectClient.Method;
import dev.snowdrift.sandbox.prefect.RecordingProxy;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tests of the provider against whatever speaks Prefect's API. Every test has an environment and
/// names of its own, which end in {@link #n}, so that all can share one server.
abstract class WorkspaceSuite {
  static final JsonMapper JSON = JsonMapper.builder().build();

  String n = "";

  RecordingProxy proxy;
  Workspace workspace;

  /// Changes the server behind the reconciler's back.
  PrefectClient hand;

  /// The API of the server under test.
  abstract URI api();

  /// What the server asks of its clients.
  PrefectAuth auth() {
    return new PrefectAuth.None();
  }

  @BeforeEach
  void open() {
    n = UUID.randomUUID().toString().substring(0, 8);
    proxy = RecordingProxy.start(api());
    workspace = new Workspace(proxy.api(), auth(), "env-" + n, Clock.systemUTC());
    workspace.secret("TOKEN", "t0ken-" + n);
    var settings = PrefectSettings.of(api(), auth()).requestsPerMinute(Workspace.REQUESTS);
    hand = new PrefectClient(settings, RequestListener.NONE);
  }

  @AfterEach
  void close() {
    hand.close();
    workspace.close();
    proxy.close();
  }

  String text(String template) {
    return template.replace("$N", n);
  }

  Optional<JsonNode> find(String path, String... parts) {
    return hand.find(ApiPath.of(path, parts));
  }

  void patch(String path, String id, String body) {
    send(Method.PATCH, ApiPath.of(path, id), body);
  }

  JsonNode send(Method method, ApiPath path, String body) {
    var json = Optional.<JsonNode>of(JSON.readTree(text(body)));
    return hand.write(method, path, json, List.of()).body();
  }
}
