package dev.snowdrift.git;

import dev.snowdrift.git.GitException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.internal.JGitText;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.jspecify.annotations.Nullable;

/// The two questions to a remote: where its branches are, and for the objects of one. Neither moves
/// a ref here.
final class RemoteCalls {
  static final String TOKEN_USER = "x-access-token";
  private static final long GRACE_SECONDS = 5;

  private final BareRepository repository;
  private final GitRemote remote;
  private final RemoteAddress address;
  private final GitLimits limits;
  private final Path emptyHome;
  private final Redactor redactor;

  RemoteCalls(BareRepository repository, GitRemote remote, GitLimits limits, Path emptyHome) {
    this.repository = repository;
    this.remote = remote;
    this.address = remote.address();
    this.limits = limits;
    this.emptyHome = emptyHome;
    this.redactor = new Redactor(remote.credentials());
  }

  /// The branches of `names` that the remote has, and where they are.
  Map<String, CommitId> advertise(Set<String> names, Operation operation) {
    var what = "list the branches of " + address.display();
    return within(
        operation,
        what,
        () -> {
          var specs = names.stream().map(name -> new RefSpec(Constants.R_HEADS + name)).toList();
          try (var session = new Session(operation);
              var connection = session.transport.openFetch(specs)) {
            var heads = new TreeMap<String, CommitId>();
            for (var name : names) {
              var ref = connection.getRef(Constants.R_HEADS + name);
              if (ref != null && ref.getObjectId() != null) {
                heads.put(name, new CommitId(ref.getObjectId().name()));
              }
            }
            return heads;
          }
        });
  }

  /// Brings a branch's objects here, each one checked and none missing, and returns the branch's
  /// head.
  ObjectId fetch(String branch, Operation operation) {
    var what = "fetch branch " + branch + " of " + address.display();
    var source = Constants.R_HEADS + branch;
    return within(
        operation,
        what,
        () -> {
          var spec = new RefSpec("+" + source + ":" + LocalRefs.name(branch));
          try (var session = new Session(operation)) {
            session.transport.setDryRun(
                true); // objects only; the ref moves when they were looked at
            var result = session.transport.fetch(NullProgressMonitor.INSTANCE, List.of(spec));
            var ref = result.getAdvertisedRef(source);
            if (ref == null || ref.getObjectId() == null) {
              throw noBranch(what, branch);
            }
            return ref.getObjectId();
          } catch (TransportException e) {
            var absent = MessageFormat.format(JGitText.get().remoteDoesNotHaveSpec, source);
            throw absent.equals(e.getMessage()) ? noBranch(what, branch) : e;
          }
        });
  }

  private static GitException noBranch(String what, String branch) {
    return new GitException(
        Reason.NO_BRANCH,
        what,
        "the repository has no branch " + branch,
        "restore the branch, or take its environment out of the operator's configuration");
  }

  /// Runs on a thread of its own, which is interrupted (a virtual thread's socket closes then) when
  /// time is over.
  private <T> T within(Operation operation, String what, Callable<T> call) {
    var task = new FutureTask<>(call);
    var worker = Thread.ofVirtual().name("git " + address.display()).start(task);
    try {
      return task.get(operation.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw Failures.of(what, cause, operation, redactor);
    } catch (TimeoutException e) {
      end(worker);
      throw Failures.tooSlow(
          what, "it took longer than " + limits.operation().toSeconds() + " s", e);
    } catch (InterruptedException _) {
      end(worker);
      Thread.currentThread().interrupt();
      throw Failures.interrupted(what);
    }
  }

  private static void end(Thread worker) {
    worker.interrupt();
    var interrupted = Thread.interrupted();
    try {
      worker.join(TimeUnit.SECONDS.toMillis(GRACE_SECONDS));
    } catch (InterruptedException _) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// One connection with everything set that JGit leaves open by default.
  private final class Session implements AutoCloseable {
    final Transport transport;
    private final @Nullable SshGate ssh;

    @SuppressWarnings("NullAway") // JGit: null stands for nobody to ask
    Session(Operation operation) throws Exception {
      if (address.scheme() == RemoteAddress.Scheme.FILE
          && !Files.isDirectory(Path.of(address.path()))) {
        throw new Operation.Declined(
            Reason.NOT_FOUND, "there is no such directory", "check the configured path");
      }
      transport = Transport.open(repository, address.toJGit());
      transport.setTimeout(limits.idleSeconds());
      transport.setTagOpt(TagOpt.NO_TAGS);
      transport.setCredentialsProvider(null);
      // Old histories have padded modes and odd author lines; neither is read here.
      transport.setObjectChecker(
          new ObjectChecker().setAllowLeadingZeroFileMode(true).setAllowInvalidPersonIdent(true));
      ssh = authenticate(operation);
    }

    private @Nullable SshGate authenticate(Operation operation) {
      if (transport instanceof TransportHttp http) {
        http.setHttpConnectionFactory(new HttpGate(address, operation));
      }
      return switch (remote.credentials()) {
        case Credentials.None _ -> null;
        case Credentials.Token(var secret) -> basic(TOKEN_USER, secret);
        case Credentials.UserPassword(var user, var password) -> basic(user, password);
        case Credentials.SshKey key -> {
          var gate = new SshGate(key, emptyHome, operation);
          ((SshTransport) transport).setSshSessionFactory(gate);
          yield gate;
        }
      };
    }

    private @Nullable SshGate basic(String user, String password) {
      ((TransportHttp) transport).setPreemptiveBasicAuthentication(user, password);
      return null;
    }

    @Override
    public void close() {
      transport.close();
      if (ssh != null) {
        ssh.close();
      }
    }
  }

  /// The names among `names` that can't be a branch.
  static List<String> invalid(Set<String> names) {
    var invalid = new ArrayList<String>();
    for (var name : names) {
      if (!LocalRefs.isBranch(name)) {
        invalid.add(PathRules.escaped(name));
      }
    }
    return invalid;
  }
}
