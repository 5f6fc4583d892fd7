package dev.snowdrift.sandbox.container;

import dev.snowdrift.sandbox.SandboxClock;
import dev.snowdrift.sandbox.account.Registry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/// The account's image registry: what has been pushed to its repositories. Repositories are named
/// `DB.SCHEMA.REPOSITORY` in stored form. Thread-safe.
public final class ImageRegistry {
  private final SandboxClock clock;
  private final Map<String, Map<String, Image>> repositories = new LinkedHashMap<>();

  private final Instant opened;
  private BiConsumer<String, Map<String, String>> recorder = (_, _) -> {};

  public ImageRegistry(SandboxClock clock) {
    this.clock = clock;
    this.opened = clock.instant();
  }

  /// When the registry came to be, with the account.
  Instant opened() {
    return opened;
  }

  /// One manifest under one name.
  ///
  /// @param digest `sha256:` and 64 hexadecimal digits
  /// @param tags the tags that point to it now; may be empty
  public record Image(Instant createdOn, String name, SortedSet<String> tags, String digest) {
    public Image {
      tags = new TreeSet<>(tags);
    }
  }

  /// Pushes an image as `docker push` does; a tag that exists moves to the new digest. The
  /// repository need not exist yet for SQL. Idempotent.
  ///
  /// @throws IllegalArgumentException when the digest is not `sha256:` and 64 hexadecimal digits
  public synchronized void push(
      String repositoryName, String imageName, String tag, String digest) {
    if (!digest.matches("sha256:[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not a digest: " + digest);
    }
    var images = repositories.computeIfAbsent(repositoryName, r -> new LinkedHashMap<>());
    for (var image : images.values()) {
      if (image.name().equals(imageName) && !image.digest().equals(digest)) {
        image.tags().remove(tag);
      }
    }
    images
        .computeIfAbsent(
            imageName + "@" + digest,
            key -> new Image(clock.instant(), imageName, new TreeSet<>(), digest))
        .tags()
        .add(tag);
    recorder.accept(
        "image",
        Map.of("repository", repositoryName, "name", imageName, "tag", tag, "digest", digest));
  }

  /// Makes pushes part of an account's journal.
  void register(Registry registry) {
    recorder = registry.recorder();
    registry.input(
        "image",
        values ->
            push(
                values.getOrDefault("repository", ""),
                values.getOrDefault("name", ""),
                values.getOrDefault("tag", ""),
                values.getOrDefault("digest", "")));
  }

  /// The digest that the reference means now; empty when there is no such image.
  synchronized Optional<String> digest(ImageReference reference) {
    return images(reference.repository()).stream()
        .filter(image -> image.name().equals(reference.name()))
        .filter(image ->
            reference.digest().isPresent()
                ? reference.digest().get().equals(image.digest())
                : image.tags().contains(reference.tag()))
        .map(Image::digest)
        .findFirst();
  }

  /// The images of a repository, oldest first.
  public synchronized List<Image> images(String repositoryName) {
    var images = repositories.get(repositoryName);
    return images == null ? List.of() : new ArrayList<>(images.values());
  }

  /// Forgets a repository's images, as DROP and OR REPLACE do.
  public synchronized void clear(String repositoryName) {
    repositories.remove(repositoryName);
  }
}
