package dev.snowdrift.sandbox.container;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// What the parts of a running service look like in SHOW SERVICE CONTAINERS, SHOW SERVICE
/// INSTANCES, SHOW ENDPOINTS and SYSTEM$GET_SERVICE_STATUS, column by column in the order of the
/// documents of those titles.
final class ServiceRows {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ServiceRows() {}

  /// One row a container and instance; one row of nulls when no instance runs.
  static List<List<@Nullable String>> containers(Workload service, Instant now) {
    var rows = new ArrayList<List<@Nullable String>>();
    for (var instance : service.instances()) {
      var containers = instance.specification().containers();
      for (int i = 0; i < containers.size() && visible(instance); i++) {
        var container = containers.get(i);
        var state = instance.state(i, now);
        rows.add(
            row(
                service,
                now,
                String.valueOf(instance.id()),
                instance.status(now),
                container.name(),
                state.status(),
                state.message(),
                container.image(),
                container.imageDigest(),
                String.valueOf(state.restarts()),
                state.started().map(ServiceRows::iso).orElse(null),
                state.lastExit().map(String::valueOf).orElse(null),
                state.lastRestart().map(ServiceRows::iso).orElse(null)));
      }
    }
    if (rows.isEmpty()) {
      rows.add(row(service, now, null, null, null, null, null, null, null, null, null, null, null));
    }
    return rows;
  }

  /// One row an instance.
  static List<List<@Nullable String>> instances(Workload service, Instant now) {
    var rows = new ArrayList<List<@Nullable String>>();
    for (var instance : service.instances()) {
      if (visible(instance)) {
        var started =
            instance.runs().stream()
                .flatMap(run -> run.at(now).started().stream())
                .max(Instant::compareTo);
        rows.add(
            row(
                service,
                now,
                String.valueOf(instance.id()),
                instance.status(now),
                instance.specification().digest(),
                iso(instance.created()),
                started.map(ServiceRows::iso).orElse(null),
                instance.node().map(node -> address(service, node, instance)).orElse(null)));
      }
    }
    return rows;
  }

  /// One row an endpoint of the specification in force.
  static List<List<@Nullable String>> endpoints(
      Workload service, Instant now, Duration provisioning) {
    var rows = new ArrayList<List<@Nullable String>>();
    for (var endpoint : service.specification().source().endpoints()) {
      var ingress = Optional.ofNullable(service.ingress().get(endpoint.name()));
      rows.add(
          Arrays.asList(
              endpoint.name(),
              endpoint.port().map(String::valueOf).orElse(null),
              endpoint.range().orElse(null),
              endpoint.protocol(),
              String.valueOf(endpoint.isPublic()),
              ingress
                  .map(i ->
                      i.since().plus(provisioning).isAfter(now) ? Texts.PROVISIONING : i.host())
                  .orElse(null),
              null));
    }
    return rows;
  }

  /// The JSON of SYSTEM$GET_SERVICE_STATUS (document of that title; deprecated there in favour of
  /// SHOW SERVICE CONTAINERS).
  static String statusJson(Workload service, Instant now) {
    var array = JSON.createArrayNode();
    for (var instance : service.instances()) {
      var containers = instance.specification().containers();
      for (int i = 0; i < containers.size(); i++) {
        var state = instance.state(i, now);
        array
            .addObject()
            .put("status", state.status())
            .put("message", state.message())
            .put("containerName", containers.get(i).name())
            .put("instanceId", String.valueOf(instance.id()))
            .put("serviceName", service.identity().name())
            .put("image", containers.get(i).image())
            .put("restartCount", state.restarts())
            .put("startTime", state.started().map(ServiceRows::iso).orElse(""));
      }
    }
    return array.toString();
  }

  private static boolean visible(Instance instance) {
    return instance.placed() || instance.unschedulable();
  }

  private static List<@Nullable String> row(
      Workload service, Instant now, @Nullable String... rest) {
    var row = new ArrayList<@Nullable String>();
    row.add(service.identity().database());
    row.add(service.identity().schema());
    row.add(service.identity().name());
    row.add(service.status(now));
    row.addAll(Arrays.asList(rest));
    return row;
  }

  private static String address(Workload service, Node node, Instance instance) {
    var last = (service.identity().number() * 7 + instance.id()) % 250 + 2;
    return "10.244." + node.number() % 250 + "." + last;
  }

  private static String iso(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
