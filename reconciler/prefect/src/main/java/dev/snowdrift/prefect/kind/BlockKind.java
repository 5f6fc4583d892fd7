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
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.SecretSource;
import dev.snowdrift.kind.ValueFrom;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.prefect.ApiCall;
import dev.snowdrift.prefect.Json;
import dev.snowdrift.prefect.Listing;
import dev.snowdrift.prefect.Listings;
import dev.snowdrift.prefect.Lookup;
import dev.snowdrift.prefect.PrefectClient.Method;
import dev.snowdrift.prefect.PrefectKind;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private static final String SECRET = "secret";

  /// Stands for the fingerprint of a value that nobody knows.
  private static final String CHANGED = "changed by somebody else";

  @Doc("A block; its name is `<type>/<name>`, or only a name for a Secret block")
  public record Spec(
      @Doc("Where the value of a Secret block comes from") Optional<ValueFrom> valueFrom,
      @Doc("The block's values that are no secrets; others are left alone")
          Map<String, JsonNode> data,
      @Doc("The block's values that are secrets") Map<String, ValueFrom> secrets) {
    public Spec {
      data = Map.copyOf(data);
      secrets = Map.copyOf(secrets);
    }

    /// All secrets by the name of their value.
    Map<String, SecretSource> sources() {
      var all = new TreeMap<String, SecretSource>();
      secrets.forEach((name, from) -> all.put(name, from.source()));
      valueFrom.ifPresent(from -> all.put("value", from.source()));
      return all;
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
    var isSecret = type(context.id()).equals(SECRET);
    if (isSecret && (spec.valueFrom().isEmpty() || !spec.data().isEmpty())) {
      context.problem(
          spec.data().isEmpty() ? Code.FIELD_REQUIRED : Code.SECRET_INLINE,
          spec.data().isEmpty() ? "" : "data",
          "a Secret block needs `valueFrom` and no data",
          "a repository says where a secret is, never what it is",
          "write for example `valueFrom: {env: GITHUB_TOKEN}`");
    }
    if (!isSecret && spec.valueFrom().isPresent()) {
      context.problem(
          Code.FIELD_VALUE,
          "valueFrom",
          "only Secret blocks have one value",
          "other blocks have several, by name",
          "write it below `secrets`: `secrets: {password: {env: PASSWORD}}`");
    }
    for (var name : new TreeSet<>(spec.secrets().keySet())) {
      if (spec.data().containsKey(name)) {
        context.problem(
            Code.FIELD_VALUE,
            "secrets." + name,
            "`%s` is in data and in secrets".formatted(name),
            "a value comes from one place",
            "remove one");
      }
    }
    return spec;
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    return List.of();
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
        Field.<Spec>of("data", spec -> Json.present(data(spec))).align(BlockKind::declaredOnly),
        Field.<Spec>ofResource("value", BlockKind::fingerprint).asConfidential());
  }

  private static ObjectNode data(Spec spec) {
    var data = Json.object();
    spec.data().forEach(data::set);
    return data;
  }

  private static Optional<JsonNode> fingerprint(Desired<Spec> resource) {
    return resource.fingerprints().isEmpty()
        ? Optional.empty()
        : Optional.of(Canonical.text(Fingerprints.combine(resource.fingerprints().values())));
  }

  private static JsonNode declaredOnly(JsonNode wanted, JsonNode seen) {
    var aligned = Json.object();
    wanted.propertyNames().stream()
        .filter(seen::has)
        .forEach(name -> aligned.set(name, seen.get(name)));
    return aligned;
  }

  @Override
  public Set<Listing> listings() {
    return Set.of(Listing.BLOCK_DOCUMENTS, Listing.VARIABLES);
  }

  @Override
  public List<Observed> read(Listings listings) {
    var variables = Companion.variables(listings);
    var all = new ArrayList<Observed>();
    for (var document : listings.of(Listing.BLOCK_DOCUMENTS)) {
      var type = Json.text(document.path("block_type"), "slug");
      var name = Json.text(document, "name");
      // Anonymous documents have no name of their own and belong to what made them.
      if (type.isPresent() && name.isPresent() && !document.path("is_anonymous").asBoolean(false)) {
        var id = new ResourceId(name(), type.get() + "/" + name.get());
        all.add(read(id, document, companion(id).in(variables)));
      }
    }
    return all;
  }

  private static Observed read(ResourceId id, JsonNode document, Optional<JsonNode> companion) {
    var mark = companion.flatMap(Companion::mark);
    var fields = new TreeMap<String, JsonNode>();
    Json.present(document.path("data")).ifPresent(data -> fields.put("data", data));
    var changed = companion.filter(variable -> isNewer(document, variable)).isPresent();
    if (changed) {
      fields.put("value", Canonical.text(CHANGED));
    } else {
      mark.flatMap(Mark::fingerprint)
          .ifPresent(fingerprint -> fields.put("value", Canonical.text(fingerprint)));
    }
    var facts = new TreeMap<String, String>();
    facts.put("id", document.path("id").asString());
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

  /// Secrets are masked in what the server shows, so each gets a source to be filled, and is left
  /// alone until then.
  @Override
  public Export exported(Observed observed) {
    var id = observed.id();
    var export = new Export(Json.object());
    var secret = type(id).equals(SECRET);
    var masked = false;
    for (var property : observed.field("data").orElseGet(Json::object).properties()) {
      var name = property.getKey();
      var hidden = isMasked(property.getValue());
      if (secret && !name.equals("value")) {
        continue;
      }
      if (secret) {
        export.spec().putObject("valueFrom").put("env", variable(nameOf(id)));
      } else if (hidden) {
        export
            .spec()
            .withObject("/secrets")
            .putObject(name)
            .put("env", variable(nameOf(id) + "_" + name));
      } else {
        export.spec().withObject("/data").set(name, property.getValue());
      }
      masked |= secret || hidden;
    }
    return masked
        ? export
            .remark("No value of a secret can be read: put each into its source.")
            .ignore("value", "as it was imported; drop this entry when the sources hold the values")
        : export;
  }

  private static boolean isMasked(JsonNode value) {
    return value.isString()
        ? value.asString().matches("\\*{8,}")
        : value.isContainer() && value.valueStream().anyMatch(BlockKind::isMasked);
  }

  private static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
  }

  /// The companion comes first, so that a creation which is cut short is seen as ours, and once
  /// more at the end, so that it is the newer one.
  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    var id = resource.id();
    var body = Json.object().put("name", nameOf(id));
    body.put("block_type_id", "").put("block_schema_id", "");
    body.set("data", data(resource.spec()));
    var call =
        ApiCall.of(Method.POST, "/block_documents/")
            .body(body)
            .id("/block_type_id", new Lookup.BlockTypeId(type(id)))
            .id("/block_schema_id", new Lookup.BlockSchemaId(type(id)));
    for (var secret : resource.spec().sources().entrySet()) {
      call = call.secret(pointer(secret.getKey()), secret.getValue());
    }
    return List.of(
        companion(id).remember(mark.withFingerprint(Optional.empty())),
        call,
        companion(id).renew(mark));
  }

  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    var repairs = new Repairs(drifts, observed);
    var id = resource.id();
    var spec = resource.spec();
    var body = Json.object().put("merge_existing_data", true);
    var data = body.putObject("data");
    if (repairs.touches("data")) {
      var declared = data(spec);
      declared.propertyNames().stream()
          .filter(name -> repairs.touchesPath("data." + name))
          .forEach(name -> data.set(name, declared.get(name)));
    }
    var call = ApiCall.of(Method.PATCH, PATH, lookup(id)).body(body);
    var value = repairs.touches("value");
    if (value) {
      for (var secret : spec.sources().entrySet()) {
        call = call.secret(pointer(secret.getKey()), secret.getValue());
      }
    }
    var known =
        observed.field("value").map(JsonNode::asString).filter(text -> !text.equals(CHANGED));
    return List.of(call, companion(id).remember(value ? mark : mark.withFingerprint(known)));
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
    return List.of(ApiCall.of(Method.DELETE, PATH, lookup(id)), companion(id).forget());
  }

  private static String pointer(String value) {
    return "/data/" + value.replace("~", "~0").replace("/", "~1");
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
