package dev.snowdrift.sandbox.container;

import static dev.snowdrift.sandbox.container.SandboxWithContainers.createWeb;
import static dev.snowdrift.sandbox.container.SandboxWithContainers.specification;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServiceSqlTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final SandboxWithContainers sandbox = new SandboxWithContainers();

  @Test
  void a_service_is_created_and_runs() {
    sandbox.as("DEPLOYER");

    var created = sandbox.status(createWeb("MIN_INSTANCES = 1 COMMENT = 'c'"));
    var first = sandbox.row("SHOW SERVICES IN SCHEMA APP_DB.APP");
    var later = sandbox.after(LONG).row("SHOW SERVICES LIKE 'we%' IN ACCOUNT");

    assertThat(created).isEqualTo("Service WEB successfully created.");
    assertThat(first)
        .containsEntry("status", "PENDING")
        .containsEntry("current_instances", "0")
        .containsEntry("target_instances", "1")
        .containsEntry("resumed_on", "null");
    assertThat(later)
        .containsEntry("status", "RUNNING")
        .containsEntry("owner", "DEPLOYER")
        .containsEntry("compute_pool", "P")
        .containsEntry("max_instances", "1")
        .containsEntry("min_ready_instances", "1")
        .containsEntry("auto_resume", "true")
        .containsEntry("external_access_integrations", "null")
        .containsEntry("comment", "c")
        .containsEntry("is_job", "false")
        .containsEntry("is_upgrading", "false");
    assertThat(later.get("dns_name")).matches("web\\.[a-z0-9]{4}\\.svc\\.spcs\\.internal");
  }

  @Test
  void the_columns_of_show_and_describe_are_snowflakes() {
    sandbox.as("DEPLOYER").run(createWeb());

    assertThat(String.join(" ", sandbox.columns("SHOW SERVICES")))
        .isEqualTo(
            "name status database_name schema_name owner compute_pool dns_name current_instances"
                + " target_instances min_ready_instances min_instances max_instances auto_resume"
                + " external_access_integrations created_on updated_on resumed_on suspended_on"
                + " auto_suspend_secs comment owner_role_type query_warehouse is_job is_async_job"
                + " spec_digest is_upgrading managing_object_domain managing_object_name");
    assertThat(sandbox.columns("SHOW SERVICES EXCLUDE JOBS"))
        .doesNotContain("is_job", "is_async_job");
    assertThat(sandbox.columns("SHOW JOB SERVICES")).doesNotContain("is_job");
    assertThat(sandbox.columns("DESC SERVICE WEB").get(6)).isEqualTo("spec");
  }

  @Test
  void only_the_owner_sees_the_specification() {
    sandbox.as("DEPLOYER").run(createWeb());
    sandbox.as("ACCOUNTADMIN").run("GRANT MONITOR ON SERVICE WEB TO ROLE PUBLIC");

    assertThat(sandbox.as("DEPLOYER").row("DESCRIBE SERVICE WEB").get("spec"))
        .contains("sha256: \"@" + SandboxWithContainers.ONE);
    assertThat(sandbox.as("SECURITYADMIN").row("DESCRIBE SERVICE APP_DB.APP.WEB"))
        .doesNotContainKey("spec")
        .containsKey("spec_digest");
  }

  @Test
  void an_upgrade_keeps_the_host_and_ends_with_the_new_image() {
    sandbox.as("DEPLOYER").run(createWeb());
    sandbox.after(LONG);
    var host = sandbox.row("SHOW ENDPOINTS IN SERVICE WEB").get("ingress_url");
    var before = sandbox.row("SHOW SERVICES").get("spec_digest");

    sandbox.run("ALTER SERVICE WEB FROM SPECIFICATION $$" + specification("v2") + "$$");
    var during = sandbox.row("SHOW SERVICES");
    var instance = sandbox.row("SHOW SERVICE INSTANCES IN SERVICE WEB");
    sandbox.after(LONG);

    assertThat(host).endsWith("-acme-main.snowflakecomputing.app");
    assertThat(during.get("spec_digest")).isNotEqualTo(before);
    assertThat(during).containsEntry("is_upgrading", "true");
    assertThat(instance).containsEntry("spec_digest", before);
    assertThat(sandbox.row("SHOW SERVICES")).containsEntry("is_upgrading", "false");
    assertThat(sandbox.row("SHOW SERVICE CONTAINERS IN SERVICE WEB"))
        .containsEntry("image_digest", SandboxWithContainers.TWO)
        .containsEntry("status", "READY");
    assertThat(sandbox.row("SHOW ENDPOINTS IN SERVICE WEB")).containsEntry("ingress_url", host);
  }

  @Test
  void the_same_text_after_a_tag_moved_is_an_upgrade() {
    sandbox.as("DEPLOYER").run(createWeb());
    sandbox.after(LONG);
    var before = sandbox.row("SHOW SERVICES").get("spec_digest");
    sandbox.run("ALTER SERVICE WEB FROM SPECIFICATION $$" + specification("v1") + "$$");
    var same = sandbox.row("SHOW SERVICES");

    sandbox.containers.images().push("APP_DB.APP.REPO", "web", "v1", SandboxWithContainers.TWO);
    sandbox.run("ALTER SERVICE WEB FROM SPECIFICATION $$" + specification("v1") + "$$");

    assertThat(same).containsEntry("spec_digest", before).containsEntry("is_upgrading", "false");
    assertThat(sandbox.row("SHOW SERVICES")).containsEntry("is_upgrading", "true");
  }

  @Test
  void a_re_created_service_has_another_host() {
    sandbox.as("DEPLOYER").run(createWeb());
    sandbox.after(LONG);
    var host = sandbox.row("SHOW ENDPOINTS IN SERVICE WEB").get("ingress_url");

    sandbox.run("DROP SERVICE WEB");
    var deleting = sandbox.row("SHOW SERVICES").get("status");
    var again = sandbox.refused(createWeb());
    sandbox.after(LONG);
    var gone = sandbox.rows("SHOW SERVICES");
    sandbox.run(createWeb());
    var provisioning = sandbox.row("SHOW ENDPOINTS IN SERVICE WEB").get("ingress_url");
    sandbox.after(LONG);

    assertThat(deleting).isEqualTo("DELETING");
    assertThat(again.code()).isEqualTo(2002);
    assertThat(gone).isEmpty();
    assertThat(provisioning).contains(" ");
    assertThat(sandbox.row("SHOW ENDPOINTS IN SERVICE WEB").get("ingress_url"))
        .isNotEqualTo(host)
        .doesNotContain(" ");
  }

  @Test
  void instances_scale_in_place() {
    sandbox.as("DEPLOYER").run(createWeb());
    sandbox.after(LONG);

    sandbox.run("ALTER SERVICE WEB SET MIN_INSTANCES = 2 MAX_INSTANCES = 3 COMMENT = 'x'");
    var changed = sandbox.row("SHOW SERVICES");
    sandbox.after(LONG);

    assertThat(changed)
        .containsEntry("min_instances", "2")
        .containsEntry("max_instances", "3")
        .containsEntry("comment", "x");
    assertThat(sandbox.rows("SHOW SERVICE INSTANCES IN SERVICE WEB")).hasSize(2);
    sandbox.run("ALTER SERVICE WEB UNSET MIN_INSTANCES, MAX_INSTANCES, COMMENT");
    assertThat(sandbox.after(LONG).row("SHOW SERVICES"))
        .containsEntry("current_instances", "1")
        .containsEntry("comment", "null");
  }

  @Test
  void a_service_is_suspended_and_resumed() {
    sandbox.as("DEPLOYER").run(createWeb());
    sandbox.after(LONG);

    sandbox.run("ALTER SERVICE WEB SUSPEND");
    var suspending = sandbox.row("SHOW SERVICES");
    var suspended = sandbox.after(LONG).row("SHOW SERVICES");
    var containers = sandbox.row("SHOW SERVICE CONTAINERS IN SERVICE WEB");
    sandbox.run("ALTER SERVICE WEB RESUME");
    var resumed = sandbox.row("SHOW SERVICES");

    assertThat(suspending).containsEntry("status", "SUSPENDING");
    assertThat(suspended).containsEntry("status", "SUSPENDED");
    assertThat(containers).containsEntry("container_name", "null");
    assertThat(resumed).containsEntry("status", "PENDING");
    assertThat(resumed.get("suspended_on")).isNotEqualTo("null");
    assertThat(resumed.get("resumed_on")).isNotEqualTo("null");
  }

  @Test
  void what_a_service_needs_must_exist_and_be_allowed() {
    sandbox.as("DEPLOYER");

    assertThat(sandbox.refused(createWeb().replace("POOL P", "POOL Q")))
        .hasMessageContaining("Compute pool 'Q' does not exist or not authorized");
    assertThat(sandbox.refused(createWeb().replace("web:v1", "web:v9")).code()).isEqualTo(397012);
    assertThat(sandbox.refused(createWeb("QUERY_WAREHOUSE = W")).code()).isEqualTo(2003);
    assertThat(sandbox.refused(createWeb("EXTERNAL_ACCESS_INTEGRATIONS = (E)")).code())
        .isEqualTo(2003);
    assertThat(sandbox.refused(createWeb("MIN_INSTANCES = 3 MAX_INSTANCES = 2"))).isNotNull();
    assertThat(sandbox.refused(createWeb("AUTO_SUSPEND_SECS = 10"))).isNotNull();
    assertThat(sandbox.refused(createWeb().replace("SERVICE WEB", "SERVICE \"web\""))).isNotNull();
    assertThat(sandbox.refused(createWeb().replace("CREATE", "CREATE OR REPLACE"))).isNotNull();
    assertThat(sandbox.refused(createWeb().replace("serviceRoles", "roles")))
        .hasMessageStartingWith("Invalid spec: unknown option 'roles'");
    assertThat(sandbox.rows("SHOW SERVICES")).isEmpty();
  }

  @Test
  void privileges_are_needed() {
    var admin = sandbox.as("ACCOUNTADMIN");
    admin.run("REVOKE USAGE ON COMPUTE POOL P FROM ROLE DEPLOYER");
    var withoutPool = admin.as("DEPLOYER").refused(createWeb());
    admin.as("ACCOUNTADMIN").run("GRANT USAGE ON COMPUTE POOL P TO ROLE DEPLOYER");
    admin.run("REVOKE BIND SERVICE ENDPOINT ON ACCOUNT FROM ROLE DEPLOYER");
    var withoutBind = admin.as("DEPLOYER").refused(createWeb());
    admin.as("ACCOUNTADMIN").run("GRANT BIND SERVICE ENDPOINT ON ACCOUNT TO ROLE DEPLOYER");
    admin.run("REVOKE READ ON IMAGE REPOSITORY REPO FROM ROLE DEPLOYER");
    var withoutRead = admin.as("DEPLOYER").refused(createWeb());

    assertThat(withoutPool.code()).isEqualTo(2003);
    assertThat(withoutBind.code()).isEqualTo(3001);
    assertThat(withoutRead.code()).isEqualTo(2003);
  }

  @Test
  void secrets_and_stages_of_the_specification_are_checked() {
    sandbox.as("DEPLOYER");
    var spec =
        """
        spec:
          containers:
          - name: web
            image: /app_db/app/repo/web:v1
            secrets:
            - {snowflakeSecret: key, envVarName: KEY, secretKeyRef: secret_string}
        """;
    var create = "CREATE SERVICE S IN COMPUTE POOL P FROM SPECIFICATION $$" + spec + "$$";
    var absent = sandbox.refused(create);
    sandbox.as("ACCOUNTADMIN");
    sandbox.run("CREATE SECRET KEY TYPE = GENERIC_STRING SECRET_STRING = 'x'");
    sandbox.run("GRANT READ ON SECRET KEY TO ROLE DEPLOYER");

    var created = sandbox.as("DEPLOYER").status(create);

    assertThat(absent).hasMessageContaining("Secret 'APP_DB.APP.KEY' does not exist");
    assertThat(created).contains("successfully created");
  }

  @Test
  void block_volumes_bind() {
    sandbox.as("DEPLOYER");
    var volumes = "  volumes:\n  - {name: data, source: block, size: 10Gi}\n";
    var spec = specification("v1").replace("serviceRoles", volumes + "serviceRoles");
    var create = "CREATE SERVICE DB IN COMPUTE POOL P FROM SPECIFICATION $$" + spec + "$$";
    var unequal = sandbox.refused(create + " MIN_INSTANCES = 1 MAX_INSTANCES = 2");
    sandbox.run(create);

    var bigger =
        sandbox.refused(
            "ALTER SERVICE DB FROM SPECIFICATION $$" + spec.replace("10Gi", "20Gi") + "$$");
    var scaled = sandbox.refused("ALTER SERVICE DB SET MIN_INSTANCES = 2 MAX_INSTANCES = 2");
    var dropped = sandbox.refused("DROP SERVICE DB");

    assertThat(unequal).isNotNull();
    assertThat(bigger).isNotNull();
    assertThat(scaled).isNotNull();
    assertThat(dropped.code()).isEqualTo(395085);
    assertThat(sandbox.status("DROP SERVICE DB FORCE")).isEqualTo("DB successfully dropped.");
  }

  @Test
  void service_roles_are_granted_by_the_owner() {
    sandbox.as("DEPLOYER").run(createWeb());

    sandbox.run("GRANT SERVICE ROLE WEB!READER TO ROLE PUBLIC");
    sandbox.run("GRANT SERVICE ROLE WEB!ALL_ENDPOINTS_USAGE TO ROLE PUBLIC");
    var granted = sandbox.row("SHOW GRANTS OF SERVICE ROLE WEB!READER");
    var unknown = sandbox.refused("GRANT SERVICE ROLE WEB!WRITER TO ROLE PUBLIC");
    sandbox.run("REVOKE SERVICE ROLE WEB!READER FROM ROLE PUBLIC");

    assertThat(granted)
        .containsEntry("grantee_name", "PUBLIC")
        .containsEntry("role", "APP_DB.APP.WEB!READER");
    assertThat(unknown.code()).isEqualTo(2003);
    assertThat(sandbox.rows("SHOW GRANTS OF SERVICE ROLE WEB!READER")).isEmpty();
    assertThat(sandbox.rows("SHOW ROLES IN SERVICE WEB"))
        .extracting(row -> row.get("name"))
        .containsExactly("ALL_ENDPOINTS_USAGE", "READER");
    assertThat(sandbox.row("SHOW GRANTS TO SERVICE ROLE WEB!READER"))
        .containsEntry("name", "APP_DB.APP.WEB!api");
  }

  @Test
  void logs_and_status_are_told_by_functions() {
    sandbox
        .containers
        .world()
        .behaviour(
            "app_db/app/repo/web", Behaviour.readyAfter(Duration.ZERO).logging("one", "two"));
    sandbox.as("DEPLOYER").run(createWeb());
    sandbox.after(LONG);

    assertThat(sandbox.status("SELECT SYSTEM$GET_SERVICE_LOGS('WEB', 0, 'web')"))
        .isEqualTo("one\ntwo");
    assertThat(sandbox.status("SELECT SYSTEM$GET_SERVICE_LOGS('APP_DB.APP.WEB', '0', 'web', 1)"))
        .isEqualTo("two");
    assertThat(sandbox.status("SELECT SYSTEM$GET_SERVICE_STATUS('WEB')"))
        .contains("\"status\":\"READY\"");
    assertThat(sandbox.refused("SELECT SYSTEM$GET_SERVICE_LOGS('WEB', 0, 'web', 1, TRUE)"))
        .isNotNull();
    assertThat(sandbox.row("SHOW SERVICES").get("dns_name"))
        .endsWith(sandbox.status("SELECT SYSTEM$GET_SERVICE_DNS_DOMAIN('APP_DB.APP')"));
  }

  @Test
  void a_network_rule_with_a_low_port_is_not_for_services() {
    sandbox.as("ACCOUNTADMIN");
    sandbox.run("CREATE NETWORK RULE R TYPE = HOST_PORT MODE = EGRESS VALUE_LIST = ('a.b:25')");
    sandbox.run("CREATE EXTERNAL ACCESS INTEGRATION E ALLOWED_NETWORK_RULES = (R) ENABLED = TRUE");

    var refused = sandbox.refused(createWeb("EXTERNAL_ACCESS_INTEGRATIONS = (E)"));
    sandbox.run("ALTER NETWORK RULE R SET VALUE_LIST = ('a.b:443')");
    sandbox.run(createWeb("EXTERNAL_ACCESS_INTEGRATIONS = (E)"));

    assertThat(refused).hasMessageContaining("a.b:25");
    assertThat(sandbox.row("SHOW SERVICES")).containsEntry("external_access_integrations", "[E]");
  }

  @Test
  void dropping_the_schema_ends_its_services() {
    sandbox.as("ACCOUNTADMIN").run(createWeb());
    sandbox.after(LONG);

    sandbox.run("DROP SCHEMA APP_DB.APP");
    sandbox.after(LONG);

    assertThat(sandbox.rows("SHOW SERVICES IN ACCOUNT")).isEmpty();
    assertThat(sandbox.row("DESC COMPUTE POOL P")).containsEntry("num_services", "0");
  }

  @Test
  void a_specification_is_read_from_a_stage() {
    sandbox.run("CREATE STAGE SPECS");
    sandbox.stage("SPECS", "dir/web.yaml", specification("v2"));

    var absent =
        sandbox.refused(
            "CREATE SERVICE WEB IN COMPUTE POOL P FROM @SPECS SPECIFICATION_FILE = 'web.yaml'");
    sandbox.run(
        "CREATE SERVICE WEB IN COMPUTE POOL P FROM @SPECS/dir SPECIFICATION_FILE = 'web.yaml'");
    sandbox.run("ALTER SERVICE WEB FROM @APP_DB.APP.SPECS SPECIFICATION_FILE = 'dir/web.yaml'");

    assertThat(absent).hasMessageContaining("web.yaml");
    assertThat(sandbox.row("DESC SERVICE WEB").get("spec")).contains("web:v2");
  }

  @Test
  void a_template_is_filled_from_using() {
    var template = specification("{{ tag }}").replace("8080", "{{ port | default(8080) }}");

    sandbox.run(
        "CREATE SERVICE WEB IN COMPUTE POOL P FROM SPECIFICATION_TEMPLATE $$%s$$"
                .formatted(template)
            + " USING (tag => v1, \"port\" => '9090')");
    var missing =
        sandbox.refused(
            "ALTER SERVICE WEB FROM SPECIFICATION_TEMPLATE $$%s$$ USING (\"port\" => 1)"
                .formatted(template));

    assertThat(sandbox.row("SHOW ENDPOINTS IN SERVICE WEB")).containsEntry("port", "9090");
    assertThat(missing.code()).isEqualTo(395069);
  }

  @Test
  void a_comment_changes_although_the_integration_may_no_longer_be_used() {
    sandbox.as("ACCOUNTADMIN");
    sandbox.run("CREATE NETWORK RULE R TYPE = HOST_PORT MODE = EGRESS VALUE_LIST = ('a.b')");
    sandbox.run("CREATE EXTERNAL ACCESS INTEGRATION E ALLOWED_NETWORK_RULES = (R) ENABLED = TRUE");
    sandbox.run("GRANT USAGE ON INTEGRATION E TO ROLE DEPLOYER");
    sandbox.as("DEPLOYER").run(createWeb("EXTERNAL_ACCESS_INTEGRATIONS = (E)"));
    sandbox.as("ACCOUNTADMIN").run("REVOKE USAGE ON INTEGRATION E FROM ROLE DEPLOYER");

    sandbox.as("DEPLOYER").run("ALTER SERVICE WEB SET COMMENT = 'x'");

    assertThat(sandbox.row("SHOW SERVICES")).containsEntry("comment", "x");
    assertThat(
            sandbox.refused("ALTER SERVICE WEB SET EXTERNAL_ACCESS_INTEGRATIONS = (E, E)").code())
        .isEqualTo(2003);
  }
}
