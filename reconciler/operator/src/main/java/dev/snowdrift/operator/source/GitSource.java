package dev.snowdrift.operator.source;

import dev.snowdrift.git.CommitId;
import dev.snowdrift.git.GitException;
import dev.snowdrift.git.GitFinding;
import dev.snowdrift.git.GitLimits;
import dev.snowdrift.git.GitRepository;
import dev.snowdrift.git.TreeScope;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Location;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.manifest.Revision;
import dev.snowdrift.operator.loop.Source;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Commits from the bare mirror of a repository. Several environments share one.
public final class GitSource implements Source {
  private final GitRepository repository;
  private final TreeScope scope;
  private final Map<String, CommitId> heads = new ConcurrentHashMap<>();

  /// Reads commits of a repository.
  ///
  /// @param path folder of the desired state in the repository; empty for its root
  public GitSource(GitRepository repository, String path) {
    this.repository = repository;
    this.scope = TreeScope.below(path).only(DirectoryTree.FOLDERS.toArray(String[]::new));
  }

  @Override
  public Optional<Revision> head(String branch) {
    return asking(() -> {
      if (!repository.advertise(Set.of(branch)).containsKey(branch)) {
        heads.remove(branch);
        return Optional.empty();
      }
      var head = repository.fetch(branch);
      heads.put(branch, head.id());
      return Optional.of(revision(branch, head));
    });
  }

  @Override
  public Set<String> moved(Set<String> branches) {
    return asking(() -> {
      var advertised = repository.advertise(branches);
      var moved = new HashSet<String>();
      for (var branch : branches) {
        if (!Optional.ofNullable(advertised.get(branch))
            .equals(Optional.ofNullable(heads.get(branch)))) {
          moved.add(branch);
        }
      }
      return moved;
    });
  }

  @Override
  public Files files(Revision revision) {
    return asking(() -> {
      var tree = repository.tree(new CommitId(revision.id()), GitLimits.defaults(), scope);
      return new Files(tree, tree.findings().stream().map(GitSource::problem).toList());
    });
  }

  @Override
  public Optional<Revision> find(String branch, String commit) {
    return asking(() -> repository.resolve(commit).map(found -> revision(branch, found)));
  }

  @Override
  public boolean descends(String descendant, String ancestor) {
    return asking(() -> repository.isDescendant(new CommitId(descendant), new CommitId(ancestor)));
  }

  private static Revision revision(String branch, dev.snowdrift.git.Revision found) {
    return new Revision(
        found.id().sha(), branch, found.author(), found.subject(), found.committedAt());
  }

  private static Problem problem(GitFinding finding) {
    return new Problem(
        code(finding.code()),
        Location.of(finding.path()),
        "",
        finding.what(),
        finding.why(),
        finding.next());
  }

  private static Code code(GitFinding.Code code) {
    return switch (code) {
      case PATH_SYMLINK, PATH_SUBMODULE, PATH_MODE -> Code.PATH_SYMLINK;
      case PATH_CONFUSABLE -> Code.PATH_CONFUSABLE;
      case GIT_BAD_TREE, PATH_CHARACTER, PATH_TOO_DEEP -> Code.PATH_ESCAPE;
      case TOO_MANY_FILES -> Code.FILE_COUNT;
      case FILE_TOO_LARGE, TREE_TOO_LARGE -> Code.FILE_TOO_LARGE;
      case LFS_POINTER -> Code.FILE_POINTER;
    };
  }

  private interface Question<T> {
    T ask();
  }

  private static <T> T asking(Question<T> question) {
    try {
      return question.ask();
    } catch (GitException e) {
      throw new SourceUnavailable("%s: %s; %s".formatted(e.what(), e.why(), e.next()), e);
    }
  }
}
