package dev.snowdrift.sandbox.client;

import dev.snowdrift.sandbox.Sandbox;
import dev.snowdrift.sandbox.SandboxClock;
import dev.snowdrift.sandbox.account.Account;
import dev.snowdrift.sandbox.account.AccountIdentity;
import dev.snowdrift.sandbox.container.ContainerFeature;
import dev.snowdrift.sandbox.container.Timings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/// A sandbox for clients of other languages: an account in which everything happens at once, the
/// user ADMIN with a password, a key pair and an access token, and a home directory of the clients'
/// own. Its time is the machine's, since clients compare it with theirs.
final class ClientWorld implements AutoCloseable {
  static final String TOKEN = "pat-of-admin";
  private static final String DIGEST = "sha256:" + "5d".repeat(32);

  final SandboxClock clock = SandboxClock.running(1);
  final ContainerFeature containers;
  final Account account;
  final Sandbox sandbox;
  final Path home;
  final Path privateKey;

  private ClientWorld(Path home) throws IOException {
    var identity = new AccountIdentity("ACME", "SANDBOX", "AB12345");
    this.home = home;
    this.privateKey = home.resolve("key.p8");
    this.containers = new ContainerFeature(clock, identity, Timings.immediate());
    this.account = Account.create(clock, identity, containers);
    var keys = keys();
    secretFile(privateKey, pem(keys.getPrivate().getEncoded()));
    run(
        "ALTER USER ADMIN SET RSA_PUBLIC_KEY = '"
            + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded())
            + "'");
    account.registerAccessToken(TOKEN, Account.ADMIN, "ACCOUNTADMIN");
    this.sandbox = Sandbox.builder().clock(clock).engine(account).directory(account).start();
  }

  /// Starts one whose clients have that directory as their home.
  static ClientWorld start(Path home) throws IOException {
    return new ClientWorld(home);
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  private static String pem(byte[] key) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
        + "\n-----END PRIVATE KEY-----\n";
  }

  /// Writes a file that only its owner reads, as clients demand of keys and configuration.
  static void secretFile(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /// Runs statements as the administrator.
  void run(String... statements) {
    var session = account.open(Account.ADMIN);
    for (var sql : statements) {
      account.execute(session, sql);
    }
  }

  /// Pushes an image as `docker push` would.
  ///
  /// @param repository `DB.SCHEMA.REPOSITORY`
  void push(String repository, String image, String tag) {
    containers.images().push(repository, image, tag, DIGEST);
  }

  /// The whole environment of a client's process. What keeps it from asking clouds for metadata is
  /// configuration that the clients know themselves.
  Map<String, String> environment() {
    var environment = new HashMap<String, String>();
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOME", home.toString());
    environment.put("SNOWFLAKE_HOME", home.resolve(".snowflake").toString());
    environment.put("SNOWFLAKE_DISABLE_PLATFORM_DETECTION", "true");
    environment.put("LANG", "C.UTF-8");
    environment.put("COLUMNS", "200");
    return environment;
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
