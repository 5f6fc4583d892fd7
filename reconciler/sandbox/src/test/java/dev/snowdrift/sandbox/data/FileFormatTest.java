package dev.snowdrift.sandbox.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.sandbox.account.Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileFormatTest {

  @Test
  void show_and_describe_have_the_documented_columns() {
    var client = Client.inSchema();
    client.run("CREATE FILE FORMAT f TYPE = CSV");

    assertThat(client.columns("SHOW FILE FORMATS"))
        .containsExactly(
            "created_on",
            "name",
            "database_name",
            "schema_name",
            "type",
            "owner",
            "comment",
            "owner_role_type",
            "format_options");
    assertThat(client.columns("DESCRIBE FILE FORMAT f"))
        .containsExactly("property", "property_type", "property_value", "property_default");
  }

  @Test
  void defaults_are_those_of_the_type() {
    var client = Client.inSchema();

    assertThat(client.cell("CREATE FILE FORMAT f TYPE = 'csv'"))
        .isEqualTo("File format F successfully created.");

    assertThat(client.properties("DESC FILE FORMAT f", "property_value"))
        .containsEntry("TYPE", "CSV")
        .containsEntry("RECORD_DELIMITER", "\\n")
        .containsEntry("FIELD_DELIMITER", ",")
        .containsEntry("ESCAPE_UNENCLOSED_FIELD", "\\\\")
        .containsEntry("NULL_IF", "[\\\\N]")
        .containsEntry("ERROR_ON_COLUMN_COUNT_MISMATCH", "true")
        .containsEntry("SKIP_HEADER", "0");
    assertThat(client.row("SHOW FILE FORMATS").get("format_options"))
        .startsWith(
            "{\"TYPE\":\"CSV\",\"RECORD_DELIMITER\":\"\\n\",\"FIELD_DELIMITER\":\",\","
                + "\"FILE_EXTENSION\":null,\"SKIP_HEADER\":0,")
        .contains("\"NULL_IF\":[\"\\\\N\"]");
  }

  @Test
  void the_format_of_the_seed_system_is_kept() {
    var client = Client.inSchema();
    client.run(
        "CREATE OR REPLACE FILE FORMAT csv TYPE = 'CSV' COMPRESSION = 'AUTO' FIELD_DELIMITER = ','"
            + " RECORD_DELIMITER = '\\n' SKIP_HEADER = 2 FIELD_OPTIONALLY_ENCLOSED_BY = '\\042'"
            + " TRIM_SPACE = FALSE ERROR_ON_COLUMN_COUNT_MISMATCH = FALSE ESCAPE = 'NONE'"
            + " DATE_FORMAT = 'AUTO' NULL_IF = ('NULL', '') COMMENT = 'c'");

    assertThat(client.properties("DESC FILE FORMAT csv", "property_value"))
        .containsEntry("SKIP_HEADER", "2")
        .containsEntry("NULL_IF", "[NULL, ]")
        .containsEntry("ERROR_ON_COLUMN_COUNT_MISMATCH", "false");
    assertThat(client.row("SHOW FILE FORMATS")).containsEntry("comment", "c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"JSON", "AVRO", "ORC", "PARQUET", "XML"})
  void every_type_can_be_made_and_none_changed(String type) {
    var client = Client.inSchema();
    client.run("CREATE FILE FORMAT f TYPE = " + type + " REPLACE_INVALID_CHARACTERS = TRUE");

    assertThat(client.row("SHOW FILE FORMATS")).containsEntry("type", type);
    assertThat(client.properties("DESC FILE FORMAT f", "property_value"))
        .containsEntry("REPLACE_INVALID_CHARACTERS", "true");
    assertThat(client.refusal("ALTER FILE FORMAT f SET TYPE = CSV")).startsWith("001008 (22023)");
    assertThat(client.refusal("ALTER FILE FORMAT f SET SKIP_HEADER = 1"))
        .startsWith("001008 (22023)");
  }

  @Test
  void it_is_altered_renamed_and_dropped() {
    var client = Client.inSchema();
    client.run(
        "CREATE FILE FORMAT f TYPE = CSV COMMENT = 'a'",
        "ALTER FILE FORMAT f SET SKIP_HEADER = 1, FIELD_DELIMITER = '|' COMMENT = 'b'",
        "ALTER FILE FORMAT f RENAME TO g");

    assertThat(client.properties("DESC FILE FORMAT g", "property_value"))
        .containsEntry("SKIP_HEADER", "1")
        .containsEntry("FIELD_DELIMITER", "|");

    client.run("CREATE OR ALTER FILE FORMAT g TYPE = CSV SKIP_HEADER = 3");
    assertThat(client.properties("DESC FILE FORMAT g", "property_value"))
        .containsEntry("SKIP_HEADER", "3")
        .containsEntry("FIELD_DELIMITER", ",");
    assertThat(client.row("SHOW FILE FORMATS")).containsEntry("comment", "");
    assertThat(client.cell("DROP FILE FORMAT g")).isEqualTo("G successfully dropped.");
  }

  @Test
  void options_that_do_not_exist_or_fit_are_refused() {
    var client = Client.inSchema();

    assertThat(client.refusal("CREATE FILE FORMAT f TYPE = EXCEL")).startsWith("001008 (22023)");
    assertThat(client.refusal("CREATE FILE FORMAT f TYPE = CSV NO_SUCH = 1"))
        .startsWith("001003 (42000)");
    assertThat(client.refusal("CREATE FILE FORMAT f TYPE = CSV COMPRESSION = RAR"))
        .startsWith("001008 (22023)");
    assertThat(
            client.refusal("CREATE FILE FORMAT f TYPE = CSV SKIP_HEADER = 1 PARSE_HEADER = TRUE"))
        .startsWith("001008 (22023)");
    assertThat(client.refusal("ALTER FILE FORMAT nope SET COMMENT = 'x'"))
        .isEqualTo(
            "002003 (02000): SQL compilation error:\n"
                + "File format 'NOPE' does not exist or not authorized.");
  }
}
