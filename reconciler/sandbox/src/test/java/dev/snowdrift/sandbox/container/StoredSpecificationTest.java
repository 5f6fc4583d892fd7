package dev.snowdrift.sandbox.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.sandbox.container.StoredSpecification.PinnedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredSpecificationTest {
  private static final String HOST = "acme-main.registry.snowflakecomputing.com";

  private static StoredSpecification store(String yaml, String family) {
    var specification = ServiceSpecification.parse(yaml);
    var pinned =
        specification.images().stream()
            .map(image -> ImageReference.parse(image, HOST).orElseThrow())
            .map(reference -> new PinnedImage(reference, "sha256:" + "d0".repeat(32)))
            .toList();
    return StoredSpecification.of(
        specification, pinned, HOST, InstanceFamily.named(family).orElseThrow());
  }

  @Test
  void it_reads_as_describe_service_shows_it() {
    var stored =
        store(
            """
            spec:
              endpoints: [{name: echo-endpoint, port: 8000, public: true}]
              containers:
              - env: {SERVER_PORT: 8000, CHARACTER_NAME: Bob}
                name: echo
                readinessProbe: {port: 8000, path: /healthcheck}
                image: /TUTORIAL_DB/data_schema/tutorial_repository/echo_service:latest
                secrets:
                - {snowflakeSecret: key, directoryPath: /keys}
            """,
            "CPU_X64_XS");

    assertThat(stored.yaml())
        .isEqualTo(
            """
            ---
            spec:
              containers:
              - name: "echo"
                image: "acme-main.registry.snowflakecomputing.com/tutorial_db/data_schema/tutorial_repository/echo_service:latest"
                sha256: "@sha256:d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0"
                env:
                  SERVER_PORT: "8000"
                  CHARACTER_NAME: "Bob"
                readinessProbe:
                  port: 8000
                  path: "/healthcheck"
                resources:
                  limits:
                    memory: "6Gi"
                    cpu: "1"
                  requests:
                    memory: "0.5Gi"
                    cpu: "0.5"
                secrets:
                - snowflakeSecret:
                    objectName: "key"
                  directoryPath: "/keys"
              endpoints:
              - name: "echo-endpoint"
                port: 8000
                public: true
            """);
    assertThat(stored.digest()).matches("[0-9a-f]{64}");
  }

  @Test
  void limits_are_capped_at_the_node_and_requests_follow_limits() {
    var stored =
        store(
            """
            spec:
              containers:
              - name: a
                image: /d/s/r/i
                resources: {limits: {memory: 500Gi, cpu: 0.75}}
            """,
            "CPU_X64_S");

    assertThat(stored.yaml())
        .endsWith(
            """
                resources:
                  limits:
                    memory: "13Gi"
                    cpu: "0.75"
                  requests:
                    memory: "13Gi"
                    cpu: "0.75"
            """
                .indent(0));
  }

  @Test
  void what_is_shown_can_be_applied_again_without_the_pins() {
    var once = store(Specs.FULL, "CPU_X64_M");

    var again = store(once.yaml().replaceAll("(?m)^ *sha256: .*\n", ""), "CPU_X64_M");

    assertThat(once.yaml()).contains("TITLE: \"a \\\"quoted\\\" title\"");
    assertThat(again.yaml()).isEqualTo(once.yaml());
  }

  @Test
  void the_digest_follows_the_pinned_image() {
    var specification = ServiceSpecification.parse(Specs.FULL);
    var reference = ImageReference.parse("/db/sc/repo/web:1.0", HOST).orElseThrow();
    var one = new PinnedImage(reference, "sha256:" + "1".repeat(64));
    var two = new PinnedImage(reference, "sha256:" + "2".repeat(64));
    var family = InstanceFamily.named("cpu_x64_m").orElseThrow();

    var before = StoredSpecification.of(specification, List.of(one, one), HOST, family);
    var same = StoredSpecification.of(specification, List.of(one, one), HOST, family);
    var after = StoredSpecification.of(specification, List.of(one, two), HOST, family);

    assertThat(before.digest()).isEqualTo(same.digest()).isNotEqualTo(after.digest());
  }

  @Test
  void image_references_are_understood_in_all_their_forms() {
    assertThat(ImageReference.parse("/Db/Sc/Repo/team/img", HOST).orElseThrow())
        .extracting(ImageReference::repository, ImageReference::name, ImageReference::canonical)
        .containsExactly("DB.SC.REPO", "team/img", "db/sc/repo/team/img:latest");
    assertThat(ImageReference.parse(HOST + "/db/sc/repo/img:v1", HOST)).isPresent();
    assertThat(ImageReference.parse("db/sc/repo/img@sha256:" + "a".repeat(64), HOST)).isPresent();
    assertThat(ImageReference.parse("quay.io/db/sc/repo/img", HOST)).isEmpty();
    assertThat(ImageReference.parse("img:v1", HOST)).isEmpty();
    assertThat(ImageReference.parse("/db/sc/repo/IMG", HOST)).isEmpty();
  }
}
