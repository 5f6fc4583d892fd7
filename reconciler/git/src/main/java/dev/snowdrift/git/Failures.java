package dev.snowdrift.git;

import dev.snowdrift.git.GitException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.sshd.common.SshException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.jspecify.annotations.Nullable;

/// Turns what JGit throws into a reason. JGit's own types say little, so the connection's
/// observations come first.
final class Failures {
  private Failures() {}

  static GitException of(String what, Throwable thrown, Operation operation, Redactor redactor) {
    if (thrown instanceof GitException ours) {
      return ours;
    }
    var chain = chain(thrown);
    var clean = redactor.clean(thrown);
    var declined = first(chain, Operation.Declined.class);
    if (declined.isPresent()) {
      var by = declined.get();
      return new GitException(by.reason(), what, redactor.clean(by.getMessage()), by.next(), clean);
    }
    if (operation.hostKey().isPresent()) {
      return new GitException(
          Reason.REFUSED,
          what,
          operation.hostKey().get(),
          "compare the key with what the host publishes, and correct the file of known hosts",
          clean);
    }
    var judged = judge(chain, operation);
    return new GitException(judged.reason, what, redactor.clean(judged.why), judged.next, clean);
  }

  /// Reading what is here already: only objects can be at fault.
  static GitException reading(String what, Throwable thrown) {
    if (thrown instanceof GitException ours) {
      return ours;
    }
    var judged = object(chain(thrown));
    return new GitException(
        judged.reason, what, PathRules.oneLine(judged.why), judged.next, thrown);
  }

  static GitException tooSlow(String what, String why, @Nullable Throwable cause) {
    return new GitException(
        Reason.TIMEOUT, what, why, "Snowdrift tries again; look at the host if it stays so", cause);
  }

  static GitException interrupted(String what) {
    return new GitException(
        Reason.INTERRUPTED, what, "it was interrupted", "nothing, when Snowdrift is stopping");
  }

  private record Judged(Reason reason, String why, String next) {}

  private static Judged judge(List<Throwable> chain, Operation operation) {
    var status = operation.httpStatus();
    if (status == 401 || status == 403 || isSshLogin(chain)) {
      return new Judged(
          Reason.AUTHENTICATION,
          status == 0 ? "the host does not accept the key" : "the host answers HTTP " + status,
          "check that the credentials are current and may read the repository");
    }
    if (status == 404 || first(chain, NoRemoteRepositoryException.class).isPresent()) {
      return new Judged(
          Reason.NOT_FOUND,
          "there is no such repository, or the credentials may not see it",
          "check the configured address and the credentials' rights");
    }
    if (status >= 400) {
      return transport("the host answers HTTP " + status);
    }
    if (first(chain, CertificateException.class).isPresent()
        || first(chain, CertPathValidatorException.class).isPresent()) {
      return new Judged(
          Reason.REFUSED,
          "the server's certificate is not trusted: " + text(chain.getLast()),
          "have the host's certificate corrected, or give the JVM the right trust store");
    }
    if (first(chain, InterruptedIOException.class).isPresent() || isInterruptedSocket(chain)) {
      return new Judged(
          Reason.TIMEOUT,
          "the host was silent or slow for too long",
          "Snowdrift tries again; look at the host if it stays so");
    }
    if (first(chain, SSLException.class).isPresent()
        || first(chain, SocketException.class).isPresent()
        || first(chain, SshException.class).isPresent()) {
      return transport(text(chain.getLast()));
    }
    return isObjectFault(chain) ? object(chain) : transport(text(chain.getLast()));
  }

  private static boolean isSshLogin(List<Throwable> chain) {
    return chain.stream()
        .anyMatch(t ->
            t instanceof SshException ssh
                && ssh.getDisconnectCode() == 14); // RFC 4253, section 11.1: no more methods
  }

  /// On a virtual thread a time-out's interrupt closes the socket, and the read says so.
  private static boolean isInterruptedSocket(List<Throwable> chain) {
    return chain.stream()
        .anyMatch(t ->
            t instanceof SocketException && String.valueOf(t.getMessage()).contains("interrupt"));
  }

  private static boolean isObjectFault(List<Throwable> chain) {
    return chain.stream()
        .anyMatch(t ->
            t instanceof CorruptObjectException
                || t instanceof MissingObjectException
                || t instanceof TooLargeObjectInPackException
                || !(t instanceof Exception)
                || t instanceof RuntimeException);
  }

  private static Judged object(List<Throwable> chain) {
    if (first(chain, TooLargeObjectInPackException.class).isPresent()
        || first(chain, OutOfMemoryError.class).isPresent()) {
      return new Judged(
          Reason.LIMIT,
          "an object is larger than the limits allow",
          "take it out of the repository's history or raise the Git limits");
    }
    return new Judged(
        Reason.BAD_OBJECT,
        text(chain.getLast()),
        "push a sound commit; `git fsck` in a clone shows what is wrong");
  }

  private static Judged transport(String why) {
    return new Judged(
        Reason.UNREACHABLE, why, "Snowdrift tries again; look at network and host if it stays so");
  }

  private static String text(Throwable thrown) {
    var message = thrown.getMessage();
    var name = thrown.getClass().getSimpleName();
    return message == null || message.isBlank() ? name : name + ": " + message;
  }

  private static List<Throwable> chain(Throwable thrown) {
    var chain = new ArrayList<Throwable>();
    for (Throwable t = thrown; t != null && chain.size() < 20; t = t.getCause()) {
      chain.add(t);
    }
    return chain;
  }

  private static <T extends Throwable> Optional<T> first(List<Throwable> chain, Class<T> type) {
    return chain.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  static GitException storage(String what, IOException e) {
    return new GitException(
        Reason.STORAGE, what, text(e), "look at the directory's rights and free space", e);
  }
}
