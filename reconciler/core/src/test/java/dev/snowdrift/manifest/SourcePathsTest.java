package dev.snowdrift.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcePathsTest {
  private static final Location AT = new Location("base/a.yaml", 7, 22);
  private final Problems problems = new Problems();

  @ParameterizedTest
  @ValueSource(
      strings = {"specs/worker.yaml", "a", "a/b/c.d", ".gitkeep", "a..b/c", "A_b-c+d=e@1.yaml"})
  void plain_relative_paths_are_fine(String path) {
    assertThat(SourcePaths.check(path, AT, "Service S", problems)).isTrue();
    assertThat(problems.list()).isEmpty();
  }

  @ParameterizedTest
  @Tag("T4")
  @ValueSource(strings = {"../../../etc/passwd", "specs/../x", "..", "specs/.."})
  void a_path_that_climbs_is_refused_at_its_field(String path) {
    assertThat(SourcePaths.check(path, AT, "Service S", problems)).isFalse();

    assertThat(problems.list())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo(Code.PATH_ESCAPE);
          assertThat(problem.at()).isEqualTo(AT);
        });
  }

  @ParameterizedTest
  @Tag("T5")
  @ValueSource(
      strings = {
        "/etc/passwd",
        "file:///etc/passwd",
        "C:\\x",
        "~/.ssh/id_rsa",
        "specs/%2e%2e/x",
        "specs/..%2fx",
        "a//b",
        "a/./b",
        "",
        "a/",
        "a\\b",
        "-u",
        "a b",
        "\u0430.yaml",
        "a\u0000b"
      })
  void anything_but_a_plain_relative_path_is_refused(String path) {
    assertThat(SourcePaths.check(path, AT, "Service S", problems)).isFalse();
    assertThat(problems.list()).extracting(Problem::code).containsExactly(Code.PATH_ESCAPE);
  }

  @Test
  @Tag("T10")
  @Tag("T14")
  void long_and_deep_paths_are_refused() {
    assertThat(SourcePaths.objection("a".repeat(4_096))).isPresent();
    assertThat(SourcePaths.objection("a".repeat(256))).isPresent();
    assertThat(SourcePaths.objection("a/".repeat(16) + "b")).isPresent();
    assertThat(SourcePaths.objection("a/".repeat(15) + "b")).isEmpty();
  }

  @Test
  @Tag("T9")
  void files_that_differ_only_by_case_are_told() {
    SourcePaths.checkTree(List.of("base/A.yaml", "base/a.yaml", "base/b.yaml"), problems);

    assertThat(problems.list())
        .singleElement()
        .satisfies(problem -> assertThat(problem.what()).contains("`base/A.yaml`"));
  }
}
