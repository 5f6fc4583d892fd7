package dev.snowdrift.snowflake.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.snowdrift.manifest.Problem;
import dev.snowdrift.snowflake.QualifiedName;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.SqlText;
import dev.snowdrift.snowflake.World;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Snowflake shows is what was written, whatever it looks like.
class RenderingTest {
  private static final QualifiedName TABLE = QualifiedName.of("ETL", "APP", "T");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "current_timestamp|CURRENT_TIMESTAMP()",
        "CAST(CURRENT_TIMESTAMP() AS TIMESTAMP_NTZ(9))|CURRENT_TIMESTAMP()",
        "'it''s  x'|'it''s  x'",
        "seq1.nextval|ETL.APP.SEQ1.NEXTVAL",
        "ETL.APP.SEQ1.NEXTVAL|ETL.APP.SEQ1.NEXTVAL",
        "true|TRUE"
      })
  void a_default_is_compared_as_the_server_renders_it(String written, String canonical) {
    assertThat(TableColumn.expression(written, TABLE)).contains(canonical);
  }

  @Test
  void a_default_of_null_is_none() {
    assertThat(TableColumn.expression("null", TABLE)).isEmpty();
  }

  @Test
  void delimiters_are_equal_however_they_are_escaped() {
    assertThat(FileFormatValue.unescaped("\\t")).isEqualTo("\t");
    assertThat(FileFormatValue.unescaped("0x09")).isEqualTo("\t");
    assertThat(FileFormatValue.unescaped("\\x7C")).isEqualTo("|");
    assertThat(FileFormatValue.unescaped("\\\\N")).isEqualTo("\\N");
    assertThat(FileFormatValue.unescaped("\\N")).isEqualTo("\\N");
    assertThat(FileFormatValue.unescaped("\\")).isEqualTo("\\");
  }

  @Test
  void a_view_is_taken_apart_whatever_stands_before_its_query() {
    var shown =
        "create or replace secure view ETL.APP.V (ID COMMENT 'as (is)', \"a b\") copy grants"
            + " comment = 'x AS y'\nas\n  SELECT 1 AS ID, (SELECT 2) AS B;";

    var text = ViewText.parse(shown).orElseThrow();

    assertThat(text.columns()).containsExactly("ID", "\"a b\"");
    assertThat(SqlText.normal(text.query())).isEqualTo("SELECT 1 AS ID, (SELECT 2) AS B");
  }

  @Test
  void a_view_comes_after_what_it_reads_in_its_own_database() {
    assertThat(
            ViewText.sources(
                "SELECT * FROM a JOIN other.b ON TRUE JOIN ETL.APP.\"c d\" JOIN X.Y.Z", TABLE))
        .extracting(QualifiedName::canonical)
        .containsExactly("ETL.APP.A", "ETL.OTHER.B", "ETL.APP.\"c d\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "F(VARCHAR, NUMBER) RETURN VARCHAR|ETL.APP.F(VARCHAR, NUMBER)",
        "F(VARCHAR(20), DEFAULT NUMBER(38,0)) RETURN VARCHAR|ETL.APP.F(VARCHAR, NUMBER)",
        "F(VARCHAR [, NUMBER]) RETURN TABLE (A NUMBER)|ETL.APP.F(VARCHAR, NUMBER)",
        "F() RETURN FLOAT|ETL.APP.F()"
      })
  void the_types_of_a_listed_function_are_those_of_its_name(String shown, String name) {
    var row =
        new Row(
            Map.of("catalog_name", "ETL", "schema_name", "APP", "name", "F", "arguments", shown));

    assertThat(Callables.nameIn(row)).contains(name);
  }

  @Test
  void a_function_that_no_manifest_can_name_is_passed_over() {
    var row =
        new Row(
            Map.of(
                "catalog_name",
                "ETL",
                "schema_name",
                "APP",
                "name",
                "F",
                "arguments",
                "F(TABLE(NUMBER)) RETURN NUMBER"));

    assertThat(Callables.nameIn(row)).isEmpty();
  }

  @Test
  void signatures_lists_and_maps_are_read_in_all_their_forms() {
    assertThat(Callables.signature("(POOL VARCHAR(10), \"n m\" NUMBER(38,0) DEFAULT 1)"))
        .containsExactly("POOL VARCHAR", "\"n m\" NUMBER");
    assertThat(Callables.list("['a','b==1']")).isEqualTo(List.of("a", "b==1"));
    assertThat(Callables.list("[]")).isEmpty();
    assertThat(Callables.map("{\"k\":\"ETL.APP.S\"}")).isEqualTo(Map.of("k", "ETL.APP.S"));
    assertThat(Callables.returns("table (a int)")).isEqualTo("TABLE (A NUMBER(38,0))");
    assertThat(Callables.returns("float not null")).isEqualTo("FLOAT NOT NULL");
  }

  @Test
  void a_time_is_the_same_in_every_zone() {
    var at = Optional.of(Instant.parse("2027-01-31T08:00:00Z"));

    assertThat(Timestamps.parse("2027-01-31T08:00:00Z")).isEqualTo(at);
    assertThat(Timestamps.parse("2027-01-31 00:00:00.000 -0800")).isEqualTo(at);
    assertThat(Timestamps.parse("2027-01-31 00:00:00")).isEmpty();
    assertThat(Timestamps.literal(at.get())).isEqualTo("2027-01-31 08:00 UTC");
  }

  @Test
  void a_private_key_is_refused_before_anything_else() {
    assertThatThrownBy(() -> PublicKeys.bare("-----BEGIN PRIVATE KEY-----\nMIIE"))
        .hasMessageContaining("private key");
    assertThatThrownBy(() -> PublicKeys.bare("bm8ga2V5")).hasMessageContaining("RSA public key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Table A.B.T|columns: [{name: X, type: NOTYPE}]|is not a data type",
        "Table A.B.T|columns: [{name: X, type: INT}, {name: x, type: INT}]|declared twice",
        "Table A.B.T|columns: [{name: X, type: INT, default: '1; DROP TABLE X'}]|cannot stand in a"
            + " statement",
        "FileFormat A.B.F|`type: JSON\nskipHeader: 1`|no such option",
        "Stage A.B.S|storageIntegration: LAKE|an internal stage has none",
        "User U|`type: SERVICE\npasswordFrom: {env: X}`|has none",
        "View A.B.V|query: DROP TABLE X|not a query",
        "Function A.B.F(INT)|`returns: INT\nbody: '1'`|those of the name",
        "Procedure A.B.P()|`returns: INT\nlanguage: PYTHON\nbody: x`|PYTHON code needs one",
        "Secret A.B.S|type: PASSWORD|needs it",
        "Secret A.B.S|`type: SYMMETRIC_KEY\nvalueFrom: {env: X}`|has none"
      })
  void what_snowflake_would_refuse_is_a_problem_of_the_manifest(
      String head, String spec, String what) {
    assertThat(World.problems(head + "\n" + spec))
        .anySatisfy(problem -> assertThat(problem.what()).contains(what));
  }

  @Test
  void a_service_function_has_no_code_of_its_own() {
    var problems =
        World.problems(
            """
            Function A.B.F()
            returns: INT
            service: {name: A.B.S, endpoint: e, path: p}
            body: x
            """);

    assertThat(problems)
        .extracting(Problem::what)
        .anySatisfy(what -> assertThat(what).contains("a service function has none"))
        .anySatisfy(what -> assertThat(what).contains("is not a path"));
  }
}
