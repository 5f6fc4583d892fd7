package dev.snowdrift.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.sandbox.prefect.PrefectInstallation;
import dev.snowdrift.sandbox.prefect.PrefectServerOptions;
import dev.snowdrift.sandbox.prefect.PrefectServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// What a flow gets when it loads the blocks: Prefect's own client is the witness, for the types
/// that are in Prefect itself, and for one that a team registered.
class BlockClientIT {
  private static final String MANIFESTS =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: Block
      metadata: {name: token}
      spec: {valueFrom: {env: TOKEN}}
      ---
      apiVersion: snowdrift.dev/v1alpha1
      kind: Block
      metadata: {name: slack-webhook/alerts}
      spec: {data: {notify_type: failure}, secrets: {url: {env: URL}}}
      ---
      apiVersion: snowdrift.dev/v1alpha1
      kind: Block
      metadata: {name: custom-webhook/pager}
      spec:
        data: {name: pager, url: "https://pager.example", timeout: 2.5, json_data: {text: hello}}
        secrets: {secrets.token: {env: TOKEN}}
      ---
      apiVersion: snowdrift.dev/v1alpha1
      kind: Block
      metadata: {name: acmekey/main}
      spec: {data: {key: k-1}, secrets: {pins.0: {env: TOKEN}}}
      ---
      apiVersion: snowdrift.dev/v1alpha1
      kind: Block
      metadata: {name: acmestore/main}
      spec: {data: {host: acme.example}, blocks: {key: acmekey/main}}
      """;

  private static final String ACME =
      """
      from typing import List
      from pydantic import SecretStr
      from prefect.blocks.core import Block

      class AcmeKey(Block):
          key: str
          pins: List[SecretStr] = []

      class AcmeStore(Block):
          host: str
          key: AcmeKey
      """;

  private static final String LOAD =
      """
      import json, sys
      sys.path.insert(0, '.')
      from prefect.blocks.core import Block
      from prefect.blocks.notifications import SlackWebhook, CustomWebhookNotificationBlock
      from prefect.blocks.system import Secret
      from acme import AcmeStore
      store = AcmeStore.load('main')
      pager = CustomWebhookNotificationBlock.load('pager')
      slack = SlackWebhook.load('alerts')
      print(json.dumps({
        'secret': Secret.load('token').get(),
        'url': slack.url.get_secret_value(),
        'notify': slack.notify_type,
        'timeout': pager.timeout,
        'json': pager.json_data,
        'token': pager.secrets.get_secret_value()['token'],
        'host': store.host,
        'key': store.key.key,
        'pin': store.key.pins[0].get_secret_value(),
      }))
      """;

  private static final String REGISTER =
      """
      import sys
      sys.path.insert(0, '.')
      from acme import AcmeStore
      AcmeStore.register_type_and_schema()
      """;

  @TempDir private Path folder;

  @Test
  void prefects_own_client_loads_what_was_written() throws Exception {
    Files.writeString(folder.resolve("acme.py"), ACME);
    try (var server = PrefectServerProcess.start(PrefectServerOptions.withoutServices());
        var workspace = new Workspace(server.api(), "dev")) {
      workspace.secret("TOKEN", "t0ken");
      workspace.secret("URL", "https://hooks.slack.com/services/a/b/c");
      run(server, REGISTER);

      workspace.converge(workspace.commit("1", MANIFESTS.split("---\n", -1)));

      var loaded = JsonMapper.shared().readTree(lastLine(run(server, LOAD)));
      assertThat(loaded)
          .isEqualTo(
              JsonMapper.shared()
                  .readTree(
                      """
                      {"secret":"t0ken","url":"https://hooks.slack.com/services/a/b/c",
                       "notify":"failure","timeout":2.5,"json":{"text":"hello"},"token":"t0ken",
                       "host":"acme.example","key":"k-1","pin":"t0ken"}
                      """));
    }
  }

  private static String lastLine(String output) {
    return output.lines().toList().getLast();
  }

  private String run(PrefectServerProcess server, String program)
      throws IOException, InterruptedException {
    var python = PrefectInstallation.find().resolveSibling("python").toString();
    var out = folder.resolve("out.txt");
    var builder = new ProcessBuilder(python, "-c", program).directory(folder.toFile());
    builder.environment().put("PREFECT_API_URL", server.api().toString());
    builder.environment().put("PREFECT_HOME", folder.resolve("home").toString());
    builder.environment().put("DO_NOT_TRACK", "1");
    var process = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    var text = Files.readString(out, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }
}
