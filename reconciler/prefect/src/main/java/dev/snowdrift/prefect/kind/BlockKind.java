package dev.snowdrift.prefect.kind;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Export;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.Fingerprints;
import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Objection;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.Repair;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.SecretSource;
import dev.snowdrift.kind.Surroundings;
import dev.snowdrift.kind.ValueFrom;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.prefect.ApiCall;
import dev.snowdrift.prefect.Json;
import dev.snowdrift.prefect.Listing;
import dev.snowdrift.prefect.Listings;
import dev.snowdrift.prefect.Lookup;
import dev.snowdrift.prefect.Precondition;
import dev.snowdrift.prefect.PrefectClient.Method;
import dev.snowdrift.prefect.PrefectKind;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A block document, named `<type>/<name>`; without a type it is a Secret block.
///
/// Documents have neither tags nor a description, so the mark and the fingerprint of the secret
/// values are in a companion variable, `snowdrift_block_<type>_<name>`. It is written after the
/// document each time: a document that is newer than its companion was changed by somebody else,
/// which shows without reading a value.
public final class BlockKind implements PrefectKind<BlockKind.Spec> {
  private static final String PATH = "/block_documents/{}";

  /// The type whose blocks hold one secret value.
  static final String SECRET = "secret";

  static final String DATA = "data";
  static final String BLOCKS = "blocks";
  static final String SECRETS = "secrets";
  static final String VALUE = "value";

  /// The blocks that refer to it.
  private static final String USERS = "usedBy";

  /// Stands for the fingerprint of a value that nobody knows.
  private static final String CHANGED = "changed by somebody else";

  @Doc("A block; its name is `<type>/<name>`, or only a name for a Secret block")
  public record Spec(
      @Doc("Where the value of a Secret block comes from") Optional<ValueFrom> valueFrom,
      @Doc("The block's values that are no secrets; others are left alone")
          Map<String, JsonNode> data,
      @Doc(
              "The block's values that are secrets, by name; `headers.Authorization` is inside"
                  + " another")
          Map<String, ValueFrom> secrets,
      @Doc(
              "The block's values that are blocks themselves: `credentials:"
                  + " snowflake-credentials/etl`")
          Map<String, String> blocks) {
    public Spec {
      data = Map.copyOf(data);
      secrets = Map.copyOf(secrets);
      blocks = Map.copyOf(blocks);
    }

    /// All secrets by the path of their value.
    SortedMap<String, SecretSource> sources() {
      var all = new TreeMap<String, SecretSource>();
      secrets.forEach((name, from) -> all.put(name, from.source()));
      valueFrom.ifPresent(from -> all.put("value", from.source()));
      return all;
    }

    /// The names that stand at the top of the block's data.
    SortedSet<String> keys() {
      var keys = new TreeSet<>(data.keySet());
      keys.addAll(blocks.keySet());
      sources().keySet().forEach(path -> keys.add(BlockPaths.first(path)));
      return keys;
    }

    /// A copy, all the way down.
    ObjectNode values() {
      var values = Json.object();
      data.forEach((key, value) -> values.set(key, value.deepCopy()));
      return values;
    }
  }

  @Override
  public String name() {
    return "Block";
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
    var type = slash < 0 ? SECRET : written.substring(0, slash);
    return Names.slug("block type", type) + "/" + Names.slug("block", written.substring(slash + 1));
  }

  @Override
  public Spec load(Spec spec, LoadContext context) {
    BlockCheck.load(type(context.id()), spec, context);
    var blocks = new TreeMap<String, String>();
    for (var block : spec.blocks().entrySet()) {
      try {
        blocks.put(block.getKey(), canonicalName(block.getValue()));
      } catch (IllegalArgumentException e) {
        context.problem(
            Code.NAME_INVALID,
            "blocks." + block.getKey(),
            "`%s` is no block".formatted(block.getValue()),
            String.valueOf(e.getMessage()),
            "write `<type>/<name>`, for example `snowflake-credentials/etl`");
      }
    }
    return new Spec(spec.valueFrom(), spec.data(), spec.secrets(), blocks);
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    return new TreeMap<>(resource.spec().blocks())
        .entrySet().stream()
            .map(block -> Reference.required(name(), block.getValue(), "blocks." + block.getKey()))
            .toList();
  }

  @Override
  public Desired<Spec> resolve(Desired<Spec> resource, Surroundings around) {
    return BlockCheck.masked(resource, type(resource.id()), around);
  }

  @Override
  public List<Objection> objections(
      Desired<Spec> resource, Set<String> writing, Surroundings around) {
    return BlockCheck.objections(resource, type(resource.id()), writing, around);
  }

  @Override
  public List<SecretSource> secrets(Desired<Spec> resource) {
    return List.copyOf(new TreeSet<>(resource.spec().sources().values()));
  }

  @Override
  public String note(Desired<Spec> resource) {
    var sources = secrets(resource);
    return sources.isEmpty()
        ? ""
        : "from " + String.join(", ", sources.stream().map(SecretSource::toString).toList());
  }

  @Override
  public List<Field<Spec>> fields() {
    return List.of(
        Field.<Spec>of(DATA, spec -> Optional.of(Json.exact(spec.values())))
            .standard(Json.object())
            .align(BlockReader::declared)
            .asPartial(),
        Field.<Spec>of(BLOCKS, spec -> Optional.of(texts(spec.blocks())))
            .standard(Json.object())
            .align(BlockReader::declared)
            .asPartial(),
        Field.<Spec>of(SECRETS, spec -> Optional.of(set(spec)))
            .standard(Json.object())
            .align(BlockReader::declaredSecrets)
            .asPartial(),
        Field.<Spec>ofResource(VALUE, BlockKind::fingerprint).asConfidential());
  }

  private static JsonNode texts(Map<String, String> values) {
    var texts = Json.object();
    new TreeMap<>(values).forEach(texts::put);
    return texts;
  }

  private static JsonNode set(Spec spec) {
    var set = Json.object();
    spec.sources().keySet().forEach(path -> set.put(path, BlockReader.SET));
    return set;
  }

  /// Of all values in the order of their paths, so that two that change places are seen.
  private static Optional<JsonNode> fingerprint(Desired<Spec> resource) {
    var known = resource.fingerprints();
    return known.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Canonical.text(
                Fingerprints.combine(
                    resource.spec().sources().values().stream()
                        .flatMap(source -> Optional.ofNullable(known.get(source)).stream())
                        .toList())));
  }

  private static Mark marked(Mark mark, Desired<Spec> resource) {
    return mark.withFingerprint(fingerprint(resource).map(JsonNode::asString));
  }

  /// What Prefect cannot do without harm is not done.
  @Override
  public Repair repair(Drift drift, Observed observed, List<Drift> all) {
    var inClear = observed.fact(BlockReader.IN_CLEAR);
    return drift.desired().isEmpty() && inClear.isPresent()
        ? new Repair.Ignore(
            "a key is removed by writing the whole block, and `%s` could not be kept: it is stored"
                    .formatted(inClear.get())
                + " as an object, which Prefect does not mask")
        : PrefectKind.super.repair(drift, observed, all);
  }

  @Override
  public Set<Listing> listings() {
    return Set.of(Listing.BLOCK_DOCUMENTS, Listing.VARIABLES);
  }

  /// All schemas, when a document is to be made, or is to get what its own schema does not know.
  @Override
  public Set<Listing> further(List<Desired<Spec>> resources, Listings listings) {
    var known = new HashMap<String, BlockSchema>();
    listings
        .of(Listing.BLOCK_DOCUMENTS)
        .forEach(document ->
            BlockReader.id(document)
                .ifPresent(id -> known.put(id.name(), BlockReader.schema(document))));
    var enough =
        resources.stream()
            .allMatch(resource ->
                Optional.ofNullable(known.get(resource.id().name()))
                    .filter(schema -> resource.spec().keys().stream().allMatch(schema::knows))
                    .isPresent());
    return enough ? Set.of() : Set.of(Listing.BLOCK_SCHEMAS);
  }

  @Override
  public List<Observed> read(Listings listings) {
    var variables = Companion.variables(listings);
    var documents = listings.of(Listing.BLOCK_DOCUMENTS);
    var users = BlockReader.users(documents);
    var all = new ArrayList<Observed>();
    for (var document : documents) {
      BlockReader.id(document)
          .ifPresent(id ->
              all.add(
                  read(
                      id,
                      document,
                      companion(id).in(variables),
                      users.getOrDefault(id, List.of()))));
    }
    var schemas = listings.of(Listing.BLOCK_SCHEMAS);
    if (!schemas.isEmpty()) {
      all.add(BlockSchemas.observed(schemas));
    }
    return all;
  }

  private static Observed read(
      ResourceId id, JsonNode document, Optional<JsonNode> companion, List<String> users) {
    var mark = companion.flatMap(Companion::mark);
    var facts = new TreeMap<String, String>();
    var fields = BlockReader.fields(document, facts);
    var changed = companion.filter(variable -> isNewer(document, variable)).isPresent();
    if (changed) {
      fields.put(VALUE, Canonical.text(CHANGED));
    } else {
      mark.flatMap(Mark::fingerprint)
          .ifPresent(fingerprint -> fields.put(VALUE, Canonical.text(fingerprint)));
    }
    facts.put("id", document.path("id").asString());
    if (!users.isEmpty()) {
      facts.put(USERS, String.join(", ", users));
    }
    return new Observed(
        id, fields, mark.map(m -> m.withFingerprint(Optional.empty())), Health.HEALTHY, facts);
  }

  private static boolean isNewer(JsonNode document, JsonNode companion) {
    try {
      var written = OffsetDateTime.parse(document.path("updated").asString(""));
      return written.isAfter(OffsetDateTime.parse(companion.path("updated").asString("")));
    } catch (DateTimeParseException _) {
      return false;
    }
  }

  /// The companion comes first, so that a creation which is cut short is seen as ours, and once
  /// more at the end, so that it is the newer one.
  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    var id = resource.id();
    return List.of(
        companion(id).remember(mark.withFingerprint(Optional.empty())),
        BlockBody.create(type(id), nameOf(id), resource.spec()),
        companion(id).renew(marked(mark, resource)));
  }

  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    var repairs = new Repairs(drifts, observed);
    var id = resource.id();
    var body = new BlockBody(resource.spec(), observed, repairs);
    var call = body.addTo(ApiCall.of(Method.PATCH, PATH, lookup(id)), type(id));
    var known = observed.field(VALUE).map(JsonNode::asString).filter(text -> !text.equals(CHANGED));
    return List.of(
        call,
        companion(id)
            .remember(
                repairs.touches(VALUE) ? marked(mark, resource) : mark.withFingerprint(known)));
  }

  /// Without the fingerprint: what the value is remains to be seen.
  @Override
  public List<Effect> adopt(Desired<Spec> resource, Observed observed, Mark mark) {
    return List.of(companion(resource.id()).remember(mark.withFingerprint(Optional.empty())));
  }

  /// The mark is a variable of its own.
  @Override
  public List<Effect> release(Desired<Spec> before, Observed observed) {
    return List.of(companion(observed.id()).forget());
  }

  @Override
  public List<Effect> delete(Observed observed) {
    var id = observed.id();
    return List.of(
        ApiCall.of(Method.DELETE, PATH, lookup(id))
            .onlyIf(new Precondition.Unreferenced(type(id), nameOf(id))),
        companion(id).forget());
  }

  @Override
  public String takesAlong(Observed observed) {
    return observed
        .fact(USERS)
        .map(users -> "the value of %s, so it waits until nothing refers to it".formatted(users))
        .orElse("");
  }

  @Override
  public Export exported(Observed observed) {
    return BlockExport.of(observed, type(observed.id()));
  }

  private static Lookup lookup(ResourceId id) {
    return new Lookup.BlockDocumentId(type(id), nameOf(id));
  }

  private static Companion companion(ResourceId id) {
    return Companion.of("block", type(id), nameOf(id));
  }

  private static String type(ResourceId id) {
    return id.name().substring(0, id.name().indexOf('/'));
  }

  private static String nameOf(ResourceId id) {
    return id.name().substring(id.name().indexOf('/') + 1);
  }
}
