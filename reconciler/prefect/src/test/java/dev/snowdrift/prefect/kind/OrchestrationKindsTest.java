package dev.snowdrift.prefect.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.prefect.Workspace;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OrchestrationKindsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static String manifest(String kind, String name, String spec) {
    return """
    apiVersion: snowdrift.dev/v1alpha1
    kind: %s
    metadata: {name: "%s"}
    spec: %s
    """
        .formatted(kind, name, spec);
  }

  private static List<String> problems(String... manifests) {
    try (var workspace = new Workspace(URI.create("http://127.0.0.1:9/api"), "dev")) {
      var problems = new Problems();
      workspace.read(problems, "1", manifests);
      return problems.list().stream()
          .map(problem -> problem.what() + "; " + problem.next())
          .toList();
    }
  }

  private static List<String> automation(String trigger, String action) {
    return problems(
        manifest("Automation", "alert", "{trigger: %s, actions: [%s]}".formatted(trigger, action)));
  }

  private static JsonNode json(String text) {
    return JSON.readTree(text.replace('\'', '"'));
  }

  @Test
  void two_queues_of_a_pool_cannot_have_one_priority() {
    var problems =
        problems(
            manifest("WorkQueue", "etl/a", "{priority: 1}"),
            manifest("WorkQueue", "etl/b", "{priority: 1}"),
            manifest("WorkQueue", "gpu/a", "{priority: 1}"));

    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst()).contains("WorkQueue etl/a has the priority 1 too");
  }

  @Test
  void names_that_the_server_would_not_take_are_refused() {
    assertThat(problems(manifest("WorkQueue", "fast", "{}")).getFirst())
        .contains("`fast` is not a name of a WorkQueue");
    assertThat(problems(manifest("WorkQueue", "a/b/c", "{}"))).hasSize(1);
    assertThat(problems(manifest("ConcurrencyLimit", "deployment:x", "{limit: 1}"))).hasSize(1);
    assertThat(problems(manifest("ConcurrencyLimit", "tag:a/b", "{limit: 1}"))).hasSize(1);
    assertThat(
            problems(
                manifest("ConcurrencyLimit", "0b9eee0c-1a58-4000-8000-000000000001", "{limit: 1}")))
        .hasSize(1);
    assertThat(
            problems(
                manifest(
                    "Automation",
                    "nightly__automation_1",
                    "{trigger: {type: event}, actions: [{type: do-nothing}]}")))
        .hasSize(1);
  }

  @Test
  void a_tag_limit_has_no_decay() {
    assertThat(
            problems(manifest("ConcurrencyLimit", "tag:gpu", "{limit: 1, slotDecayPerSecond: 1}")))
        .singleElement()
        .asString()
        .contains("the limit of a tag has no slotDecayPerSecond");
  }

  @Test
  void no_two_limits_share_a_companion_and_none_has_that_of_a_commit() {
    var names = List.of("tag:a", "tag_a", "tag-a", "TAG:a", "tag_3aa", "limit_commit", "ä");

    var variables = names.stream().map(name -> Companion.ofName("limit", name).variable()).toList();

    assertThat(variables).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z0-9_-]+"));
    assertThat(variables).noneMatch(CommitVariableKind::names);
  }

  @Test
  void fields_that_do_not_go_with_a_type_are_refused_with_the_nearest() {
    assertThat(automation("{type: event, require: any}", "{type: do-nothing}"))
        .containsExactly(
            "`require` does not go with the type `event`; remove it, or choose another type");
    assertThat(automation("{type: event}", "{type: call-webhook, block: a/b, payload: x, body: y}"))
        .singleElement()
        .asString()
        .startsWith("`body` does not go with the type `call-webhook`");
    assertThat(automation("{type: event}", "{type: run-deploymnt}").getFirst())
        .contains("run-deployment");
    assertThat(automation("{type: event, expects: [a]}", "{type: do-nothing}").getFirst())
        .contains("expect");
  }

  @Test
  void what_the_server_would_refuse_is_refused_before() {
    assertThat(automation("{type: compound, triggers: [{expect: [a]}]}", "{type: do-nothing}"))
        .containsExactly("a compound trigger needs `require`; add `require`");
    assertThat(
            automation(
                "{type: compound, require: 2, triggers: [{expect: [a]}]}", "{type: do-nothing}"))
        .containsExactly("`require` is more than the 1 triggers there are; write `require: all`");
    assertThat(automation("{type: event, posture: Proactive, within: 5}", "{type: do-nothing}"))
        .containsExactly(
            "a Proactive trigger waits for at least 10 seconds; write `within: 10s` or more");
    assertThat(automation("{type: event, within: soon}", "{type: do-nothing}")).hasSize(1);
    assertThat(automation("{type: event, match: {a: 1}}", "{type: do-nothing}")).hasSize(1);
    assertThat(automation("{type: event}", "{type: send-notification, block: a/b}"))
        .containsExactly("the action send-notification needs `body`; add `body`");
    assertThat(automation("{type: event}", "{type: run-deployment, deployment: nightly}"))
        .containsExactly("`nightly` is not the name of a Deployment; write `<flow>/<deployment>`");
    assertThat(
            automation(
                "{type: event}",
                "{type: pause-work-pool, workPool: 0b9eee0c-1a58-4000-8000-000000000001}"))
        .containsExactly("`0b9eee0c-1a58-4000-8000-000000000001` is an id; write the name");
    assertThat(problems(manifest("Automation", "a", "{trigger: {type: event}}")).getFirst())
        .startsWith("the automation has no action");
  }

  @Test
  void what_an_automation_names_is_a_reference() {
    try (var workspace = new Workspace(URI.create("http://127.0.0.1:9/api"), "dev")) {
      var state =
          workspace.commit(
              "1",
              manifest(
                  "Automation",
                  "alert",
                  "{trigger: {type: event}, actions: [{type: pause-deployment, deployment: a/b},"
                      + " {type: send-notification, block: slack-webhook/c, body: d}],"
                      + " actionsOnResolve: [{type: resume-work-queue, workQueue: e/f}]}"));
      var id = new ResourceId("Automation", "alert");
      @SuppressWarnings("unchecked")
      var resource = (Desired<AutomationSpec>) Objects.requireNonNull(state.resources().get(id));

      assertThat(new AutomationKind().references(resource))
          .extracting(reference -> reference.path() + " " + reference.to())
          .containsExactly(
              "actions.0.deployment Deployment a/b",
              "actions.1.block Block slack-webhook/c",
              "actionsOnResolve.0.workQueue WorkQueue e/f");
    }
  }

  @Test
  void a_trigger_reads_as_it_would_be_written() {
    var seen =
        TriggerForm.observed(
            json(
                """
                {'type':'event','id':'x','match':{'a':['b']},'match_related':{},'after':[],
                 'expect':['d','c'],'for_each':[],'posture':'Proactive','threshold':1,
                 'within':10.0,'unknown':1}
                """));

    assertThat(seen)
        .isEqualTo(
            json("{'expect':['c','d'],'match':{'a':'b'},'posture':'Proactive','type':'event'}"));
    assertThat(TriggerForm.body(seen))
        .isEqualTo(
            json("{'type':'event','match':{'a':'b'},'expect':['c','d'],'posture':'Proactive'}"));
  }
}
