package dev.snowdrift.prefect;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Kind;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Provider;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.SecretReader;
import dev.snowdrift.kind.Target;
import dev.snowdrift.kind.TargetFailure;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Gatherers;
import tools.jackson.databind.JsonNode;

/// Reads and writes one Prefect workspace. Owns its client.
public final class PrefectProvider implements Provider {
  private final PrefectClient client;
  private final List<PrefectKind<?>> kinds;

  public PrefectProvider(PrefectClient client, List<? extends PrefectKind<?>> kinds) {
    this.client = client;
    this.kinds = List.copyOf(kinds);
  }

  @Override
  public Target target() {
    return Target.PREFECT;
  }

  @Override
  public List<Kind<?>> kinds() {
    return List.copyOf(kinds);
  }

  /// The product version of a self-hosted server (`3.8.3`); empty where it does not tell, as
  /// Prefect Cloud.
  ///
  /// @throws TargetFailure when it cannot be reached or refuses the credential
  public Optional<String> version() {
    if (!client.settings().edition().tellsVersion()) {
      return Optional.empty();
    }
    try {
      return client.find(ApiPath.of("/admin/version")).flatMap(JsonNode::asStringOpt);
    } catch (TargetFailure failure) {
      if (failure.code().equals(Optional.of("HTTP 404"))) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /// Who answers at this target, for people.
  ///
  /// @param concern why this Prefect may behave otherwise than Snowdrift expects
  public record Described(String text, Optional<String> concern) {}

  /// Asks a server for its version, and says when Snowdrift does not know that one.
  ///
  /// @throws TargetFailure when it cannot be reached or refuses the credential
  public Described described() {
    return switch (client.settings().edition()) {
      case Edition.Cloud(_, var workspace) ->
          new Described("Prefect Cloud, workspace " + workspace, Optional.empty());
      case Edition.Server _ -> {
        var told = version().flatMap(ServerVersion::parse);
        yield new Described(
            "Prefect server %s at %s"
                .formatted(
                    told.map(ServerVersion::text).orElse("of unknown version"),
                    client.settings().api().getAuthority()),
            told.map(ServerVersion::concern).orElseGet(() -> Optional.of(ServerVersion.UNKNOWN)));
      }
    };
  }

  /// How many requests that can change something were sent.
  public long writes() {
    return client.writes();
  }

  @Override
  public Observation observe(SortedMap<ResourceId, Desired<?>> resources) {
    var needed = needed(resources);
    var wanted = EnumSet.noneOf(Listing.class);
    needed.forEach(kind -> wanted.addAll(kind.listings()));
    if (wanted.isEmpty()) {
      return Observation.NOTHING;
    }
    var answers = new EnumMap<Listing, List<JsonNode>>(Listing.class);
    var failures = new EnumMap<Listing, TargetFailure>(Listing.class);
    wanted.stream()
        .gather(Gatherers.mapConcurrent(client.settings().reads(), this::answer))
        .forEach(answer -> {
          answer.failure.ifPresent(failure -> failures.put(answer.listing, failure));
          answers.put(answer.listing, answer.items);
        });
    if (failures.size() == wanted.size()) {
      throw failures.values().iterator().next();
    }
    return read(needed, new Listings(answers), failures);
  }

  private record Answer(Listing listing, List<JsonNode> items, Optional<TargetFailure> failure) {}

  private Answer answer(Listing listing) {
    try {
      return new Answer(listing, new Lister(client).list(listing), Optional.empty());
    } catch (TargetFailure failure) {
      return new Answer(listing, List.of(), Optional.of(failure));
    }
  }

  private static Observation read(
      List<PrefectKind<?>> kinds, Listings listings, Map<Listing, TargetFailure> failures) {
    var objects = new TreeMap<ResourceId, Observed>();
    var gaps = new ArrayList<Observation.Gap>();
    for (var kind : kinds) {
      var failed =
          failures.entrySet().stream()
              .filter(failure -> kind.listings().contains(failure.getKey()))
              .findFirst();
      if (failed.isPresent()) {
        var why = String.valueOf(failed.get().getValue().getMessage());
        gaps.add(new Observation.Gap(kind.name(), "", why));
      } else {
        kind.read(listings).forEach(object -> objects.put(object.id(), object));
      }
    }
    return new Observation(objects, gaps);
  }

  /// The kinds of the resources, and of what they need to be there.
  private List<PrefectKind<?>> needed(SortedMap<ResourceId, Desired<?>> resources) {
    var names = new TreeSet<String>();
    for (var resource : resources.values()) {
      names.add(resource.id().kind());
      kinds.stream()
          .filter(kind -> kind.name().equals(resource.id().kind()))
          .flatMap(kind -> referred(kind, resource).stream())
          .forEach(names::add);
    }
    return kinds.stream().filter(kind -> names.contains(kind.name())).toList();
  }

  /// Kind and resource belong together by name; the specification's type follows.
  @SuppressWarnings("unchecked")
  private static <S> Set<String> referred(Kind<S> kind, Desired<?> resource) {
    var names = new TreeSet<String>();
    for (Reference reference : kind.references((Desired<S>) resource)) {
      if (reference.required()) {
        names.add(reference.to().kind());
      }
    }
    return names;
  }

  @Override
  public void execute(Effect effect, SecretReader secrets) {
    if (!(effect instanceof ApiCall call)) {
      throw new IllegalArgumentException("not an effect on Prefect: " + effect.redacted());
    }
    new CallRunner(client, secrets).run(call);
  }

  @Override
  public void close() {
    client.close();
  }
}
