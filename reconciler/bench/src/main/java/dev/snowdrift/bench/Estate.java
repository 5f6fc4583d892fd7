package dev.snowdrift.bench;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A desired state of any size, the same for the same size: four databases and in them, in fixed
/// shares, what a data platform has.
///
/// @param manifests how many resources are declared; what they imply (grants of roles, deployments
///   of flows) comes on top
/// @param files the repository: path to text
public record Estate(int manifests, SortedMap<String, String> files) {
  /// The environment, and the branch it follows.
  public static final String ENVIRONMENT = "scale";

  /// Statements of SHOW grow with databases and roles, so their number does not depend on the size.
  static final int DATABASES = 4;

  /// The same for roles, each of which has one SHOW GRANTS.
  static final int ROLES = 10;

  private static final int SERVICES = 4;
  private static final int WORK_POOLS = 2;

  public Estate {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /// The estate with this many resources.
  ///
  /// @param manifests at least 100
  public static Estate of(int manifests) {
    if (manifests < 100) {
      throw new IllegalArgumentException("an estate has at least 100 resources");
    }
    return new Building(manifests).build();
  }

  /// The image that the services run.
  static String imageRepository() {
    return "SCALE_0.S0.IMAGES_0";
  }

  private static final class Building {
    private final int size;
    private final Documents documents = new Documents();

    Building(int size) {
      this.size = size;
    }

    Estate build() {
      containers();
      access();
      compute();
      prefect();
      for (var i = 0; documents.count() < size; i++) {
        add(
            "Stage",
            "SCALE_%d.S0.STAGE_%d".formatted(i % DATABASES, i),
            "directory: true\ncomment: files of load %d".formatted(i));
      }
      var files = new TreeMap<>(documents.files());
      files.put("flows/load.py", "def load(days: int = 1) -> None:\n    print(days)\n");
      return new Estate(documents.count(), files);
    }

    private int share(int percent) {
      return size * percent / 100;
    }

    private void containers() {
      for (var i = 0; i < DATABASES; i++) {
        add("Database", "SCALE_" + i, "comment: database %d of ${owner}".formatted(i));
        add("Schema", "SCALE_%d.S0".formatted(i), "comment: the first schema");
      }
      for (var i = 0; i < share(3); i++) {
        add("Schema", "SCALE_%d.APP_%d".formatted(i % DATABASES, i), "comment: application " + i);
      }
      for (var i = 0; i < Math.max(DATABASES, share(3)); i++) {
        add("ImageRepository", inSchema("IMAGES", i), "comment: images " + i);
      }
    }

    private void access() {
      for (var i = 0; i < share(10); i++) {
        add(
            "NetworkRule",
            inSchema("EGRESS", i),
            "type: HOST_PORT\nmode: EGRESS\nvalues: [\"host-%d.example.com:443\"]".formatted(i));
      }
      for (var i = 0; i < share(15); i++) {
        add(
            "Secret",
            inSchema("KEY", i),
            "type: GENERIC_STRING\nvalueFrom: {env: KEY_%d}\ncomment: key %d".formatted(i, i));
      }
      for (var i = 0; i < share(2); i++) {
        add(
            "ExternalAccessIntegration",
            "SCALE_EAI_" + i,
            "networkRules: [%s]\nsecrets: [%s]"
                .formatted(inSchema("EGRESS", i), inSchema("KEY", i)));
      }
      for (var i = 0; i < ROLES; i++) {
        add(
            "Role",
            "SCALE_ROLE_" + i,
            """
            comment: people of team %d
            grants:
              - {on: DATABASE SCALE_%d, privileges: [USAGE]}
              - {on: SCHEMA SCALE_%d.S0, privileges: [USAGE]}\
            """
                .formatted(i, i % DATABASES, i % DATABASES));
      }
    }

    private void compute() {
      for (var i = 0; i < share(4); i++) {
        add(
            "Warehouse",
            "SCALE_WH_" + i,
            "size: XSMALL\nautoSuspendSeconds: 60\nautoResume: true\ncomment: warehouse " + i);
        add(
            "Grant",
            "ROLE SCALE_ROLE_%d ON WAREHOUSE SCALE_WH_%d".formatted(i % ROLES, i),
            "privileges: [USAGE, MONITOR]");
      }
      for (var i = 0; i < Math.max(SERVICES, share(1)); i++) {
        add(
            "ComputePool",
            "SCALE_POOL_" + i,
            "instanceFamily: CPU_X64_XS\nminNodes: 1\nmaxNodes: 1\nautoResume: true");
      }
      for (var i = 0; i < SERVICES; i++) {
        add(
            "Service",
            "SCALE_0.S0.WORKER_" + i,
            """
            computePool: SCALE_POOL_%d
            instances: {min: 1, max: 1}
            specification:
              spec:
                containers:
                  - name: worker
                    image: /scale_0/s0/images_0/worker:1.0.0
                    resources:
                      requests: {memory: 1Gi, cpu: "0.5"}
                      limits: {memory: 1Gi, cpu: "1"}\
            """
                .formatted(i));
      }
    }

    private void prefect() {
      for (var i = 0; i < WORK_POOLS; i++) {
        add("WorkPool", "scale-pool-" + i, "type: process\ndescription: workers " + i);
      }
      for (var i = 0; i < share(10); i++) {
        add("Variable", "scale_variable_" + i, "value: value-" + i);
      }
      for (var i = 0; i < share(5); i++) {
        add("Block", "secret/scale-block-" + i, "valueFrom: {env: BLOCK_%d}".formatted(i));
      }
      for (var i = 0; i < share(8); i++) {
        add(
            "Flow",
            "scale-flow-" + i,
            """
            entrypoint: flows/load.py:load
            workPool: scale-pool-%d
            tags: [scale]
            env: {REGIONS: "{{ prefect.variables.scale_variable_%d }}"}
            deployments:
              - name: daily
                parameters: {days: 1}
                schedules: [{name: daily, cron: "0 5 * * *", timezone: UTC}]
              - name: weekly
                parameters: {days: 7}
                schedules: [{name: weekly, cron: "30 6 * * 1", timezone: Europe/Berlin}]\
            """
                .formatted(i % WORK_POOLS, i));
      }
    }

    private static String inSchema(String name, int i) {
      return "SCALE_%d.S0.%s_%d".formatted(i % DATABASES, name, i);
    }

    private void add(String kind, String name, String spec) {
      documents.add(kind, name, spec);
    }
  }
}
