package dev.snowdrift.sandbox.container;

import static dev.snowdrift.sandbox.container.SpecValue.map;
import static dev.snowdrift.sandbox.container.SpecValue.required;
import static dev.snowdrift.sandbox.container.SpecValue.text;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A specification as a service keeps it: images with host and pinned digest, resources filled in.
///
/// @param demand what one instance takes of a node
/// @param yaml what DESCRIBE SERVICE shows
/// @param digest SHA-256 of it, 64 hexadecimal digits (Snowflake's algorithm is not known)
record StoredSpecification(
    ServiceSpecification source,
    List<Container> containers,
    Demand demand,
    String yaml,
    String digest) {

  /// @param image with registry host
  /// @param path without host
  /// @param imageDigest `sha256:...`
  record Container(String name, String image, String path, String imageDigest, Demand request) {}

  /// @param digest pinned, `sha256:...`
  record PinnedImage(ImageReference reference, String digest) {}

  StoredSpecification {
    containers = List.copyOf(containers);
  }

  /// @param images one for each container, in order
  static StoredSpecification of(
      ServiceSpecification source,
      List<PinnedImage> images,
      String registryHost,
      InstanceFamily family) {
    var containers = new ArrayList<Container>();
    var shown = new ArrayList<Object>();
    var specified = source.containers();
    for (int i = 0; i < specified.size(); i++) {
      var pinned = images.get(i);
      var path = pinned.reference().canonical();
      var image = registryHost + "/" + path;
      var resources = resources(map(specified.get(i), "resources"), family);
      var request = demand(map(resources, "requests"));
      shown.add(shown(specified.get(i), image, pinned.digest(), resources));
      containers.add(
          new Container(required(specified.get(i), "name"), image, path, pinned.digest(), request));
    }
    var root = new LinkedHashMap<>(source.root());
    var spec = new LinkedHashMap<>(map(root, "spec"));
    spec.put("containers", shown);
    root.put("spec", spec);
    var text = SpecYaml.render(root);
    var demand = containers.stream().map(Container::request).reduce(Demand.NONE, Demand::plus);
    return new StoredSpecification(source, containers, demand, text, sha256(text));
  }

  private static Map<String, Object> shown(
      Map<String, Object> container, String image, String digest, Map<String, Object> resources) {
    var shown = new LinkedHashMap<String, Object>();
    container.forEach((key, value) -> {
      switch (key) {
        case "image" -> {
          shown.put("image", image);
          shown.put("sha256", "@" + digest);
        }
        case "resources" -> shown.put("resources", resources);
        case "mountSessionToken", "sessionTokenConfig", "secrets" -> {
          shown.put("resources", resources);
          shown.put(key, value);
        }
        default -> shown.put(key, value);
      }
    });
    shown.put("resources", resources);
    return shown;
  }

  /// Fills in what is missing and caps limits at the node, as the specification reference says of
  /// `containers.resources`.
  private static Map<String, Object> resources(Map<String, Object> given, InstanceFamily family) {
    var limits = new LinkedHashMap<>(map(given, "limits"));
    var requests = new LinkedHashMap<>(map(given, "requests"));
    var filledLimits = new LinkedHashMap<String, Object>();
    var filledRequests = new LinkedHashMap<String, Object>();
    var capacity = family.capacity();
    filledLimits.put(
        "memory",
        limit(limits, "memory", BigDecimal.valueOf(capacity.memory()), family.memoryGi() + "Gi"));
    filledLimits.put(
        "cpu",
        limit(limits, "cpu", BigDecimal.valueOf(family.cores()), String.valueOf(family.cores())));
    filledRequests.put("memory", request(requests, limits, filledLimits, "memory", "0.5Gi"));
    filledRequests.put("cpu", request(requests, limits, filledLimits, "cpu", "0.5"));
    if (limits.get("nvidia.com/gpu") instanceof String gpus) {
      filledLimits.put("nvidia.com/gpu", gpus);
      filledRequests.put("nvidia.com/gpu", gpus);
    }
    var resources = new LinkedHashMap<String, Object>();
    resources.put("limits", filledLimits);
    resources.put("requests", filledRequests);
    return resources;
  }

  private static String limit(
      Map<String, Object> limits, String what, BigDecimal capacity, String capacityText) {
    return text(limits, what)
        .filter(given -> amount(given).compareTo(capacity) <= 0)
        .orElse(capacityText);
  }

  private static String request(
      Map<String, Object> requests,
      Map<String, Object> givenLimits,
      Map<String, Object> limits,
      String what,
      String least) {
    var given = text(requests, what);
    if (given.isPresent()) {
      return given.get();
    }
    return text(limits, what)
        .filter(limit -> givenLimits.containsKey(what))
        .filter(limit -> amount(limit).compareTo(amount(least)) > 0)
        .orElse(least);
  }

  private static Demand demand(Map<String, Object> requests) {
    return Demand.of(
        text(requests, "cpu").map(StoredSpecification::amount).orElse(BigDecimal.ZERO),
        text(requests, "memory").map(StoredSpecification::amount).orElse(BigDecimal.ZERO),
        text(requests, "nvidia.com/gpu").map(StoredSpecification::amount).orElse(BigDecimal.ZERO));
  }

  private static BigDecimal amount(String text) {
    return Quantity.parse(text).orElse(BigDecimal.ZERO);
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
