package dev.snowdrift.sandbox.container;

import static dev.snowdrift.sandbox.container.SpecValue.flag;
import static dev.snowdrift.sandbox.container.SpecValue.map;
import static dev.snowdrift.sandbox.container.SpecValue.maps;
import static dev.snowdrift.sandbox.container.SpecValue.required;
import static dev.snowdrift.sandbox.container.SpecValue.text;
import static dev.snowdrift.sandbox.container.SpecValue.whole;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The rules of `spec.containers`.
final class ContainerRules {
  private static final int MAX_SECRETS = 50;

  private ContainerRules() {}

  static void check(List<Map<String, Object>> containers, Set<String> volumes) {
    int secrets = 0;
    for (int i = 0; i < containers.size(); i++) {
      var container = containers.get(i);
      probe(map(container, "readinessProbe"));
      probe(map(container, "livenessProbe"));
      mounts(maps(container, "volumeMounts"), volumes);
      resources(map(container, "resources"));
      sessionToken(container);
      secrets(maps(container, "secrets"));
      secrets += maps(container, "secrets").size();
    }
    if (secrets > MAX_SECRETS) {
      throw Texts.invalid("secrets", "At most " + MAX_SECRETS + " are allowed.");
    }
  }

  private static void probe(Map<String, Object> probe) {
    whole(probe, "port").ifPresent(SpecRules::port);
    for (var count : List.of("periodSeconds", "failureThreshold")) {
      if (whole(probe, count).filter(value -> value < 1).isPresent()) {
        throw Texts.invalid(count, "Value must be positive.");
      }
    }
  }

  private static void mounts(List<Map<String, Object>> mounts, Set<String> volumes) {
    var paths = new HashSet<String>();
    for (var mount : mounts) {
      var name = required(mount, "name");
      var path = required(mount, "mountPath");
      if (!volumes.contains(name)) {
        throw Texts.invalid("volumeMounts", "Volume '" + name + "' is not defined.");
      }
      if (!path.startsWith("/")) {
        throw Texts.invalid("mountPath", "'" + path + "' must be an absolute path.");
      }
      if (!paths.add(path)) {
        throw Texts.invalid("mountPath", "'" + path + "' is mounted more than once.");
      }
    }
  }

  /// The rules of `resources`, of containers and of stage volumes alike.
  static void resources(Map<String, Object> resources) {
    var requests = map(resources, "requests");
    var limits = map(resources, "limits");
    for (var part : List.of(requests, limits)) {
      text(part, "memory").ifPresent(ContainerRules::memory);
      text(part, "cpu").ifPresent(ContainerRules::cpu);
    }
    var gpu = gpu(requests);
    if (!gpu.equals(gpu(limits))) {
      throw Texts.invalid(
          "nvidia.com/gpu", "It must be given in requests and limits with the same quantity.");
    }
    ordered("memory", requests, limits);
    ordered("cpu", requests, limits);
  }

  private static BigDecimal memory(String text) {
    return Quantity.memory(text)
        .orElseThrow(() ->
            Texts.invalid(
                "memory", "'" + text + "' must be a number with a unit of M, Mi, G or Gi."));
  }

  private static BigDecimal cpu(String text) {
    return Quantity.cpu(text)
        .orElseThrow(
            () -> Texts.invalid("cpu", "'" + text + "' must be a number of cores, or of 'm'."));
  }

  private static Optional<BigDecimal> gpu(Map<String, Object> part) {
    return text(part, "nvidia.com/gpu")
        .map(text ->
            Quantity.count(text)
                .orElseThrow(() ->
                    Texts.invalid("nvidia.com/gpu", "'" + text + "' must be a whole number.")));
  }

  private static void ordered(
      String what, Map<String, Object> requests, Map<String, Object> limits) {
    var request = text(requests, what).flatMap(Quantity::parse);
    var limit = text(limits, what).flatMap(Quantity::parse);
    if (request.isPresent() && limit.isPresent() && request.get().compareTo(limit.get()) > 0) {
      throw Texts.invalid("resources", "The request of " + what + " is above its limit.");
    }
  }

  private static void sessionToken(Map<String, Object> container) {
    if (!container.containsKey("sessionTokenConfig")) {
      return;
    }
    var config = map(container, "sessionTokenConfig");
    if (!flag(container, "mountSessionToken", true)) {
      throw Texts.invalid("sessionTokenConfig", "Not allowed when mountSessionToken is false.");
    }
    if (config.isEmpty()) {
      throw Texts.invalid("sessionTokenConfig", "Value is empty.");
    }
    var path = text(config, "path");
    if (path.isPresent() && !normal(path.get())) {
      throw Texts.invalid("path", "'" + path.get() + "' must be an absolute, normalized path.");
    }
    var permission = text(config, "permission");
    if (permission.isPresent() && path.isEmpty()) {
      throw Texts.invalid("permission", "Allowed only together with 'path'.");
    }
    if (permission.isPresent() && !permission.get().matches("0[46][04][04]")) {
      throw Texts.invalid(
          "permission",
          "'" + permission.get() + "' must be a quoted four-digit octal mode of at most 0644.");
    }
  }

  private static boolean normal(String path) {
    if (!path.matches("(?:/[A-Za-z0-9_.-]+)+")) {
      return false;
    }
    return List.of(path.substring(1).split("/", -1)).stream()
        .noneMatch(segment -> segment.equals(".") || segment.equals(".."));
  }

  private static void secrets(List<Map<String, Object>> secrets) {
    for (int i = 0; i < secrets.size(); i++) {
      var secret = secrets.get(i);
      var place = "secrets[" + i + "]";
      var named = map(secret, "snowflakeSecret");
      if (named.size() != 1) {
        throw Texts.invalid(
            "snowflakeSecret", "Exactly one of 'objectName' and 'objectReference' is required.");
      }
      var variable = secret.containsKey("envVarName");
      if (variable == secret.containsKey("directoryPath")) {
        throw Texts.invalid(place, "Exactly one of 'directoryPath' and 'envVarName' is required.");
      }
      if (variable && !secret.containsKey("secretKeyRef")) {
        throw Texts.missing("secretKeyRef", place);
      }
      if (!variable && secret.containsKey("secretKeyRef")) {
        throw Texts.invalid("secretKeyRef", "Allowed only together with 'envVarName'.");
      }
      if (text(secret, "directoryPath").filter(path -> !path.startsWith("/")).isPresent()) {
        throw Texts.invalid("directoryPath", "Value must be an absolute path.");
      }
    }
  }
}
