package dev.snowdrift.sandbox.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementKindTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          show services                               | 17408 | false | false
          /* x */ describe service s                  | 17664 | false | false
          select 1                                    |  4096 | false | false
          (select * from t)                           |  4096 | false | true
          with a as (select 1) select * from a        |  4096 | false | true
          use role r                                  | 17152 | false | false
          alter session set query_tag = 'x'           | 16640 | false | false
          begin                                       | 20480 | false | false
          list @s                                     | 18177 | false | false
          create database d                           | 24576 | true  | false
          create or replace table t as select * from u | 24576 | true | true
          alter service s suspend                     | 24576 | true  | false
          drop service s                              | 24576 | true  | false
          grant usage on database d to role r         | 24576 | true  | false
          insert into t values (1)                    | 12544 | true  | true
          execute job service in compute pool p       | 16384 | true  | false
          execute immediate 'x'                       | 16384 | true  | true
          call p()                                    |  4096 | true  | true
          """)
  void the_first_words_tell_what_a_statement_is(
      String sql, int typeId, boolean writes, boolean warehouse) {
    assertThat(StatementKind.of(sql)).isEqualTo(new StatementKind(typeId, writes, warehouse));
  }
}
