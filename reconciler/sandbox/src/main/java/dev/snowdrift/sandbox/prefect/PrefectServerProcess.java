package dev.snowdrift.sandbox.prefect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A real Prefect server, started as a child process for tests: free loopback port, its own home,
/// an empty database in memory, no telemetry, no UI. Closing it kills it, its workers and their
/// runs, and removes its home.
///
/// It takes about 7 to 15 seconds to start, so share one per test class or JVM and give objects
/// unique names. The database is the in-memory shared-cache form of SQLite, as the file form
/// answers 503 to parallel writes (PrefectHQ/prefect,
/// src/prefect/server/database/configurations.py, issue 18934).
public final class PrefectServerProcess implements AutoCloseable {
  private static final String IN_MEMORY =
      "sqlite+aiosqlite:///file::memory:?cache=shared&uri=true&check_same_thread=false";
  private static final int STARTS = 3;

  private final Path executable;
  private final PrefectServerOptions options;
  private final Path home;
  private final Path logs;
  private final int port;
  private final ChildProcess server;
  private final List<PrefectWorkerProcess> workers = new ArrayList<>();
  private final HttpClient http;

  private PrefectServerProcess(
      Path executable,
      PrefectServerOptions options,
      Path home,
      Path logs,
      int port,
      HttpClient http) {
    this.executable = executable;
    this.options = options;
    this.home = home;
    this.logs = logs;
    this.port = port;
    this.http = http;
    this.server =
        ChildProcess.start(
            "the Prefect server",
            command(executable, port, options),
            home,
            environment(home, options),
            log(),
            Duration.ZERO);
  }

  /// Starts the server of [PrefectInstallation#find()].
  public static PrefectServerProcess start(PrefectServerOptions options) {
    return start(PrefectInstallation.find(), options);
  }

  /// Starts a server and returns when it answers GET `/api/health` and GET `/api/ready` (which
  /// touches the database). Throws IllegalStateException with the end of its log when it dies or is
  /// not ready before the options' deadline.
  public static PrefectServerProcess start(Path executable, PrefectServerOptions options) {
    for (var attempt = 1; ; attempt++) {
      var started = launch(executable, options);
      try {
        started.server.await("healthy", options.deadline(), () -> started.answers("/health"));
        started.server.await("ready", options.deadline(), () -> started.answers("/ready"));
        return started;
      } catch (IllegalStateException e) {
        // Another process may have taken the free port before the server bound it.
        var retry = attempt < STARTS && !started.server.isAlive() && started.portWasTaken();
        started.close();
        if (!retry) {
          throw e;
        }
      }
    }
  }

  /// The base URL of the API, without a slash at its end.
  public URI api() {
    return URI.create("http://127.0.0.1:" + port + "/api");
  }

  /// The server's own output. It lies in `target/prefect` and stays after closing when the working
  /// directory is a Maven module's, else in the server's home, which goes with it.
  public Path log() {
    return logs.resolve("prefect-server-" + port + ".log");
  }

  /// Starts `prefect worker start` for a pool, which is created with the type `process` when
  /// missing, and returns when the server lists the worker as ONLINE. Runs start in
  /// `workingDirectory`; `environment` goes to the worker and, through it, to its runs. The worker
  /// ends with the server, or when closed.
  public PrefectWorkerProcess startWorker(
      String pool, String name, Path workingDirectory, Map<String, String> environment) {
    var workerHome = createDirectory(home.resolve("worker-" + workers.size()));
    var variables = new LinkedHashMap<>(baseEnvironment(workerHome));
    variables.put("PREFECT_API_URL", api().toString());
    options.auth().ifPresent(auth -> variables.put("PREFECT_API_AUTH_STRING", auth));
    variables.put("PREFECT_WORKER_QUERY_SECONDS", "1");
    variables.putAll(environment);
    var log = logs.resolve("prefect-worker-" + port + "-" + workers.size() + ".log");
    var command =
        List.of(
            executable.toString(),
            "worker",
            "start",
            "--pool",
            pool,
            "--name",
            name,
            "--type",
            "process");
    var process =
        ChildProcess.start(
            "the Prefect worker " + name,
            command,
            workingDirectory,
            variables,
            log,
            Duration.ofSeconds(5));
    var worker = new PrefectWorkerProcess(name, log, process);
    workers.add(worker);
    var listing = "/work_pools/" + encoded(pool) + "/workers/filter";
    var body = "{\"workers\":{\"status\":{\"any_\":[\"ONLINE\"]}}}";
    process.await(
        "online",
        options.deadline(),
        () -> post(listing, body).filter(a -> a.contains('"' + name + '"')).isPresent());
    return worker;
  }

  @Override
  public void close() {
    workers.forEach(PrefectWorkerProcess::close);
    server.close();
    http.shutdownNow();
    delete(home);
  }

  private static PrefectServerProcess launch(Path executable, PrefectServerOptions options) {
    var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    try {
      var home = Files.createTempDirectory("snowdrift-prefect-");
      var target = Path.of("target").toAbsolutePath();
      var logs = Files.isDirectory(target) ? createDirectory(target.resolve("prefect")) : home;
      return new PrefectServerProcess(executable, options, home, logs, freePort(), http);
    } catch (IOException e) {
      throw new UncheckedIOException("could not prepare a Prefect server's home", e);
    }
  }

  private static List<String> command(Path executable, int port, PrefectServerOptions options) {
    var command = new ArrayList<String>();
    command.add(executable.toString());
    command.addAll(List.of("server", "start", "--host", "127.0.0.1", "--no-ui"));
    command.addAll(List.of("--port", Integer.toString(port)));
    if (!options.services()) {
      command.add("--no-services");
    }
    return command;
  }

  private static Map<String, String> environment(Path home, PrefectServerOptions options) {
    var variables = new LinkedHashMap<>(baseEnvironment(home));
    variables.put("PREFECT_SERVER_DATABASE_CONNECTION_URL", IN_MEMORY);
    // Else a note in ~/.prefect of an earlier server makes this one skip its block types, although
    // its own database is empty (src/prefect/server/api/server.py,
    // _memoize_block_auto_registration).
    variables.put("PREFECT_SERVER_MEMOIZE_BLOCK_AUTO_REGISTRATION", "false");
    variables.put("PREFECT_SERVER_ANALYTICS_ENABLED", "false");
    variables.put("PREFECT_SERVER_UI_ENABLED", "false");
    variables.put("PREFECT_SERVER_LOG_RETRYABLE_ERRORS", "true");
    options.auth().ifPresent(auth -> variables.put("PREFECT_SERVER_API_AUTH_STRING", auth));
    options
        .schedulerLoop()
        .ifPresent(loop -> {
          var seconds = Double.toString(loop.toMillis() / 1000.0);
          variables.put("PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS", seconds);
          variables.put(
              "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS", seconds);
        });
    variables.putAll(options.environment());
    return variables;
  }

  private static Map<String, String> baseEnvironment(Path home) {
    return Map.of(
        "PREFECT_HOME",
        home.toString(),
        "PREFECT_PROFILES_PATH",
        home.resolve("profiles.toml").toString(),
        "DO_NOT_TRACK",
        "1",
        "NO_COLOR",
        "1");
  }

  private boolean answers(String path) {
    return send(HttpRequest.newBuilder(uri(path)).GET()).isPresent();
  }

  private Optional<String> post(String path, String body) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private Optional<String> send(HttpRequest.Builder request) {
    request.timeout(Duration.ofSeconds(5));
    options
        .auth()
        .map(auth -> Base64.getEncoder().encodeToString(auth.getBytes(StandardCharsets.UTF_8)))
        .ifPresent(auth -> request.header("Authorization", "Basic " + auth));
    try {
      var answer = http.send(request.build(), BodyHandlers.ofString());
      return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking the Prefect server", e);
    }
  }

  private boolean portWasTaken() {
    try {
      return Files.readString(log(), StandardCharsets.ISO_8859_1).contains("already in use");
    } catch (IOException _) {
      return false;
    }
  }

  private URI uri(String path) {
    return URI.create(api() + path);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Path createDirectory(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException("could not create " + path, e);
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("could not remove " + folder, e);
    }
  }
}
