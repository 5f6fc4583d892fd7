package dev.snowdrift.sandbox.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.snowdrift.sandbox.account.SqlError;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceSpecificationTest {
  private static final String MINIMAL =
      """
      spec:
        containers:
        - name: web
          image: /db/sc/repo/web
      """;

  private static SqlError refused(String yaml) {
    return catchThrowableOfType(SqlError.class, () -> ServiceSpecification.parse(yaml));
  }

  private static String container(String fields) {
    return MINIMAL + fields.indent(4);
  }

  private static String endpoint(String fields) {
    return MINIMAL + "  endpoints:\n  - name: api\n" + fields.indent(4);
  }

  private static String volume(String fields) {
    return MINIMAL + "  volumes:\n  - name: data\n" + fields.indent(4);
  }

  @Test
  void everything_that_the_reference_lists_is_accepted() {
    var specification = ServiceSpecification.parse(Specs.FULL);

    assertThat(specification.images()).containsExactly("/db/sc/repo/web:1.0", "/db/sc/repo/log");
    assertThat(specification.stages()).containsExactly("db.sc.files", "models");
    assertThat(specification.secrets())
        .extracting(ServiceSpecification.SecretUse::name)
        .containsExactly("db.sc.key", "key2");
    assertThat(specification.blockVolumes()).containsOnlyKeys("disk");
    assertThat(specification.serviceRoles())
        .containsExactly(new ServiceSpecification.ServiceRole("reader", List.of("api", "rpc")));
  }

  @Test
  void json_is_yaml() {
    var specification =
        ServiceSpecification.parse(
            "{\"spec\": {\"containers\": [{\"name\": \"a\", \"image\": \"/d/s/r/i:1\"}]}}");

    assertThat(specification.images()).containsExactly("/d/s/r/i:1");
  }

  @Test
  void an_unknown_key_is_refused_with_the_name_of_its_holder() {
    var underSpec = refused(MINIMAL + "  serviceRoles: []\n");
    var underEndpoint = refused(endpoint("port: 80\nauthenticationPolicy: x"));

    assertThat(underSpec.code()).isEqualTo(395018);
    assertThat(underSpec.sqlState()).isEqualTo("22023");
    assertThat(underSpec).hasMessage("Invalid spec: unknown option 'serviceRoles' for 'spec'.");
    assertThat(underEndpoint)
        .hasMessage("Invalid spec: unknown option 'authenticationPolicy' for 'endpoints[0]'.");
  }

  @Test
  void a_missing_required_field_is_named() {
    assertThat(refused(container("readinessProbe: {path: /x}")))
        .hasMessage("Invalid spec: missing 'port' for 'readinessProbe'.");
    assertThat(refused("spec:\n  containers:\n  - name: web\n"))
        .hasMessage("Invalid spec: missing 'image' for 'containers[0]'.");
    assertThat(refused("serviceRoles: []")).hasMessageContaining("missing 'spec'");
  }

  @Test
  void an_empty_list_is_refused() {
    assertThat(refused(container("volumeMounts: []")))
        .hasMessage("Invalid spec: invalid 'volumeMounts'. Value is empty.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "command: echo",
        "env: {A: [1]}",
        "env: {A: }",
        "readinessProbe: {port: http, path: /}",
        "readinessProbe: {port: 0, path: /}",
        "readinessProbe: {port: 80, path: /, periodSeconds: 0}",
        "livenessProbe: {httpGet: {port: 80, path: /}}",
        "volumeMounts: [{name: nowhere, mountPath: /x}]",
        "resources: {requests: {memory: 1024}}",
        "resources: {requests: {memory: 1Ti}}",
        "resources: {requests: {cpu: two}}",
        "resources: {requests: {cpu: 2}, limits: {cpu: 1}}",
        "resources: {requests: {nvidia.com/gpu: 1}}",
        "resources: {requests: {nvidia.com/gpu: 1}, limits: {nvidia.com/gpu: 2}}",
        "resources: {limits: {disk: 1}}",
        "mountSessionToken: 'yes'",
        "{mountSessionToken: false, sessionTokenConfig: {mountConnectionConfig: true}}",
        "sessionTokenConfig: {}",
        "sessionTokenConfig: {path: /a/../b}",
        "sessionTokenConfig: {path: /a/}",
        "sessionTokenConfig: {permission: '0600'}",
        "sessionTokenConfig: {path: /a, permission: 0600}",
        "sessionTokenConfig: {path: /a, permission: '0777'}",
        "secrets: [{snowflakeSecret: s}]",
        "secrets: [{snowflakeSecret: s, envVarName: A}]",
        "secrets: [{snowflakeSecret: s, directoryPath: /a, envVarName: A, secretKeyRef: password}]",
        "secrets: [{snowflakeSecret: s, directoryPath: /a, secretKeyRef: password}]",
        "secrets: [{snowflakeSecret: s, envVarName: A, secretKeyRef: token}]",
        "secrets: [{snowflakeSecret: {}, directoryPath: /a}]",
        "secrets: [{snowflakeSecret: {objectName: a, objectReference: b}, directoryPath: /a}]",
      })
  void a_container_that_breaks_a_rule_is_refused(String fields) {
    var yaml =
        fields.startsWith("{")
            ? "spec: {containers: [" + fields.replaceFirst("\\{", "{name: a, image: i, ") + "]}"
            : container(fields);

    assertThat(refused(yaml)).extracting(SqlError::code).isEqualTo(395018);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "public: true",
        "port: 80\nportRange: 1-2",
        "port: 65536",
        "port: '80'",
        "port: 80\nprotocol: UDP",
        "port: 80\nprotocol: TCP\npublic: true",
        "portRange: 10-20",
        "portRange: 20-10\nprotocol: TCP",
        "portRange: 10-20\nprotocol: TCP\npublic: true",
        "port: 80\ncorsSettings: {}",
        "port: 80\ncorsSettings: {Access-Control-Allow-Origin: ['*']}",
        "port: 80\ncorsSettings: {Access-Control-Allow-Origin: ['https://a.b/c']}",
      })
  void an_endpoint_that_breaks_a_rule_is_refused(String fields) {
    assertThat(refused(endpoint(fields))).extracting(SqlError::code).isEqualTo(395018);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "size: 1Gi",
        "source: cloud",
        "source: memory",
        "source: memory\nsize: 100",
        "source: local\nsize: 1Gi",
        "source: block\nsize: 1.5Gi",
        "source: block\nsize: 10G",
        "source: block\nsize: 70000Gi",
        "source: block\nsize: 1Gi\nblockConfig: {iops: 10}",
        "source: block\nsize: 1Gi\nblockConfig: {snapshotDeleteAfter: 7}",
        "source: stage",
        "source: stage\nstageConfig: {name: db.sc.files}",
        "source: stage\nstageConfig: {name: '@s', metadataCache: soon}",
        "source: '@s'\nstageConfig: {name: '@s'}",
      })
  void a_volume_that_breaks_a_rule_is_refused(String fields) {
    assertThat(refused(volume(fields))).extracting(SqlError::code).isEqualTo(395018);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Web", "1web", "web-", "we_b", ""})
  void names_follow_the_rules_of_dns(String name) {
    assertThat(refused(MINIMAL.replace("name: web", "name: '" + name + "'")))
        .hasMessageContaining("invalid 'name'");
  }

  @Test
  void a_name_has_at_most_63_characters_and_occurs_once() {
    var longest = "a".repeat(63);

    assertThat(ServiceSpecification.parse(MINIMAL.replace("web\n", longest + "\n"))).isNotNull();
    assertThat(refused(MINIMAL.replace("name: web", "name: a" + longest))).isNotNull();
    assertThat(refused(MINIMAL + "  - {name: web, image: i}\n"))
        .hasMessageContaining("Duplicate name 'web'");
  }

  @Test
  void a_service_role_grants_endpoints_that_exist() {
    assertThat(refused(MINIMAL + "serviceRoles:\n- name: r\n  endpoints: [api]\n"))
        .hasMessageContaining("Endpoint 'api' is not defined");
  }

  @Test
  void text_that_is_no_yaml_is_refused() {
    assertThat(refused("spec: [")).hasMessageStartingWith("Invalid spec: unable to parse YAML");
    assertThat(refused("a: 1\na: 2")).hasMessageContaining("duplicate key a");
    assertThat(refused("")).hasMessageContaining("empty");
    assertThat(refused("&a [*a]")).isNotNull();
  }

  @Test
  void a_template_takes_values_and_defaults() {
    var template =
        """
        spec:
          containers:
          - name: {{ name }}
            image: {{ image }}
            args: {{args}}
            env: {LEVEL: {{ level | default('INFO') }}, MODE: {{ mode | default('x', true) }}}
        """;
    var values =
        Map.of("name", "web", "image", "\"/d/s/r/i:1\"", "args", "[\"-a\", 1]", "mode", "\"\"");

    var specification = ServiceSpecification.parseTemplate(template, values);

    assertThat(SpecYaml.render(specification.root()))
        .isEqualTo(
            """
            ---
            spec:
              containers:
              - name: "web"
                image: "/d/s/r/i:1"
                args:
                - "-a"
                - "1"
                env:
                  LEVEL: "INFO"
                  MODE: "x"
            """);
  }

  @Test
  void a_template_without_all_values_is_refused() {
    var error =
        catchThrowableOfType(
            SqlError.class, () -> ServiceSpecification.parseTemplate("{{ spec }}", Map.of()));

    assertThat(error.code()).isEqualTo(395069);
    assertThat(error.sqlState()).isEqualTo("23001");
    assertThat(error).hasMessageStartingWith("Unable to render service spec from given template: ");
  }

  @Test
  void a_template_value_with_special_characters_must_be_json() {
    var error =
        catchThrowableOfType(
            SqlError.class,
            () -> ServiceSpecification.parseTemplate("{{ a }}", Map.of("a", "/d/s/r/i:1")));

    assertThat(error.code()).isEqualTo(395069);
  }
}
