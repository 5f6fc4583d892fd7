package dev.snowdrift.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.snowdrift.git.GitException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshRemoteTest {
  @TempDir Path temporary;
  private final KeyPair user = SshOrigin.keyPair();
  private Origin origin;
  private SshOrigin ssh;
  private CommitId head;

  @BeforeEach
  void begin() {
    origin = Origin.in(temporary.resolve("origin"));
    head = origin.commit("main", "1", origin.files(Map.of("a", "a")));
    ssh = new SshOrigin(origin, user.getPublic());
  }

  @AfterEach
  void end() {
    ssh.close();
    origin.close();
  }

  private Path keyFile(KeyPair pair) throws IOException {
    var encoded = Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded());
    return Files.writeString(
        temporary.resolve("id"),
        "-----BEGIN PRIVATE KEY-----\n" + encoded + "\n-----END PRIVATE KEY-----\n");
  }

  private GitRepository open(KeyPair pair, Path knownHosts) throws IOException {
    var credentials = new Credentials.SshKey(keyFile(pair), "", knownHosts);
    return GitRepository.open(
        temporary.resolve("copy"), new GitRemote(ssh.url(), credentials), GitLimits.defaults());
  }

  @Test
  void a_commit_comes_over_ssh_from_a_known_host() throws IOException {
    var known = ssh.knownHosts(temporary.resolve("known"), ssh.hostKey());
    try (var git = open(user, known)) {
      assertThat(git.advertise(Set.of("main"))).containsExactly(Map.entry("main", head));
      assertThat(git.fetch("main").id()).isEqualTo(head);
    }
  }

  @Test
  @Tag("T69")
  void an_unknown_host_is_refused_and_not_written_down() throws IOException {
    var known = Files.createFile(temporary.resolve("known"));
    try (var git = open(user, known)) {
      var failure = catchThrowableOfType(GitException.class, () -> git.fetch("main"));

      assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
      assertThat(failure.why()).contains(KeyUtils.getFingerPrint(ssh.hostKey()));
      assertThat(known).isEmptyFile();
    }
  }

  @Test
  @Tag("T69")
  void a_changed_host_key_is_refused_and_not_written_down() throws IOException {
    var other = SshOrigin.keyPair().getPublic();
    var known = ssh.knownHosts(temporary.resolve("known"), other);
    var before = Files.readString(known);
    try (var git = open(user, known)) {
      var failure = catchThrowableOfType(GitException.class, () -> git.fetch("main"));

      assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
      assertThat(failure.why())
          .contains(KeyUtils.getFingerPrint(ssh.hostKey()))
          .contains(KeyUtils.getFingerPrint(other));
      assertThat(known).hasContent(before);
    }
  }

  @Test
  void another_key_is_no_login() throws IOException {
    var known = ssh.knownHosts(temporary.resolve("known"), ssh.hostKey());
    try (var git = open(SshOrigin.keyPair(), known)) {
      var failure = catchThrowableOfType(GitException.class, () -> git.fetch("main"));

      assertThat(failure.reason()).isEqualTo(Reason.AUTHENTICATION);
    }
  }
}
