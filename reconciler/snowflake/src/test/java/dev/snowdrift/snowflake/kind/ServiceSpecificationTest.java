package dev.snowdrift.snowflake.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.image.ImagePath;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.snowflake.QualifiedName;
import dev.snowdrift.snowflake.World;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ServiceSpecificationTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @ParameterizedTest
  @CsvSource({"1Gi, 1Gi", "1024Mi, 1Gi", "0.5Gi, 512Mi", "1.5Gi, 1536Mi", "64M, 62500Ki"})
  void memory_has_one_spelling(String written, String is) {
    assertThat(Quantities.memory(written)).isEqualTo(is);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1.0, 1", "1000m, 1", "500m, 0.5", "0.50, 0.5", "0, 0"})
  void cpu_has_one_spelling(String written, String is) {
    assertThat(Quantities.cpu(written)).isEqualTo(is);
  }

  @ParameterizedTest
  @CsvSource({
    "/DB/Sc/Repo/img, /db/sc/repo/img:latest",
    "db/sc/repo/img:v1, /db/sc/repo/img:v1",
    "org-acct.registry.snowflakecomputing.com/db/sc/repo/img:V1, /db/sc/repo/img:V1",
    "/db/sc/repo/img@sha256:ab, /db/sc/repo/img@sha256:ab"
  })
  void an_image_has_one_spelling(String written, String is) {
    assertThat(ImagePath.parse(written).canonical()).isEqualTo(is);
  }

  @Test
  void what_the_server_renders_equals_what_was_written() {
    var written =
        """
        {"spec": {"containers": [{"name": "web", "image": "/Db/Sc/Repo/web", "env": {"PORT": 8000},
          "readinessProbe": {"port": 8000, "path": "/"},
          "secrets": [{"snowflakeSecret": "key", "envVarName": "KEY"}]}],
          "endpoints": [{"name": "api", "port": 8000, "public": true}]}}
        """;
    var rendered =
        """
        {"spec": {"containers": [{"name": "web",
          "image": "acme-main.registry.snowflakecomputing.com/db/sc/repo/web:latest",
          "sha256": "@sha256:0f", "env": {"PORT": "8000"},
          "readinessProbe": {"port": 8000, "path": "/", "periodSeconds": 5, "failureThreshold": 3},
          "secrets": [{"snowflakeSecret": {"objectName": "DB.SC.KEY"}, "envVarName": "KEY"}],
          "resources": {"limits": {"memory": "6Gi", "cpu": "1"},
            "requests": {"memory": "0.5Gi", "cpu": "0.5"}}}],
          "endpoints": [{"name": "api", "port": 8000, "protocol": "HTTP", "public": true}],
          "logExporters": {"eventTableConfig": {"logLevel": "INFO"}}}}
        """;

    assertThat(SpecificationForm.align(form(written), form(rendered))).isEqualTo(form(written));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{containers: [{name: a, image: /d/s/r/i, env: [{name: A, value: b}]}]}|`env` is a list",
        "{containers: [{name: a, image: /d/s/r/i, ports: [80]}]}|`ports` is no key",
        "{container: [{name: a, image: /d/s/r/i}]}|write `containers:`",
        "{containers: [{name: a, image: /d/s/r/i, imag: x}]}|did you mean `image`?",
        "{containers: [{name: a, image: /d/s/r/i}], networkPolicyConfig:"
            + " {}}|externalAccessIntegrations",
        "{containers: [{name: a, image: 'redis:7'}]}|not in an image repository",
        "{containers: [{name: a, image: /d/s/r/i, livenessProbe: {httpGet: {}}}]}|under the probe",
        "{containers: [{name: A_b, image: /d/s/r/i}]}|is no name here",
        "{containers: [{name: a, image: /d/s/r/i, resources: {limits: {memory: 512}}}]}|needs a"
            + " unit",
        "{containers: [{name: a, image: /d/s/r/i, volumeMounts: [{name: x, mountPath: /x}]}]}|no"
            + " volume",
        "{containers: []}|there is no container",
        "{containers: [{name: a, image: /d/s/r/i, secrets: [{snowflakeSecret: D.S.K, envVarName:"
            + " K}]}]}|write `snowflakeSecret: {objectName: D.S.K}`",
        "{containers: [{name: a, image: /d/s/r/i, secrets: [{snowflakeSecret: {objectName:"
            + " K}}]}]}|where the secret arrives",
        "{containers: [{name: a, image: /d/s/r/i}], volumes: [{name: v, source:"
            + " '@d.s.st/in'}]}|write `source: stage` and `stageConfig: {name: \"@d.s.st/in\"}`",
        "{containers: [{name: a, image: /d/s/r/i}], volume: [{name: v, source: local}]}|write"
            + " `volumes:`",
        "{containers: [{name: a, image: /d/s/r/i}], endpoint: [{name: v, port: 1}]}|write"
            + " `endpoints:`",
        "{containers: [{name: a, image: /d/s/r/i}], restartPolicy: Always}|are always restarted",
        "{containers: [{name: a, image: /d/s/r/i}], min_instances: 2}|`instances: {min: ...}`",
        "{containers: [{name: a, image: /d/s/r/i}], computePool: P}|in the manifest's spec",
        "{containers: [{name: a, image: /d/s/r/i}], serviceRoles: []}|move it to the left",
        "{containers: [{name: a, image: /d/s/r/i, readinessProbe: {port: 80, path: /,"
            + " initialDelaySeconds: 3}}]}|failureThreshold",
        "{containers: [{name: a, image: /d/s/r/i, livenessProbe: {port: 99999, path: /}}]}|is no"
            + " port",
        "{containers: [{name: a, image: /d/s/r/i, sessionTokenConfig: {path: /a, permission:"
            + " 600}}]}|permission: \"0600\"",
        "{containers: [{name: a, image: /d/s/r/i, resources: {limits: {nvidia.com/gpu: 1}}}]}|the"
            + " same number in both",
        "{containers: [{name: a, image: /d/s/r/i}], volumes: [{name: v, source: block}]}|`size` is"
            + " missing",
        "{containers: [{name: a, image: /d/s/r/i}], volumes: [{name: v, source: local, size:"
            + " 1Gi}]}|not for a volume from `local`",
        "{containers: [{name: a, image: /d/s/r/i}], volumes: [{name: v, source:"
            + " stage}]}|`stageConfig` is missing",
        "{containers: [{name: a, image: /d/s/r/i}], endpoints: [{name: e, portRange: 1-2}]}|private"
            + " TCP endpoints",
        "{containers: [{name: a, image: /d/s/r/i}], endpoints: [{name: e, port: 1, protocol:"
            + " UDP}]}|one of HTTP, TCP",
        "{containers: [{name: a, image: /d/s/r/i}], endpoints: [{name: e, port: 1, corsSettings:"
            + " {Access-Control-Allow-Origin: ['*']}}]}|is no origin",
        "{containers: [{name: a, image: /d/s/r/i}], logExporters: {eventTableConfig: {logLevel:"
            + " DEBUG}}}|one of ERROR, INFO, NONE"
      })
  void a_wrong_specification_is_told_how_it_is_right(String spec, String told) {
    var problems =
        World.problems("Service D.S.X\ncomputePool: P\nspecification: {spec: " + spec + "}");

    assertThat(problems)
        .extracting(Problem::toString)
        .anySatisfy(text -> assertThat(text).contains(told));
  }

  @ParameterizedTest
  @CsvSource({"apiVersion: v1", "kind: Deployment", "metadata: {name: x}"})
  void what_belongs_to_kubernetes_stands_with_its_line(String habit) {
    var problems =
        World.problems(
            Map.of(
                "specs/x.yaml",
                habit + "\nspec:\n  containers:\n  - name: a\n    image: /d/s/r/i\n"),
            "Service D.S.X\ncomputePool: P\nspecificationFile: specs/x.yaml");

    assertThat(problems)
        .extracting(problem -> problem.at().toString(), Problem::next)
        .anySatisfy(told -> {
          assertThat(told.toList().getFirst().toString()).startsWith("specs/x.yaml:1:");
          assertThat(told.toList().getLast().toString()).startsWith("drop it");
        });
  }

  @Test
  void a_problem_in_a_file_has_its_place_in_the_file() {
    var problems =
        World.problems(
            Map.of("specs/x.yaml", "spec:\n  containers:\n  - name: a\n    imag: /d/s/r/i\n"),
            "Service D.S.X\ncomputePool: P\nspecificationFile: specs/x.yaml");

    assertThat(problems)
        .extracting(problem -> problem.at().toString())
        .anyMatch(at -> at.startsWith("specs/x.yaml:4:"));
  }

  @Test
  void two_dollars_cannot_end_the_statement() {
    var text = ServiceSources.text(JSON.readTree("{\"spec\": {\"a\": \"x$$; DROP\"}}"));

    assertThat(text).doesNotContain("$$");
    assertThat(JSON.readTree(text).path("spec").path("a").asString()).isEqualTo("x$$; DROP");
  }

  private static JsonNode form(String json) {
    return new SpecificationForm(QualifiedName.of("DB", "SC")).of(JSON.readTree(json));
  }
}
