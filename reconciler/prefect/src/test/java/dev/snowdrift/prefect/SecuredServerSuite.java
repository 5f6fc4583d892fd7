package dev.snowdrift.prefect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.snowdrift.kind.SecretValue;
import dev.snowdrift.kind.TargetFailure;
import dev.snowdrift.prefect.PrefectClient.Method;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A server that wants HTTP Basic, and a token against forged requests.
abstract class SecuredServerSuite {
  static final String CREDENTIAL = "snow:dr1ft";

  private final String name = "v" + UUID.randomUUID().toString().substring(0, 8);

  abstract URI api();

  /// Lets every token that was handed out end.
  abstract void endTokens();

  private PrefectClient client(String credential) {
    var auth = new PrefectAuth.Basic(new SecretValue(credential));
    return new PrefectClient(PrefectSettings.of(api(), auth), RequestListener.NONE);
  }

  @Test
  void writes_go_through_before_and_after_the_token_ends() {
    try (var client = client(CREDENTIAL)) {
      var variable = Json.object().put("name", name).put("value", 1);

      client.write(Method.POST, ApiPath.of("/variables/"), Optional.of(variable), List.of());
      endTokens();
      var changed = Optional.<JsonNode>of(Json.object().put("value", 2));
      client.write(Method.PATCH, ApiPath.of("/variables/name/{}", name), changed, List.of());

      var found = client.find(ApiPath.of("/variables/name/{}", name)).orElseThrow();
      assertThat(found.path("value").asInt()).isEqualTo(2);
      assertThat(client.ask(ApiPath.of("/variables/count"), Json.object()).asInt()).isPositive();
      endTokens();
      client.write(
          Method.DELETE, ApiPath.of("/variables/name/{}", name), Optional.empty(), List.of());
      assertThat(client.find(ApiPath.of("/variables/name/{}", name))).isEmpty();
    }
  }

  @Test
  void two_clients_keep_their_own_tokens() {
    try (var one = client(CREDENTIAL);
        var other = client(CREDENTIAL)) {
      for (var client : List.of(one, other, one, other)) {
        assertThat(client.ask(ApiPath.of("/flows/count"), Json.object()).isIntegralNumber())
            .isTrue();
      }
    }
  }

  @Test
  void a_wrong_credential_is_a_matter_of_permission_and_is_not_shown() {
    try (var client = client("snow:wr0ng")) {
      var failure =
          catchThrowableOfType(
              TargetFailure.class, () -> client.ask(ApiPath.of("/flows/count"), Json.object()));

      assertThat(failure.kind()).isEqualTo(TargetFailure.Kind.PERMISSION);
      assertThat(failure)
          .hasMessageContaining("check the credential of this Prefect target")
          .hasMessageNotContaining("wr0ng");
    }
  }
}
