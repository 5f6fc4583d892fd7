package dev.snowdrift.git;

import dev.snowdrift.git.GitException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;

/// A bare copy of one remote repository: no work tree, hook, filter, submodule or LFS, and no
/// configuration but our own. Objects are never removed, so an earlier revision stays readable
/// after its branch was rewritten or deleted. One instance serves many threads: fetches wait for
/// each other, reads don't. Failures are [GitException].
public final class GitRepository implements AutoCloseable {
  private final BareDirectory directory;
  private final BareRepository repository;
  private final RemoteCalls remote;
  private final GitLimits limits;
  private final ReentrantLock fetching = new ReentrantLock(true);

  private GitRepository(
      BareDirectory directory, BareRepository repository, GitRemote remote, GitLimits limits) {
    this.directory = directory;
    this.repository = repository;
    this.limits = limits;
    this.remote = new RemoteCalls(repository, remote, limits, directory.emptyHome());
  }

  /// Opens the copy in `bareDirectory`, or begins one when that is missing or empty; connects to
  /// nothing. The directory belongs to this instance until it is closed: a second one, in any
  /// process, is refused. Installs [IsolatedSystemReader] for the whole process.
  public static GitRepository open(Path bareDirectory, GitRemote remote, GitLimits limits) {
    IsolatedSystemReader.install();
    var directory = BareDirectory.open(bareDirectory);
    try {
      return new GitRepository(directory, directory.repository(limits), remote, limits);
    } catch (IOException e) {
      directory.close();
      throw Failures.storage("open the bare repository " + bareDirectory, e);
    }
  }

  /// Where these branches are at the remote, by one ref advertisement, sorted by name. A branch
  /// that the remote does not have is not in the answer. Changes nothing here.
  public Map<String, CommitId> advertise(Set<String> branches) {
    var invalid = RemoteCalls.invalid(branches);
    if (!invalid.isEmpty()) {
      throw new GitException(
          Reason.REFUSED,
          "list branches",
          "these are no names of branches: " + String.join(", ", invalid),
          "correct the operator's configuration");
    }
    return remote.advertise(
        branches, new Operation(limits.operation(), limits.advertisementBytes()));
  }

  /// Brings `branch` here with its whole history, checks every object that came, and then, in one
  /// step, remembers its head for [#resolve]. After any failure the head remembered before is still
  /// there. Fetching what is here already transfers nothing.
  public Revision fetch(String branch) {
    if (!LocalRefs.isBranch(branch)) {
      throw new GitException(
          Reason.REFUSED,
          "fetch a branch",
          "this is no name of a branch: " + PathRules.escaped(branch),
          "correct the operator's configuration");
    }
    var what = "fetch branch " + branch;
    var operation = new Operation(limits.operation(), limits.advertisementBytes());
    awaitTurn(what, operation);
    try {
      repository.fetching(operation);
      var head = remote.fetch(branch, operation);
      var revision = reading(what, walk -> revision(commit(walk, head)));
      remember(branch, head);
      return revision;
    } finally {
      repository.fetching(null);
      fetching.unlock();
    }
  }

  private void awaitTurn(String what, Operation operation) {
    try {
      if (!fetching.tryLock(operation.left().toNanos(), TimeUnit.NANOSECONDS)) {
        throw Failures.tooSlow(what, "another fetch of this repository is still running", null);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw Failures.interrupted(what);
    }
  }

  private void remember(String branch, ObjectId head) {
    var what = "remember the head of branch " + branch;
    try {
      var update = repository.updateRef(LocalRefs.name(branch));
      update.setNewObjectId(head);
      update.disableRefLog();
      var result = update.forceUpdate();
      switch (result) {
        case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
        default -> throw new IOException("JGit says " + result);
      }
    } catch (IOException e) {
      throw Failures.storage(what, e);
    }
  }

  /// The head that [#fetch] last remembered for a branch, or the commit with this full id (40
  /// digits are always taken for an id). Empty when this copy has neither; never asks the remote.
  public Optional<Revision> resolve(String branchOrSha) {
    return reading(
        "resolve " + PathRules.escaped(branchOrSha),
        walk -> {
          var id = lookUp(branchOrSha);
          return id.isPresent() && repository.getObjectDatabase().has(id.get())
              ? Optional.of(revision(commit(walk, id.get())))
              : Optional.empty();
        });
  }

  private Optional<ObjectId> lookUp(String branchOrSha) throws IOException {
    if (CommitId.isFull(branchOrSha)) {
      return Optional.of(ObjectId.fromString(branchOrSha));
    }
    if (!LocalRefs.isBranch(branchOrSha)) {
      return Optional.empty();
    }
    var ref = repository.exactRef(LocalRefs.name(branchOrSha));
    return ref == null ? Optional.empty() : Optional.ofNullable(ref.getObjectId());
  }

  /// The commit with this id; [Reason#UNKNOWN_COMMIT] when this copy does not hold it.
  public Revision revision(CommitId id) {
    return reading(
        "read commit " + id, walk -> revision(commit(walk, ObjectId.fromString(id.sha()))));
  }

  /// Whether `ancestor` is `descendant` or one of its ancestors. False as well when this copy lacks
  /// one of them: what is not proven blocks pruning.
  public boolean isDescendant(CommitId descendant, CommitId ancestor) {
    return reading(
        "compare " + descendant.abbreviated() + " with " + ancestor.abbreviated(),
        walk -> {
          var objects = repository.getObjectDatabase();
          var young = ObjectId.fromString(descendant.sha());
          var old = ObjectId.fromString(ancestor.sha());
          return objects.has(young)
              && objects.has(old)
              && walk.isMergedInto(commit(walk, old), commit(walk, young));
        });
  }

  /// The commits that `to` has and `from` has not, children before parents, at most `max` and never
  /// more than the limits' number of commits.
  public List<Revision> log(CommitId from, CommitId to, int max) {
    return reading(
        "list the commits from " + from.abbreviated() + " to " + to.abbreviated(),
        walk -> {
          walk.sort(RevSort.TOPO);
          return since(walk, from, to, Math.min(max, limits.commits()), GitRepository::revision);
        });
  }

  /// How many commits `to` has that `from` has not; counting ends at the limits' number of commits.
  public int behind(CommitId from, CommitId to) {
    return reading(
        "count the commits from " + from.abbreviated() + " to " + to.abbreviated(),
        walk -> since(walk, from, to, limits.commits(), RevCommit::getId).size());
  }

  private static <T> List<T> since(
      RevWalk walk, CommitId from, CommitId to, int max, Function<RevCommit, T> read)
      throws IOException {
    var commits = new ArrayList<T>();
    walk.markStart(commit(walk, ObjectId.fromString(to.sha())));
    walk.markUninteresting(commit(walk, ObjectId.fromString(from.sha())));
    while (commits.size() < max) {
      var next = walk.next();
      if (next == null) {
        break;
      }
      commits.add(read.apply(next));
    }
    return List.copyOf(commits);
  }

  /// The files below `prefix` ("" is the root) of a commit.
  public GitTree tree(CommitId id, GitLimits limits, String prefix) {
    return tree(id, limits, TreeScope.below(prefix));
  }

  /// The files of a scope of a commit, listed and judged now, read later. Names, modes and sizes
  /// that are refused are the tree's findings; objects that are missing or of the wrong type are
  /// [Reason#BAD_OBJECT].
  public GitTree tree(CommitId id, GitLimits limits, TreeScope scope) {
    return reading(
        "read the tree of commit " + id.abbreviated(),
        walk -> {
          var commit = commit(walk, ObjectId.fromString(id.sha()));
          var listing =
              new TreeReader(walk.getObjectReader(), limits, scope).read(commit.getTree().getId());
          return new GitTree(
              id,
              listing.exists(),
              listing.files(),
              listing.findings(),
              limits.fileBytes(),
              (path, file) -> blob(id, path, file));
        });
  }

  private byte[] blob(CommitId id, String path, GitTree.File file) {
    return reading(
        "read " + PathRules.escaped(path) + " of commit " + id.abbreviated(),
        walk -> {
          var size = Math.toIntExact(file.size());
          return walk.getObjectReader().open(file.blob(), Constants.OBJ_BLOB).getBytes(size);
        });
  }

  /// Waits for nothing: callers stop their threads first.
  @Override
  public void close() {
    repository.close();
    directory.close();
  }

  private interface Read<T> {
    T from(RevWalk walk) throws IOException;
  }

  /// JGit throws unchecked exceptions and errors at crafted objects; for a caller they are all a
  /// bad object.
  private <T> T reading(String what, Read<T> read) {
    try (var walk = new RevWalk(repository)) {
      return read.from(walk);
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw Failures.reading(what, e);
    }
  }

  private static RevCommit commit(RevWalk walk, ObjectId id) throws IOException {
    try {
      return walk.parseCommit(id);
    } catch (MissingObjectException e) {
      if (!e.getObjectId().equals(id)) {
        throw e;
      }
      throw new GitException(
          Reason.UNKNOWN_COMMIT,
          "read commit " + id.name(),
          "this copy does not hold it",
          "fetch the branch that has it",
          e);
    } catch (IncorrectObjectTypeException e) {
      throw new GitException(
          Reason.BAD_OBJECT, "read commit " + id.name(), "it is not a commit", "push a commit", e);
    }
  }

  private static Revision revision(RevCommit commit) {
    var author = commit.getAuthorIdent();
    return new Revision(
        new CommitId(commit.name()),
        author == null
            ? "unknown"
            : PathRules.oneLine(author.getName() + " <" + author.getEmailAddress() + ">"),
        PathRules.oneLine(commit.getShortMessage()),
        Instant.ofEpochSecond(commit.getCommitTime()));
  }
}
