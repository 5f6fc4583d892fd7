package dev.snowdrift.snowflake;

import dev.snowdrift.image.ImageListing;
import dev.snowdrift.image.ImagePath;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.node.JsonNodeFactory;

/// How the images of a repository are listed (Snowflake documentation, "SHOW IMAGES IN IMAGE
/// REPOSITORY").
public final class RepositoryImages {
  private RepositoryImages() {}

  /// One listing for each repository that the images are in.
  public static List<SideListing> listings(Collection<ImagePath> images) {
    var repositories = new TreeSet<String>();
    images.forEach(image -> image.repository().ifPresent(repositories::add));
    return repositories.stream().map(RepositoryImages::of).toList();
  }

  /// The repository that holds an image, as its kind names it.
  public static ResourceId repository(String name) {
    return new ResourceId("ImageRepository", name);
  }

  private static SideListing of(String repository) {
    var statement =
        Sql.of("SHOW IMAGES")
            .words("IN IMAGE REPOSITORY")
            .name(repository)
            .end(StatementClass.SHOW);
    return new SideListing(
        repository(repository),
        ImageListing.id(repository),
        statement,
        rows -> read(repository, rows));
  }

  private static Observed read(String repository, List<Row> rows) {
    var json = JsonNodeFactory.instance;
    var tags = json.objectNode();
    var digests = json.objectNode();
    for (var row : rows) {
      var image = row.need("image_name");
      var digest = row.need("digest");
      digests.withArray("/" + pointer(image)).add(digest);
      var tagsOfImage = tags.withObject("/" + pointer(image));
      row.list("tags").forEach(tag -> tagsOfImage.put(unquoted(tag), digest));
    }
    return new ImageListing(tags, digests).observed(repository);
  }

  private static String pointer(String image) {
    return image.replace("~", "~0").replace("/", "~1");
  }

  private static String unquoted(String tag) {
    return tag.replace("\"", "");
  }
}
