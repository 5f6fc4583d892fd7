package dev.snowdrift.sandbox.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class UserTest {

  @Test
  void show_and_describe_have_the_documented_columns() {
    var client = Client.admin();

    assertThat(client.columns("SHOW USERS"))
        .containsExactly(
            "name",
            "created_on",
            "login_name",
            "display_name",
            "first_name",
            "last_name",
            "email",
            "mins_to_unlock",
            "days_to_expiry",
            "comment",
            "disabled",
            "must_change_password",
            "snowflake_lock",
            "default_warehouse",
            "default_namespace",
            "default_role",
            "default_secondary_roles",
            "ext_authn_duo",
            "ext_authn_uid",
            "mins_to_bypass_mfa",
            "owner",
            "last_success_login",
            "expires_at_time",
            "locked_until_time",
            "has_password",
            "has_rsa_public_key",
            "type",
            "has_mfa",
            "has_workload_identity");
    assertThat(client.columns("DESC USER admin"))
        .containsExactly("property", "value", "default", "description");
  }

  @Test
  void a_service_user_has_no_password() {
    var client = Client.admin();

    client.run("CREATE USER svc TYPE = SERVICE DEFAULT_ROLE = SYSADMIN COMMENT = 'c'");

    assertThat(client.row("SHOW USERS LIKE 'svc'"))
        .containsEntry("type", "SERVICE")
        .containsEntry("login_name", "SVC")
        .containsEntry("display_name", "SVC")
        .containsEntry("default_role", "SYSADMIN")
        .containsEntry("default_secondary_roles", "[\"ALL\"]")
        .containsEntry("has_password", "false");
    assertThat(client.refusal("ALTER USER svc SET PASSWORD = 'p'"))
        .contains("Cannot set PASSWORD on users with TYPE=SERVICE.");
    assertThat(client.properties("DESC USER svc", "value"))
        .containsEntry("COMMENT", "c")
        .containsEntry("EMAIL", "null");

    client.run("ALTER USER svc UNSET COMMENT", "DROP USER svc");

    assertThat(client.names("SHOW USERS")).containsExactly("ADMIN");
  }

  @Test
  void others_see_users_with_empty_columns() {
    var client = Client.admin();
    client.run("CREATE USER u EMAIL = 'u@example.com'");

    assertThat(client.as("USERADMIN").row("SHOW USERS LIKE 'U'")).containsEntry("email", null);
    assertThat(client.row("SHOW USERS LIKE 'U'")).containsEntry("email", "u@example.com");
    assertThat(client.as("PUBLIC").refusal("DESC USER u")).startsWith("002043 (02000)");
  }

  @Test
  void a_password_logs_in_unless_the_user_is_disabled() {
    var client = Client.admin();
    client.run("CREATE USER u PASSWORD = 'p' LOGIN_NAME = 'u@example.com' DEFAULT_ROLE = r");
    client.run("CREATE ROLE r", "GRANT ROLE r TO USER u");

    var login = client.account.password("U@EXAMPLE.COM", "p");

    assertThat(login).map(Directory.Login::user).contains("U");
    assertThat(login).map(Directory.Login::role).contains("R");
    assertThat(login.orElseThrow().roles()).containsExactlyInAnyOrder("R", "PUBLIC");
    assertThat(client.account.password("U@EXAMPLE.COM", "q")).isEmpty();

    client.run("ALTER USER u SET DISABLED = TRUE");

    assertThat(client.account.password("U@EXAMPLE.COM", "p")).isEmpty();
    assertThat(client.account.password(Account.ADMIN, Account.ADMIN_PASSWORD)).isPresent();
  }

  @Test
  void a_key_logs_in_by_its_fingerprint() throws Exception {
    var client = Client.admin();
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    var der = generator.generateKeyPair().getPublic().getEncoded();
    var key = Base64.getEncoder().encodeToString(der);
    var digest = MessageDigest.getInstance("SHA-256").digest(der);
    var fingerprint = "SHA256:" + Base64.getEncoder().encodeToString(digest);
    client.run("CREATE USER svc TYPE = SERVICE RSA_PUBLIC_KEY = '" + key + "'");

    assertThat(client.properties("DESC USER svc", "value"))
        .containsEntry("RSA_PUBLIC_KEY_FP", fingerprint);
    assertThat(client.account.jwt("SVC", fingerprint)).isPresent();
    assertThat(client.account.publicKey("SVC", fingerprint)).contains(key);
    assertThat(client.account.jwt("SVC", "SHA256:other")).isEmpty();
    assertThat(client.refusal("ALTER USER svc SET RSA_PUBLIC_KEY_2 = 'nonsense'"))
        .startsWith("001422 (22023)");
  }

  @Test
  void an_oauth_token_logs_in_with_one_role() {
    var client = Client.admin();
    client.run("CREATE ROLE r", "CREATE USER svc TYPE = SERVICE", "GRANT ROLE r TO USER svc");
    client.account.registerOAuthToken("t", "SVC", "R");

    assertThat(client.account.oauth("t").orElseThrow().role()).isEqualTo("R");
    assertThat(client.account.oauth("other")).isEmpty();

    client.account.registerAccessToken("p", "SVC", "R");
    assertThat(client.account.pat("p").orElseThrow().role()).isEqualTo("R");
    client.account.forgetOAuthToken("t");

    assertThat(client.account.oauth("t")).isEmpty();
  }

  @Test
  void a_programmatic_access_token_is_added_rotated_and_removed() {
    var client = Client.admin();
    client.run("CREATE ROLE r", "CREATE USER svc TYPE = SERVICE", "GRANT ROLE r TO USER svc");

    assertThat(client.refusal("ALTER USER svc ADD PROGRAMMATIC ACCESS TOKEN t"))
        .contains("Missing option(s): ROLE_RESTRICTION");
    var first =
        client
            .row("ALTER USER svc ADD PROGRAMMATIC ACCESS TOKEN t ROLE_RESTRICTION = 'R'")
            .get("token_secret");
    assertThat(client.account.pat(String.valueOf(first)).orElseThrow().role()).isEqualTo("R");

    var second = client.row("ALTER USER svc ROTATE PAT t").get("token_secret");
    assertThat(client.account.pat(String.valueOf(first))).isEmpty();
    assertThat(client.account.pat(String.valueOf(second))).isPresent();

    client.run("ALTER USER svc REMOVE PROGRAMMATIC ACCESS TOKEN t");
    assertThat(client.account.pat(String.valueOf(second))).isEmpty();
  }
}
