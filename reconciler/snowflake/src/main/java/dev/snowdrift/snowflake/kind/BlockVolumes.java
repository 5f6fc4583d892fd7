package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Repair;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The block volumes of a service, and what cannot change while it has them: the volumes
/// themselves, their size, throughput and encryption, and the number of instances (Snowflake
/// documentation, "Using block storage volumes with services").
final class BlockVolumes {
  private static final String FIELD = "blockVolumes";
  private static final String VOLUMES = "volumes";
  private static final String INSTANCES = "instances";
  private static final Set<String> COUNTS = Set.of("instances.min", "instances.max");

  private BlockVolumes() {}

  static boolean any(JsonNode specification) {
    return specification
        .path("spec")
        .path(VOLUMES)
        .valueStream()
        .anyMatch(volume -> volume.path("source").asString("").equals("block"));
  }

  static boolean any(Observed observed) {
    return observed.field(FIELD).filter(field -> !field.path(VOLUMES).isEmpty()).isPresent();
  }

  static Field<ServiceKind.Spec> field() {
    return Field.<ServiceKind.Spec>ofResource(
            FIELD,
            resource ->
                resource
                    .spec()
                    .specification()
                    .map(text ->
                        value(
                            new SpecificationForm(Names.of(resource.id().name()).parent()),
                            text,
                            resource.spec().fewest(),
                            resource.spec().most())))
        .align(BlockVolumes::align)
        .repair(
            new Repair.Recreate(
                "block volumes, and the number of instances that have them, are made with the"
                    + " service",
                "the content of its block volumes (Snowflake keeps a snapshot for 7 days unless"
                    + " the volume says otherwise), the host names of its public endpoints, its"
                    + " grants and those of its service roles"));
  }

  static JsonNode value(SpecificationForm form, JsonNode specification, long fewest, long most) {
    var value = JsonNodeFactory.instance.objectNode();
    var volumes = form.blockVolumes(specification);
    value.set(VOLUMES, volumes);
    if (!volumes.isEmpty()) {
      value.putObject(INSTANCES).put("max", most).put("min", fewest);
    }
    return value;
  }

  /// How many instances a service without block volumes has is no business of this field, and
  /// neither is what the server fills in.
  private static JsonNode align(JsonNode desired, JsonNode observed) {
    if (!(observed instanceof ObjectNode seen)) {
      return observed;
    }
    var aligned = SpecificationForm.copy(seen);
    if (desired.path(VOLUMES).isEmpty() || observed.path(VOLUMES).isEmpty()) {
      aligned.remove(INSTANCES);
      SpecificationForm.setUnlessEmpty(aligned, INSTANCES, desired.path(INSTANCES));
    }
    var volumes = JsonNodeFactory.instance.arrayNode();
    for (var volume : observed.path(VOLUMES)) {
      var kept = SpecificationForm.copy(volume);
      for (var wanted : desired.path(VOLUMES)) {
        if (wanted.path("name").equals(volume.path("name"))) {
          kept.retain(wanted.propertyNames());
        }
      }
      volumes.add(kept);
    }
    aligned.set(VOLUMES, volumes);
    return aligned;
  }

  /// The numbers of instances belong to {@link #field} where there are block volumes.
  static Field<ServiceKind.Spec> unlessFixed(Field<ServiceKind.Spec> field) {
    if (!COUNTS.contains(field.name())) {
      return field;
    }
    return new Field<>(
        field.name(),
        resource ->
            resource.spec().specification().filter(BlockVolumes::any).isPresent()
                ? Optional.empty()
                : field.desired().apply(resource),
        field.standard(),
        field.repair(),
        field.align(),
        field.confidential(),
        field.partial());
  }
}
