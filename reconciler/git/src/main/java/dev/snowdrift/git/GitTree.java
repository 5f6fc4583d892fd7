package dev.snowdrift.git;

import dev.snowdrift.manifest.SourceTree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;

/// A scope of one commit's tree, listed and judged once; contents are read by blob id when asked
/// for, as long as the repository is open. May be shared between threads.
public final class GitTree implements SourceTree {

  /// Where a file's bytes are, and how many.
  record File(ObjectId blob, long size) {}

  /// Reads one blob.
  interface Blobs {
    byte[] read(String path, File file);
  }

  private final CommitId commit;
  private final boolean exists;
  private final TreeMap<String, File> files;
  private final List<GitFinding> findings;
  private final long largest;
  private final Blobs blobs;

  GitTree(
      CommitId commit,
      boolean exists,
      Map<String, File> files,
      List<GitFinding> findings,
      long largest,
      Blobs blobs) {
    this.commit = commit;
    this.exists = exists;
    this.files = new TreeMap<>(files);
    this.findings = List.copyOf(findings);
    this.largest = largest;
    this.blobs = blobs;
  }

  public CommitId commit() {
    return commit;
  }

  /// Whether the scope's prefix is a directory in this commit. Absence is never consent to destroy,
  /// so callers tell an absent directory from an empty one.
  public boolean exists() {
    return exists;
  }

  /// What is refused, in the order of the tree; at most a hundred and then no further. With any
  /// finding the listing may be incomplete.
  public List<GitFinding> findings() {
    return findings;
  }

  /// Regular files, relative to the scope's prefix, in the order of [String#compareTo].
  @Override
  public List<String> paths() {
    return List.copyOf(files.keySet());
  }

  /// The bytes of one of [#paths]. Empty for anything else, and for a file over the cap, which is a
  /// finding.
  @Override
  public Optional<byte[]> read(String path) {
    return Optional.ofNullable(files.get(path))
        .filter(file -> file.size <= largest)
        .map(file -> blobs.read(path, file));
  }

  @Override
  public OptionalLong size(String path) {
    var file = files.get(path);
    return file == null ? OptionalLong.empty() : OptionalLong.of(file.size);
  }
}
