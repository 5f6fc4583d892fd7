package dev.snowdrift.snowflake.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.manifest.InMemoryTree;
import dev.snowdrift.manifest.Limits;
import dev.snowdrift.manifest.Note;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.Revision;
import dev.snowdrift.plan.DesiredReader;
import dev.snowdrift.plan.Scope;
import dev.snowdrift.snowflake.World;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecificationImportTest {
  private static final String CONTAINER =
      """
      spec:
        containers:
        - name: web
          image: /shop/app/images/web:v1
      """;

  @Test
  void a_current_specification_needs_no_translation() {
    var imported =
        imported(
            CONTAINER
                + """
                    readinessProbe: {port: 8080, path: /health}
                  endpoints:
                  - {name: web, port: 8080, public: true}
                """);

    assertThat(imported.isUntranslated()).isTrue();
    assertThat(manifest(imported))
        .isEqualTo(
            """
            # Imported from web.yaml.
            apiVersion: snowdrift.dev/v1alpha1
            kind: Service
            metadata:
              # assumed: the name is said nowhere; its schema is that of the image
              name: SHOP.APP.WEB
            spec:
              # assumed: the compute pool is said nowhere: WEB_POOL
              computePool: WEB_POOL
              specification:
                spec:
                  containers:
                    - name: web
                      image: /shop/app/images/web:v1
                      readinessProbe:
                        port: 8080
                        path: /health
                  endpoints:
                    - name: web
                      port: 8080
                      public: true
            """);
  }

  /// What was written below a container, what comes of it, and what is said.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "env: [{A: x}, {B: 1}]|A: x|a mapping of names to values",
        "env: [{name: A, value: x}]|A: x|a mapping of names to values",
        "env: [A=x]|A: x|a mapping of names to values",
        "env: {A: }|A: \"\"|nothing is written as the empty text",
        "env: {A: No}|A: \"No\"|readers of YAML take it for different things",
        "env: {A: {secretKeyRef: login}}|envVarName: A|takes its value from the secret login",
        "env: {A: \"{{secret.login.password}}\"}|secretKeyRef: password|from the secret login",
        "env: {DB_PASSWORD: abc}|DB_PASSWORD: abc|looks like a secret",
        "args: [--port, 8081]|args: [\"--port\", \"8081\"]|arguments are texts",
        "command: run me|command: [/bin/sh, \"-c\", \"run me\"]|given to a shell",
        "secrets: [api-key]|objectName: api_key|this was its name alone",
        "secrets: [{snowflakeSecret: k, envVarName: K, secretKeyRef: secret_string}]|objectName:"
            + " k|was named by a plain text",
        "secrets: [{snowflakeSecret: {objectName: k}}]|envVarName: K|neither envVarName nor",
        "readinessProbe: {httpGet: {path: /up, port: 80}}|path: /up|`httpGet` is not written",
        "readinessProbe: {exec: {command: [a]}}|name: web|names no port",
        "readinessProbe: {port: 1, path: /, initialDelaySeconds: 9}|port: 1|there is no delay",
        "livenessProbe: {httpGet: {path: /up, port: 80}}|livenessProbe:|`httpGet` is not written",
        "ports: [{containerPort: 8080}]|port: 8080|are endpoints of the service: 8080",
        "resources: {cpu: 1, memory: 2Gi}|requests:|directly under `resources`",
        "resources: {limits: {memory: 512MB}}|memory: 512M|units are M, Mi, G and Gi",
        "resources: {limits: {memory: 1073741824}}|memory: 1024Mi|units are M, Mi, G and Gi",
        "resources: {limits: {cpu: 2 cores}}|cpu: \"2\"|a number, or thousandths",
        "resources: {limits: {nvidia.com/gpu: 1}}|requests:|in requests and limits alike",
        "imagePullPolicy: Always|name: web|looked up again with every upgrade",
        "volumeMounts: [{name: tmp, mountPath: /tmp}]|source: local|declared nowhere"
      })
  void habits_of_a_container_are_translated(String written, String result, String said) {
    var imported = imported(CONTAINER + "    " + written + "\n");

    assertThat(manifest(imported)).contains(result);
    assertThat(imported.notes()).anySatisfy(note -> assertThat(note.text()).contains(said));
  }

  /// The same for what is written beside `containers`.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "endpoint: [{name: Web_UI, port: 80}]|name: web-ui|`endpoint` is written `endpoints`",
        "endpoints: [{name: a, port: 80, public: True}]|public: true|`True` is written `true`",
        "endpoints: [{name: a, portRange: 1-9}]|protocol: TCP|a range of ports",
        "endpoints: [{name: a, port: 80, public: true, protocol: TCP}]|port: 80|is HTTP",
        "volume: [{name: v, source: '@stage/a'}]|name: \"@stage/a\"|old form of `source: stage`",
        "volumes: [{name: v, source: Memory}]|size: 1Gi|no size is named",
        "volumes: [{name: v, source: block, size: 10GB}]|size: 10Gi|the size `10GB`",
        "volumes: [{name: v, emptyDir: {}}]|source: local|`emptyDir` is written",
        "restartPolicy: Never|name: web|what ends on its own is a Job",
        "min_instances: 2|min: 2|`min_instances` is the service's",
        "replicas: 3|min: 3|`replicas` is the service's",
        "computePool: p|computePool: p|`computePool` is the service's",
        "networkPolicyConfig: {allowInternetEgress: false}|name: web|without an integration anyway",
        "networkPolicyConfig: {allowInternetEgress: true}|[WEB_EGRESS]|is an integration by now",
        "serviceRoles: [{name: r, endpoints: []}]|serviceRoles:|stands beside `spec`"
      })
  void habits_beside_containers_are_translated(String written, String result, String said) {
    var imported = imported(CONTAINER + "  " + written + "\n");

    assertThat(manifest(imported)).contains(result);
    assertThat(imported.notes()).anySatisfy(note -> assertThat(note.text()).contains(said));
  }

  @Test
  void the_private_preview_nested_its_specification_under_the_name() {
    var imported =
        imported(
            """
            shop-web:
              spec:
                container:
                - name: web
                  image: quay.io/acme/web:v1
            """);

    assertThat(imported.service()).isEqualTo("CHANGE_ME.PUBLIC.SHOP_WEB");
    assertThat(manifest(imported)).contains("image: /change_me/public/images/web:v1");
    assertThat(said(imported))
        .contains("is the service's name")
        .contains("is in no image repository of the account");
  }

  @Test
  void a_kubernetes_deployment_gives_its_containers() {
    var imported =
        imported(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop}
            spec:
              replicas: 2
              selector: {matchLabels: {app: shop}}
              template:
                spec:
                  containers:
                  - name: web
                    image: /shop/app/images/web:v1
                    ports: [{name: http, containerPort: 8080}]
                    readinessProbe: {httpGet: {path: /up, port: http}}
            """);

    assertThat(imported.service()).isEqualTo("SHOP.APP.SHOP");
    assertThat(manifest(imported)).contains("min: 2").contains("path: /up").contains("port: 8080");
  }

  @Test
  void what_a_shell_fills_in_stays_and_what_a_script_fills_in_is_refused() {
    var shell =
        imported(
            CONTAINER + "    command: [sh, -c, 'run ${PORT}']\n    env: {PORT: 1, U: '${PORT}'}\n");
    var script = problems(CONTAINER.replace("/shop/app/images", "<repository>"), false);

    assertThat(manifest(shell)).contains("run $${PORT}").contains("U: \"$${PORT}\"");
    assertThat(script)
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.at()).hasToString("web.yaml:4:12");
          assertThat(problem.what()).isEqualTo("`<repository>` is a placeholder");
        });
  }

  @Test
  void placeholders_become_values_of_the_environment() {
    var text = CONTAINER.replace("/shop/app/images/web:v1", "<<repo url>>/web:${TAG:-v2}");

    var imported = (SpecificationImport.Imported) of(text, true, Map.of());

    assertThat(manifest(imported)).contains("image: \"${repo_url}/web:${TAG}\"");
    assertThat(imported.values())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("repo_url", "/change_me/change_me/change_me", "TAG", "v2"));
  }

  @Test
  void a_placeholder_for_the_registry_is_not_needed_and_others_are_filled_in() {
    var text = CONTAINER.replace("/shop/app/images/web:v1", "<host>/shop/app/images/web:<tag>");

    var imported = (SpecificationImport.Imported) of(text, false, Map.of("tag", "v7"));

    assertThat(manifest(imported)).contains("image: /shop/app/images/web:v7");
  }

  @Test
  void a_template_and_broken_yaml_are_refused_with_their_place() {
    var template = problems("spec:\n  {% if x %}\n  containers: []\n", false);
    var broken = problems("spec:\n  containers: [\n", false);
    var other = problems("name: x\n", false);

    assertThat(template)
        .singleElement()
        .satisfies(problem -> assertThat(problem.at()).hasToString("web.yaml:2:3"))
        .satisfies(problem -> assertThat(problem.what()).contains("template"));
    assertThat(broken).singleElement().satisfies(p -> assertThat(p.at().line()).isEqualTo(3));
    assertThat(other)
        .singleElement()
        .satisfies(p -> assertThat(p.why()).contains("neither `spec` nor `containers`"));
  }

  private static SpecificationImport.Result of(
      String text, boolean asValues, Map<String, String> values) {
    return new SpecificationImport(Choices.NONE, asValues, values, true)
        .of("web.yaml", text.getBytes(StandardCharsets.UTF_8), 1);
  }

  private static List<Problem> problems(String text, boolean asValues) {
    return ((SpecificationImport.Refused) of(text, asValues, Map.of())).problems();
  }

  /// What was imported, after `validate` found nothing wrong with it.
  private static SpecificationImport.Imported imported(String text) {
    var result = of(text, false, Map.of());
    assertThat(result).isInstanceOf(SpecificationImport.Imported.class);
    var imported = (SpecificationImport.Imported) result;
    var files = new TreeMap<>(imported.files());
    files.put("environments/dev.yaml", ServiceFiles.environment("dev", imported.values()));
    var problems = new Problems();
    var _ =
        new DesiredReader(World.REGISTRY, Limits.DEFAULT)
            .read(
                InMemoryTree.of(files),
                "dev",
                new Revision("0".repeat(40), "dev", "a", "s", Instant.EPOCH),
                "https://git.example/etl.git",
                Scope.ALL,
                problems);
    assertThat(problems.list()).as(files.toString()).isEmpty();
    return imported;
  }

  private static String manifest(SpecificationImport.Imported imported) {
    return Optional.ofNullable(imported.files().values().iterator().next()).orElseThrow();
  }

  private static String said(SpecificationImport.Imported imported) {
    return String.join("\n", imported.notes().stream().map(Note::line).toList());
  }
}
