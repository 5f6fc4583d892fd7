package dev.snowdrift.sandbox.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlTextTest {

  @Test
  void semicolons_in_quotes_dollars_and_comments_do_not_split() {
    var text =
        """
        select 'a;''b\\';', "c;"";" -- d;
        ; /* e; */ create service s from specification $$ a: ';' $$ // f;
        ;; /* nothing */ ;
        """;

    assertThat(SqlText.split(text))
        .containsExactly(
            "select 'a;''b\\';', \"c;\"\";\" -- d;",
            "/* e; */ create service s from specification $$ a: ';' $$ // f;");
  }

  @Test
  void a_scripting_block_is_one_statement() {
    var task =
        """
        create task t as
        declare
          n integer;
        begin
          if (n > 1) then select case when n = 2 then 'x' else 'y' end; end if;
          case (n) when 1 then return 1; end case;
          for r in c do call p(); end for;
        end\
        """;

    assertThat(SqlText.split(task + ";\nselect 1")).hasSize(2);
    assertThat(SqlText.split("begin; select 1; end")).hasSize(3);
    assertThat(SqlText.split("begin transaction; select 1; commit")).hasSize(3);
    assertThat(SqlText.split("declare x int; begin return x; end; select 1")).hasSize(2);
  }

  @Test
  void a_block_that_begins_at_a_dollar_quote_ends_there() {
    assertThat(SqlText.split("execute immediate$$begin; x$$; select 1"))
        .containsExactly("execute immediate$$begin; x$$", "select 1");
  }

  @Test
  void a_path_of_a_local_file_is_no_comment() {
    assertThat(SqlText.split("put file:///tmp/a.yaml @s; list @s"))
        .containsExactly("put file:///tmp/a.yaml @s", "list @s");
  }

  @Test
  void the_bare_text_has_no_comments_and_keeps_quotes() {
    assertThat(SqlText.bare(" show /* x */\n  tables like 'a  --b' -- c"))
        .isEqualTo("show tables like 'a  --b'");
  }

  @Test
  void only_question_marks_outside_of_quotes_are_placeholders() {
    assertThat(SqlText.placeholders("insert into t values (?, '?', \"?\", $$?$$, ? /* ? */)"))
        .isEqualTo(2);
  }
}
