package dev.snowdrift.manifest;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Collects problems, so that one look at a commit reports all of them.
///
/// Keeps the first [#KEPT] and counts the rest: a hostile file can hold hundreds of thousands of
/// errors. The same problem twice is kept once. Not for use by several threads.
public final class Problems {
  /// How many problems are kept with their text.
  public static final int KEPT = 1_000;

  private final Set<Problem> kept = new HashSet<>();
  private final Set<Problem> warnings = new HashSet<>();
  private int dropped;

  public void add(Problem problem) {
    if (kept.size() < KEPT) {
      kept.add(problem);
    } else if (!kept.contains(problem)) {
      dropped++;
    }
  }

  public void add(Code code, Location at, String subject, String what, String why, String next) {
    add(new Problem(code, at, subject, what, why, next));
  }

  /// Something that is taken as it is written, but seems to mean something else. Not a problem: it
  /// counts for nothing but [#warnings()], of which the first [#KEPT] are kept.
  public void warn(Problem warning) {
    if (warnings.size() < KEPT) {
      warnings.add(warning);
    }
  }

  /// In the order of [Problem].
  public List<Problem> warnings() {
    return warnings.stream().sorted().toList();
  }

  public void addAll(Problems others) {
    others.kept.forEach(this::add);
    others.warnings.forEach(this::warn);
    dropped += others.dropped;
  }

  /// What is kept, in the order of [Problem].
  public List<Problem> list() {
    return kept.stream().sorted().toList();
  }

  /// How many were found beyond those that [#list()] gives.
  public int dropped() {
    return dropped;
  }

  public int size() {
    return kept.size() + dropped;
  }

  public boolean isEmpty() {
    return kept.isEmpty();
  }
}
