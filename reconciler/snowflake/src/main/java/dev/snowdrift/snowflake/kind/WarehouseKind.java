package dev.snowdrift.snowflake.kind;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.Repair;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Example;
import dev.snowdrift.manifest.Max;
import dev.snowdrift.manifest.Min;
import dev.snowdrift.manifest.OneOf;
import dev.snowdrift.snowflake.Listing;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sighting;
import dev.snowdrift.snowflake.SnowflakeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A virtual warehouse. Made suspended: it costs nothing until somebody uses it.
public final class WarehouseKind implements SnowflakeKind<WarehouseKind.Spec> {
  private static final Statements STATEMENTS = new Statements("WAREHOUSE");
  private static final Set<String> SIZES =
      Set.of(
          "XSMALL",
          "SMALL",
          "MEDIUM",
          "LARGE",
          "XLARGE",
          "XXLARGE",
          "XXXLARGE",
          "X4LARGE",
          "X5LARGE",
          "X6LARGE");

  private static final Property<Spec> TYPE =
      Property.<Spec>text("type", "WAREHOUSE_TYPE", Spec::type)
          .standardBySet(Canonical.text("STANDARD"))
          .repair(Repair.restart("the warehouse is suspended for it"));

  /// UNSET does not know the size, and for several others it does not lead to the documented
  /// default (snowflakedb/terraform-provider-snowflake, MIGRATION_GUIDE.md): the default is set.
  private static final List<Property<Spec>> PROPERTIES =
      List.of(
          Property.<Spec>text(
                  "size", "WAREHOUSE_SIZE", spec -> spec.size().map(WarehouseKind::size))
              .standardBySet(Canonical.text("XSMALL")),
          Property.<Spec>number("minClusters", "MIN_CLUSTER_COUNT", Spec::minClusters)
              .standardBySet(Canonical.number(1)),
          Property.<Spec>number("maxClusters", "MAX_CLUSTER_COUNT", Spec::maxClusters)
              .standardBySet(Canonical.number(1)),
          Property.<Spec>text("scalingPolicy", "SCALING_POLICY", Spec::scalingPolicy)
              .standardBySet(Canonical.text("STANDARD")),
          Property.<Spec>number("autoSuspendSeconds", "AUTO_SUSPEND", Spec::autoSuspendSeconds)
              .standardBySet(Canonical.number(600)),
          Property.<Spec>bool("autoResume", "AUTO_RESUME", Spec::autoResume)
              .standardBySet(Canonical.bool(true)));

  @Doc("A virtual warehouse")
  public record Spec(
      @Doc("How large one cluster is") @Example("XSMALL") Optional<String> size,
      @Doc("Its type") @OneOf({"STANDARD", "SNOWPARK-OPTIMIZED"}) Optional<String> type,
      @Doc("Fewest clusters") @Min(1) @Max(300) Optional<Long> minClusters,
      @Doc("Most clusters") @Min(1) @Max(300) Optional<Long> maxClusters,
      @Doc("How clusters are added") @OneOf({"STANDARD", "ECONOMY"}) Optional<String> scalingPolicy,
      @Doc("Idle seconds after which it suspends; 0 for never") @Min(0) Optional<Long> autoSuspendSeconds,
      @Doc("Whether a statement wakes it") Optional<Boolean> autoResume,
      @Doc("What it is for") @Max(900) Optional<String> comment) {}

  @Override
  public String name() {
    return "Warehouse";
  }

  @Override
  public Wave wave() {
    return Wave.COMPUTE;
  }

  @Override
  public Class<Spec> specification() {
    return Spec.class;
  }

  @Override
  public String canonicalName(String written) {
    return Names.canonical(written, 1);
  }

  @Override
  public Spec load(Spec spec, LoadContext context) {
    if (spec.size().isPresent() && !SIZES.contains(size(spec.size().get()))) {
      context.problem(
          Code.FIELD_VALUE,
          "size",
          "size: `%s` is not a warehouse size".formatted(spec.size().get()),
          "Snowflake has X-SMALL, SMALL, MEDIUM, LARGE, X-LARGE, 2X-LARGE to 6X-LARGE",
          "write one of them, for example `size: XSMALL`");
    }
    return spec;
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    return List.of();
  }

  @Override
  public List<Field<Spec>> fields() {
    var fields = new ArrayList<Field<Spec>>();
    PROPERTIES.forEach(property -> fields.add(property.field()));
    fields.add(TYPE.field());
    fields.add(Comments.field(Spec::comment));
    return fields;
  }

  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    var sql = STATEMENTS.create(resource.id().name());
    Property.declared(sql, List.of(TYPE), resource);
    Property.declared(sql, PROPERTIES, resource);
    sql.property("INITIALLY_SUSPENDED").bool(true);
    return List.of(Comments.write(sql, resource.spec().comment(), mark).ddl());
  }

  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    var name = resource.id().name();
    var effects = new ArrayList<Effect>();
    var type = Property.Alteration.of(List.of(TYPE), resource, drifts);
    if (!type.set().isEmpty()) {
      // "Invalid state" says that it is suspended already.
      effects.add(STATEMENTS.alter(name).words("SUSPEND").tolerate(90064).ddl());
      var set = STATEMENTS.alter(name).words("SET");
      type.write(set, resource);
      effects.add(set.ddl());
    }
    effects.addAll(
        STATEMENTS.update(resource, PROPERTIES, resource.spec().comment(), drifts, mark));
    return effects;
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
    return new Listing.OfAccount("WAREHOUSES");
  }

  @Override
  public Optional<String> nameIn(Row row) {
    return Names.inAccount(row);
  }

  @Override
  public Observed read(ResourceId id, Sighting seen) {
    var row = seen.row();
    return new Fields(id, row)
        .text("size", row.text("size").map(WarehouseKind::size))
        .text("type", row.text("type").map(type -> type.toUpperCase(Locale.ROOT)))
        .number("minClusters", "min_cluster_count")
        .number("maxClusters", "max_cluster_count")
        .text("scalingPolicy", row.text("scaling_policy").map(p -> p.toUpperCase(Locale.ROOT)))
        // NULL and 0 both mean never.
        .field("autoSuspendSeconds", Canonical.number(row.number("auto_suspend").orElse(0L)))
        .bool("autoResume", "auto_resume")
        .fact("state", row.text("state"))
        .health(health(row.text("state").orElse("").toUpperCase(Locale.ROOT)))
        .observed();
  }

  private static Health health(String state) {
    return switch (state) {
      case "SUSPENDED" -> Health.suspended("suspended; a statement wakes it");
      case "SUSPENDING", "RESIZING", "RESUMING" -> Health.progressing(state);
      default -> Health.HEALTHY;
    };
  }

  /// `X-Small` = `XSMALL`, `2X-LARGE` = `X2LARGE` = `XXLARGE`.
  static String size(String written) {
    var size = written.toUpperCase(Locale.ROOT).replace("-", "").replace("_", "").replace(" ", "");
    return switch (size) {
      case "2XLARGE", "X2LARGE" -> "XXLARGE";
      case "3XLARGE", "X3LARGE" -> "XXXLARGE";
      case "4XLARGE" -> "X4LARGE";
      case "5XLARGE" -> "X5LARGE";
      case "6XLARGE" -> "X6LARGE";
      default -> size;
    };
  }
}
