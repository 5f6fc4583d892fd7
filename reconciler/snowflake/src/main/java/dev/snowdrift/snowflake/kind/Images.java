package dev.snowdrift.snowflake.kind;

import dev.snowdrift.image.ImageListing;
import dev.snowdrift.image.ImagePath;
import dev.snowdrift.image.MissingImage;
import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Objection;
import dev.snowdrift.kind.Surroundings;
import dev.snowdrift.snowflake.RepositoryImages;
import dev.snowdrift.snowflake.SideListing;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The images of a specification against what is in their repositories.
///
/// Snowflake pins a tag's digest when a specification is given to a service, and keeps it through
/// restarts and scaling until the next `ALTER SERVICE ... FROM SPECIFICATION`, which looks the tag
/// up again even where the text is the same (Snowflake documentation, "Working with services").
final class Images {
  /// Where DESCRIBE SERVICE shows the pinned digest of a container: `@sha256:...`.
  static final String PINNED = "sha256";

  private static final String LOOKED_UP =
      "Snowflake looks images up when a specification is given to a service";

  private Images() {}

  /// One listing for each repository that the specification takes images from.
  static List<SideListing> listings(JsonNode specification) {
    return RepositoryImages.listings(containers(specification).map(Images::path).toList());
  }

  /// The specification with the digest that each tag means now, as far as it is known. Images that
  /// are given by digest are nobody's business.
  static JsonNode resolve(JsonNode specification, Surroundings around) {
    var resolved = specification.deepCopy();
    for (var container : resolved.path("spec").path("containers")) {
      if (container instanceof ObjectNode object && path(object).digest().isEmpty()) {
        ImageListing.of(path(object), around)
            .flatMap(images -> images.digest(path(object)))
            .ifPresent(digest -> object.put(PINNED, "@" + digest));
      }
    }
    return resolved;
  }

  /// By container, the image and its digest: `/db/schema/repository/image:tag@sha256:...`; without
  /// containers whose digest is not known. The same for resolved and for observed specifications.
  static Optional<JsonNode> pinned(JsonNode specification) {
    var pinned = JsonNodeFactory.instance.objectNode();
    containers(specification)
        .filter(container -> container.path(PINNED).isString())
        .forEach(container ->
            pinned.put(
                container.path("name").asString(""),
                path(container).canonical() + container.path(PINNED).asString("")));
    return pinned.isEmpty() ? Optional.empty() : Optional.of(Canonical.tree(pinned));
  }

  /// The observed digests in the light of the desired ones: where the image itself is another, the
  /// specification says so already.
  static JsonNode align(JsonNode desired, JsonNode observed) {
    var aligned = JsonNodeFactory.instance.objectNode();
    for (var container : desired.properties()) {
      var wanted = container.getValue().asString("");
      var seen = observed.path(container.getKey()).asString("");
      var same = image(wanted).equals(image(seen));
      aligned.put(container.getKey(), same ? seen : wanted);
    }
    return aligned;
  }

  private static String image(String pinned) {
    var at = pinned.indexOf('@');
    return at < 0 ? pinned : pinned.substring(0, at);
  }

  /// The images whose tag moves with every push that names none.
  static List<String> movingTags(JsonNode specification) {
    return containers(specification)
        .map(Images::path)
        .filter(path -> path.tag().equals("latest"))
        .map(ImagePath::canonical)
        .distinct()
        .toList();
  }

  /// What stands against the images that are not in their repositories.
  static List<Objection> objections(
      Desired<?> resource, JsonNode specification, Surroundings around) {
    return containers(specification)
        .map(Images::path)
        .flatMap(path -> MissingImage.objection(resource, path, LOOKED_UP, around).stream())
        .distinct()
        .toList();
  }

  private static Stream<JsonNode> containers(JsonNode specification) {
    return specification
        .path("spec")
        .path("containers")
        .valueStream()
        .filter(container -> container.path("image").isString());
  }

  private static ImagePath path(JsonNode container) {
    return ImagePath.parse(container.path("image").asString(""));
  }
}
