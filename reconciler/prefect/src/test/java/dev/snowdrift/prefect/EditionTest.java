package dev.snowdrift.prefect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.snowdrift.kind.SecretValue;
import dev.snowdrift.prefect.PrefectClient.Method;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class EditionTest {
  private static final URI CLOUD =
      URI.create("https://api.prefect.cloud/api/accounts/acc/workspaces/ws");
  private static final PrefectAuth KEY = new PrefectAuth.Bearer(new SecretValue("pnu_key"));

  @Test
  void the_base_url_tells_the_edition() {
    assertThat(Edition.of(CLOUD)).isEqualTo(new Edition.Cloud("acc", "ws"));
    assertThat(Edition.of(URI.create("http://127.0.0.1:4200/api"))).isEqualTo(new Edition.Server());
  }

  @Test
  void an_address_of_cloud_without_a_workspace_is_refused_with_the_form_it_should_have() {
    assertThatThrownBy(() -> PrefectSettings.of(URI.create("https://api.prefect.cloud/api"), KEY))
        .hasMessageContaining("/api/accounts/<account id>/workspaces/<workspace id>");
  }

  @Test
  void cloud_wants_an_api_key() {
    assertThatThrownBy(() -> PrefectSettings.of(CLOUD, new PrefectAuth.None()))
        .hasMessage("Prefect Cloud wants an API key");
  }

  @Test
  void cloud_is_asked_at_most_so_often_and_a_server_as_often_as_it_takes() {
    var cloud = PrefectSettings.of(CLOUD, KEY);
    var server = PrefectSettings.of(URI.create("http://127.0.0.1:4200/api"), KEY);

    assertThat(cloud.requestsPerMinute()).hasValue(500);
    assertThat(cloud.requestsPerMinute(2_000).requestsPerMinute()).hasValue(2_000);
    assertThat(cloud.writes()).isEqualTo(4);
    assertThat(server.requestsPerMinute()).isEmpty();
    assertThat(server.writes()).isEqualTo(1);
  }

  @Test
  void metric_triggers_are_for_cloud_only_also_inside_of_others() {
    var plain = Json.object();
    plain.putObject("trigger").put("type", "metric");
    var nested = Json.object();
    nested
        .putObject("trigger")
        .put("type", "compound")
        .putArray("triggers")
        .addObject()
        .put("type", "metric");
    var event = Json.object();
    event.putObject("trigger").put("type", "event");
    var create = ApiCall.of(Method.POST, "/automations/");

    for (var body : List.of(plain, nested)) {
      assertThat(new Edition.Server().objection(create.body(body)))
          .hasValue("metric triggers exist in Prefect Cloud only");
      assertThat(new Edition.Cloud("a", "w").objection(create.body(body))).isEmpty();
    }
    assertThat(new Edition.Server().objection(create.body(event))).isEmpty();
  }
}
