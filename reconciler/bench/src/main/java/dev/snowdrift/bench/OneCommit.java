package dev.snowdrift.bench;

import dev.snowdrift.manifest.Revision;
import dev.snowdrift.manifest.SourceTree;
import dev.snowdrift.operator.loop.Source;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A repository that has one commit and never moves.
record OneCommit(Revision revision, SourceTree tree) implements Source {

  @Override
  public Optional<Revision> head(String branch) {
    return Optional.of(revision);
  }

  @Override
  public Set<String> moved(Set<String> branches) {
    return Set.of();
  }

  @Override
  public Files files(Revision of) {
    return new Files(tree, List.of());
  }

  @Override
  public Optional<Revision> find(String branch, String commit) {
    return commit.equals(revision.id()) ? Optional.of(revision) : Optional.empty();
  }

  @Override
  public boolean descends(String descendant, String ancestor) {
    return descendant.equals(ancestor);
  }
}
