package dev.snowdrift.bench;

import dev.snowdrift.manifest.Revision;
import dev.snowdrift.manifest.SourceTree;
import dev.snowdrift.operator.loop.Source;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// A repository of one branch, to which whole trees are pushed.
final class History implements Source {
  private record Commit(Revision revision, SourceTree tree) {}

  private final List<Commit> commits = new CopyOnWriteArrayList<>();

  /// Adds a commit that replaces everything.
  ///
  /// @return what it is called
  Revision push(SourceTree tree) {
    var id = "%040x".formatted(0x5ca1e000 + commits.size());
    var revision = new Revision(id, Estate.ENVIRONMENT, "bench", "an estate", Instant.EPOCH);
    commits.add(new Commit(revision, tree));
    return revision;
  }

  @Override
  public Optional<Revision> head(String branch) {
    return Optional.of(commits.getLast().revision());
  }

  /// Every {@link #head} asks anew, so that nothing is lost by never telling.
  @Override
  public Set<String> moved(Set<String> branches) {
    return Set.of();
  }

  @Override
  public Files files(Revision of) {
    return new Files(commits.get(place(of.id()).orElseThrow()).tree(), List.of());
  }

  @Override
  public Optional<Revision> find(String branch, String commit) {
    return place(commit).map(place -> commits.get(place).revision());
  }

  @Override
  public boolean descends(String descendant, String ancestor) {
    var older = place(ancestor);
    var newer = place(descendant);
    return older.isPresent() && newer.isPresent() && older.get() <= newer.get();
  }

  private Optional<Integer> place(String id) {
    for (var i = 0; i < commits.size(); i++) {
      if (commits.get(i).revision().id().equals(id)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }
}
