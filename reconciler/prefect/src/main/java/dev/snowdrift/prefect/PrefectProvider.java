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
import dev.snowdrift.prefect.Standing.Sign;
import java.time.Clock;
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
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import tools.jackson.databind.JsonNode;

/// Reads and writes one Prefect workspace. Owns its client.
public final class PrefectProvider implements Provider {
  private final PrefectClient client;
  private final List<PrefectKind<?>> kinds;
  private final Lister lister;
  private final Standings standings;
  private final FlowIds flowIds = new FlowIds();

  /// On the machine's time.
  public PrefectProvider(PrefectClient client, List<? extends PrefectKind<?>> kinds) {
    this(client, kinds, Clock.systemUTC());
  }

  /// @param clock by which runs are late, and the last week begins
  public PrefectProvider(PrefectClient client, List<? extends PrefectKind<?>> kinds, Clock clock) {
    var pages = new Pages(client);
    this.client = client;
    this.kinds = List.copyOf(kinds);
    this.lister = new Lister(client, pages);
    this.standings = new Standings(pages, clock);
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
    return look(needed(resources), resources);
  }

  /// Everything in the workspace, ours or not.
  ///
  /// @throws TargetFailure when nothing at all could be observed
  public Observation survey() {
    return look(kinds, new TreeMap<>());
  }

  private Observation look(
      List<? extends PrefectKind<?>> needed, SortedMap<ResourceId, Desired<?>> resources) {
    flowIds.clear();
    var wanted = EnumSet.noneOf(Listing.class);
    needed.forEach(kind -> wanted.addAll(kind.listings()));
    if (wanted.isEmpty()) {
      return Observation.NOTHING;
    }
    var signs = EnumSet.noneOf(Sign.class);
    needed.forEach(kind -> signs.addAll(kind.signs()));
    var answers = new Answers();
    parts(wanted, signs).forEach(answers::take);
    answers.check(wanted.size());
    var asked = answers.listings();
    var further = new TreeMap<String, Set<Listing>>();
    needed.forEach(kind -> further.put(kind.name(), further(kind, resources, asked)));
    further.values().stream()
        .flatMap(Set::stream)
        .filter(listing -> !wanted.contains(listing))
        .distinct()
        .map(this::list)
        .forEach(answers::take);
    var seen = read(needed, answers.listings(), answers.failures, further);
    return signs.isEmpty()
        ? seen
        : standings.judged(seen, resources.keySet(), byName(), answers.runs);
  }

  /// What the questions of one look gave.
  private static final class Answers {
    private final Map<Listing, List<JsonNode>> items = new EnumMap<>(Listing.class);
    private final Map<Listing, TargetFailure> failures = new EnumMap<>(Listing.class);
    private Standings.RunLook runs = Standings.RunLook.NONE;

    void take(Part part) {
      switch (part) {
        case Part.Listed(var listing, var list) -> items.put(listing, list);
        case Part.Failed(var listing, var failure) -> failures.put(listing, failure);
        case Part.Ran(var look) -> runs = look;
      }
    }

    /// Where nothing at all could be seen, the target is out of reach.
    void check(int questions) {
      if (failures.size() == questions) {
        throw failures.values().iterator().next();
      }
    }

    Listings listings() {
      return new Listings(items);
    }
  }

  /// Kind and resource belong together by name; the specification's type follows.
  @SuppressWarnings("unchecked")
  private static <S> Set<Listing> further(
      PrefectKind<S> kind, SortedMap<ResourceId, Desired<?>> resources, Listings asked) {
    return kind.further(
        resources.values().stream()
            .filter(resource -> resource.id().kind().equals(kind.name()))
            .map(resource -> (Desired<S>) resource)
            .toList(),
        asked);
  }

  /// What one of the questions, which are asked at the same time, gave.
  private sealed interface Part {
    record Listed(Listing listing, List<JsonNode> items) implements Part {}

    record Failed(Listing listing, TargetFailure failure) implements Part {}

    record Ran(Standings.RunLook look) implements Part {}
  }

  private List<Part> parts(Set<Listing> wanted, Set<Sign> signs) {
    var questions = new ArrayList<Supplier<Part>>();
    questions.add(() -> new Part.Ran(standings.runs(signs)));
    wanted.forEach(listing -> questions.add(() -> list(listing)));
    return questions.stream()
        .gather(Gatherers.mapConcurrent(client.settings().reads(), Supplier::get))
        .toList();
  }

  private Part list(Listing listing) {
    try {
      return new Part.Listed(listing, lister.list(listing));
    } catch (TargetFailure failure) {
      return new Part.Failed(listing, failure);
    }
  }

  private Map<String, PrefectKind<?>> byName() {
    return kinds.stream().collect(Collectors.toMap(Kind::name, kind -> kind));
  }

  private static Observation read(
      List<? extends PrefectKind<?>> kinds,
      Listings listings,
      Map<Listing, TargetFailure> failures,
      Map<String, Set<Listing>> further) {
    var objects = new TreeMap<ResourceId, Observed>();
    var gaps = new ArrayList<Observation.Gap>();
    for (var kind : kinds) {
      var blind = failed(kind.listings(), failures);
      blind
          .or(() -> failed(further.getOrDefault(kind.name(), Set.of()), failures))
          .ifPresent(why -> gaps.add(new Observation.Gap(kind.name(), "", why)));
      if (blind.isEmpty()) {
        kind.read(listings).forEach(object -> objects.put(object.id(), object));
      }
    }
    return new Observation(objects, gaps);
  }

  /// Why one of the listings could not be had.
  private static Optional<String> failed(
      Set<Listing> listings, Map<Listing, TargetFailure> failures) {
    return failures.entrySet().stream()
        .filter(failure -> listings.contains(failure.getKey()))
        .map(failure -> String.valueOf(failure.getValue().getMessage()))
        .findFirst();
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
    new CallRunner(client, lister, secrets, flowIds).run(call);
  }

  @Override
  public void close() {
    client.close();
  }
}
