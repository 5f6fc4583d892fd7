package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.Repair;
import dev.snowdrift.snowflake.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// A field that is one `KEYWORD = value` of CREATE and of ALTER ... SET.
///
/// @param value writes the value that the specification declares
/// @param unset whether ALTER ... UNSET knows the keyword; otherwise the standard value is set
record Property<S>(
    Field<S> field, String keyword, BiConsumer<Sql, Desired<S>> value, boolean unset) {

  static <S> Property<S> number(String name, String keyword, Function<S, Optional<Long>> of) {
    return of(
        Field.of(name, spec -> of.apply(spec).map(Canonical::number)),
        keyword,
        (sql, spec) -> sql.number(of.apply(spec).orElseThrow()));
  }

  static <S> Property<S> bool(String name, String keyword, Function<S, Optional<Boolean>> of) {
    return of(
        Field.of(name, spec -> of.apply(spec).map(Canonical::bool)),
        keyword,
        (sql, spec) -> sql.bool(of.apply(spec).orElseThrow()));
  }

  /// A text, written as a literal.
  static <S> Property<S> text(String name, String keyword, Function<S, Optional<String>> of) {
    return of(
        Field.of(name, spec -> Canonical.text(of.apply(spec))),
        keyword,
        (sql, spec) -> sql.text(of.apply(spec).orElseThrow()));
  }

  /// One of a list of words, written as it is.
  static <S> Property<S> word(String name, String keyword, Function<S, Optional<String>> of) {
    return of(
        Field.of(name, spec -> Canonical.text(of.apply(spec))),
        keyword,
        (sql, spec) -> sql.words(of.apply(spec).orElseThrow()));
  }

  /// The name of another object, in canonical spelling.
  static <S> Property<S> name(String name, String keyword, Function<S, Optional<String>> of) {
    return of(
        Field.of(name, spec -> Canonical.text(of.apply(spec))),
        keyword,
        (sql, spec) -> sql.name(of.apply(spec).orElseThrow()));
  }

  /// Several names; the order says nothing. None declared is not the same as the empty list.
  static <S> Property<S> names(String name, String keyword, Function<S, List<String>> of) {
    return of(
        Field.of(name, spec -> nonEmpty(of.apply(spec)).map(Canonical::set)),
        keyword,
        (sql, spec) -> sql.names(of.apply(spec).stream().distinct().sorted().toList()));
  }

  static <T> Optional<Collection<T>> nonEmpty(Collection<T> values) {
    return values.isEmpty() ? Optional.empty() : Optional.of(values);
  }

  private static <S> Property<S> of(Field<S> field, String keyword, BiConsumer<Sql, S> value) {
    return new Property<>(
        field, keyword, (sql, resource) -> value.accept(sql, resource.spec()), true);
  }

  /// The value to which the field returns, by UNSET.
  Property<S> standard(JsonNode value) {
    return with(field -> field.standard(value));
  }

  /// The value to which the field returns, by SET: for keywords that UNSET does not know.
  Property<S> standardBySet(JsonNode value) {
    return new Property<>(field.standard(value), keyword, this.value, false);
  }

  Property<S> repair(Repair repair) {
    return with(field -> field.repair(repair));
  }

  Property<S> with(UnaryOperator<Field<S>> change) {
    return new Property<>(change.apply(field), keyword, value, unset);
  }

  boolean isDeclared(Desired<S> resource) {
    return field.desired().apply(resource).isPresent();
  }

  /// Writes `KEYWORD = value` for every property that is declared.
  static <S> void declared(Sql into, List<Property<S>> properties, Desired<S> resource) {
    for (var property : properties) {
      if (property.isDeclared(resource)) {
        property.value.accept(into.property(property.keyword), resource);
      }
    }
  }

  /// The drifted ones of the properties, by what is done to them.
  record Alteration<S>(List<Property<S>> set, List<Property<S>> unset) {

    static <S> Alteration<S> of(
        List<Property<S>> properties, Desired<S> resource, List<Drift> drifts) {
      Set<String> drifted = drifts.stream().map(Drift::field).collect(Collectors.toSet());
      var set = new ArrayList<Property<S>>();
      var unset = new ArrayList<Property<S>>();
      for (var property : properties) {
        if (drifted.contains(property.field.name())) {
          (property.isDeclared(resource) || !property.unset ? set : unset).add(property);
        }
      }
      return new Alteration<>(set, unset);
    }

    /// Writes `KEYWORD = value` for each that is to be set; where nothing is declared any more, the
    /// standard value.
    void write(Sql into, Desired<S> resource) {
      for (var property : set) {
        into.property(property.keyword);
        if (property.isDeclared(resource)) {
          property.value.accept(into, resource);
        } else {
          standard(into, property.field.standard().orElseThrow());
        }
      }
    }

    List<String> unsetKeywords() {
      return unset.stream().map(Property::keyword).toList();
    }

    private static void standard(Sql into, JsonNode value) {
      if (value.isBoolean()) {
        into.bool(value.booleanValue());
      } else if (value.isNumber()) {
        into.number(value.longValue());
      } else if (value.isArray()) {
        into.texts(value.valueStream().map(item -> item.asString("")).toList());
      } else if (value.asString("").equals("NONE")) {
        into.words("NONE");
      } else {
        into.text(value.asString(""));
      }
    }
  }
}
