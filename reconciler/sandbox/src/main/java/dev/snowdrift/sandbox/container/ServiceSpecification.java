package dev.snowdrift.sandbox.container;

import static dev.snowdrift.sandbox.container.SpecValue.flag;
import static dev.snowdrift.sandbox.container.SpecValue.map;
import static dev.snowdrift.sandbox.container.SpecValue.maps;
import static dev.snowdrift.sandbox.container.SpecValue.required;
import static dev.snowdrift.sandbox.container.SpecValue.text;
import static dev.snowdrift.sandbox.container.SpecValue.texts;
import static dev.snowdrift.sandbox.container.SpecValue.whole;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A service specification that is valid in itself (document *Service specification reference*).
/// Whether the objects it names exist is for the statement to check.
public final class ServiceSpecification {
  private final Map<String, Object> root;

  private ServiceSpecification(Map<String, Object> root) {
    this.root = root;
  }

  /// Reads the text of `FROM SPECIFICATION`.
  ///
  /// @throws dev.snowdrift.sandbox.account.SqlError 395018 for anything that is not valid
  public static ServiceSpecification parse(String yaml) {
    var root = SpecValue.asMap(SpecShape.ROOT.read("specification", SpecTree.parse(yaml)));
    SpecRules.check(root);
    return new ServiceSpecification(root);
  }

  /// Reads the text of `FROM SPECIFICATION_TEMPLATE` with the values of `USING`.
  ///
  /// @throws dev.snowdrift.sandbox.account.SqlError 395069 when the template cannot be rendered,
  ///   395018 when its result is not valid
  public static ServiceSpecification parseTemplate(String template, Map<String, String> values) {
    return parse(SpecTemplate.render(template, values));
  }

  /// A secret that a container is given.
  ///
  /// @param name as written; relative names belong to the service's schema
  /// @param key which part of the secret, when an environment variable holds it
  public record SecretUse(String name, Optional<String> key) {}

  /// A port, or range of ports, that the service exposes.
  ///
  /// @param port empty when a range is given
  public record Endpoint(
      String name,
      Optional<Long> port,
      Optional<String> range,
      String protocol,
      boolean isPublic) {}

  public record ServiceRole(String name, List<String> endpoints) {}

  /// The images, as written, in the order of the containers.
  public List<String> images() {
    return containers().stream().map(container -> required(container, "image")).toList();
  }

  /// Secrets named by object (not by reference), without repetition.
  public Set<SecretUse> secrets() {
    var uses = new LinkedHashSet<SecretUse>();
    for (var container : containers()) {
      for (var secret : maps(container, "secrets")) {
        text(map(secret, "snowflakeSecret"), "objectName")
            .ifPresent(name -> uses.add(new SecretUse(name, text(secret, "secretKeyRef"))));
      }
    }
    return uses;
  }

  /// Stages that volumes mount, without the leading `@` and without a directory, in both forms.
  public Set<String> stages() {
    var stages = new LinkedHashSet<String>();
    for (var volume : maps(map(root, "spec"), "volumes")) {
      var named = text(map(volume, "stageConfig"), "name").orElse(required(volume, "source"));
      if (named.startsWith("@")) {
        var slash = named.indexOf('/');
        stages.add(named.substring(1, slash < 0 ? named.length() : slash));
      }
    }
    return stages;
  }

  public List<Endpoint> endpoints() {
    var endpoints = new ArrayList<Endpoint>();
    for (var endpoint : maps(map(root, "spec"), "endpoints")) {
      endpoints.add(
          new Endpoint(
              required(endpoint, "name"),
              whole(endpoint, "port"),
              text(endpoint, "portRange"),
              text(endpoint, "protocol").orElse("HTTP"),
              flag(endpoint, "public", false)));
    }
    return endpoints;
  }

  /// The roles that the specification defines; every service has `ALL_ENDPOINTS_USAGE` besides.
  public List<ServiceRole> serviceRoles() {
    return maps(root, "serviceRoles").stream()
        .map(role -> new ServiceRole(required(role, "name"), texts(role, "endpoints")))
        .toList();
  }

  /// The block volumes as written, by name: what may not change while the service lives.
  public Map<String, Map<String, Object>> blockVolumes() {
    var volumes = new TreeMap<String, Map<String, Object>>();
    for (var volume : maps(map(root, "spec"), "volumes")) {
      if (required(volume, "source").equals("block")) {
        volumes.put(required(volume, "name"), volume);
      }
    }
    return volumes;
  }

  List<Map<String, Object>> containers() {
    return maps(map(root, "spec"), "containers");
  }

  Map<String, Object> root() {
    return root;
  }
}
