package dev.snowdrift.snowflake.kind;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which keys a service specification has, and where (Snowflake documentation, "Service
/// specification reference", "Block storage", "Stage volumes", "Scaling services").
sealed interface SpecificationShape {

  /// A text, a number or a boolean.
  record Value() implements SpecificationShape {}

  /// A list of values.
  record Values() implements SpecificationShape {}

  /// A mapping with free keys and scalar values.
  record Free() implements SpecificationShape {}

  /// A part whose inside the server checks.
  record Open() implements SpecificationShape {}

  record ListOf(SpecificationShape item) implements SpecificationShape {}

  /// A mapping with these keys.
  record Keys(Map<String, SpecificationShape> keys, List<String> required)
      implements SpecificationShape {}

  SpecificationShape TEXT = new Value();

  SpecificationShape ROOT = root();

  private static SpecificationShape root() {
    var amounts = keys("memory", TEXT, "cpu", TEXT, "nvidia.com/gpu", TEXT);
    var probe =
        keys("port", TEXT, "path", TEXT, "periodSeconds", TEXT, "failureThreshold", TEXT)
            .needing("port", "path");
    var secret =
        keys(
                "snowflakeSecret",
                new Open(),
                "directoryPath",
                TEXT,
                "envVarName",
                TEXT,
                "secretKeyRef",
                TEXT)
            .needing("snowflakeSecret");
    var container =
        keys(
                "name",
                TEXT,
                "image",
                TEXT,
                "command",
                new Values(),
                "args",
                new Values(),
                "env",
                new Free(),
                "readinessProbe",
                probe.shape(),
                "livenessProbe",
                probe.shape(),
                "volumeMounts",
                new ListOf(
                    keys("name", TEXT, "mountPath", TEXT).needing("name", "mountPath").shape()),
                "resources",
                keys("requests", amounts.shape(), "limits", amounts.shape()).shape(),
                "mountSessionToken",
                TEXT,
                "sessionTokenConfig",
                keys("path", TEXT, "permission", TEXT, "mountConnectionConfig", TEXT).shape(),
                "secrets",
                new ListOf(secret.shape()))
            .needing("name", "image");
    var cors =
        keys(
            "Access-Control-Allow-Origin", new Values(),
            "Access-Control-Allow-Methods", new Values(),
            "Access-Control-Allow-Headers", new Values(),
            "Access-Control-Expose-Headers", new Values());
    var endpoint =
        keys(
                "name", TEXT,
                "port", TEXT,
                "portRange", TEXT,
                "public", TEXT,
                "protocol", TEXT,
                "corsSettings", cors.shape())
            .needing("name");
    var block =
        keys(
            "initialContents", keys("fromSnapshot", TEXT).shape(),
            "iops", TEXT,
            "throughput", TEXT,
            "encryption", TEXT,
            "snapshotOnDelete", TEXT,
            "snapshotDeleteAfter", TEXT);
    var volume =
        keys(
                "name", TEXT,
                "source", TEXT,
                "size", TEXT,
                "uid", TEXT,
                "gid", TEXT,
                "blockConfig", block.shape(),
                "stageConfig",
                    keys(
                            "name", TEXT,
                            "metadataCache", TEXT,
                            "resources",
                                keys("requests", amounts.shape(), "limits", amounts.shape())
                                    .shape())
                        .needing("name")
                        .shape())
            .needing("name", "source");
    var spec =
        keys(
                "containers", new ListOf(container.shape()),
                "endpoints", new ListOf(endpoint.shape()),
                "volumes", new ListOf(volume.shape()),
                "logExporters", keys("eventTableConfig", keys("logLevel", TEXT).shape()).shape(),
                "platformMonitor",
                    keys("metricConfig", keys("groups", new Values()).shape()).shape(),
                "resourceManagement", new Open())
            .needing("containers");
    var capabilities =
        keys(
            "securityContext",
            keys("executeAsCaller", TEXT, "enableCustomCredentials", TEXT).shape());
    var role = keys("name", TEXT, "endpoints", new Values()).needing("name", "endpoints");
    return keys(
            "spec", spec.shape(),
            "capabilities", capabilities.shape(),
            "serviceRoles", new ListOf(role.shape()))
        .needing("spec")
        .shape();
  }

  /// A mapping in the making.
  record Draft(Map<String, SpecificationShape> keys) {
    SpecificationShape shape() {
      return new Keys(keys, List.of());
    }

    Needing needing(String... required) {
      return new Needing(keys, List.of(required));
    }
  }

  /// A mapping in the making, with required keys.
  record Needing(Map<String, SpecificationShape> keys, List<String> required) {
    SpecificationShape shape() {
      return new Keys(keys, required);
    }
  }

  private static Draft keys(Object... pairs) {
    var keys = new LinkedHashMap<String, SpecificationShape>();
    for (var i = 0; i < pairs.length; i += 2) {
      keys.put((String) pairs[i], (SpecificationShape) pairs[i + 1]);
    }
    return new Draft(keys);
  }
}
