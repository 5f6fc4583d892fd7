package dev.snowdrift.prefect.kind;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Expansion;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Surroundings;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Example;
import dev.snowdrift.manifest.Lifecycle;
import dev.snowdrift.manifest.Min;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.prefect.ApiCall;
import dev.snowdrift.prefect.Json;
import dev.snowdrift.prefect.Listing;
import dev.snowdrift.prefect.Listings;
import dev.snowdrift.prefect.Precondition;
import dev.snowdrift.prefect.PrefectClient.Method;
import dev.snowdrift.prefect.PrefectKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A queue of a work pool, named `<pool>/<queue>`. The mark is at the end of its description, as
/// queues have no tags.
///
/// Priorities are compared as an order: the declared queues of a pool that have one must come in
/// the order of their numbers, whatever the numbers are and whatever stands between them. The
/// server moves the numbers of other queues with every write (see {@link QueueOrder}), and two
/// environments may have queues in one pool; to insist on numbers would be to fight. Where a queue
/// has to be moved it gets the declared number, as far as the order allows it.
///
/// `default` comes with its pool and cannot be made, deleted or renamed. A manifest for it manages
/// what is there, without asking for adoption while the pool is ours; a removed manifest only takes
/// our mark off.
public final class WorkQueueKind implements PrefectKind<WorkQueueKind.Spec> {
  static final String DEFAULT = "default";

  private static final String PATH = "/work_pools/{}/queues/{}";
  private static final String DEFAULT_DESCRIPTION = "The work pool's default queue.";
  private static final JsonNode UNLIMITED = Canonical.text("unlimited");

  @Doc("A queue of a work pool; its name is `<pool>/<queue>`")
  public record Spec(
      @Doc("For people") Optional<String> description,
      @Doc("How many of its runs at once; unlimited without") @Min(0) OptionalLong concurrencyLimit,
      @Doc("Whether its runs stay where they are") Optional<Boolean> paused,
      @Doc("Its place among the declared queues of the pool; those with lower numbers come first")
          @Example("1")
          @Min(1) OptionalLong priority) {}

  static ResourceId id(String pool, String queue) {
    return new ResourceId("WorkQueue", pool + "/" + queue);
  }

  @Override
  public String name() {
    return "WorkQueue";
  }

  @Override
  public Wave wave() {
    return Wave.ORCHESTRATION;
  }

  @Override
  public Class<Spec> specification() {
    return Spec.class;
  }

  @Override
  public String canonicalName(String written) {
    var slash = written.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("the name of a work queue is <pool>/<queue>");
    }
    return Names.free("work pool", written.substring(0, slash))
        + "/"
        + Names.free("work queue", written.substring(slash + 1));
  }

  @Override
  public Optional<ResourceId> comesWith(ResourceId id) {
    return isDefault(id) ? Optional.of(pool(id)) : Optional.empty();
  }

  /// The default queue stays with its pool: whoever stops declaring it lets go of it.
  @Override
  public List<Desired<?>> expand(Desired<Spec> resource, Expansion context) {
    var lifecycle = resource.lifecycle();
    return isDefault(resource.id())
        ? List.of(
            new Desired<>(
                resource.id(),
                resource.spec(),
                new Lifecycle(
                    Optional.of(Lifecycle.Deletion.ORPHAN),
                    lifecycle.replacement(),
                    lifecycle.adopt(),
                    lifecycle.rollback(),
                    lifecycle.ignore()),
                resource.dependsOn(),
                resource.at()))
        : List.of(resource);
  }

  @Override
  public void check(List<Desired<Spec>> resources, Problems problems) {
    var taken = new HashMap<String, Desired<Spec>>();
    for (var queue : resources) {
      if (queue.spec().priority().isEmpty()) {
        continue;
      }
      var priority = queue.spec().priority().getAsLong();
      var other = taken.putIfAbsent(poolOf(queue.id()) + "/" + priority, queue);
      if (other != null) {
        problems.add(
            Code.FIELD_VALUE,
            queue.at(),
            queue.id().toString(),
            "priority: %s has the priority %d too, at %s"
                .formatted(other.id(), priority, other.at()),
            "the queues of a work pool come one after the other",
            "give one of them another number");
      }
    }
  }

  /// Each after the one before it: a queue is put in its place when all before it are.
  @Override
  public List<Desired<Spec>> together(List<Desired<Spec>> resources) {
    var last = new HashMap<String, ResourceId>();
    var all = new ArrayList<Desired<Spec>>();
    for (var queue : resources.stream().sorted(BY_PRIORITY).toList()) {
      if (queue.spec().priority().isEmpty()) {
        all.add(queue);
        continue;
      }
      var before = Optional.ofNullable(last.put(poolOf(queue.id()), queue.id()));
      all.add(queue.after(before.stream().toList()));
    }
    return all;
  }

  private static final Comparator<Desired<Spec>> BY_PRIORITY =
      Comparator.comparingLong(queue -> queue.spec().priority().orElse(0));

  /// With the priority that it has, where that is right among the others, and otherwise with the
  /// one that it has to be given.
  @Override
  public Desired<Spec> resolve(Desired<Spec> resource, Surroundings around) {
    if (resource.spec().priority().isEmpty()) {
      return resource;
    }
    var queue = queueOf(resource.id());
    var order = order(resource, around);
    var seen = around.observed(resource.id()).flatMap(WorkQueueKind::priority);
    var number = order.keeps(queue) ? seen.orElse(order.number(queue)) : order.number(queue);
    var spec = resource.spec();
    return resource.with(
        new Spec(
            spec.description(), spec.concurrencyLimit(), spec.paused(), OptionalLong.of(number)));
  }

  private static QueueOrder order(Desired<Spec> resource, Surroundings around) {
    var pool = poolOf(resource.id());
    var declared = new ArrayList<Desired<Spec>>();
    declared.add(resource);
    for (var other : around.declared("WorkQueue")) {
      if (other.spec() instanceof Spec spec
          && spec.priority().isPresent()
          && poolOf(other.id()).equals(pool)
          && !other.id().equals(resource.id())) {
        declared.add(resource.implied(other.id(), spec));
      }
    }
    declared.sort(BY_PRIORITY);
    var wanted = new LinkedHashMap<String, Long>();
    declared.forEach(each -> wanted.put(queueOf(each.id()), each.spec().priority().orElseThrow()));
    var seen = new HashMap<String, Long>();
    if (around.isAbsent(pool(resource.id()))) {
      seen.put(DEFAULT, 1L);
    }
    for (var other : around.observation().objects().values()) {
      if (other.id().kind().equals("WorkQueue") && poolOf(other.id()).equals(pool)) {
        priority(other).ifPresent(number -> seen.put(queueOf(other.id()), number));
      }
    }
    return new QueueOrder(seen, wanted);
  }

  private static Optional<Long> priority(Observed queue) {
    return queue.field("priority").map(JsonNode::asLong);
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    return List.of(Reference.required("WorkPool", poolOf(resource.id()), "metadata.name"));
  }

  @Override
  public List<Field<Spec>> fields() {
    return List.of(
        Field.<Spec>of("description", spec -> Canonical.text(spec.description()))
            .standard(Canonical.text("")),
        Field.<Spec>of("concurrencyLimit", spec -> number(spec.concurrencyLimit()))
            .standard(UNLIMITED),
        Field.<Spec>of("paused", spec -> Canonical.bool(spec.paused()))
            .standard(Canonical.bool(false)),
        Field.of("priority", spec -> number(spec.priority())));
  }

  private static Optional<JsonNode> number(OptionalLong value) {
    return value.isPresent() ? Optional.of(Canonical.number(value.getAsLong())) : Optional.empty();
  }

  @Override
  public Set<Listing> listings() {
    return Set.of(Listing.WORK_QUEUES);
  }

  /// Queues of agents, from before there were pools, have no pool.
  @Override
  public List<Observed> read(Listings listings) {
    var all = new ArrayList<Observed>();
    for (var queue : listings.of(Listing.WORK_QUEUES)) {
      Json.text(queue, "work_pool_name").ifPresent(pool -> all.add(read(pool, queue)));
    }
    return all;
  }

  private static Observed read(String pool, JsonNode queue) {
    var description = queue.path("description").asString("");
    var paused = queue.path("is_paused").asBoolean(false);
    var fields = new TreeMap<String, JsonNode>();
    Canonical.text(Optional.of(Mark.strip(description)))
        .ifPresent(value -> fields.put("description", value));
    Json.present(queue.path("concurrency_limit"))
        .ifPresent(value -> fields.put("concurrencyLimit", value));
    fields.put("paused", Canonical.bool(paused));
    Json.present(queue.path("priority")).ifPresent(value -> fields.put("priority", value));
    var status = queue.path("status").asString("");
    var facts = new TreeMap<String, String>();
    facts.put("id", queue.path("id").asString());
    facts.put("status", status);
    return new Observed(
        id(pool, queue.path("name").asString()),
        fields,
        Mark.find(description),
        paused ? Health.suspended("the queue is paused") : health(status),
        facts);
  }

  /// Status moves with every poll and is never drift. PrefectHQ/prefect, src/prefect/server/
  /// schemas/statuses.py.
  private static Health health(String status) {
    return switch (status) {
      case "READY" -> Health.HEALTHY;
      case "NOT_READY" -> Health.progressing("no worker has polled the queue lately");
      case "PAUSED" -> Health.suspended("the queue is paused");
      default -> Health.unknown("Prefect reports the status " + status);
    };
  }

  /// The default queue is there as soon as its pool is.
  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    var id = resource.id();
    var spec = resource.spec();
    var description =
        isDefault(id)
            ? spec.description().or(() -> Optional.of(DEFAULT_DESCRIPTION))
            : spec.description();
    var body = Json.object().put("description", mark.appendTo(description));
    spec.concurrencyLimit().ifPresent(limit -> body.put("concurrency_limit", limit));
    spec.paused().ifPresent(paused -> body.put("is_paused", paused));
    spec.priority().ifPresent(priority -> body.put("priority", priority));
    return List.of(
        isDefault(id)
            ? patch(id, body)
            : ApiCall.of(Method.POST, "/work_pools/{}/queues", poolOf(id))
                .body(body.put("name", queueOf(id))));
  }

  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    var repairs = new Repairs(drifts, observed);
    var spec = resource.spec();
    var body = Json.object();
    if (repairs.touches("description")) {
      body.put("description", mark.appendTo(spec.description()));
    }
    if (repairs.touches("concurrencyLimit")) {
      if (spec.concurrencyLimit().isPresent()) {
        body.put("concurrency_limit", spec.concurrencyLimit().getAsLong());
      } else {
        body.putNull("concurrency_limit");
      }
    }
    if (repairs.touches("paused")) {
      body.put("is_paused", spec.paused().orElse(false));
    }
    if (repairs.touches("priority")) {
      body.put("priority", spec.priority().orElseThrow());
    }
    return List.of(patch(resource.id(), body));
  }

  @Override
  public List<Effect> adopt(Desired<Spec> resource, Observed observed, Mark mark) {
    return List.of(marking(observed, mark));
  }

  private static ApiCall marking(Observed observed, Mark mark) {
    var description = observed.field("description").map(JsonNode::asString);
    return patch(observed.id(), Json.object().put("description", mark.appendTo(description)));
  }

  @Override
  public List<Effect> delete(Observed observed) {
    var id = observed.id();
    return List.of(
        isDefault(id)
            ? marking(observed, Mark.NONE)
            : ApiCall.of(Method.DELETE, PATH, poolOf(id), queueOf(id))
                .onlyIf(new Precondition.UnusedQueue(poolOf(id), queueOf(id))));
  }

  private static ApiCall patch(ResourceId id, ObjectNode body) {
    return ApiCall.of(Method.PATCH, PATH, poolOf(id), queueOf(id)).body(body);
  }

  private static boolean isDefault(ResourceId id) {
    return queueOf(id).equals(DEFAULT);
  }

  private static ResourceId pool(ResourceId id) {
    return new ResourceId("WorkPool", poolOf(id));
  }

  private static String poolOf(ResourceId id) {
    return id.name().substring(0, id.name().indexOf('/'));
  }

  private static String queueOf(ResourceId id) {
    return id.name().substring(id.name().indexOf('/') + 1);
  }
}
