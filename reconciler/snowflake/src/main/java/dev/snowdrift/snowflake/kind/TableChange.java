package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Repair;
import dev.snowdrift.snowflake.DataType;
import dev.snowdrift.snowflake.Sql;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What one difference in a table's columns takes.
///
/// @param column by canonical name; empty for all of them together
record TableChange(String column, Verb verb) {
  private static final Pattern PATH = Pattern.compile("columns(?:\\[(.*)](?:\\.(\\w+))?)?");

  enum Verb {
    ADD,
    DROP,
    WIDEN,
    /// In place too, but only while every value fits.
    NARROW,
    /// Another column under the same name: the type or the default cannot change in place.
    REPLACE,
    SET_NOT_NULL,
    DROP_NOT_NULL,
    DROP_DEFAULT,
    COMMENT
  }

  static TableChange of(Drift drift) {
    var path = PATH.matcher(drift.path());
    if (!path.matches()) {
      throw new IllegalArgumentException("not a place in columns: " + drift.path());
    }
    var column = Optional.ofNullable(path.group(1)).orElse("");
    return new TableChange(column, verb(drift, Optional.ofNullable(path.group(2)).orElse("")));
  }

  private static Verb verb(Drift drift, String property) {
    var wanted = drift.desired().isPresent();
    return switch (property) {
      case "type" ->
          switch (type(drift.observed()).to(type(drift.desired()))) {
            case NONE, WIDER -> Verb.WIDEN;
            case NARROWER -> Verb.NARROW;
            case IMPOSSIBLE -> Verb.REPLACE;
          };
      case "nullable" ->
          drift.desired().map(JsonNode::booleanValue).orElse(true)
              ? Verb.DROP_NOT_NULL
              : Verb.SET_NOT_NULL;
      case "default" -> wanted ? Verb.REPLACE : Verb.DROP_DEFAULT;
      case "comment" -> Verb.COMMENT;
      default -> wanted ? Verb.ADD : Verb.DROP;
    };
  }

  /// A type that we do not know is none of those that can be widened.
  private static DataType type(Optional<JsonNode> value) {
    var text = value.map(node -> node.asString("")).orElse("");
    return DataType.find(text).orElseGet(() -> new DataType(text, List.of()));
  }

  /// Held when data would go.
  ///
  /// @param all every difference of the table, to tell a new column from a renamed one
  Repair repair(Drift drift, List<Drift> all) {
    return switch (verb) {
      case ADD ->
          renamedFrom(drift, all)
              .map(old ->
                  Repair.losing(
                      "adds column %s, which may be %s under another name".formatted(column, old)))
              .orElse(Repair.alter());
      case DROP ->
          Repair.losing(
              "drops column %s and what it holds; a column gets another name by hand only"
                  .formatted(column));
      case REPLACE ->
          Repair.losing(
              "drops column %s with what it holds and adds it again: its %s cannot change in place"
                  .formatted(column, drift.path().endsWith(".type") ? "type" : "default"));
      case NARROW ->
          Repair.losing(
              "narrows column %s, and Time Travel no longer reaches behind it".formatted(column));
      case WIDEN, SET_NOT_NULL, DROP_NOT_NULL, DROP_DEFAULT, COMMENT -> Repair.alter();
    };
  }

  /// A commit that takes away one column and adds another of the same type has perhaps renamed it,
  /// which Snowflake could do without loss, and which nobody can tell from here.
  private static Optional<String> renamedFrom(Drift added, List<Drift> all) {
    var type = added.desired().map(node -> node.path("type"));
    return all.stream()
        .filter(drift -> drift.field().equals(TableKind.COLUMNS) && drift.path().endsWith("]"))
        .filter(drift -> drift.origin() == Drift.Origin.GIT && drift.desired().isEmpty())
        .filter(drift -> drift.observed().map(node -> node.path("type")).equals(type))
        .map(drift -> of(drift).column)
        .findFirst();
  }

  /// The statements, one for each thing that can fail by itself.
  List<Effect> effects(String table, List<TableColumn> declared) {
    return switch (verb) {
      case ADD -> declared.stream().filter(this::isMine).map(each -> add(table, each)).toList();
      case DROP -> List.of(drop(table));
      case REPLACE -> List.of(drop(table), add(table, mine(declared)));
      case WIDEN, NARROW ->
          List.of(
              alter(table)
                  .words("SET DATA TYPE")
                  .type(DataType.parse(mine(declared).type()))
                  .ddl());
      case SET_NOT_NULL -> List.of(alter(table).words("SET NOT NULL").ddl());
      case DROP_NOT_NULL -> List.of(alter(table).words("DROP NOT NULL").ddl());
      case DROP_DEFAULT -> List.of(alter(table).words("DROP DEFAULT").ddl());
      case COMMENT ->
          List.of(
              mine(declared)
                  .comment()
                  .map(text -> alter(table).words("COMMENT").text(text.strip()))
                  .orElseGet(() -> alter(table).words("UNSET COMMENT"))
                  .ddl());
    };
  }

  private boolean isMine(TableColumn each) {
    return column.isEmpty() || each.name().equals(column);
  }

  private TableColumn mine(List<TableColumn> declared) {
    return declared.stream().filter(this::isMine).findFirst().orElseThrow();
  }

  private static Effect add(String table, TableColumn column) {
    var sql = Sql.of("ALTER TABLE").name(table).words("ADD COLUMN");
    column.write(sql);
    return sql.ddl();
  }

  private Effect drop(String table) {
    return Sql.of("ALTER TABLE").name(table).words("DROP COLUMN").name(column).ddl();
  }

  private Sql alter(String table) {
    return Sql.of("ALTER TABLE").name(table).words("ALTER COLUMN").name(column);
  }
}
