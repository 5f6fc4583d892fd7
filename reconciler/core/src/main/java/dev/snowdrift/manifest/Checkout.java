package dev.snowdrift.manifest;

import java.util.Map;

/// Which commit is rendered, for which environment: what `${environment}`, `${git.branch}` and
/// `${git.commit}` stand for.
public record Checkout(String environment, String branch, String commit) {
  static final String ENVIRONMENT = "environment";
  static final String BRANCH = "git.branch";
  static final String COMMIT = "git.commit";

  Map<String, String> values() {
    return Map.of(ENVIRONMENT, environment, BRANCH, branch, COMMIT, commit);
  }
}
