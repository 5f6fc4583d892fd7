package dev.snowdrift.manifest;

/// What a desired state may cost to read. Every limit is inclusive: that many is still fine.
///
/// @param fileBytes bytes of one file
/// @param totalBytes bytes of all files of one environment together
/// @param files files of one environment
/// @param depth levels of nesting inside one document
/// @param documents documents in one file
/// @param objects resources of one environment
/// @param entries items of one list, or keys of one mapping
/// @param pathDepth segments of a path
public record Limits(
    int fileBytes,
    long totalBytes,
    int files,
    int depth,
    int documents,
    int objects,
    int entries,
    int pathDepth) {

  /// 1 MiB a file, 10 MiB an environment, 5,000 files, depth 64, 500 documents a file, 10,000
  /// resources, 5,000 entries, 16 path segments.
  public static final Limits DEFAULT =
      new Limits(1 << 20, 10L << 20, 5_000, 64, 500, 10_000, 5_000, 16);

  public Limits {
    if (fileBytes < 1
        || totalBytes < 1
        || files < 1
        || depth < 1
        || documents < 1
        || objects < 1
        || entries < 1
        || pathDepth < 1) {
      throw new IllegalArgumentException("every limit is at least 1");
    }
  }
}
