package dev.snowdrift.operator.cli;

import dev.snowdrift.operator.config.Installation;
import dev.snowdrift.operator.view.View;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Shows a view of an environment: what the running operator saw last where one answers, a look of
/// our own otherwise.
final class Look {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private Look() {}

  /// Prints the view.
  ///
  /// @param folder a folder instead of the newest commit; always looked at by ourselves
  /// @return the exit code
  static int show(Common common, View view, Optional<Path> folder) throws InterruptedException {
    var installation = common.installation();
    var environment = common.one(installation);
    var output = common.output();
    if (folder.isEmpty()) {
      var answer = ofOperator(installation, environment, view, output.isJson());
      if (answer.isPresent()) {
        output.say("(as the running operator saw it last)");
        output.result(answer.get().text());
        return answer.get().code();
      }
    }
    var planning = Planning.of(common, folder);
    var report = planning.report();
    if (output.isJson()) {
      output.result(View.json(report));
    } else if (report.plan().isEmpty() || !report.problems().isEmpty()) {
      output.pass(report, false, planning.tree());
    } else {
      output.result(view.text(report));
      output.say("%s: %s".formatted(report.environment(), report.message()));
    }
    return view.code(report).number();
  }

  private record Answer(String text, int code) {}

  private static Optional<Answer> ofOperator(
      Installation installation, String environment, View view, boolean json)
      throws InterruptedException {
    var address = installation.http().filter(http -> http.port() > 0);
    if (address.isEmpty()) {
      return Optional.empty();
    }
    var host = address.get().bind().equals("0.0.0.0") ? "127.0.0.1" : address.get().bind();
    var uri =
        URI.create(
            "http://%s:%d/api/v1/environments/%s/%s?format=%s"
                .formatted(
                    host,
                    address.get().port(),
                    encoded(environment),
                    path(view),
                    json ? "json" : "text"));
    try (var http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      var answer =
          http.send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofString());
      var code = answer.headers().firstValue("Snowdrift-Exit-Code");
      return answer.statusCode() == 200
          ? code.map(number -> new Answer(answer.body(), Integer.parseInt(number)))
          : Optional.empty();
    } catch (IOException e) {
      // Nobody listens there: no operator is running, and the look is ours.
      return Optional.empty();
    }
  }

  private static String path(View view) {
    return switch (view) {
      case View.Changes(var statements) -> statements ? "statements" : "plan";
      case View.DriftOnly _ -> "drift";
      case View.Standing _ -> "status";
      case View.Why(var id) -> "why/" + encoded(id.kind()) + "/" + encoded(id.name());
    };
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
