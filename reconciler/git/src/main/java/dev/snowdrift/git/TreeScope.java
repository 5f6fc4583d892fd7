package dev.snowdrift.git;

import java.util.Set;
import java.util.TreeSet;

/// The part of a commit's tree that is read: the directory `prefix` ("" is the root, no slash at
/// either end), and below it the given entries only, or everything when `folders` is empty.
public record TreeScope(String prefix, Set<String> folders) {
  public TreeScope {
    if (prefix.startsWith("/") || prefix.endsWith("/")) {
      throw new IllegalArgumentException("a prefix begins and ends without a slash: " + prefix);
    }
    folders = Set.copyOf(folders);
  }

  public static TreeScope below(String prefix) {
    return new TreeScope(prefix, Set.of());
  }

  public TreeScope only(String... names) {
    return new TreeScope(prefix, new TreeSet<>(Set.of(names)));
  }

  boolean includes(String topLevelName) {
    return folders.isEmpty() || folders.contains(topLevelName);
  }
}
