package dev.snowdrift.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.snowdrift.git.GitException.Reason;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class HttpRemoteTest {
  private static final String CANARY = "ghp_CaNaRy0123456789";
  private static final String SERVICE = "001e# service=git-upload-pack\n0000";
  @TempDir Path temporary;
  private final CountDownLatch end = new CountDownLatch(1);
  private Origin origin;
  private HttpOrigin http;
  private CommitId head;

  @BeforeEach
  void begin() {
    origin = Origin.in(temporary.resolve("origin"));
    head = origin.commit("main", "1", origin.files(Map.of("base/a.yaml", "a")));
    http = new HttpOrigin(origin);
  }

  @AfterEach
  void end() {
    end.countDown();
    http.close();
    origin.close();
  }

  private GitRepository open(GitLimits limits) {
    return open(limits, new Credentials.Token(CANARY));
  }

  private GitRepository open(GitLimits limits, Credentials credentials) {
    return GitRepository.open(
        temporary.resolve("copy"), new GitRemote(http.url(), credentials), limits);
  }

  private GitException fetchFails(GitLimits limits) {
    try (var git = open(limits)) {
      var failure = catchThrowableOfType(GitException.class, () -> git.fetch("main"));
      assertThat(failure).isNotNull();
      assertThat(git.resolve("main")).isEmpty();
      return failure;
    }
  }

  private static String everything(Throwable failure) {
    var text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void a_commit_comes_over_http_with_the_token_as_password() {
    try (var git = open(GitLimits.defaults())) {
      var heads = git.advertise(Set.of("main"));
      var revision = git.fetch("main");

      assertThat(heads).containsExactly(Map.entry("main", head));
      assertThat(revision.id()).isEqualTo(head);
    }
    var login = "x-access-token:" + CANARY;
    var basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    assertThat(http.authorizations).isNotEmpty().containsOnly("Basic " + basic);
  }

  @Test
  void a_fetch_of_what_is_here_already_asks_for_no_objects() {
    try (var git = open(GitLimits.defaults())) {
      git.fetch("main");
      http.requests.clear();
      git.fetch("main");
    }

    assertThat(http.requests).hasSize(2); // capabilities and the branch's head
  }

  @Test
  @Tag("T75")
  void a_refused_token_is_told_apart_and_appears_nowhere() {
    http.answer(exchange -> {
      var sent = exchange.getRequestHeaders().getFirst("Authorization");
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"" + CANARY + "\"");
      HttpOrigin.text(exchange, 401, sent + " " + CANARY);
      return true;
    });

    var failure = fetchFails(GitLimits.defaults());

    assertThat(failure.reason()).isEqualTo(Reason.AUTHENTICATION);
    assertThat(failure.what()).contains("127.0.0.1").contains("/team/repo.git");
    var encoded = http.authorizations.getFirst().substring("Basic ".length());
    assertThat(everything(failure)).doesNotContain(CANARY).doesNotContain(encoded);
    assertThat(http.requests).hasSize(1);
  }

  @Test
  @Tag("T75")
  void a_server_that_echoes_the_token_in_git_s_own_error_does_not_leak_it() {
    http.answer(exchange -> {
      exchange
          .getResponseHeaders()
          .set("Content-Type", "application/x-git-upload-pack-advertisement");
      var error = "ERR no: " + CANARY + " \u001b[31m https://u:p@host/x";
      HttpOrigin.text(exchange, 200, SERVICE + "%04x%s".formatted(error.length() + 4, error));
      return true;
    });

    var failure = fetchFails(GitLimits.defaults());

    assertThat(everything(failure)).contains("no: ***");
    assertThat(everything(failure)).doesNotContain(CANARY, "u:p", "\u001b");
  }

  @Test
  void statuses_have_reasons() {
    assertThat(status(403)).isEqualTo(Reason.AUTHENTICATION);
    assertThat(status(404)).isEqualTo(Reason.NOT_FOUND);
    assertThat(status(429)).isEqualTo(Reason.UNREACHABLE);
    assertThat(status(502)).isEqualTo(Reason.UNREACHABLE);
  }

  private Reason status(int status) {
    http.answer(exchange -> {
      HttpOrigin.text(exchange, status, "no");
      return true;
    });
    return fetchFails(GitLimits.defaults()).reason();
  }

  @Test
  void a_host_that_does_not_listen_is_unreachable() {
    var limits = GitLimits.defaults();
    try (var git = open(limits)) {
      http.close();
      var failure = catchThrowableOfType(GitException.class, () -> git.advertise(Set.of("main")));
      assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
      assertThat(failure.isTransient()).isTrue();
    }
  }

  @Test
  void a_login_page_is_no_git_server() {
    http.answer(exchange -> {
      exchange.getResponseHeaders().set("Content-Type", "text/html");
      HttpOrigin.text(exchange, 200, "<html>Log in</html>");
      return true;
    });

    assertThat(fetchFails(GitLimits.defaults()).reason()).isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  @Tag("T66")
  @Tag("T67")
  void a_redirect_to_another_host_is_refused_before_it_is_asked() {
    try (var other = new HttpOrigin(origin)) {
      http.answer(exchange -> {
        var target = other.url() + "/info/refs?service=git-upload-pack";
        exchange.getResponseHeaders().set("Location", target);
        HttpOrigin.text(exchange, 301, "");
        return true;
      });

      var failure = fetchFails(GitLimits.defaults());

      assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
      assertThat(other.requests).isEmpty();
    }
  }

  @Test
  @Tag("T67")
  void a_redirect_after_the_advertisement_is_refused_as_well() {
    try (var other = new HttpOrigin(origin)) {
      http.answer(exchange -> {
        if (exchange.getRequestMethod().equals("GET")) {
          return false;
        }
        exchange.getResponseHeaders().set("Location", other.url() + "/git-upload-pack");
        HttpOrigin.text(exchange, 302, "");
        return true;
      });

      fetchFails(GitLimits.defaults());

      assertThat(other.requests).isEmpty();
      assertThat(other.authorizations).isEmpty();
    }
  }

  @Test
  void a_renamed_repository_on_the_same_host_is_followed() {
    http.answer(exchange -> {
      if (exchange.getRequestURI().getPath().startsWith("/new/")) {
        return false;
      }
      exchange
          .getResponseHeaders()
          .set("Location", "/new/repo.git/info/refs?service=git-upload-pack");
      HttpOrigin.text(exchange, 301, "");
      return true;
    });

    try (var git = open(GitLimits.defaults())) {
      assertThat(git.fetch("main").id()).isEqualTo(head);
    }
  }

  @Test
  @Tag("T74")
  @Timeout(20)
  void a_server_that_says_nothing_is_given_up() {
    http.answer(_ -> {
      await();
      return true;
    });

    var failure =
        fetchFails(GitLimits.defaults().withTimes(Duration.ofSeconds(1), Duration.ofSeconds(10)));

    assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
  }

  @Test
  @Tag("T74")
  @Timeout(20)
  void a_server_that_stalls_within_the_pack_is_given_up() {
    http.answer(exchange -> {
      if (exchange.getRequestMethod().equals("GET")) {
        return false;
      }
      var bytes = http.gitAnswer(exchange);
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
      exchange.getResponseBody().flush();
      await();
      return true;
    });

    var failure =
        fetchFails(GitLimits.defaults().withTimes(Duration.ofSeconds(1), Duration.ofSeconds(10)));

    assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
  }

  @Test
  @Tag("T74")
  @Timeout(20)
  void a_server_that_drips_is_given_up_at_the_deadline_of_the_whole() {
    http.answer(exchange -> {
      exchange
          .getResponseHeaders()
          .set("Content-Type", "application/x-git-upload-pack-advertisement");
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write((SERVICE + "fff0").getBytes(StandardCharsets.US_ASCII));
      do {
        exchange.getResponseBody().write('x');
        exchange.getResponseBody().flush();
      } while (!finished(Duration.ofMillis(50)));
      return true;
    });
    var start = Instant.now();

    var failure =
        fetchFails(GitLimits.defaults().withTimes(Duration.ofSeconds(5), Duration.ofSeconds(1)));

    assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  @Tag("T72")
  void an_endless_advertisement_is_cut() {
    http.answer(exchange -> {
      exchange
          .getResponseHeaders()
          .set("Content-Type", "application/x-git-upload-pack-advertisement");
      exchange.sendResponseHeaders(200, 0);
      var out = exchange.getResponseBody();
      out.write(SERVICE.getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < 1_000_000; i++) {
        var line = head + " refs/heads/" + "%08d\n".formatted(i);
        out.write("%04x%s".formatted(line.length() + 4, line).getBytes(StandardCharsets.US_ASCII));
      }
      return true;
    });

    var failure = fetchFails(GitLimits.defaults().withAdvertisement(100_000));

    assertThat(failure.reason()).isEqualTo(Reason.LIMIT);
  }

  @Test
  @Tag("T73")
  void a_pack_cut_short_moves_nothing_and_the_next_fetch_succeeds() {
    http.answer(exchange -> {
      if (exchange.getRequestMethod().equals("GET")) {
        return false;
      }
      var bytes = http.gitAnswer(exchange);
      var text = new String(bytes, StandardCharsets.ISO_8859_1);
      var end = text.contains("PACK") ? bytes.length - 40 : bytes.length;
      exchange.sendResponseHeaders(200, end);
      exchange.getResponseBody().write(bytes, 0, end);
      return true;
    });

    var failure = fetchFails(GitLimits.defaults());

    assertThat(failure.reason()).isIn(Reason.UNREACHABLE, Reason.BAD_OBJECT);
    http.answer(_ -> false);
    try (var git = open(GitLimits.defaults())) {
      assertThat(git.fetch("main").id()).isEqualTo(head);
    }
  }

  @Test
  @Tag("T73")
  void a_pack_with_a_flipped_bit_moves_nothing() {
    http.answer(exchange -> {
      var bytes = http.gitAnswer(exchange);
      var at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PACK");
      if (at >= 0) {
        bytes[at + 30] ^= 1;
      }
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
      return true;
    });

    assertThat(fetchFails(GitLimits.defaults()).reason())
        .isIn(Reason.UNREACHABLE, Reason.BAD_OBJECT);
  }

  @Test
  @Tag("T72")
  void a_pack_that_announces_two_billion_objects_is_refused_before_memory_is_reserved() {
    http.answer(exchange -> {
      var bytes = http.gitAnswer(exchange);
      var at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PACK");
      if (at >= 0) {
        bytes[at + 8] = 0x7f;
      }
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
      return true;
    });

    var failure = fetchFails(GitLimits.defaults());

    assertThat(failure.reason()).isEqualTo(Reason.LIMIT);
    assertThat(failure.why()).contains("announces more than"); // rather than: out of memory
  }

  @Test
  @Tag("T7")
  void a_commit_whose_tree_holds_a_dangerous_name_does_not_become_the_head() {
    for (var name : new String[] {"..", ".git", ".GIT", "git~1", "a/b"}) {
      origin.commit(
          "main", "bad", origin.tree(origin.entry("100644", name, origin.blob("x"))), head);

      var failure = fetchFails(GitLimits.defaults());

      assertThat(failure.reason()).isEqualTo(Reason.BAD_OBJECT);
    }
  }

  @Test
  @Timeout(20)
  void an_interrupted_fetch_ends_at_once_and_keeps_the_flag() throws InterruptedException {
    var asked = new CountDownLatch(1);
    http.answer(_ -> {
      asked.countDown();
      await();
      return true;
    });
    var interrupted = new CountDownLatch(1);
    try (var git = open(GitLimits.defaults())) {
      var caller =
          Thread.ofVirtual()
              .start(() -> {
                var failure = catchThrowableOfType(GitException.class, () -> git.fetch("main"));
                if (failure.reason() == Reason.INTERRUPTED
                    && Thread.currentThread().isInterrupted()) {
                  interrupted.countDown();
                }
              });
      asked.await();

      caller.interrupt();

      assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private void await() {
    finished(Duration.ofSeconds(30));
  }

  private boolean finished(Duration atMost) {
    try {
      return end.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
