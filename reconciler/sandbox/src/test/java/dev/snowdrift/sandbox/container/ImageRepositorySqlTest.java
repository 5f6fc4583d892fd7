package dev.snowdrift.sandbox.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ImageRepositorySqlTest {
  private final SandboxWithContainers sandbox = new SandboxWithContainers();

  @Test
  void a_repository_is_listed_with_its_address() {
    assertThat(sandbox.row("SHOW IMAGE REPOSITORIES IN DATABASE APP_DB"))
        .containsEntry(
            "repository_url", "acme-main.registry.snowflakecomputing.com/app_db/app/repo")
        .containsEntry("encryption", "SNOWFLAKE_FULL")
        .containsEntry("comment", "");
  }

  @Test
  void its_images_are_listed_with_digest_and_path() {
    assertThat(sandbox.rows("SHOW IMAGES IN IMAGE REPOSITORY REPO"))
        .extracting(row -> row.get("tags") + " " + row.get("digest") + " " + row.get("image_path"))
        .containsExactly(
            "v1 " + SandboxWithContainers.ONE + " app_db/app/repo/web:v1",
            "v2 " + SandboxWithContainers.TWO + " app_db/app/repo/web:v2");
  }

  @Test
  void only_the_comment_changes_in_place() {
    sandbox.run("ALTER IMAGE REPOSITORY REPO SET COMMENT = 'x'");

    assertThat(sandbox.row("SHOW IMAGE REPOSITORIES")).containsEntry("comment", "x");
    assertThat(sandbox.refused("ALTER IMAGE REPOSITORY REPO UNSET COMMENT"))
        .hasMessageContaining("Unsupported feature 'UNSET'");
    assertThat(sandbox.refused("DESC IMAGE REPOSITORY REPO")).isNotNull();
    assertThat(sandbox.status("CREATE IMAGE REPOSITORY R2 ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE')"))
        .isEqualTo("Image repository R2 successfully created.");
    assertThat(sandbox.refused("CREATE IMAGE REPOSITORY R3 ENCRYPTION = (TYPE = 'NONE')"))
        .isNotNull();
  }

  @Test
  void quoted_names_are_refused() {
    sandbox.run("CREATE SCHEMA APP_DB.\"lower\"");

    assertThat(sandbox.refused("CREATE IMAGE REPOSITORY APP_DB.\"lower\".R"))
        .hasMessage("db, schema and repo names for an image repo must be unquoted identifiers");
  }

  @Test
  void replacing_a_repository_loses_its_images() {
    sandbox.run("CREATE OR REPLACE IMAGE REPOSITORY REPO");

    assertThat(sandbox.rows("SHOW IMAGES IN IMAGE REPOSITORY REPO")).isEmpty();
  }

  @Test
  void listing_images_takes_read() {
    sandbox.run("GRANT WRITE ON IMAGE REPOSITORY REPO TO ROLE PUBLIC");
    sandbox.run("GRANT USAGE ON DATABASE APP_DB TO ROLE PUBLIC");
    sandbox.run("GRANT USAGE ON SCHEMA APP_DB.APP TO ROLE PUBLIC");

    sandbox.as("PUBLIC");

    assertThat(sandbox.rows("SHOW IMAGE REPOSITORIES IN ACCOUNT")).hasSize(1);
    assertThat(sandbox.refused("SHOW IMAGES IN IMAGE REPOSITORY APP_DB.APP.REPO").code())
        .isEqualTo(3001);
  }
}
