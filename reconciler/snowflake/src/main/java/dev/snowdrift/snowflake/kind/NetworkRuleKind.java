package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.Repair;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.manifest.Default;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Example;
import dev.snowdrift.manifest.Max;
import dev.snowdrift.manifest.OneOf;
import dev.snowdrift.snowflake.Listing;
import dev.snowdrift.snowflake.Look;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sighting;
import dev.snowdrift.snowflake.SnowflakeKind;
import dev.snowdrift.snowflake.Sql;
import dev.snowdrift.snowflake.StatementClass;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Hosts and addresses. What a container may reach is a rule with mode EGRESS.
///
/// SHOW counts the values and does not tell them, and nothing tells when one was put in place of
/// another: declared rules are described again and again, those described longest ago first.
public final class NetworkRuleKind implements SnowflakeKind<NetworkRuleKind.Spec> {
  private static final String VALUES = "values";
  private static final String DETAIL = "detail";
  private static final Statements STATEMENTS = new Statements("NETWORK RULE");

  @Doc("A network rule")
  public record Spec(
      @Doc("What the values are")
          @Default("HOST_PORT")
          @OneOf({
            "HOST_PORT",
            "PRIVATE_HOST_PORT",
            "IPV4",
            "IPV6",
            "AWSVPCEID",
            "AZURELINKID",
            "GCPPSCID",
            "COMPUTE_POOL"
          })
          String type,
      @Doc("Which traffic it concerns")
          @Default("EGRESS")
          @OneOf({"EGRESS", "INGRESS", "INTERNAL_STAGE", "SNOWFLAKE_MANAGED_STORAGE_VOLUME"})
          String mode,
      @Doc("The hosts, with a port where it is not 443; or the addresses")
          @Example("[api.prefect.cloud:443]")
          List<String> values,
      @Doc("What it is for") @Max(900) Optional<String> comment) {

    public Spec {
      values = List.copyOf(values);
    }
  }

  @Override
  public String name() {
    return "NetworkRule";
  }

  @Override
  public Wave wave() {
    return Wave.ACCESS;
  }

  @Override
  public Class<Spec> specification() {
    return Spec.class;
  }

  @Override
  public String canonicalName(String written) {
    return Names.canonical(written, 3);
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    return Names.parents(resource.id().name());
  }

  @Override
  public List<Field<Spec>> fields() {
    var recreate =
        new Repair.Recreate(
            "a network rule keeps its type and mode for life",
            "its place in integrations and policies: detach it first");
    return List.of(
        Field.<Spec>of("type", spec -> Optional.of(Canonical.text(spec.type()))).repair(recreate),
        Field.<Spec>of("mode", spec -> Optional.of(Canonical.text(spec.mode()))).repair(recreate),
        Field.<Spec>of(
            VALUES,
            spec ->
                Optional.of(
                    Canonical.set(
                        spec.values().stream()
                            .map(value -> canonicalValue(spec.type(), value))
                            .toList()))),
        Comments.field(Spec::comment));
  }

  @Override
  public Repair repair(Drift drift, Observed observed, List<Drift> all) {
    return Replacement.beside(drift, all, fields(), Set.of(Comments.FIELD));
  }

  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    var spec = resource.spec();
    var sql =
        STATEMENTS
            .create(resource.id().name())
            .property("TYPE")
            .words(spec.type())
            .property("VALUE_LIST")
            .texts(spec.values())
            .property("MODE")
            .words(spec.mode());
    return List.of(Comments.write(sql, spec.comment(), mark).ddl());
  }

  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    var sql = STATEMENTS.alter(resource.id().name()).words("SET");
    if (drifts.stream().anyMatch(drift -> drift.field().equals(VALUES))) {
      sql.property("VALUE_LIST").texts(resource.spec().values());
    }
    if (Comments.drifted(drifts)) {
      Comments.write(sql, resource.spec().comment(), mark);
    }
    return List.of(sql.ddl());
  }

  @Override
  public List<Effect> adopt(Desired<Spec> resource, Observed observed, Mark mark) {
    return STATEMENTS.adopt(observed, mark);
  }

  @Override
  public List<Effect> delete(Observed observed) {
    return STATEMENTS.drop(observed.id().name());
  }

  @Override
  public Listing listing() {
    return new Listing.OfDatabase("NETWORK RULES");
  }

  @Override
  public Optional<String> nameIn(Row row) {
    return Names.inSchema(row);
  }

  @Override
  public List<Look> looks(ResourceId id, Row row) {
    return List.of(
        Look.often(
            DETAIL,
            Sql.of("DESCRIBE NETWORK RULE").name(id.name()).end(StatementClass.DESCRIBE),
            String.join(
                " ",
                row.text("created_on").orElse(""),
                row.text("entries_in_valuelist").orElse(""),
                row.text("comment").orElse(""))));
  }

  @Override
  public Observed read(ResourceId id, Sighting seen) {
    var row = seen.row();
    var type = row.text("type").orElse("").toUpperCase(Locale.ROOT);
    var fields =
        new Fields(id, row)
            .text("type", Optional.of(type))
            .text("mode", row.text("mode").map(mode -> mode.toUpperCase(Locale.ROOT)));
    seen.look(DETAIL)
        .flatMap(rows -> rows.stream().findFirst())
        .ifPresentOrElse(
            detail ->
                fields.field(
                    VALUES,
                    Canonical.set(
                        detail.list("value_list").stream()
                            .map(value -> canonicalValue(type, value))
                            .toList())),
            () -> fields.unreadable(VALUES, seen.failure(DETAIL).orElse("not looked at")));
    return fields.observed();
  }

  /// Host names in lower case and with their port: Snowflake takes 443 where none is written.
  static String canonicalValue(String type, String value) {
    if (!type.equals("HOST_PORT") && !type.equals("PRIVATE_HOST_PORT")) {
      return value.strip();
    }
    var host = value.strip().toLowerCase(Locale.ROOT);
    return host.contains(":") ? host : host + ":443";
  }
}
