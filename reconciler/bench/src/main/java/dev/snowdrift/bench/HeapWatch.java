package dev.snowdrift.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/// The most heap that was still in use after any collection since the start.
final class HeapWatch {
  private final AtomicLong peak = new AtomicLong();

  private HeapWatch() {}

  static HeapWatch start() {
    var watch = new HeapWatch();
    var pools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(pool -> pool.getName())
            .collect(Collectors.toUnmodifiableSet());
    for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(
            (notification, _) -> watch.heard(notification.getUserData(), pools), null, null);
      }
    }
    return watch;
  }

  private void heard(Object data, Set<String> pools) {
    if (data instanceof CompositeData composite) {
      var after = GarbageCollectionNotificationInfo.from(composite).getGcInfo();
      var used =
          after.getMemoryUsageAfterGc().entrySet().stream()
              .filter(pool -> pools.contains(pool.getKey()))
              .mapToLong(pool -> pool.getValue().getUsed())
              .sum();
      peak.accumulateAndGet(used, Math::max);
    }
  }

  /// In MiB; at least what a collection just now leaves.
  long peak() {
    return Math.max(peak.get() >> 20, live());
  }

  /// What is reachable now, in MiB.
  @SuppressWarnings("gc") // the measurement is what a collection leaves
  static long live() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
  }
}
