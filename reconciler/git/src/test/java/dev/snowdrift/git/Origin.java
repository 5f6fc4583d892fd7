package dev.snowdrift.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/// The remote side of a test: a real bare repository, written object by object so that it may also
/// be malformed.
final class Origin implements AutoCloseable {
  private final Repository repository;
  private Instant clock = Instant.parse("2026-01-01T00:00:00Z");

  private Origin(Repository repository) {
    this.repository = repository;
  }

  static Origin in(Path directory) {
    IsolatedSystemReader.install();
    try {
      var repository = new FileRepositoryBuilder().setGitDir(directory.toFile()).setBare().build();
      repository.create(true);
      return new Origin(repository);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Repository repository() {
    return repository;
  }

  Path path() {
    return repository.getDirectory().toPath();
  }

  /// An entry of a tree, exactly as given; the characters of the raw name are its bytes.
  record Entry(String mode, String rawName, ObjectId id) {}

  Entry entry(String mode, String name, ObjectId id) {
    var raw = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    return new Entry(mode, raw, id);
  }

  ObjectId blob(String text) {
    return blob(text.getBytes(StandardCharsets.UTF_8));
  }

  ObjectId blob(byte[] content) {
    return insert(Constants.OBJ_BLOB, content);
  }

  ObjectId tree(Entry... entries) {
    var raw = new ByteArrayOutputStream();
    for (var entry : entries) {
      raw.writeBytes((entry.mode + " ").getBytes(StandardCharsets.US_ASCII));
      raw.writeBytes(entry.rawName.getBytes(StandardCharsets.ISO_8859_1));
      raw.write(0);
      raw.writeBytes(HexFormat.of().parseHex(entry.id.name()));
    }
    return insert(Constants.OBJ_TREE, raw.toByteArray());
  }

  ObjectId insert(int type, byte[] raw) {
    try (var inserter = repository.newObjectInserter()) {
      var id = inserter.insert(type, raw);
      inserter.flush();
      return id;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A tree of regular files; slashes in paths make directories.
  ObjectId files(Map<String, String> files) {
    var entries = new ArrayList<Entry>();
    var directories = new TreeMap<String, Map<String, String>>();
    for (var file : files.entrySet()) {
      var slash = file.getKey().indexOf('/');
      if (slash < 0) {
        entries.add(entry("100644", file.getKey(), blob(file.getValue())));
      } else {
        directories
            .computeIfAbsent(file.getKey().substring(0, slash), _ -> new TreeMap<>())
            .put(file.getKey().substring(slash + 1), file.getValue());
      }
    }
    directories.forEach((name, content) -> entries.add(entry("40000", name, files(content))));
    // Git's order: a directory sorts as if its name ended with a slash.
    entries.sort(Comparator.comparing(e -> e.rawName + (e.mode.equals("40000") ? "/" : "")));
    return tree(entries.toArray(Entry[]::new));
  }

  CommitId commit(String branch, String message, ObjectId tree, CommitId... parents) {
    clock = clock.plusSeconds(60);
    var commit = new CommitBuilder();
    commit.setTreeId(tree);
    commit.setParentIds(
        List.of(parents).stream().map(p -> ObjectId.fromString(p.sha())).toArray(ObjectId[]::new));
    var who = new PersonIdent("Ada", "ada@example.com", clock, ZoneOffset.UTC);
    commit.setAuthor(who);
    commit.setCommitter(who);
    commit.setMessage(message);
    try (var inserter = repository.newObjectInserter()) {
      var id = inserter.insert(commit);
      inserter.flush();
      point(branch, id);
      return new CommitId(id.name());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Written as a file, since JGit would look at what it points to.
  void point(String branch, ObjectId id) {
    try {
      var ref = path().resolve(Constants.R_HEADS + branch);
      Files.createDirectories(ref.getParent());
      Files.writeString(ref, id.name() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(String branch) {
    try {
      var update = repository.updateRef(Constants.R_HEADS + branch);
      update.setForceUpdate(true);
      update.delete();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    repository.close();
  }
}
