package dev.snowdrift.prefect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.snowdrift.kind.SecretReader;
import dev.snowdrift.prefect.PrefectClient.Method;
import dev.snowdrift.prefect.kind.PrefectKinds;
import dev.snowdrift.sandbox.prefect.PrefectStandIn;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowIdsIT {
  private static final SecretReader NONE =
      source -> {
        throw new SecretReader.SecretUnavailable(source.toString());
      };

  private final PrefectStandIn server = PrefectStandIn.start(PrefectStandIn.Options.defaults());
  private final Hand hand = new Hand(server.api());
  private final PrefectProvider provider =
      new PrefectProvider(
          new PrefectClient(
              PrefectSettings.of(server.api(), new PrefectAuth.None()), RequestListener.NONE),
          PrefectKinds.all());

  @AfterEach
  void close() {
    provider.close();
    hand.close();
    server.close();
  }

  private void deploy(String name) {
    provider.execute(
        ApiCall.of(Method.POST, "/deployments/")
            .body(Json.object().put("name", name).put("flow_id", ""))
            .id("/flow_id", new Lookup.FlowId("load")),
        NONE);
  }

  private String flowOf(String deployment) {
    return hand.client()
        .find(ApiPath.of("/deployments/name/{}/{}", "load", deployment))
        .orElseThrow()
        .path("flow_id")
        .asString();
  }

  private long lookups() {
    return server.log().count("GET", "/flows/name/");
  }

  @Test
  void a_flow_is_looked_up_once_for_all_its_new_deployments() {
    hand.flow("load");

    deploy("a");
    deploy("b");

    assertThat(lookups()).isEqualTo(1);
  }

  @Test
  void a_flow_that_was_made_anew_meanwhile_is_looked_up_again() {
    var first = hand.flow("load");
    deploy("a");
    hand.delete("/flows/{}", first);
    var second = hand.flow("load");

    deploy("b");

    assertThat(flowOf("b")).isEqualTo(second).isNotEqualTo(first);
  }

  @Test
  void a_flow_that_is_gone_meanwhile_gets_no_deployment() {
    var first = hand.flow("load");
    deploy("a");
    hand.delete("/flows/{}", first);

    assertThatThrownBy(() -> deploy("b")).hasMessageContaining("load is not there");
  }

  @Test
  void a_look_forgets_what_was_remembered() {
    hand.flow("load");
    deploy("a");

    provider.observe(new TreeMap<>());
    deploy("b");

    assertThat(lookups()).isEqualTo(2);
  }
}
