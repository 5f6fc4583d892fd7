package dev.snowdrift.operator.source;

import dev.snowdrift.manifest.Revision;
import dev.snowdrift.operator.loop.Source;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A folder as if it were the next commit of every branch; everything older comes from the
/// repository.
public final class DirectorySource implements Source {
  /// Stands for the commit id of what is not committed.
  public static final String UNCOMMITTED = "0".repeat(40);

  private final DirectoryTree tree;
  private final Source committed;

  public DirectorySource(Path root, Source committed) {
    this.tree = new DirectoryTree(root);
    this.committed = committed;
  }

  @Override
  public Optional<Revision> head(String branch) {
    return Optional.of(new Revision(UNCOMMITTED, branch, "", "uncommitted files", Instant.EPOCH));
  }

  @Override
  public Set<String> moved(Set<String> branches) {
    return Set.of();
  }

  @Override
  public Files files(Revision revision) {
    return revision.id().equals(UNCOMMITTED)
        ? new Files(tree, List.of())
        : committed.files(revision);
  }

  @Override
  public Optional<Revision> find(String branch, String commit) {
    return committed.find(branch, commit);
  }

  @Override
  public boolean descends(String descendant, String ancestor) {
    return descendant.equals(UNCOMMITTED) || committed.descends(descendant, ancestor);
  }
}
