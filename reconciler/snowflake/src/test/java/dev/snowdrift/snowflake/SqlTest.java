package dev.snowdrift.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.snowdrift.kind.SecretSource;
import dev.snowdrift.kind.SecretValue;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTest {

  @Test
  void values_are_written_so_that_they_cannot_end_a_statement() {
    var sql =
        Sql.of("ALTER WAREHOUSE")
            .name("\"a\"\"; DROP\"")
            .words("SET")
            .property("COMMENT")
            .text("it's; \\ DROP TABLE x --");

    assertThat(sql.ddl().redacted())
        .isEqualTo("ALTER WAREHOUSE \"a\"\"; DROP\" SET COMMENT = 'it''s; \\\\ DROP TABLE x --'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ALTER; DROP", "a", "X'", "X = 1", "X--", "", " X", "X\n", "ALTER WAREHOUSE x"})
  void key_words_are_nothing_else(String words) {
    assertThatThrownBy(() -> Sql.of(words)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE OR REPLACE SERVICE",
        "CREATE OR REPLACE",
        "OR REPLACE",
        "ALTER COMPUTE POOL STOP ALL",
        "ALTER SCHEMA SWAP WITH"
      })
  @Tag("I7")
  void a_statement_that_replaces_cannot_be_built(String words) {
    assertThatThrownBy(() -> Sql.of(words).ddl()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Tag("I7")
  void not_even_word_by_word() {
    assertThatThrownBy(() -> Sql.of("CREATE").words("OR").words("REPLACE").words("TASK").ddl())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_name_that_looks_like_key_words_is_a_name() {
    var sql = Sql.of("DROP TABLE").name(new Identifier("OR REPLACE")).ddl();

    assertThat(sql.redacted()).isEqualTo("DROP TABLE \"OR REPLACE\"");
  }

  @Test
  @Tag("I9")
  void a_secret_is_masked_everywhere_but_in_the_text_that_is_sent() {
    var sql =
        Sql.of("ALTER SECRET")
            .name("A.B.C")
            .words("SET")
            .property("SECRET_STRING")
            .secret(new SecretSource.Env("KEY"))
            .ddl();

    assertThat(sql.redacted()).isEqualTo("ALTER SECRET A.B.C SET SECRET_STRING = '***'");
    assertThat(sql.toString()).isEqualTo(sql.redacted());
    assertThat(sql.about()).isEqualTo("alter SECRET A.B.C");
    assertThat(sql.reveal(_ -> new SecretValue("it's"))).endsWith("SECRET_STRING = 'it''s'");
  }

  @Test
  void lists_are_written_in_brackets() {
    var sql =
        Sql.of("CREATE NETWORK RULE")
            .name("A.B.C")
            .property("VALUE_LIST")
            .texts(List.of("a", "b'"))
            .property("X")
            .names(List.of("A.B", "\"c\""))
            .property("Y")
            .open()
            .property("ENABLE")
            .bool(true)
            .close()
            .words("UNSET")
            .list(List.of("A", "B"));

    assertThat(sql.ddl().redacted())
        .isEqualTo(
            "CREATE NETWORK RULE A.B.C VALUE_LIST = ('a', 'b''') X = (A.B, \"c\")"
                + " Y = (ENABLE = TRUE) UNSET A, B");
  }
}
