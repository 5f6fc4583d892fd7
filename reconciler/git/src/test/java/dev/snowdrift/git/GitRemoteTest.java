package dev.snowdrift.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.snowdrift.git.GitException.Reason;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitRemoteTest {
  private static final Credentials KEY =
      new Credentials.SshKey(Path.of("/k"), "pass phrase", Path.of("/known"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ext::sh -c id",
        "ext::id",
        "git://example.com/x",
        "http://example.com/x",
        "http://127.0.0.1.example.com/x",
        "http://2130706433/x",
        "ssh://-oProxyCommand=id/x",
        "ssh://a@-oProxyCommand=id/x",
        "-u@example.com:x",
        "a@example.com:-x",
        "a@-example.com:x",
        "--upload-pack=id",
        "https://canary:canary@example.com/x",
        "https://canary@example.com/x",
        "ssh://git:canary@example.com/x",
        "ssh://-l@example.com/x",
        "https://example.com/x\nHost: y",
        "https://example.com/x y",
        "https://example.com/x?token=canary",
        "https://example.com/x#canary",
        "https://example.com",
        "https:example.com/x",
        "file://host/x",
        "file:x",
        "relative/path",
        "ftp://example.com/x",
        "https://exa_mple.com/x"
      })
  @Tag("T65")
  void an_address_that_is_dangerous_or_unclear_is_refused(String url) {
    for (var credentials : new Credentials[] {new Credentials.None(), KEY}) {
      var failure = catchThrowableOfType(GitException.class, () -> new GitRemote(url, credentials));

      assertThat(failure).as(url).isNotNull();
      assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
      assertThat(failure.getMessage()).doesNotContain("canary");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com/a/b.git, https://example.com/a/b.git",
    "https://example.com:8443/a%20b, https://example.com:8443/a%20b",
    "http://127.0.0.1:80/x, http://127.0.0.1:80/x",
    "http://localhost/x, http://localhost/x",
    "http://[::1]:8080/x, http://[::1]:8080/x",
    "/srv/git/x, /srv/git/x",
    "file:///srv/git/x, /srv/git/x",
    "file:/srv/git/x, /srv/git/x",
  })
  void these_addresses_are_accepted_and_shown_without_a_user(String url, String shown) {
    assertThat(GitRemote.of(url).address().display()).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "ssh://git@example.com/a/b, ssh://git@example.com/a/b",
    "ssh://git@example.com:2222/a/b, ssh://git@example.com:2222/a/b",
    "git@example.com:a/b.git, ssh://git@example.com/a/b.git",
  })
  void what_was_checked_is_what_jgit_gets(String url, String jgit) {
    var uri = new GitRemote(url, KEY).address().toJGit();

    assertThat(uri.getHost()).isEqualTo("example.com");
    assertThat(uri.getUser()).isEqualTo("git");
    assertThat(uri).asString().isEqualTo(jgit);
  }

  @Test
  void credentials_of_the_wrong_kind_are_refused() {
    var token = new Credentials.Token("canary");

    assertThat(refuses("git@example.com:x", token)).isTrue();
    assertThat(refuses("git@example.com:x", new Credentials.None())).isTrue();
    assertThat(refuses("/srv/x", token)).isTrue();
    assertThat(refuses("https://example.com/x", KEY)).isTrue();
  }

  private static boolean refuses(String url, Credentials credentials) {
    var failure = catchThrowableOfType(GitException.class, () -> new GitRemote(url, credentials));
    return failure != null && !failure.toString().contains("canary");
  }

  @Test
  @Tag("T75")
  void credentials_show_no_secret() {
    assertThat(new GitRemote("https://h.example/x", new Credentials.Token("canary")))
        .asString()
        .doesNotContain("canary");
    assertThat(new Credentials.UserPassword("ada", "canary"))
        .asString()
        .contains("ada")
        .doesNotContain("canary");
    assertThat(KEY).asString().doesNotContain("pass phrase");
  }
}
