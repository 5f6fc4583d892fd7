package dev.snowdrift.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class OverlayProperties {
  private static final Location AT = Location.of("a.yaml");

  @Property(tries = 300)
  void merging_nothing_changes_nothing(@ForAll("mappings") Mapping base) {
    assertThat(Overlay.merge(base, Mapping.empty(AT))).isEqualTo(base);
  }

  @Property(tries = 300)
  void merging_the_same_patch_twice_is_merging_it_once(
      @ForAll("mappings") Mapping base, @ForAll("mappings") Mapping patch) {
    var once = Overlay.merge(base, patch);

    assertThat(Overlay.merge(once, patch)).isEqualTo(once);
  }

  @Property(tries = 300)
  void what_the_patch_says_holds_and_what_it_does_not_name_stays(
      @ForAll("mappings") Mapping base, @ForAll("mappings") Mapping patch) {
    var merged = Overlay.merge(base, patch);

    for (var entry : patch.entries()) {
      switch (entry.value()) {
        case Scalar scalar when scalar.isNull() -> assertThat(merged.get(entry.key())).isEmpty();
        case Scalar scalar -> assertThat(merged.get(entry.key())).hasValue(scalar);
        case Sequence sequence -> assertThat(merged.get(entry.key())).hasValue(sequence);
        case Mapping _ -> assertThat(merged.get(entry.key())).get().isInstanceOf(Mapping.class);
      }
    }
    base.entries().stream()
        .filter(entry -> patch.get(entry.key()).isEmpty())
        .forEach(entry -> assertThat(merged.get(entry.key())).hasValue(entry.value()));
  }

  @Provide
  Arbitrary<Mapping> mappings() {
    return mapping(3);
  }

  private static Arbitrary<Mapping> mapping(int depth) {
    return Arbitraries.maps(Arbitraries.of("a", "b", "c", "d"), node(depth))
        .ofMaxSize(4)
        .map(values ->
            new Mapping(
                new LinkedHashMap<>(values)
                    .entrySet().stream()
                        .map(value -> new Mapping.Entry(value.getKey(), AT, value.getValue()))
                        .toList(),
                AT));
  }

  private static Arbitrary<Node> node(int depth) {
    Arbitrary<Node> scalar =
        Combinators.combine(Arbitraries.of("~", "1", "x", ""), Arbitraries.of(true, false))
            .as((text, quoted) -> new Scalar(text, quoted, AT));
    return depth == 0
        ? scalar
        : Arbitraries.oneOf(
            scalar,
            scalar.list().ofMaxSize(2).map(items -> new Sequence(items, AT)),
            mapping(depth - 1).map(mapping -> mapping));
  }
}
