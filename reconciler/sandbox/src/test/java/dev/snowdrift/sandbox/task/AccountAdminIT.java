package dev.snowdrift.sandbox.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.sandbox.Sandbox;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountAdminIT {
  private final TaskAccount account = new TaskAccount();
  private final Sandbox sandbox =
      Sandbox.builder()
          .engine(account.account)
          .directory(account.account)
          .clock(account.clock)
          .start();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    http.close();
    sandbox.close();
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private String get(String path) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + path)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Test
  void tasks_are_scripted_and_their_runs_read() throws Exception {
    account.run("CREATE TASK t SCHEDULE = '1 HOUR' WHEN TRUE AS SELECT 1", "ALTER TASK t RESUME");
    post("/sandbox/tasks/script", "{\"task\": \"D.S.T\", \"code\": 7, \"message\": \"no\"}");
    post("/sandbox/clock/step", "{\"seconds\": 3600}");
    var failed = get("/sandbox/tasks/runs");
    post("/sandbox/tasks/script", "{\"task\": \"D.S.T\", \"clear\": true}");
    post("/sandbox/tasks/condition", "{\"task\": \"D.S.T\", \"value\": false}");
    post("/sandbox/clock/step", "{\"seconds\": 3600}");
    var skipped = get("/sandbox/tasks/runs");
    account.run("ALTER TASK t SUSPEND").later(Duration.ofHours(1));

    assertThat(failed).contains("\"state\":\"FAILED\"").contains("\"message\":\"no\"");
    assertThat(skipped).contains("\"state\":\"SKIPPED\"");
    assertThat(get("/sandbox/tasks/missed")).contains("{\"root\":\"D.S.T\"");
    assertThat(post("/sandbox/tasks/script", "{}").statusCode()).isEqualTo(400);
  }

  @Test
  void images_are_pushed_and_containers_and_capacity_scripted() throws Exception {
    account.run(
        "CREATE IMAGE REPOSITORY r",
        "CREATE COMPUTE POOL p MIN_NODES = 1 MAX_NODES = 1 INSTANCE_FAMILY = CPU_X64_XS");
    var digest = "sha256:" + "a".repeat(64);
    post(
        "/sandbox/images",
        "{\"repository\": \"D.S.R\", \"name\": \"job\", \"tag\": \"v1\", \"digest\": \"%s\"}"
            .formatted(digest));
    post(
        "/sandbox/containers",
        "{\"image\": \"d/s/r/job\", \"outcome\": \"exits\", \"code\": 3, \"log\": [\"one\","
            + " \"two\"]}");
    account.run(
        """
        EXECUTE JOB SERVICE IN COMPUTE POOL p NAME = j ASYNC = TRUE FROM SPECIFICATION $$
        spec: {containers: [{name: main, image: /d/s/r/job:v1}]}
        $$
        """);

    assertThat(account.rows("SHOW IMAGES IN IMAGE REPOSITORY r").getFirst())
        .containsEntry("digest", digest);
    assertThat(account.rows("SHOW SERVICE CONTAINERS IN SERVICE j").getFirst())
        .containsEntry("status", "FAILED")
        .containsEntry("last_exit_code", "3");
    assertThat(account.rows("SELECT SYSTEM$GET_SERVICE_LOGS('j', 0, 'main')").getFirst())
        .containsValue("one\ntwo");
    assertThat(post("/sandbox/containers", "{\"image\": \"x\", \"outcome\": \"?\"}").body())
        .contains("neverReady");
    post("/sandbox/capacity", "{\"family\": \"CPU_X64_S\", \"available\": false}");
    account.run("CREATE COMPUTE POOL q MIN_NODES = 1 MAX_NODES = 1 INSTANCE_FAMILY = CPU_X64_S");
    assertThat(account.rows("DESCRIBE COMPUTE POOL q").getFirst())
        .containsEntry("error_code", "392507");
  }
}
