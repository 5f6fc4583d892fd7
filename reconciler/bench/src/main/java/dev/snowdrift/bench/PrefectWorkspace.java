package dev.snowdrift.bench;

import dev.snowdrift.manifest.InMemoryTree;
import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.operator.loop.Reconciler;
import dev.snowdrift.operator.state.StateStore;
import dev.snowdrift.plan.Policy;
import dev.snowdrift.plan.Scope;
import dev.snowdrift.prefect.ApiPath;
import dev.snowdrift.prefect.Json;
import dev.snowdrift.prefect.PrefectAuth;
import dev.snowdrift.prefect.PrefectClient;
import dev.snowdrift.prefect.PrefectClient.Method;
import dev.snowdrift.prefect.PrefectProvider;
import dev.snowdrift.prefect.PrefectSettings;
import dev.snowdrift.prefect.kind.PrefectKinds;
import dev.snowdrift.sandbox.prefect.PrefectServerOptions;
import dev.snowdrift.sandbox.prefect.PrefectServerProcess;
import dev.snowdrift.sandbox.prefect.RecordedRequest;
import dev.snowdrift.sandbox.prefect.RecordingProxy;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An empty workspace on a real Prefect server of its own, and a proxy in front that counts. The
/// server runs without its background services, so that nothing moves but by requests.
final class PrefectWorkspace implements AutoCloseable {
  private final PrefectServerProcess server;
  private final RecordingProxy proxy;
  private final PrefectClient hand;

  private PrefectWorkspace(PrefectServerProcess server) {
    this.server = server;
    this.proxy = RecordingProxy.start(server.api());
    this.hand = client(server.api());
  }

  static PrefectWorkspace start() {
    return new PrefectWorkspace(PrefectServerProcess.start(PrefectServerOptions.withoutServices()));
  }

  private static PrefectClient client(URI api) {
    return new PrefectClient(PrefectSettings.of(api, new PrefectAuth.None()), (_, _, _, _) -> {});
  }

  /// What one pass over a workspace cost.
  ///
  /// @param work time of a processor that the server took, which other work on the machine does not
  ///   stretch as it does the time that passes
  /// @param operations how often each was asked for, ids and names left out
  /// @param runsDeleted how many of the scheduled runs that there were before are gone
  record Pass(
      Duration took,
      Duration work,
      int requests,
      int writes,
      SortedMap<String, Integer> operations,
      int runsDeleted) {
    Pass {
      operations = Collections.unmodifiableSortedMap(new TreeMap<>(operations));
    }

    int of(String operation) {
      return operations.getOrDefault(operation, 0);
    }
  }

  /// Does some work through the proxy and counts.
  Pass measure(Runnable work) {
    var before = runs();
    var servers = ProcessHandle.current().children().toList();
    proxy.log().clear();
    var done = processorTime(servers);
    var begin = System.nanoTime();
    work.run();
    var took = Duration.ofNanos(System.nanoTime() - begin);
    done = processorTime(servers).minus(done);
    var requests = proxy.log().requests();
    var writes = (int) requests.stream().filter(RecordedRequest::writes).count();
    before.removeAll(runs());
    return new Pass(took, done, requests.size(), writes, operations(requests), before.size());
  }

  private static Duration processorTime(List<ProcessHandle> processes) {
    return processes.stream()
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static SortedMap<String, Integer> operations(List<RecordedRequest> requests) {
    var operations = new TreeMap<String, Integer>();
    for (var request : requests) {
      var path =
          request
              .path()
              .replaceAll("\\?.*", "")
              .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "{}")
              .replaceAll("/name/.*", "/name/{}")
              .replaceAll("(/work_pools/)[^/]+(?=/|$)(?<!filter|count)", "$1{}");
      operations.merge(request.method() + " " + path, 1, Integer::sum);
    }
    return operations;
  }

  /// Makes the pool that deployments run in, which `prefect deploy` needs to be there.
  void makePool() {
    post("/work_pools/", Json.object().put("name", PrefectProject.POOL).put("type", "process"));
  }

  /// Plans the next three runs of each deployment, as the scheduler would.
  void schedule() {
    for (var deployment : deployments()) {
      var id = deployment.path("id").asString();
      post("/deployments/{}/schedule", Json.object().put("min_runs", 3), id);
    }
  }

  private void post(String path, ObjectNode body, String... parts) {
    hand.write(Method.POST, ApiPath.of(path, parts), Optional.of(body), List.of());
  }

  List<JsonNode> deployments() {
    return all("/deployments/filter");
  }

  private Set<String> runs() {
    var ids = new TreeSet<String>();
    all("/flow_runs/filter").forEach(run -> ids.add(run.path("id").asString()));
    return ids;
  }

  private List<JsonNode> all(String path) {
    var all = new ArrayList<JsonNode>();
    for (var last = false; !last; ) {
      var page = hand.ask(ApiPath.of(path), Json.object().put("offset", all.size()));
      page.forEach(all::add);
      last = page.isEmpty();
    }
    return all;
  }

  /// Snowdrift, as the operator runs it, on one commit.
  static final class Snowdrift implements AutoCloseable {
    private final PrefectProvider provider;
    private final StateStore state = StateStore.inMemory();
    private final Reconciler reconciler;

    Snowdrift(PrefectProject project, URI api) {
      var history = new History();
      history.push(InMemoryTree.of(project.manifests()));
      this.provider = new PrefectProvider(client(api), PrefectKinds.all(), Clock.systemUTC());
      this.reconciler =
          new Reconciler(
              new Reconciler.Settings(
                  Estate.ENVIRONMENT,
                  Estate.ENVIRONMENT,
                  PrefectProject.REPOSITORY,
                  Scope.ALL,
                  Policy.Mode.CONVERGE,
                  Policy.Heal.ON,
                  3,
                  10),
              history,
              List.of(provider),
              Rig.key(),
              source -> {
                throw new IllegalStateException("no secret is needed: " + source);
              },
              state,
              Clock.systemUTC(),
              Silence.INSTANCE);
    }

    /// Converges.
    ///
    /// @throws IllegalStateException when it does not end as expected
    void pass(PassReport.Result expected) {
      var report = Rig.converge(reconciler);
      if (report.result() != expected) {
        throw new IllegalStateException(
            "expected %s, was %s: %s %s %s"
                .formatted(
                    expected,
                    report.result(),
                    report.message(),
                    report.failures().entrySet().stream().limit(3).toList(),
                    report.problems().stream().limit(3).toList()));
      }
    }

    @Override
    public void close() {
      provider.close();
      state.close();
    }
  }

  /// The API through the proxy.
  URI api() {
    return proxy.api();
  }

  @Override
  public void close() {
    hand.close();
    proxy.close();
    server.close();
  }
}
