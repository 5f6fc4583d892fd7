package dev.snowdrift.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.golden.Notation;
import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.manifest.InMemoryTree;
import dev.snowdrift.manifest.Limits;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.Revision;
import dev.snowdrift.plan.DesiredReader;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Scope;
import dev.snowdrift.snowflake.kind.SnowflakeKinds;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Manifests as a repository would have them, read as the operator reads them.
public final class World {
  /// Every kind that this module has.
  public static final KindRegistry REGISTRY = new KindRegistry(List.of(SnowflakeKinds.all()));

  private World() {}

  /// One resource for each text, in {@link Notation}.
  public static DesiredState of(String... resources) {
    var problems = new Problems();
    var state = read(Map.of(), problems, resources);
    assertThat(problems.list()).isEmpty();
    return state;
  }

  /// As {@link #of}, with files beside the manifests.
  public static DesiredState with(Map<String, String> files, String... resources) {
    var problems = new Problems();
    var state = read(files, problems, resources);
    assertThat(problems.list()).isEmpty();
    return state;
  }

  /// What is wrong with the resources.
  public static List<Problem> problems(String... resources) {
    var problems = new Problems();
    read(Map.of(), problems, resources);
    return problems.list();
  }

  /// What is wrong with the resources and files.
  public static List<Problem> problems(Map<String, String> more, String... resources) {
    var problems = new Problems();
    read(more, problems, resources);
    return problems.list();
  }

  private static DesiredState read(Map<String, String> more, Problems problems, String... texts) {
    var files = new LinkedHashMap<>(more);
    files.put("environments/dev.yaml", "kind: Environment\napiVersion: snowdrift.dev/v1alpha1\n");
    var number = 0;
    for (var text : texts) {
      files.put("base/r%03d.yaml".formatted(number++), Notation.manifest(text));
    }
    return new DesiredReader(REGISTRY, Limits.DEFAULT)
        .read(
            InMemoryTree.of(files),
            "dev",
            new Revision("0".repeat(40), "dev", "a", "s", Instant.EPOCH),
            "https://git.example/etl.git",
            Scope.ALL,
            problems);
  }
}
