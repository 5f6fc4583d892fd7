package dev.snowdrift.image;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Surroundings;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// What is in an image repository: the digest of each tag, by image. It stands in an observation
/// under an id of its own, which is no kind's and is never planned.
///
/// @param tags by image and tag: the digest that the tag means now
/// @param digests by image: all of them, tagged or not
public record ImageListing(JsonNode tags, JsonNode digests) {
  private static final String TAGS = "tags";
  private static final String DIGESTS = "digests";

  /// Under which the images of a repository stand in an observation.
  public static ResourceId id(String repository) {
    return new ResourceId("Images", repository);
  }

  /// As it stands in an observation.
  public Observed observed(String repository) {
    var fields = new TreeMap<String, JsonNode>();
    fields.put(TAGS, tags);
    fields.put(DIGESTS, digests);
    return new Observed(id(repository), fields, Optional.empty(), Health.HEALTHY, new TreeMap<>());
  }

  /// What was seen of the repository that an image is in; empty when nothing could be.
  public static Optional<ImageListing> of(ImagePath path, Surroundings around) {
    return path.repository()
        .flatMap(name -> around.observed(id(name)))
        .flatMap(seen ->
            seen.field(TAGS)
                .flatMap(
                    tags -> seen.field(DIGESTS).map(digests -> new ImageListing(tags, digests))));
  }

  public boolean isEmpty() {
    return digests.isEmpty();
  }

  List<String> images() {
    return List.copyOf(digests.propertyNames());
  }

  List<String> tagsOf(String image) {
    return List.copyOf(tags.path(image).propertyNames());
  }

  /// The digest of an image: that which it names, or which its tag means now; empty when there is
  /// no such image.
  public Optional<String> digest(ImagePath path) {
    var named = path.digest();
    if (named.isPresent()) {
      return named.filter(digest ->
          digests
              .path(path.image())
              .valueStream()
              .anyMatch(known -> known.asString("").equals(digest)));
    }
    return tags.path(path.image()).path(path.tag()).asStringOpt();
  }
}
