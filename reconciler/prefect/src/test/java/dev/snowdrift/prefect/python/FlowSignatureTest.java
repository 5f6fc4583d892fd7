package dev.snowdrift.prefect.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowSignatureTest {
  @Test
  void a_flow_is_read_from_its_header_and_documentation() {
    var source =
        """
        from typing import Optional
        from prefect import flow

        @flow(name="Daily load")
        def load_orders(day: Optional[str] = None, *, size: int):
            \"""Loads orders.

            Args:
                day: Which one.
            \"""
        """;

    var signature = FlowSignature.read(source, "load_orders").orElseThrow();

    assertThat(signature.flowName()).contains("Daily load");
    assertThat(signature.description()).contains("Loads orders.\n\nArgs:\n    day: Which one.");
    assertThat(signature.unclear()).isEmpty();
    assertThat(signature.parameterSchema().toString())
        .isEqualTo(
            "{'title':'Parameters','type':'object','properties':{'day':{'anyOf':[{'type':'string'},{'type':'null'}],'title':'day','position':0,'default':null,'description':'Which one.'},'size':{'type':'integer','title':'size','position':1}},'required':['size']}"
                .replace('\'', '"'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "def f(): pass",
        "from elsewhere import flow\n@flow\ndef f(): pass",
        "from prefect import task\n@task\ndef f(): pass",
        "from prefect import task, flow\n@task\n@flow\ndef f(): pass",
        "from elsewhere import f",
        "f = 3",
        "from prefect import flow\ndef outer():\n    @flow\n    def f(): pass",
        "from prefect import flow\nclass C:\n    @flow\n    def f(): pass",
        "from prefect import flow\nif __name__ == '__main__':\n    @flow\n    def f(): pass",
        "from prefect import flow\n@flow\ndef f(): pass\nf = None",
        "from prefect import flow\n\"\"\"\n@flow\ndef f(): pass\n\"\"\"",
        "from prefect import flow\n# @flow\ndef f(): pass",
      })
  void what_is_no_flow_is_not_read(String source) {
    assertThat(FlowSignature.read(source, "f")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@flow\ndef f(",
        "@flow\ndef f(a: 'x): pass",
        "@flow\ndef f(a)]: pass",
        "@flow\ndef f(a, 1): pass",
        "@flow\ndef f(a)",
        "x = '''never closed\n@flow\ndef f(): pass",
        "x = f'{never'\n",
        "x = '\\x1'\n",
        "x = '\\N{NO SUCH THING}'\n",
        ";x",
        "(]",
      })
  void what_is_no_python_is_not_read(String broken) {
    assertThat(FlowSignature.read("from prefect import flow\n" + broken, "f")).isEmpty();
    assertThat(FlowSignature.names(broken)).isEmpty();
  }

  @Test
  void a_later_syntax_in_a_body_does_no_harm() {
    var source =
        """
        from prefect import flow
        @flow
        def f(a: int):
            x = t"{a} template" ?? $new
            unless a: return !x
        @flow
        def g(b: str): ...
        """;

    assertThat(FlowSignature.read(source, "g").orElseThrow().unclear()).isEmpty();
  }

  @Test
  void names_are_those_that_an_import_of_the_file_binds() {
    var source =
        """
        import os.path, sys as system
        from a.b import (c, d as e)
        X = Y = 1
        Z: int = 2
        first, (second, *third) = 1, (2, 3)
        for i in range(3): last = i
        with open("x") as handle, other() as (p, q): inside = 1
        try:
            import fast
        except ImportError as error:
            fast = None
        def f(): hidden = 1
        async def g(): pass
        class C:
            attribute = 1
        if (found := 3): pass
        """;

    assertThat(FlowSignature.names(source).orElseThrow())
        .contains(
            "os", "system", "c", "e", "X", "Y", "Z", "first", "second", "third", "i", "last",
            "handle", "inside", "fast", "f", "g", "C", "found")
        .doesNotContain("sys", "d", "hidden", "attribute", "a", "b");
  }

  @Test
  void more_than_a_mebibyte_is_not_read() {
    var flow = "from prefect import flow\n@flow\ndef f(): pass\n";

    assertThat(FlowSignature.read(flow + "#".repeat((1 << 20) - flow.length()), "f")).isPresent();
    assertThat(FlowSignature.read(flow + "#".repeat((1 << 20) - flow.length() + 1), "f")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "[",
        "{",
        "-",
        "not ",
        "lambda x=",
        "lambda: ",
        "f(",
        "x[",
        "'a' if ",
        "{1:",
        "{*",
        "f'{",
        "a.",
        "a|",
        "*",
        "1+",
        "@",
        "x=",
        "class A:\n ",
        "if x:\n",
        "list[",
        "Optional["
      })
  void what_nests_without_end_is_refused_in_time(String part) {
    for (var count : new int[] {40, 150, 20_000}) {
      var source =
          "from typing import *\nfrom prefect import flow\n@flow\ndef f(a: %s = %s): pass\n"
              .formatted(part.repeat(count), part.repeat(count));

      assertThatCode(() -> FlowSignature.read(source, "f")).doesNotThrowAnyException();
      assertThatCode(() -> FlowSignature.read(part.repeat(count), "f")).doesNotThrowAnyException();
    }
  }

  @Test
  void names_that_stand_for_themselves_end() {
    var source =
        """
        from prefect import flow
        A = B
        B = A
        C = list[C]
        D = D | int
        E = "E"
        N = N
        @flow(name=N)
        def f(a: A, b: C, c: D, d: E, e=A, g=N): pass
        F = F.with_options(name="x")
        G = flow(G)
        """;

    assertThat(FlowSignature.read(source, "f").orElseThrow().unclear())
        .containsExactly("a", "b", "c", "d", "e", "g");
    assertThat(FlowSignature.read(source, "F")).isEmpty();
    assertThat(FlowSignature.read(source, "G")).isEmpty();
  }

  @Test
  void models_of_pydantic_1_make_all_unclear() {
    var source =
        """
        from prefect import flow
        from pydantic.v1 import BaseModel
        class M(BaseModel):
            a: int
        @flow
        def f(a: int, m: M): pass
        """;

    assertThat(FlowSignature.read(source, "f").orElseThrow().unclear()).containsExactly("a", "m");
  }

  @Test
  void a_wide_expression_takes_no_more_than_its_length() {
    var wide = "x = [" + "{'a': (1, [2, 3])}, ".repeat(12_000) + "]\n";
    var source = "from prefect import flow\n" + wide + "@flow\ndef f(a=1): pass\n";

    assertThat(FlowSignature.read(source, "f")).isPresent();
  }
}
