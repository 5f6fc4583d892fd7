package dev.snowdrift.prefect;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import dev.snowdrift.kind.SecretValue;
import dev.snowdrift.sandbox.prefect.PrefectStandIn;
import java.net.URI;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Prefect Cloud as far as it can be had here: its base URL, its key, no server's routes, objects
/// with fields that no server sends. Behind it answers a stand-in of the server.
final class CloudPeer implements AutoCloseable {
  private static final String KEY = "pnu_0123456789";
  private static final String BASE = "/api/accounts/acc-1/workspaces/ws-1";
  private static final String OUR_KEY = "Bearer " + KEY;

  private final PrefectStandIn standIn =
      PrefectStandIn.start(PrefectStandIn.Options.defaults().schedulerDelay(Duration.ZERO));
  private final WireMockServer cloud =
      new WireMockServer(
          WireMockConfiguration.options()
              .dynamicPort()
              .bindAddress("127.0.0.1")
              .extensions(new CloudFields()));

  CloudPeer() {
    cloud.start();
    cloud.stubFor(
        any(anyUrl())
            .atPriority(100)
            .willReturn(aResponse().withStatus(401).withBody("{\"detail\":\"Unauthorized\"}")));
    cloud.stubFor(
        any(urlPathMatching(BASE + "/.*"))
            .atPriority(50)
            .withHeader("Authorization", equalTo(OUR_KEY))
            .willReturn(
                aResponse()
                    .proxiedFrom(standIn.api().toString())
                    .withProxyUrlPrefixToRemove(BASE)
                    .withTransformers(CloudFields.NAME)));
    cloud.stubFor(
        any(urlPathMatching(BASE + "/(admin/.*|csrf-token)"))
            .atPriority(40)
            .willReturn(aResponse().withStatus(404).withBody("{\"detail\":\"Not Found\"}")));
  }

  URI api() {
    return URI.create("http://127.0.0.1:" + cloud.port() + BASE);
  }

  static PrefectAuth auth() {
    return new PrefectAuth.Bearer(new SecretValue(KEY));
  }

  /// For further stubs, and to verify what was asked.
  WireMockServer wire() {
    return cloud;
  }

  /// What is behind it, for what a test prepares.
  PrefectStandIn standIn() {
    return standIn;
  }

  static String path(String rest) {
    return BASE + rest;
  }

  @Override
  public void close() {
    cloud.stop();
    standIn.close();
  }

  /// Adds what Cloud says beyond a server to every object of an answer.
  private static final class CloudFields implements ResponseTransformerV2 {
    static final String NAME = "cloud-fields";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public Response transform(Response response, ServeEvent event) {
      try {
        var body = JSON.readTree(response.getBodyAsString());
        var headers =
            response.getHeaders().all().stream()
                .filter(header -> !header.keyEquals("Content-Length"))
                .toList();
        return Response.Builder.like(response)
            .but()
            .headers(new HttpHeaders(headers))
            .body(widened(body).toString())
            .build();
      } catch (JacksonException _) {
        return response;
      }
    }

    private static JsonNode widened(JsonNode body) {
      if (body.isArray()) {
        body.forEach(CloudFields::widened);
      }
      if (body instanceof ObjectNode object && object.has("id")) {
        object.put("account", "acc-1").put("workspace", "ws-1").put("version_id", "v-1");
        object.putObject("created_by").put("type", "USER").put("display_value", "jo");
        object.putObject("updated_by").put("type", "AUTOMATION").put("display_value", "x");
        object.putArray("versions").addObject().put("version", "7");
      }
      return body;
    }

    @Override
    public String getName() {
      return NAME;
    }

    @Override
    public boolean applyGlobally() {
      return false;
    }
  }
}
