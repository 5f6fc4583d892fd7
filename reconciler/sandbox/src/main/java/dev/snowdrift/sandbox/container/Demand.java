package dev.snowdrift.sandbox.container;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// An amount of a node's resources: asked for, taken or given.
///
/// @param cpu thousandths of virtual cores
/// @param memory bytes
/// @param gpu graphics processors
record Demand(long cpu, long memory, long gpu) {
  static final Demand NONE = new Demand(0, 0, 0);

  /// Of quantities as specifications have them; parts of a unit count as a whole one.
  static Demand of(BigDecimal cores, BigDecimal bytes, BigDecimal gpus) {
    return new Demand(whole(cores.movePointRight(3)), whole(bytes), whole(gpus));
  }

  private static long whole(BigDecimal amount) {
    return amount.setScale(0, RoundingMode.CEILING).min(BigDecimal.valueOf(1L << 60)).longValue();
  }

  Demand plus(Demand other) {
    return new Demand(cpu + other.cpu, memory + other.memory, gpu + other.gpu);
  }

  boolean fitsIn(Demand room) {
    return cpu <= room.cpu && memory <= room.memory && gpu <= room.gpu;
  }
}
