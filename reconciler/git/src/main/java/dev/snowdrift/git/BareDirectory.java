package dev.snowdrift.git;

import dev.snowdrift.git.GitException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/// The directory of a bare repository: laid out by us, used by one process at a time, and cleaned
/// of what a killed process left behind. Closing it gives it free.
record BareDirectory(Path path, FileChannel lock) implements AutoCloseable {
  private static final String MARK = "[snowdrift]";
  private static final String CONFIG =
      """
      [core]
      \trepositoryformatversion = 0
      \tbare = true
      \tlogAllRefUpdates = false
      \tfsyncObjectFiles = true
      \tfsyncRefFiles = true
      [http]
      \tsslVerify = true
      [transfer]
      \tfsckObjects = true
      [gc]
      \tauto = 0
      \tautoPackLimit = 0
      [snowdrift]
      \tlayout = 1
      """;

  /// Creates the directory if it is missing or empty; refuses one that holds something else.
  static BareDirectory open(Path path) {
    try {
      return lay(path.toAbsolutePath().normalize());
    } catch (IOException e) {
      throw new GitException(
          Reason.STORAGE,
          "open the bare repository " + path,
          e.toString(),
          "give a directory that Snowdrift may write to",
          e);
    }
  }

  private static BareDirectory lay(Path path) throws IOException {
    Files.createDirectories(path);
    var config = path.resolve("config");
    if (!isEmpty(path) && !(Files.exists(config) && Files.readString(config).contains(MARK))) {
      throw new GitException(
          Reason.REFUSED,
          "open the bare repository " + path,
          "the directory holds something that Snowdrift has not made",
          "give an empty directory");
    }
    if (!Files.exists(config)) {
      Files.writeString(config, CONFIG);
    }
    var lock = lock(path);
    try {
      removeLeftovers(path);
      for (var directory :
          List.of("objects/info", "objects/pack", "refs/heads", "refs/snowdrift")) {
        Files.createDirectories(path.resolve(directory));
      }
      Files.writeString(path.resolve("HEAD"), "ref: refs/heads/unborn\n");
      Files.writeString(
          config, CONFIG); // whatever was changed in it: nothing here is to be configured by hand
      return new BareDirectory(path, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static boolean isEmpty(Path path) throws IOException {
    try (var entries = Files.list(path)) {
      return entries.findAny().isEmpty();
    }
  }

  private static FileChannel lock(Path path) throws IOException {
    var channel =
        FileChannel.open(
            path.resolve("snowdrift.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException _) {
      // Open in this process: the same refusal.
    }
    channel.close();
    throw new GitException(
        Reason.REFUSED,
        "open the bare repository " + path,
        "another Snowdrift uses this directory",
        "stop it, or give another directory");
  }

  /// Locks of refs and half packs. Nobody else is here, so they have no owner.
  private static void removeLeftovers(Path path) throws IOException {
    try (var files = Files.walk(path)) {
      for (var file : files.filter(f -> isLeftover(path.relativize(f))).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static boolean isLeftover(Path relative) {
    var name = relative.getFileName().toString();
    var lock = name.endsWith(".lock") && !name.equals("snowdrift.lock");
    var half =
        relative.startsWith("objects") && (name.startsWith("incoming_") || name.startsWith("noz"));
    return lock || half || name.startsWith(".probe-");
  }

  BareRepository repository(GitLimits limits) throws IOException {
    return new BareRepository(
        new FileRepositoryBuilder().setGitDir(path.toFile()).setBare().setup(), limits);
  }

  /// A home directory for libraries that want one: it does not exist.
  Path emptyHome() {
    return path.resolve("no-home");
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new GitException(
          Reason.STORAGE, "close the bare repository " + path, e.toString(), "see the cause", e);
    }
  }
}
