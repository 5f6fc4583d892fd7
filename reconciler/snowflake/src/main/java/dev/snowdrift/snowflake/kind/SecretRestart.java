package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.Fingerprints;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Repair;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.snowflake.QualifiedName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// The restart of a service after the rotation of a secret that it reads as an environment
/// variable. Running containers keep the old value (Snowflake documentation, "Working with
/// services"); secrets mounted as files are renewed by Snowflake and need nothing.
///
/// A service's mark holds the fingerprint of the secrets that its containers have read. It is
/// written only after the restart, so that a crash between the secret and the restart leaves a
/// difference behind. The restart is SUSPEND and RESUME: the containers are made anew from the same
/// images, and public endpoints keep their hosts (documentation of ALTER SERVICE). Before it the
/// mark says that we are restarting, so that a service which somebody suspended on purpose is never
/// resumed: its next containers read the new value anyway.
final class SecretRestart {
  static final String FIELD = "secrets";

  private static final Statements STATEMENTS = new Statements("SERVICE");

  /// In place of a fingerprint: suspended by us, to be resumed.
  private static final String RESTARTING = "0".repeat(16);

  private SecretRestart() {}

  /// The secrets that containers read once, when they start: all that are not mounted as files.
  static List<ResourceId> secrets(JsonNode specification, QualifiedName schema) {
    var ids = new TreeSet<ResourceId>();
    for (var container : specification.path("spec").path("containers")) {
      for (var secret : container.path("secrets")) {
        var named = secret.path("snowflakeSecret");
        var name = named.isString() ? named : named.path("objectName");
        if (name.isString() && secret.path("directoryPath").isMissingNode()) {
          ids.add(
              new ResourceId("Secret", new SpecificationForm(schema).qualified(name.asString())));
        }
      }
    }
    return List.copyOf(ids);
  }

  static <S> Field<S> field() {
    return Field.<S>ofResource(
            FIELD,
            resource ->
                resource.fingerprints().isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                        Canonical.text(Fingerprints.combine(resource.fingerprints().values()))))
        .repair(Repair.restart("restarts to read a rotated secret"))
        .asConfidential();
  }

  /// What its containers have read, as its mark tells.
  static Optional<String> observed(Optional<Mark> mark) {
    return mark.flatMap(Mark::fingerprint);
  }

  static boolean drifted(List<Drift> drifts) {
    return drifts.stream().anyMatch(drift -> drift.field().equals(FIELD));
  }

  /// The mark as long as no restart has happened.
  static Mark unchanged(Mark mark, Observed observed) {
    return mark.withFingerprint(observed(observed.mark()));
  }

  /// Whether nothing is left to do but the second half of a restart.
  static boolean finishes(Observed observed, List<Drift> drifts) {
    return isRestarting(observed) && drifts.stream().allMatch(drift -> drift.field().equals(FIELD));
  }

  static Optional<String> busy(Observed observed, List<Drift> drifts) {
    return drifted(drifts) && status(observed).equals("SUSPENDING")
        ? Optional.of("SUSPENDING, and its restart goes on then")
        : Optional.empty();
  }

  /// What is next on the way to containers that have read the new value.
  ///
  /// @param restarted whether another statement of the same step has made new containers already
  /// @param rests whether it stays suspended on purpose
  static <S> List<Effect> effects(
      Desired<S> resource,
      Observed observed,
      Optional<String> comment,
      Mark mark,
      boolean restarted,
      boolean rests) {
    var name = resource.id().name();
    var done = comment(name, comment, mark);
    if (restarted || (status(observed).equals("SUSPENDED") && (rests || !isRestarting(observed)))) {
      return List.of(done);
    }
    if (status(observed).equals("SUSPENDED")) {
      return List.of(STATEMENTS.alter(name).words("RESUME").ddl(), done);
    }
    return List.of(
        comment(name, comment, mark.withFingerprint(Optional.of(RESTARTING))),
        STATEMENTS.alter(name).words("SUSPEND").ddl());
  }

  private static Effect comment(String name, Optional<String> comment, Mark mark) {
    return Comments.write(STATEMENTS.alter(name).words("SET"), comment, mark).ddl();
  }

  private static boolean isRestarting(Observed observed) {
    return isRestarting(observed.mark());
  }

  /// Whether it is suspended by us, and only for a moment.
  static boolean isRestarting(Optional<Mark> mark) {
    return observed(mark).filter(RESTARTING::equals).isPresent();
  }

  private static String status(Observed observed) {
    return observed.fact("status").orElse("").toUpperCase(Locale.ROOT);
  }
}
