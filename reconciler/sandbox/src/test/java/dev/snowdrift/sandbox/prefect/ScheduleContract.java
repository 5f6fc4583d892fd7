package dev.snowdrift.sandbox.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The schedules of deployments, and the runs that they make.
abstract class ScheduleContract extends PrefectContract {
  @Test
  void schedules_are_brought_into_the_servers_form() {
    var deployment = deployment("");

    var created =
        schedules(
            deployment,
            "[{'schedule':{'interval':3600},'slug':'i','max_scheduled_runs':7,'active':false}]");
    var rest =
        schedules(
            deployment, "[{'schedule':{'cron':'@daily'}},{'schedule':{'rrule':'FREQ=DAILY'}}]");

    created.hasBody(
        """
        [{'id':'*','created':'*','updated':'*','deployment_id':'*','schedule':
          {'interval':3600.0,'anchor_date':'*','timezone':'UTC'},
          'active':false,'max_scheduled_runs':7,'parameters':{},'slug':'i'}]
        """);
    assertThat(rest.body().get(0).path("schedule").toString().replace('"', '\''))
        .isEqualTo("{'cron':'@daily','timezone':null,'day_or':true}");
    assertThat(rest.body().get(1).path("schedule").path("rrule").asString())
        .isEqualTo("DTSTART:20200101T000000\nFREQ=DAILY");
  }

  @Test
  void a_deployments_own_routes_drop_max_scheduled_runs() {
    var deployment =
        deployment(
            ",'schedules':[{'schedule':{'cron':'0 * * * *'},'slug':'s','max_scheduled_runs':3}]");

    assertThat(deployment.body().path("schedules").get(0).path("max_scheduled_runs").isNull())
        .isTrue();
  }

  @Test
  void patching_a_schedule_without_parameters_empties_them_and_ignores_nulls() {
    var deployment = deployment("");
    var schedule =
        schedules(deployment, "[{'schedule':{'cron':'0 * * * *'},'slug':'s','parameters':{'p':1}}]")
            .body()
            .get(0);
    var path = path(deployment) + "/schedules/" + schedule.path("id").asString();

    api().patch(path, "{'active':false,'slug':null}").is(204);

    var after = api().get(path(deployment) + "/schedules").is(200).body().get(0);
    assertThat(after.path("parameters").toString()).isEqualTo("{}");
    assertThat(after.path("slug").asString()).isEqualTo("s");
    assertThat(after.path("active").asBoolean()).isFalse();
    api().delete(path).is(204);
    api().delete(path).is(404).hasBody("{'detail':'Schedule not found.'}");
  }

  @Test
  void slugged_schedules_are_patched_one_by_one_and_none_is_removed() {
    var deployment = deployment("");
    var id =
        schedules(
                deployment,
                "[{'schedule':{'cron':'0 * * * *'},'slug':'a'},"
                    + "{'schedule':{'cron':'0 * * * *'},'slug':'b'}]")
            .body();

    patch(deployment, "{'schedules':[]}").is(204);
    patch(deployment, "{'schedules':[{'slug':'a','schedule':{'cron':'5 * * * *'}}]}").is(204);
    patch(deployment, "{'schedules':[{'schedule':{'cron':'5 * * * *'}}]}").is(422);

    var after = api().get(path(deployment) + "/schedules").is(200).body();
    assertThat(Json.elements(after).stream().map(s -> s.path("id").asString()))
        .containsExactlyInAnyOrderElementsOf(
            Json.elements(id).stream().map(s -> s.path("id").asString()).toList());
    assertThat(after.get(0).path("schedule").path("cron").asString()).isEqualTo("5 * * * *");
  }

  @Test
  void a_slug_is_unique_within_a_deployment() {
    var deployment = deployment("");
    schedules(deployment, "[{'schedule':{'cron':'0 * * * *'},'slug':'a'}]");

    var second =
        api()
            .post(
                path(deployment) + "/schedules", "[{'schedule':{'cron':'1 * * * *'},'slug':'a'}]");

    second.is(409);
    assertThat(second.body().path("detail").asString()).startsWith("Data integrity conflict.");
  }

  @Test
  void wrong_schedules_are_refused() {
    for (var wrong :
        List.of(
            "{'interval':0}",
            "{'cron':'bad'}",
            "{'cron':'0 * * * *','timezone':'Mars/Base'}",
            "{'cron':'0 * * * *','interval':5}",
            "{'rrule':'x'}",
            "{'rrule':'DTSTART:20200101T000000\\nFREQ=DAILY;UNTIL=20990101T000000Z'}",
            "{'rrule':'DTSTART:20200101T000000Z\\nFREQ=DAILY;UNTIL=20990101T000000'}")) {
      api()
          .post(
              "/deployments/", body("").replace("}", ",'schedules':[{'schedule':" + wrong + "}]}"))
          .is(422);
    }
  }

  @Test
  void times_that_seem_to_mean_something_else_are_taken() {
    var deployment = deployment("");
    for (var taken :
        List.of(
            "{'cron':'*/60 * * * *'}",
            "{'cron':'0 0-23/30 * * *'}",
            "{'cron':'0 0 ? * *'}",
            "{'cron':'0 3 * * * 30'}",
            "{'cron':'0 0 L * *'}",
            "{'cron':'0 0 13 * 5','day_or':false}")) {
      schedules(deployment, "[{'schedule':" + taken + "}]").is(201);
    }
  }

  @Test
  void frequent_rules_start_shortly_before_now_and_others_in_2020() {
    var deployment = deployment("");

    var created =
        schedules(
            deployment,
            "[{'schedule':{'rrule':'FREQ=MINUTELY;INTERVAL=15'},'slug':'a'},"
                + "{'schedule':{'rrule':'FREQ=MINUTELY;COUNT=3'},'slug':'b'}]");

    var rules =
        created
            .body()
            .valueStream()
            .map(item -> item.path("schedule").path("rrule").asString())
            .toList();
    assertThat(rules.getFirst())
        .doesNotStartWith("DTSTART:2020")
        .matches("DTSTART:\\d{8}T\\d{2}(00|15|30|45)00\nFREQ=MINUTELY;INTERVAL=15");
    assertThat(rules.getLast()).isEqualTo("DTSTART:20200101T000000\nFREQ=MINUTELY;COUNT=3");
  }

  @Test
  void every_write_to_a_deployment_drops_its_scheduled_runs_and_a_variable_does_not() {
    var deployment = deployment(",'schedules':[{'schedule':{'cron':'0 * * * *'},'slug':'s'}]");
    api().post("/variables/", "{'name':'%s','value':1}".formatted(unique)).is(201);
    var before = runsAfterScheduling(deployment.id());

    api().patch("/variables/name/" + unique, "{'value':2}").is(204);
    assertThat(runs(deployment.id())).isEqualTo(before);
    schedules(deployment, "[{'schedule':{'cron':'30 * * * *'},'slug':'t','active':false}]");
    assertThat(runs(deployment.id())).isEqualTo(before);
    patch(deployment, "{}").is(204);
    assertThat(runs(deployment.id())).doesNotContainAnyElementsOf(before);

    assertThat(runsAfterScheduling(deployment.id()))
        .hasSameSizeAs(before)
        .doesNotContainAnyElementsOf(before);
  }

  @Test
  void a_paused_deployment_has_no_scheduled_runs_and_keeps_its_schedules() {
    var deployment = deployment(",'schedules':[{'schedule':{'cron':'0 * * * *'},'slug':'s'}]");
    assertThat(runsAfterScheduling(deployment.id())).isNotEmpty();

    api().post(path(deployment) + "/pause_deployment", "").is(200);

    assertThat(runs(deployment.id())).isEmpty();
    var after = read(deployment);
    after.has("{'paused':true}");
    assertThat(after.body().path("schedules").get(0).path("active").asBoolean()).isTrue();
    api().post(path(deployment) + "/resume_deployment", "").is(200);
    assertThat(runsAfterScheduling(deployment.id())).isNotEmpty();
  }

  @Test
  void a_scheduled_run_overlays_the_schedules_parameters() {
    var deployment =
        deployment(
            ",'parameters':{'a':1,'b':1},'tags':['own'],'schedules':"
                + "[{'schedule':{'cron':'0 * * * *'},'slug':'s','parameters':{'b':2}}]");

    var id = runsAfterScheduling(deployment.id()).getFirst();

    var run = api().get("/flow_runs/" + id).is(200);
    run.has(
        "{'parameters':{'a':1,'b':2},'tags':['auto-scheduled','own'],'state_type':'SCHEDULED',"
            + "'auto_scheduled':true}");
    assertThat(run.body().path("idempotency_key").asString())
        .startsWith("scheduled " + deployment.id());
  }

  @Test
  void patching_an_interval_without_anchor_shifts_its_phase() {
    var deployment = deployment("");
    var schedule =
        schedules(
                deployment,
                "[{'schedule':{'interval':3600,'anchor_date':'2026-01-01T00:00:00Z'},'slug':'s'}]")
            .body()
            .get(0);
    var path = path(deployment) + "/schedules";

    api()
        .patch(
            path + "/" + schedule.path("id").asString(),
            "{'schedule':{'interval':3600},'parameters':{}}")
        .is(204);

    assertThat(schedule.path("schedule").path("anchor_date").asString())
        .isEqualTo("2026-01-01T00:00:00Z");
    assertThat(api().get(path).body().get(0).path("schedule").path("anchor_date").asString())
        .isNotEqualTo("2026-01-01T00:00:00Z");
  }

  @Test
  void an_upsert_with_schedules_gives_them_new_ids() {
    var schedules = ",'schedules':[{'schedule':{'cron':'0 * * * *'},'slug':'s'}]";
    var before = deployment(schedules).body().path("schedules").get(0).path("id");

    var after = deployment(schedules, 200).body().path("schedules").get(0).path("id");

    assertThat(after).isNotEqualTo(before);
  }

  @Test
  void a_recurrence_ends_when_it_says_so() {
    var deployment =
        deployment(
            ",'schedules':[{'schedule':{'rrule':'FREQ=MINUTELY;UNTIL=20200102T000000'},"
                + "'slug':'past'},{'schedule':{'rrule':"
                + "'DTSTART:20200101T000000\\nFREQ=HOURLY;UNTIL=20990101T000000'},'slug':'s'}]");

    var runs = runsAfterScheduling(deployment.id());

    assertThat(runs).isNotEmpty().hasSizeLessThan(10);
  }

  @Test
  void pausing_is_for_deployments_that_there_are() {
    for (var route : List.of("pause_deployment", "resume_deployment")) {
      api()
          .post("/deployments/%s/%s".formatted(NOWHERE, route), "")
          .is(404)
          .hasBody("{'detail':'Deployment not found'}");
    }
  }
}
