package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Statement;
import dev.snowdrift.sandbox.sql.SyntaxErrors;
import java.util.List;

/// A database role. It can hold privileges and be granted to account roles and to other database
/// roles.
final class DatabaseRoleKind implements Domain {
  private static final PropertySheet SHEET =
      PropertySheet.empty().with(PropertyRule.text("COMMENT"));

  @Override
  public String kind() {
    return "DATABASE ROLE";
  }

  @Override
  public Level level() {
    return Level.DATABASE;
  }

  /// Roles are granted as such, not by privilege.
  @Override
  public List<String> privileges() {
    return List.of();
  }

  @Override
  public PropertySheet sheet() {
    return SHEET;
  }

  @Override
  public boolean createOrAlterable() {
    return true;
  }

  @Override
  public boolean renamable() {
    return true;
  }

  @Override
  public void dropped(Execution execution, AccountObject role) {
    var holder = new Holder(kind(), role.path());
    execution.account().catalog().everything().forEach(object -> object.forget(holder));
  }

  /// SHOW needs IN DATABASE: the database is no column.
  @Override
  public StatementResult show(Execution execution, Statement.Show statement) {
    if (statement.filter().scope().isEmpty()) {
      throw SyntaxErrors.unexpected(1, 0, "<EOF>");
    }
    return Domain.super.show(execution, statement);
  }

  @Override
  public List<Cell> showColumns() {
    return List.of(
        Cell.createdOn(),
        Cell.name(),
        Cell.text("is_default", _ -> "N"),
        Cell.text("is_current", _ -> "N"),
        Cell.textFor(
            "is_inherited",
            (execution, role) ->
                Cell.yesNo(execution.roles().contains(new Holder(kind(), role.path())))),
        Cell.number("granted_to_roles", role -> holders(role, "ROLE")),
        Cell.number("granted_to_database_roles", role -> holders(role, kind())),
        new Cell(
            ResultColumn.fixed("granted_database_roles"),
            (execution, role) -> grantedRoles(execution, new Holder(kind(), role.path()))),
        Cell.owner(),
        Cell.commentOrEmpty(),
        Cell.ownerRoleType());
  }

  private static long holders(AccountObject role, String type) {
    return role.grants().stream().filter(grant -> grant.holder().type().equals(type)).count();
  }

  private String grantedRoles(Execution execution, Holder holder) {
    var count =
        execution.all(kind()).stream()
            .filter(other -> other.grant("USAGE", holder).isPresent())
            .count();
    return Long.toString(count);
  }
}
