package dev.snowdrift.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.eclipse.jgit.transport.UploadPack;
import org.jspecify.annotations.Nullable;

/// A Git server over SSH on the loopback interface, for one user key.
final class SshOrigin implements AutoCloseable {
  private final SshServer server = SshServer.setUpDefaultServer();
  private final KeyPair hostKey = keyPair();

  SshOrigin(Origin origin, PublicKey user) {
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPublickeyAuthenticator((_, key, _) -> KeyUtils.compareKeys(user, key));
    server.setCommandFactory((_, _) -> new UploadPackCommand(origin));
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static KeyPair keyPair() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  String url() {
    return "ssh://git@127.0.0.1:" + server.getPort() + "/repo";
  }

  /// A file of known hosts that has `key` for this server.
  Path knownHosts(Path file, PublicKey key) throws IOException {
    return Files.writeString(
        file, "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(key) + "\n");
  }

  PublicKey hostKey() {
    return hostKey.getPublic();
  }

  @Override
  public void close() {
    try {
      server.stop(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class UploadPackCommand implements Command {
    private final Origin origin;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;
    private @Nullable OutputStream err;
    private @Nullable ExitCallback exit;

    UploadPackCommand(Origin origin) {
      this.origin = origin;
    }

    @Override
    public void setInputStream(InputStream in) {
      this.in = in;
    }

    @Override
    public void setOutputStream(OutputStream out) {
      this.out = out;
    }

    @Override
    public void setErrorStream(OutputStream err) {
      this.err = err;
    }

    @Override
    public void setExitCallback(ExitCallback exit) {
      this.exit = exit;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
      var protocol = environment.getEnv().get("GIT_PROTOCOL");
      Thread.ofVirtual()
          .start(() -> {
            var status = 0;
            try {
              var pack = new UploadPack(origin.repository());
              if (protocol != null) {
                pack.setExtraParameters(List.of(protocol));
              }
              pack.upload(in, out, err);
            } catch (IOException _) {
              status = 1;
            }
            if (exit != null) {
              exit.onExit(status);
            }
          });
    }

    @Override
    public void destroy(ChannelSession channel) {}
  }
}
