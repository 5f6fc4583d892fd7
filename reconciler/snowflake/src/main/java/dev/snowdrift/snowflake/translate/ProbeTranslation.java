package dev.snowdrift.snowflake.translate;

import dev.snowdrift.manifest.Location;
import dev.snowdrift.manifest.Mapping;
import dev.snowdrift.manifest.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A probe: an HTTP GET of a path at a port, every so many seconds.
final class ProbeTranslation {
  private static final List<String> KEYS =
      List.of("port", "path", "periodSeconds", "failureThreshold");
  private static final Map<String, String> REASONS =
      Map.of(
          "initialDelaySeconds", "there is no delay; raise `failureThreshold` instead",
          "timeoutSeconds", "a probe's time-out is Snowflake's",
          "successThreshold", "one answer of 200 is enough",
          "terminationGracePeriodSeconds", "a container has 30 seconds to end",
          "scheme", "a probe speaks HTTP",
          "host", "a probe asks its own container",
          "httpHeaders", "a probe sends no headers of yours");

  private final String at;
  private final Map<String, Long> ports;
  private final Notes notes;

  /// @param ports the container's ports by name
  ProbeTranslation(String at, Map<String, Long> ports, Notes notes) {
    this.at = at;
    this.ports = ports;
    this.notes = notes;
  }

  /// Empty for a probe that asks for something else than a path over HTTP.
  Optional<ObjectNode> of(Mapping written, Location place) {
    var part = new Part(written, at, notes);
    var http = part.entry("httpGet").map(Mapping.Entry::value);
    var from = part;
    if (http.isPresent() && http.get() instanceof Mapping inner) {
      notes.translated(
          inner.at(), at, "`httpGet` is not written: port and path stand in the probe itself");
      from = new Part(inner, at, notes);
    }
    var port = port(from);
    var path = from.text("path");
    if (port.isEmpty()) {
      var name = at.substring(at.lastIndexOf('/') + 1);
      notes.leftOut(
          place,
          at.substring(0, at.lastIndexOf('/')),
          "`%s`: a probe asks for a path over HTTP, and this one names no port".formatted(name));
      return Optional.empty();
    }
    var probe = JsonNodeFactory.instance.objectNode();
    probe.put("port", port.get());
    probe.put("path", path.orElse("/"));
    if (path.isEmpty()) {
      notes.assumed(written.at(), at + "/path", "a probe has a path; `/` is asked for");
    }
    part.whole("periodSeconds").ifPresent(seconds -> probe.put("periodSeconds", seconds));
    part.whole("failureThreshold").ifPresent(times -> probe.put("failureThreshold", times));
    if (!from.equals(part)) {
      from.leaveOutRest(List.of("port", "path"), REASONS);
    }
    part.leaveOutRest(KEYS, REASONS);
    return Optional.of(probe);
  }

  private Optional<Long> port(Part from) {
    var named = from.mapping().get("port").filter(Scalar.class::isInstance).map(Part::text);
    var known = named.map(ports::get);
    if (known.isPresent()) {
      from.entry("port");
      notes.translated(
          from.place(),
          at + "/port",
          "the port `%s` is written as its number, %d".formatted(named.get(), known.get()));
      return known;
    }
    return from.whole("port");
  }
}
