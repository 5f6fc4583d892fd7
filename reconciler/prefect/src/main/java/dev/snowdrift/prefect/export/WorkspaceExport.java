package dev.snowdrift.prefect.export;

import dev.snowdrift.kind.Kind;
import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.kind.ManifestFiles;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.Manifest;
import dev.snowdrift.manifest.YamlWriter;
import dev.snowdrift.prefect.translate.FlowManifests;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Manifests of everything that was seen in a workspace and that is nobody's yet: one for each flow
/// with its deployments, one for each other object. Pure: the same observation gives the same
/// files, byte for byte.
public final class WorkspaceExport {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String FLOW = "Flow";
  private static final String DEPLOYMENT = "Deployment";

  /// Fewer than a file may hold, so that people can add some.
  private static final int DOCUMENTS = 400;

  private final KindRegistry registry;
  private final Observation seen;
  private final SortedMap<ResourceId, String> leftOut = new TreeMap<>();
  private final SortedMap<String, String> files = new TreeMap<>();
  private int manifests;

  private WorkspaceExport(
      KindRegistry registry, Observation seen, SortedMap<ResourceId, String> without) {
    this.registry = registry;
    this.seen = seen;
    this.leftOut.putAll(without);
  }

  /// Writes what was seen.
  ///
  /// @param environment whose file is written
  /// @param without objects that turned out not to be importable, with the reason
  public static ManifestFiles of(
      KindRegistry registry,
      Observation seen,
      String environment,
      SortedMap<ResourceId, String> without) {
    return new WorkspaceExport(registry, seen, without).export(environment);
  }

  private ManifestFiles export(String environment) {
    var documents = new TreeMap<String, List<String>>();
    for (var object : seen.objects().values()) {
      var kind = registry.of(object.id());
      if (kind.declarable()
          && !kind.name().equals(FLOW)
          && !goesWithoutSaying(kind, object)
          && isTaken(kind, object)) {
        documents
            .computeIfAbsent(plural(kind.name()), _ -> new ArrayList<>())
            .add(text(kind, object));
      }
    }
    documents.forEach(this::add);
    flows();
    files.put("environments/" + environment + ".yaml", environment(environment));
    var unseen = seen.gaps().stream().map(gap -> gap.kind() + ": " + gap.why()).distinct().toList();
    return new ManifestFiles(files, manifests, leftOut, unseen);
  }

  /// Whether an object is imported; what is Snowdrift's own is not even mentioned.
  private boolean isTaken(Kind<?> kind, Observed object) {
    if (leftOut.containsKey(object.id()) || isOwn(object)) {
      return false;
    }
    var reason =
        object
            .mark()
            .map(WorkspaceExport::managed)
            .or(() -> object.fact(Observed.AMBIGUOUS))
            .or(() -> unnameable(kind, object))
            .or(() ->
                kind.adoptable(object)
                    ? Optional.empty()
                    : Optional.of("it cannot be taken over, only made anew"));
    reason.ifPresent(why -> leftOut.put(object.id(), why));
    return reason.isEmpty();
  }

  /// What is there with another object, as the default queue of a work pool is, and has no setting
  /// but its place.
  private static boolean goesWithoutSaying(Kind<?> kind, Observed object) {
    return kind.comesWith(object.id()).isPresent()
        && Set.of("priority").containsAll(kind.exported(object).spec().propertyNames());
  }

  private static String managed(Mark mark) {
    return "managed by the environment " + mark.environment() + " already";
  }

  /// Variables with the converged commit and with the marks of blocks.
  private static boolean isOwn(Observed object) {
    return object.id().kind().equals("Variable") && object.id().name().startsWith("snowdrift_");
  }

  private static Optional<String> unnameable(Kind<?> kind, Observed object) {
    try {
      var canonical = kind.canonicalName(object.id().name());
      return canonical.equals(object.id().name())
          ? Optional.empty()
          : Optional.of("its name would be read as " + canonical);
    } catch (IllegalArgumentException e) {
      return Optional.of("not importable: " + e.getMessage());
    }
  }

  private String text(Kind<?> kind, Observed object) {
    manifests++;
    var export = kind.exported(object);
    return FlowManifests.document(
        kind.name(),
        YamlWriter.literal(JSON.stringNode(object.id().name())).asString(),
        Optional.of(lifecycle(export.ignored())),
        YamlWriter.literal(export.spec()),
        export.remarks());
  }

  private static ObjectNode lifecycle(Map<String, String> ignored) {
    var lifecycle = JSON.objectNode().put("adopt", true);
    ignored.forEach((field, reason) ->
        lifecycle.withArray("ignore").addObject().put("field", field).put("reason", reason));
    return lifecycle;
  }

  private void add(String name, List<String> documents) {
    for (var from = 0; from < documents.size(); from += DOCUMENTS) {
      var some = documents.subList(from, Math.min(documents.size(), from + DOCUMENTS));
      var number = from == 0 ? "" : "-" + (from / DOCUMENTS + 1);
      files.put("base/prefect/%s%s.yaml".formatted(name, number), String.join("---\n", some));
    }
  }

  private void flows() {
    var deployments = new LinkedHashMap<String, List<Observed>>();
    var kind = registry.find(DEPLOYMENT);
    for (var object : seen.objects().values()) {
      if (object.id().kind().equals(DEPLOYMENT)
          && kind.isPresent()
          && isTaken(kind.get(), object)
          && isDeclarable(object)) {
        var name = object.id().name();
        deployments
            .computeIfAbsent(name.substring(0, name.indexOf('/')), _ -> new ArrayList<>())
            .add(object);
      }
    }
    for (var object : seen.objects().values()) {
      if (!object.id().kind().equals(FLOW) || !isTaken(registry.of(object.id()), object)) {
        continue;
      }
      var all = deployments.getOrDefault(object.id().name(), List.of());
      if (all.isEmpty()) {
        leftOut.put(object.id(), "no deployment of it is importable; a flow alone is only a name");
      } else {
        flow(object.id().name(), all);
      }
    }
  }

  private boolean isDeclarable(Observed deployment) {
    var refusal = DeploymentExport.refusal(deployment);
    refusal.ifPresent(why -> leftOut.put(deployment.id(), why));
    return refusal.isEmpty();
  }

  private void flow(String name, List<Observed> deployments) {
    manifests++;
    var exported = deployments.stream().map(DeploymentExport::of).toList();
    var ignored = new TreeMap<String, String>();
    exported.forEach(each -> ignored.putAll(each.ignored()));
    files.put(
        FlowManifests.path(name, files),
        FlowManifests.of(
            name,
            exported.stream().map(DeploymentExport.Exported::entry).toList(),
            Optional.of(lifecycle(ignored)),
            List.of("Imported from the workspace as it was.")));
  }

  /// `work-pools`.
  private static String plural(String kind) {
    return kind.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT) + "s";
  }

  private String environment(String name) {
    var document = JSON.objectNode();
    document.put("apiVersion", Manifest.API_VERSION);
    document.put("kind", "Environment");
    document.putObject("metadata").put("name", name);
    var spec = document.putObject("spec");
    if (manifests == 0) {
      spec.put("allowEmpty", true);
    }
    return YamlWriter.write(document, Map.of());
  }
}
