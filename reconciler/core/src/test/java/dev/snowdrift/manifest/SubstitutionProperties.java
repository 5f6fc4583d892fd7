package dev.snowdrift.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SubstitutionProperties {
  private static final Location AT = Location.of("a.yaml");
  private static final Environment ENVIRONMENT =
      new Environment(
          new Checkout("dev", "develop", "abc"),
          new Mapping(
              List.of(
                  new Mapping.Entry("a", AT, new Scalar("1", false, AT)),
                  new Mapping.Entry("b", AT, new Scalar("${a}", true, AT))),
              AT),
          false,
          AT);

  private static Node substitute(String text, Problems problems) {
    return ENVIRONMENT.substitute(new Scalar(text, true, AT), "", problems);
  }

  @Property(tries = 500)
  void an_escaped_text_comes_out_as_it_was(@ForAll("texts") String text) {
    var problems = new Problems();

    var result = substitute(text.replace("${", "$${"), problems);

    assertThat(problems.list()).isEmpty();
    assertThat(result).isEqualTo(new Scalar(text, true, AT));
  }

  @Property(tries = 500)
  void replaced_text_is_not_looked_at_again(@ForAll("plain") String before) {
    var problems = new Problems();

    var result = substitute(before + "x${b}", problems);

    assertThat(problems.list()).isEmpty();
    assertThat(result).isEqualTo(new Scalar(before + "x${a}", true, AT));
  }

  @Property(tries = 500)
  void whatever_the_text_replacing_ends_with_a_text_or_a_problem(@ForAll("texts") String text) {
    var problems = new Problems();

    var result = substitute(text, problems);

    assertThat(result).isInstanceOf(Scalar.class);
    assertThat(problems.list())
        .allMatch(
            problem -> problem.code() == Code.VALUE_SYNTAX || problem.code() == Code.VALUE_UNSET);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("$", "{", "}", "${", "a", "b", ".", "${a}", "$${", " ", "${x}")
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> plain() {
    return Arbitraries.strings().withChars("abc {}.").ofMaxLength(10);
  }
}
