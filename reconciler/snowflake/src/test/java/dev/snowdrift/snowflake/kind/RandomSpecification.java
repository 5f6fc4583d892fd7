package dev.snowdrift.snowflake.kind;

import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A valid specification with some of all that the reference knows, spelled in one of the ways in
/// which people spell it.
final class RandomSpecification {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Random random;
  private final ObjectNode root = JSON.objectNode();
  private final ObjectNode spec = root.putObject("spec");
  private final List<String> volumes = List.of("scratch", "ram", "disk", "files");
  private final boolean blocks;

  private RandomSpecification(long seed) {
    this.random = new Random(seed);
    this.blocks = maybe();
  }

  static JsonNode of(long seed) {
    return new RandomSpecification(seed).build();
  }

  private JsonNode build() {
    var containers = spec.putArray("containers");
    for (var i = 0; i <= random.nextInt(3); i++) {
      container(containers.addObject(), "c" + i);
    }
    var endpoints = spec.putArray("endpoints");
    endpoint(endpoints.addObject().put("name", "web"));
    endpoints.addObject().put("name", "peers").put("portRange", "9000-9010").put("protocol", "TCP");
    volumes();
    if (maybe()) {
      spec.putObject("logExporters")
          .putObject("eventTableConfig")
          .put("logLevel", pick("INFO", "ERROR", "NONE"));
    }
    if (maybe()) {
      var groups = spec.putObject("platformMonitor").putObject("metricConfig").putArray("groups");
      groups.add("system").add("network");
    }
    if (maybe()) {
      scaling(spec.putObject("resourceManagement").putObject("autoScalingPolicies"));
    }
    if (maybe()) {
      root.putObject("capabilities")
          .putObject("securityContext")
          .put("executeAsCaller", maybe())
          .put("enableCustomCredentials", maybe());
    }
    if (maybe()) {
      var roles = root.putArray("serviceRoles");
      roles.addObject().put("name", "reader").putArray("endpoints").add("web").add("peers");
      roles.addObject().put("name", "Admin_1").putArray("endpoints").add("web");
    }
    return root;
  }

  private void container(ObjectNode container, String name) {
    container.put("name", name).put("image", image());
    if (maybe()) {
      container.putArray("command").add("python3").add("-m").add(name);
    }
    if (maybe()) {
      container.putArray("args").add("--level").add(pick("1", "off", "0x1F", "1e3", "~"));
    }
    if (maybe()) {
      var env = container.putObject("env");
      env.put("PORT", 8000 + random.nextInt(10));
      env.put("RATIO", 0.5);
      env.put("DEBUG", maybe());
      env.put(
          "TEXT", pick("yes", "0123", "a: b", "it's \"quoted\" $$", "ü\u00df", " edge ", "12:30"));
    }
    if (maybe()) {
      probe(container.putObject("readinessProbe"));
    }
    if (maybe()) {
      probe(container.putObject("livenessProbe"));
    }
    if (maybe()) {
      resources(container.putObject("resources"));
    }
    if (maybe()) {
      container.put("mountSessionToken", true);
      var token = container.putObject("sessionTokenConfig").put("path", "/app/session");
      if (maybe()) {
        token.put("permission", pick("0600", "0644"));
      }
      if (maybe()) {
        token.put("mountConnectionConfig", maybe());
      }
    }
    if (maybe()) {
      var mounts = container.putArray("volumeMounts");
      for (var volume : volumes) {
        if (!volume.equals("disk") || blocks) {
          mounts.addObject().put("name", volume).put("mountPath", "/mnt/" + volume);
        }
      }
    }
    if (maybe()) {
      secrets(container.putArray("secrets"));
    }
  }

  private String image() {
    return pick(
        "/etl/app/repo/worker:v1",
        "/ETL/App/repo/worker:v1",
        "etl/app/repo/worker:v1",
        "acme-main.registry.snowflakecomputing.com/etl/app/repo/worker:v1",
        "/etl/app/repo/worker",
        "/etl/app/repo/worker@sha256:" + "1".repeat(64));
  }

  private void probe(ObjectNode probe) {
    probe.put("port", 8000).put("path", "/health");
    if (maybe()) {
      probe.put("periodSeconds", 1 + random.nextInt(20));
    }
    if (maybe()) {
      probe.put("failureThreshold", 1 + random.nextInt(9));
    }
  }

  private void resources(ObjectNode resources) {
    var gpu = random.nextInt(3) == 0;
    if (gpu || maybe()) {
      var requests = resources.putObject("requests");
      requests.put("memory", pick("512Mi", "0.5Gi", "1G", "1024M", "1.5Gi"));
      if (maybe()) {
        requests.put("cpu", pick("500m", "0.5", "1", "1.0", "250m"));
      } else {
        requests.put("cpu", 0.75);
      }
      if (gpu) {
        requests.put("nvidia.com/gpu", 1);
      }
    }
    if (gpu || maybe()) {
      var limits = resources.putObject("limits");
      limits.put("memory", pick("2Gi", "2048Mi", "3G"));
      if (maybe()) {
        limits.put("cpu", 2);
      }
      if (gpu) {
        limits.put("nvidia.com/gpu", 1);
      }
    }
  }

  private void secrets(ArrayNode secrets) {
    var named = secrets.addObject();
    named.putObject("snowflakeSecret").put("objectName", pick("KEY", "app.key", "ETL.APP.KEY"));
    named.put("envVarName", "KEY").put("secretKeyRef", "secret_string");
    var files = secrets.addObject();
    files.putObject("snowflakeSecret").put("objectName", "etl.app.key");
    files.put("directoryPath", "/secrets/key");
    if (maybe()) {
      var reference = secrets.addObject();
      reference.putObject("snowflakeSecret").put("objectReference", "app_key");
      reference.put("directoryPath", "/secrets/reference");
    }
  }

  private void endpoint(ObjectNode endpoint) {
    endpoint.put("port", 8000);
    if (maybe()) {
      endpoint.put("protocol", "HTTP");
    }
    if (maybe()) {
      endpoint.put("public", true);
      if (maybe()) {
        var cors = endpoint.putObject("corsSettings");
        cors.putArray("Access-Control-Allow-Origin")
            .add("https://b.example")
            .add("http://a.example:1");
        cors.putArray("Access-Control-Allow-Methods").add("POST").add("GET");
        cors.putArray("Access-Control-Allow-Headers").add("X-A");
        cors.putArray("Access-Control-Expose-Headers").add("X-B");
      }
    } else if (maybe()) {
      endpoint.put("public", false);
    }
  }

  private void volumes() {
    var all = spec.putArray("volumes");
    all.addObject().put("name", "scratch").put("source", "local");
    all.addObject()
        .put("name", "ram")
        .put("source", "memory")
        .put("size", pick("1Gi", "1024Mi", "2G"));
    if (blocks) {
      var disk = all.addObject().put("name", "disk").put("source", "block").put("size", "10Gi");
      if (maybe()) {
        var config = disk.putObject("blockConfig");
        config.put("iops", 3000 + random.nextInt(100)).put("throughput", 125 + random.nextInt(9));
        config.put("encryption", pick("SNOWFLAKE_SSE", "SNOWFLAKE_FULL"));
        config.put("snapshotOnDelete", maybe()).put("snapshotDeleteAfter", pick("7d", "12h"));
        if (maybe()) {
          config.putObject("initialContents").put("fromSnapshot", "ETL.APP.SNAP");
        }
      }
    }
    var files = all.addObject().put("name", "files").put("source", "stage");
    if (maybe()) {
      files.put("uid", 1000).put("gid", 1001);
    }
    var config = files.putObject("stageConfig").put("name", pick("@files", "@ETL.APP.FILES/in"));
    if (maybe()) {
      config.put("metadataCache", pick("1h30m", "90m", "30s"));
    }
    if (maybe()) {
      var resources = config.putObject("resources");
      resources.putObject("requests").put("memory", "1Gi").put("cpu", 0.25);
      resources.putObject("limits").put("memory", "2048Mi").put("cpu", "500m");
    }
  }

  private void scaling(ObjectNode policies) {
    var up =
        policies
            .putObject("scaleUp")
            .putArray("anyConditions")
            .addObject()
            .putObject("metricCondition");
    up.put("metricName", "container.cpu.usage")
        .put("aggregationType", "avg")
        .put("stabilizationPeriodSecs", 60);
    if (maybe()) {
      up.putObject("labels").put("container", "c0").put("level", 3);
    }
    if (maybe()) {
      up.putObject("targetScaling").put("targetValue", 0.8);
    } else {
      var step = up.putObject("stepScaling").put("adjustmentType", "changeInstanceCount");
      step.putArray("scalingSteps").addObject().put("lowerBound", 0.5).put("targetAdjustment", 1);
    }
    policies
        .putObject("suspend")
        .putArray("allConditions")
        .addObject()
        .putObject("metricCondition")
        .put("metricName", "network.ingress")
        .put("aggregationType", "max")
        .put("stabilizationPeriodSecs", 600)
        .putObject("targetScaling")
        .put("targetValue", 0);
  }

  private boolean maybe() {
    return random.nextBoolean();
  }

  private String pick(String... of) {
    return of[random.nextInt(of.length)];
  }
}
