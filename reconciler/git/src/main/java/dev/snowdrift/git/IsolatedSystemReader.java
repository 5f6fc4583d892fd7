package dev.snowdrift.git;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/// Keeps JGit to the directory it was given. JGit asks one object per process for its surroundings;
/// with this one installed there is no system, user or JGit configuration to read or write
/// (`~/.gitconfig`, `~/.config/jgit/config`), no environment variable (`GIT_SSL_NO_VERIFY`,
/// `GIT_DIR`, `SSH_AUTH_SOCK`), no `git` program looked up on `PATH` and started, and no name
/// service asked for the host's name.
final class IsolatedSystemReader extends SystemReader.Delegate {
  private IsolatedSystemReader(SystemReader delegate) {
    super(delegate);
  }

  /// Installs it for this process; a second call changes nothing.
  static synchronized void install() {
    if (!(SystemReader.getInstance() instanceof IsolatedSystemReader)) {
      SystemReader.setInstance(new IsolatedSystemReader(SystemReader.getInstance()));
    }
  }

  @Override
  @SuppressWarnings("NullAway") // JGit's convention for an unset variable
  public String getenv(String variable) {
    return null;
  }

  @Override
  public String getHostname() {
    return "localhost";
  }

  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    return new InMemory(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS fs) {
    return new InMemory(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS fs) {
    return new InMemory(parent, fs);
  }

  private static final class InMemory extends FileBasedConfig {
    @SuppressWarnings("NullAway") // as JGit itself does for an absent system configuration
    InMemory(Config parent, FS fs) {
      super(parent, null, fs);
    }

    @Override
    public void load() {}

    @Override
    public void save() {}

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
