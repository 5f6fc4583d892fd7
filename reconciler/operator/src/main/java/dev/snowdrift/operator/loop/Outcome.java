package dev.snowdrift.operator.loop;

import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.TargetFailure;

/// What became of one step.
public sealed interface Outcome {

  /// Every effect was answered with success.
  record Done() implements Outcome {}

  /// An effect failed; those after it were not tried.
  record Failed(TargetFailure.Kind kind, String message) implements Outcome {}

  /// Not tried, because a step that it needs did not succeed.
  record Skipped(ResourceId on) implements Outcome {}

  /// Not tried, because the pass was stopped at a step boundary.
  record Stopped() implements Outcome {}

  /// In metrics: `ok`, `failed`, `skipped`.
  default String word() {
    return switch (this) {
      case Done _ -> "ok";
      case Failed _ -> "failed";
      case Skipped _, Stopped _ -> "skipped";
    };
  }
}
