package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.Repair;
import java.util.List;
import java.util.Set;

/// For kinds whose objects, where one of their differences needs a new object, cannot take the
/// others as they stand: a user name on a secret that is no PASSWORD yet.
final class Replacement {
  private Replacement() {}

  /// The repair of the drifted field; that of the difference for which the object is made anew,
  /// where there is one and the field is not apart.
  ///
  /// @param all every difference of the object
  /// @param apart fields that the object takes as it stands
  static <S> Repair beside(Drift drift, List<Drift> all, List<Field<S>> fields, Set<String> apart) {
    var own = repair(drift, fields);
    if (!(own instanceof Repair.Alter) || apart.contains(drift.field())) {
      return own;
    }
    return all.stream()
        .map(other -> repair(other, fields))
        .filter(Repair.Recreate.class::isInstance)
        .findFirst()
        .orElse(own);
  }

  private static <S> Repair repair(Drift drift, List<Field<S>> fields) {
    return fields.stream()
        .filter(field -> field.name().equals(drift.field()))
        .findFirst()
        .orElseThrow()
        .repair();
  }
}
