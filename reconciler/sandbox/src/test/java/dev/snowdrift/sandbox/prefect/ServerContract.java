package dev.snowdrift.sandbox.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The probes, and what holds for every listing: traps of filters and of pages.
abstract class ServerContract extends PrefectContract {
  @Test
  void probes_answer_without_touching_anything() {
    api().get("/health").is(200).hasBody("true");
    api().get("/ready").is(200).hasBody("{'message':'OK'}");
    api().get("/version").is(200).hasBody("'0.8.4'");
    api().get("/admin/version").is(200).hasBody("'3.8.3'");
    api().get("/csrf-token?client=x").is(422).hasBody("{'detail':'CSRF protection is disabled.'}");
    api().get("/no-such-thing").is(404).hasBody("{'detail':'Not Found'}");
  }

  @Test
  void an_unknown_filter_beside_the_right_ones_is_ignored_and_returns_everything() {
    flow();

    var all = api().post("/flows/filter", "{'flowz':{'name':{'any_':['none']}}}").is(200);
    var none = api().post("/flows/filter", "{'flows':{'name':{'any_':['none']}}}").is(200);

    assertThat(all.body().size()).isPositive();
    none.hasBody("[]");
    api()
        .post("/flows/filter", "{'flows':{'nam':{'any_':['none']}}}")
        .refuses("extra_forbidden", "body.flows.nam");
    api()
        .post("/flows/filter", "{'flows':{'name':{'any':['none']}}}")
        .refuses("extra_forbidden", "body.flows.name.any");
  }

  @Test
  void an_empty_list_in_all_restricts_nothing() {
    var deployment = deployment("");

    var found =
        api().post("/deployments/filter", "{'deployments':{'tags':{'all_':[]}}}").is(200).body();

    assertThat(Json.elements(found).stream().map(d -> d.path("id").asString()))
        .contains(deployment.id());
  }

  @Test
  void a_page_has_at_most_200_objects() {
    for (var kind : List.of("flows", "deployments", "work_pools", "variables", "automations")) {
      api()
          .post("/" + kind + "/filter", "{'limit':201}")
          .is(422)
          .hasBody("{'detail':'Invalid limit: must be less than or equal to 200.'}");
    }
    api().post("/flows/filter", "{'sort':'BAD'}").refuses("enum", "body.sort");
  }

  @Test
  void the_api_version_of_a_request_must_be_known() {
    for (var known : List.of("0.8.0", "0.8.4", "0.9.0", "1.0.0")) {
      api().get("/ready", "X-PREFECT-API-VERSION", known).is(200);
    }
    api()
        .get("/ready", "X-PREFECT-API-VERSION", "0.7.9")
        .is(400)
        .hasBody(
            "{'detail':'The request specified API version 0.7.9 but this server requires version"
                + " 0.8.0 or higher.'}");
    api()
        .get("/admin/version", "X-PREFECT-API-VERSION", "x")
        .is(400)
        .hasBody(
            "{'detail':'Invalid X-PREFECT-API-VERSION header format.Expected header in format"
                + " \\u0027x.y.z\\u0027 but received x'}");
    api().get("/version", "X-PREFECT-API-VERSION", "0.1.0").is(200);
    api().get("/health", "X-PREFECT-API-VERSION", "0.1.0").is(200);
  }
}
