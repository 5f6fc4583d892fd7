package dev.snowdrift.image;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Objection;
import dev.snowdrift.kind.Surroundings;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Problem;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;

/// What stands against using an image that is not in its repository.
public final class MissingImage {
  private static final int NAMED = 5;

  private MissingImage() {}

  /// A repository in which there is something else is a mistake; one that is empty, or still to be
  /// made, is waited for. Empty when the image is there, or nothing could be seen.
  ///
  /// @param why when Snowflake looks the image up
  public static Optional<Objection> objection(
      Desired<?> resource, ImagePath path, String why, Surroundings around) {
    return ImageListing.of(path, around)
        .filter(images -> images.digest(path).isEmpty())
        .map(images -> objection(resource, path, why, images));
  }

  private static Objection objection(
      Desired<?> resource, ImagePath path, String why, ImageListing images) {
    var repository = path.repository().orElse("");
    if (images.isEmpty()) {
      return new Objection.Wait(
          "nothing has been pushed to %s yet".formatted(repository),
          "push `%s`; it goes on by itself".formatted(path.canonical()));
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
            why,
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
}
