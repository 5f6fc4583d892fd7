package dev.snowdrift.git;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession;
import org.eclipse.jgit.transport.RemoteSession2;
import org.eclipse.jgit.transport.SshConfigStore;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.KeyPasswordProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.agent.ConnectorFactory;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/// SSH with one key, one file of known hosts and nothing else: no home directory, no `ssh_config`,
/// no agent, no proxy, no password, no question to anybody. A host key that is not in the file is
/// refused.
final class SshGate extends SshSessionFactory implements AutoCloseable {
  private final Operation operation;
  private final KeyOnly sessions;

  SshGate(Credentials.SshKey credentials, Path home, Operation operation) {
    this.operation = operation;
    this.sessions = new KeyOnly(credentials, operation);
    sessions.setHomeDirectory(home.toFile());
    sessions.setSshDirectory(home.toFile());
  }

  @Override
  public String getType() {
    return sessions.getType();
  }

  @Override
  public RemoteSession getSession(
      URIish uri, @Nullable CredentialsProvider nobody, FS fs, int timeoutMillis)
      throws TransportException {
    return new Session(sessions.getSession(uri, nobody, fs, timeoutMillis), operation);
  }

  @Override
  public void close() {
    sessions.close();
  }

  private static final class KeyOnly extends SshdSessionFactory {
    private final Credentials.SshKey credentials;
    private final Operation operation;

    @SuppressWarnings("NullAway") // JGit: null stands for no key cache and no proxies
    KeyOnly(Credentials.SshKey credentials, Operation operation) {
      super(null, null);
      this.credentials = credentials;
      this.operation = operation;
    }

    @Override
    @SuppressWarnings("NullAway") // JGit: null stands for no configuration file
    protected File getSshConfig(File sshDirectory) {
      return null;
    }

    @Override
    @SuppressWarnings("NullAway") // JGit: null stands for no configuration
    protected SshConfigStore createSshConfigStore(File home, File config, String user) {
      return null;
    }

    @Override
    @SuppressWarnings("NullAway") // JGit: null stands for no agent
    protected ConnectorFactory getConnectorFactory() {
      return null;
    }

    @Override
    protected List<Path> getDefaultKnownHostsFiles(File sshDirectory) {
      return List.of(credentials.knownHosts());
    }

    @Override
    protected List<Path> getDefaultIdentities(File sshDirectory) {
      return List.of(credentials.key());
    }

    @Override
    protected String getDefaultPreferredAuthentications() {
      return "publickey";
    }

    @Override
    protected KeyPasswordProvider createKeyPasswordProvider(CredentialsProvider nobody) {
      return new Passphrase(credentials.passphrase());
    }

    @Override
    protected ServerKeyDatabase createServerKeyDatabase(File home, File sshDirectory) {
      return new StrictKeys(super.createServerKeyDatabase(home, sshDirectory), operation);
    }
  }

  /// Without a session configuration JGit's mode is "ask"; asking nobody denies, and what is denied
  /// is remembered.
  private record StrictKeys(ServerKeyDatabase known, Operation operation)
      implements ServerKeyDatabase {
    @Override
    public List<PublicKey> lookup(
        String address, InetSocketAddress remote, Configuration configuration) {
      return known.lookup(address, remote, configuration);
    }

    @Override
    @SuppressWarnings("NullAway") // no credentials provider: nobody to ask
    public boolean accept(
        String address,
        InetSocketAddress remote,
        PublicKey key,
        Configuration configuration,
        @Nullable CredentialsProvider nobody) {
      var accepted = known.accept(address, remote, key, new Strict(configuration), null);
      if (!accepted) {
        operation.rejectedHostKey(key, known.lookup(address, remote, new Strict(configuration)));
      }
      return accepted;
    }
  }

  private record Strict(ServerKeyDatabase.Configuration configuration)
      implements ServerKeyDatabase.Configuration {
    @Override
    public List<String> getUserKnownHostsFiles() {
      return List.of();
    }

    @Override
    public List<String> getGlobalKnownHostsFiles() {
      return List.of();
    }

    @Override
    public StrictHostKeyChecking getStrictHostKeyChecking() {
      return StrictHostKeyChecking.REQUIRE_MATCH;
    }

    @Override
    public boolean getHashKnownHosts() {
      return false;
    }

    @Override
    public String getUsername() {
      return configuration.getUsername();
    }
  }

  private record Passphrase(String text) implements KeyPasswordProvider {
    @Override
    public char[] getPassphrase(URIish uri, int attempt) {
      return text.toCharArray();
    }

    @Override
    public void setAttempts(int attempts) {}

    @Override
    public int getAttempts() {
      return 1;
    }

    @Override
    public boolean keyLoaded(URIish uri, int attempt, @Nullable Exception error) {
      return false;
    }
  }

  private record Session(RemoteSession2 session, Operation operation) implements RemoteSession2 {
    @Override
    public Process exec(String command, int timeoutSeconds) throws IOException {
      return new Counted(session.exec(command, timeoutSeconds), operation);
    }

    @Override
    public Process exec(String command, Map<String, String> environment, int timeoutSeconds)
        throws IOException {
      return new Counted(session.exec(command, environment, timeoutSeconds), operation);
    }

    @Override
    public void disconnect() {
      session.disconnect();
    }
  }

  /// A remote command whose output is counted.
  private static final class Counted extends Process {
    private final Process process;
    private final InputStream counted;

    Counted(Process process, Operation operation) {
      this.process = process;
      this.counted = operation.wire(process.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() {
      return process.getOutputStream();
    }

    @Override
    public InputStream getInputStream() {
      return counted;
    }

    @Override
    public InputStream getErrorStream() {
      return process.getErrorStream();
    }

    @Override
    public int waitFor() throws InterruptedException {
      return process.waitFor();
    }

    @Override
    public int exitValue() {
      return process.exitValue();
    }

    @Override
    public void destroy() {
      process.destroy();
    }
  }
}
