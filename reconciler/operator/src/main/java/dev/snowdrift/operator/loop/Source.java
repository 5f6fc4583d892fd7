package dev.snowdrift.operator.loop;

import dev.snowdrift.manifest.Problem;
import dev.snowdrift.manifest.Revision;
import dev.snowdrift.manifest.SourceTree;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where commits come from: the mirror of a Git repository, or a folder on a laptop.
public interface Source {

  /// The newest commit of a branch, fetched; empty when the branch does not exist.
  ///
  /// @throws SourceUnavailable when the remote does not answer
  Optional<Revision> head(String branch);

  /// Which of the branches have moved since their last {@link #head}: one reference advertisement
  /// for all of them, and no fetch.
  ///
  /// @throws SourceUnavailable when the remote does not answer
  Set<String> moved(Set<String> branches);

  /// The files of a commit. Problems of the tree itself (symbolic links, forged names) are in
  /// `refusal`.
  Files files(Revision revision);

  /// A commit that was seen before; empty when it is no longer in the mirror.
  Optional<Revision> find(String branch, String commit);

  /// Whether `ancestor` is reachable from `descendant`.
  boolean descends(String descendant, String ancestor);

  /// The files of a commit, or why they must not be used.
  ///
  /// @param refusal what is wrong with the tree itself; empty when nothing is
  record Files(SourceTree tree, List<Problem> refusal) {
    public Files {
      refusal = List.copyOf(refusal);
    }
  }

  /// The remote does not answer, or does not let us in.
  final class SourceUnavailable extends RuntimeException {
    public SourceUnavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
