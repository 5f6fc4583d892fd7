package dev.snowdrift.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.snowdrift.git.GitException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitRepositoryTest {
  @TempDir Path temporary;
  private Origin origin;
  private GitRepository git;

  @BeforeEach
  void begin() {
    origin = Origin.in(temporary.resolve("origin"));
    git = open();
  }

  @AfterEach
  void end() {
    git.close();
    origin.close();
  }

  private GitRepository open() {
    return GitRepository.open(
        temporary.resolve("copy"), GitRemote.of(origin.path().toString()), GitLimits.defaults());
  }

  private CommitId commit(String branch, String message, CommitId... parents) {
    return origin.commit(branch, message, origin.files(Map.of("base/a.yaml", message)), parents);
  }

  private static GitException failure(Callable<?> call) {
    return catchThrowableOfType(GitException.class, call::call);
  }

  @Test
  void a_fetched_commit_is_read_as_it_was_pushed() {
    var tree = origin.files(Map.of("base/b.yaml", "b", "base/a.yaml", "a", "README.md", "hello"));
    var head = origin.commit("main", "Add two manifests\n\nWith a body.", tree);

    var revision = git.fetch("main");
    var files = git.tree(head, GitLimits.defaults(), "");

    assertThat(revision)
        .isEqualTo(
            new Revision(
                head,
                "Ada <ada@example.com>",
                "Add two manifests",
                Instant.parse("2026-01-01T00:01:00Z")));
    assertThat(files.findings()).isEmpty();
    assertThat(files.paths()).containsExactly("README.md", "base/a.yaml", "base/b.yaml");
    assertThat(files.read("base/b.yaml")).hasValue("b".getBytes(StandardCharsets.UTF_8));
    assertThat(files.size("README.md")).hasValue(5);
    assertThat(files.read("base")).isEmpty();
    assertThat(files.read("base/../README.md")).isEmpty();
  }

  @Test
  void one_advertisement_answers_for_all_branches_and_omits_the_missing() {
    var main = commit("main", "1");
    var dev = commit("dev", "2", main);
    commit("development", "3", dev);

    var heads = git.advertise(Set.of("main", "dev", "gone"));

    assertThat(heads).containsExactly(Map.entry("dev", dev), Map.entry("main", main));
    assertThat(git.resolve("main")).isEmpty();
  }

  @Test
  @Tag("T17")
  void an_empty_repository_has_no_branches() {
    assertThat(git.advertise(Set.of("main"))).isEmpty();
    assertThat(failure(() -> git.fetch("main")).reason()).isEqualTo(Reason.NO_BRANCH);
  }

  @Test
  @Tag("T45")
  void a_deleted_branch_is_told_apart_and_its_last_head_stays() {
    var head = commit("main", "1");
    commit("other", "2");
    git.fetch("main");
    origin.delete("main");

    var failure = failure(() -> git.fetch("main"));

    assertThat(failure.reason()).isEqualTo(Reason.NO_BRANCH);
    assertThat(git.advertise(Set.of("main"))).isEmpty();
    assertThat(git.resolve("main").map(Revision::id)).hasValue(head);
  }

  @Test
  void a_branch_may_become_a_folder_of_branches() {
    commit("feature", "1");
    git.fetch("feature");
    origin.delete("feature");
    var below = commit("feature/x", "2");

    git.fetch("feature/x");

    assertThat(git.resolve("feature/x").map(Revision::id)).hasValue(below);
  }

  @Test
  @Tag("T46")
  void a_force_push_moves_the_head_and_is_no_descendant() {
    var first = commit("main", "1");
    var second = commit("main", "2", first);
    git.fetch("main");
    var rewritten = commit("main", "2, but other", first);

    git.fetch("main");

    assertThat(git.resolve("main").map(Revision::id)).hasValue(rewritten);
    assertThat(git.isDescendant(rewritten, second)).isFalse();
    assertThat(git.isDescendant(rewritten, first)).isTrue();
    assertThat(git.isDescendant(first, first)).isTrue();
    assertThat(git.isDescendant(first, second)).isFalse();
    assertThat(git.resolve(second.sha())).isPresent();
    assertThat(git.tree(second, GitLimits.defaults(), "").paths()).containsExactly("base/a.yaml");
  }

  @Test
  @Tag("T46")
  void ancestry_of_an_unknown_commit_is_not_proven() {
    var head = commit("main", "1");
    git.fetch("main");
    var unknown = new CommitId("1".repeat(40));

    assertThat(git.isDescendant(head, unknown)).isFalse();
    assertThat(git.isDescendant(unknown, head)).isFalse();
    assertThat(git.resolve(unknown.sha())).isEmpty();
    assertThat(failure(() -> git.revision(unknown)).reason()).isEqualTo(Reason.UNKNOWN_COMMIT);
  }

  @Test
  void the_log_lists_what_one_commit_has_and_the_other_has_not() {
    var first = commit("main", "1");
    var second = commit("main", "2", first);
    var side = commit("side", "side", first);
    var merge = commit("main", "merge", second, side);
    git.fetch("main");

    var log = git.log(first, merge, 10);

    assertThat(log.getFirst().id()).isEqualTo(merge);
    assertThat(log).extracting(Revision::id).containsExactlyInAnyOrder(merge, second, side);
    assertThat(git.log(first, merge, 2)).hasSize(2);
    assertThat(git.behind(first, merge)).isEqualTo(3);
    assertThat(git.behind(merge, merge)).isZero();
  }

  @Test
  @Tag("T71")
  void a_commit_read_by_id_does_not_move_with_its_branch() {
    var first = commit("main", "1");
    git.fetch("main");
    var tree = git.tree(first, GitLimits.defaults(), "base");
    commit("main", "2", first);
    git.fetch("main");

    var read = tree.read("a.yaml");

    assertThat(read).hasValue("1".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  @Tag("T10")
  void author_and_subject_are_made_showable() {
    var id = commit("main", "\u001b[31mred\u202e and " + "long ".repeat(100));

    var revision = git.fetch("main");

    assertThat(revision.id()).isEqualTo(id);
    assertThat(revision.subject()).startsWith("\ufffd[31mred\ufffd and ").hasSize(200);
  }

  @Test
  void a_branch_that_points_to_no_commit_is_a_bad_object() {
    origin.point("main", origin.blob("not a commit"));

    var failure = failure(() -> git.fetch("main"));

    assertThat(failure.reason()).isEqualTo(Reason.BAD_OBJECT);
    assertThat(git.resolve("main")).isEmpty();
  }

  @Test
  @Tag("T72")
  void names_that_can_not_be_branches_are_refused() {
    for (var name : List.of("../../x", "main\n", "-u", "a..b", "", "refs/heads/\u202ex")) {
      assertThat(failure(() -> git.fetch(name)).reason()).isEqualTo(Reason.REFUSED);
      assertThat(failure(() -> git.advertise(Set.of(name))).reason()).isEqualTo(Reason.REFUSED);
      assertThat(git.resolve(name)).isEmpty();
    }
  }

  @Test
  @Tag("T73")
  void a_commit_with_a_missing_file_does_not_become_the_head() throws IOException {
    var first = commit("main", "1");
    git.fetch("main");
    var absent = ObjectId.fromString("2".repeat(40));
    var tree = origin.tree(origin.entry("100644", "a.yaml", absent));
    origin.commit("main", "incomplete", tree, first);

    var failure = failure(() -> git.fetch("main"));

    assertThat(failure).isNotNull();
    assertThat(git.resolve("main").map(Revision::id)).hasValue(first);
    assertThat(git.tree(first, GitLimits.defaults(), "").paths()).containsExactly("base/a.yaml");
  }

  @Test
  @Tag("T12")
  void nothing_is_made_but_objects_and_refs() throws IOException {
    var tree =
        origin.files(
            Map.of(
                ".gitattributes", "* filter=evil\n",
                ".lfsconfig", "[lfs]\n\turl = http://127.0.0.1:1/\n",
                "base/a.yaml", "a"));
    origin.commit("main", "1", tree);

    git.fetch("main");

    try (var files = Files.walk(temporary.resolve("copy"))) {
      assertThat(files.map(f -> temporary.resolve("copy").relativize(f).toString()))
          .allMatch(f ->
              f.isEmpty()
                  || f.matches(
                      "(HEAD|FETCH_HEAD|config|snowdrift.lock|objects(/.*)?|refs(/heads|/snowdrift.*)?)"));
    }
  }

  @Test
  void a_second_user_of_the_directory_is_refused() {
    var failure = failure(this::open);

    assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
  }

  @Test
  void a_directory_with_other_content_is_refused_and_left_alone() throws IOException {
    var foreign = Files.createDirectory(temporary.resolve("foreign"));
    Files.writeString(foreign.resolve("letter.txt"), "dear");

    var failure =
        failure(() ->
            GitRepository.open(
                foreign, GitRemote.of(origin.path().toString()), GitLimits.defaults()));

    assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
    assertThat(foreign.toFile().list()).containsExactly("letter.txt");
  }

  @Test
  void after_a_kill_leftovers_are_removed_and_the_rest_is_used_again() throws IOException {
    var first = commit("main", "1");
    git.fetch("main");
    git.close();
    var copy = temporary.resolve("copy");
    Files.createFile(copy.resolve("refs/snowdrift/heads/main.lock"));
    Files.writeString(copy.resolve("objects/incoming_123.pack"), "half a pack");
    Files.writeString(copy.resolve("config"), "[snowdrift]\n[core]\n\tbare = false\n");
    var second = commit("main", "2", first);

    git = open();
    var before = git.resolve("main").map(Revision::id);
    git.fetch("main");

    assertThat(before).hasValue(first);
    assertThat(git.resolve("main").map(Revision::id)).hasValue(second);
    assertThat(copy.resolve("objects/incoming_123.pack")).doesNotExist();
    assertThat(copy.resolve("config")).content().contains("bare = true");
  }

  @Test
  void many_threads_fetch_and_read_at_once() throws Exception {
    var first = commit("main", "1");
    git.fetch("main");
    for (int i = 0; i < 6; i++) {
      commit("env" + i, "env" + i, first);
    }
    List<Future<Revision>> results;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      results =
          threads.invokeAll(
              java.util.stream.IntStream.range(0, 24)
                  .<Callable<Revision>>mapToObj(i ->
                      () -> {
                        git.tree(first, GitLimits.defaults(), "").read("base/a.yaml");
                        return git.fetch("env" + i % 6);
                      })
                  .toList());
    }

    for (var result : results) {
      assertThat(git.isDescendant(result.get().id(), first)).isTrue();
    }
  }

  @Test
  @Tag("T14")
  void a_pack_over_a_limit_is_refused_and_nothing_of_it_stays() throws IOException {
    var noise = new byte[200_000];
    new java.util.Random(7).nextBytes(noise);
    origin.commit("main", "1", origin.tree(origin.entry("100644", "big", origin.blob(noise))));
    var small = GitLimits.defaults();

    assertThat(refusal(small.withPack(100_000, 1_000, 1 << 20))).isEqualTo(Reason.LIMIT);
    assertThat(refusal(small.withPack(1 << 20, 2, 1 << 20))).isEqualTo(Reason.LIMIT);
    assertThat(refusal(small.withPack(1 << 20, 1_000, 100_000))).isEqualTo(Reason.LIMIT);
    try (var files = Files.walk(temporary.resolve("limited/objects"))) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  private Reason refusal(GitLimits limits) {
    try (var limited =
        GitRepository.open(
            temporary.resolve("limited"), GitRemote.of(origin.path().toString()), limits)) {
      return failure(() -> limited.fetch("main")).reason();
    }
  }

  @Test
  @Tag("T8")
  void a_malformed_commit_object_is_a_bad_object() {
    var bad =
        origin.insert(Constants.OBJ_COMMIT, "tree nonsense\n".getBytes(StandardCharsets.UTF_8));
    origin.point("main", bad);

    var failure = failure(() -> git.fetch("main"));

    assertThat(failure).isNotNull();
    assertThat(git.resolve("main")).isEmpty();
  }
}
