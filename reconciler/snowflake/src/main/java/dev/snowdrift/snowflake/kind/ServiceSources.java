package dev.snowdrift.snowflake.kind;

import dev.snowdrift.image.ImagePath;
import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Location;
import dev.snowdrift.manifest.Mapping;
import dev.snowdrift.manifest.Node;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.Scalar;
import dev.snowdrift.manifest.Sequence;
import dev.snowdrift.manifest.YamlTyping;
import dev.snowdrift.snowflake.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Where a service's specification comes from, what it refers to, and how it is sent.
final class ServiceSources {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern STAGE = Pattern.compile("@([^/]+)(?:/.*)?");

  private ServiceSources() {}

  /// The checked specification of a manifest: the inline one, or that of the file it names.
  static Optional<JsonNode> specification(
      Optional<JsonNode> inline, Optional<String> file, LoadContext context) {
    if (inline.isPresent() == file.isPresent()) {
      context.problem(
          Code.FIELD_REQUIRED,
          inline.isPresent() ? "specificationFile" : "specification",
          "a service has either `specification` or `specificationFile`",
          "there is one specification",
          inline.isPresent() ? "drop one of them" : "add one of them");
      return inline;
    }
    if (inline.isPresent()) {
      check(
          inline.get(),
          context,
          path ->
              context.at(
                  String.join(".", path.isEmpty() ? List.of("specification") : under(path))));
      return inline;
    }
    return context
        .yaml(file.orElseThrow(), "specificationFile")
        .map(node -> {
          var problems = new Problems();
          var json = YamlTyping.json(node, context.id().toString(), problems);
          for (var problem : problems.list()) {
            context.problem(
                problem.code(), problem.at(), problem.what(), problem.why(), problem.next());
          }
          check(json, context, path -> locate(node, path));
          return json;
        });
  }

  private static List<String> under(List<String> path) {
    var full = new ArrayList<String>();
    full.add("specification");
    full.addAll(path);
    return full;
  }

  private static void check(
      JsonNode json,
      LoadContext context,
      java.util.function.Function<List<String>, Location> place) {
    new ServiceSpecification(context, place).check(json);
  }

  /// Where a part of a file stands; the nearest part above it when there is none.
  private static Location locate(Node root, List<String> path) {
    var node = root;
    for (var step : path) {
      var next =
          switch (node) {
            case Mapping mapping -> mapping.get(step);
            case Sequence sequence ->
                step.matches("[0-9]{1,6}") && Integer.parseInt(step) < sequence.items().size()
                    ? Optional.of(sequence.items().get(Integer.parseInt(step)))
                    : Optional.<Node>empty();
            case Scalar _ -> Optional.<Node>empty();
          };
      if (next.isEmpty()) {
        break;
      }
      node = next.get();
    }
    return node.at();
  }

  /// What a specification names: images' repositories, secrets, stages.
  static List<Reference> references(JsonNode specification, QualifiedName schema) {
    var references = new LinkedHashSet<Reference>();
    var spec = specification.path("spec");
    for (var container : spec.path("containers")) {
      var image = container.path("image");
      if (image.isString()) {
        ImagePath.parse(image.asString())
            .repository()
            .ifPresent(name ->
                references.add(
                    Reference.required("ImageRepository", name, "spec.specification image")));
      }
    }
    new SpecificationForm(schema)
        .secrets(specification).stream()
            .sorted()
            .forEach(name ->
                references.add(Reference.required("Secret", name, "spec.specification secrets")));
    for (var volume : spec.path("volumes")) {
      var source = volume.path("source").asString("");
      var name =
          source.equals("stage") ? volume.path("stageConfig").path("name") : volume.path("source");
      stage(name.asString(""), schema)
          .ifPresent(stage ->
              references.add(Reference.required("Stage", stage, "spec.specification volumes")));
    }
    return List.copyOf(references);
  }

  private static Optional<String> stage(String written, QualifiedName schema) {
    var matcher = STAGE.matcher(written);
    return matcher.matches()
        ? Optional.of(new SpecificationForm(schema).qualified(matcher.group(1)))
        : Optional.empty();
  }

  /// As it is sent: JSON, which is YAML, on one line. Variables are texts, as Snowflake keeps them,
  /// and the digests that tags mean are Snowflake's to look up. Two dollars in a row, which would
  /// end the statement's quotation, are written as an escape.
  static String text(JsonNode specification) {
    var document = Canonical.tree(specification);
    for (var container : document.path("spec").path("containers")) {
      if (container instanceof ObjectNode resolved) {
        resolved.remove(Images.PINNED);
      }
      if (container.path("env") instanceof ObjectNode env && container instanceof ObjectNode c) {
        var texts = JsonNodeFactory.instance.objectNode();
        env.properties()
            .forEach(each -> texts.put(each.getKey(), SpecificationForm.text(each.getValue())));
        c.set("env", texts);
      }
    }
    return JSON.writeValueAsString(document).replace("$$", "$\\u0024");
  }
}
