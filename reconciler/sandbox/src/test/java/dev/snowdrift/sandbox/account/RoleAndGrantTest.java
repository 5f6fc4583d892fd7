package dev.snowdrift.sandbox.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoleAndGrantTest {

  @Test
  void show_roles_has_the_documented_columns() {
    assertThat(Client.admin().columns("SHOW ROLES"))
        .containsExactly(
            "created_on",
            "name",
            "is_default",
            "is_current",
            "is_inherited",
            "assigned_to_users",
            "granted_to_roles",
            "granted_roles",
            "owner",
            "comment");
  }

  @Test
  void the_forms_of_show_grants_have_the_documented_columns() {
    var client = Client.inSchema();

    assertThat(client.columns("SHOW GRANTS ON DATABASE d"))
        .containsExactly(
            "created_on",
            "privilege",
            "granted_on",
            "name",
            "granted_to",
            "grantee_name",
            "grant_option",
            "granted_by_role_type",
            "granted_by");
    assertThat(client.columns("SHOW GRANTS TO ROLE sysadmin"))
        .containsExactly(
            "created_on",
            "privilege",
            "granted_on",
            "name",
            "granted_to",
            "grantee_name",
            "grant_option",
            "granted_by",
            "is_inherited",
            "inherited_from",
            "inherited_from_database",
            "inherited_from_schema");
    assertThat(client.columns("SHOW GRANTS OF ROLE sysadmin"))
        .containsExactly("created_on", "role", "granted_to", "grantee_name", "granted_by");
    assertThat(client.columns("SHOW FUTURE GRANTS IN SCHEMA d.s"))
        .containsExactly(
            "created_on",
            "privilege",
            "grant_on",
            "name",
            "grant_to",
            "grantee_name",
            "grant_option");
  }

  @Test
  void a_role_is_created_altered_granted_and_dropped() {
    var client = Client.admin();

    assertThat(client.cell("CREATE ROLE app_owner COMMENT = 'c'"))
        .isEqualTo("Role APP_OWNER successfully created.");
    client.run(
        "GRANT ROLE app_owner TO ROLE sysadmin",
        "GRANT ROLE app_owner TO ROLE sysadmin",
        "GRANT ROLE app_owner TO USER admin");

    assertThat(client.row("SHOW ROLES LIKE 'app_owner'"))
        .containsEntry("is_inherited", "Y")
        .containsEntry("assigned_to_users", "1")
        .containsEntry("granted_to_roles", "1")
        .containsEntry("owner", "ACCOUNTADMIN")
        .containsEntry("comment", "c");
    assertThat(client.all("SHOW GRANTS OF ROLE app_owner", "grantee_name"))
        .containsExactly("SYSADMIN", "ADMIN");

    client.run("ALTER ROLE app_owner RENAME TO owner2", "ALTER ROLE owner2 UNSET COMMENT");

    assertThat(client.row("SHOW ROLES LIKE 'owner2'")).containsEntry("comment", "");
    assertThat(client.cell("DROP ROLE owner2")).isEqualTo("OWNER2 successfully dropped.");
    assertThat(client.refusal("DROP ROLE sysadmin")).startsWith("003001 (42501)");
  }

  @Test
  void a_role_cannot_be_granted_in_a_circle() {
    var client = Client.admin();
    client.run("CREATE ROLE a", "CREATE ROLE b", "GRANT ROLE a TO ROLE b");

    assertThat(client.refusal("GRANT ROLE b TO ROLE a")).startsWith("003042 (42501)");
  }

  @Test
  void dropping_a_role_leaves_what_it_owned_to_the_dropper() {
    var client = Client.inSchema();
    client.run("CREATE ROLE r", "CREATE STAGE st", "GRANT OWNERSHIP ON STAGE st TO ROLE r");

    client.run("DROP ROLE r");

    assertThat(client.row("SHOW STAGES IN SCHEMA d.s")).containsEntry("owner", "ACCOUNTADMIN");
  }

  @Test
  void a_role_sees_only_what_it_has_a_privilege_on() {
    var client = Client.inSchema();
    client.run("CREATE ROLE r", "CREATE STAGE a", "CREATE STAGE b");
    var other = client.as("R");

    assertThat(other.names("SHOW DATABASES")).isEmpty();
    assertThat(other.refusal("CREATE STAGE d.s.c"))
        .isEqualTo(
            "002003 (02000): SQL compilation error:\n"
                + "Database 'D' does not exist or not authorized.");

    client.run("GRANT USAGE ON DATABASE d TO ROLE r", "GRANT READ ON STAGE a TO ROLE r");
    assertThat(other.names("SHOW STAGES IN ACCOUNT")).isEmpty();

    client.run("GRANT USAGE ON SCHEMA d.s TO ROLE r");
    assertThat(other.names("SHOW STAGES IN ACCOUNT")).containsExactly("A");
    assertThat(other.refusal("CREATE STAGE d.s.c"))
        .isEqualTo(
            "003001 (42501): SQL access control error:\n"
                + "Insufficient privileges to operate on schema 'S'");
    assertThat(other.refusal("ALTER STAGE d.s.a SET COMMENT = 'x'"))
        .isEqualTo(
            "003001 (42501): SQL access control error:\n"
                + "Insufficient privileges to operate on stage 'A'");
    assertThat(other.refusal("DROP STAGE d.s.b"))
        .isEqualTo(
            "002003 (02000): SQL compilation error:\n"
                + "Stage 'D.S.B' does not exist or not authorized.");

    client.run("GRANT CREATE STAGE ON SCHEMA d.s TO ROLE r");
    assertThat(other.refusal("CREATE STAGE IF NOT EXISTS d.s.b"))
        .startsWith(
            "003041 (42710): SQL compilation error:\n"
                + "Object 'D.S.B' already exists, but current role has no privileges on it.");
    other.run("CREATE STAGE d.s.c");
    assertThat(other.row("SHOW STAGES LIKE 'C' IN SCHEMA d.s")).containsEntry("owner", "R");
  }

  @Test
  void account_privileges_decide_who_creates_account_objects() {
    var client = Client.admin();
    client.run("CREATE ROLE r");
    var other = client.as("R");

    assertThat(other.refusal("CREATE DATABASE d"))
        .isEqualTo(
            "003001 (42501): SQL access control error:\n"
                + "Insufficient privileges to operate on account 'MYACCT'");

    client.run("GRANT CREATE DATABASE ON ACCOUNT TO ROLE r");
    other.run("CREATE DATABASE d");

    assertThat(other.row("SHOW GRANTS ON DATABASE d"))
        .containsEntry("privilege", "OWNERSHIP")
        .containsEntry("grantee_name", "R")
        .containsEntry("grant_option", "true");
    assertThat(other.names("SHOW GRANTS TO ROLE r")).containsExactly("MYACCT", "D", "D.PUBLIC");
  }

  @Test
  void system_roles_have_their_usual_powers() {
    var client = Client.admin();

    assertThat(client.as("SYSADMIN").cell("CREATE DATABASE d")).contains("successfully created");
    assertThat(client.as("USERADMIN").cell("CREATE ROLE r")).contains("successfully created");
    assertThat(client.as("PUBLIC").refusal("CREATE ROLE x")).startsWith("003001 (42501)");
    assertThat(client.as("USERADMIN").refusal("GRANT USAGE ON DATABASE d TO ROLE r"))
        .startsWith("002003 (02000)");
    assertThat(client.as("SECURITYADMIN").cell("GRANT USAGE ON DATABASE d TO ROLE r"))
        .isEqualTo("Statement executed successfully.");
    assertThat(client.row("SHOW GRANTS TO ROLE r"))
        .containsEntry("granted_by", "SYSADMIN")
        .containsEntry("granted_on", "DATABASE");
  }

  @Test
  void grants_are_idempotent_and_may_be_passed_on_with_the_option() {
    var client = Client.inSchema();
    client.run("CREATE ROLE a", "CREATE ROLE b");
    var other = client.as("A");
    client.run(
        "GRANT USAGE, MONITOR ON DATABASE d TO ROLE a",
        "GRANT USAGE ON DATABASE d TO ROLE a WITH GRANT OPTION");

    assertThat(client.all("SHOW GRANTS TO ROLE a", "privilege"))
        .containsExactly("MONITOR", "USAGE");
    assertThat(client.all("SHOW GRANTS TO ROLE a", "grant_option"))
        .containsExactly("false", "true");
    other.run("GRANT USAGE ON DATABASE d TO ROLE b");
    assertThat(other.refusal("GRANT MONITOR ON DATABASE d TO ROLE b")).startsWith("003001 (42501)");
    assertThat(other.refusal("GRANT USAGE, MONITOR ON DATABASE d TO ROLE b"))
        .isEqualTo("003011 (42501): Grant partially executed: privileges [MONITOR] not granted.");

    client.run(
        "REVOKE GRANT OPTION FOR USAGE ON DATABASE d FROM ROLE a",
        "REVOKE MONITOR ON DATABASE d FROM ROLE a",
        "REVOKE MONITOR ON DATABASE d FROM ROLE a");

    assertThat(client.row("SHOW GRANTS TO ROLE a"))
        .containsEntry("privilege", "USAGE")
        .containsEntry("grant_option", "false");
  }

  @Test
  void all_privileges_exclude_ownership() {
    var client = Client.inSchema();
    client.run("CREATE ROLE r", "CREATE STAGE st", "GRANT ALL ON STAGE st TO ROLE r");

    assertThat(client.all("SHOW GRANTS TO ROLE r", "privilege")).containsExactly("READ", "WRITE");
  }

  @Test
  void a_privilege_that_a_kind_does_not_have_is_refused() {
    var client = Client.inSchema();
    client.run("CREATE ROLE r");

    assertThat(client.refusal("GRANT SELECT ON DATABASE d TO ROLE r")).startsWith("003008 (42501)");
    assertThat(client.refusal("GRANT USAGE ON DATABASE d TO ROLE nope"))
        .isEqualTo(
            "002003 (02000): SQL compilation error:\n"
                + "Role 'NOPE' does not exist or not authorized.");
  }

  @Test
  void ownership_moves_with_or_without_the_other_grants() {
    var client = Client.inSchema();
    client.run("CREATE ROLE a", "CREATE ROLE b", "GRANT USAGE ON DATABASE d TO ROLE a");

    assertThat(client.refusal("GRANT OWNERSHIP ON DATABASE d TO ROLE b"))
        .startsWith("003001 (42501): SQL access control error:\nDependent grant of privilege");

    client.run("GRANT OWNERSHIP ON DATABASE d TO ROLE b COPY CURRENT GRANTS");
    assertThat(client.all("SHOW GRANTS ON DATABASE d", "grantee_name")).containsExactly("B", "A");
    assertThat(client.all("SHOW GRANTS ON DATABASE d", "granted_by")).containsExactly("B", "B");

    client.run("GRANT OWNERSHIP ON DATABASE d TO ROLE a REVOKE CURRENT GRANTS");
    assertThat(client.all("SHOW GRANTS ON DATABASE d", "privilege")).containsExactly("OWNERSHIP");
  }

  @Test
  void future_grants_reach_new_objects_and_those_of_the_schema_win() {
    var client = Client.inSchema();
    client.run(
        "CREATE ROLE r",
        "CREATE ROLE w",
        "CREATE STAGE before",
        "GRANT READ ON FUTURE STAGES IN DATABASE d TO ROLE r",
        "CREATE STAGE st",
        "GRANT READ, WRITE ON FUTURE STAGES IN SCHEMA d.s TO ROLE w",
        "CREATE STAGE later");

    assertThat(client.names("SHOW GRANTS TO ROLE r")).containsExactly("D.S.ST");
    assertThat(client.names("SHOW GRANTS TO ROLE w")).containsExactly("D.S.LATER", "D.S.LATER");
    assertThat(client.row("SHOW FUTURE GRANTS IN DATABASE d"))
        .containsEntry("name", "D.<STAGE>")
        .containsEntry("grant_on", "STAGE")
        .containsEntry("grantee_name", "R");
    assertThat(client.names("SHOW FUTURE GRANTS TO ROLE w"))
        .containsExactly("D.S.<STAGE>", "D.S.<STAGE>");

    client.run("REVOKE READ ON FUTURE STAGES IN DATABASE d FROM ROLE r");

    assertThat(client.names("SHOW FUTURE GRANTS IN DATABASE d")).isEmpty();
  }

  @Test
  void grants_on_all_reach_present_objects() {
    var client = Client.inSchema();
    client.run("CREATE ROLE r", "CREATE STAGE a", "CREATE STAGE b");

    var status = client.cell("GRANT READ ON ALL STAGES IN SCHEMA d.s TO ROLE r");

    assertThat(status).isEqualTo("Statement executed successfully. 2 objects affected.");
    assertThat(client.names("SHOW GRANTS TO ROLE r")).containsExactly("D.S.A", "D.S.B");
  }

  @Test
  void in_a_managed_schema_its_owner_grants() {
    var client = Client.admin();
    client.run(
        "CREATE DATABASE d",
        "CREATE SCHEMA s WITH MANAGED ACCESS",
        "CREATE ROLE r",
        "GRANT USAGE ON DATABASE d TO ROLE r",
        "GRANT USAGE, CREATE STAGE ON SCHEMA s TO ROLE r");
    var other = client.as("R");
    other.run("CREATE STAGE st");

    assertThat(other.refusal("GRANT READ ON STAGE st TO ROLE public")).startsWith("003001 (42501)");
    assertThat(client.row("SHOW GRANTS ON STAGE st")).containsEntry("grant_option", "false");
  }

  @Test
  void a_database_role_passes_its_privileges_on() {
    var client = Client.inSchema();
    client.run(
        "CREATE ROLE r",
        "CREATE DATABASE ROLE d.reader COMMENT = 'c'",
        "GRANT USAGE ON DATABASE d TO DATABASE ROLE d.reader",
        "GRANT DATABASE ROLE d.reader TO ROLE r");

    assertThat(client.as("R").names("SHOW DATABASES")).containsExactly("D");
    assertThat(client.columns("SHOW DATABASE ROLES IN DATABASE d"))
        .containsExactly(
            "created_on",
            "name",
            "is_default",
            "is_current",
            "is_inherited",
            "granted_to_roles",
            "granted_to_database_roles",
            "granted_database_roles",
            "owner",
            "comment",
            "owner_role_type");
    assertThat(client.row("SHOW DATABASE ROLES IN DATABASE d"))
        .containsEntry("granted_to_roles", "1");
    assertThat(client.row("SHOW GRANTS TO DATABASE ROLE d.reader"))
        .containsEntry("granted_to", "DATABASE_ROLE")
        .containsEntry("grantee_name", "D.READER");

    client.run("DROP DATABASE ROLE d.reader");

    assertThat(client.as("R").names("SHOW DATABASES")).isEmpty();
  }
}
