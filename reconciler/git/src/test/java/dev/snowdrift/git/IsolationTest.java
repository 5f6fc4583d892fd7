package dev.snowdrift.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsolationTest {
  @TempDir Path temporary;

  @Test
  @Tag("T68")
  void jgit_sees_no_environment_and_no_configuration_of_system_or_user() throws Exception {
    try (var origin = Origin.in(temporary.resolve("origin"))) {
      origin.commit("main", "1", origin.files(Map.of("a", "a")));
      try (var git =
          GitRepository.open(
              temporary.resolve("copy"),
              GitRemote.of(origin.path().toString()),
              GitLimits.defaults())) {
        git.fetch("main");
      }
    }
    var reader = SystemReader.getInstance();

    assertThat(System.getenv("PATH")).isNotEmpty();
    assertThat(reader.getenv("PATH")).isNull();
    assertThat(reader.getHostname()).isEqualTo("localhost");
    assertThat(reader.getUserConfig().getSections()).doesNotContain("user", "http", "url");
    for (var config :
        new FileBasedConfig[] {
          reader.openUserConfig(null, FS.DETECTED),
          reader.openSystemConfig(null, FS.DETECTED),
          reader.openJGitConfig(null, FS.DETECTED)
        }) {
      assertThat(config.getFile()).isNull();
      config.setString("user", null, "name", "nobody");
      config.save();
    }
  }
}
