package dev.snowdrift.prefect;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.snowdrift.kind.SecretValue;
import dev.snowdrift.kind.TargetFailure;
import dev.snowdrift.prefect.PrefectClient.Method;
import dev.snowdrift.prefect.kind.PrefectKinds;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Prefect Cloud does that no server does.
class PrefectCloudTest {
  private static final String VARIABLE =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: Variable
      metadata: {name: region}
      spec: {value: eu}
      """;

  private final CloudPeer cloud = new CloudPeer();
  private final List<String> heard = new ArrayList<>();

  @AfterEach
  void stop() {
    cloud.close();
  }

  private PrefectClient client() {
    return new PrefectClient(
        PrefectSettings.of(cloud.api(), CloudPeer.auth()).retries(3, Duration.ofMillis(1)),
        (operation, status, _, _) -> heard.add(operation + " " + status));
  }

  private Workspace workspace() {
    return new Workspace(cloud.api(), CloudPeer.auth(), "main", Clock.systemUTC());
  }

  private void once(String path, ResponseDefinitionBuilder answer) {
    cloud
        .wire()
        .stubFor(
            any(urlPathEqualTo(CloudPeer.path(path)))
                .atPriority(1)
                .inScenario(path)
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(answer)
                .willSetStateTo("over"));
  }

  private static TargetFailure refused(PrefectClient client) {
    return catchThrowableOfType(
        TargetFailure.class,
        () ->
            client.write(
                Method.POST,
                ApiPath.of("/variables/"),
                Optional.of(Json.object().put("name", "n").put("value", 1)),
                List.of()));
  }

  @Test
  void every_request_carries_the_key_to_the_workspace() {
    try (var workspace = workspace()) {
      workspace.converge(workspace.commit("a", VARIABLE));
    }

    var all = cloud.wire().countRequestsMatching(anyRequestedFor(anyUrl()).build()).getCount();
    assertThat(all).isPositive();
    cloud
        .wire()
        .verify(
            all,
            anyRequestedFor(urlPathMatching(CloudPeer.path("/.*")))
                .withHeader("Authorization", equalTo("Bearer pnu_0123456789")));
  }

  @Test
  void the_key_follows_no_redirect() {
    var elsewhere =
        new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    elsewhere.start();
    try {
      once(
          "/variables/",
          aResponse()
              .withStatus(307)
              .withHeader("Location", "http://127.0.0.1:" + elsewhere.port() + "/variables/"));

      var failure = refused(client());

      assertThat(failure.kind()).isEqualTo(TargetFailure.Kind.INTERNAL);
      elsewhere.verify(0, anyRequestedFor(anyUrl()));
    } finally {
      elsewhere.stop();
    }
  }

  @Test
  void a_limit_that_is_reached_in_the_middle_is_waited_for() {
    once("/variables/", aResponse().withStatus(429).withHeader("Retry-After", "1"));
    var start = System.nanoTime();

    try (var workspace = workspace()) {
      workspace.converge(workspace.commit("a", VARIABLE));
    }

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(950));
    assertThat(cloud.standIn().writes()).hasToString("[POST /variables/ -> 201]");
  }

  @Test
  void each_try_at_a_limit_is_counted() {
    once("/flows/count", aResponse().withStatus(429).withHeader("Retry-After", "0"));

    client().ask(ApiPath.of("/flows/count"), Json.object());

    assertThat(heard).containsExactly("POST /flows/count 4xx", "POST /flows/count 2xx");
  }

  @ParameterizedTest
  @CsvSource({
    "401, PERMISSION, check the credential",
    "403, PERMISSION, check the credential",
    "402, QUOTA, raise what the plan of this account allows",
    "422, INPUT, correct the manifest"
  })
  void a_refusal_has_a_kind_and_a_next_step(int status, TargetFailure.Kind kind, String next) {
    once("/variables/", aResponse().withStatus(status).withBody("{\"detail\":\"no\"}"));

    var failure = refused(client());

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure).hasMessageContaining(next).hasMessageNotContaining("pnu_");
    cloud.wire().verify(1, anyRequestedFor(anyUrl()));
  }

  @Test
  void a_wrong_key_is_a_matter_of_permission() {
    var settings =
        PrefectSettings.of(cloud.api(), new PrefectAuth.Bearer(new SecretValue("pnu_other")));
    try (var client = new PrefectClient(settings, RequestListener.NONE)) {
      var failure =
          catchThrowableOfType(
              TargetFailure.class, () -> client.ask(ApiPath.of("/flows/count"), Json.object()));

      assertThat(failure.kind()).isEqualTo(TargetFailure.Kind.PERMISSION);
      cloud.wire().verify(1, anyRequestedFor(anyUrl()));
    }
  }

  @Test
  void a_busy_gateway_is_asked_again_and_nothing_is_made_twice() {
    once("/variables/", aResponse().withStatus(503));
    once("/variables/filter", aResponse().withStatus(502));

    try (var workspace = workspace()) {
      workspace.converge(workspace.commit("a", VARIABLE));
    }

    assertThat(cloud.standIn().writes()).hasToString("[POST /variables/ -> 201]");
  }

  @Test
  void a_creation_whose_answer_is_lost_is_looked_at_and_not_repeated() {
    once("/variables/", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

    try (var workspace = workspace()) {
      var desired = workspace.commit("a", VARIABLE);
      var failure =
          catchThrowableOfType(TargetFailure.class, () -> workspace.run(workspace.plan(desired)));

      assertThat(failure.kind()).isEqualTo(TargetFailure.Kind.UNKNOWN_OUTCOME);
      assertThat(cloud.standIn().writes()).isEmpty();
      workspace.converge(desired);
      assertThat(cloud.standIn().writes()).hasSize(1);
    }
  }

  @Test
  void a_listing_is_read_in_pages_of_200() {
    try (var direct =
        new PrefectClient(
            PrefectSettings.of(cloud.standIn().api(), new PrefectAuth.None()),
            RequestListener.NONE)) {
      for (var i = 0; i < 401; i++) {
        var body = Json.object().put("name", "v%03d".formatted(i)).put("value", i);
        direct.write(Method.POST, ApiPath.of("/variables/"), Optional.of(body), List.of());
      }
    }

    try (var client = client()) {
      assertThat(new Lister(client, new Pages(client)).list(Listing.VARIABLES)).hasSize(401);
    }
    assertThat(heard)
        .containsExactlyInAnyOrder(
            "POST /variables/count 2xx",
            "POST /variables/filter 2xx",
            "POST /variables/filter 2xx",
            "POST /variables/filter 2xx");
  }

  @Test
  void a_metric_trigger_is_sent_to_cloud_and_refused_for_a_server() {
    var body = Json.object().put("name", "slow");
    body.putObject("trigger").put("type", "metric");
    var call = ApiCall.of(Method.POST, "/automations/").body(body);
    cloud
        .wire()
        .stubFor(
            post(urlPathEqualTo(CloudPeer.path("/automations/")))
                .atPriority(1)
                .willReturn(okJson("{\"id\":\"a\"}").withStatus(201)));
    try (var cloudProvider = new PrefectProvider(client(), PrefectKinds.all());
        var server =
            new PrefectProvider(
                new PrefectClient(
                    PrefectSettings.of(cloud.standIn().api(), new PrefectAuth.None()),
                    RequestListener.NONE),
                PrefectKinds.all());
        var workspace = workspace()) {
      cloudProvider.execute(call, workspace.secretReader());
      var failure =
          catchThrowableOfType(
              TargetFailure.class, () -> server.execute(call, workspace.secretReader()));

      cloud
          .wire()
          .verify(
              postRequestedFor(urlPathEqualTo(CloudPeer.path("/automations/")))
                  .withRequestBody(matchingJsonPath("$.trigger.type", equalTo("metric"))));
      assertThat(failure.kind()).isEqualTo(TargetFailure.Kind.INPUT);
      assertThat(failure).hasMessageContaining("metric triggers exist in Prefect Cloud only");
      assertThat(cloud.standIn().requests()).isEmpty();
    }
  }

  @Test
  void cloud_is_not_asked_for_the_version_of_a_server() {
    try (var provider = new PrefectProvider(client(), PrefectKinds.all())) {
      assertThat(provider.version()).isEmpty();
    }

    cloud.wire().verify(0, anyRequestedFor(anyUrl()));
  }
}
