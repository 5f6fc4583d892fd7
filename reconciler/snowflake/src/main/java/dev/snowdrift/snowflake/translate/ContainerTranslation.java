package dev.snowdrift.snowflake.translate;

import dev.snowdrift.image.ImagePath;
import dev.snowdrift.manifest.Mapping;
import dev.snowdrift.manifest.Node;
import dev.snowdrift.manifest.Scalar;
import dev.snowdrift.manifest.Sequence;
import dev.snowdrift.manifest.YamlTyping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One container of a specification.
final class ContainerTranslation {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> KEYS =
      List.of(
          "name",
          "image",
          "command",
          "args",
          "env",
          "readinessProbe",
          "livenessProbe",
          "volumeMounts",
          "resources",
          "mountSessionToken",
          "sessionTokenConfig",
          "secrets");

  /// What people write who come from Kubernetes or Compose.
  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("imagePullPolicy", "the image is looked up again with every upgrade"),
          Map.entry("restartPolicy", "containers of a service are always restarted"),
          Map.entry("restart", "containers of a service are always restarted"),
          Map.entry("startupProbe", "raise the readiness probe's `failureThreshold` instead"),
          Map.entry("healthcheck", "a service asks over HTTP; add a `readinessProbe`"),
          Map.entry("securityContext", "the user of a container is that of its image"),
          Map.entry("user", "the user of a container is that of its image"),
          Map.entry("workingDir", "the directory is that of the image; begin the command with cd"),
          Map.entry("working_dir", "the directory is that of the image; begin the command with cd"),
          Map.entry("lifecycle", "there are no hooks; SIGTERM comes 30 seconds before the end"),
          Map.entry("envFrom", "list each variable in `env`, or each secret in `secrets`"),
          Map.entry("depends_on", "containers of an instance start together"),
          Map.entry("dependsOn", "containers of an instance start together"),
          Map.entry("build", "images are built elsewhere and pushed to the image repository"),
          Map.entry("container_name", "`name` is the name"),
          Map.entry("networks", "services find each other by their DNS names"),
          Map.entry("tty", "nobody sits in front of a service"),
          Map.entry("stdin", "nobody sits in front of a service"),
          Map.entry("terminationMessagePath", "the last message is taken from the log"));

  /// A port that a container said it listens on.
  record Port(Mapping written, long number) {}

  private final Labels names;
  private final Labels volumes;
  private final String repository;
  private final Notes notes;
  private final List<Port> ports = new ArrayList<>();
  private final List<String> unknownVolumes = new ArrayList<>();

  /// @param repository where images go that are in no image repository of the account:
  ///   `/db/schema/repository`
  ContainerTranslation(Labels volumes, String repository, Notes notes) {
    this.names = new Labels("main", notes);
    this.volumes = volumes;
    this.repository = repository;
    this.notes = notes;
  }

  /// What the containers translated so far said to listen on.
  List<Port> ports() {
    return List.copyOf(ports);
  }

  /// Volumes that were mounted and nobody declared.
  List<String> unknownVolumes() {
    return List.copyOf(unknownVolumes);
  }

  ObjectNode of(Mapping written, String at) {
    var part = new Part(written, at, notes);
    var container = JSON.objectNode();
    container.put(
        "name",
        names.take(part.text("name", "containerName").orElse(""), written.at(), at + "/name"));
    image(part, container);
    command(part, container);
    var secrets = JSON.arrayNode();
    var env = part.take("env", "environment", "envVars");
    var templates = env.map(node -> Part.json(node).toString()).orElse("").contains("{{");
    new SecretTranslation(at + "/secrets", secrets, templates, notes)
        .of(part.list("secrets", "secret"));
    env.map(node -> new EnvironmentTranslation(at + "/env", secrets, notes).of(node))
        .filter(variables -> !variables.isEmpty())
        .ifPresent(variables -> container.set("env", variables));
    if (!secrets.isEmpty()) {
      container.set("secrets", withoutIdle(secrets, container.path("env").toString()));
    }
    var named = ports(part);
    for (var probe : List.of("readinessProbe", "livenessProbe")) {
      part.mapping(probe)
          .flatMap(node -> new ProbeTranslation(at + "/" + probe, named, notes).of(node, node.at()))
          .ifPresent(node -> container.set(probe, node));
    }
    mounts(part, container, at);
    part.mapping("resources")
        .map(node -> new ResourcesTranslation(at + "/resources", notes).of(node))
        .filter(node -> !node.isEmpty())
        .ifPresent(node -> container.set("resources", node));
    part.flag("mountSessionToken").ifPresent(flag -> container.put("mountSessionToken", flag));
    part.mapping("sessionTokenConfig")
        .ifPresent(node -> container.set("sessionTokenConfig", Part.json(node)));
    part.leaveOutRest(KEYS, REASONS);
    return container;
  }

  /// A secret that was there only for a template which is a secret's variable by now.
  private static ArrayNode withoutIdle(ArrayNode secrets, String env) {
    var kept = JSON.arrayNode();
    for (var secret : secrets) {
      var idle = !secret.has("envVarName") && !secret.has("directoryPath");
      var name = secret.path("snowflakeSecret").path("objectName").asString("");
      if (!idle || env.contains("secret." + name + ".") || name.isEmpty()) {
        kept.add(secret);
      }
    }
    return kept;
  }

  private void image(Part part, ObjectNode container) {
    var written = part.take("image", "imageName", "imageUrl");
    if (written.isEmpty()) {
      container.put("image", repository + "/" + container.path("name").asString());
      notes.assumed(
          part.place(), part.at() + "/image", "no image is named; one with the container's name");
      return;
    }
    var text = Part.text(written.get()).strip();
    if (text.contains("${") || ImagePath.parse(text).repository().isPresent()) {
      container.put("image", text);
      return;
    }
    var pushed = repository + "/" + text.substring(text.lastIndexOf('/') + 1).replaceAll("@.*", "");
    container.put("image", pushed);
    notes.translated(
        written.get().at(),
        part.at() + "/image",
        "`%s` is in no image repository of the account: push it as `%s`".formatted(text, pushed));
  }

  private void command(Part part, ObjectNode container) {
    for (var key : List.of("command", "args")) {
      var others = key.equals("command") ? new String[] {"entrypoint"} : new String[] {"arguments"};
      part.take(key, others)
          .ifPresent(node -> {
            var words = words(node, part.at() + "/" + key, key);
            if (!words.isEmpty()) {
              container.set(key, words);
            }
          });
    }
  }

  private ArrayNode words(Node node, String here, String key) {
    var words = JSON.arrayNode();
    if (!(node instanceof Sequence sequence)) {
      var text = Part.text(node);
      if (key.equals("command")) {
        words.add("/bin/sh").add("-c").add(text);
        notes.translated(
            node.at(), here, "`command` is a list of words: the text is given to a shell");
      } else {
        List.of(text.strip().split("\\s+")).forEach(words::add);
        notes.translated(node.at(), here, "`args` is a list: the text is divided at its blanks");
      }
      return words;
    }
    for (var item : sequence.items()) {
      var text = Part.text(item);
      words.add(text);
      if (!(item instanceof Scalar scalar) || YamlTyping.form(scalar) != YamlTyping.Form.TEXT) {
        notes.translated(
            item.at(), here, "`%s` in `%s` is quoted: arguments are texts".formatted(text, key));
      }
    }
    return words;
  }

  private Map<String, Long> ports(Part part) {
    var named = new HashMap<String, Long>();
    for (var node : part.entry("ports").isPresent() ? part.list("ports") : List.<Node>of()) {
      var port = node instanceof Mapping mapping ? mapping : published(node);
      var number =
          List.of("containerPort", "port", "targetPort").stream()
              .flatMap(key -> port.get(key).stream())
              .map(Part::text)
              .filter(text -> text.matches("[0-9]{1,5}"))
              .map(Long::parseLong)
              .findFirst();
      if (number.isEmpty()) {
        notes.leftOut(node.at(), part.at(), "a port without a number: " + Part.text(node));
        continue;
      }
      ports.add(new Port(port, number.get()));
      port.get("name").map(Part::text).ifPresent(name -> named.put(name, number.get()));
    }
    return named;
  }

  /// `8080` or Compose's `80:8080`, where the last one is the container's.
  private static Mapping published(Node node) {
    var text = Part.text(node);
    var number = text.substring(text.lastIndexOf(':') + 1).replaceAll("/.*", "");
    return new Mapping(
        List.of(
            new Mapping.Entry("containerPort", node.at(), new Scalar(number, false, node.at()))),
        node.at());
  }

  private void mounts(Part part, ObjectNode container, String at) {
    var mounts = JSON.arrayNode();
    for (var node : part.list("volumeMounts", "volumeMount", "mounts")) {
      if (!(node instanceof Mapping mapping)) {
        notes.leftOut(node.at(), at, "a mount is a mapping of name and mountPath");
        continue;
      }
      var mount = new Part(mapping, at + "/volumeMounts/" + mounts.size(), notes);
      var written = mount.text("name", "volume").orElse("");
      var path = mount.text("mountPath", "path", "target");
      if (path.isEmpty()) {
        notes.leftOut(mapping.at(), at, "a mount of `%s` without mountPath".formatted(written));
        continue;
      }
      var name = volumes.of(written);
      if (!volumes.knows(name)) {
        unknownVolumes.add(written);
      }
      mounts.addObject().put("name", name).put("mountPath", path.get());
      mount.leaveOutRest(
          List.of("name", "mountPath"),
          Map.of(
              "readOnly", "a volume is as writable as its source",
              "subPath", "the directory of a stage belongs into the volume's `stageConfig.name`"));
    }
    if (!mounts.isEmpty()) {
      container.set("volumeMounts", mounts);
    }
  }

  /// The first image that says in which database and schema the system lives.
  static Optional<String> schema(List<Node> containers) {
    return containers.stream()
        .filter(Mapping.class::isInstance)
        .flatMap(node -> ((Mapping) node).get("image").stream())
        .map(Part::text)
        .filter(text -> !text.contains("${"))
        .flatMap(text -> ImagePath.parse(text).repository().stream())
        .map(name -> name.substring(0, name.lastIndexOf('.')))
        .findFirst();
  }
}
