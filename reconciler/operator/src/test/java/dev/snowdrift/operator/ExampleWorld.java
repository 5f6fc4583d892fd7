package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Kind;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.SecretSource;
import dev.snowdrift.manifest.Limits;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.Revision;
import dev.snowdrift.operator.config.ConfigurationReader;
import dev.snowdrift.operator.demo.LocalWorld;
import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.operator.loop.PassReport.Next;
import dev.snowdrift.operator.loop.Trigger;
import dev.snowdrift.operator.source.DirectoryTree;
import dev.snowdrift.plan.DesiredReader;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Scope;
import dev.snowdrift.sandbox.container.Timings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An example as the repository of an operator, and an empty account where its images are pushed.
/// The operator may name what the example declares, and nothing else; it may remove as much as a
/// commit says.
final class ExampleWorld implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern IMAGE =
      Pattern.compile("[a-z0-9.-]*/([^/]+/[^/]+/[^/]+)/([^/:]+):([^/:]+)");
  private static final Duration STEP = Duration.ofSeconds(30);
  private static final int PASSES = 40;

  private final String environment;
  private final LocalWorld local = LocalWorld.stepped(Instant.parse("2026-11-20T12:00:00Z"));
  private final Workspace workspace = new Workspace(local.prefect().api());
  private final DesiredState desired;
  private final Repository repository;
  private final Assembly assembly;

  ExampleWorld(Path example, String environment, Path directory) {
    this.environment = environment;
    local.containers().world().timings(Timings.realistic());
    this.desired = read(example, environment);
    this.repository = Repository.create(directory.resolve("repository"), environment);
    repository.commit("The example", files(example));
    desired.resources().values().forEach(this::pushImages);
    this.assembly =
        Assembly.of(
            installation(directory),
            variables(),
            Clock.systemUTC(),
            Optional.empty(),
            Optional.empty());
  }

  /// What the example wants of the environment, by the operator's own reading.
  SortedMap<ResourceId, Desired<?>> desired() {
    return desired.resources();
  }

  LocalWorld local() {
    return local;
  }

  /// The Prefect workspace, past the operator.
  Workspace workspace() {
    return workspace;
  }

  Repository repository() {
    return repository;
  }

  /// The specification of a resource as a tree.
  static JsonNode specification(Desired<?> resource) {
    return JSON.valueToTree(resource.spec());
  }

  PassReport converge() {
    try {
      return Assembly.required(assembly.reconcilers(), environment)
          .converge(Trigger.MANUAL, () -> false);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  PassReport plan() {
    try {
      return Assembly.required(assembly.reconcilers(), environment)
          .plan(Trigger.MANUAL, Optional.empty());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Converges, with time going by in between, until nothing gets ready by itself any more.
  PassReport settled() {
    var report = converge();
    for (var pass = 1; pass < PASSES && isOnItsWay(report); pass++) {
      local.clock().step(STEP);
      workspace.all("work_pools").forEach(this::work);
      report = converge();
    }
    return report;
  }

  /// What a worker of a pool says and asks every few seconds.
  private void work(JsonNode pool) {
    var path = "/work_pools/" + pool.path("name").asString();
    workspace.post(path + "/workers/heartbeat", "{\"name\": \"worker\"}");
    workspace.post(path + "/get_scheduled_flow_runs", "{}");
  }

  private static boolean isOnItsWay(PassReport report) {
    return report.next() == Next.SOON
        || report.plan().stream()
            .flatMap(plan -> plan.objects().values().stream())
            .anyMatch(object -> object.health().status() == Health.Status.PROGRESSING);
  }

  void approve(PassReport report) {
    assembly
        .state()
        .approve(environment, report.plan().orElseThrow().digest(), "ada", local.clock().instant());
  }

  /// The statements of a pass that wrote, and its requests that did.
  List<String> writesOf(Runnable pass) {
    var before = local.sandbox().statements().last();
    var requests = local.prefect().writes().size();
    pass.run();
    return Stream.concat(
            local.sandbox().statements().writesSince(before).stream().map(entry -> entry.sql()),
            local.prefect().writes().stream().skip(requests).map(Object::toString))
        .toList();
  }

  /// A listing as the account's administrator sees it, by column.
  List<Map<String, String>> rows(String sql) {
    var result = local.byHand(sql);
    var rows = new ArrayList<Map<String, String>>();
    for (var row : result.rows()) {
      var cells = new TreeMap<String, String>();
      for (var i = 0; i < result.columns().size(); i++) {
        cells.put(result.columns().get(i).name(), String.valueOf(row.get(i)));
      }
      rows.add(cells);
    }
    return rows;
  }

  private static DesiredState read(Path example, String environment) {
    var problems = new Problems();
    var state =
        new DesiredReader(Assembly.kinds(), Limits.DEFAULT)
            .read(
                new DirectoryTree(example),
                environment,
                new Revision("0".repeat(40), environment, "", "", Instant.EPOCH),
                "https://example.invalid/repository.git",
                Scope.ALL,
                problems);
    assertThat(problems.list()).isEmpty();
    return state;
  }

  private static SortedMap<String, String> files(Path root) {
    var files = new TreeMap<String, String>();
    try (var found = Files.walk(root)) {
      for (var file : found.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(file).toString().replace('\\', '/'), Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /// Every image that a specification names: `/db/schema/repository/image:tag`, with or without the
  /// host of the account's registry before it.
  private void pushImages(Desired<?> resource) {
    for (var text : specification(resource).findValues("image")) {
      var image = IMAGE.matcher(text.asStringOpt().orElse(""));
      if (image.matches()) {
        local.push(
            image.group(1).replace('/', '.').toUpperCase(Locale.ROOT),
            image.group(2),
            image.group(3));
      }
    }
  }

  private Map<String, String> variables() {
    var variables = new TreeMap<>(Map.of("MARK_KEY", "a key of the test, long enough"));
    variables.put("SNOWFLAKE_PASSWORD", "sandbox");
    secrets().forEach(name -> variables.put(name, "value-of-" + name));
    return variables;
  }

  private List<String> secrets() {
    var registry = Assembly.kinds();
    return desired.resources().values().stream()
        .flatMap(resource -> sources(registry.of(resource), resource).stream())
        .map(source -> ((SecretSource.Env) source).variable())
        .sorted()
        .toList();
  }

  @SuppressWarnings("unchecked") // the registry found the kind by the resource's own
  private static <S> List<SecretSource> sources(Kind<S> kind, Desired<?> resource) {
    return kind.secrets((Desired<S>) resource);
  }

  private dev.snowdrift.operator.config.Installation installation(Path directory) {
    var file = directory.resolve("snowdrift.yaml");
    try {
      Files.writeString(
          file,
          """
          repository:
            url: %2$s
          stateDirectory: %3$s
          markKey: {env: MARK_KEY}
          secrets:
            env: %4$s
          environments:
            %1$s:
              branch: %1$s
              prune: {floor: 1000, percent: 100}
              scope:
                databases: %5$s
                computePools: %6$s
                warehouses: %7$s
                roles: %8$s
                integrations: %9$s
                workPools: %10$s
              snowflake: {account: sandbox, host: "%11$s", user: ADMIN, password: {env: SNOWFLAKE_PASSWORD}}
              prefect: {url: "%12$s"}
          """
              .formatted(
                  environment,
                  repository.url(),
                  directory.resolve("state"),
                  secrets(),
                  names("Database"),
                  names("ComputePool"),
                  names("Warehouse"),
                  roles(),
                  names("ExternalAccessIntegration"),
                  names("WorkPool"),
                  local.snowflakeHost(),
                  local.prefect().api()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var problems = new Problems();
    return ConfigurationReader.read(file, problems)
        .orElseThrow(() -> new IllegalStateException(problems.list().toString()));
  }

  private String names(String kind) {
    return desired.resources().keySet().stream()
        .filter(id -> id.kind().equals(kind))
        .map(ResourceId::name)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /// The roles that are declared, and those that exist and are given something.
  private SortedSet<String> roles() {
    var roles = new TreeSet<String>();
    for (var id : desired.resources().keySet()) {
      var words = id.name().split(" ", -1);
      if (id.kind().equals("Role")) {
        roles.add(id.name());
      } else if (id.kind().equals("Grant") && words[0].equals("ROLE")) {
        roles.add(words[1]);
      }
    }
    return roles;
  }

  @Override
  public void close() {
    assembly.close();
    workspace.close();
    repository.close();
    local.close();
  }
}
