package dev.snowdrift.operator;

import dev.snowdrift.operator.demo.SampleFiles;
import java.util.Map;

/// The manifests of a Prefect server on container services, cut down to what starts in an order:
/// cache, migration, server, background services, registration. Written into the database of the
/// sample's environment dev.
final class PrefectOnSnowflake {
  private static final String SIZES = "overlays/dev/sizes.yaml";
  static final String FILE = "overlays/dev/prefect-server.yaml";
  static final String SCHEMA = "E2E_FLOW_DB_DEV.APP_SCHEMA.";
  static final String IMAGES = "e2e_flow_db_dev/image_schema/image_repo/";

  private PrefectOnSnowflake() {}

  /// The file, for a commit.
  ///
  /// @param migration the tag of the image that migrates
  static Map<String, String> files(String migration) {
    var sizes = SampleFiles.all().getOrDefault(SIZES, "");
    return Map.of(
        FILE,
        text(migration),
        SIZES,
        sizes.replace("  autoSuspendSeconds: 600\n", "  autoSuspendSeconds: 600\n  maxNodes: 5\n"));
  }

  /// Pushes every image that the manifests name.
  static void push(World world, String... migrations) {
    var repository = "E2E_FLOW_DB_DEV.IMAGE_SCHEMA.IMAGE_REPO";
    world.local().push(repository, "redis", "7");
    world.local().push(repository, "prefect", "3");
    world.local().push(repository, "deploy", "1");
    for (var tag : migrations) {
      world.local().push(repository, "migrate", tag);
    }
  }

  private static String text(String migration) {
    return String.join(
        "---\n",
        """
        apiVersion: snowdrift.dev/v1alpha1
        kind: Secret
        metadata: {name: E2E_FLOW_DB_DEV.APP_SCHEMA.PF_DB_PASSWORD}
        spec:
          valueFrom: {env: ALERT_WEBHOOK_DEV}
        """,
        resource("Service", "PF_REDIS", "", container("redis:7", "")),
        resource(
            "Job",
            "PF_MIGRATE",
            "{kind: Service, name: %sPF_REDIS}",
            container("migrate:" + migration, "")),
        resource(
            "Service",
            "PF_SERVER",
            "{kind: Job, name: %sPF_MIGRATE}",
            container("prefect:3", SECRET)),
        resource(
            "Service",
            "PF_SERVICES",
            "{kind: Job, name: %1$sPF_MIGRATE}, {kind: Service, name: %1$sPF_SERVER}",
            container("prefect:3", SECRET)),
        resource(
            "Job",
            "PF_DEPLOY_JOB",
            "{kind: Service, name: %1$sPF_SERVER}, {kind: Service, name: %1$sPF_SERVICES}",
            container("deploy:1", "")));
  }

  private static final String SECRET =
      ", secrets: [{snowflakeSecret: {objectName: PF_DB_PASSWORD}, envVarName: DATABASE_URL,"
          + " secretKeyRef: secret_string}]";

  private static String container(String image, String more) {
    return "{name: main, image: /%s%s%s}".formatted(IMAGES, image, more);
  }

  private static String resource(String kind, String name, String after, String container) {
    return """
    apiVersion: snowdrift.dev/v1alpha1
    kind: %s
    metadata:
      name: %s%s
      dependsOn: [%s]
    spec:
      computePool: E2E_FLOW_COMPUTE_POOL_DEV
      specification: {spec: {containers: [%s]}}
    """
        .formatted(kind, SCHEMA, name, after.formatted(SCHEMA), container);
  }
}
