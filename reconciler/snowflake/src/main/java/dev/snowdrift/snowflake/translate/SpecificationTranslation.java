package dev.snowdrift.snowflake.translate;

import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Mapping;
import dev.snowdrift.manifest.Node;
import dev.snowdrift.manifest.Note;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Any specification of a container service, in whichever form people wrote it, to the one that
/// Snowflake's "Service specification reference" describes and our validation asks for: the private
/// preview's singular keys and service name on top, habits from Kubernetes and Compose, and fields
/// of the service inside of the specification.
///
/// Nothing is dropped silently: every difference is a note.
public final class SpecificationTranslation {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String ROOT = "/spec/specification";
  private static final String SPEC = ROOT + "/spec";
  private static final List<String> PLURALS = List.of("containers", "endpoints", "volumes");
  private static final List<String> TAKEN_OVER =
      List.of("logExporters", "platformMonitor", "resourceManagement");
  private static final List<String> TOP = List.of("spec", "capabilities", "serviceRoles");
  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("apiVersion", "a specification begins with `spec:`"),
          Map.entry("kind", "a specification begins with `spec:`"),
          Map.entry("version", "a specification has no version"),
          Map.entry("metadata", "the manifest's `metadata.name` names the service"),
          Map.entry(
              "restartPolicy",
              "containers of a service are always restarted; what ends on its own is a Job"),
          Map.entry("networkPolicy", "an ExternalAccessIntegration says what may be reached"),
          Map.entry("references", "they belong to the manifest of a native application"),
          Map.entry("selector", "a service is one thing; nothing selects its instances"),
          Map.entry("strategy", "instances are replaced one at a time"),
          Map.entry("serviceAccountName", "a service runs as its owner role"),
          Map.entry("nodeSelector", "the compute pool's family says on what it runs"),
          Map.entry("tolerations", "the compute pool's family says on what it runs"),
          Map.entry("affinity", "the compute pool's family says on what it runs"),
          Map.entry("imagePullSecrets", "the owner role reads the image repository"),
          Map.entry("initContainers", "run it as a Job before the service"),
          Map.entry("hostNetwork", "services find each other by their DNS names"),
          Map.entry("compute", "the family and size are those of the ComputePool"));

  private final Choices choices;
  private final Notes notes = new Notes();
  private final ObjectNode service = JSON.objectNode();
  private final List<String> integrations = new ArrayList<>();
  private @Nullable String title;
  private boolean egress;

  private SpecificationTranslation(Choices choices) {
    this.choices = choices;
  }

  /// What came of it.
  ///
  /// @param name of the service
  /// @param service the manifest's `spec`, with the specification in `specification`
  /// @param egress whether the original reached the whole internet without an integration
  public record Translated(String name, ObjectNode service, List<Note> notes, boolean egress) {
    public Translated {
      notes = List.copyOf(notes);
    }

    Translated with(List<Note> others) {
      return new Translated(name, service, others, egress);
    }
  }

  /// Empty, with a problem, for a document that is no specification at all.
  public static Optional<Translated> of(Node document, Choices choices, Problems problems) {
    var translation = new SpecificationTranslation(choices);
    return translation
        .unwrap(document, problems)
        .flatMap(root -> translation.translate(root, problems));
  }

  /// The mapping with `spec` in it, from whatever is around it.
  private Optional<Mapping> unwrap(Node document, Problems problems) {
    if (!(document instanceof Mapping root)) {
      return refuse(document, "it is " + document.describe(), problems);
    }
    if (root.get("spec").isPresent()) {
      return Optional.of(root);
    }
    if (PLURALS.stream()
        .anyMatch(key -> root.get(key).or(() -> root.get(singular(key))).isPresent())) {
      notes.translated(root.at(), ROOT, "containers, endpoints and volumes stand under `spec`");
      return Optional.of(
          new Mapping(List.of(new Mapping.Entry("spec", root.at(), root)), root.at()));
    }
    var nested =
        root.entries().stream()
            .filter(
                entry -> entry.value() instanceof Mapping inner && inner.get("spec").isPresent())
            .toList();
    if (nested.size() == 1) {
      var entry = nested.getFirst();
      title = entry.key();
      notes.translated(
          entry.keyAt(),
          "/metadata/name",
          "`%s` around the specification is the service's name".formatted(entry.key()));
      return Optional.of((Mapping) entry.value());
    }
    return refuse(root, "it has neither `spec` nor `containers`", problems);
  }

  private static Optional<Mapping> refuse(Node node, String why, Problems problems) {
    problems.add(
        Code.SPECIFICATION,
        node.at(),
        "",
        "this is no specification of a service",
        why,
        "name a file that begins with `spec:` and lists containers");
    return Optional.empty();
  }

  private Optional<Translated> translate(Mapping root, Problems problems) {
    var top = new Part(root, ROOT, notes);
    top.entry("metadata")
        .map(Mapping.Entry::value)
        .filter(Mapping.class::isInstance)
        .flatMap(metadata -> ((Mapping) metadata).get("name"))
        .ifPresent(name -> {
          title = Part.text(name);
          notes.translated(name.at(), "/metadata/name", "`metadata.name` names the service");
        });
    var written = top.mapping("spec");
    if (written.isEmpty()) {
      return refuse(root, "`spec` is not a mapping", problems)
          .map(_ -> new Translated("", service, List.of(), false));
    }
    var spec = new Part(pod(written.get()), SPEC, notes);
    var containers = containers(spec);
    if (containers.isEmpty()) {
      return refuse(root, "it lists no container", problems)
          .map(_ -> new Translated("", service, List.of(), false));
    }
    var name = name(spec, containers);
    specification(top, spec, containers, name);
    serviceFields(spec, name);
    spec.leaveOutRest(spec.keys().isEmpty() ? TOP : PLURALS, REASONS);
    top.leaveOutRest(TOP, REASONS);
    return Optional.of(new Translated(name, ordered(), notes.list(), egress));
  }

  /// The inner `spec` of a Kubernetes Deployment.
  private Mapping pod(Mapping spec) {
    if (spec.get("template").orElse(null) instanceof Mapping template
        && template.get("spec").orElse(null) instanceof Mapping inner) {
      notes.translated(
          template.at(), SPEC, "the containers of a Deployment's template are the service's");
      var entries = new ArrayList<>(inner.entries());
      spec.entries().stream()
          .filter(entry -> !entry.key().equals("template"))
          .forEach(entries::add);
      return new Mapping(entries, inner.at());
    }
    return spec;
  }

  private List<Node> containers(Part spec) {
    return spec.list("containers", "container");
  }

  private static String singular(String plural) {
    return plural.substring(0, plural.length() - 1);
  }

  private String name(Part spec, List<Node> containers) {
    var called =
        spec.entry("name")
            .or(() -> spec.entry("serviceName"))
            .map(entry -> Part.text(entry.value()));
    called.ifPresent(text -> {
      title = text;
      notes.translated(spec.place(), "/metadata/name", "`name` under `spec` names the service");
    });
    if (choices.name().isPresent()) {
      return choices.name().get();
    }
    var place = spec.place();
    var schema = ContainerTranslation.schema(containers);
    var own =
        Optional.ofNullable(title)
            .or(() ->
                containers.getFirst() instanceof Mapping first
                    ? first.get("name").filter(Scalar.class::isInstance).map(Part::text)
                    : Optional.empty())
            .orElse("service");
    var name = schema.orElse("CHANGE_ME.PUBLIC") + "." + identifier(own);
    notes.assumed(
        place,
        "/metadata/name",
        schema.isPresent()
            ? "the name is said nowhere; its schema is that of the image"
            : "neither database nor schema are said: put them in place of CHANGE_ME.PUBLIC");
    return name;
  }

  /// A service's name becomes a DNS label: letters, digits and `_` inside, at most 63.
  static String identifier(String written) {
    var name =
        written
            .toUpperCase(Locale.ROOT)
            .replaceAll("[^A-Z0-9]+", "_")
            .replaceAll("^[^A-Z]+", "")
            .replaceAll("_+$", "");
    name = name.length() > 63 ? name.substring(0, 63).replaceAll("_+$", "") : name;
    return name.isEmpty() ? "SERVICE" : name;
  }

  private void specification(Part top, Part spec, List<Node> containers, String name) {
    var volumeNames = new Labels("volume", notes);
    var volumes = new VolumeTranslation(SPEC + "/volumes", volumeNames, notes);
    list(top, spec, "volumes").forEach(volumes::add);
    var container = new ContainerTranslation(volumeNames, "/" + repository(name), notes);
    var list = JSON.arrayNode();
    for (var node : containers) {
      if (node instanceof Mapping mapping) {
        list.add(container.of(mapping, SPEC + "/containers/" + list.size()));
      } else {
        notes.leftOut(node.at(), SPEC, "a container is a mapping of name and image");
      }
    }
    container.unknownVolumes().stream()
        .distinct()
        .forEach(missing -> volumes.addLocal(missing, spec.place()));
    var endpointNames = new Labels("endpoint", notes);
    var endpoints = new EndpointTranslation(SPEC + "/endpoints", endpointNames, notes);
    list(top, spec, "endpoints").forEach(endpoints::add);
    container.ports().forEach(endpoints::addPort);
    var inner = JSON.objectNode();
    inner.set("containers", list);
    if (!endpoints.endpoints().isEmpty()) {
      inner.set("endpoints", endpoints.endpoints());
    }
    if (!volumes.volumes().isEmpty()) {
      inner.set("volumes", volumes.volumes());
    }
    for (var key : TAKEN_OVER) {
      spec.mapping(key).ifPresent(node -> inner.set(key, Part.json(node)));
    }
    var document = JSON.objectNode();
    document.set("spec", inner);
    beside(top, spec, document, endpointNames);
    service.set("specification", document);
  }

  /// A list under `spec`, or beside it where some put it.
  private List<Node> list(Part top, Part spec, String key) {
    for (var written : List.of(key, singular(key))) {
      var beside =
          top.mapping().equals(spec.mapping())
              ? Optional.<Mapping.Entry>empty()
              : top.entry(written);
      if (beside.isPresent() && spec.mapping().get(written).isEmpty()) {
        notes.translated(
            beside.get().keyAt(), SPEC + "/" + key, "`%s` stands under `spec`".formatted(written));
        return new Part(top.mapping(), SPEC, notes).list(written);
      }
    }
    return spec.list(key, singular(key));
  }

  /// Roles and capabilities stand beside `spec`, not under it.
  private void beside(Part top, Part spec, ObjectNode document, Labels endpoints) {
    for (var key : List.of("capabilities", "serviceRoles")) {
      var written = top.entry(key);
      if (written.isEmpty()) {
        written = spec.entry(key);
        written.ifPresent(entry ->
            notes.translated(
                entry.keyAt(), ROOT + "/" + key, "`%s` stands beside `spec`".formatted(key)));
      }
      written.ifPresent(entry -> {
        var json = Part.json(entry.value());
        for (var role : json) {
          if (key.equals("serviceRoles") && role.path("endpoints").isArray()) {
            var renamed = JSON.arrayNode();
            role.path("endpoints").forEach(one -> renamed.add(endpoints.of(one.asString(""))));
            ((ObjectNode) role).set("endpoints", renamed);
          }
        }
        document.set(key, json);
      });
    }
  }

  private static String repository(String name) {
    var parts = name.split("\\.", -1);
    return parts.length == 3
        ? (parts[0] + "/" + parts[1] + "/images").toLowerCase(Locale.ROOT)
        : "change_me/public/images";
  }

  /// What belongs to the service and not to its specification.
  private void serviceFields(Part spec, String name) {
    var instances = JSON.objectNode();
    moved(spec, "min_instances", "minInstances", "replicas")
        .filter(text -> text.matches("[0-9]{1,4}"))
        .ifPresent(text -> instances.put("min", Math.max(1, Long.parseLong(text))));
    moved(spec, "max_instances", "maxInstances")
        .filter(text -> text.matches("[0-9]{1,4}"))
        .ifPresent(text -> instances.put("max", Math.max(1, Long.parseLong(text))));
    if (!instances.isEmpty()) {
      service.set("instances", instances);
    }
    moved(spec, "query_warehouse", "queryWarehouse")
        .ifPresent(text -> service.put("queryWarehouse", text));
    for (var key : List.of("externalAccessIntegrations", "external_access_integrations")) {
      if (spec.entry(key).isPresent()) {
        spec.list(key).forEach(node -> integrations.add(Part.text(node)));
        notes.translated(
            spec.place(),
            "/spec/externalAccessIntegrations",
            "`%s` is the service's".formatted(key));
      }
    }
    egress(spec, name);
    var pool = choices.pool().or(() -> moved(spec, "computePool", "compute_pool"));
    spec.entry("computePool");
    service.put(
        "computePool",
        pool.orElseGet(() -> {
          var assumed = name.substring(name.lastIndexOf('.') + 1) + "_POOL";
          notes.assumed(
              spec.place(), "/spec/computePool", "the compute pool is said nowhere: " + assumed);
          return assumed;
        }));
    if (!integrations.isEmpty()) {
      var list = JSON.arrayNode();
      integrations.forEach(list::add);
      service.set("externalAccessIntegrations", list);
    }
  }

  private Optional<String> moved(Part spec, String... names) {
    for (var name : names) {
      var found = spec.entry(name);
      if (found.isPresent()) {
        notes.translated(
            found.get().keyAt(),
            "/spec",
            "`%s` is the service's, not its specification's".formatted(name));
        return Optional.of(Part.text(found.get().value()));
      }
    }
    return Optional.empty();
  }

  private void egress(Part spec, String name) {
    var config = spec.entry("networkPolicyConfig");
    if (config.isEmpty()) {
      return;
    }
    egress =
        config.get().value() instanceof Mapping inner
            && inner.get("allowInternetEgress").map(Part::text).orElse("").equalsIgnoreCase("true");
    if (!egress) {
      notes.leftOut(
          config.get().keyAt(),
          "/spec",
          "`networkPolicyConfig`: nothing is reached without an integration anyway");
      return;
    }
    var integration = name.substring(name.lastIndexOf('.') + 1) + "_EGRESS";
    integrations.add(integration);
    notes.translated(
        config.get().keyAt(),
        "/spec/externalAccessIntegrations",
        "`networkPolicyConfig.allowInternetEgress` is an integration by now: %s"
            .formatted(integration));
  }

  /// In the order in which people look for things.
  private ObjectNode ordered() {
    var ordered = JSON.objectNode();
    for (var key :
        List.of("computePool", "instances", "externalAccessIntegrations", "queryWarehouse")) {
      if (service.has(key)) {
        ordered.set(key, service.path(key));
      }
    }
    ordered.set("specification", service.path("specification"));
    return ordered;
  }
}
