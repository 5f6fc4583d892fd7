package dev.snowdrift.sandbox.container;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What one node of an instance family gives to containers (document *Snowpark Container Services:
/// AWS Instance Families*; the sandbox's account lies there).
///
/// @param cores usable virtual cores
/// @param memoryGi usable memory in GiB
/// @param gpus graphics processors
/// @param nodeLimit the most nodes that MAX_NODES may ask for
record InstanceFamily(String name, int cores, int memoryGi, int gpus, int nodeLimit) {

  private static final List<InstanceFamily> ALL =
      List.of(
          family("CPU_X64_XS", 1, 6, 0, 500),
          family("CPU_X64_S", 3, 13, 0, 500),
          family("CPU_X64_M", 6, 28, 0, 500),
          family("CPU_X64_SL", 14, 58, 0, 500),
          family("CPU_X64_L", 28, 116, 0, 500),
          family("HIGHMEM_X64_S", 6, 58, 0, 500),
          family("HIGHMEM_X64_M", 28, 240, 0, 500),
          family("HIGHMEM_X64_L", 124, 984, 0, 500),
          family("GEN_X64_G2_2", 1, 6, 0, 150),
          family("GEN_X64_G2_4", 3, 13, 0, 150),
          family("GEN_X64_G2_8", 6, 28, 0, 150),
          family("GEN_X64_G2_32", 28, 116, 0, 150),
          family("GEN_ARM_G1_2", 1, 6, 0, 150),
          family("GEN_ARM_G1_4", 3, 13, 0, 150),
          family("GEN_ARM_G1_8", 6, 28, 0, 150),
          family("GEN_ARM_G1_16", 14, 58, 0, 150),
          family("GEN_ARM_G1_32", 28, 116, 0, 150),
          family("MEM_X64_G2_8", 6, 58, 0, 150),
          family("MEM_X64_G2_32", 28, 240, 0, 150),
          family("MEM_X64_G2_64", 60, 492, 0, 150),
          family("MEM_X64_G2_192", 188, 1436, 0, 150),
          family("GPU_NV_S", 6, 28, 1, 150),
          family("GPU_NV_M", 44, 178, 4, 10),
          family("GPU_NV_L", 92, 1112, 8, 10),
          family("GPU_L40S_G1_8", 6, 58, 1, 5),
          family("GPU_L40S_G1_16", 14, 116, 1, 5),
          family("GPU_L40S_G1_48", 44, 368, 4, 5),
          family("GPU_L40S_G1_192", 188, 1436, 8, 5),
          family("GPU_R6K_G1_8", 6, 58, 1, 5),
          family("GPU_R6K_G1_16", 14, 116, 1, 5),
          family("GPU_R6K_G1_32", 28, 240, 1, 5),
          family("GPU_R6K_G1_48", 44, 490, 2, 5),
          family("GPU_R6K_G1_96", 92, 984, 4, 5),
          family("GPU_R6K_G1_192", 188, 1843, 8, 5));

  private static InstanceFamily family(
      String name, int cores, int memoryGi, int gpus, int nodeLimit) {
    return new InstanceFamily(name, cores, memoryGi, gpus, nodeLimit);
  }

  /// By name, in any case.
  static Optional<InstanceFamily> named(String name) {
    var wanted = name.toUpperCase(Locale.ROOT);
    return ALL.stream().filter(f -> f.name().equals(wanted)).findFirst();
  }

  static List<InstanceFamily> all() {
    return ALL;
  }

  /// One node's worth.
  Demand capacity() {
    return new Demand(cores * 1000L, (long) memoryGi << 30, gpus);
  }
}
