package dev.snowdrift.sandbox.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Events about deployments: who changed what, as far as the server tells.
abstract class EventContract extends PrefectContract {
  @Test
  void a_change_is_told_with_what_was_there_before() {
    var deployment = deployment(",'version':'1'");
    patch(deployment, "{}").is(204);
    patch(deployment, "{'version':'2','tags':['t'],'job_variables':{'a':1}}").is(204);
    schedules(deployment, "[{'schedule':{'cron':'0 * * * *'},'slug':'s'}]");
    api().delete(path(deployment)).is(204);

    var events = peer().until(() -> events(deployment.id()), found -> found.size() >= 3);

    assertThat(events)
        .extracting(event -> event.path("event").asString())
        .containsExactly(
            "prefect.deployment.created",
            "prefect.deployment.updated",
            "prefect.deployment.deleted");
    var event = events.get(1);
    assertThat(Api.texts(event.path("payload").path("updated_fields")))
        .containsExactlyInAnyOrder("version", "tags", "infra_overrides");
    assertThat(event.path("payload").path("updates").path("version").toString())
        .isEqualTo("{\"from\":\"1\",\"to\":\"2\"}");
    assertThat(event.path("resource").path("prefect.resource.id").asString())
        .isEqualTo("prefect.deployment." + deployment.id());
    assertThat(event.path("resource").path("prefect.resource.name").asString()).isEqualTo("d");
    assertThat(event.path("related").get(0).path("prefect.resource.role").asString())
        .isEqualTo("flow");
    assertThat(event.path("related").get(0).path("prefect.resource.name").asString())
        .isEqualTo(unique);
  }

  @Test
  void events_come_in_pages_of_50_at_most_with_a_link_to_the_next() {
    for (var i = 0; i < 3; i++) {
      var event =
          """
          [{'occurred':'2026-11-20T0%d:00:00Z','event':'%s.%d','resource':{'prefect.resource.id':'x'},
            'id':'%s'}]\
          """
              .formatted(i, unique, i, UUID.randomUUID());
      api().post("/events", event).is(204);
    }
    var filter =
        "{'filter':{'event':{'prefix':['%s.']},'occurred':{'since':'2026-11-19T00:00:00Z'}},'limit':2}"
            .formatted(unique);

    var first =
        peer()
            .until(
                () -> api().post("/events/filter", filter).is(200),
                found -> found.body().path("total").asInt() == 3);

    assertThat(first.body().path("total").asInt()).isEqualTo(3);
    assertThat(Json.elements(first.body().path("events")))
        .extracting(event -> event.path("event").asString())
        .containsExactly(unique + ".2", unique + ".1");
    var link = first.body().path("next_page").asString();
    var second = api().get(link.substring(link.indexOf("/events/"))).is(200).body();
    assertThat(second.path("events").size()).isEqualTo(1);
    assertThat(second.path("next_page").isNull()).isTrue();
    api().post("/events/filter", "{'limit':51}").refuses("less_than_equal", "body.limit");
    api()
        .post("/events/filter", "{'filter':{'even':{}}}")
        .refuses("extra_forbidden", "body.filter.even");
    api().get("/events/filter/next?page-token=eA==").is(403);
  }

  private List<JsonNode> events(String deployment) {
    var filter =
        "{'filter':{'resource':{'id':['prefect.deployment.%s']},'order':'ASC'}}"
            .formatted(deployment);
    return Json.elements(api().post("/events/filter", filter).is(200).body().path("events"));
  }
}
