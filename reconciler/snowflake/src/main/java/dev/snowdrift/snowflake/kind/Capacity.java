package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Surroundings;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What a specification asks of a node, against what the pool's nodes have.
///
/// Snowflake refuses a service that could never be placed, with one short text, and silently caps
/// limits at the node's (Snowflake documentation, "Service specification reference",
/// `containers.resources`). All containers of an instance share one node.
final class Capacity {
  private static final BigDecimal GIBI = BigDecimal.valueOf(1L << 30);
  private static final String GPU = "nvidia.com/gpu";

  private final Desired<?> resource;
  private final String pool;
  private final InstanceFamily family;
  private final List<Problem> problems = new ArrayList<>();

  private Capacity(Desired<?> resource, String pool, InstanceFamily family) {
    this.resource = resource;
    this.pool = pool;
    this.family = family;
  }

  /// What is asked that the pool can never hold; nothing when its family is not known.
  ///
  /// @param pool its canonical name
  /// @param instances how many must run at once
  static List<Problem> problems(
      Desired<?> resource,
      JsonNode specification,
      String pool,
      long instances,
      Surroundings around) {
    var id = new ResourceId("ComputePool", pool);
    var declared =
        around
            .declared(id)
            .map(Desired::spec)
            .filter(ComputePoolKind.Spec.class::isInstance)
            .map(ComputePoolKind.Spec.class::cast);
    var observed = around.observed(id);
    var family =
        declared
            .map(ComputePoolKind.Spec::instanceFamily)
            .or(() ->
                observed.flatMap(seen -> seen.field("instanceFamily")).map(JsonNode::asString))
            .flatMap(InstanceFamily::named);
    if (family.isEmpty()) {
      return List.of();
    }
    var capacity = new Capacity(resource, pool, family.get());
    capacity.check(specification);
    if (capacity.problems.isEmpty()) {
      var nodes =
          declared
              .flatMap(spec -> spec.maxNodes().or(spec::minNodes))
              .or(() -> observed.flatMap(seen -> seen.field("maxNodes")).map(JsonNode::longValue));
      nodes.ifPresent(most -> capacity.checkInstances(specification, instances, most));
    }
    return capacity.problems;
  }

  private void check(JsonNode specification) {
    for (var container : specification.path("spec").path("containers")) {
      for (var side : List.of("requests", "limits")) {
        for (var amount : container.path("resources").path(side).properties()) {
          var asked = Quantities.parse(SpecificationForm.text(amount.getValue()));
          var most = of(amount.getKey());
          if (asked.isPresent() && most.isPresent() && asked.get().compareTo(most.get()) > 0) {
            wrong(
                "container %s: %s.%s is %s"
                    .formatted(
                        container.path("name").asString(""),
                        side,
                        amount.getKey(),
                        SpecificationForm.text(amount.getValue())));
          }
        }
      }
    }
    if (problems.isEmpty()) {
      for (var each : List.of("cpu", "memory", GPU)) {
        var sum = requested(specification, each);
        if (sum.compareTo(of(each).orElseThrow()) > 0) {
          wrong("the containers' requests.%s add up to %s".formatted(each, shown(each, sum)));
        }
      }
    }
  }

  /// How many instances fit beside each other on a node decides how many nodes they take.
  private void checkInstances(JsonNode specification, long instances, long nodes) {
    var perNode = Long.MAX_VALUE;
    for (var each : List.of("cpu", "memory", GPU)) {
      var one = requested(specification, each);
      if (one.signum() > 0) {
        perNode =
            Math.min(perNode, of(each).orElseThrow().divideToIntegralValue(one).longValueExact());
      }
    }
    if (perNode != Long.MAX_VALUE && instances > Math.multiplyExact(perNode, nodes)) {
      problems.add(
          new Problem(
              Code.CAPACITY,
              resource.at(),
              resource.id().toString(),
              "%d instances never fit on the %d %s of %s"
                  .formatted(instances, nodes, nodes == 1 ? "node" : "nodes", pool),
              "%s, which is enough for %d of them; a pool never has more than maxNodes"
                  .formatted(family, perNode),
              "raise maxNodes of the pool, or lower instances.min or the requests"));
    }
  }

  private static BigDecimal requested(JsonNode specification, String amount) {
    var sum = BigDecimal.ZERO;
    for (var container : specification.path("spec").path("containers")) {
      var asked = container.path("resources").path("requests").path(amount);
      sum =
          sum.add(
              asked.isValueNode()
                  ? Quantities.parse(SpecificationForm.text(asked)).orElse(BigDecimal.ZERO)
                  : BigDecimal.ZERO);
    }
    return sum;
  }

  private Optional<BigDecimal> of(String amount) {
    return switch (amount) {
      case "cpu" -> Optional.of(BigDecimal.valueOf(family.cores()));
      case "memory" -> Optional.of(GIBI.multiply(BigDecimal.valueOf(family.memoryGi())));
      case GPU -> Optional.of(BigDecimal.valueOf(family.gpus()));
      default -> Optional.empty();
    };
  }

  private static String shown(String amount, BigDecimal sum) {
    return amount.equals("memory")
        ? Quantities.memory(sum.toPlainString())
        : Quantities.cpu(sum.toPlainString());
  }

  private void wrong(String what) {
    problems.add(
        new Problem(
            Code.CAPACITY,
            resource.at(),
            resource.id().toString(),
            "%s, which no node of %s can hold".formatted(what, pool),
            family.toString(),
            "ask for less, or run it in a pool of a larger family"));
  }
}
