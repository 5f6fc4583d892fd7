package dev.snowdrift.snowflake.translate;

import dev.snowdrift.manifest.Mapping;
import dev.snowdrift.manifest.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The ports under which a service can be reached.
final class EndpointTranslation {
  private static final List<String> KEYS =
      List.of("name", "port", "portRange", "public", "protocol", "corsSettings");
  private static final Map<String, String> REASONS =
      Map.of(
          "targetPort", "an endpoint has the port of its container",
          "nodePort", "an endpoint has the port of its container",
          "hostPort", "an endpoint has the port of its container",
          "path", "an endpoint is a whole port",
          "auth", "ingress from the internet always asks for a Snowflake login",
          "authentication", "ingress from the internet always asks for a Snowflake login");

  private final String at;
  private final Notes notes;
  private final Labels names;
  private final ArrayNode endpoints = JsonNodeFactory.instance.arrayNode();
  private final Set<Long> known = new HashSet<>();

  EndpointTranslation(String at, Labels names, Notes notes) {
    this.at = at;
    this.names = names;
    this.notes = notes;
  }

  ArrayNode endpoints() {
    return endpoints;
  }

  void add(Node node) {
    if (node instanceof Mapping mapping) {
      add(mapping);
    } else {
      notes.leftOut(node.at(), at, "an endpoint is a mapping of name and port");
    }
  }

  private void add(Mapping written) {
    var here = at + "/" + endpoints.size();
    var part = new Part(written, here, notes);
    var endpoint = JsonNodeFactory.instance.objectNode();
    var name = part.text("name").orElse("");
    var port = part.whole("port", "containerPort");
    var range = part.text("portRange");
    if (port.isEmpty() && range.isEmpty()) {
      notes.leftOut(written.at(), at, "an endpoint without a port: `%s`".formatted(name));
      return;
    }
    endpoint.put("name", names.take(name, written.at(), here + "/name"));
    port.ifPresent(number -> {
      endpoint.put("port", number);
      known.add(number);
    });
    if (port.isEmpty()) {
      endpoint.put("portRange", range.orElseThrow());
    }
    var reachable = part.flag("public", "isPublic");
    reachable.ifPresent(flag -> endpoint.put("public", flag));
    protocol(part, endpoint, reachable.orElse(false), here);
    part.mapping("corsSettings").ifPresent(cors -> endpoint.set("corsSettings", Part.json(cors)));
    part.leaveOutRest(KEYS, REASONS);
    endpoints.add(endpoint);
  }

  /// A range of ports is TCP, and TCP is never public (Snowflake documentation, "Service
  /// specification reference").
  private void protocol(Part part, ObjectNode endpoint, boolean reachable, String here) {
    var written = part.text("protocol").map(text -> text.toUpperCase(Locale.ROOT));
    var tcp = written.filter(text -> text.equals("TCP")).isPresent();
    if (endpoint.has("portRange") && !tcp) {
      endpoint.put("protocol", "TCP");
      notes.translated(part.place(), here + "/protocol", "a range of ports has `protocol: TCP`");
    } else if (tcp && reachable) {
      notes.leftOut(
          part.place(),
          here,
          "`protocol: TCP`: ingress from the internet is HTTP; drop `public` if TCP was meant");
    } else if (tcp) {
      endpoint.put("protocol", "TCP");
    } else if (written.isPresent() && !written.get().equals("HTTP")) {
      notes.leftOut(
          part.place(), here, "`protocol: %s`: it is HTTP or TCP".formatted(written.get()));
    } else {
      written.ifPresent(text -> endpoint.put("protocol", text));
    }
  }

  /// What a container's `ports` say that is not said by an endpoint already.
  void addPort(ContainerTranslation.Port port) {
    if (!known.add(port.number())) {
      notes.leftOut(
          port.written().at(),
          at,
          "`ports` of a container: the endpoint of port %d says it".formatted(port.number()));
      return;
    }
    var here = at + "/" + endpoints.size();
    var name = port.written().get("name").map(Part::text).orElse("port-" + port.number());
    var endpoint = JsonNodeFactory.instance.objectNode();
    endpoint.put("name", names.take(name, port.written().at(), here + "/name"));
    endpoint.put("port", port.number());
    endpoints.add(endpoint);
    notes.translated(
        port.written().at(),
        here,
        "`ports` of a container are endpoints of the service: %d, not public"
            .formatted(port.number()));
  }
}
