package dev.snowdrift.snowflake.kind;

import dev.snowdrift.manifest.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What must hold between the values of a specification whose shape is right (Snowflake
/// documentation, "Service specification reference" and "Using block storage volumes with
/// services").
final class SpecificationRules {
  private static final Pattern BLOCK_SIZE = Pattern.compile("[1-9][0-9]{0,4}Gi");
  private static final Pattern MEMORY = Pattern.compile("[0-9]+(?:\\.[0-9]+)?(?:Mi|Gi|M|G)");
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,5})-([0-9]{1,5})");
  private static final Pattern AGE = Pattern.compile("[0-9]+[hd]");
  private static final Pattern ORIGIN =
      Pattern.compile("https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?/?");
  private static final Pattern MODE = Pattern.compile("0[0-7]{3}");
  private static final Set<String> SOURCES = Set.of("local", "memory", "block", "stage");
  private static final Set<String> KEYS =
      Set.of("username", "password", "secret_string", "access_token");
  private static final String GPU = "nvidia.com/gpu";

  private final Report report;

  /// Where problems go.
  interface Report {
    void wrong(List<String> path, String what, String why, String next);
  }

  SpecificationRules(Report report) {
    this.report = report;
  }

  void check(JsonNode specification) {
    var spec = specification.path("spec");
    var endpoints = new HashSet<String>();
    spec.path("endpoints").forEach(endpoint -> endpoints.add(endpoint.path("name").asString("")));
    each(spec.path("containers"), List.of("spec", "containers"), this::container);
    each(spec.path("endpoints"), List.of("spec", "endpoints"), this::endpoint);
    each(spec.path("volumes"), List.of("spec", "volumes"), this::volume);
    oneOf(
        spec.path("logExporters").path("eventTableConfig").path("logLevel"),
        List.of("spec", "logExporters", "eventTableConfig", "logLevel"),
        Set.of("INFO", "ERROR", "NONE"));
    each(
        specification.path("serviceRoles"),
        List.of("serviceRoles"),
        (role, path) ->
            each(
                role.path("endpoints"),
                below(path, "endpoints"),
                (endpoint, at) -> {
                  var name = endpoint.asString("");
                  if (!endpoints.contains(name)) {
                    report.wrong(
                        at,
                        "no endpoint is called `%s`".formatted(name),
                        "a service role names entries of `spec.endpoints`",
                        Nearest.of(name, endpoints)
                            .map(near -> "did you mean `" + near + "`?")
                            .orElse("add it to `spec.endpoints`"));
                  }
                }));
  }

  private void container(JsonNode container, List<String> path) {
    each(container.path("secrets"), below(path, "secrets"), this::secret);
    each(
        container.path("volumeMounts"),
        below(path, "volumeMounts"),
        (mount, at) -> {
          var where = mount.path("mountPath").asString("/");
          if (!where.startsWith("/")) {
            report.wrong(
                below(at, "mountPath"),
                "`%s` is no absolute path".formatted(where),
                "a volume is mounted from the root of the container's files",
                "write `/%s`".formatted(where));
          }
        });
    for (var probe : List.of("readinessProbe", "livenessProbe")) {
      port(container.path(probe).path("port"), below(below(path, probe), "port"));
    }
    token(container, path);
    gpu(container.path("resources"), below(path, "resources"));
  }

  private void secret(JsonNode secret, List<String> path) {
    var named = secret.path("snowflakeSecret");
    if (named.isString()) {
      report.wrong(
          below(path, "snowflakeSecret"),
          "the secret is named by a plain text",
          "a mapping says whether it is an object or a reference",
          "write `snowflakeSecret: {objectName: %s}`".formatted(named.asString()));
    } else if (named.isObject()) {
      var ways = present(named, "objectName", "objectReference");
      if (ways.size() != 1 || named.size() != 1) {
        report.wrong(
            below(path, "snowflakeSecret"),
            "a secret has either `objectName` or `objectReference`, and nothing else",
            "one of them says which it is",
            "write `snowflakeSecret: {objectName: DATABASE.SCHEMA.NAME}`");
      }
    }
    var places = present(secret, "directoryPath", "envVarName");
    if (places.size() != 1) {
      report.wrong(
          path,
          places.isEmpty()
              ? "nothing says where the secret arrives"
              : "directoryPath and envVarName exclude each other",
          "a secret arrives as files or as a variable",
          places.isEmpty()
              ? "add `envVarName: NAME` or `directoryPath: /path`"
              : "keep one of them");
    }
    var key = secret.path("secretKeyRef");
    oneOf(key, below(path, "secretKeyRef"), KEYS);
    if (!key.isMissingNode() && places.equals(List.of("directoryPath"))) {
      report.wrong(
          below(path, "secretKeyRef"),
          "secretKeyRef goes with envVarName only",
          "a directory has a file for each part of the secret",
          "drop it");
    }
  }

  private void token(JsonNode container, List<String> path) {
    var config = container.path("sessionTokenConfig");
    if (!config.isObject()) {
      return;
    }
    var at = below(path, "sessionTokenConfig");
    if (container.path("mountSessionToken").asString("true").equals("false")) {
      report.wrong(
          at,
          "sessionTokenConfig is there, and mountSessionToken is false",
          "there is no token to place",
          "drop one of them");
    }
    if (config.isEmpty()) {
      report.wrong(at, "sessionTokenConfig is empty", "it says at least one thing", "drop it");
    }
    var mode = config.path("permission");
    if (!mode.isMissingNode() && (!mode.isString() || !MODE.matcher(mode.asString()).matches())) {
      report.wrong(
          below(at, "permission"),
          "`%s` is no file mode".formatted(SpecificationForm.text(mode)),
          "it is four octal digits, and YAML reads them as a number unless they are quoted",
          "write `permission: \"0600\"`");
    }
    if (!mode.isMissingNode() && config.path("path").isMissingNode()) {
      report.wrong(
          below(at, "permission"),
          "permission is given without path",
          "Snowflake takes it only together with one",
          "add `path`, or drop it");
    }
  }

  private void gpu(JsonNode resources, List<String> path) {
    var asked = resources.path("requests").path(GPU);
    var limit = resources.path("limits").path(GPU);
    if (asked.isMissingNode() != limit.isMissingNode()
        || !SpecificationForm.text(asked).equals(SpecificationForm.text(limit))) {
      report.wrong(
          path,
          "requests and limits of %s differ".formatted(GPU),
          "a container has as many GPUs as it asks for, and says so in both",
          "write the same number in both");
    }
  }

  private void endpoint(JsonNode endpoint, List<String> path) {
    var protocol = endpoint.path("protocol").asString("HTTP").toUpperCase(Locale.ROOT);
    oneOf(endpoint.path("protocol"), below(path, "protocol"), Set.of("HTTP", "TCP"));
    port(endpoint.path("port"), below(path, "port"));
    var range = endpoint.path("portRange");
    if (range.isString() || range.isNumber()) {
      var matcher = RANGE.matcher(SpecificationForm.text(range));
      if (!matcher.matches()
          || !isPort(matcher.group(1))
          || !isPort(matcher.group(2))
          || Integer.parseInt(matcher.group(1)) > Integer.parseInt(matcher.group(2))) {
        report.wrong(
            below(path, "portRange"),
            "`%s` is no range of ports".formatted(SpecificationForm.text(range)),
            "it is two ports from 1 to 65535, the smaller first",
            "write `portRange: 8000-8010`");
      }
      if (!protocol.equals("TCP") || endpoint.path("public").asString("false").equals("true")) {
        report.wrong(
            below(path, "portRange"),
            "a range of ports is for private TCP endpoints",
            "it is reached by the addresses of the instances only",
            "write `protocol: TCP`, without `public`, or one `port`");
      }
    }
    cors(endpoint.path("corsSettings"), below(path, "corsSettings"));
  }

  private void cors(JsonNode cors, List<String> path) {
    var key = "Access-Control-Allow-Origin";
    if (cors.isObject() && cors.path(key).isEmpty()) {
      report.wrong(
          path,
          "`%s` is missing".formatted(key),
          "Snowflake answers only the origins that it lists",
          "add `%s: [https://example.com]`".formatted(key));
    }
    each(
        cors.path(key),
        below(path, key),
        (origin, at) -> {
          if (!ORIGIN.matcher(origin.asString("")).matches()) {
            report.wrong(
                at,
                "`%s` is no origin".formatted(origin.asString("")),
                "it is a scheme, a host and perhaps a port, without `*` and without a path",
                "write `https://example.com`");
          }
        });
  }

  private void volume(JsonNode volume, List<String> path) {
    var source = volume.path("source").asString("");
    if (source.startsWith("@")) {
      report.wrong(
          below(path, "source"),
          "`%s`: stages are mounted otherwise".formatted(source),
          "this way of mounting a stage is deprecated, and slower",
          "write `source: stage` and `stageConfig: {name: \"%s\"}`".formatted(source));
      return;
    }
    if (source.isEmpty()) {
      return;
    }
    oneOf(volume.path("source"), below(path, "source"), SOURCES);
    var allowed =
        switch (source) {
          case "memory" -> List.of("size");
          case "block" -> List.of("size", "uid", "gid", "blockConfig");
          case "stage" -> List.of("uid", "gid", "stageConfig");
          default -> List.<String>of();
        };
    for (var key : List.of("size", "uid", "gid", "blockConfig", "stageConfig")) {
      if (SOURCES.contains(source) && !volume.path(key).isMissingNode() && !allowed.contains(key)) {
        report.wrong(
            below(path, key),
            "`%s` is not for a volume from `%s`".formatted(key, source),
            allowed.isEmpty()
                ? "it has a name and nothing else"
                : "it has " + String.join(", ", allowed),
            "drop it, or choose another source");
      }
    }
    switch (source) {
      case "memory" -> size(volume, path, MEMORY, "an amount such as `2Gi`");
      case "block" -> {
        size(volume, path, BLOCK_SIZE, "whole Gi, such as `10Gi`");
        block(volume.path("blockConfig"), below(path, "blockConfig"));
      }
      case "stage" -> stage(volume.path("stageConfig"), path);
      default -> {}
    }
  }

  private void size(JsonNode volume, List<String> path, Pattern form, String how) {
    var size = volume.path("size");
    if (size.isMissingNode() || !form.matcher(SpecificationForm.text(size)).matches()) {
      report.wrong(
          size.isMissingNode() ? path : below(path, "size"),
          size.isMissingNode()
              ? "`size` is missing"
              : "`%s` is no size here".formatted(SpecificationForm.text(size)),
          "a volume of this source is as large as it says: " + how,
          "write `size: 10Gi`");
    }
  }

  private void block(JsonNode config, List<String> path) {
    oneOf(
        config.path("encryption"),
        below(path, "encryption"),
        Set.of("SNOWFLAKE_SSE", "SNOWFLAKE_FULL"));
    var age = config.path("snapshotDeleteAfter");
    if (!age.isMissingNode() && !AGE.matcher(SpecificationForm.text(age)).matches()) {
      report.wrong(
          below(path, "snapshotDeleteAfter"),
          "`%s` is no time".formatted(SpecificationForm.text(age)),
          "it is hours or days",
          "write `snapshotDeleteAfter: 7d`");
    }
    for (var key : List.of("iops", "throughput")) {
      var value = config.path(key);
      if (!value.isMissingNode()
          && Quantities.parse(SpecificationForm.text(value))
              .filter(number -> number.stripTrailingZeros().scale() <= 0)
              .isEmpty()) {
        report.wrong(
            below(path, key),
            "`%s` is no whole number".formatted(SpecificationForm.text(value)),
            "it counts operations, or MiB, a second",
            "write `%s`".formatted(key.equals("iops") ? "iops: 3000" : "throughput: 125"));
      }
    }
  }

  private void stage(JsonNode config, List<String> path) {
    var name = config.path("name").asString("");
    if (!name.startsWith("@") || name.length() == 1) {
      report.wrong(
          config.isMissingNode() ? path : below(below(path, "stageConfig"), "name"),
          config.isMissingNode() ? "`stageConfig` is missing" : "`%s` is no stage".formatted(name),
          "a volume from a stage names it, with its `@`",
          "write `stageConfig: {name: \"@DATABASE.SCHEMA.STAGE\"}`");
    }
    var cache = config.path("metadataCache");
    if (cache.isString()
        && Scalars.duration(cache.asString()).equals(cache.asString())
        && !cache.asString().matches("[0-9]+s")) {
      report.wrong(
          below(below(path, "stageConfig"), "metadataCache"),
          "`%s` is no time".formatted(cache.asString()),
          "it is hours, minutes and seconds",
          "write `metadataCache: 1h30m`");
    }
  }

  private void port(JsonNode port, List<String> path) {
    if (!port.isMissingNode() && !isPort(SpecificationForm.text(port))) {
      report.wrong(
          path,
          "`%s` is no port".formatted(SpecificationForm.text(port)),
          "ports go from 1 to 65535",
          "write `port: 8080`");
    }
  }

  private static boolean isPort(String text) {
    return text.matches("[0-9]{1,5}")
        && Integer.parseInt(text) >= 1
        && Integer.parseInt(text) <= 65_535;
  }

  private void oneOf(JsonNode value, List<String> path, Set<String> allowed) {
    var known = allowed.stream().sorted().toList();
    if (!value.isMissingNode() && !allowed.contains(SpecificationForm.text(value))) {
      report.wrong(
          path,
          "`%s` is not known here".formatted(SpecificationForm.text(value)),
          "it is one of " + String.join(", ", known),
          Optional.of(SpecificationForm.text(value))
              .flatMap(text -> Nearest.of(text, known))
              .map(near -> "did you mean `" + near + "`?")
              .orElse("choose one of them"));
    }
  }

  private static List<String> present(JsonNode object, String... keys) {
    return List.of(keys).stream().filter(key -> !object.path(key).isMissingNode()).toList();
  }

  private interface Visit {
    void visit(JsonNode item, List<String> path);
  }

  private static void each(JsonNode list, List<String> path, Visit visit) {
    if (list.isArray()) {
      for (var i = 0; i < list.size(); i++) {
        visit.visit(list.get(i), below(path, String.valueOf(i)));
      }
    }
  }

  private static List<String> below(List<String> path, String step) {
    var below = new ArrayList<>(path);
    below.add(step);
    return below;
  }
}
