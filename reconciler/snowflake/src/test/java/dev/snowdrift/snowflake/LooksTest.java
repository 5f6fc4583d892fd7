package dev.snowdrift.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LooksTest {
  private static final List<Row> ROWS = List.of(new Row(Map.of("name", "ID")));

  private static Look look(String table, String version) {
    return Look.inTurn(
        "detail", Sql.of("DESCRIBE TABLE").name(table).end(StatementClass.DESCRIBE), version);
  }

  private static boolean known(Looks looks, String table) {
    return looks.find(table, look(table, "1")).isPresent();
  }

  @Test
  void those_asked_longest_ago_are_asked_again_a_few_at_a_time() {
    var looks = new Looks(1);
    List.of("A.B.C", "A.B.D").forEach(table -> looks.keep(table, look(table, "1"), ROWS));

    looks.begin();
    var first = List.of(known(looks, "A.B.C"), known(looks, "A.B.D"));
    looks.keep("A.B.C", look("A.B.C", "1"), ROWS);
    looks.begin();
    var second = List.of(known(looks, "A.B.C"), known(looks, "A.B.D"));

    assertThat(first).containsExactly(false, true);
    assertThat(second).containsExactly(true, false);
  }

  @Test
  void an_answer_holds_as_long_as_its_version_and_nobody_writes_the_object() {
    var looks = new Looks(0);
    List.of("A.B.C", "A.B.D").forEach(table -> looks.keep(table, look(table, "1"), ROWS));

    looks.forget(Sql.of("ALTER TABLE").name("A.B.C").words("DROP COLUMN").name("X").ddl());

    assertThat(known(looks, "A.B.C")).isFalse();
    assertThat(known(looks, "A.B.D")).isTrue();
    assertThat(looks.find("A.B.D", look("A.B.D", "2"))).isEmpty();
  }

  @Test
  void what_no_object_asks_for_is_forgotten() {
    var looks = new Looks(0);
    looks.keep("A.B.C", look("A.B.C", "1"), ROWS);

    looks.retain(Set.of());

    assertThat(known(looks, "A.B.C")).isFalse();
  }
}
