package dev.snowdrift.snowflake.kind;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What one node of an instance family gives to containers (Snowflake documentation, "AWS Instance
/// Families", "Azure Instance Families", "Google Cloud Instance Families"). Where the clouds differ
/// (HIGHMEM_X64_SL) the larger node stands here: only what no cloud could hold is refused.
///
/// @param cores virtual cores
/// @param memoryGi memory in GiB
record InstanceFamily(String name, int cores, int memoryGi, int gpus) {

  private static final Map<String, InstanceFamily> ALL =
      List.of(
              of("CPU_X64_XS", 1, 6, 0),
              of("CPU_X64_S", 3, 13, 0),
              of("CPU_X64_M", 6, 28, 0),
              of("CPU_X64_SL", 14, 58, 0),
              of("CPU_X64_L", 28, 116, 0),
              of("HIGHMEM_X64_S", 6, 58, 0),
              of("HIGHMEM_X64_M", 28, 240, 0),
              of("HIGHMEM_X64_L", 124, 984, 0),
              of("HIGHMEM_X64_SL", 92, 654, 0),
              of("GEN_X64_G2_2", 1, 6, 0),
              of("GEN_X64_G2_4", 3, 13, 0),
              of("GEN_X64_G2_8", 6, 28, 0),
              of("GEN_X64_G2_16", 14, 58, 0),
              of("GEN_X64_G2_32", 28, 116, 0),
              of("GEN_ARM_G1_2", 1, 6, 0),
              of("GEN_ARM_G1_4", 3, 13, 0),
              of("GEN_ARM_G1_8", 6, 28, 0),
              of("GEN_ARM_G1_16", 14, 58, 0),
              of("GEN_ARM_G1_32", 28, 116, 0),
              of("MEM_X64_G2_8", 6, 58, 0),
              of("MEM_X64_G2_32", 28, 240, 0),
              of("MEM_X64_G2_64", 60, 492, 0),
              of("MEM_X64_G2_96", 92, 652, 0),
              of("MEM_X64_G2_192", 188, 1436, 0),
              of("GPU_NV_XS", 3, 26, 1),
              of("GPU_NV_S", 6, 28, 1),
              of("GPU_NV_SM", 32, 424, 1),
              of("GPU_NV_M", 44, 178, 4),
              of("GPU_NV_2M", 68, 858, 2),
              of("GPU_NV_3M", 44, 424, 2),
              of("GPU_NV_SL", 92, 858, 4),
              of("GPU_NV_L", 92, 1112, 8),
              of("GPU_L40S_G1_8", 6, 58, 1),
              of("GPU_L40S_G1_16", 14, 116, 1),
              of("GPU_L40S_G1_48", 44, 368, 4),
              of("GPU_L40S_G1_192", 188, 1436, 8),
              of("GPU_R6K_G1_8", 6, 58, 1),
              of("GPU_R6K_G1_16", 14, 116, 1),
              of("GPU_R6K_G1_32", 28, 240, 1),
              of("GPU_R6K_G1_48", 44, 490, 2),
              of("GPU_R6K_G1_96", 92, 984, 4),
              of("GPU_R6K_G1_192", 188, 1843, 8),
              of("GPU_GCP_NV_L4_1_24G", 6, 28, 1),
              of("GPU_GCP_NV_L4_4_24G", 44, 178, 4),
              of("GPU_A100_G1_12", 10, 77, 1),
              of("GPU_A100_G1_48", 44, 324, 4),
              of("GPU_GCP_NV_A100_8_40G", 92, 654, 8))
          .stream()
          .collect(Collectors.toUnmodifiableMap(InstanceFamily::name, Function.identity()));

  private static InstanceFamily of(String name, int cores, int memoryGi, int gpus) {
    return new InstanceFamily(name, cores, memoryGi, gpus);
  }

  /// By name, in any case; empty for one that is not known here: families come and differ by cloud.
  static Optional<InstanceFamily> named(String name) {
    return Optional.ofNullable(ALL.get(name.toUpperCase(Locale.ROOT)));
  }

  @Override
  public String toString() {
    return "a node of %s has %d cores, %d GiB of memory and %s"
        .formatted(
            name, cores, memoryGi, gpus == 0 ? "no GPU" : gpus == 1 ? "1 GPU" : gpus + " GPUs");
  }
}
