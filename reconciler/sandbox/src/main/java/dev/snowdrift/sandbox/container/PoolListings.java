package dev.snowdrift.sandbox.container;

import dev.snowdrift.sandbox.account.Cell;
import dev.snowdrift.sandbox.account.Errors;
import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.LikePattern;
import dev.snowdrift.sandbox.account.ResultColumn;
import dev.snowdrift.sandbox.account.Rows;
import dev.snowdrift.sandbox.account.StatementResult;
import dev.snowdrift.sandbox.sql.ShowFilter;
import dev.snowdrift.sandbox.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// SHOW NODES IN COMPUTE POOL and SHOW COMPUTE POOL INSTANCE FAMILIES (documents of those titles).
/// Storage and graphics memory of the families are not known here: they are 0.
final class PoolListings {
  private final ContainerWorld world;

  PoolListings(ContainerWorld world) {
    this.world = world;
  }

  /// The nodes that are there; those still being made are not.
  StatementResult nodes(Execution execution, Statement.Show statement) {
    if (!(statement.filter().scope().orElse(null)
            instanceof ShowFilter.Scope.InKind(var kind, var name))
        || name.isEmpty()) {
      throw Errors.cannotPerform();
    }
    var object = execution.require(kind, name.get(), "USAGE", "MONITOR", "OPERATE", "MODIFY");
    var pool = object.kept(ComputePool.class);
    var now = world.advance();
    Predicate<String> like = statement.filter().like().map(LikePattern::of).orElse(_ -> true);
    var rows =
        new Rows(
            StatementResult.SHOW,
            List.of(
                ResultColumn.text("node_id"),
                ResultColumn.text("instance_family"),
                ResultColumn.timestamp("created_on"),
                ResultColumn.text("placement_group"),
                ResultColumn.fixed("vcpu"),
                ResultColumn.fixed("memory_gib"),
                ResultColumn.fixed("storage_gib"),
                ResultColumn.text("gpu"),
                ResultColumn.fixed("gpu_count"),
                ResultColumn.fixed("gpu_memory_gib")));
    var family = pool.family();
    var left = statement.filter().limit().orElse(10_000);
    for (var node : pool.nodes()) {
      var id = String.format(Locale.ROOT, "node-%x-%02d", object.id(), node.number());
      if (node.ready().isAfter(now) || !like.test(id) || left-- <= 0) {
        continue;
      }
      rows.add(
          id,
          family.name(),
          Cell.timestamp(node.ready()),
          object.settings().text("PLACEMENT_GROUP").orElse("us-west-2a"),
          String.valueOf(family.cores()),
          String.valueOf(family.memoryGi()),
          "0",
          "",
          String.valueOf(family.gpus()),
          "0");
    }
    return rows.result();
  }

  StatementResult families(Execution execution, Statement.Show statement) {
    var rows =
        new Rows(
            StatementResult.SHOW,
            List.of(
                ResultColumn.text("name"),
                ResultColumn.text("description"),
                ResultColumn.fixed("vcpu"),
                ResultColumn.fixed("memory_gib"),
                ResultColumn.fixed("storage_gib"),
                ResultColumn.text("gpu"),
                ResultColumn.fixed("gpu_count"),
                ResultColumn.fixed("gpu_memory_gib"),
                ResultColumn.fixed("current_node_usage"),
                ResultColumn.text("message")));
    for (var family : InstanceFamily.all()) {
      var used =
          execution.all(ComputePoolKind.KIND).stream()
              .map(pool -> pool.kept(ComputePool.class))
              .filter(pool -> pool.family().name().equals(family.name()))
              .mapToLong(ComputePool::lastingNodes)
              .sum();
      rows.add(
          family.name(),
          "",
          String.valueOf(family.cores()),
          String.valueOf(family.memoryGi()),
          "0",
          "",
          String.valueOf(family.gpus()),
          "0",
          String.valueOf(used),
          "");
    }
    return rows.result();
  }
}
