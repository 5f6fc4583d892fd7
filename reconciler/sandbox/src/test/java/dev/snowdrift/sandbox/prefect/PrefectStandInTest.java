package dev.snowdrift.sandbox.prefect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.snowdrift.sandbox.SandboxClock;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What the stand-in has beyond the real server: a log, faults, a clock.
class PrefectStandInTest {
  private static final PrefectStandIn.Options DEFAULTS = PrefectStandIn.Options.defaults();

  @Test
  void reads_are_logged_and_do_not_count_as_writes() {
    try (var standIn = PrefectStandIn.start(DEFAULTS);
        var api = new Api(standIn.api())) {
      api.get("/health").is(200);
      api.post("/flows/filter", "{}").is(200);
      api.post("/flow_runs/count", "{}").is(200);
      api.get("/csrf-token?client=x").is(422);

      api.post("/flows/", "{'name':'f'}").is(201);

      assertThat(standIn.requests()).hasSize(5);
      assertThat(standIn.writes()).hasToString("[POST /flows/ -> 201]");
      assertThat(standIn.writes().getFirst().body()).isEqualTo("{\"name\":\"f\"}");
      assertThat(standIn.log().count("POST", "/flows/filter")).isEqualTo(1);
    }
  }

  @Test
  void a_fault_strikes_the_request_it_names_and_no_other() {
    try (var standIn = PrefectStandIn.start(DEFAULTS);
        var api = new Api(standIn.api())) {
      standIn.inject(Fault.on("POST", "/flows/", 2, Fault.busy(503, 1)));

      api.post("/flows/", "{'name':'a'}").is(201);
      api.post("/flows/", "{'name':'b'}").is(503);
      api.post("/flows/", "{'name':'b'}").is(201);
    }
  }

  @Test
  void a_dropped_answer_leaves_what_was_done_and_a_dropped_request_does_nothing() {
    try (var standIn = PrefectStandIn.start(DEFAULTS);
        var api = new Api(standIn.api())) {
      standIn.inject(Fault.on("PUT", "/", 1, new Fault.Effect.DropBefore()));
      standIn.inject(Fault.on("PATCH", "/variables", 1, new Fault.Effect.DropBefore()));
      api.post("/variables/", "{'name':'v','value':1}").is(201);

      assertThatThrownBy(() -> api.patch("/variables/name/v", "{'value':2}"))
          .isInstanceOf(UncheckedIOException.class);
      api.get("/variables/name/v").has("{'value':1}");
      standIn.clearFaults();
      standIn.inject(Fault.on("PATCH", "/variables", 1, new Fault.Effect.DropAfter()));
      assertThatThrownBy(() -> api.patch("/variables/name/v", "{'value':3}"))
          .isInstanceOf(UncheckedIOException.class);

      api.get("/variables/name/v").has("{'value':3}");
      assertThat(standIn.writes().getLast().status()).isZero();
    }
  }

  @Test
  void a_credential_is_wanted_everywhere_but_by_the_probes() {
    try (var standIn = PrefectStandIn.start(DEFAULTS.auth("user:password"));
        var api = new Api(standIn.api())) {
      api.get("/health").is(200);
      api.get("/ready").is(200);

      api.get("/version").is(401).hasBody("{'exception_message':'Unauthorized'}");
    }
  }

  @Test
  void the_limit_of_a_page_can_be_lowered_to_test_paging() {
    try (var standIn = PrefectStandIn.start(DEFAULTS.pageLimit(2));
        var api = new Api(standIn.api())) {
      for (var name : new String[] {"a", "b", "c"}) {
        api.post("/flows/", "{'name':'%s'}".formatted(name)).is(201);
      }

      assertThat(api.post("/flows/filter", "{}").is(200).body().size()).isEqualTo(2);
      assertThat(api.post("/flows/filter", "{'offset':2}").is(200).body().size()).isEqualTo(1);
      api.post("/flows/filter", "{'limit':3}").is(422);
      api.post("/flows/paginate", "{'page':2}").is(200).has("{'count':3,'pages':2,'page':2}");
    }
  }

  @Test
  void runs_come_again_with_new_ids_when_the_clock_reaches_the_scheduler() {
    var clock = SandboxClock.stepped(Instant.parse("2026-11-20T12:34:56Z"));
    try (var standIn = PrefectStandIn.start(DEFAULTS.clock(clock));
        var api = new Api(standIn.api())) {
      var flow = api.post("/flows/", "{'name':'f'}").is(201).id();
      api.post(
              "/deployments/",
              ("{'name':'d','flow_id':'%s','schedules':[{'schedule':{'cron':'*/10 * * *"
                      + " *'},'slug':'c'},"
                      + "{'schedule':{'interval':3600,'anchor_date':'2026-11-20T00:00:00Z'},'slug':'i'},"
                      + "{'schedule':{'rrule':'FREQ=DAILY;BYHOUR=0'},'slug':'r'}]}")
                  .formatted(flow))
          .is(201);
      api.post("/flow_runs/count", "{}").hasBody("0");

      clock.step(Duration.ofSeconds(5));

      // Ten minutes: until the first beyond an hour. Hourly and daily: three each.
      api.post("/flow_runs/count", "{}").hasBody("13");
      var first = api.post("/flow_runs/filter", "{'sort':'EXPECTED_START_TIME_ASC'}").body().get(0);
      assertThat(first.path("expected_start_time").asString()).isEqualTo("2026-11-20T12:40:00Z");
      assertThat(first.path("idempotency_key").asString()).endsWith(" 2026-11-20 12:40:00+00:00");
    }
  }

  @Test
  void a_token_against_forged_requests_is_wanted_for_questions_too_and_ends() {
    var clock = SandboxClock.stepped(Instant.parse("2026-11-20T12:34:56Z"));
    try (var standIn = PrefectStandIn.start(DEFAULTS.clock(clock).csrf(Duration.ofHours(1)));
        var api = new Api(standIn.api())) {
      api.post("/flows/filter", "{}").is(403).hasBody("{'detail':'Missing CSRF token.'}");
      var token = api.get("/csrf-token?client=me").is(200).body().path("token").asString();

      api.header("Prefect-Csrf-Token", token);
      api.post("/flows/filter", "{}").is(403).hasBody("{'detail':'Missing client identifier.'}");
      api.header("Prefect-Csrf-Client", "me");
      api.post("/flows/filter", "{}").is(200);
      clock.step(Duration.ofHours(1));

      api.post("/flows/filter", "{}")
          .is(403)
          .hasBody("{'detail':'Invalid CSRF token or client identifier.'}");
      api.get("/version").is(200);
    }
  }

  @Test
  void what_is_not_polled_for_a_minute_is_not_ready() {
    var clock = SandboxClock.stepped(Instant.parse("2026-11-20T12:34:56Z"));
    try (var standIn = PrefectStandIn.start(DEFAULTS.clock(clock));
        var api = new Api(standIn.api())) {
      api.post("/work_pools/", "{'name':'p','type':'process'}").is(201);
      api.post("/work_pools/p/get_scheduled_flow_runs", "{}").is(200);
      api.get("/work_pools/p/queues/default").has("{'status':'READY'}");

      clock.step(Duration.ofSeconds(61));

      api.get("/work_pools/p/queues/default").has("{'status':'NOT_READY'}");
    }
  }
}
