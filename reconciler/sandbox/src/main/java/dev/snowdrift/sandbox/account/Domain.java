package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Action;
import dev.snowdrift.sandbox.sql.Name;
import dev.snowdrift.sandbox.sql.Statement;
import java.util.List;
import java.util.Set;

/// A kind of object: what it is made of, and what is special about its statements. What all kinds
/// share (names, privileges, IF EXISTS, OR REPLACE, filters of SHOW) is done in [ObjectStatements];
/// a kind that differs there too overrides the statement's own method. Stateless.
public interface Domain {

  /// Where objects of a kind live.
  enum Level {
    ACCOUNT(1),
    DATABASE(2),
    SCHEMA(3);

    private final int parts;

    Level(int parts) {
      this.parts = parts;
    }

    /// How many parts a fully qualified name has.
    public int parts() {
      return parts;
    }
  }

  /// What SHOW does when there are more than 10,000 rows.
  enum Overflow {
    TRUNCATED,
    REFUSED
  }

  /// As in statements, upper case: `NETWORK RULE`.
  String kind();

  /// The kind whose names it shares and under which its privileges are granted: every kind of
  /// integration is of the family INTEGRATION.
  default String family() {
    return kind();
  }

  /// As in SHOW: `NETWORK RULES`.
  default String plural() {
    return kind() + "S";
  }

  /// As in texts such as `Network rule X successfully created.`
  default String title() {
    return Errors.capitalized(kind());
  }

  /// As in `granted_on`: `NETWORK_RULE`.
  default String grantedOn() {
    return family().replace(' ', '_');
  }

  Level level();

  /// The privileges that can be granted on an object besides OWNERSHIP, in the order of the
  /// documentation.
  List<String> privileges();

  /// Those that ALL means on one object.
  default List<String> privilegesOn(AccountObject object) {
    return privileges();
  }

  /// The privilege on the container that CREATE takes.
  default String createPrivilege() {
    return "CREATE " + kind();
  }

  PropertySheet sheet();

  /// What SHOW PARAMETERS IN lists. A parameter is a property of the same key; one that is not set
  /// is inherited from the schema and the database.
  default List<Parameter> parameters() {
    return List.of();
  }

  /// Creation properties that CREATE OR ALTER of a present object passes over.
  default Set<String> ignoredWhenPresent() {
    return Set.of();
  }

  default boolean replaceable() {
    return true;
  }

  default boolean takesIfNotExists() {
    return true;
  }

  default boolean createOrAlterable() {
    return false;
  }

  /// Whether SHOW lists every object to everybody, with empty columns where privileges lack.
  default boolean listedForAll() {
    return false;
  }

  /// Whether GRANT OWNERSHIP works on it.
  default boolean transferable() {
    return true;
  }

  default boolean renamable() {
    return false;
  }

  /// Whether names must do without double quotes.
  default boolean plainNamesOnly() {
    return false;
  }

  default Overflow overflow() {
    return Overflow.TRUNCATED;
  }

  /// Whether SHOW takes STARTS WITH and LIMIT.
  default boolean paged() {
    return true;
  }

  /// SHOW's columns.
  List<Cell> showColumns();

  /// DESCRIBE's columns when it answers one row; empty when the kind cannot be described.
  default List<Cell> describeColumns() {
    return List.of();
  }

  /// The name that SHOW lists and filters by, and that messages give.
  default String shownName(String stored) {
    return stored;
  }

  default String shownName(AccountObject object) {
    return shownName(object.name());
  }

  /// The name in SHOW GRANTS.
  default String grantedName(AccountObject object) {
    return object.path().toString();
  }

  /// The name that RENAME TO gives.
  default Name renamed(AccountObject object, Name to) {
    return to;
  }

  /// How DESCRIBE refuses an object that is absent or invisible.
  default SqlError absent(Name name) {
    return Errors.cannotPerform();
  }

  /// The settings that CREATE's clauses make; a kind that can be cloned overrides it.
  ///
  /// @param names how a name in a property is resolved to a fully qualified one
  default Settings settings(
      Execution execution, Statement.Create statement, PropertySheet.NameResolver names) {
    return sheet().forCreate(statement.properties(), names);
  }

  // ---- hooks of the shared statements; each runs before anything changes unless it says otherwise

  /// Refuses settings that do not fit together, for CREATE and ALTER alike.
  default void check(Execution execution, ObjectPath path, Settings settings) {}

  /// Refuses a change of settings that only a new object could have.
  default void checkChange(Execution execution, AccountObject object, Settings after) {}

  /// Runs after a new object is in the catalog.
  default void created(Execution execution, AccountObject object, Statement.Create statement) {}

  /// Runs after an object's settings have changed.
  default void altered(Execution execution, AccountObject object, Settings before) {}

  /// Refuses a drop.
  default void checkDrop(Execution execution, AccountObject object, Statement.Drop statement) {}

  /// Runs after an object has left the catalog, dropped by itself or with its container.
  default void dropped(Execution execution, AccountObject object) {}

  /// How an object came to another owner.
  enum Transfer {
    /// GRANT OWNERSHIP on this object alone.
    SINGLE,
    /// GRANT OWNERSHIP on all objects of a container.
    BULK,
    /// Its owner was dropped.
    ORPHANED
  }

  /// Runs after an object got another owner.
  default void transferred(Execution execution, AccountObject object, Transfer how) {}

  /// Which privileges besides OWNERSHIP suffice for an action.
  default Set<String> sufficientFor(Action action) {
    return Set.of();
  }

  /// Which privileges besides OWNERSHIP suffice to DESCRIBE; the default is any.
  default Set<String> sufficientToDescribe() {
    return Set.copyOf(privileges());
  }

  /// Any action that is not SET, UNSET, RENAME or about tags. Privileges have been checked.
  default StatementResult perform(Execution execution, AccountObject object, Action action) {
    throw Errors.unsupported("ALTER " + kind());
  }

  // ---- the statements themselves

  default StatementResult create(Execution execution, Statement.Create statement) {
    return new ObjectStatements(execution, this).create(statement);
  }

  default StatementResult alter(Execution execution, Statement.Alter statement) {
    return new ObjectStatements(execution, this).alter(statement);
  }

  default StatementResult drop(Execution execution, Statement.Drop statement) {
    return new ObjectStatements(execution, this).drop(statement);
  }

  default StatementResult show(Execution execution, Statement.Show statement) {
    return new ShowStatement(execution, this).show(statement);
  }

  default StatementResult describe(Execution execution, Statement.Describe statement) {
    return new ObjectStatements(execution, this).describe(statement);
  }

  /// DESCRIBE of an object that may be seen; kinds with property rows override it.
  default StatementResult describe(Execution execution, AccountObject object) {
    var columns = describeColumns();
    if (columns.isEmpty()) {
      throw Errors.unsupported("DESCRIBE " + kind());
    }
    return Rows.of(StatementResult.DESCRIBE, execution, columns, List.of(object));
  }
}
