package dev.snowdrift.sandbox.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.snowdrift.sandbox.Sandbox;
import dev.snowdrift.sandbox.account.Account;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// PUT, GET, LIST and REMOVE by the real JDBC driver.
class FileTransferIT {
  private final SandboxWithContainers world = new SandboxWithContainers();
  private final Sandbox sandbox =
      Sandbox.builder().clock(world.clock).engine(world.account).directory(world.account).start();

  @TempDir Path local;
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void connect() throws SQLException {
    var properties = new Properties();
    properties.put("user", Account.ADMIN);
    properties.put("password", Account.ADMIN_PASSWORD);
    properties.put("db", "APP_DB");
    properties.put("schema", "APP");
    connection = DriverManager.getConnection(sandbox.jdbcUrl(), properties);
    statement = connection.createStatement();
    statement.execute("CREATE STAGE specs DIRECTORY = (ENABLE = TRUE)");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    sandbox.close();
  }

  private Path file(String name, String text) throws Exception {
    return Files.writeString(local.resolve(name), text);
  }

  private List<String> column(String sql, String column) throws SQLException {
    var values = new ArrayList<String>();
    try (var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(column));
      }
    }
    return values;
  }

  @Test
  void a_service_is_made_of_a_file_that_was_put() throws Exception {
    file("web.yaml", SandboxWithContainers.specification("v1"));

    var put = column("PUT file://" + local + "/web.yaml @specs/v1 AUTO_COMPRESS = FALSE", "status");

    assertThat(put).containsExactly("UPLOADED");
    assertThat(column("LIST @specs", "name")).containsExactly("specs/v1/web.yaml");
    statement.execute(
        "CREATE SERVICE web IN COMPUTE POOL p FROM @specs/v1 SPECIFICATION_FILE = 'web.yaml'");
    assertThat(column("SHOW SERVICES IN SCHEMA app_db.app", "name")).containsExactly("WEB");
  }

  @Test
  void files_are_compressed_unless_told_not_to_and_found_by_wildcard() throws Exception {
    file("a.csv", "1,2\n");
    file("b.csv", "3,4\n");

    assertThat(column("PUT 'file://" + local + "/*.csv' '@app_db.app.specs'", "target"))
        .containsExactlyInAnyOrder("a.csv.gz", "b.csv.gz");

    assertThat(column("LIST @specs PATTERN = '.*a.csv.*'", "name"))
        .containsExactly("specs/a.csv.gz");
    var back = Files.createDirectories(local.resolve("back"));
    assertThat(column("GET @specs/a.csv.gz file://" + back, "status"))
        .containsExactly("DOWNLOADED");
    try (var gzip = new GZIPInputStream(Files.newInputStream(back.resolve("a.csv.gz")))) {
      assertThat(new String(gzip.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("1,2\n");
    }
  }

  @Test
  void an_overwritten_file_is_the_new_one() throws Exception {
    var file = file("x.txt", "old");
    var put = "PUT file://" + file + " @specs AUTO_COMPRESS = FALSE OVERWRITE = TRUE PARALLEL = 8";
    statement.execute(put);
    assertThat(column("LIST @specs", "size")).containsExactly("3");

    file("x.txt", "newer");
    statement.execute(put);

    assertThat(column("LIST @specs", "size")).containsExactly("5");
    assertThat(column("LIST @specs", "md5")).containsExactly(md5("newer"));
  }

  @Test
  void removed_files_are_gone() throws Exception {
    statement.execute("PUT file://" + file("x.txt", "x") + " @specs/in AUTO_COMPRESS = FALSE");
    statement.execute("PUT file://" + file("y.txt", "y") + " @specs AUTO_COMPRESS = FALSE");

    assertThat(column("REMOVE @specs/in", "name")).containsExactly("specs/in/x.txt");

    assertThat(column("LIST @specs", "name")).containsExactly("specs/y.txt");
  }

  @Test
  void files_that_were_there_before_can_be_got() throws Exception {
    world.stage("SPECS", "dir/spec.yaml", "spec: {}");

    statement.execute("GET @specs/dir file://" + local);

    assertThat(local.resolve("spec.yaml")).hasContent("spec: {}");
  }

  @Test
  void who_may_not_write_may_not_put_and_nobody_leaves_the_stage() throws Exception {
    var file = file("x.txt", "x");
    statement.execute("GRANT READ ON STAGE specs TO ROLE deployer");

    assertThatThrownBy(() -> statement.execute("PUT file://" + file + " @specs/../../out"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("location");
    statement.execute("USE ROLE deployer");
    assertThatThrownBy(() -> statement.execute("PUT file://" + file + " @specs"))
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getErrorCode()).isEqualTo(3001));
    assertThat(column("LIST @specs", "name")).isEmpty();
  }

  @Test
  void the_folder_goes_with_the_sandbox_and_the_files_stay_in_the_account() throws Exception {
    statement.execute("PUT file://" + file("x.txt", "x") + " @specs AUTO_COMPRESS = FALSE");
    var before = folders();
    connection.close();

    sandbox.close();

    assertThat(before).isNotEmpty();
    assertThat(before).allSatisfy(folder -> assertThat(folder).doesNotExist());
    assertThat(world.rows("LIST @app_db.app.specs")).hasSize(1);
  }

  private static String md5(String text) throws Exception {
    var digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }

  private List<Path> folders() {
    return world.account.folder().stream().toList();
  }
}
