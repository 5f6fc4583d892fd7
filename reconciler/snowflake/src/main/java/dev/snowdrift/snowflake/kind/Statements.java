package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Export;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.snowflake.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The statements that most kinds share.
///
/// @param words what the kind is called in statements: `COMPUTE POOL`
record Statements(String words) {

  /// `CREATE <words> name`, to be continued.
  Sql create(String name) {
    return Sql.of("CREATE " + words).name(name);
  }

  /// `ALTER <words> name`, to be continued.
  Sql alter(String name) {
    return Sql.of("ALTER " + words).name(name);
  }

  List<Effect> drop(String name) {
    return List.of(Sql.of("DROP " + words).name(name).ddl());
  }

  /// One SET and one UNSET for all drifted properties; the comment is always set, since it holds
  /// the mark.
  <S> List<Effect> update(
      Desired<S> resource,
      List<Property<S>> properties,
      Optional<String> comment,
      List<Drift> drifts,
      Mark mark) {
    var name = resource.id().name();
    var alteration = Property.Alteration.of(properties, resource, drifts);
    var effects = new ArrayList<Effect>();
    if (!alteration.set().isEmpty() || Comments.drifted(drifts)) {
      var set = alter(name).words("SET");
      alteration.write(set, resource);
      if (Comments.drifted(drifts)) {
        Comments.write(set, comment, mark);
      }
      effects.add(set.ddl());
    }
    if (!alteration.unset().isEmpty()) {
      effects.add(alter(name).words("UNSET").list(alteration.unsetKeywords()).ddl());
    }
    return effects;
  }

  /// Puts the mark behind the comment that is there.
  List<Effect> adopt(Observed observed, Mark mark) {
    var set = alter(observed.id().name()).words("SET");
    return List.of(Comments.write(set, Comments.observed(observed), mark).ddl());
  }

  /// What is awakened by whoever needs it is not suspended on purpose: it only rests.
  static Export withoutIdleness(Export export) {
    if (export.spec().path("autoResume").asBoolean(true)) {
      export.spec().remove("suspended");
    }
    return export;
  }
}
