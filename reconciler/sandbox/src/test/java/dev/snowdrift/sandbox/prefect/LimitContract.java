package dev.snowdrift.sandbox.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Concurrency limits: global ones, those of tags, and those of deployments.
abstract class LimitContract extends PrefectContract {
  @Test
  void a_limit_of_its_own_reads_back_elsewhere_and_goes_with_the_deployment() {
    var deployment = deployment(",'concurrency_limit':2");
    var limit = deployment.body().path("global_concurrency_limit");

    deployment.has("{'concurrency_limit':null}");
    assertThat(limit.path("limit").asInt()).isEqualTo(2);
    assertThat(limit.path("name").asString()).isEqualTo("deployment:" + deployment.id());
    api()
        .post("/deployments/", body(",'concurrency_limit':0"))
        .refuses("greater_than", "body.concurrency_limit");

    api().delete("/deployments/" + deployment.id()).is(204);

    api().get("/v2/concurrency_limits/" + limit.path("id").asString()).is(404);
  }

  @Test
  void a_shared_limit_is_changed_and_deleted_through_a_deployment_unless_detached() {
    var limit =
        api().post("/v2/concurrency_limits/", "{'name':'%s','limit':3}".formatted(unique)).is(201);
    var attach = "{'global_concurrency_limit_id':'%s'}".formatted(limit.id());
    var deployment = deployment("");
    patch(deployment, attach).is(204);

    patch(deployment, "{'concurrency_limit':7}").is(204);
    api().get("/v2/concurrency_limits/" + unique).is(200).has("{'limit':7}");
    patch(deployment, "{'global_concurrency_limit_id':null}").is(204);
    api().get("/v2/concurrency_limits/" + unique).is(200);
    patch(deployment, attach).is(204);
    api().delete("/deployments/" + deployment.id()).is(204);

    api()
        .get("/v2/concurrency_limits/" + unique)
        .is(404)
        .hasBody("{'detail':'Concurrency Limit not found'}");
  }

  @Test
  void a_global_limit_is_changed_by_name() {
    var created =
        api().post("/v2/concurrency_limits/", "{'name':'%s','limit':3}".formatted(unique)).is(201);
    var path = "/v2/concurrency_limits/" + unique;

    created.hasBody(
        """
        {'id':'*','created':'*','updated':'*','active':true,'name':'%s','limit':3,
         'active_slots':0,'denied_slots':0,'slot_decay_per_second':0.0,
         'avg_slot_occupancy_seconds':2.0}
        """
            .formatted(unique));
    api().patch(path, "{'limit':4,'slot_decay_per_second':0.5}").is(204);
    api()
        .get(path)
        .is(200)
        .hasBody(
            """
            {'id':'*','created':'*','updated':'*','active':true,'name':'%s','limit':4,
             'active_slots':0,'slot_decay_per_second':0.5}
            """
                .formatted(unique));
    api().post("/v2/concurrency_limits/", "{'name':'%s','limit':3}".formatted(unique)).is(409);
    api()
        .post("/v2/concurrency_limits/", "{'name':'x','limit':-1}")
        .refuses("greater_than_equal", "body.limit");
    api().delete(path).is(204);
    api().delete(path).is(404);
  }

  @Test
  void a_tag_limit_is_the_global_limit_of_another_name() {
    var body = "{'tag':'%s','concurrency_limit':%d}";

    api().post("/concurrency_limits/", body.formatted(unique, 3)).is(201);
    api().post("/concurrency_limits/", body.formatted(unique, 4)).is(200);

    api().get("/v2/concurrency_limits/tag:" + unique).is(200).has("{'limit':4}");
    api().delete("/concurrency_limits/tag/" + unique).is(200);
    api().delete("/concurrency_limits/tag/" + unique).is(404);
  }
}
