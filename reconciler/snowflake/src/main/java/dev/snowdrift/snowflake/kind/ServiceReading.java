package dev.snowdrift.snowflake.kind;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.Limits;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.YamlReader;
import dev.snowdrift.manifest.YamlTyping;
import dev.snowdrift.snowflake.Identifier;
import dev.snowdrift.snowflake.Look;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sighting;
import dev.snowdrift.snowflake.Sql;
import dev.snowdrift.snowflake.StatementClass;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Reads one service: its row, its specification, its endpoints, and its containers while they are
/// in motion.
final class ServiceReading {
  private static final String DETAIL = "detail";
  private static final String ENDPOINTS = "endpoints";
  private static final String CONTAINERS = "containers";

  private final ResourceId id;
  private final Sighting seen;
  private final Row row;

  ServiceReading(ResourceId id, Sighting seen) {
    this.id = id;
    this.seen = seen;
    this.row = seen.row();
  }

  /// The specification is described when its digest has moved, endpoints are looked at until every
  /// public one has its host, and containers only while the service is not quietly running.
  static List<Look> looks(String name, Optional<JsonNode> specification, Row row) {
    var version = row.text("created_on").orElse("") + " " + row.text("spec_digest").orElse("");
    var looks = new ArrayList<Look>();
    looks.add(
        Look.once(
            DETAIL, Sql.of("DESCRIBE SERVICE").name(name).end(StatementClass.DESCRIBE), version));
    if (specification.filter(ServiceReading::hasPublicEndpoint).isPresent()) {
      looks.add(
          Look.once(
                  ENDPOINTS,
                  Sql.of("SHOW ENDPOINTS").words("IN SERVICE").name(name).end(StatementClass.SHOW),
                  version)
              .until(rows -> rows.stream().allMatch(ServiceReading::isProvisioned)));
    }
    if (!status(row).equals("RUNNING") || isUpgrading(row)) {
      looks.add(
          Look.always(
              CONTAINERS,
              Sql.of("SHOW SERVICE CONTAINERS")
                  .words("IN SERVICE")
                  .name(name)
                  .end(StatementClass.SHOW)));
    }
    return looks;
  }

  private static boolean hasPublicEndpoint(JsonNode specification) {
    return specification
        .path("spec")
        .path("endpoints")
        .valueStream()
        .anyMatch(endpoint -> endpoint.path("public").asBoolean(false));
  }

  /// While a host is being made, a sentence stands in its place.
  private static boolean isProvisioned(Row endpoint) {
    return !endpoint.bool("is_public").orElse(false) || host(endpoint).isPresent();
  }

  private static Optional<String> host(Row endpoint) {
    return endpoint
        .textUnlessNull("ingress_url")
        .filter(text -> text.contains(".") && !text.contains(" "));
  }

  private static String status(Row row) {
    return row.text("status").orElse("").toUpperCase(Locale.ROOT);
  }

  private static boolean isUpgrading(Row row) {
    return row.bool("is_upgrading").orElse(false);
  }

  Observed observed() {
    var fields =
        new Fields(id, row)
            .text(
                "computePool",
                row.text("compute_pool").map(name -> new Identifier(name).canonical()))
            .number("instances.min", "min_instances")
            .number("instances.max", "max_instances")
            .number("instances.minReady", "min_ready_instances")
            .bool("autoResume", "auto_resume")
            .number("autoSuspendSeconds", "auto_suspend_secs")
            .field(
                "externalAccessIntegrations",
                Canonical.set(row.names("external_access_integrations")))
            .text(
                "queryWarehouse",
                row.textUnlessNull("query_warehouse").map(name -> new Identifier(name).canonical()))
            .text(SecretRestart.FIELD, SecretRestart.observed(Comments.mark(row)))
            .fact("status", row.text("status"))
            .fact("spec_digest", row.text("spec_digest"))
            .fact("dns_name", row.text("dns_name"))
            .fact("current_instances", row.text("current_instances"))
            .fact("target_instances", row.text("target_instances"))
            .health(health());
    readSpecification(id, seen, fields);
    for (var endpoint : seen.look(ENDPOINTS).orElse(List.of())) {
      host(endpoint)
          .ifPresent(host ->
              fields.fact(
                  "endpoint." + endpoint.text("name").orElse(""), Optional.of("https://" + host)));
    }
    return fields.observed();
  }

  /// What DESCRIBE renders, in the form that can be compared; unreadable when it is not shown.
  static void readSpecification(ResourceId id, Sighting seen, Fields fields) {
    var text =
        seen.look(DETAIL).flatMap(rows -> rows.stream().findFirst()).flatMap(r -> r.text("spec"));
    if (text.isEmpty()) {
      fields.unreadable(
          "specification",
          seen.failure(DETAIL)
              .orElse(
                  seen.look(DETAIL).isPresent()
                      ? "only the service's owner role sees its specification"
                      : "not looked at"));
      return;
    }
    var problems = new Problems();
    var documents =
        YamlReader.read(
            id.toString(), text.get().getBytes(StandardCharsets.UTF_8), Limits.DEFAULT, problems);
    if (!problems.isEmpty() || documents.isEmpty()) {
      fields.unreadable("specification", "Snowflake's rendering of it cannot be read");
      return;
    }
    // Words that YAML versions read differently are texts: Snowflake quotes every text it renders.
    var json = YamlTyping.json(documents.getFirst(), id.toString(), new Problems());
    fields.field("specification", new SpecificationForm(Names.of(id.name()).parent()).of(json));
  }

  private Health health() {
    var status = status(row);
    return switch (status) {
      case "RUNNING" ->
          isUpgrading(row)
              ? Health.progressing("upgrading" + told())
              : failing().map(Health::degraded).orElse(Health.HEALTHY);
      case "PENDING", "SUSPENDING", "DELETING" ->
          failing().map(Health::degraded).orElse(Health.progressing(status + told()));
      case "SUSPENDED" -> Health.suspended("suspended");
      case "FAILED", "INTERNAL_ERROR", "DELETED" -> Health.degraded(status + told());
      case "DONE" -> Health.degraded("every container has ended; a service's should not");
      default -> Health.unknown("status " + (status.isEmpty() ? "missing" : status));
    };
  }

  /// The first container that has failed.
  private Optional<String> failing() {
    return seen.look(CONTAINERS).orElse(List.of()).stream()
        .filter(container -> container.text("status").orElse("").equalsIgnoreCase("FAILED"))
        .map(ServiceReading::sentence)
        .findFirst();
  }

  /// What the first container that is not ready says of itself.
  private String told() {
    return seen.look(CONTAINERS).orElse(List.of()).stream()
        .filter(container -> container.text("container_name").isPresent())
        .filter(container -> !container.text("status").orElse("").equalsIgnoreCase("READY"))
        .map(container -> ": " + sentence(container))
        .findFirst()
        .orElse("");
  }

  private static String sentence(Row container) {
    var restarts = container.number("restart_count").orElse(0L);
    return "container %s is %s%s%s"
        .formatted(
            container.text("container_name").orElse("?"),
            container.text("status").orElse("?"),
            container.text("message").map(message -> ", " + message).orElse(""),
            restarts > 0 ? ", restarted " + restarts + " times" : "");
  }
}
