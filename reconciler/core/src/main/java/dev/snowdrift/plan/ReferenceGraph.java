package dev.snowdrift.plan;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Wave;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jgrapht.Graph;
import org.jgrapht.alg.cycle.CycleDetector;
import org.jgrapht.graph.AsSubgraph;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleDirectedGraph;
import org.jgrapht.traverse.TopologicalOrderIterator;

/// Who needs whom among the resources of one state: an edge goes from a resource to one that needs
/// it.
public final class ReferenceGraph {
  private final Graph<ResourceId, DefaultEdge> graph = new SimpleDirectedGraph<>(DefaultEdge.class);
  private final Set<ResourceId> selfReferring = new TreeSet<>();
  private final KindRegistry registry;

  public ReferenceGraph(Collection<Desired<?>> resources, KindRegistry registry) {
    this.registry = registry;
    resources.forEach(resource -> graph.addVertex(resource.id()));
    for (var resource : resources) {
      for (var reference : references(resource)) {
        var to = reference.to();
        if (to.equals(resource.id())) {
          selfReferring.add(to);
        } else if (graph.containsVertex(to)) {
          graph.addEdge(to, resource.id());
        }
      }
    }
  }

  /// What a resource refers to by its specification and by `dependsOn`.
  public List<Reference> references(Desired<?> resource) {
    var all = new ArrayList<>(referencesOfKind(resource));
    for (var id : resource.dependsOn()) {
      all.add(new Reference(id, "metadata.dependsOn", true));
    }
    return all;
  }

  private <S> List<Reference> referencesOfKind(Desired<S> resource) {
    return registry.of(resource).references(resource);
  }

  /// One cycle, in order and starting with its smallest member, if there is any.
  public Optional<List<ResourceId>> cycle() {
    if (!selfReferring.isEmpty()) {
      return Optional.of(List.of(selfReferring.iterator().next()));
    }
    var inCycles = new CycleDetector<>(graph).findCycles();
    if (inCycles.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(walkCycle(new TreeSet<>(inCycles)));
  }

  private List<ResourceId> walkCycle(Set<ResourceId> inCycles) {
    var part = new AsSubgraph<>(graph, inCycles);
    var path = new ArrayList<ResourceId>();
    var at = inCycles.iterator().next();
    while (!path.contains(at)) {
      path.add(at);
      at =
          part.incomingEdgesOf(at).stream()
              .map(part::getEdgeSource)
              .min(Comparator.naturalOrder())
              .orElseThrow();
    }
    return path.subList(path.indexOf(at), path.size());
  }

  /// Every resource after all that it needs; ties by wave, kind and name.
  ///
  /// @throws IllegalStateException when there is a cycle
  public List<ResourceId> order() {
    var order = new ArrayList<ResourceId>();
    new TopologicalOrderIterator<>(
            graph,
            Comparator.<ResourceId, Wave>comparing(id -> registry.of(id).wave())
                .thenComparing(Comparator.naturalOrder()))
        .forEachRemaining(order::add);
    if (order.size() != graph.vertexSet().size()) {
      throw new IllegalStateException("a cycle has no order");
    }
    return order;
  }

  /// What a resource needs, however far away, among those that `interesting` holds; nothing is
  /// looked for behind an interesting one.
  Set<ResourceId> nearestNeeded(ResourceId id, Set<ResourceId> interesting) {
    return nearest(id, interesting, true);
  }

  /// The same in the other direction: what needs a resource.
  Set<ResourceId> nearestNeeding(ResourceId id, Set<ResourceId> interesting) {
    return nearest(id, interesting, false);
  }

  /// What needs a resource itself.
  Set<ResourceId> directlyNeeding(ResourceId id) {
    var found = new TreeSet<ResourceId>();
    if (graph.containsVertex(id)) {
      graph.outgoingEdgesOf(id).forEach(edge -> found.add(graph.getEdgeTarget(edge)));
    }
    return found;
  }

  /// Everything that needs a resource, however far away.
  Set<ResourceId> allNeeding(ResourceId id) {
    var found = new TreeSet<ResourceId>();
    var open = new ArrayList<>(List.of(id));
    while (!open.isEmpty()) {
      var at = open.removeLast();
      if (graph.containsVertex(at)) {
        for (var edge : graph.outgoingEdgesOf(at)) {
          if (found.add(graph.getEdgeTarget(edge))) {
            open.add(graph.getEdgeTarget(edge));
          }
        }
      }
    }
    return found;
  }

  private Set<ResourceId> nearest(ResourceId id, Set<ResourceId> interesting, boolean needed) {
    var found = new TreeSet<ResourceId>();
    var seen = new TreeSet<ResourceId>();
    var open = new ArrayList<ResourceId>();
    open.add(id);
    while (!open.isEmpty()) {
      var at = open.removeLast();
      if (!graph.containsVertex(at)) {
        continue;
      }
      var edges = needed ? graph.incomingEdgesOf(at) : graph.outgoingEdgesOf(at);
      for (var edge : edges) {
        var next = needed ? graph.getEdgeSource(edge) : graph.getEdgeTarget(edge);
        if (seen.add(next)) {
          if (interesting.contains(next)) {
            found.add(next);
          } else {
            open.add(next);
          }
        }
      }
    }
    return found;
  }
}
