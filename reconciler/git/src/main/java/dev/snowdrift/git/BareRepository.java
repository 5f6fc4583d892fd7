package dev.snowdrift.git;

import dev.snowdrift.git.GitException.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.BaseRepositoryBuilder;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.transport.PackParser;
import org.jspecify.annotations.Nullable;

/// JGit's repository, with the limits on received packs that its fetch has no setting for. A pack
/// is checked while it is written to a temporary file, and only a whole and valid one is kept: that
/// file is the quarantine.
final class BareRepository extends FileRepository {
  private final GitLimits limits;
  private final AtomicReference<@Nullable Operation> running = new AtomicReference<>();

  BareRepository(BaseRepositoryBuilder<?, ?> options, GitLimits limits) throws IOException {
    super(options);
    this.limits = limits;
  }

  /// Fetches are serialised, so there is at most one.
  void fetching(@Nullable Operation operation) {
    running.set(operation);
  }

  @Override
  public ObjectInserter newObjectInserter() {
    var inserter = super.newObjectInserter();
    var operation = running.get();
    return operation == null ? inserter : new Receiving(inserter, operation);
  }

  private final class Receiving extends ObjectInserter.Filter {
    private final ObjectInserter inserter;
    private final Operation operation;

    Receiving(ObjectInserter inserter, Operation operation) {
      this.inserter = inserter;
      this.operation = operation;
    }

    @Override
    protected ObjectInserter delegate() {
      return inserter;
    }

    @Override
    public PackParser newPackParser(InputStream in) throws IOException {
      operation.allow(limits.packBytes());
      var counted = operation.pack(in, limits.packBytes());
      var parser = inserter.newPackParser(new PackHeader(counted, limits.packObjects()));
      parser.setMaxObjectSizeLimit(limits.objectBytes());
      return parser;
    }
  }

  /// Reads the object count before JGit reserves memory for so many (it comes after `PACK` and the
  /// version).
  private static final class PackHeader extends FilterInputStream {
    private final ByteBuffer header = ByteBuffer.allocate(12);
    private final int most;

    PackHeader(InputStream in, int most) {
      super(in);
      this.most = most;
    }

    @Override
    public int read() throws IOException {
      var one = in.read();
      if (one >= 0) {
        look(new byte[] {(byte) one}, 0, 1);
      }
      return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      var read = in.read(buffer, offset, length);
      if (read > 0) {
        look(buffer, offset, read);
      }
      return read;
    }

    private void look(byte[] buffer, int offset, int length) throws IOException {
      if (!header.hasRemaining()) {
        return;
      }
      header.put(buffer, offset, Math.min(length, header.remaining()));
      if (!header.hasRemaining() && Integer.toUnsignedLong(header.getInt(8)) > most) {
        throw new Operation.Declined(
            Reason.LIMIT,
            "the pack announces more than " + most + " objects",
            "make the repository smaller or raise the Git limits");
      }
    }
  }
}
