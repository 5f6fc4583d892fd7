package dev.snowdrift.sandbox.container;

import java.math.BigDecimal;

/// An amount of a node's resources: asked for, free or given.
///
/// @param cpu virtual cores
/// @param memory bytes
/// @param gpu graphics processors
record Demand(BigDecimal cpu, BigDecimal memory, BigDecimal gpu) {
  static final Demand NONE = new Demand(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

  Demand plus(Demand other) {
    return new Demand(cpu.add(other.cpu), memory.add(other.memory), gpu.add(other.gpu));
  }

  boolean fitsIn(Demand room) {
    return cpu.compareTo(room.cpu) <= 0
        && memory.compareTo(room.memory) <= 0
        && gpu.compareTo(room.gpu) <= 0;
  }
}
