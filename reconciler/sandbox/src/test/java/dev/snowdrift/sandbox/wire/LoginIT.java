package dev.snowdrift.sandbox.wire;

import static dev.snowdrift.sandbox.wire.Sandboxed.properties;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoginIT {
  private final Sandboxed sandboxed = new Sandboxed();

  @AfterEach
  void close() {
    sandboxed.close();
  }

  @Test
  void a_password_opens_a_session_in_the_context_asked_for() throws Exception {
    var asked =
        properties("user", "snow", "password", "flake", "db", "d", "schema", "s", "role", "admin");

    try (var connection = sandboxed.connect(asked)) {
      assertThat(connection.getCatalog()).isEqualTo("D");
      assertThat(connection.getSchema()).isEqualTo("S");
      assertThat(connection.getAutoCommit()).isTrue();
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  @Test
  void a_database_that_is_not_there_leaves_the_session_without_one() throws Exception {
    var asked = properties("user", "snow", "password", "flake", "db", "no_such");

    try (var connection = sandboxed.connect(asked)) {
      assertThat(connection.getCatalog()).isNull();
    }
  }

  @Test
  void a_wrong_password_is_refused() {
    refused(properties("user", "snow", "password", "wrong"), 390100);
  }

  @Test
  void a_role_that_is_not_granted_is_refused() {
    refused(properties("user", "snow", "password", "flake", "role", "other"), 390189);
  }

  @Test
  void an_oauth_token_opens_a_session_without_naming_the_user() throws Exception {
    sandboxed.account().admits("oauth", "token");

    try (var connection =
            sandboxed.connect(properties("authenticator", "oauth", "token", "token"));
        var statement = connection.createStatement()) {
      assertThat(statement.executeQuery("select 1").next()).isTrue();
    }
    assertThat(sandboxed.sandbox().statements().all().getFirst().user()).isEqualTo("SNOW");
  }

  @Test
  void an_unknown_oauth_token_and_an_expired_one_are_told_apart() {
    refused(properties("authenticator", "OAUTH", "token", "unknown"), 390303);
    refused(properties("authenticator", "OAUTH", "token", "expired"), 390318);
  }

  @Test
  void a_programmatic_access_token_opens_a_session() throws Exception {
    sandboxed.account().admits("pat", "secret");
    var asked =
        properties("user", "snow", "authenticator", "PROGRAMMATIC_ACCESS_TOKEN", "token", "secret");

    try (var connection = sandboxed.connect(asked)) {
      assertThat(connection.isValid(5)).isTrue();
    }
    asked.put("token", "other");
    refused(asked, 394400);
  }

  @Test
  void a_key_pair_opens_a_session_by_its_fingerprint() throws Exception {
    var keys = keyPair();
    sandboxed.account().admits("jwt", fingerprint(keys));

    try (var connection =
        sandboxed.connect(properties("user", "snow", "privateKey", keys.getPrivate()))) {
      assertThat(connection.isValid(5)).isTrue();
    }
    refused(properties("user", "snow", "privateKey", keyPair().getPrivate()), 390144);
  }

  @Test
  void a_registered_public_key_verifies_the_signature() throws Exception {
    var keys = keyPair();
    sandboxed.account().admits("jwt", fingerprint(keys));
    sandboxed.account().knowsKey(fingerprint(keys), base64(keys.getPublic().getEncoded()));
    var asked = properties("user", "snow", "privateKey", keys.getPrivate());

    try (var connection = sandboxed.connect(asked)) {
      assertThat(connection.isValid(5)).isTrue();
    }
    sandboxed.account().knowsKey(fingerprint(keys), base64(keyPair().getPublic().getEncoded()));
    refused(asked, 390144);
  }

  private void refused(Properties asked, int code) {
    assertThatThrownBy(() -> sandboxed.connect(asked))
        .asInstanceOf(type(SQLException.class))
        .extracting(SQLException::getErrorCode)
        .isEqualTo(code);
  }

  private static KeyPair keyPair() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private static String fingerprint(KeyPair keys) throws GeneralSecurityException {
    return "SHA256:"
        + base64(MessageDigest.getInstance("SHA-256").digest(keys.getPublic().getEncoded()));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
