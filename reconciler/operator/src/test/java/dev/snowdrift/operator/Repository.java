package dev.snowdrift.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand.ResetType;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;

/// A real Git repository that a test commits to, as a team would.
final class Repository implements AutoCloseable {
  private final Path directory;
  private final Git git;

  private Repository(Path directory, Git git) {
    this.directory = directory;
    this.git = git;
  }

  static Repository create(Path directory, String branch) {
    try {
      Files.createDirectories(directory);
      return new Repository(
          directory, Git.init().setDirectory(directory.toFile()).setInitialBranch(branch).call());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GitAPIException e) {
      throw new IllegalStateException(e);
    }
  }

  String url() {
    return directory.toString();
  }

  /// Writes files (an empty text removes one) and commits. The commit's id.
  String commit(String message, Map<String, String> files) {
    try {
      for (var file : files.entrySet()) {
        var path = directory.resolve(file.getKey());
        if (file.getValue().isEmpty()) {
          Files.deleteIfExists(path);
        } else {
          Files.createDirectories(path.getParent());
          Files.writeString(path, file.getValue());
        }
      }
      git.add().addFilepattern(".").call();
      git.add().addFilepattern(".").setUpdate(true).call();
      var who = new PersonIdent("Ada", "ada@example.com", Instant.now(), ZoneOffset.UTC);
      return git.commit().setMessage(message).setAuthor(who).setCommitter(who).call().getName();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GitAPIException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Replaces a part of a committed file.
  String edit(String message, String file, String from, String to) {
    var text = read(file);
    if (!text.contains(from)) {
      throw new IllegalArgumentException(file + " does not contain " + from);
    }
    return commit(message, Map.of(file, text.replace(from, to)));
  }

  String read(String file) {
    try {
      return Files.readString(directory.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The files of a folder, from the root; none when it is not there.
  List<String> files(String folder) {
    if (!Files.isDirectory(directory.resolve(folder))) {
      return List.of();
    }
    try (var found = Files.walk(directory.resolve(folder))) {
      return found
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void branch(String name) {
    call(() -> git.branchCreate().setName(name).call());
  }

  void checkout(String name) {
    call(() -> git.checkout().setName(name).call());
  }

  void merge(String from) {
    call(() -> git.merge().include(git.getRepository().resolve(from)).call());
  }

  void forceTo(String commit) {
    call(() -> git.reset().setMode(ResetType.HARD).setRef(commit).call());
  }

  void deleteBranch(String name) {
    call(() -> git.branchDelete().setBranchNames(name).setForce(true).call());
  }

  private interface Command {
    Object run() throws GitAPIException, IOException;
  }

  private static void call(Command command) {
    try {
      var _ = command.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GitAPIException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    git.close();
  }
}
