package dev.snowdrift.snowflake.kind;

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
import dev.snowdrift.snowflake.SqlStatement;
import dev.snowdrift.snowflake.StatementClass;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Reads one service: its row, its specification, its endpoints, and its containers and instances
/// while they are in motion.
final class ServiceReading {
  private static final String DETAIL = "detail";
  private static final String ENDPOINTS = "endpoints";

  private final ResourceId id;
  private final Sighting seen;
  private final Row row;

  ServiceReading(ResourceId id, Sighting seen) {
    this.id = id;
    this.seen = seen;
    this.row = seen.row();
  }

  /// The specification is described when something was done to the service: its digest says so, and
  /// where only a tag's digest has moved, the time of its last change (whether `spec_digest` moves
  /// then is not documented). Endpoints are looked at until every public one has its host, and
  /// containers and instances only while the service is not quietly running.
  static List<Look> looks(String name, Optional<JsonNode> specification, Row row) {
    var version = row.text("created_on").orElse("") + " " + row.text("spec_digest").orElse("");
    var looks = new ArrayList<Look>();
    looks.add(
        Look.once(
            DETAIL,
            Sql.of("DESCRIBE SERVICE").name(name).end(StatementClass.DESCRIBE),
            version + " " + row.text("updated_on").orElse("")));
    if (specification.filter(ServiceReading::hasPublicEndpoint).isPresent()) {
      looks.add(
          Look.once(ENDPOINTS, show("SHOW ENDPOINTS", name), version)
              .until(rows -> rows.stream().allMatch(ServiceReading::isProvisioned)));
    }
    if (!ServiceHealth.isQuiet(row)) {
      looks.add(Look.always(ServiceHealth.CONTAINERS, show("SHOW SERVICE CONTAINERS", name)));
      if (ServiceHealth.isUpgrading(row)) {
        looks.add(Look.always(ServiceHealth.INSTANCES, show("SHOW SERVICE INSTANCES", name)));
      }
    }
    return looks;
  }

  private static SqlStatement show(String words, String name) {
    return Sql.of(words).words("IN SERVICE").name(name).end(StatementClass.SHOW);
  }

  static boolean hasPublicEndpoint(JsonNode specification) {
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
            .field(
                "suspended",
                Canonical.bool(
                    ServiceHealth.status(row).startsWith("SUSPEND")
                        && !SecretRestart.isRestarting(Comments.mark(row))))
            .text(SecretRestart.FIELD, SecretRestart.observed(Comments.mark(row)))
            .fact("status", row.text("status"))
            .fact("spec_digest", row.text("spec_digest"))
            .fact("dns_name", row.text("dns_name"))
            .fact("current_instances", row.text("current_instances"))
            .fact("target_instances", row.text("target_instances"))
            .health(ServiceHealth.of(seen));
    readSpecification(id, seen, fields);
    for (var endpoint : seen.look(ENDPOINTS).orElse(List.of())) {
      if (endpoint.bool("is_public").orElse(false)) {
        fields.fact(
            "endpoint." + endpoint.text("name").orElse(""),
            Optional.of(host(endpoint).map("https://"::concat).orElse("being provisioned")));
      }
    }
    ServiceHealth.containers(seen)
        .forEach((name, state) -> fields.fact("container." + name, Optional.of(state)));
    return fields.observed();
  }

  /// What DESCRIBE renders, in the form that can be compared; unreadable when it is not shown.
  static void readSpecification(ResourceId id, Sighting seen, Fields fields) {
    var text =
        seen.look(DETAIL).flatMap(rows -> rows.stream().findFirst()).flatMap(r -> r.text("spec"));
    if (text.isEmpty()) {
      unreadable(
          fields,
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
      unreadable(fields, "Snowflake's rendering of it cannot be read");
      return;
    }
    // Words that YAML versions read differently are texts: Snowflake quotes every text it renders.
    var json = YamlTyping.json(documents.getFirst(), id.toString(), new Problems());
    var form = new SpecificationForm(Names.of(id.name()).parent());
    fields
        .field("specification", form.of(json))
        .field("images", Images.pinned(json))
        .field(
            "blockVolumes",
            BlockVolumes.value(
                form,
                json,
                seen.row().number("min_instances").orElse(1L),
                seen.row().number("max_instances").orElse(1L)));
    Images.pinned(json)
        .ifPresent(pinned ->
            pinned
                .properties()
                .forEach(image ->
                    fields.fact(
                        "image." + image.getKey(), Optional.of(image.getValue().asString("")))));
    for (var role : json.path("serviceRoles")) {
      fields.fact(
          "role." + role.path("name").asString(""),
          Optional.of(
              role.path("endpoints")
                  .valueStream()
                  .map(SpecificationForm::text)
                  .collect(Collectors.joining(", "))));
    }
  }

  private static void unreadable(Fields fields, String why) {
    fields
        .unreadable("specification", why)
        .unreadable("images", why)
        .unreadable("blockVolumes", why);
  }
}
