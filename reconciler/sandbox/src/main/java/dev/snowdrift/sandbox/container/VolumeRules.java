package dev.snowdrift.sandbox.container;

import static dev.snowdrift.sandbox.container.SpecValue.map;
import static dev.snowdrift.sandbox.container.SpecValue.required;
import static dev.snowdrift.sandbox.container.SpecValue.text;
import static dev.snowdrift.sandbox.container.SpecValue.whole;

import java.util.List;
import java.util.Map;

/// The rules of `spec.volumes` (documents *Service specification reference*, *Using block storage
/// volumes with services* and *Using Snowflake stage volumes with services*).
final class VolumeRules {
  private static final int MAX_BLOCK_VOLUMES = 3;
  private static final int MAX_BLOCK_GI = 65536;

  private VolumeRules() {}

  static void check(List<Map<String, Object>> volumes) {
    for (int i = 0; i < volumes.size(); i++) {
      volume("volumes[" + i + "]", volumes.get(i));
    }
    if (volumes.stream().filter(v -> required(v, "source").equals("block")).count()
        > MAX_BLOCK_VOLUMES) {
      throw Texts.invalid(
          "volumes", "At most " + MAX_BLOCK_VOLUMES + " block volumes are allowed.");
    }
  }

  private static void volume(String place, Map<String, Object> volume) {
    var source = required(volume, "source");
    switch (source) {
      case "local" -> only(place, volume, source, List.of());
      case "memory" -> {
        only(place, volume, source, List.of("size"));
        size(
            place,
            volume,
            "[0-9]+(?:\\.[0-9]+)?(?:M|Mi|G|Gi)",
            "must have a unit of M, Mi, G or Gi.");
      }
      case "block" -> {
        only(place, volume, source, List.of("size", "uid", "gid", "blockConfig"));
        blockSize(place, volume);
        block(map(volume, "blockConfig"));
      }
      case "stage" -> {
        only(place, volume, source, List.of("uid", "gid", "stageConfig"));
        if (!volume.containsKey("stageConfig")) {
          throw Texts.missing("stageConfig", place);
        }
        stage(map(volume, "stageConfig"));
      }
      default -> {
        if (!source.startsWith("@") || source.length() == 1) {
          throw Texts.invalid(
              "source", "'" + source + "' must be local, stage, memory, block or a stage.");
        }
        only(place, volume, source, List.of("uid", "gid"));
      }
    }
  }

  private static void only(
      String place, Map<String, Object> volume, String source, List<String> allowed) {
    for (var key : volume.keySet()) {
      if (!key.equals("name") && !key.equals("source") && !allowed.contains(key)) {
        throw Texts.invalid(place, "'" + key + "' is not allowed with source '" + source + "'.");
      }
    }
  }

  private static void size(
      String place, Map<String, Object> volume, String form, String expectation) {
    var size = text(volume, "size").orElseThrow(() -> Texts.missing("size", place));
    if (!size.matches(form)) {
      throw Texts.invalid("size", "'" + size + "' " + expectation);
    }
  }

  private static void blockSize(String place, Map<String, Object> volume) {
    size(place, volume, "[0-9]{1,9}Gi", "must be a whole number with the unit Gi.");
    var gi = Long.parseLong(required(volume, "size").replace("Gi", ""));
    if (gi < 1 || gi > MAX_BLOCK_GI) {
      throw Texts.invalid("size", "A block volume holds 1Gi to " + MAX_BLOCK_GI + "Gi.");
    }
  }

  private static void block(Map<String, Object> config) {
    if (whole(config, "iops").filter(iops -> iops < 3000 || iops > 80000).isPresent()) {
      throw Texts.invalid("iops", "Value must be between 3000 and 80000.");
    }
    if (whole(config, "throughput").filter(rate -> rate < 125).isPresent()) {
      throw Texts.invalid("throughput", "Value must be at least 125.");
    }
    if (text(config, "snapshotDeleteAfter").filter(age -> !age.matches("\\d+[hd]")).isPresent()) {
      throw Texts.invalid("snapshotDeleteAfter", "Value must be '<hours>h' or '<days>d'.");
    }
  }

  private static void stage(Map<String, Object> config) {
    var name = required(config, "name");
    if (!name.startsWith("@") || name.length() == 1) {
      throw Texts.invalid("name", "'" + name + "' must be a stage, starting with '@'.");
    }
    var cache = text(config, "metadataCache");
    if (cache.isPresent()
        && (cache.get().isEmpty() || !cache.get().matches("(?:\\d+h)?(?:\\d+m)?(?:\\d+s)?"))) {
      throw Texts.invalid("metadataCache", "Value must be a time such as 1h30m.");
    }
    ContainerRules.resources(map(config, "resources"));
  }
}
