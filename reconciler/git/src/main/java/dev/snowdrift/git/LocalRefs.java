package dev.snowdrift.git;

import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/// How a remote branch is called here. Slashes are encoded, so that `a` and, after its deletion,
/// `a/b` can both be.
final class LocalRefs {
  private static final String HEADS = "refs/snowdrift/heads/";

  private LocalRefs() {}

  static String name(String branch) {
    return HEADS + branch.replace("%", "%25").replace("/", "%2F");
  }

  static boolean isBranch(String name) {
    return name.length() <= 200
        && !name.startsWith("-")
        && name.codePoints().allMatch(PathRules::isShowable)
        && Repository.isValidRefName(Constants.R_HEADS + name);
  }
}
