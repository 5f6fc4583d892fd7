package dev.snowdrift.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// The same deployments twice: as manifests, and as a project that `prefect deploy --all` takes.
/// Every deployment has a schedule, a parameter, a description and a tag; runs clone the
/// repository.
record PrefectProject(int flows, int deploymentsOfAFlow) {
  static final String POOL = "bench";
  static final String REPOSITORY = "https://git.example.com/scale.git";

  int deployments() {
    return flows * deploymentsOfAFlow;
  }

  static String flow(int flow) {
    return "bench-flow-" + flow;
  }

  private static String code(int flow) {
    return """
    from prefect import flow


    @flow(name="%s")
    def main(n: int = 1):
        pass
    """
        .formatted(flow(flow));
  }

  private static String cron(int flow, int deployment) {
    return "%d %d * * *".formatted(flow % 60, deployment % 24);
  }

  /// The files of a repository for one environment.
  Map<String, String> manifests() {
    var files = new TreeMap<String, String>();
    files.put(
        "environments/%s.yaml".formatted(Estate.ENVIRONMENT),
        """
        apiVersion: snowdrift.dev/v1alpha1
        kind: Environment
        metadata: {name: %s}
        spec: {}
        """
            .formatted(Estate.ENVIRONMENT));
    files.put(
        "base/pool.yaml",
        """
        apiVersion: snowdrift.dev/v1alpha1
        kind: WorkPool
        metadata: {name: %s}
        spec: {type: process}
        """
            .formatted(POOL));
    for (var flow = 0; flow < flows; flow++) {
      files.put("flows/flow_%d.py".formatted(flow), code(flow));
      files.put("base/flow-%d.yaml".formatted(flow), manifest(flow));
    }
    return files;
  }

  private String manifest(int flow) {
    var text = new StringBuilder();
    text.append(
        """
        apiVersion: snowdrift.dev/v1alpha1
        kind: Flow
        metadata: {name: %s}
        spec:
          entrypoint: flows/flow_%d.py:main
          workPool: %s
          deployments:
        """
            .formatted(flow(flow), flow, POOL));
    for (var i = 0; i < deploymentsOfAFlow; i++) {
      text.append(
          """
              - name: d%d
                description: deployment %d
                tags: [bench]
                parameters: {n: %d}
                schedules: [{name: daily, cron: "%s", timezone: UTC}]
          """
              .formatted(i, i, i, cron(flow, i)));
    }
    return text.toString();
  }

  /// Writes `prefect.yaml` and the code of the flows.
  void write(Path folder) {
    try {
      Files.createDirectories(folder.resolve("flows"));
      for (var flow = 0; flow < flows; flow++) {
        Files.writeString(folder.resolve("flows/flow_%d.py".formatted(flow)), code(flow));
      }
      Files.writeString(folder.resolve("prefect.yaml"), projectFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the project into " + folder, e);
    }
  }

  private String projectFile() {
    var text = new StringBuilder();
    text.append(
        """
        name: bench
        pull:
          - prefect.deployments.steps.git_clone:
              repository: %s
              branch: main
        deployments:
        """
            .formatted(REPOSITORY));
    for (var flow = 0; flow < flows; flow++) {
      for (var i = 0; i < deploymentsOfAFlow; i++) {
        text.append(
            """
              - name: d%d
                entrypoint: flows/flow_%d.py:main
                description: deployment %d
                tags: [bench]
                parameters: {n: %d}
                schedules: [{slug: daily, cron: "%s", timezone: UTC}]
                work_pool: {name: %s}
            """
                .formatted(i, flow, i, i, cron(flow, i), POOL));
      }
    }
    return text.toString();
  }
}
