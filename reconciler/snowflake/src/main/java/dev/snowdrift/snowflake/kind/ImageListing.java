package dev.snowdrift.snowflake.kind;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.SideListing;
import dev.snowdrift.snowflake.Sql;
import dev.snowdrift.snowflake.StatementClass;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What is in an image repository: the digest of each tag, by image (Snowflake documentation, "SHOW
/// IMAGES IN IMAGE REPOSITORY").
///
/// @param tags by image and tag: the digest that the tag means now
/// @param digests by image: all of them, tagged or not
record ImageListing(JsonNode tags, JsonNode digests) {
  private static final String TAGS = "tags";
  private static final String DIGESTS = "digests";

  /// Under which the images of a repository stand in an observation.
  static ResourceId id(String repository) {
    return new ResourceId("Images", repository);
  }

  /// The listing of one repository, by its full name.
  static SideListing of(String repository) {
    var statement =
        Sql.of("SHOW IMAGES")
            .words("IN IMAGE REPOSITORY")
            .name(repository)
            .end(StatementClass.SHOW);
    return new SideListing(
        new ResourceId("ImageRepository", repository),
        id(repository),
        statement,
        rows -> read(id(repository), rows));
  }

  private static Observed read(ResourceId id, List<Row> rows) {
    var json = JsonNodeFactory.instance;
    var tags = json.objectNode();
    var digests = json.objectNode();
    for (var row : rows) {
      var image = row.need("image_name");
      var digest = row.need("digest");
      digests.withArray("/" + pointer(image)).add(digest);
      var tagsOfImage = tags.withObject("/" + pointer(image));
      row.list(TAGS).forEach(tag -> tagsOfImage.put(unquoted(tag), digest));
    }
    var fields = new TreeMap<String, JsonNode>();
    fields.put(TAGS, tags);
    fields.put(DIGESTS, digests);
    return new Observed(id, fields, Optional.empty(), Health.HEALTHY, new TreeMap<>());
  }

  private static String pointer(String image) {
    return image.replace("~", "~0").replace("/", "~1");
  }

  private static String unquoted(String tag) {
    return tag.replace("\"", "");
  }

  /// What was seen of a repository's images; empty when nothing could be.
  static Optional<ImageListing> from(Observed seen) {
    return seen.field(TAGS)
        .flatMap(tags -> seen.field(DIGESTS).map(digests -> new ImageListing(tags, digests)));
  }

  boolean isEmpty() {
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
  Optional<String> digest(ImagePath path) {
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
