package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.snowflake.kind.ServiceKind.Instances;
import dev.snowdrift.snowflake.kind.ServiceKind.Spec;

/// What the parts of a service's manifest must be to each other.
final class ServiceChecks {
  private ServiceChecks() {}

  /// How many instances, and when they rest.
  static void counts(Spec spec, LoadContext context) {
    long min = spec.instance(Instances::min).orElse(1L);
    long max = spec.instance(Instances::max).orElse(Math.max(1L, min));
    long ready = spec.instance(Instances::minReady).orElse(min);
    if (max < min || ready > min) {
      context.problem(
          Code.FIELD_VALUE,
          "instances",
          "instances: min %d, max %d, minReady %d do not fit together".formatted(min, max, ready),
          "max is at least min, and minReady at most min",
          "correct one of them");
    }
    if (spec.autoSuspendSeconds().filter(s -> s > 0 && s < 300).isPresent()) {
      context.problem(
          Code.FIELD_VALUE,
          "autoSuspendSeconds",
          "autoSuspendSeconds: %d is too short".formatted(spec.autoSuspendSeconds().get()),
          "Snowflake takes 0 for never, or at least 300",
          "write `autoSuspendSeconds: 300` or more");
    }
    if (spec.suspended().orElse(false) && spec.autoResume().orElse(true)) {
      context.problem(
          Code.FIELD_VALUE,
          "suspended",
          "suspended: the first request would wake it",
          "a suspended service resumes on traffic unless autoResume is off",
          "write `autoResume: false` beside it");
    }
  }

  /// What block volumes and public endpoints allow.
  static void volumes(Spec spec, LoadContext context) {
    if (spec.specification().filter(BlockVolumes::any).isPresent()
        && spec.fewest() != spec.most()) {
      context.problem(
          Code.FIELD_VALUE,
          "instances",
          "instances: min %d and max %d differ".formatted(spec.fewest(), spec.most()),
          "a service with block volumes has a fixed number of instances",
          "write the same number for both");
    }
    if (spec.autoSuspendSeconds().orElse(0L) > 0
        && spec.specification().filter(ServiceReading::hasPublicEndpoint).isPresent()) {
      context.problem(
          Code.FIELD_VALUE,
          "autoSuspendSeconds",
          "autoSuspendSeconds: a service with a public endpoint does not suspend by itself",
          "Snowflake does not count requests from outside as work",
          "drop it, or make the endpoint private");
    }
  }
}
