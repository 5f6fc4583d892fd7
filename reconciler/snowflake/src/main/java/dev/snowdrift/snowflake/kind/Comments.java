package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sql;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The comment of an object carries our mark behind what a person wrote; the field is what the
/// person wrote.
final class Comments {
  static final String FIELD = "comment";

  private Comments() {}

  static <S> Field<S> field(Function<S, Optional<String>> of) {
    return Field.<S>of(FIELD, spec -> Canonical.text(of.apply(spec).map(String::strip)))
        .standard(Canonical.text(""));
  }

  /// `COMMENT = '...'` with the declared comment and the mark.
  static Sql write(Sql into, Optional<String> comment, Mark mark) {
    return into.property("COMMENT").text(mark.appendTo(comment.map(String::strip)));
  }

  static boolean drifted(List<Drift> drifts) {
    return drifts.stream().anyMatch(drift -> drift.field().equals(FIELD));
  }

  /// The person's part of an observed comment.
  static Optional<String> userText(Row row) {
    return row.text(FIELD).map(Mark::strip).filter(text -> !text.isEmpty());
  }

  static Optional<Mark> mark(Row row) {
    return row.text(FIELD).flatMap(Mark::find);
  }

  /// The person's part as it was observed, for an adoption that must not change it.
  static Optional<String> observed(Observed observed) {
    return observed.field(FIELD).map(value -> value.asString(""));
  }

  static <S> Optional<String> declared(Desired<S> resource, Function<S, Optional<String>> of) {
    return of.apply(resource.spec());
  }
}
