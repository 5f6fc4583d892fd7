package dev.snowdrift.plan;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Expansion;
import dev.snowdrift.kind.Kind;
import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.Binder;
import dev.snowdrift.manifest.Checkout;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Environment;
import dev.snowdrift.manifest.Lifecycle;
import dev.snowdrift.manifest.Limits;
import dev.snowdrift.manifest.Location;
import dev.snowdrift.manifest.Manifest;
import dev.snowdrift.manifest.ManifestReader;
import dev.snowdrift.manifest.Metadata;
import dev.snowdrift.manifest.Nearest;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.Revision;
import dev.snowdrift.manifest.SchemaGenerator;
import dev.snowdrift.manifest.SourceTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// From the files of a commit to what it wants of one environment: read, rendered, bound to each
/// kind's record, loaded, expanded, and checked for cycles and scope. All problems are reported
/// together.
public final class DesiredReader {
  private final KindRegistry registry;
  private final Limits limits;
  private final Map<String, ObjectNode> schemas;

  public DesiredReader(KindRegistry registry, Limits limits) {
    this.registry = registry;
    this.limits = limits;
    this.schemas =
        registry.all().stream()
            .filter(Kind::declarable)
            .collect(Collectors.toUnmodifiableMap(Kind::name, DesiredReader::schema));
  }

  private static ObjectNode schema(Kind<?> kind) {
    return SchemaGenerator.of(kind.specification().asSubclass(Record.class), kind.name());
  }

  /// Reads one environment. The answer means something only when no problem was added.
  ///
  /// @param repositoryUrl what flow runs clone
  public DesiredState read(
      SourceTree tree,
      String environment,
      Revision revision,
      String repositoryUrl,
      Scope scope,
      Problems problems) {
    var checkout = new Checkout(environment, revision.branch(), revision.id());
    var manifests = new ManifestReader(limits, schemas.keySet()).read(tree, checkout, problems);
    var resources = new TreeMap<ResourceId, Desired<?>>();
    var declared = new TreeSet<ResourceId>();
    var expansion = new Expansion(environment, revision.id(), repositoryUrl);
    for (var manifest : manifests.manifests()) {
      for (var resource : resources(manifest, tree, manifests.values(), expansion, problems)) {
        put(resources, resource, resource.id().kind().equals(manifest.kind()), declared, problems);
      }
    }
    manifests.emptyObjection().ifPresent(problems::add);
    if (problems.isEmpty()) {
      registry.all().forEach(kind -> together(kind, resources));
      checkCycles(resources, problems);
      scope.check(resources, registry, problems);
      registry.all().forEach(kind -> check(kind, resources, problems));
    }
    return new DesiredState(environment, revision, resources, manifests.values().allowEmpty());
  }

  private static <S> void together(Kind<S> kind, SortedMap<ResourceId, Desired<?>> resources) {
    kind.together(ofKind(kind, resources))
        .forEach(resource -> resources.put(resource.id(), resource));
  }

  private static <S> void check(
      Kind<S> kind, SortedMap<ResourceId, Desired<?>> resources, Problems problems) {
    kind.check(ofKind(kind, resources), problems);
  }

  @SuppressWarnings("unchecked") // the registry made the resources, so the types agree
  private static <S> List<Desired<S>> ofKind(
      Kind<S> kind, SortedMap<ResourceId, Desired<?>> resources) {
    var ofKind = new ArrayList<Desired<S>>();
    for (var resource : resources.values()) {
      if (resource.id().kind().equals(kind.name())) {
        ofKind.add((Desired<S>) resource);
      }
    }
    return ofKind;
  }

  private List<Desired<?>> resources(
      Manifest manifest,
      SourceTree tree,
      Environment values,
      Expansion expansion,
      Problems problems) {
    var kind = registry.find(manifest.kind()).filter(Kind::declarable);
    if (kind.isEmpty()) {
      var known = registry.all().stream().filter(Kind::declarable).map(Kind::name).toList();
      problems.add(
          Code.KIND_UNKNOWN,
          manifest.at(),
          manifest.subject(),
          "there is no kind `%s`".formatted(manifest.kind()),
          "known kinds are " + String.join(", ", known),
          Nearest.of(manifest.kind(), known)
              .map(near -> "write `kind: %s`".formatted(near))
              .orElse("use one of the known kinds"));
      return List.of();
    }
    return resources(kind.get(), manifest, tree, values, expansion, problems);
  }

  private <S> List<Desired<?>> resources(
      Kind<S> kind,
      Manifest manifest,
      SourceTree tree,
      Environment values,
      Expansion expansion,
      Problems problems) {
    var found = new Problems();
    var name = name(kind, manifest, found);
    var lifecycle = Lifecycle.read(manifest.lifecycle(), manifest.subject(), found);
    var metadata = Metadata.read(manifest.metadata(), manifest.subject(), found);
    var spec = bind(kind, manifest, found);
    List<Desired<?>> expanded = List.of();
    if (name.isPresent() && spec.isPresent() && lifecycle.isPresent() && metadata.isPresent()) {
      var id = new ResourceId(kind.name(), name.get());
      var context = new LoadedFiles(id, manifest, tree, values, limits, found);
      var loaded = kind.load(spec.get(), context);
      if (found.isEmpty()) {
        var dependsOn = dependsOn(metadata.get(), manifest, found);
        var resource = new Desired<>(id, loaded, lifecycle.get(), dependsOn, manifest.at());
        expanded = kind.expand(resource, expansion);
      }
    }
    problems.addAll(found);
    return expanded;
  }

  private <S> Optional<S> bind(Kind<S> kind, Manifest manifest, Problems problems) {
    var schema = schemas.get(kind.name());
    if (schema == null) {
      throw new IllegalStateException("no schema for " + kind.name());
    }
    return Binder.spec(manifest, kind.specification().asSubclass(Record.class), schema, problems)
        .map(kind.specification()::cast);
  }

  private static Optional<String> name(Kind<?> kind, Manifest manifest, Problems problems) {
    try {
      return Optional.of(kind.canonicalName(manifest.name()));
    } catch (IllegalArgumentException e) {
      problems.add(
          Code.NAME_INVALID,
          manifest.metadata().get("name").map(node -> node.at()).orElse(manifest.at()),
          manifest.subject(),
          "`%s` is not a name of a %s".formatted(manifest.name(), kind.name()),
          String.valueOf(e.getMessage()),
          "correct metadata.name");
      return Optional.empty();
    }
  }

  private List<ResourceId> dependsOn(Metadata metadata, Manifest manifest, Problems problems) {
    var ids = new ArrayList<ResourceId>();
    for (var dependency : metadata.dependsOn()) {
      var kind = registry.find(dependency.kind());
      if (kind.isEmpty()) {
        problems.add(
            Code.KIND_UNKNOWN,
            manifest.at(),
            manifest.subject(),
            "metadata.dependsOn: there is no kind `%s`".formatted(dependency.kind()),
            "a dependency names a kind and a resource of it",
            "correct the kind");
        continue;
      }
      try {
        ids.add(new ResourceId(kind.get().name(), kind.get().canonicalName(dependency.name())));
      } catch (IllegalArgumentException e) {
        problems.add(
            Code.NAME_INVALID,
            manifest.at(),
            manifest.subject(),
            "metadata.dependsOn: `%s` is not a name of a %s"
                .formatted(dependency.name(), dependency.kind()),
            String.valueOf(e.getMessage()),
            "correct the name");
      }
    }
    return ids;
  }

  /// Several manifests may imply the same resource (every flow implies the commit's variable), but
  /// only one may declare it.
  private static void put(
      SortedMap<ResourceId, Desired<?>> resources,
      Desired<?> resource,
      boolean isDeclared,
      Set<ResourceId> declared,
      Problems problems) {
    var other = resources.putIfAbsent(resource.id(), resource);
    var again = isDeclared && !declared.add(resource.id());
    if (other != null && (again || !other.spec().equals(resource.spec()))) {
      problems.add(
          Code.DUPLICATE_RESOURCE,
          resource.at(),
          resource.id().toString(),
          "declared twice, also at " + other.at(),
          "both names stand for the same object",
          "remove one of them");
    }
  }

  private void checkCycles(SortedMap<ResourceId, Desired<?>> resources, Problems problems) {
    new ReferenceGraph(resources.values(), registry)
        .cycle()
        .ifPresent(cycle -> {
          var first = resources.get(cycle.getFirst());
          problems.add(
              Code.REFERENCE_CYCLE,
              first == null ? Location.of("") : first.at(),
              cycle.getFirst().toString(),
              "needs itself: "
                  + cycle.stream().map(ResourceId::toString).collect(Collectors.joining(" -> "))
                  + " -> "
                  + cycle.getFirst(),
              "nothing in the cycle could be made first",
              "remove one of the references or dependsOn");
        });
  }
}
