package dev.snowdrift.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// From the files of a commit to the resources of one environment.
///
/// Reads `environments/<env>.yaml`, `base/**` and `overlays/<env>/**`. A document of the overlay
/// with the kind and name of one in the base is merged into it, any other is a resource of its own.
/// Names are compared after `${...}` is replaced. All problems of all files are reported together;
/// with problems, what is returned is incomplete and must not be converged. The parts `metadata`
/// and `lifecycle` are checked here; `spec` is for the kind to bind.
public final class ManifestReader {
  private final Limits limits;
  private final Set<String> kinds;

  /// `kinds` are the names that `kind:` takes.
  public ManifestReader(Limits limits, Set<String> kinds) {
    this.limits = limits;
    this.kinds = Set.copyOf(kinds);
  }

  public Manifests read(SourceTree tree, Checkout checkout, Problems problems) {
    var files = new ManifestFiles(tree, limits, problems);
    var environment = new EnvironmentReader(files, problems).read(checkout);
    var layers = new Layers(environment, problems);
    var base = layers.read(files.documents("base/"));
    var overlay = layers.read(files.documents("overlays/" + checkout.environment() + "/"));
    files.checkNames("base/", "overlays/" + checkout.environment() + "/");
    files.checkOverlays();
    var merged = new ArrayList<>(layers.merge(base, overlay));
    NameRules.checkConfusable(merged, problems);
    if (merged.size() > limits.objects()) {
      problems.add(
          Code.FILE_COUNT,
          environment.at(),
          "",
          "%,d resources; at most %,d are read".formatted(merged.size(), limits.objects()),
          "the number of resources of an environment is limited",
          "divide the environment");
    }
    return new Manifests(environment, merged);
  }

  /// One document as identified, before merging.
  private record Document(Mapping root, String kind, String name, Location nameAt) {
    String subject() {
      return kind + " " + name;
    }
  }

  /// What the documents of base and overlay have in common.
  private final class Layers {
    private final Environment environment;
    private final Problems problems;

    Layers(Environment environment, Problems problems) {
      this.environment = environment;
      this.problems = problems;
    }

    /// The documents by kind and name, in the order of files.
    SequencedMap<String, Document> read(List<Node> documents) {
      var layer = new LinkedHashMap<String, Document>();
      for (var node : documents) {
        identify(node)
            .ifPresent(document -> {
              var first = layer.putIfAbsent(document.subject(), document);
              if (first != null) {
                duplicate(first, document);
              }
            });
      }
      return layer;
    }

    private void duplicate(Document first, Document second) {
      problems.add(
          Code.DUPLICATE_RESOURCE,
          second.nameAt(),
          second.subject(),
          "is declared twice in one layer: also at " + first.nameAt(),
          "only an overlay may say more about a resource of the base",
          "remove one of them, or merge them by hand");
    }

    List<Manifest> merge(Map<String, Document> base, Map<String, Document> overlay) {
      var manifests = new ArrayList<Manifest>();
      for (var document : base.values()) {
        var patch = Optional.ofNullable(overlay.get(document.subject()));
        var root = patch.map(over -> Overlay.merge(document.root(), over.root()));
        manifests.add(manifest(document, root.orElse(document.root())));
      }
      for (var document : overlay.values()) {
        if (!base.containsKey(document.subject())) {
          // Merging into nothing: a null removes here, too.
          var root = Overlay.merge(Mapping.empty(document.root().at()), document.root());
          manifests.add(manifest(document, root));
        }
      }
      return manifests;
    }

    private Manifest manifest(Document document, Mapping merged) {
      var subject = document.subject();
      int before = problems.size();
      var root = (Mapping) environment.substitute(merged, subject, problems);
      var metadata = DocumentShape.part(root, "metadata", subject, problems);
      var lifecycle = DocumentShape.part(root, "lifecycle", subject, problems);
      var spec = DocumentShape.part(root, "spec", subject, problems);
      if (problems.size() == before) { // an unset value would be reported as a wrong one, too
        Metadata.read(metadata, subject, problems);
        Lifecycle.read(lifecycle, subject, problems);
      }
      return new Manifest(
          Manifest.API_VERSION,
          document.kind(),
          document.name(),
          metadata,
          lifecycle,
          spec,
          document.root().at());
    }

    private Optional<Document> identify(Node node) {
      if (!(node instanceof Mapping root)) {
        problems.add(
            Code.MANIFEST_SHAPE,
            node.at(),
            "",
            "a manifest is a mapping, this is " + node.describe(),
            "every document says apiVersion, kind, metadata and spec",
            "begin with `apiVersion: %s`".formatted(Manifest.API_VERSION));
        return Optional.empty();
      }
      var shape = new DocumentShape(root, problems);
      boolean fields = shape.checkFields();
      boolean version = shape.checkVersion();
      var kind = shape.kind(kinds);
      var name = shape.name(scalar -> environment.substitute(scalar, kind.orElse(""), problems));
      if (!fields || !version || kind.isEmpty() || name.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(new Document(root, kind.get(), name.get().text(), name.get().at()));
    }
  }
}
