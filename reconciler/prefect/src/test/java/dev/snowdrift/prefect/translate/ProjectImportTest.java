package dev.snowdrift.prefect.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.manifest.Note;
import dev.snowdrift.prefect.Json;
import dev.snowdrift.prefect.translate.ProjectImport.Imported;
import dev.snowdrift.prefect.translate.ProjectImport.Refused;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProjectImportTest {
  private static final FlowCode CODE =
      entrypoint ->
          entrypoint.startsWith("etl/")
              ? Optional.of(
                  new FlowCode.Declared(
                      Optional.of("Named in code"),
                      Optional.of("What it does."),
                      schema(),
                      List.of()))
              : Optional.empty();

  private static tools.jackson.databind.node.ObjectNode schema() {
    var schema = Json.object().put("title", "Parameters").put("type", "object");
    schema.putObject("properties").putObject("n").put("title", "n");
    return schema;
  }

  @Test
  void the_same_deployment_on_several_pools_becomes_one_with_targets() {
    var imported =
        imported(
            """
            deployments:
              - name: check-blue
                entrypoint: flows/check.py:check
                tags: [health, blue]
                work_pool: {name: blue}
                parameters: {n: 1}
                pull: []
              - name: check-green
                entrypoint: flows/check.py:check
                tags: [health, green]
                work_pool: {name: green, work_queue_name: fast}
                parameters: {n: 1}
                pull: []
              - name: check-red
                entrypoint: flows/check.py:check
                tags: [health, red]
                work_pool: {name: red}
                parameters: {n: 2}
                pull: []
            """);

    assertThat(imported.files().get("base/flows/check.yaml"))
        .isEqualTo(
            """
            # Imported from prefect.yaml.
            # assumed: the flow is called `check` after its function; the code, which may name it, is not at hand
            apiVersion: snowdrift.dev/v1alpha1
            kind: Flow
            metadata:
              name: check
            spec:
              entrypoint: flows/check.py:check
              pull:
                steps: []
              deployments:
                - name: check
                  parameters:
                    n: 1
                  tags: [health]
                  targets:
                    - workPool: blue
                      suffix: "-blue"
                      tags: [blue]
                    - workPool: green
                      workQueue: fast
                      suffix: "-green"
                      tags: [green]
                - name: check-red
                  workPool: red
                  tags: [health, red]
                  parameters:
                    n: 2
            """);
    assertThat(imported.deployments()).isEqualTo(3);
    assertThat(imported.pools()).containsExactly("blue", "green", "red");
  }

  @Test
  void keys_that_are_null_say_nothing() {
    var imported =
        imported(
            """
            build: null
            push: {}
            pull:
            deployments:
              - name: a
                version:
                tags: []
                description: null
                schedule: {}
                schedules:
                flow_name: null
                entrypoint: a.py:a
                parameters:
                concurrency_limit: null
                enforce_parameter_schema:
                work_pool: {name: p, work_queue_name: null, job_variables: {}}
            """);

    assertThat(imported.files().get("base/flows/a.yaml"))
        .endsWith(
            """
            spec:
              entrypoint: a.py:a
              workPool: p
              deployments:
                - name: a
            """);
  }

  @Test
  void the_code_names_and_describes_a_flow_whatever_the_file_says() {
    var imported =
        imported(
            """
            deployments:
              - {name: a, flow_name: other, entrypoint: "etl/a.py:a", work_pool: {name: p}, pull: []}
              - {name: b, entrypoint: "etl/a.py:a", work_pool: {name: p}}
            """);

    assertThat(imported.files().get("base/flows/named-in-code.yaml"))
        .contains("name: \"Named in code\"")
        .contains("description: \"What it does.\"")
        .contains("      parameterSchema:\n        title: Parameters")
        .contains("      parametersFrom: signature");
    assertThat(lines(imported))
        .contains("left out: `flow_name`: the code says `Named in code`, and Prefect goes by it");
  }

  @Test
  void secrets_of_the_process_become_blocks_and_everything_else_values() {
    var imported =
        imported(
            """
            pull:
              - prefect.deployments.steps.git_clone:
                  repository: "{{ $REPOSITORY }}"
                  access_token: ghp_in_clear_text
            deployments:
              - name: a
                entrypoint: a.py:a
                parameters: {at: "{{ prefect.variables.home }}/{{ $STAGE }}", text: "${x}"}
                work_pool:
                  name: p
                  job_variables:
                    credentials: "{{ prefect.blocks.aws-credentials.loader }}"
                    env:
                      TOKEN: "{{ $API_TOKEN }}"
                      URL: "https://{{ $USER }}:{{ $PASSWORD }}@host"
                      KEY: "{{ prefect.blocks.secret.key }}"
                      COUNT: 3
                      UNSET: null
            """,
            Map.of("STAGE", "dev"));

    var flow = imported.files().get("base/flows/a.yaml");
    assertThat(imported.files().toString()).doesNotContain("ghp_in_clear_text");
    assertThat(flow)
        .contains("repository: \"${REPOSITORY}\"")
        .contains("access_token: \"{{ prefect.blocks.secret.git-access-token }}\"")
        .contains("at: \"${home}/${STAGE}\"")
        .contains("text: \"$${x}\"")
        .contains("URL: \"https://${USER}:{{ prefect.blocks.secret.password }}@host\"")
        .contains("    KEY:\n      block: key")
        .contains("    TOKEN:\n      block: api-token")
        .contains("    env:\n      COUNT: 3\n      UNSET: null");
    assertThat(imported.files().get("base/prefect/blocks.yaml"))
        .contains("name: api-token")
        .contains("env: API_TOKEN");
    assertThat(imported.values())
        .isEqualTo(
            Map.of(
                "REPOSITORY",
                "change-me",
                "STAGE",
                "dev",
                "USER",
                "change-me",
                "home",
                "change-me"));
    assertThat(imported.unset()).containsExactly("REPOSITORY", "USER", "home");
    assertThat(imported.variables())
        .containsExactlyInAnyOrder("API_TOKEN", "GIT_ACCESS_TOKEN", "PASSWORD");
  }

  @Test
  void outputs_of_build_steps_are_the_images_that_they_name() {
    var imported =
        imported(
            """
            build:
              - prefect_docker.deployments.steps.build_docker_image:
                  {id: img, image_name: reg/app, tag: "{{ hash.stdout }}", dockerfile: auto}
            deployments:
              - name: a
                entrypoint: a.py:a
                build:
                  - prefect.deployments.steps.run_shell_script: {id: hash, script: git rev-parse HEAD}
                  - prefect_docker.deployments.steps.build_docker_image:
                      {id: img, image_name: reg/own, tag: "{{ hash.stdout }}"}
                work_pool: {name: p, job_variables: {image: "{{ img.image }}"}}
              - name: b
                entrypoint: a.py:a
                build:
                  prefect_docker.deployments.steps.build_docker_image: {image_name: reg/b}
                work_pool: {name: p, job_variables: {image: "{{ image_name }}:{{ tag }}"}}
            """);

    assertThat(imported.files().get("base/flows/a.yaml"))
        .contains("image: \"reg/own:${hash_stdout}\"")
        .contains("image: \"reg/b:${image_tag}\"");
    assertThat(lines(imported))
        .contains(
            "left out: `prefect.deployments.steps.run_shell_script` is a step of whoever deploys;"
                + " run it in CI",
            "left out: CI builds `reg/own:${hash_stdout}`: `docker build --file Dockerfile --tag"
                + " reg/own:${hash_stdout} .`",
            "assumed: the step makes a tag of the time; it is the value `${image_tag}`");
  }

  @Test
  void intervals_anchors_and_rules_are_read_in_all_their_forms() {
    var imported =
        imported(
            """
            deployments:
              - name: a
                entrypoint: a.py:a
                work_pool: {name: p}
                schedules:
                  - {interval: 90}
                  - {interval: 1:30:00}
                  - {interval: "1 day, 12:00:00"}
                  - {interval: P1W, anchor_date: 2026-01-01}
                  - {interval: PT0.5S, anchor_date: "2026-01-01 06:00:00"}
                  - {rrule: '{"rrule": "FREQ=DAILY", "timezone": "Europe/Paris"}', slug: Every Day}
                  - {cron: "0 1 * * *", active: "no", day_or: false, replaces: old, slug: every-day}
            """);

    assertThat(imported.files().get("base/flows/a.yaml"))
        .endsWith(
            """
                  schedules:
                    - name: schedule-1
                      interval: 90s
                    - name: schedule-2
                      interval: 90m
                    - name: schedule-3
                      interval: 36h
                    - name: schedule-4
                      interval: 7d
                      anchor: 2026-01-01T00:00:00Z
                    - name: schedule-5
                      interval: "0.5"
                      anchor: 2026-01-01T06:00Z
                    - name: every-day
                      timezone: Europe/Paris
                      rrule: FREQ=DAILY
                    - name: every-day-2
                      cron: "0 1 * * *"
                      dayOr: false
                      active: false
            """);
  }

  @Test
  void what_prefect_ignores_or_others_do_is_told() {
    var imported =
        imported(
            """
            name: x
            name: y
            owner: me
            pull:
              prefect.projects.steps.git_clone_project: {repository: r}
            deployments:
              - {name: a, entrypoint: "a.py:a", work_pool: {name: earlier}}
              - name: a
                entrypoint: a.py:a
                version: 1.0
                is_schedule_active: true
                work_queue_name: q
                tags: one
                sla: [{name: late}]
                triggers: [{expect: [x]}]
                work_pool: {name: q, job_variable: {}}
              - {name: , entrypoint: }
            """);

    assertThat(lines(imported))
        .contains(
            "warning: the key `name` is there twice; the last one counts",
            "left out: `owner`: Prefect ignores this key",
            "translated: `prefect.projects.steps.git_clone_project` is"
                + " `prefect.deployments.steps.git_clone` in Prefect 3",
            "left out: `version: 1.0`: a deployment's version follows its content",
            "left out: `is_schedule_active`: Prefect 3 has `active` in each schedule",
            "left out: `work_queue_name`: it belongs below `work_pool`; Prefect ignores it here",
            "translated: `tags: one` is a list of one",
            "left out: `sla`: only Prefect Cloud has it, and no manifest",
            "left out: `triggers`: an automation that starts the deployment; declare an Automation",
            "left out: `job_variable`: Prefect ignores this key; was `job_variables` meant?",
            "left out: a deployment without a name: `prefect deploy --all` skips it",
            "left out: the deployment `a` is there twice; the last one counts");
    assertThat(imported.files().get("base/flows/a.yaml"))
        .contains("workPool: q")
        .doesNotContain("earlier");
  }

  @Test
  void what_cannot_be_taken_over_is_refused_with_its_place() {
    assertThat(refusal("a: [\n")).startsWith("prefect.yaml:2:1: not well-formed YAML");
    assertThat(refusal("kind: Service\n"))
        .isEqualTo("prefect.yaml:1:1: this is not a project file of Prefect");
    assertThat(refusal("name: x\npull: []\n"))
        .isEqualTo("prefect.yaml:1:1: the file declares no deployment");
    assertThat(refusal("name: x\ndeployments: {a: {}}\n"))
        .isEqualTo("prefect.yaml:2:14: `deployments` is a mapping");
    assertThat(refusal("deployments:\n- {name: , entrypoint: }\n"))
        .isEqualTo("prefect.yaml:2:3: no deployment of the file has a name");
    assertThat(refusal("deployments:\n- name: a\n"))
        .isEqualTo("prefect.yaml:2:3: the deployment `a` has no entrypoint");
    assertThat(refusal(one("tags: [\"{{ nowhere.x }}\"]")))
        .isEqualTo("prefect.yaml:5:10: nothing fills in `{{ nowhere.x }}`");
    assertThat(refusal(one("parameters: {a: \"{{ prefect.blocks.secret.k }}\"}")))
        .isEqualTo(
            "prefect.yaml:5:19: `{{ prefect.blocks.secret.k }}` would be written into the"
                + " deployment");
    assertThat(refusal(one("schedules: [{cron: \"0 1 * * *\", interval: 5}]")))
        .isEqualTo("prefect.yaml:5:15: a schedule has 2 of cron, interval and rrule");
    assertThat(refusal(one("schedules: [{interval: often}]")))
        .isEqualTo("prefect.yaml:5:26: `often` is not an interval");
    assertThat(refusal(one("schedule: {cron: \"@daily\"}\n  schedules: []")))
        .isEqualTo("prefect.yaml:5:13: both `schedule` and `schedules` are written");
    assertThat(refusal(one("pull: [{a.b: {}, c.d: {}}]")))
        .isEqualTo("prefect.yaml:5:10: this is not a step");
  }

  @Test
  void a_queue_that_deploying_would_make_is_declared() {
    var named =
        """
        deployments:
          - name: queued
            entrypoint: flows/check.py:check
            work_pool: {name: green, work_queue_name: fast}
          - name: standard
            entrypoint: flows/check.py:check
            work_pool: {name: green, work_queue_name: default}
        """;

    assertThat(imported(named).files().get("base/prefect/work-queues.yaml"))
        .contains("kind: WorkQueue", "name: green/fast")
        .doesNotContain("default");
  }

  @Test
  void stubs_of_work_pools_are_written_when_they_are_asked_for() {
    var imported =
        (Imported)
            new ProjectImport(Map.of(), CODE, Optional.of("process"))
                .of("prefect.yaml", one("tags: []").getBytes(StandardCharsets.UTF_8));

    assertThat(imported.files().get("base/prefect/work-pools.yaml"))
        .contains("kind: WorkPool\nmetadata:\n  name: p\nspec:\n  type: process\n");
  }

  private static String one(String more) {
    return "deployments:\n- name: a\n  entrypoint: a.py:a\n  work_pool: {name: p}\n  "
        + more
        + "\n";
  }

  private static List<String> lines(Imported imported) {
    return imported.notes().stream().map(Note::line).toList();
  }

  private static Imported imported(String text) {
    return imported(text, Map.of());
  }

  private static Imported imported(String text, Map<String, String> values) {
    var result =
        new ProjectImport(values, CODE, Optional.empty())
            .of("prefect.yaml", text.getBytes(StandardCharsets.UTF_8));
    assertThat(result).isInstanceOf(Imported.class);
    return (Imported) result;
  }

  private static String refusal(String text) {
    var result =
        new ProjectImport(Map.of(), CODE, Optional.empty())
            .of("prefect.yaml", text.getBytes(StandardCharsets.UTF_8));
    assertThat(result).isInstanceOf(Refused.class);
    var problem = ((Refused) result).problems().getFirst();
    return problem.at() + ": " + problem.what();
  }
}
