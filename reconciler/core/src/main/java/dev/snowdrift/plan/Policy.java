package dev.snowdrift.plan;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/// What an environment allows a plan to do. Made by the shell from its configuration, its state and
/// what it knows of the history.
///
/// @param pruneBlocked why nothing may be removed whatever the plan says (rewritten history,
///   unknown previous revision); empty when removals may be considered
/// @param pruneFloor removals a pass may always do without approval
/// @param prunePercent removals a pass may do without approval, as a share of the previous
///   resources
/// @param approved digests of plans that a person approved
/// @param today for the expiry of ignore rules
/// @param runs what is remembered of resources that run once
public record Policy(
    Mode mode,
    Heal heal,
    Optional<String> pruneBlocked,
    int pruneFloor,
    int prunePercent,
    Set<String> approved,
    LocalDate today,
    Runs runs) {

  public Policy {
    approved = Set.copyOf(approved);
  }

  public enum Mode {
    OBSERVE,
    APPROVE,
    CONVERGE
  }

  /// What happens to out-of-band differences.
  public enum Heal {
    OFF,
    /// Repaired unless that disturbs running work or destroys.
    SAFE,
    ON
  }

  /// Converges and heals everything, prunes within the budget of max(3, 10 %).
  public static Policy converge(LocalDate today) {
    return new Policy(
        Mode.CONVERGE, Heal.ON, Optional.empty(), 3, 10, Set.of(), today, Runs.FORGOTTEN);
  }

  public Policy with(Mode other) {
    return new Policy(other, heal, pruneBlocked, pruneFloor, prunePercent, approved, today, runs);
  }

  public Policy with(Heal other) {
    return new Policy(mode, other, pruneBlocked, pruneFloor, prunePercent, approved, today, runs);
  }

  public Policy withPruneBlocked(String why) {
    return new Policy(
        mode, heal, Optional.of(why), pruneFloor, prunePercent, approved, today, runs);
  }

  public Policy withApproved(Set<String> digests) {
    return new Policy(mode, heal, pruneBlocked, pruneFloor, prunePercent, digests, today, runs);
  }

  public Policy withRuns(Runs remembered) {
    return new Policy(
        mode, heal, pruneBlocked, pruneFloor, prunePercent, approved, today, remembered);
  }

  /// How many removals of `previous` resources one pass may do without approval.
  public int pruneBudget(int previous) {
    return Math.max(pruneFloor, previous * prunePercent / 100);
  }
}
