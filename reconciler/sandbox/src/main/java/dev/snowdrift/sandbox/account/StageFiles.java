package dev.snowdrift.sandbox.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The files of a stage, by path. A stage [AccountObject] keeps one of these. They are in memory
/// until a client copies from or to the stage; then they are in a folder as well, and what clients
/// put there becomes part of the stage when it is next looked at.
public final class StageFiles {
  private final TreeMap<String, File> files = new TreeMap<>();
  private final Map<String, FileTime> seen = new HashMap<>();
  private @Nullable Path folder;

  /// A file's content and when it came.
  public static final class File {
    private final byte[] content;
    private final Instant modified;

    private File(byte[] content, Instant modified) {
      this.content = content;
      this.modified = modified;
    }

    public String text() {
      return new String(content, StandardCharsets.UTF_8);
    }

    /// In bytes.
    public int size() {
      return content.length;
    }

    public Instant modified() {
      return modified;
    }

    public String md5() {
      try {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  public void put(String path, String text, Instant now) {
    var file = new File(text.getBytes(StandardCharsets.UTF_8), now);
    files.put(path, file);
    if (folder != null) {
      write(folder, path, file);
    }
  }

  /// The files that clients have put since the last look.
  Map<String, byte[]> arrived(Instant now) {
    if (folder == null) {
      return Map.of();
    }
    var before = Map.copyOf(files);
    absorb(folder, now);
    var arrived = new TreeMap<String, byte[]>();
    files.forEach((path, file) -> {
      if (before.get(path) != file) {
        arrived.put(path, file.content);
      }
    });
    return arrived;
  }

  void put(String path, byte[] content, Instant now) {
    files.put(path, new File(content, now));
  }

  public Optional<File> get(String path, Instant now) {
    return Optional.ofNullable(all(now).get(path));
  }

  public void remove(String path) {
    files.remove(path);
    if (folder != null) {
      try {
        Files.deleteIfExists(folder.resolve(path));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// All files, by path.
  ///
  /// @param now the time of what clients have put since the last look
  public SortedMap<String, File> all(Instant now) {
    if (folder != null) {
      absorb(folder, now);
    }
    return new TreeMap<>(files);
  }

  /// The folder with all the files, for a client to copy from or to.
  ///
  /// @param root what the folder lies in when there is none yet
  Path folder(Path root, String name) {
    if (folder == null) {
      var made = root.resolve(name);
      files.forEach((path, file) -> write(made, path, file));
      folder = made;
    }
    return folder;
  }

  /// Keeps the files in memory only, before the folder is deleted.
  void leaveFolder(Instant now) {
    if (folder != null) {
      absorb(folder, now);
      folder = null;
      seen.clear();
    }
  }

  private void write(Path to, String path, File file) {
    try {
      var target = to.resolve(path);
      Files.createDirectories(target.getParent());
      Files.write(target, file.content);
      seen.put(path, Files.getLastModifiedTime(target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void absorb(Path from, Instant now) {
    if (!Files.isDirectory(from)) {
      return;
    }
    try {
      Files.walkFileTree(
          from,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              take(from, file, attributes, now);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(Path from, Path file, BasicFileAttributes attributes, Instant now)
      throws IOException {
    var path = from.relativize(file).toString().replace('\\', '/');
    var known = files.get(path);
    var changed =
        known == null
            || known.size() != attributes.size()
            || !attributes.lastModifiedTime().equals(seen.get(path));
    if (changed && attributes.isRegularFile()) {
      files.put(path, new File(Files.readAllBytes(file), now));
      seen.put(path, attributes.lastModifiedTime());
    }
  }
}
