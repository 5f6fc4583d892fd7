package dev.snowdrift.prefect.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.prefect.Workspace;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FlowKindTest {
  private static final Mark.Key KEY =
      new Mark.Key("a key for tests only".getBytes(StandardCharsets.UTF_8));

  private final KindRegistry registry = new KindRegistry(List.of(PrefectKinds.all()));

  private static String flow(String spec) {
    return """
    apiVersion: snowdrift.dev/v1alpha1
    kind: Flow
    metadata: {name: load}
    spec:
    """
        + spec.indent(2);
  }

  private SortedMap<ResourceId, Desired<?>> expanded(String spec) {
    try (var workspace = new Workspace(URI.create("http://127.0.0.1:9/api"), "dev")) {
      return workspace.commit("1", flow(spec)).resources();
    }
  }

  private Stream<String> problems(String spec) {
    try (var workspace = new Workspace(URI.create("http://127.0.0.1:9/api"), "dev")) {
      var problems = new Problems();
      workspace.read(problems, "1", flow(spec));
      return problems.list().stream()
          .map(problem -> "%s:%s".formatted(problem.at().line(), problem.what()));
    }
  }

  private <S> List<String> creation(Desired<S> resource) {
    return registry.of(resource).create(resource, KEY.mark("dev", resource.id())).stream()
        .map(effect -> effect.redacted())
        .toList();
  }

  @Test
  void a_flow_stands_for_itself_its_deployments_and_the_commit() {
    var resources =
        expanded(
            """
            flow: data-products.load
            entrypoint: flows/load.py:main
            targets:
              - {workPool: aws, tags: [aws]}
              - {workPool: spcs, suffix: ""}
            deployments:
              - name: nightly
            """);

    assertThat(resources.keySet().stream().map(ResourceId::toString))
        .containsExactly(
            "CommitVariable snowdrift_dev_commit",
            "Deployment data-products.load/nightly",
            "Deployment data-products.load/nightly-aws",
            "Flow data-products.load");
  }

  @Test
  void a_deployment_is_the_flow_with_its_own_on_top() {
    var resources =
        expanded(
            """
            entrypoint: flows/load.py:main
            image: registry.example.com/etl:1
            env: {A: flow, B: flow}
            secrets: {KEY: {block: openai-key}, PW: {snowflakeSecret: etl.app.pw, key: password}}
            workPool: pool
            jobVariables: {compute_pool: etl.app.small, cpu_request: 1}
            schedules: [{cron: "0 3 * * *", environments: [main]}]
            deployments:
              - name: nightly
                env: {B: own}
                jobVariables: {cpu_request: 4}
                parameters: {x: null, n: 1.0}
            """);
    var id = new ResourceId("Deployment", "load/nightly");

    assertThat(resources)
        .hasEntrySatisfying(
            id,
            nightly -> {
              assertThat(creation(nightly))
                  .containsExactly(
                      """
                      POST /deployments/ {"enforce_parameter_schema":true,"entrypoint":"flows/load.py:main",\
                      "flow_id":"<id of load>","job_variables":{"compute_pool":"etl.app.small","cpu_request":4,\
                      "env":{"A":"flow","B":"own","KEY":"{{ prefect.blocks.secret.openai-key }}"},\
                      "image":"registry.example.com/etl:1","secrets":[{"envVarName":"PW",\
                      "secretKeyRef":"password","snowflakeSecret":{"objectName":"etl.app.pw"}}]},\
                      "name":"nightly","parameters":{"n":1,"x":null},\
                      "pull_steps":[{"prefect.deployments.steps.git_clone":{\
                      "commit_sha":"{{ prefect.variables.snowdrift_dev_commit }}","id":"clone",\
                      "repository":"https://git.example.com/etl.git"}}],"schedules":[],\
                      "tags":["%s"],"version":"%s","work_pool_name":"pool"}\
                      """
                          .formatted(
                              MarkTag.of(KEY.mark("dev", id)),
                              ((DeploymentKind.Spec) nightly.spec()).version()));
              assertThat(references(nightly))
                  .contains(
                      Reference.required("WorkPool", "pool", "workPool"),
                      Reference.required("Flow", "load", "flow"),
                      Reference.required("Block", "secret/openai-key", "jobVariables"),
                      Reference.ordering("ComputePool", "SMALL"),
                      Reference.ordering("Secret", "ETL.APP.PW"))
                  .noneMatch(reference -> reference.to().kind().equals("Variable"));
            });
  }

  private <S> List<Reference> references(Desired<S> resource) {
    return registry.of(resource).references(resource);
  }

  @Test
  void the_version_follows_what_runs_and_nothing_else() {
    var template =
        """
        entrypoint: flows/load.py:main
        workPool: pool
        deployments: [{name: nightly, %s}]
        """;
    var plain = version(template.formatted("tags: []"));

    assertThat(version(template.formatted("description: other"))).isEqualTo(plain);
    assertThat(version(template.formatted("schedules: [{cron: '0 3 * * *'}]"))).isEqualTo(plain);
    assertThat(version(template.formatted("image: other:1"))).isNotEqualTo(plain);
    assertThat(plain).matches("[0-9a-f]{12}");
  }

  private String version(String spec) {
    return expanded(spec).values().stream()
        .map(Desired::spec)
        .filter(DeploymentKind.Spec.class::isInstance)
        .map(each -> ((DeploymentKind.Spec) each).version())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void an_entrypoint_must_be_in_the_commit() {
    var template = "entrypoint: %s\nworkPool: p\ndeployments: [{name: n}]\n";

    assertThat(problems(template.formatted("flows/none.py:main")))
        .containsExactly("5:`flows/none.py` is not in the commit");
    assertThat(problems(template.formatted("flows/load.py:other")))
        .containsExactly("5:`flows/load.py` does not define `other`");
    assertThat(problems(template.formatted("main")))
        .containsExactly("5:`main` is not an entrypoint");
    assertThat(problems(template.formatted("pkg.mod:main")))
        .containsExactly("5:the module `pkg.mod` is not in the commit");
    assertThat(problems(template.formatted("load:main"))).isEmpty();
  }

  @Test
  void schedules_that_prefect_would_refuse_are_problems() {
    var template =
        """
        entrypoint: flows/load.py:main
        workPool: p
        deployments:
          - name: n
            schedules: [%s]
        """;

    assertThat(problems(template.formatted("{cron: '0 25 * * *'}")))
        .containsExactly("9:`0 25 * * *` is not a cron expression");
    assertThat(problems(template.formatted("{cron: '0 3 * * *', timezone: Mars/Base}")))
        .containsExactly("9:`Mars/Base` is not a time zone");
    assertThat(problems(template.formatted("{interval: 0}")))
        .containsExactly("9:`0` is not an interval");
    assertThat(problems(template.formatted("{cron: '0 3 * * *', interval: 1h}")))
        .containsExactly("9:a schedule has 2 of cron, interval and rrule");
    assertThat(problems(template.formatted("{interval: 1h}, {interval: 2h}")))
        .containsExactly("9:two schedules are called `default`");
    assertThat(
            problems(
                template.formatted(
                    "{interval: 90, name: a}, {interval: PT1H, name: b}, {cron: '@daily'},"
                        + " {cron: '0 0 1 1,4,7,10 *', timezone: US/Pacific, name: c}")))
        .isEmpty();
  }

  @Test
  void a_token_in_clear_is_refused_and_not_shown() {
    assertThat(
            problems(
                """
                entrypoint: flows/load.py:main
                workPool: p
                pull: {accessToken: ghp_secret}
                deployments: [{name: n}]
                """))
        .containsExactly("7:this is not a reference to a block");
  }

  @Test
  void names_and_places_of_deployments_are_checked() {
    assertThat(
            problems(
                """
                entrypoint: flows/load.py:main
                deployments: [{name: n}, {name: a/b, workPool: p}, {name: x, workPool: p},
                  {name: x, workPool: q}]
                """))
        .containsExactlyInAnyOrder(
            "6:the deployment `n` has no work pool",
            "6:`a/b` is not the name of a deployment",
            "7:two deployments are called `x`");
  }

  @Test
  void the_schema_of_the_signature_is_each_deployments_own() {
    var resources =
        expanded(
            """
            entrypoint: flows/load.py:main
            workPool: pool
            parametersFrom: signature
            deployments:
              - name: nightly
              - name: other
                parameterSchema: {type: object, properties: {m: {type: string}}}
            """);

    assertThat(schema(resources, "nightly"))
        .contains("\"n\":{\"default\":1,\"position\":0,\"title\":\"n\",\"type\":\"integer\"}");
    assertThat(schema(resources, "other"))
        .isEqualTo("{\"properties\":{\"m\":{\"type\":\"string\"}},\"type\":\"object\"}");
  }

  private static String schema(SortedMap<ResourceId, Desired<?>> resources, String deployment) {
    var resource = resources.get(new ResourceId("Deployment", "load/" + deployment));
    return ((DeploymentKind.Spec) Objects.requireNonNull(resource).spec())
        .parameterSchema()
        .orElseThrow()
        .toString();
  }
}
