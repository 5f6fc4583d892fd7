package dev.snowdrift.sandbox.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecordingProxyTest {
  @Test
  void what_passes_is_answered_unchanged_and_counted() {
    try (var standIn = PrefectStandIn.start(PrefectStandIn.Options.defaults());
        var proxy = RecordingProxy.start(standIn.api());
        var api = new Api(proxy.api())) {
      api.post("/variables/", "{'name':'v','value':'a b'}").is(201);
      api.get("/variables/name/v?x=a%20b").is(200).has("{'value':'a b'}");
      api.patch("/variables/name/v", "{'value':2}").is(204);
      api.delete("/variables/name/none").is(404);

      assertThat(proxy.log().writes()).isEqualTo(standIn.writes());
      assertThat(proxy.log().requests()).isEqualTo(standIn.requests()).hasSize(4);
    }
  }

  @Test
  void it_can_refuse_in_place_of_the_real_server() {
    try (var standIn = PrefectStandIn.start(PrefectStandIn.Options.defaults());
        var proxy = RecordingProxy.start(standIn.api());
        var api = new Api(proxy.api())) {
      proxy.inject(Fault.on("POST", "/flows/", 1, Fault.busy(429, 2)));

      api.post("/flows/", "{'name':'f'}").is(429);
      api.post("/flows/", "{'name':'f'}").is(201);

      assertThat(standIn.writes()).hasSize(1);
    }
  }
}
