package dev.snowdrift.sandbox.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// The `snow` command line as a child process, with a configuration that leads to the sandbox by
/// password (`default`), by key pair (`key`) and by access token (`token`).
final class SnowCli implements AutoCloseable {
  private static final int SECONDS = 120;

  private final ClientWorld world;
  private final PythonProcess process;

  SnowCli(ClientWorld world) throws IOException {
    this.world = world;
    var common =
        """
        account = "sandbox"
        host = "127.0.0.1"
        port = %d
        protocol = "http"
        user = "ADMIN"
        role = "ACCOUNTADMIN"
        """
            .formatted(world.sandbox.port());
    ClientWorld.secretFile(
        world.home.resolve(".snowflake/config.toml"),
        """
        default_connection_name = "default"

        [cli]
        ignore_new_version_warning = true

        [cli.logs]
        save_logs = false

        [connections.default]
        %1$spassword = "sandbox"

        [connections.key]
        %1$sauthenticator = "SNOWFLAKE_JWT"
        private_key_file = "%2$s"

        [connections.token]
        %1$sauthenticator = "PROGRAMMATIC_ACCESS_TOKEN"
        token = "%3$s"
        """
            .formatted(common, world.privateKey, ClientWorld.TOKEN));
    process = new PythonProcess(world, "snow.py");
  }

  /// How a command ended.
  record Answer(List<String> command, int exit, String out, String err) {
    JsonNode json() {
      return PythonProcess.JSON.readTree(out);
    }
  }

  /// Runs a command and answers what it writes in JSON; it must end well.
  JsonNode run(String... arguments) throws IOException {
    var answer = answer(arguments);
    assertThat(answer.exit()).as("%s", answer).isZero();
    return answer.json();
  }

  /// Runs a command that answers one object with a status.
  String status(String... arguments) throws IOException {
    var json = run(arguments);
    return (json.isArray() ? json.path(0) : json).path("status").asString("no status: " + json);
  }

  /// Runs a command that must fail; what it says, as one line without its frame.
  String refusal(String... arguments) throws IOException {
    var answer = answer(arguments);
    assertThat(answer.exit()).as("%s", answer).isEqualTo(1);
    return answer.err().replaceAll("[^\\x20-\\x7e]+", " ").replaceAll(" +", " ").strip();
  }

  /// Runs a command to whatever end, as a fork of a process that has imported the CLI.
  Answer answer(String... arguments) throws IOException {
    var out = Files.createTempFile(world.home, "snow", ".out");
    var err = Files.createTempFile(world.home, "snow", ".err");
    var line = new ArrayList<String>(List.of(out.toString(), err.toString()));
    line.addAll(List.of(arguments));
    line.addAll(List.of("--format", "JSON"));
    var exit = Integer.parseInt(process.ask(line));
    return new Answer(List.of(arguments), exit, Files.readString(out), Files.readString(err));
  }

  /// Runs a command by the installed executable; answers what it writes, as text.
  String executed(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(ClientInstallation.program("snow").toString());
    command.addAll(List.of(arguments));
    var out = Files.createTempFile(world.home, "snow", ".out");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(world.environment());
    var child = builder.directory(world.home.toFile()).redirectOutput(out.toFile()).start();
    child.getOutputStream().close();
    if (!child.waitFor(SECONDS, TimeUnit.SECONDS)) {
      child.destroyForcibly();
      throw new AssertionError("no end within " + SECONDS + " s: " + command);
    }
    return Files.readString(out);
  }

  /// A file in the clients' home.
  Path file(String name, String text) throws IOException {
    var file = world.home.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
