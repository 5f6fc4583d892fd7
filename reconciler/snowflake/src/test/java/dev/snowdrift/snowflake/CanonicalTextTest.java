package dev.snowdrift.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.snowdrift.snowflake.DataType.Conversion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Data types, names of functions and pieces of SQL have one form, however they are written.
class CanonicalTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int|NUMBER(38,0)",
        "BIGINT|NUMBER(38,0)",
        "decimal(10)|NUMBER(10,0)",
        "Number( 10 , 2 )|NUMBER(10,2)",
        "string|VARCHAR(16777216)",
        "TEXT(20)|VARCHAR(20)",
        "char|VARCHAR(1)",
        "double precision|FLOAT",
        "bool|BOOLEAN",
        "varbinary|BINARY(8388608)",
        "datetime|TIMESTAMP_NTZ(9)",
        "timestamp with  local time zone|TIMESTAMP_LTZ(9)",
        "TIMESTAMP_TZ(3)|TIMESTAMP_TZ(3)",
        "time|TIME(9)",
        "vector(float,768)|VECTOR(FLOAT, 768)",
        "variant|VARIANT"
      })
  void a_type_has_one_name(String written, String canonical) {
    assertThat(DataType.parse(written).canonical()).isEqualTo(canonical);
    assertThat(DataType.parse(canonical).canonical()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "INTT",
        "INT(3)",
        "VARCHAR(a)",
        "NUMBER(1,2,3)",
        "VARCHAR(3",
        "X; DROP",
        "DATE(1)"
      })
  void what_is_no_type_is_refused(String written) {
    assertThatThrownBy(() -> DataType.parse(written)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INT|NUMBER(38,0)|NONE",
        "VARCHAR(10)|STRING|WIDER",
        "VARCHAR(10)|VARCHAR(5)|IMPOSSIBLE",
        "NUMBER(10,2)|NUMBER(20,2)|WIDER",
        "NUMBER(20,2)|NUMBER(10,2)|NARROWER",
        "NUMBER(10,2)|NUMBER(20,4)|IMPOSSIBLE",
        "BINARY(10)|BINARY(20)|IMPOSSIBLE",
        "VARCHAR|INT|IMPOSSIBLE",
        "TIMESTAMP_NTZ|TIMESTAMP_LTZ|IMPOSSIBLE"
      })
  void only_longer_texts_and_numbers_fit_whatever_is_there(
      String from, String to, Conversion conversion) {
    assertThat(DataType.parse(from).to(DataType.parse(to))).isEqualTo(conversion);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "etl.app.f( int , varchar(10) )|ETL.APP.F(NUMBER, VARCHAR)",
        "ETL.APP.F()|ETL.APP.F()",
        "etl.app.\"f(x)\"(vector(float, 3))|ETL.APP.\"f(x)\"(VECTOR(FLOAT, 3))"
      })
  void the_name_of_a_function_carries_its_types_without_lengths(String written, String canonical) {
    assertThat(CallableName.parse(written).canonical()).isEqualTo(canonical);
    assertThat(CallableName.parse(canonical).canonical()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ETL.APP.F", "ETL.APP.F(", "APP.F()", "ETL.APP.F(NOTYPE)", "E.A.F()x"})
  void what_is_no_name_of_a_function_is_refused(String written) {
    assertThatThrownBy(() -> CallableName.parse(written))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1; DROP TABLE X",
        "'open",
        "\"open",
        "(1",
        "1)",
        "1 -- swallows",
        "/* open",
        "$$x",
        " "
      })
  void what_would_end_a_statement_cannot_stand_in_it(String sql) {
    assertThat(SqlText.objection(sql)).isPresent();
    assertThatThrownBy(() -> Sql.of("CREATE VIEW").name("A.B.C").words("AS").sql(sql))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void texts_that_differ_in_their_layout_only_are_equal() {
    assertThat(SqlText.normal("SELECT  a,\n  'it''s;  x' FROM t -- why\n WHERE b;\n"))
        .isEqualTo(SqlText.normal("SELECT a, 'it''s;  x'\nFROM t -- why\nWHERE b"));
    assertThat(SqlText.normal("SELECT 'a  b'")).isNotEqualTo(SqlText.normal("SELECT 'a b'"));
  }
}
