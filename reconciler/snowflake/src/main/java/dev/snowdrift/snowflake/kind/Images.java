package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Objection;
import dev.snowdrift.kind.Surroundings;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.snowflake.SideListing;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
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

  private static final int NAMED = 5;

  private Images() {}

  /// One listing for each repository that the specification takes images from.
  static List<SideListing> listings(JsonNode specification) {
    var repositories = new TreeSet<String>();
    containers(specification)
        .forEach(container -> path(container).repository().ifPresent(repositories::add));
    return repositories.stream().map(ImageListing::of).toList();
  }

  /// The specification with the digest that each tag means now, as far as it is known. Images that
  /// are given by digest are nobody's business.
  static JsonNode resolve(JsonNode specification, Surroundings around) {
    var resolved = specification.deepCopy();
    for (var container : resolved.path("spec").path("containers")) {
      if (container instanceof ObjectNode object && path(object).digest().isEmpty()) {
        listing(path(object), around)
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

  /// A repository in which there is something else is a mistake; one that is empty, or still to be
  /// made, is waited for.
  static List<Objection> objections(
      Desired<?> resource, JsonNode specification, Surroundings around) {
    var objections = new LinkedHashSet<Objection>();
    containers(specification)
        .map(Images::path)
        .forEach(path ->
            listing(path, around)
                .filter(images -> images.digest(path).isEmpty())
                .map(images -> objection(resource, path, images))
                .ifPresent(objections::add));
    return List.copyOf(objections);
  }

  private static Objection objection(Desired<?> resource, ImagePath path, ImageListing images) {
    var repository = path.repository().orElse("");
    if (images.isEmpty()) {
      return new Objection.Wait(
          "nothing has been pushed to %s yet".formatted(repository),
          "push `%s`; the service follows by itself".formatted(path.canonical()));
    }
    var tags = images.tagsOf(path.image());
    var next =
        !images.images().contains(path.image())
            ? "the repository has the images "
                + near(path.image(), images.images())
                + "; push it, or correct the name"
            : "the image has "
                + (tags.isEmpty() ? "no tags" : "the tags " + near(path.tag(), tags))
                + "; push it, or correct the version";
    return new Objection.Wrong(
        new Problem(
            Code.IMAGE_UNKNOWN,
            resource.at(),
            resource.id().toString(),
            "the image `%s` is not in %s".formatted(path.canonical(), repository),
            "Snowflake looks images up when a specification is given to a service",
            next));
  }

  /// Those that begin most alike first: versions are told apart by their ends.
  private static String near(String word, Collection<String> candidates) {
    var named =
        candidates.stream()
            .sorted(
                Comparator.<String>comparingInt(candidate -> -common(word, candidate))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(NAMED)
            .map(name -> "`" + name + "`")
            .collect(Collectors.joining(", "));
    return candidates.size() > NAMED
        ? named + " and " + (candidates.size() - NAMED) + " more"
        : named;
  }

  private static int common(String one, String other) {
    var length = 0;
    while (length < Math.min(one.length(), other.length())
        && one.charAt(length) == other.charAt(length)) {
      length++;
    }
    return length;
  }

  private static Optional<ImageListing> listing(ImagePath path, Surroundings around) {
    return path.repository()
        .flatMap(name -> around.observed(ImageListing.id(name)))
        .flatMap(ImageListing::from);
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
