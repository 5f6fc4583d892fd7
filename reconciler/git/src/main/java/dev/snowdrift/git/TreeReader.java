package dev.snowdrift.git;

import dev.snowdrift.git.GitFinding.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/// Lists a scope of a tree. Tree objects are taken apart here and not by JGit's walk, which returns
/// dangerous names unchecked and fails with array indices on malformed ones.
final class TreeReader {
  private static final int LARGEST_TREE = 4 << 20;
  private static final int MOST_FINDINGS = 100;
  private static final int LARGEST_POINTER = 1024; // Git LFS specification, "The Pointer"
  private static final byte[] POINTER =
      "version https://git-lfs.github.com/spec/".getBytes(StandardCharsets.US_ASCII);

  private final ObjectReader objects;
  private final GitLimits limits;
  private final TreeScope scope;
  private final List<GitFinding> findings = new ArrayList<>();
  private final HashMap<String, GitTree.File> files = new HashMap<>();
  private int directories;
  private long total;

  TreeReader(ObjectReader objects, GitLimits limits, TreeScope scope) {
    this.objects = objects;
    this.limits = limits;
    this.scope = scope;
  }

  /// The raw name's bytes are kept as the characters of the same numbers: a name need not be UTF-8.
  private record Entry(String mode, String rawName, ObjectId id) {
    byte[] bytes() {
      return rawName.getBytes(StandardCharsets.ISO_8859_1);
    }

    boolean isTree() {
      return mode.equals("40000") || mode.equals("040000");
    }

    /// Lossy for names that [PathRules#judge] refuses.
    String name() {
      return new String(bytes(), StandardCharsets.UTF_8);
    }
  }

  Listing read(ObjectId root) throws IOException {
    var start = descend(root);
    if (start.isPresent()) {
      list(start.get(), "", 0);
    }
    return new Listing(start.isPresent(), files, findings);
  }

  record Listing(boolean exists, HashMap<String, GitTree.File> files, List<GitFinding> findings) {}

  private Optional<ObjectId> descend(ObjectId root) throws IOException {
    var at = root;
    if (scope.prefix().isEmpty()) {
      return Optional.of(at);
    }
    for (var segment : scope.prefix().split("/", -1)) {
      var wanted = segment.getBytes(StandardCharsets.UTF_8);
      var found =
          entries(at).stream()
              .filter(entry -> Arrays.equals(entry.bytes(), wanted) && entry.isTree())
              .findFirst();
      if (found.isEmpty() || PathRules.judge(wanted).isPresent()) {
        return Optional.empty();
      }
      at = found.get().id;
    }
    return Optional.of(at);
  }

  private void list(ObjectId tree, String directory, int depth) throws IOException {
    List<Entry> entries;
    try {
      entries = entries(tree);
    } catch (CorruptObjectException e) {
      find(Code.GIT_BAD_TREE, directory, "a directory that can't be read", text(e));
      return;
    }
    var seen = new HashMap<String, String>();
    for (var entry : entries) {
      if (isFull()) {
        return;
      }
      var name = entry.name();
      if (depth == 0 && !scope.includes(name)) {
        continue;
      }
      var refusal = PathRules.judge(entry.bytes());
      if (refusal.isPresent()) {
        find(
            refusal.get().code(), directory + name, "a name that is not read", refusal.get().why());
        continue;
      }
      var twin = seen.putIfAbsent(PathRules.folded(name), name);
      if (twin != null) {
        find(
            Code.PATH_CONFUSABLE,
            directory + name,
            "a name that can be taken for another",
            "it differs from "
                + PathRules.escaped(twin)
                + " only by case or Unicode form, if at all");
        continue;
      }
      take(entry, directory + name, depth);
    }
  }

  private void take(Entry entry, String path, int depth) throws IOException {
    switch (entry.mode) {
      case "40000", "040000" -> enter(entry, path, depth);
      case "100644", "100755" -> file(entry, path);
      case "120000" -> find(Code.PATH_SYMLINK, path, "a symbolic link", "links are never followed");
      case "160000" ->
          find(Code.PATH_SUBMODULE, path, "a submodule", "submodules are never fetched");
      default ->
          find(
              Code.PATH_MODE,
              path,
              "an entry of mode " + PathRules.escaped(entry.mode),
              "only regular files (100644, 100755) and directories are read");
    }
  }

  private void enter(Entry entry, String path, int depth) throws IOException {
    directories++;
    if (depth + 1 > limits.depth()) {
      find(
          Code.PATH_TOO_DEEP,
          path,
          "a directory too deep",
          "at most " + limits.depth() + " levels are read");
    } else if (directories > limits.files()) {
      find(
          Code.TOO_MANY_FILES,
          path,
          "too many directories",
          "at most " + limits.files() + " are read");
    } else {
      list(entry.id, path + "/", depth + 1);
    }
  }

  private void file(Entry entry, String path) throws IOException {
    if (files.size() >= limits.files()) {
      find(Code.TOO_MANY_FILES, path, "too many files", "at most " + limits.files() + " are read");
      return;
    }
    var size = objects.getObjectSize(entry.id, Constants.OBJ_BLOB);
    files.put(path, new GitTree.File(entry.id, size));
    if (size > limits.fileBytes()) {
      find(
          Code.FILE_TOO_LARGE,
          path,
          "a file of " + size + " bytes",
          "at most " + limits.fileBytes() + " bytes of a file are read");
      return;
    }
    total += size;
    if (total > limits.totalBytes()) {
      find(
          Code.TREE_TOO_LARGE,
          path,
          "all files together are too large",
          "at most " + limits.totalBytes() + " bytes are read");
    } else if (size <= LARGEST_POINTER && isPointer(entry.id)) {
      find(
          Code.LFS_POINTER,
          path,
          "a Git LFS pointer, not the content",
          "Snowdrift fetches nothing from LFS");
    }
  }

  private boolean isPointer(ObjectId id) throws IOException {
    var content = objects.open(id, Constants.OBJ_BLOB).getCachedBytes(LARGEST_POINTER);
    return content.length >= POINTER.length
        && Arrays.equals(content, 0, POINTER.length, POINTER, 0, POINTER.length);
  }

  /// Each entry of a tree object: octal mode, space, name, NUL, 20 bytes of id.
  private List<Entry> entries(ObjectId tree) throws IOException {
    var loader = objects.open(tree, Constants.OBJ_TREE);
    if (loader.getSize() > LARGEST_TREE) {
      throw new CorruptObjectException(tree, "tree object over " + LARGEST_TREE + " bytes");
    }
    var raw = loader.getCachedBytes(LARGEST_TREE);
    var entries = new ArrayList<Entry>();
    for (int at = 0; at < raw.length; ) {
      var space = indexOf(raw, at, (byte) ' ');
      var nul = space < 0 ? -1 : indexOf(raw, space, (byte) 0);
      if (space < 0
          || space - at > 7
          || nul < 0
          || raw.length - nul - 1 < Constants.OBJECT_ID_LENGTH) {
        throw new CorruptObjectException(tree, "tree object malformed at byte " + at);
      }
      entries.add(
          new Entry(
              new String(raw, at, space - at, StandardCharsets.ISO_8859_1),
              new String(raw, space + 1, nul - space - 1, StandardCharsets.ISO_8859_1),
              ObjectId.fromRaw(raw, nul + 1)));
      at = nul + 1 + Constants.OBJECT_ID_LENGTH;
    }
    return entries;
  }

  private static int indexOf(byte[] raw, int from, byte wanted) {
    for (int at = from; at < raw.length; at++) {
      if (raw[at] == wanted) {
        return at;
      }
    }
    return -1;
  }

  private boolean isFull() {
    return findings.size() >= MOST_FINDINGS
        || directories > limits.files()
        || total > limits.totalBytes()
        || findings.stream().anyMatch(finding -> finding.code() == Code.TOO_MANY_FILES);
  }

  private void find(Code code, String path, String what, String why) {
    findings.add(new GitFinding(code, PathRules.escaped(path), what, why, next(code)));
  }

  private static String next(Code code) {
    return switch (code) {
      case PATH_SYMLINK -> "commit the file itself";
      case PATH_SUBMODULE ->
          "commit the files themselves, or move the submodule out of these folders";
      case PATH_MODE, GIT_BAD_TREE -> "commit the files anew with a current Git";
      case PATH_CHARACTER, PATH_CONFUSABLE -> "rename it";
      case PATH_TOO_DEEP, TOO_MANY_FILES, FILE_TOO_LARGE, TREE_TOO_LARGE ->
          "keep other files out of these folders, or raise the Git limits";
      case LFS_POINTER -> "commit the content without LFS";
    };
  }

  private static String text(Exception e) {
    return PathRules.oneLine(String.valueOf(e.getMessage()));
  }
}
