package dev.snowdrift.sandbox.container;

import static dev.snowdrift.sandbox.container.SpecValue.flag;
import static dev.snowdrift.sandbox.container.SpecValue.map;
import static dev.snowdrift.sandbox.container.SpecValue.maps;
import static dev.snowdrift.sandbox.container.SpecValue.required;
import static dev.snowdrift.sandbox.container.SpecValue.text;
import static dev.snowdrift.sandbox.container.SpecValue.texts;
import static dev.snowdrift.sandbox.container.SpecValue.whole;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What must hold between the fields of a specification, beyond its shape (documents *Service
/// specification reference* and *Snowpark Container Services: Guidelines and limitations*).
final class SpecRules {
  private static final Pattern NAME = Pattern.compile("[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern ROLE = Pattern.compile("[A-Za-z](?:\\w*[A-Za-z0-9])?");
  private static final int MAX_CONTAINERS = 20;
  private static final int MAX_ENDPOINTS = 100;
  private static final int MAX_VOLUMES = 20;

  private SpecRules() {}

  /// @throws dev.snowdrift.sandbox.account.SqlError 395018 with the first rule broken
  static void check(Map<String, Object> root) {
    var spec = map(root, "spec");
    var containers = maps(spec, "containers");
    var endpoints = maps(spec, "endpoints");
    var volumes = maps(spec, "volumes");
    atMost(MAX_CONTAINERS, "containers", containers);
    atMost(MAX_ENDPOINTS, "endpoints", endpoints);
    atMost(MAX_VOLUMES, "volumes", volumes);
    names("containers", containers);
    var endpointNames = names("endpoints", endpoints);
    var volumeNames = names("volumes", volumes);
    ContainerRules.check(containers, volumeNames);
    for (int i = 0; i < endpoints.size(); i++) {
      endpoint("endpoints[" + i + "]", endpoints.get(i));
    }
    VolumeRules.check(volumes);
    scaling(map(map(spec, "resourceManagement"), "autoScalingPolicies"));
    serviceRoles(maps(root, "serviceRoles"), endpointNames);
  }

  private static void atMost(int limit, String field, List<?> list) {
    if (list.size() > limit) {
      throw Texts.invalid(field, "At most " + limit + " are allowed.");
    }
  }

  private static Set<String> names(String list, List<Map<String, Object>> items) {
    var seen = new HashSet<String>();
    for (var item : items) {
      var name = required(item, "name");
      if (!NAME.matcher(name).matches()) {
        throw Texts.invalid(
            "name",
            "'"
                + name
                + "' must be at most 63 lower-case letters, digits or '-', start with a letter and"
                + " end with a letter or digit.");
      }
      if (!seen.add(name)) {
        throw Texts.invalid(list, "Duplicate name '" + name + "'.");
      }
    }
    return seen;
  }

  /// Refuses what is no TCP port.
  static void port(long port) {
    if (port < 1 || port > 65535) {
      throw Texts.invalid("port", "Value must be between 1 and 65535.");
    }
  }

  private static void endpoint(String place, Map<String, Object> endpoint) {
    var port = whole(endpoint, "port");
    var range = text(endpoint, "portRange");
    if (port.isEmpty() && range.isEmpty()) {
      throw Texts.missing("port", place);
    }
    if (port.isPresent() && range.isPresent()) {
      throw Texts.invalid(place, "Only one of 'port' and 'portRange' is allowed.");
    }
    port.ifPresent(SpecRules::port);
    var isPublic = flag(endpoint, "public", false);
    var protocol = text(endpoint, "protocol").orElse("HTTP");
    range.ifPresent(r -> portRange(r, isPublic, protocol));
    if (isPublic && !protocol.equals("HTTP")) {
      throw Texts.invalid("protocol", "A public endpoint must use HTTP.");
    }
    for (var origin : texts(map(endpoint, "corsSettings"), "Access-Control-Allow-Origin")) {
      if (!origin.matches("https?://[A-Za-z0-9.-]+(?::\\d{1,5})?/?")) {
        throw Texts.invalid(
            "Access-Control-Allow-Origin", "'" + origin + "' must be a URL without a path.");
      }
    }
  }

  private static void portRange(String range, boolean isPublic, String protocol) {
    if (!range.matches("\\d{1,5}-\\d{1,5}")) {
      throw Texts.invalid("portRange", "Value must be '<port>-<port>'.");
    }
    var dash = range.indexOf('-');
    var first = Long.parseLong(range.substring(0, dash));
    var last = Long.parseLong(range.substring(dash + 1));
    port(first);
    port(last);
    if (first > last) {
      throw Texts.invalid("portRange", "The first port must not be above the last.");
    }
    if (isPublic || !protocol.equals("TCP")) {
      throw Texts.invalid("portRange", "Allowed only with protocol TCP and public false.");
    }
  }

  private static void scaling(Map<String, Object> policies) {
    for (var policy : policies.keySet()) {
      var conditions =
          maps(map(policies, policy), policy.equals("scaleUp") ? "anyConditions" : "allConditions");
      for (var condition : conditions) {
        var metric = map(condition, "metricCondition");
        if (metric.containsKey("targetScaling") == metric.containsKey("stepScaling")) {
          throw Texts.invalid(
              "metricCondition", "Exactly one of 'targetScaling' and 'stepScaling' is required.");
        }
      }
    }
  }

  private static void serviceRoles(List<Map<String, Object>> roles, Set<String> endpoints) {
    var seen = new HashSet<String>();
    for (var role : roles) {
      var name = required(role, "name");
      if (!ROLE.matcher(name).matches()) {
        throw Texts.invalid(
            "name",
            "'"
                + name
                + "' must hold letters, digits or '_', start with a letter and end with a letter or"
                + " digit.");
      }
      if (!seen.add(name.toUpperCase(Locale.ROOT))) {
        throw Texts.invalid("serviceRoles", "Duplicate name '" + name + "'.");
      }
      for (var endpoint : texts(role, "endpoints")) {
        if (!endpoints.contains(endpoint)) {
          throw Texts.invalid("endpoints", "Endpoint '" + endpoint + "' is not defined.");
        }
      }
    }
  }
}
