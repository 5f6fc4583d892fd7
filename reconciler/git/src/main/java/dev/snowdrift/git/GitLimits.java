package dev.snowdrift.git;

import java.time.Duration;

/// What one repository may cost. Every number has to be positive.
///
/// @param idle longest silence of the remote while connecting or reading; rounded up to whole
///   seconds
/// @param operation longest duration of one advertisement or fetch, waiting for another fetch
///   included
/// @param advertisementBytes most bytes of a ref advertisement
/// @param packBytes most bytes of one fetched pack
/// @param packObjects most objects of one fetched pack
/// @param objectBytes largest inflated object in a fetched pack
/// @param depth most directories above a file, counted from the scope's prefix
/// @param files most files in a scope; as many directories are allowed
/// @param fileBytes largest file in a scope
/// @param totalBytes most bytes of all files of a scope
/// @param commits most commits that a count or a log looks at
public record GitLimits(
    Duration idle,
    Duration operation,
    long advertisementBytes,
    long packBytes,
    int packObjects,
    long objectBytes,
    int depth,
    int files,
    long fileBytes,
    long totalBytes,
    int commits) {

  public GitLimits {
    var smallest =
        Math.min(
            Math.min(Math.min(idle.toMillis(), operation.toMillis()), advertisementBytes),
            Math.min(Math.min(packBytes, packObjects), Math.min(objectBytes, depth)));
    if (Math.min(smallest, Math.min(Math.min(files, commits), Math.min(fileBytes, totalBytes)))
        <= 0) {
      throw new IllegalArgumentException(
          "every Git limit has to be positive: no limit is no limit");
    }
  }

  /// 15 s of silence, 2 min an operation, 200 MiB a pack, 1 MiB a file, 5,000 files, 10 MiB a
  /// scope, depth 16.
  public static GitLimits defaults() {
    return new GitLimits(
        Duration.ofSeconds(15),
        Duration.ofMinutes(2),
        8L << 20,
        200L << 20,
        1_000_000,
        64L << 20,
        16,
        5_000,
        1L << 20,
        10L << 20,
        10_000);
  }

  public GitLimits withTimes(Duration idle, Duration operation) {
    return new GitLimits(
        idle,
        operation,
        advertisementBytes,
        packBytes,
        packObjects,
        objectBytes,
        depth,
        files,
        fileBytes,
        totalBytes,
        commits);
  }

  public GitLimits withPack(long bytes, int objects, long objectBytes) {
    return new GitLimits(
        idle,
        operation,
        advertisementBytes,
        bytes,
        objects,
        objectBytes,
        depth,
        files,
        fileBytes,
        totalBytes,
        commits);
  }

  public GitLimits withAdvertisement(long bytes) {
    return new GitLimits(
        idle,
        operation,
        bytes,
        packBytes,
        packObjects,
        objectBytes,
        depth,
        files,
        fileBytes,
        totalBytes,
        commits);
  }

  public GitLimits withTree(int depth, int files, long fileBytes, long totalBytes) {
    return new GitLimits(
        idle,
        operation,
        advertisementBytes,
        packBytes,
        packObjects,
        objectBytes,
        depth,
        files,
        fileBytes,
        totalBytes,
        commits);
  }

  int idleSeconds() {
    return Math.toIntExact(Math.max(1, idle.plusMillis(999).toSeconds()));
  }
}
