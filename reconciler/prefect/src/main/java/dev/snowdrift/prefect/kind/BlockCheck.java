package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.kind.Objection;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.SecretValue;
import dev.snowdrift.kind.Surroundings;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Nearest;
import dev.snowdrift.manifest.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Whether a block is what its type takes. The server stores whatever it gets, and the flow that
/// loads the block fails on it; so it is seen here, before anything is written.
final class BlockCheck {
  private static final String REFERENCE = "$ref";

  /// Types that Prefect 3 no longer has.
  private static final Set<String> GONE = Set.of("json", "string", "date-time");

  private BlockCheck() {}

  /// What the manifest alone shows.
  static void load(String type, BlockKind.Spec spec, LoadContext context) {
    if (GONE.contains(type)) {
      context.problem(
          Code.FIELD_VALUE,
          "",
          "Prefect 3 has no blocks of the type `%s`".formatted(type),
          "its values are variables now, which hold any JSON",
          "declare a `kind: Variable` with the value, and read it with Variable.get");
    }
    var isSecret = type.equals(BlockKind.SECRET);
    if (isSecret && spec.valueFrom().isEmpty() && spec.data().isEmpty()) {
      context.problem(
          Code.FIELD_REQUIRED,
          "",
          "a Secret block needs `valueFrom`",
          "a repository says where a secret is, never what it is",
          "write for example `valueFrom: {env: GITHUB_TOKEN}`");
    }
    if (isSecret && !(spec.data().isEmpty() && spec.secrets().isEmpty())) {
      context.problem(
          spec.data().isEmpty() ? Code.FIELD_VALUE : Code.SECRET_INLINE,
          spec.data().isEmpty() ? BlockKind.SECRETS : BlockKind.DATA,
          "a Secret block has `valueFrom` and nothing else",
          "it holds one value, and a repository says where that is, never what it is",
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
    new TreeSet<>(spec.secrets().keySet()).forEach(path -> secret(path, spec, context));
    new TreeSet<>(spec.blocks().keySet()).forEach(key -> block(key, spec, context));
    data(spec, context);
  }

  private static void secret(String path, BlockKind.Spec spec, LoadContext context) {
    if (BlockPaths.steps(path).stream().anyMatch(String::isBlank)) {
      context.problem(
          Code.FIELD_VALUE,
          "secrets",
          "`%s` is no place in a block".formatted(path),
          "it is the name of a value, or several with dots between them",
          "write for example `password` or `headers.Authorization`");
      return;
    }
    var data = spec.values();
    for (var at = path; ; at = at.substring(0, at.lastIndexOf('.'))) {
      var there = BlockPaths.find(data, at);
      var isInTheWay = there.isPresent() && (at.equals(path) || !there.get().isContainer());
      if (isInTheWay || (spec.secrets().containsKey(at) && !at.equals(path))) {
        context.problem(
            Code.FIELD_VALUE,
            "secrets",
            "`%s` is given twice: `%s` has a value already".formatted(path, at),
            "a value comes from one place",
            "remove one");
        return;
      }
      if (!at.contains(".")) {
        return;
      }
    }
  }

  private static void block(String key, BlockKind.Spec spec, LoadContext context) {
    var isGiven =
        spec.data().containsKey(key)
            || spec.secrets().keySet().stream().anyMatch(path -> BlockPaths.covers(key, path));
    if (isGiven) {
      context.problem(
          Code.FIELD_VALUE,
          "blocks." + key,
          "`%s` is a block, and has values of its own besides".formatted(key),
          "a value comes from one place; what the other block holds is declared there",
          "remove one");
    }
  }

  private static void data(BlockKind.Spec spec, LoadContext context) {
    var data = spec.values();
    for (var key : new TreeSet<>(data.propertyNames())) {
      if (data.path(key).has(REFERENCE)) {
        context.problem(
            Code.FIELD_VALUE,
            "data." + key,
            "`%s` refers to a block by an id".formatted(key),
            "ids are the server's own and differ between workspaces",
            "write `blocks: {%s: <type>/<name>}`".formatted(key));
      }
    }
    BlockPaths.leaves(data)
        .forEach((path, value) -> {
          if (BlockPaths.isMask(value)) {
            context.problem(
                Code.SECRET_INLINE,
                "data." + path,
                "`%s` is what Prefect shows in place of a secret".formatted(path),
                "it was probably copied from there, and is not the value",
                "write where the value is: `secrets: {%s: {env: NAME}}`".formatted(path));
          }
        });
  }

  /// What only the schema of its type shows.
  static List<Objection> objections(
      Desired<BlockKind.Spec> resource, String type, Set<String> writing, Surroundings around) {
    var schema = schema(resource, type, around);
    if (schema.isPresent()) {
      var check =
          new Check(resource, schema.get(), around.observed(resource.id()), new ArrayList<>());
      return writing.isEmpty() ? check.secrets() : check.everything();
    }
    if (writing.isEmpty()) {
      return List.of();
    }
    return List.of(
        BlockSchemas.of(around)
            .map(all -> unknown(resource, type, all))
            .orElseGet(() ->
                new Objection.Wait(
                    "what a block of the type %s takes could not be read".formatted(type),
                    "it is read again with the next pass")));
  }

  /// The schema of the document, unless only the newest one knows what is declared.
  private static Optional<BlockSchema> schema(
      Desired<BlockKind.Spec> resource, String type, Surroundings around) {
    var keys = resource.spec().keys();
    return around
        .observed(resource.id())
        .flatMap(found -> found.field(BlockReader.SCHEMA))
        .map(BlockSchema::new)
        .filter(own -> keys.stream().allMatch(own::knows))
        .or(() -> BlockSchemas.of(around).flatMap(all -> all.of(type)));
  }

  /// The resource without the secrets that should not be in it, so that no plan shows them.
  static Desired<BlockKind.Spec> masked(
      Desired<BlockKind.Spec> resource, String type, Surroundings around) {
    var schema = schema(resource, type, around);
    var values = resource.spec().values();
    var inClear =
        BlockPaths.leaves(values).entrySet().stream()
            .filter(leaf -> schema.filter(known -> known.isSecret(leaf.getKey())).isPresent())
            .filter(leaf -> !leaf.getValue().isContainer())
            .map(Map.Entry::getKey)
            .toList();
    if (inClear.isEmpty()) {
      return resource;
    }
    inClear.forEach(path -> BlockPaths.put(values, path, Canonical.text(BlockPaths.MASK)));
    var data = new TreeMap<String, JsonNode>();
    values.properties().forEach(value -> data.put(value.getKey(), value.getValue()));
    var spec = resource.spec();
    return new Desired<>(
        resource.id(),
        new BlockKind.Spec(spec.valueFrom(), data, spec.secrets(), spec.blocks()),
        resource.lifecycle(),
        resource.dependsOn(),
        resource.at(),
        resource.fingerprints());
  }

  private static Objection unknown(
      Desired<BlockKind.Spec> resource, String type, BlockSchemas known) {
    var why = "the workspace has no block type `%s`".formatted(type);
    var near = Nearest.of(type, known.types());
    if (near.isPresent()) {
      return new Objection.Wrong(
          new Problem(
              Code.FIELD_VALUE,
              resource.at(),
              resource.id().toString(),
              why,
              "a block is of a type that is registered there",
              "write `%s`, if you mean that".formatted(near.get())));
    }
    var first = type.indexOf('-') < 0 ? type : type.substring(0, type.indexOf('-'));
    return new Objection.Wait(
        why,
        "register it with the package that has it, for example `prefect block register -m"
            + " prefect_%s`; it goes on by itself".formatted(first));
  }

  /// One resource against one schema.
  private record Check(
      Desired<BlockKind.Spec> resource,
      BlockSchema schema,
      Optional<Observed> seen,
      List<Objection> found) {

    /// A secret in a repository is wrong also where nothing is to be written.
    List<Objection> secrets() {
      BlockPaths.leaves(resource.spec().values()).entrySet().stream()
          .filter(leaf -> schema.isSecret(leaf.getKey()))
          .filter(leaf -> !leaf.getValue().isContainer())
          .forEach(leaf -> inClear(leaf.getKey()));
      return found;
    }

    List<Objection> everything() {
      secrets();
      var spec = resource.spec();
      spec.keys().stream().filter(key -> !schema.knows(key)).forEach(this::unknown);
      schema.required().stream()
          .filter(key -> !spec.keys().contains(key) && !isThere(key))
          .forEach(this::missing);
      for (var misfit : schema.misfits(given(spec))) {
        wrong(
            Code.FIELD_TYPE,
            "`%s`: %s".formatted(misfit.path(), misfit.why()),
            "the block could not be loaded with it",
            "correct it");
      }
      new TreeSet<>(spec.blocks().keySet()).forEach(this::referred);
      return found;
    }

    /// The data, with a text where a secret comes in.
    private static JsonNode given(BlockKind.Spec spec) {
      var given = spec.values();
      spec.sources()
          .keySet()
          .forEach(path -> BlockPaths.put(given, path, Canonical.text(SecretValue.MASK)));
      return given;
    }

    private boolean isThere(String key) {
      return Set.of(BlockKind.DATA, BlockKind.BLOCKS).stream()
          .anyMatch(field ->
              seen.flatMap(found -> found.field(field))
                  .filter(values -> values.hasNonNull(key))
                  .isPresent());
    }

    private void unknown(String key) {
      var near = Nearest.of(key, schema.keys());
      wrong(
          Code.FIELD_UNKNOWN,
          "it has no `%s`".formatted(key),
          "a block of this type has " + String.join(", ", schema.keys()),
          near.map(name -> "write `%s`, if you mean that".formatted(name))
              .orElse("remove it, or correct the name"));
    }

    private void missing(String key) {
      var next =
          !schema.referred(key).isEmpty()
              ? "blocks: {%s: %s/<name>}".formatted(key, schema.referred(key).iterator().next())
              : schema.isSecret(key)
                  ? "secrets: {%s: {env: NAME}}".formatted(key)
                  : "data: {%s: ...}".formatted(key);
      wrong(
          Code.FIELD_REQUIRED,
          "`%s` is missing".formatted(key),
          "Prefect would store the block, and no flow could load it",
          "write `%s`".formatted(next));
    }

    private void inClear(String path) {
      wrong(
          Code.SECRET_INLINE,
          "`data.%s` is a secret".formatted(path),
          "a repository says where a secret is, never what it is",
          "take the value out of the repository, replace it where it is used, and write"
              + " `secrets: {%s: {env: NAME}}`".formatted(path));
    }

    private void referred(String key) {
      var types = schema.referred(key);
      var block = String.valueOf(resource.spec().blocks().get(key));
      if (!schema.knows(key) || types.contains(block.substring(0, block.indexOf('/')))) {
        return;
      }
      wrong(
          Code.FIELD_VALUE,
          types.isEmpty()
              ? "`%s` takes a value, not a block".formatted(key)
              : "`%s` takes a block of the type %s, not %s"
                  .formatted(key, String.join(" or ", types), block),
          "the block could not be loaded with it",
          types.isEmpty() ? "write it below `data` or `secrets`" : "name one of that type");
    }

    private void wrong(Code code, String what, String why, String next) {
      found.add(
          new Objection.Wrong(
              new Problem(code, resource.at(), resource.id().toString(), what, why, next)));
    }
  }
}
