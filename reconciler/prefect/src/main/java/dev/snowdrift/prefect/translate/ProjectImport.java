package dev.snowdrift.prefect.translate;

import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.ForeignYaml;
import dev.snowdrift.manifest.Limits;
import dev.snowdrift.manifest.Location;
import dev.snowdrift.manifest.Manifest;
import dev.snowdrift.manifest.Mapping;
import dev.snowdrift.manifest.Node;
import dev.snowdrift.manifest.Note;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.Sequence;
import dev.snowdrift.manifest.YamlWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// From the text of a `prefect.yaml` to the manifests of its flows, such that converging them gives
/// the deployments that `prefect deploy --all` makes of it.
///
/// @param values what templates stand for, by the name of the value
/// @param code the code of the flows, for their names
/// @param poolType stubs of the work pools that the file names get this type; none without
public record ProjectImport(Map<String, String> values, FlowCode code, Optional<String> poolType) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Set<String> KNOWN =
      Set.of("name", "prefect-version", "build", "push", "pull", "deployments", "definitions");

  public ProjectImport {
    values = Map.copyOf(values);
  }

  /// What came of a file: it was refused, or these are the manifests.
  public sealed interface Result {}

  /// Nothing that could be taken over, or not all of it.
  public record Refused(List<Problem> problems) implements Result {
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  /// The manifests by path, and everything that is said otherwise in them.
  ///
  /// @param values what the environment has to set; `change-me` where nobody knows it
  /// @param variables of the operator's environment that Secret blocks read
  /// @param pools work pools that are named
  /// @param flows how many
  /// @param deployments how many, every target counted
  public record Imported(
      SortedMap<String, String> files,
      SortedMap<String, String> values,
      Set<String> variables,
      Set<String> pools,
      int flows,
      int deployments,
      List<Note> notes)
      implements Result {
    public Imported {
      files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
      values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
      variables = Collections.unmodifiableSet(new TreeSet<>(variables));
      pools = Collections.unmodifiableSet(new TreeSet<>(pools));
      notes = List.copyOf(notes);
    }

    /// Values that are still to be set.
    public List<String> unset() {
      return values.entrySet().stream()
          .filter(value -> value.getValue().equals(Values.STAND_IN))
          .map(Map.Entry::getKey)
          .toList();
    }
  }

  /// Reads and translates one file.
  ///
  /// @param file the name for messages and headers
  public Result of(String file, byte[] content) {
    var problems = new Problems();
    var read = ForeignYaml.read(file, content, Limits.DEFAULT, problems);
    if (read.isEmpty()) {
      return new Refused(problems.list());
    }
    var notes = new Notes();
    read.get()
        .repeated()
        .forEach(entry ->
            notes.warning(
                entry.keyAt(),
                "the key `%s` is there twice; the last one counts".formatted(entry.key())));
    var project = project(file, read.get().documents(), problems);
    if (project.isEmpty()) {
      return new Refused(problems.list());
    }
    var found = new Values(values);
    var drafts = drafts(project.get(), found, notes, problems);
    if (!problems.isEmpty()) {
      return new Refused(problems.list());
    }
    return imported(file, unique(drafts, notes), found, notes);
  }

  private Optional<Mapping> project(String file, List<Node> documents, Problems problems) {
    if (documents.size() != 1
        || !(documents.getFirst() instanceof Mapping project)
        || KNOWN.stream().noneMatch(key -> project.entry(key).isPresent())) {
      problems.add(
          Code.MANIFEST_SHAPE,
          documents.isEmpty() ? Location.of(file) : documents.getFirst().at(),
          "",
          "this is not a project file of Prefect",
          "it is one mapping with `deployments`, and perhaps `build`, `push` and `pull`",
          "name the file that `prefect deploy` reads, mostly `prefect.yaml`");
      return Optional.empty();
    }
    var deployments = project.get("deployments").filter(node -> !Keys.isNull(node));
    if (deployments.filter(node -> !(node instanceof Sequence)).isPresent()) {
      problems.add(
          Code.MANIFEST_SHAPE,
          deployments.get().at(),
          "",
          "`deployments` is %s".formatted(deployments.get().describe()),
          "Prefect reads a list of deployments",
          "write each deployment behind a dash");
      return Optional.empty();
    }
    if (deployments
        .filter(node -> node instanceof Sequence list && !list.items().isEmpty())
        .isEmpty()) {
      problems.add(
          Code.EMPTY,
          project.entry("deployments").map(Mapping.Entry::keyAt).orElse(project.at()),
          "",
          "the file declares no deployment",
          "it only says how code is built and pulled; deployments were named on a command line",
          "import the workspace that has them: `snowdrift import prefect`");
      return Optional.empty();
    }
    return Optional.of(project);
  }

  private List<Draft> drafts(Mapping project, Values found, Notes notes, Problems problems) {
    var top = new Keys(project, notes);
    KNOWN.forEach(top::has);
    top.leaveOutRest(Map.of());
    var drafts = new ArrayList<Draft>();
    var items = ((Sequence) project.get("deployments").orElseThrow()).items();
    for (var item : items) {
      if (!(item instanceof Mapping deployment)) {
        if (!Keys.isNull(item)) {
          problems.add(
              Code.MANIFEST_SHAPE,
              item.at(),
              "",
              "a deployment is %s".formatted(item.describe()),
              "it is a mapping with `name` and `entrypoint`",
              "indent its keys below the dash");
        }
        continue;
      }
      if (deployment.get("name").filter(node -> !Keys.isNull(node)).isEmpty()) {
        notes.leftOut(item.at(), "a deployment without a name: `prefect deploy --all` skips it");
        continue;
      }
      DeploymentTranslation.of(project, deployment, found, code, problems).ifPresent(drafts::add);
    }
    if (drafts.isEmpty() && problems.isEmpty()) {
      problems.add(
          Code.EMPTY,
          items.getFirst().at(),
          "",
          "no deployment of the file has a name",
          "`prefect init` writes such an entry, to be filled in; `prefect deploy --all` skips it",
          "fill in `name` and `entrypoint`, or import the workspace: `snowdrift import prefect`");
    }
    return drafts;
  }

  /// Of two deployments of the same flow and name, Prefect keeps the later one.
  private static List<Draft> unique(List<Draft> drafts, Notes notes) {
    var all = new LinkedHashMap<String, Draft>();
    for (var draft : drafts) {
      var before = all.put(draft.flow() + "/" + draft.name(), draft);
      if (before != null) {
        notes.leftOut(
            before.at(),
            "the deployment `%s` is there twice; the last one counts".formatted(draft.name()));
      }
    }
    return List.copyOf(all.values());
  }

  private Imported imported(String file, List<Draft> drafts, Values found, Notes notes) {
    var files = new TreeMap<String, String>();
    var pools = new TreeSet<String>();
    var queues = new TreeSet<String>();
    var name = file.substring(file.lastIndexOf('/') + 1);
    var flows = FlowManifests.byFlow(drafts);
    flows.forEach((flow, all) -> {
      all.forEach(draft -> {
        var pool = draft.fields().path("workPool").asString("");
        pools.add(pool);
        draft
            .fields()
            .path("workQueue")
            .asStringOpt()
            .filter(queue -> !queue.equals("default"))
            .ifPresent(queue -> queues.add(pool + "/" + queue));
      });
      var entries =
          all.stream()
              .map(draft ->
                  new FlowManifests.Entry(
                      draft.name(),
                      draft.fields(),
                      draft.notes().stream().map(Note::line).distinct().toList()))
              .toList();
      files.put(
          FlowManifests.path(flow, files),
          FlowManifests.of(
              flow, entries, Optional.empty(), List.of("Imported from " + name + ".")));
    });
    if (!found.blocks().isEmpty()) {
      files.put("base/prefect/blocks.yaml", blocks(found.blocks()));
    }
    poolType.ifPresent(type ->
        files.put(
            "base/prefect/work-pools.yaml",
            stubs(
                "WorkPool",
                pools,
                Map.of("type", type),
                "A stub: the project file only names it.")));
    if (!queues.isEmpty()) {
      files.put(
          "base/prefect/work-queues.yaml",
          stubs("WorkQueue", queues, Map.of(), "`prefect deploy` makes it without being told."));
    }
    var all = new LinkedHashSet<>(notes.list());
    drafts.forEach(draft -> all.addAll(draft.notes()));
    return new Imported(
        files,
        found.used(),
        Set.copyOf(found.blocks().values()),
        pools,
        flows.size(),
        drafts.size(),
        List.copyOf(all));
  }

  private static String blocks(SortedMap<String, String> blocks) {
    var documents = new ArrayList<String>();
    blocks.forEach((block, variable) -> {
      var spec = JSON.objectNode();
      spec.putObject("valueFrom").put("env", variable);
      documents.add(
          FlowManifests.document(
              "Block",
              block,
              Optional.empty(),
              spec,
              List.of(
                  "The operator's configuration has to allow the variable %s."
                      .formatted(variable))));
    });
    return String.join("---\n", documents);
  }

  private static String stubs(
      String kind, Set<String> names, Map<String, String> fields, String remark) {
    var documents = new ArrayList<String>();
    for (var name : names) {
      var spec = JSON.objectNode();
      fields.forEach(spec::put);
      documents.add(FlowManifests.document(kind, name, Optional.empty(), spec, List.of(remark)));
    }
    return String.join("---\n", documents);
  }

  /// The text of an environment's own file.
  public static String environment(String name, Map<String, String> values) {
    var document = JSON.objectNode();
    document.put("apiVersion", Manifest.API_VERSION);
    document.put("kind", "Environment");
    document.putObject("metadata").put("name", name);
    ObjectNode spec = document.putObject("spec");
    var set = spec.putObject("values");
    new TreeMap<>(values).forEach(set::put);
    return YamlWriter.write(document, Map.of());
  }
}
