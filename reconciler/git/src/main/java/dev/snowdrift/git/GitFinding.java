package dev.snowdrift.git;

/// Something in a commit's tree that Snowdrift refuses to read. `path` is relative to the scope's
/// prefix and escaped, so that it can be printed. Any finding means: nothing of this environment
/// converges at this commit.
public record GitFinding(Code code, String path, String what, String why, String next) {

  /// Stable names, used in reports.
  public enum Code {
    /// An entry is a symbolic link.
    PATH_SYMLINK,
    /// An entry is a submodule.
    PATH_SUBMODULE,
    /// An entry has another mode than 100644, 100755 or directory.
    PATH_MODE,
    /// A name that no honest tree has (`..`, `.git`, a slash), or a tree that can't be read.
    GIT_BAD_TREE,
    /// A name with control, format or undefined characters, a backslash, no UTF-8, or over 255
    /// bytes.
    PATH_CHARACTER,
    /// Two names of a directory that differ only by case or Unicode normal form.
    PATH_CONFUSABLE,
    /// Directories nested too deeply.
    PATH_TOO_DEEP,
    /// Too many entries.
    TOO_MANY_FILES,
    /// One file over the cap.
    FILE_TOO_LARGE,
    /// All files together over the cap.
    TREE_TOO_LARGE,
    /// A Git LFS pointer in the place of the content.
    LFS_POINTER
  }
}
