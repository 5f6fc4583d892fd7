package dev.snowdrift.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Any text goes through an identifier or a literal and comes back the same.
class NamesProperties {

  @Property(tries = 10_000)
  void a_name_of_any_text_parses_back(@ForAll("names") String text) {
    var name = new Identifier(text);

    assertThat(Identifier.parse(name.canonical())).isEqualTo(name);
    assertThat(Identifier.parse(name.sql())).isEqualTo(name);
  }

  @Property(tries = 10_000)
  void a_full_name_of_any_texts_parses_back(
      @ForAll("names") String database, @ForAll("names") String schema, @ForAll("names") String n) {
    var name = QualifiedName.of(database, schema, n);

    assertThat(QualifiedName.parse(name.canonical(), 3)).isEqualTo(name);
    assertThat(QualifiedName.parse(name.sql(), 3)).isEqualTo(name);
  }

  @Property(tries = 10_000)
  void a_literal_of_any_text_reads_back_and_ends_where_it_should(@ForAll String text) {
    var literal = Literal.of(text);

    assertThat(read(literal)).isEqualTo(text);
  }

  @Property(tries = 10_000)
  void no_text_between_dollars_ends_the_quotation(@ForAll("dollars") String text) {
    String sql;
    try {
      sql = Sql.of("ALTER SERVICE").words("FROM SPECIFICATION").dollars(text).ddl().redacted();
    } catch (IllegalArgumentException e) {
      assertThat(text).matches("(?s)\\$.*|.*\\$\\$.*|.*\\$");
      return;
    }

    assertThat(sql).isEqualTo("ALTER SERVICE FROM SPECIFICATION $$" + text + "$$");
    assertThat(sql.indexOf("$$", 35)).isEqualTo(sql.length() - 2);
  }

  @Provide
  Arbitrary<String> names() {
    var wild =
        Arbitraries.strings().filter(text -> text.chars().noneMatch(Character::isISOControl));
    var quotes =
        Arbitraries.strings().withChars('"', '.', ' ', 'a', 'A', '$', '_', '\'', '\\', ';');
    var plain = Arbitraries.strings().withCharRange('A', 'Z').withChars('_', '0');
    return Arbitraries.oneOf(List.of(wild, quotes, plain))
        .filter(text -> !text.isEmpty() && text.length() <= Identifier.LONGEST);
  }

  @Provide
  Arbitrary<String> dollars() {
    return Arbitraries.strings().withChars('$', '\'', '"', '\\', 'x', '\n').ofMaxLength(12);
  }

  /// Reads a single-quoted literal as Snowflake does: a doubled quote or backslash is one.
  private static String read(String literal) {
    assertThat(literal).startsWith("'").endsWith("'").hasSizeGreaterThan(1);
    var text = new StringBuilder();
    for (var at = 1; at < literal.length() - 1; at++) {
      var c = literal.charAt(at);
      if (c == '\'' || c == '\\') {
        assertThat(at).isLessThan(literal.length() - 2);
        assertThat(literal.charAt(at + 1)).isEqualTo(c);
        at++;
      }
      text.append(c);
    }
    return text.toString();
  }
}
