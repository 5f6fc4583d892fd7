package dev.snowdrift.sandbox.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.snowdrift.sandbox.SandboxClock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ImageRegistryTest {
  private static final String ONE = "sha256:" + "1".repeat(64);
  private static final String TWO = "sha256:" + "2".repeat(64);

  private final ImageRegistry registry =
      new ImageRegistry(SandboxClock.stepped(Instant.parse("2026-01-05T09:00:00Z")));

  private static ImageReference reference(String text) {
    return ImageReference.parse(text, "h.registry.snowflakecomputing.com").orElseThrow();
  }

  @Test
  void a_tag_that_is_pushed_again_moves() {
    registry.push("DB.SC.REPO", "web", "latest", ONE);
    registry.push("DB.SC.REPO", "web", "v1", ONE);
    registry.push("DB.SC.REPO", "web", "latest", TWO);

    assertThat(registry.digest(reference("/db/sc/repo/web"))).contains(TWO);
    assertThat(registry.digest(reference("/db/sc/repo/web:v1"))).contains(ONE);
    assertThat(registry.digest(reference("/db/sc/repo/web@" + ONE))).contains(ONE);
    assertThat(registry.images("DB.SC.REPO"))
        .extracting(image -> image.digest() + image.tags())
        .containsExactly(ONE + "[v1]", TWO + "[latest]");
  }

  @Test
  void an_image_that_was_not_pushed_is_absent() {
    registry.push("DB.SC.REPO", "web", "latest", ONE);

    assertThat(registry.digest(reference("/db/sc/repo/web:v9"))).isEmpty();
    assertThat(registry.digest(reference("/db/sc/other/web"))).isEmpty();
    assertThat(registry.digest(reference("/db/sc/repo/api"))).isEmpty();
  }

  @Test
  void a_digest_must_look_like_one() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> registry.push("DB.SC.REPO", "web", "latest", "abc"));
  }
}
