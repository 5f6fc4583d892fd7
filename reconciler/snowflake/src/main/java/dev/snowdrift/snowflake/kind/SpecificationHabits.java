package dev.snowdrift.snowflake.kind;

import java.util.Map;
import java.util.Optional;

/// What people write who come from Kubernetes, from Compose or from the private preview, and what
/// it is here.
final class SpecificationHabits {
  private static final String OF_THE_PREVIEW = "the singular is from the private preview";
  private static final String PROBE = "write `port` and `path` directly under the probe";
  private static final String MOUNTS =
      "write `source: local`, `memory`, `block` or `stage` beside the volume's name";

  private static final Map<String, String> NEXT =
      Map.ofEntries(
          Map.entry("apiVersion", "drop it: a specification begins with `spec:`"),
          Map.entry("kind", "drop it: a specification begins with `spec:`"),
          Map.entry("metadata", "drop it: the manifest's `metadata.name` names the service"),
          Map.entry("template", "drop it: `containers` stands directly under `spec`"),
          Map.entry("selector", "drop it: a service is one set of containers"),
          Map.entry("container", "write `containers:`; " + OF_THE_PREVIEW),
          Map.entry("endpoint", "write `endpoints:`; " + OF_THE_PREVIEW),
          Map.entry("volume", "write `volumes:`; " + OF_THE_PREVIEW),
          Map.entry(
              "networkPolicyConfig",
              "drop it; give the service an integration: `externalAccessIntegrations: [...]`"),
          Map.entry("networkPolicy", "drop it; give the service an integration"),
          Map.entry("ports", "write `endpoints:` beside `containers:`, with name and port"),
          Map.entry("containerPort", "write `port`"),
          Map.entry("targetPort", "write `port`: an endpoint has one"),
          Map.entry("restartPolicy", "drop it: containers of a service are always restarted"),
          Map.entry("imagePullPolicy", "drop it: an upgrade looks the image up again"),
          Map.entry("imagePullSecrets", "drop it: images come from the account's repositories"),
          Map.entry("initContainers", "do it in the image's entry point, or in a Job before"),
          Map.entry("nodeSelector", "drop it; the manifest's `computePool` says where it runs"),
          Map.entry("serviceAccountName", "drop it: containers act as the service's owner role"),
          Map.entry("replicas", "write `instances: {min: ..., max: ...}` in the manifest's spec"),
          Map.entry("min_instances", "write `instances: {min: ...}` in the manifest's spec"),
          Map.entry("minInstances", "write `instances: {min: ...}` in the manifest's spec"),
          Map.entry("max_instances", "write `instances: {max: ...}` in the manifest's spec"),
          Map.entry("maxInstances", "write `instances: {max: ...}` in the manifest's spec"),
          Map.entry("computePool", "write it in the manifest's spec, beside `specification`"),
          Map.entry("compute_pool", "write `computePool` in the manifest's spec"),
          Map.entry("externalAccessIntegrations", "write it in the manifest's spec, not in here"),
          Map.entry("queryWarehouse", "write it in the manifest's spec, beside `specification`"),
          Map.entry("httpGet", PROBE),
          Map.entry("tcpSocket", PROBE + "; only HTTP is probed"),
          Map.entry("exec", PROBE + "; only HTTP is probed"),
          Map.entry("initialDelaySeconds", "drop it; raise `failureThreshold` instead"),
          Map.entry("timeoutSeconds", "drop it; raise `failureThreshold` instead"),
          Map.entry("successThreshold", "drop it: one answer is enough"),
          Map.entry("startupProbe", "drop it; raise the readiness probe's `failureThreshold`"),
          Map.entry("envFrom", "list each variable in `env`, or each secret in `secrets`"),
          Map.entry("valueFrom", "list the secret in `secrets`, with envVarName"),
          Map.entry("environment", "write `env:`"),
          Map.entry("entrypoint", "write `command:`"),
          Map.entry("emptyDir", MOUNTS),
          Map.entry("persistentVolumeClaim", MOUNTS),
          Map.entry("hostPath", MOUNTS),
          Map.entry("configMap", MOUNTS),
          Map.entry("secret", "list it in the container's `secrets`, with directoryPath"),
          Map.entry("readOnly", "drop it: a stage is writable as far as the owner role may write"),
          Map.entry("subPath", "mount the volume as a whole, or name the folder in stageConfig"),
          Map.entry("securityContext", "write it under `capabilities`, beside `spec`"),
          Map.entry("serviceRoles", "move it to the left: it stands beside `spec`, not under it"),
          Map.entry("capabilities", "move it to the left: it stands beside `spec`, not under it"),
          Map.entry("gpu", "write `nvidia.com/gpu`"));

  private SpecificationHabits() {}

  /// What to write in place of a key that does not exist.
  static Optional<String> next(String key) {
    return Optional.ofNullable(NEXT.get(key));
  }
}
