package dev.snowdrift.snowflake.translate;

import dev.snowdrift.manifest.Mapping;
import dev.snowdrift.manifest.Node;
import dev.snowdrift.snowflake.kind.Quantities;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a container asks for and may use at most.
final class ResourcesTranslation {
  private static final String GPU = "nvidia.com/gpu";
  private static final List<String> AMOUNTS = List.of("memory", "cpu", GPU);
  private static final Pattern MEMORY = Pattern.compile("[0-9]+(?:\\.[0-9]+)?(?:Mi|Gi|M|G)");
  private static final Pattern AMOUNT =
      Pattern.compile("(?i)([0-9]+(?:\\.[0-9]+)?)\\s*([kmgt]?)(i?)(?:b|bytes)?");
  private static final BigDecimal MEBI = new BigDecimal(1 << 20);
  private static final Map<String, String> REASONS =
      Map.of(
          "ephemeral-storage", "a container's own disk has no limit here; use a volume",
          "claims", "container services know no resource claims");

  private final String at;
  private final Notes notes;

  ResourcesTranslation(String at, Notes notes) {
    this.at = at;
    this.notes = notes;
  }

  ObjectNode of(Mapping written) {
    var resources = JsonNodeFactory.instance.objectNode();
    var part = new Part(written, at, notes);
    for (var side : List.of("requests", "limits")) {
      part.mapping(side, side.substring(0, side.length() - 1))
          .ifPresent(amounts -> resources.set(side, amounts(amounts, at + "/" + side)));
    }
    if (written.keys().stream().anyMatch(key -> AMOUNTS.contains(key) || key.equals("gpu"))) {
      notes.translated(
          written.at(), at + "/requests", "amounts directly under `resources` are `requests`");
      var direct = new Part(written, at + "/requests", notes, part.taken());
      var requests = amounts(direct);
      if (!resources.has("requests")) {
        resources.set("requests", requests);
      }
    }
    gpus(resources, written);
    part.leaveOutRest(List.of("requests", "limits"), REASONS);
    for (var side : List.of("requests", "limits")) {
      if (resources.path(side).isObject() && resources.path(side).isEmpty()) {
        resources.remove(side);
      }
    }
    return resources;
  }

  private ObjectNode amounts(Mapping written, String here) {
    var part = new Part(written, here, notes);
    var amounts = amounts(part);
    part.leaveOutRest(AMOUNTS, REASONS);
    return amounts;
  }

  private ObjectNode amounts(Part part) {
    var amounts = JsonNodeFactory.instance.objectNode();
    part.take("memory", "mem", "ram")
        .ifPresent(node -> memory(part, node).ifPresent(text -> amounts.put("memory", text)));
    part.take("cpu", "cpus", "vcpu")
        .ifPresent(node -> cpu(part, node).ifPresent(value -> amounts.set("cpu", value)));
    part.take(GPU, "gpu", "gpus").ifPresent(node -> amounts.set(GPU, Part.json(node)));
    return amounts;
  }

  private Optional<String> memory(Part part, Node node) {
    var text = Part.text(node).strip();
    if (MEMORY.matcher(text).matches() || text.contains("${")) {
      return Optional.of(text);
    }
    var matcher = AMOUNT.matcher(text);
    if (!matcher.matches()) {
      notes.leftOut(node.at(), part.at(), "memory `%s` is no amount".formatted(text));
      return Optional.empty();
    }
    var unit = matcher.group(2).toUpperCase(java.util.Locale.ROOT);
    var binary = !matcher.group(3).isEmpty();
    var known =
        switch (unit) {
          case "M", "G" -> matcher.group(1) + unit + (binary ? "i" : "");
          default ->
              inMebi(
                  matcher.group(1)
                      + (unit.equals("K") && !binary ? "k" : unit)
                      + (binary ? "i" : ""));
        };
    notes.translated(
        node.at(),
        part.at() + "/memory",
        "memory `%s` is written `%s`: units are M, Mi, G and Gi".formatted(text, known));
    return Optional.of(known);
  }

  private static String inMebi(String text) {
    var bytes = Quantities.parse(text).orElse(BigDecimal.ZERO);
    return bytes.divide(MEBI, 0, RoundingMode.CEILING).max(BigDecimal.ONE).toPlainString() + "Mi";
  }

  private Optional<tools.jackson.databind.JsonNode> cpu(Part part, Node node) {
    var text = Part.text(node).strip();
    if (Quantities.parse(text).isPresent() || text.contains("${")) {
      return Optional.of(Part.json(node));
    }
    var number = text.replaceAll("(?i)\\s*(?:v?cpus?|cores?)$", "");
    if (Quantities.parse(number).isPresent()) {
      notes.translated(
          node.at(),
          part.at() + "/cpu",
          "cpu `%s` is written `%s`: a number, or thousandths with `m`".formatted(text, number));
      return Optional.of(JsonNodeFactory.instance.stringNode(number));
    }
    notes.leftOut(node.at(), part.at(), "cpu `%s` is no number of CPUs".formatted(text));
    return Optional.empty();
  }

  /// GPUs are asked for and limited alike, both are required (Snowflake documentation, "Service
  /// specification reference").
  private void gpus(ObjectNode resources, Mapping written) {
    var requested = resources.path("requests").path(GPU);
    var limited = resources.path("limits").path(GPU);
    if (requested.isMissingNode() == limited.isMissingNode()) {
      return;
    }
    var missing = requested.isMissingNode() ? "requests" : "limits";
    resources.withObject("/" + missing).set(GPU, requested.isMissingNode() ? limited : requested);
    notes.translated(
        written.at(),
        at + "/" + missing,
        "GPUs stand in requests and limits alike: added to " + missing);
  }
}
