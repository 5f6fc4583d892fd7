package dev.snowdrift.git;

import dev.snowdrift.git.GitException.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.eclipse.jgit.errors.TransportException;

/// One advertisement or fetch: until when it may last, how much it may still receive, and what its
/// connection has seen that JGit's exceptions do not say.
final class Operation {
  private final long deadline;
  private final AtomicLong wireBytes;
  private volatile int httpStatus;
  private volatile String hostKey = "";

  Operation(Duration limit, long wireBytes) {
    this.deadline = System.nanoTime() + limit.toNanos();
    this.wireBytes = new AtomicLong(wireBytes);
  }

  Duration left() {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  /// Once the pack begins, the advertisement is over and more may come.
  void allow(long moreBytes) {
    wireBytes.addAndGet(moreBytes);
  }

  void sawHttpStatus(int status) {
    httpStatus = status;
  }

  int httpStatus() {
    return httpStatus;
  }

  void rejectedHostKey(PublicKey key, List<PublicKey> known) {
    var expected = known.stream().map(KeyUtils::getFingerPrint).toList();
    hostKey =
        "the server's key %s is not in the file of known hosts, which has for it: %s"
            .formatted(
                KeyUtils.getFingerPrint(key),
                expected.isEmpty() ? "nothing" : String.join(", ", expected));
  }

  /// What is wrong with the server's key, if something is.
  Optional<String> hostKey() {
    return Optional.of(hostKey).filter(key -> !key.isEmpty());
  }

  /// Counts what comes over the wire, and notices the deadline even when bytes drip in one by one.
  InputStream wire(InputStream in) {
    return new Counted(in, wireBytes);
  }

  /// The same for one pack, however it came here.
  InputStream pack(InputStream in, long limit) {
    return new Counted(in, new AtomicLong(limit));
  }

  /// Declined by us rather than by the remote.
  static final class Declined extends TransportException {
    private final Reason reason;
    private final String next;

    Declined(Reason reason, String why, String next) {
      super(why);
      this.reason = reason;
      this.next = next;
    }

    Reason reason() {
      return reason;
    }

    String next() {
      return next;
    }
  }

  private final class Counted extends FilterInputStream {
    private final AtomicLong budget;

    Counted(InputStream in, AtomicLong budget) {
      super(in);
      this.budget = budget;
    }

    @Override
    public int read() throws IOException {
      var one = in.read();
      count(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      var read = in.read(buffer, offset, length);
      count(Math.max(0, read));
      return read;
    }

    @Override
    public long skip(long wanted) throws IOException {
      var skipped = in.skip(wanted);
      count(skipped);
      return skipped;
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    private void count(long bytes) throws IOException {
      if (deadline - System.nanoTime() < 0) {
        throw new InterruptedIOException("the operation's time is over");
      }
      if (budget.addAndGet(-bytes) < 0) {
        throw new Declined(
            Reason.LIMIT,
            "the remote sent more bytes than the limits allow",
            "make the repository smaller or raise the Git limits");
      }
    }
  }
}
