package dev.snowdrift.operator.loop;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Fingerprints;
import dev.snowdrift.kind.Kind;
import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.SecretReader;
import dev.snowdrift.kind.SecretSource;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Limits;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.Revision;
import dev.snowdrift.operator.loop.PassReport.Result;
import dev.snowdrift.operator.state.StateStore;
import dev.snowdrift.plan.DesiredReader;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What Git wants of one environment, now and at the last converged commit, and whether the one
/// follows from the other.
final class DesiredStates {
  private final Reconciler.Settings settings;
  private final Source source;
  private final KindRegistry registry;
  private final DesiredReader reader;
  private final Mark.Key key;
  private final SecretReader secrets;
  private final StateStore state;
  private Optional<DesiredState> cached = Optional.empty();

  /// What services went back to; few, since each is one commit.
  private final Map<String, DesiredState> earlier = new HashMap<>();

  private static final int EARLIER = 8;

  DesiredStates(
      Reconciler.Settings settings,
      Source source,
      KindRegistry registry,
      Mark.Key key,
      SecretReader secrets,
      StateStore state) {
    this.settings = settings;
    this.source = source;
    this.registry = registry;
    this.reader = new DesiredReader(registry, Limits.DEFAULT);
    this.key = key;
    this.secrets = secrets;
    this.state = state;
  }

  /// What a commit wants; read once and kept for the next pass.
  ///
  /// @throws PassEnded with every problem of its manifests
  DesiredState read(Revision head) {
    if (cached.filter(state -> state.revision().equals(head)).isPresent()) {
      return cached.get();
    }
    var found = new Problems();
    var read = readInto(head, settings.scope(), found);
    if (!found.isEmpty()) {
      throw new PassEnded(
          Result.BLOCKED,
          found.list(),
          "%d %s in the manifests of %s: nothing of this environment is converged"
              .formatted(found.size(), found.size() == 1 ? "problem" : "problems", head.shortId()));
    }
    cached = Optional.of(read);
    return read;
  }

  private DesiredState readInto(Revision head, Scope scope, Problems found) {
    var files = source.files(head);
    files.refusal().forEach(found::add);
    if (!found.isEmpty()) {
      return new DesiredState(settings.environment(), head, new TreeMap<>(), false);
    }
    return reader.read(
        files.tree(), settings.environment(), head, settings.repositoryUrl(), scope, found);
  }

  /// What an earlier commit wanted; empty when it is not in the mirror any more, or cannot be read.
  Optional<DesiredState> at(String commit) {
    var known = earlier.get(commit);
    if (known != null) {
      return Optional.of(known);
    }
    var found = new Problems();
    var read =
        source
            .find(settings.branch(), commit)
            .map(revision -> readInto(revision, Scope.ALL, found))
            .filter(_ -> found.isEmpty());
    if (earlier.size() >= EARLIER) {
      earlier.clear();
    }
    read.ifPresent(state -> earlier.put(commit, state));
    return read;
  }

  /// What the last converged commit wanted: Git is the record of what was applied last.
  Optional<DesiredState> previous() {
    var commit = state.converged(settings.environment());
    var known = commit.flatMap(id -> source.find(settings.branch(), id));
    if (known.isEmpty()) {
      return Optional.empty();
    }
    if (cached.filter(current -> current.revision().id().equals(known.get().id())).isPresent()) {
      return cached;
    }
    var found = new Problems();
    // What was converged stays ours even if the scope was narrowed since.
    var read = readInto(known.get(), Scope.ALL, found);
    return found.isEmpty() ? Optional.of(read) : Optional.empty();
  }

  /// Why absence in this commit is no consent to remove; empty when it is.
  Optional<String> lineage(Revision head, Optional<DesiredState> previous) {
    if (state.converged(settings.environment()).isEmpty()) {
      return Optional.of(
          "no last converged commit is known, so no commit can have removed anything");
    }
    if (previous.isEmpty()) {
      return Optional.of("the last converged commit cannot be read any more");
    }
    var last = previous.get().revision();
    if (!source.descends(head.id(), last.id())) {
      return Optional.of(
          "history was rewritten: %s does not descend from %s, the last converged commit"
              .formatted(head.shortId(), last.shortId()));
    }
    return Optional.empty();
  }

  /// The same with the fingerprints of the secrets that it refers to.
  ///
  /// @throws PassEnded when one cannot be read
  DesiredState withFingerprints(DesiredState desired) {
    var found = new Problems();
    var resources = new TreeMap<ResourceId, Desired<?>>();
    desired
        .resources()
        .forEach((id, resource) -> resources.put(id, fingerprinted(resource, found)));
    if (!found.isEmpty()) {
      throw new PassEnded(
          Result.BLOCKED,
          found.list(),
          "secrets that cannot be read: nothing is written until they can");
    }
    return new DesiredState(
        desired.environment(),
        desired.revision(),
        Fingerprints.shared(resources, registry),
        desired.allowEmpty());
  }

  /// Where the secrets of these resources come from.
  Set<SecretSource> sources(SortedMap<ResourceId, Desired<?>> resources) {
    var sources = new TreeSet<SecretSource>();
    resources.values().forEach(resource -> sources.addAll(sources(resource)));
    return sources;
  }

  private <S> List<SecretSource> sources(Desired<S> resource) {
    return registry.of(resource).secrets(resource);
  }

  private <S> Desired<S> fingerprinted(Desired<S> resource, Problems found) {
    Kind<S> kind = registry.of(resource);
    var sources = kind.secrets(resource);
    if (sources.isEmpty()) {
      return resource;
    }
    var fingerprints = new TreeMap<SecretSource, String>();
    for (var from : sources) {
      try {
        fingerprints.put(from, key.fingerprint(resource.id(), secrets.read(from)));
      } catch (SecretReader.SecretUnavailable unavailable) {
        found.add(
            Code.SECRET_UNAVAILABLE,
            resource.at(),
            resource.id().toString(),
            String.valueOf(unavailable.getMessage()),
            "a secret is written from its source, never from the repository",
            "provide the value, or name another source");
      }
    }
    return resource.withFingerprints(fingerprints);
  }
}
