package dev.snowdrift.git;

import static dev.snowdrift.git.GitFinding.Code.GIT_BAD_TREE;
import static dev.snowdrift.git.GitFinding.Code.PATH_CHARACTER;
import static dev.snowdrift.git.GitFinding.Code.TOO_MANY_FILES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.snowdrift.git.GitException.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Trees that no honest Git writes. They are written straight into the copy's objects, so that the
/// reader is tested without the object checker of a fetch in front of it.
class GitTreeTest {
  private static final GitLimits LIMITS = GitLimits.defaults();
  @TempDir Path temporary;
  private Origin origin;
  private GitRepository git;

  @BeforeEach
  void begin() throws Exception {
    origin = Origin.in(temporary.resolve("origin"));
    git =
        GitRepository.open(
            temporary.resolve("copy"), GitRemote.of(origin.path().toString()), LIMITS);
  }

  @AfterEach
  void end() {
    git.close();
    origin.close();
  }

  /// Objects are files in both repositories; nothing is checked on this way.
  private GitTree read(ObjectId tree, GitLimits limits, TreeScope scope) {
    var commit = origin.commit("main", "crafted", tree);
    LooseObjects.copy(origin.path(), temporary.resolve("copy"));
    return git.tree(commit, limits, scope);
  }

  private GitTree read(ObjectId tree) {
    return read(tree, LIMITS, TreeScope.below(""));
  }

  private static String codes(GitTree tree) {
    return String.join(",", tree.findings().stream().map(f -> f.code() + " " + f.path()).toList());
  }

  @Test
  @Tag("T1")
  @Tag("T2")
  void a_symbolic_link_is_a_finding_and_has_no_content() {
    var link = origin.entry("120000", "a.yaml", origin.blob("/etc/passwd"));

    var tree = read(origin.tree(link));

    assertThat(codes(tree)).isEqualTo("PATH_SYMLINK a.yaml");
    assertThat(tree.paths()).isEmpty();
    assertThat(tree.read("a.yaml")).isEmpty();
  }

  @Test
  @Tag("T3")
  void a_directory_that_is_a_link_is_neither_entered_nor_a_prefix() {
    var real = origin.entry("40000", "real", origin.files(Map.of("a.yaml", "a")));
    var link = origin.entry("120000", "base", origin.blob("real"));
    var root = origin.tree(link, real);

    var tree = read(root);

    assertThat(codes(tree)).isEqualTo("PATH_SYMLINK base");
    assertThat(tree.paths()).containsExactly("real/a.yaml");
    assertThat(read(root, LIMITS, TreeScope.below("base")).exists()).isFalse();
  }

  @Test
  @Tag("T11")
  void a_submodule_is_a_finding() {
    var module = origin.entry("160000", "module", ObjectId.fromString("3".repeat(40)));

    assertThat(codes(read(origin.tree(module)))).isEqualTo("PATH_SUBMODULE module");
  }

  @Test
  @Tag("T12")
  void a_pointer_to_lfs_is_a_finding() {
    var pointer =
        "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 12\n"
            .formatted("a".repeat(64));

    assertThat(codes(read(origin.files(Map.of("a.yaml", pointer)))))
        .isEqualTo("LFS_POINTER a.yaml");
  }

  @Test
  void other_modes_are_findings() {
    var blob = origin.blob("x");
    var tree =
        origin.tree(
            origin.entry("100600", "a", blob),
            origin.entry("100664", "b", blob),
            origin.entry("0", "c", blob),
            origin.entry("100755", "d", blob));

    assertThat(codes(read(tree))).isEqualTo("PATH_MODE a,PATH_MODE b,PATH_MODE c");
    assertThat(read(tree).paths()).containsExactly("d");
  }

  static Stream<Arguments> badNames() {
    return Stream.of(
        arguments("..", GIT_BAD_TREE),
        arguments(".", GIT_BAD_TREE),
        arguments("a/b", GIT_BAD_TREE),
        arguments("../f", GIT_BAD_TREE),
        arguments(".git", GIT_BAD_TREE),
        arguments(".GiT", GIT_BAD_TREE),
        arguments("git~1", GIT_BAD_TREE),
        arguments("GIT~12", GIT_BAD_TREE),
        arguments(".git.", GIT_BAD_TREE),
        arguments(".git ", GIT_BAD_TREE),
        arguments(".git::$INDEX_ALLOCATION", GIT_BAD_TREE),
        arguments(".g\u200cit", GIT_BAD_TREE),
        arguments("", PATH_CHARACTER),
        arguments("a\\b", PATH_CHARACTER),
        arguments("a\nb", PATH_CHARACTER),
        arguments("a\u001b[31m", PATH_CHARACTER),
        arguments("a\u202eb", PATH_CHARACTER),
        arguments("a\u2028b", PATH_CHARACTER),
        arguments("a\ue000b", PATH_CHARACTER),
        arguments("x".repeat(4096), PATH_CHARACTER));
  }

  @ParameterizedTest
  @MethodSource("badNames")
  @Tag("T7")
  @Tag("T10")
  void a_dangerous_name_is_a_finding_whether_file_or_directory(String name, GitFinding.Code code) {
    var below = origin.files(Map.of("f", "f"));
    var file = read(origin.tree(origin.entry("100644", name, origin.blob("x"))));
    var directory = read(origin.tree(origin.entry("40000", name, below)));

    assertThat(file.findings()).extracting(GitFinding::code).containsExactly(code);
    assertThat(directory.findings()).extracting(GitFinding::code).containsExactly(code);
    assertThat(file.paths()).isEmpty();
    assertThat(directory.paths()).isEmpty();
    assertThat(file.findings().getFirst().path().codePoints()).allMatch(PathRules::isShowable);
  }

  @Test
  @Tag("T7")
  void ordinary_names_pass() {
    var names = Map.of(".gitignore", "", "git", "", "a..b", "", "München~1.yaml", "", "日本", "");

    assertThat(codes(read(origin.files(names)))).isEmpty();
  }

  @Test
  @Tag("T10")
  void a_name_that_is_not_utf8_is_a_finding() {
    var entry = new Origin.Entry("100644", "a\u00ff.yaml", origin.blob("x"));

    assertThat(codes(read(origin.tree(entry)))).startsWith("PATH_CHARACTER a");
  }

  @Test
  @Tag("T9")
  void names_that_differ_only_by_case_or_unicode_form_are_findings() {
    var blob = origin.blob("x");
    var tree =
        origin.tree(
            origin.entry("100644", "A.yaml", blob),
            origin.entry("100644", "a.yaml", blob),
            origin.entry("100644", "é", blob),
            origin.entry("100644", "e\u0301", blob),
            origin.entry("100644", "same", blob),
            origin.entry("40000", "same", origin.files(Map.of("f", "f"))));

    assertThat(codes(read(tree)))
        .isEqualTo("PATH_CONFUSABLE a.yaml,PATH_CONFUSABLE e\u0301,PATH_CONFUSABLE same");
  }

  @Test
  @Tag("T8")
  void a_malformed_directory_is_a_finding_and_its_neighbours_are_read() {
    var cut = "100644 a.yaml\0short".getBytes(StandardCharsets.US_ASCII);
    var noise = "no tree at all".getBytes(StandardCharsets.US_ASCII);
    var tree =
        origin.tree(
            origin.entry("40000", "cut", origin.insert(Constants.OBJ_TREE, cut)),
            origin.entry("40000", "fine", origin.files(Map.of("a", "a"))),
            origin.entry("40000", "noise", origin.insert(Constants.OBJ_TREE, noise)));

    assertThat(codes(read(tree))).isEqualTo("GIT_BAD_TREE cut/,GIT_BAD_TREE noise/");
    assertThat(read(tree).paths()).containsExactly("fine/a");
  }

  @Test
  @Tag("T8")
  void an_object_of_another_type_or_none_is_a_bad_object() {
    var blob = origin.blob("x");
    var notTree = origin.tree(origin.entry("40000", "base", blob));
    var absent = origin.tree(origin.entry("100644", "a", ObjectId.fromString("4".repeat(40))));

    for (var tree : new ObjectId[] {notTree, absent, blob}) {
      var failure = catchThrowableOfType(GitException.class, () -> read(tree));
      assertThat(failure.reason()).isEqualTo(Reason.BAD_OBJECT);
    }
  }

  @Test
  @Tag("T13")
  void a_file_over_the_cap_is_a_finding_by_its_size_alone() {
    var tree = read(origin.files(Map.of("big", "x".repeat((1 << 20) + 1), "fits", "x")));

    assertThat(codes(tree)).isEqualTo("FILE_TOO_LARGE big");
    assertThat(tree.read("big")).isEmpty();
    assertThat(tree.size("big")).hasValue((1 << 20) + 1);
    assertThat(tree.read("fits")).isPresent();
  }

  @Test
  @Tag("T14")
  void directories_too_deep_are_a_finding() {
    var path = "d/".repeat(16);

    assertThat(codes(read(origin.files(Map.of(path + "f", "f"))))).isEmpty();
    assertThat(codes(read(origin.files(Map.of(path + "d/f", "f")))))
        .isEqualTo("PATH_TOO_DEEP " + path + "d");
  }

  @Test
  @Tag("T14")
  void too_many_files_are_one_finding() {
    var entries = new ArrayList<Origin.Entry>();
    var blob = origin.blob("x");
    for (int i = 0; i < 11; i++) {
      entries.add(origin.entry("100644", "f%02d".formatted(i), blob));
    }
    var root = origin.tree(entries.toArray(Origin.Entry[]::new));

    var tree = read(root, LIMITS.withTree(16, 10, 100, 1_000), TreeScope.below(""));

    assertThat(codes(tree)).isEqualTo("TOO_MANY_FILES f10");
  }

  @Test
  @Tag("T14")
  void a_tree_that_multiplies_itself_is_given_up_early() {
    var level = origin.files(Map.of());
    for (int depth = 0; depth < 15; depth++) {
      var entries = new ArrayList<Origin.Entry>();
      for (int i = 0; i < 10; i++) {
        entries.add(origin.entry("40000", "d" + i, level));
      }
      level = origin.tree(entries.toArray(Origin.Entry[]::new));
    }

    var tree = read(level);

    assertThat(tree.findings()).extracting(GitFinding::code).containsOnly(TOO_MANY_FILES);
  }

  @Test
  @Tag("T16")
  void all_files_together_over_the_cap_are_a_finding() {
    var files = Map.of("a", "x".repeat(60), "b", "y".repeat(60));

    var tree = read(origin.files(files), LIMITS.withTree(16, 10, 100, 100), TreeScope.below(""));

    assertThat(codes(tree)).isEqualTo("TREE_TOO_LARGE b");
  }

  @Test
  void a_scope_reads_its_folders_only_and_by_relative_paths() {
    var desired =
        origin.tree(
            origin.entry("40000", "base", origin.files(Map.of("a.yaml", "a"))),
            origin.entry("120000", "link", origin.blob("/etc/passwd")));
    var root =
        origin.tree(
            origin.entry("120000", "LINK", origin.blob("x")),
            origin.entry("40000", "team", desired));

    var tree = read(root, LIMITS, TreeScope.below("team").only("base", "overlays"));

    assertThat(tree.exists()).isTrue();
    assertThat(tree.paths()).containsExactly("base/a.yaml");
    assertThat(tree.findings()).isEmpty();
    assertThat(read(root, LIMITS, TreeScope.below("team/base")).paths()).containsExactly("a.yaml");
    assertThat(read(root, LIMITS, TreeScope.below("tea")).exists()).isFalse();
    assertThat(read(root, LIMITS, TreeScope.below("team/../team")).exists()).isFalse();
  }
}
