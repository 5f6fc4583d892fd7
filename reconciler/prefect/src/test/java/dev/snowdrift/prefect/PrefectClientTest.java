package dev.snowdrift.prefect;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.snowdrift.kind.SecretValue;
import dev.snowdrift.kind.TargetFailure;
import dev.snowdrift.prefect.PrefectClient.Method;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrefectClientTest {
  private final WireMockServer peer =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
  private final List<String> heard = new ArrayList<>();

  @BeforeEach
  void start() {
    peer.start();
  }

  @AfterEach
  void stop() {
    peer.stop();
  }

  private PrefectSettings settings(PrefectAuth auth) {
    return PrefectSettings.of(URI.create("http://127.0.0.1:" + peer.port() + "/api"), auth)
        .retries(3, Duration.ofMillis(1))
        .timeout(Duration.ofSeconds(5));
  }

  private PrefectClient client(PrefectSettings settings) {
    return new PrefectClient(
        settings,
        (operation, status, _, write) -> heard.add(operation + " " + status + " " + write));
  }

  private PrefectClient client() {
    return client(settings(new PrefectAuth.None()));
  }

  private void answer(ResponseDefinitionBuilder answer) {
    peer.stubFor(any(anyUrl()).willReturn(answer));
  }

  private TargetFailure refused(PrefectClient client) {
    return catchThrowableOfType(
        TargetFailure.class,
        () ->
            client.write(
                Method.POST,
                ApiPath.of("/block_documents/"),
                Optional.of(Json.object().put("value", "hunter2")),
                List.of("hunter2")));
  }

  @ParameterizedTest
  @CsvSource({
    "400, INPUT",
    "401, PERMISSION",
    "403, PERMISSION",
    "402, QUOTA",
    "404, INTERNAL",
    "409, CONFLICT",
    "422, INPUT",
    "429, TRANSIENT",
    "500, UNKNOWN_OUTCOME",
    "502, UNKNOWN_OUTCOME",
    "503, TRANSIENT",
    "302, INTERNAL"
  })
  void a_refused_write_has_a_kind(int status, TargetFailure.Kind kind) {
    answer(aResponse().withStatus(status).withHeader("Location", "http://127.0.0.1:1/"));

    var failure = refused(client());

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.code()).contains("HTTP " + status);
  }

  @Test
  void an_error_that_echoes_the_request_shows_no_secret() {
    answer(
        aResponse()
            .withStatus(422)
            .withBody(
                """
                {"exception_message":"Invalid request received.",
                 "exception_detail":[{"type":"x","loc":["body","data","value"],
                   "msg":"not hunter2","input":"hunter2"}],
                 "request_body":{"value":"hunter2"}}
                """));

    var failure = refused(client());

    assertThat(failure).hasMessageContaining("data.value: not ***");
    assertThat(failure.getMessage()).doesNotContain("hunter2");
  }

  @Test
  void a_busy_server_is_asked_again() {
    peer.stubFor(
        any(anyUrl())
            .inScenario("busy")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withStatus(503).withHeader("Retry-After", "0"))
            .willSetStateTo("free"));
    peer.stubFor(
        any(anyUrl()).inScenario("busy").whenScenarioStateIs("free").willReturn(okJson("7")));
    try (var client = client()) {
      var count = client.ask(ApiPath.of("/flows/count"), Json.object());

      assertThat(count.asInt()).isEqualTo(7);
      assertThat(heard)
          .containsExactly("POST /flows/count 5xx false", "POST /flows/count 2xx false");
      assertThat(client.writes()).isZero();
    }
  }

  @Test
  void a_creation_whose_answer_was_lost_is_not_repeated() {
    answer(aResponse().withFault(Fault.EMPTY_RESPONSE));

    var failure = refused(client());

    assertThat(failure.kind()).isEqualTo(TargetFailure.Kind.UNKNOWN_OUTCOME);
    peer.verify(1, anyRequestedFor(anyUrl()));
  }

  @Test
  void a_read_whose_answer_was_lost_is_repeated() {
    answer(aResponse().withFault(Fault.EMPTY_RESPONSE));
    try (var client = client()) {
      assertThatThrownBy(() -> client.find(ApiPath.of("/admin/version")))
          .isInstanceOfSatisfying(
              TargetFailure.class,
              failure -> assertThat(failure.kind()).isEqualTo(TargetFailure.Kind.TRANSIENT));
    }
    assertThat(heard).hasSize(4);
  }

  @Test
  void an_answer_that_trickles_ends_at_the_time_limit() {
    answer(okJson("\"x\"").withChunkedDribbleDelay(5, 20_000));

    var failure = refused(client(settings(new PrefectAuth.None()).timeout(Duration.ofMillis(300))));

    assertThat(failure.kind()).isEqualTo(TargetFailure.Kind.UNKNOWN_OUTCOME);
    assertThat(failure).hasMessageContaining("no answer within");
  }

  @Test
  void an_answer_that_is_too_long_is_not_read() {
    answer(okJson("\"" + "x".repeat(5_000) + "\""));

    assertThatThrownBy(() ->
            client(settings(new PrefectAuth.None()).answerBytes(1_000))
                .find(ApiPath.of("/version")))
        .isInstanceOf(TargetFailure.class);
  }

  @Test
  void a_peer_that_is_not_prefect_is_named_as_such() {
    answer(aResponse().withBody("<html>"));

    assertThatThrownBy(() -> client().find(ApiPath.of("/version")))
        .hasMessageContaining("not JSON")
        .hasMessageContaining("check that the URL");
  }

  @Test
  void deleting_what_is_gone_succeeds() {
    answer(aResponse().withStatus(404).withBody("{\"detail\":\"Flow not found\"}"));

    var answer =
        client().write(Method.DELETE, ApiPath.of("/flows/{}", "x"), Optional.empty(), List.of());

    assertThat(answer.status()).isEqualTo(204);
  }

  @Test
  void path_segments_are_encoded_from_their_raw_text() {
    answer(okJson("{}"));

    client().find(ApiPath.of("/deployments/name/{}/{}", "Ünï cöde", "a/../b?c=d%"));

    peer.verify(
        getRequestedFor(
            urlEqualTo("/api/deployments/name/%C3%9Cn%C3%AF%20c%C3%B6de/a%2F..%2Fb%3Fc%3Dd%25")));
    assertThatThrownBy(() -> client().find(ApiPath.of("/flows/{}", "..")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void credentials_go_into_the_header_and_nowhere_else() {
    answer(aResponse().withStatus(401).withBody("{\"detail\":\"bad user:pa55\"}"));
    var basic = new PrefectAuth.Basic(new SecretValue("user:pa55"));

    var failure = refused(client(settings(basic)));

    assertThat(failure.getMessage()).doesNotContain("pa55");
    peer.verify(
        anyRequestedFor(anyUrl())
            .withHeader("Authorization", equalTo("Basic dXNlcjpwYTU1"))
            .withHeader("User-Agent", equalTo("snowdrift")));
    assertThat(basic.toString()).doesNotContain("pa55");
  }

  @Test
  void a_key_with_a_line_break_is_refused_without_showing_it() {
    assertThatThrownBy(() -> new PrefectAuth.Bearer(new SecretValue("pnu_key\nX: y")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("pnu_key");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /deployments/, 404, 'Work pool \"p\" not found.', CONFLICT",
    "PATCH, /deployments/x, 409, 'Error updating deployment: Validation failed', INPUT",
    "PATCH, /deployments/x, 409, 'Error creating deployment: <ValidationError>', INPUT",
    "PATCH, /deployments/x, 409, 'Data integrity conflict.', CONFLICT",
    "POST, /deployments/, 500, 'Internal Server Error', TRANSIENT",
    "PATCH, /deployments/x, 500, 'Internal Server Error', CONFLICT",
    "PATCH, /flows/x, 500, 'Internal Server Error', TRANSIENT",
    "DELETE, /work_pools/p/queues/default, 500, 'Internal Server Error', INPUT",
    "POST, /automations/, 404, 'Not Found', INTERNAL",
    "DELETE, /flows/x, 404, 'Not Found', INTERNAL"
  })
  void what_the_server_says_decides_where_its_status_is_ambiguous(
      Method method, String path, int status, String said, TargetFailure.Kind kind) {
    answer(aResponse().withStatus(status).withBody(Json.object().put("detail", said).toString()));
    var template = path.replaceAll("(?<=/)x$", "{}");
    var api =
        path.startsWith("/work_pools")
            ? ApiPath.of("/work_pools/{}/queues/{}", "p", "default")
            : template.contains("{}") ? ApiPath.of(template, "x") : ApiPath.of(path);
    var body = Json.object().put("work_pool_name", "p");

    var failure =
        catchThrowableOfType(
            TargetFailure.class, () -> client().write(method, api, Optional.of(body), List.of()));

    assertThat(failure.kind()).isEqualTo(kind);
  }

  @Test
  void a_proxys_404_is_no_absence() {
    answer(aResponse().withStatus(404).withBody("<html>no such site</html>"));

    assertThatThrownBy(() -> client().find(ApiPath.of("/flows/name/{}", "etl")))
        .isInstanceOfSatisfying(
            TargetFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TargetFailure.Kind.INTERNAL))
        .hasMessageContaining("check that the URL is that of a Prefect API");
  }

  @Test
  void a_login_page_that_answers_200_is_no_success_of_a_write() {
    answer(aResponse().withHeader("Content-Type", "text/html").withBody("<html>log in</html>"));

    var failure = refused(client());

    assertThat(failure.kind()).isEqualTo(TargetFailure.Kind.UNKNOWN_OUTCOME);
    assertThat(failure).hasMessageContaining("not one of Prefect");
    peer.verify(1, anyRequestedFor(anyUrl()));
  }

  @Test
  void an_answer_that_breaks_off_is_read_again() {
    answer(okJson("{\"id\": \"a"));

    assertThatThrownBy(() -> client().find(ApiPath.of("/flows/name/{}", "etl")))
        .hasMessageContaining("it is not JSON to its end");

    peer.verify(4, anyRequestedFor(anyUrl()));
  }

  @Test
  void an_encoded_answer_that_nobody_asked_for_is_refused() {
    answer(okJson("{}").withHeader("Content-Encoding", "br"));

    assertThatThrownBy(() -> client().find(ApiPath.of("/version")))
        .hasMessageContaining("it came encoded");
  }

  @Test
  void a_short_pause_that_the_server_asks_for_is_waited_for() {
    peer.stubFor(
        any(anyUrl())
            .inScenario("limit")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "1"))
            .willSetStateTo("free"));
    peer.stubFor(
        any(anyUrl()).inScenario("limit").whenScenarioStateIs("free").willReturn(okJson("7")));
    var start = System.nanoTime();

    client().ask(ApiPath.of("/flows/count"), Json.object());

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(950));
    assertThat(heard).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"3600", "1000000000", "'Fri, 20 Nov 2026 14:00:00 GMT'"})
  void a_long_pause_fails_what_is_asked_meanwhile_and_sends_nothing(String retryAfter) {
    answer(
        aResponse()
            .withStatus(429)
            .withHeader("Date", "Fri, 20 Nov 2026 12:00:00 GMT")
            .withHeader("Retry-After", retryAfter));
    var client = client();

    var first = refused(client);
    var second = refused(client);

    assertThat(first.kind()).isEqualTo(TargetFailure.Kind.TRANSIENT);
    assertThat(second.kind()).isEqualTo(TargetFailure.Kind.TRANSIENT);
    // However long the server wants it: after five minutes it is asked again.
    assertThat(second).hasMessageContaining("asked for a pause of which 300 s are left");
    peer.verify(1, anyRequestedFor(anyUrl()));
  }

  @Test
  void no_more_is_sent_than_the_limit_of_a_minute_allows() {
    answer(okJson("1"));
    var client = client(settings(new PrefectAuth.None()).requestsPerMinute(21));

    for (var i = 0; i < 3; i++) {
      client.ask(ApiPath.of("/flows/count"), Json.object());
    }
    var waiting =
        Thread.ofVirtual().start(() -> client.ask(ApiPath.of("/flows/count"), Json.object()));

    // A seventh of it in ten seconds: the fourth waits.
    assertThat(heard).hasSize(3);
    waiting.interrupt();
  }

  @Test
  void a_token_against_forged_requests_is_fetched_when_it_is_asked_for_and_renewed_when_it_ends() {
    var refusal = aResponse().withStatus(403).withBody("{\"detail\":\"Missing CSRF token.\"}");
    peer.stubFor(any(anyUrl()).atPriority(9).willReturn(refusal));
    peer.stubFor(
        get(urlPathEqualTo("/api/csrf-token"))
            .inScenario("token")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(okJson("{\"token\":\"one\"}"))
            .willSetStateTo("second"));
    peer.stubFor(
        get(urlPathEqualTo("/api/csrf-token"))
            .inScenario("token")
            .whenScenarioStateIs("second")
            .willReturn(okJson("{\"token\":\"two\"}")));
    peer.stubFor(
        post(urlPathEqualTo("/api/flows/count"))
            .withHeader("Prefect-Csrf-Token", equalTo("one"))
            .withHeader("Prefect-Csrf-Client", matching("[0-9a-f-]{36}"))
            .willReturn(okJson("1")));
    var client = client();

    client.ask(ApiPath.of("/flows/count"), Json.object());
    client.ask(ApiPath.of("/flows/count"), Json.object());
    peer.verify(1, getRequestedFor(urlPathEqualTo("/api/csrf-token")));
    peer.stubFor(
        post(urlPathEqualTo("/api/flows/count"))
            .withHeader("Prefect-Csrf-Token", equalTo("one"))
            .willReturn(
                aResponse()
                    .withStatus(403)
                    .withBody("{\"detail\":\"Invalid CSRF token or client identifier.\"}")));
    peer.stubFor(
        post(urlPathEqualTo("/api/flows/count"))
            .withHeader("Prefect-Csrf-Token", equalTo("two"))
            .willReturn(okJson("2")));

    assertThat(client.ask(ApiPath.of("/flows/count"), Json.object()).asInt()).isEqualTo(2);
    peer.verify(2, getRequestedFor(urlPathEqualTo("/api/csrf-token")));
  }

  @Test
  void a_refusal_that_no_token_helps_is_one_of_permission() {
    answer(aResponse().withStatus(403).withBody("{\"detail\":\"Missing CSRF token.\"}"));

    var failure = refused(client());

    assertThat(failure.kind()).isEqualTo(TargetFailure.Kind.PERMISSION);
    peer.verify(3, anyRequestedFor(anyUrl()));
  }
}
