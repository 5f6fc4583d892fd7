package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Statement;
import java.util.List;
import java.util.Set;

/// An account role. Dropping one gives what it owned to the role that drops it.
final class RoleKind implements Domain {
  private static final Set<String> SYSTEM =
      Set.of("ACCOUNTADMIN", "SECURITYADMIN", "SYSADMIN", "USERADMIN", "PUBLIC");

  private static final PropertySheet SHEET =
      PropertySheet.empty().with(PropertyRule.text("COMMENT"));

  @Override
  public String kind() {
    return "ROLE";
  }

  @Override
  public Level level() {
    return Level.ACCOUNT;
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
  public void checkDrop(Execution execution, AccountObject role, Statement.Drop statement) {
    if (SYSTEM.contains(role.name())) {
      throw Errors.insufficient("ROLE", role.name());
    }
  }

  @Override
  public void dropped(Execution execution, AccountObject role) {
    var holder = Holder.role(role.name());
    for (var object : execution.account().catalog().everything()) {
      if (object.owner().equals(role.name())) {
        object.giveTo(execution.session().role());
        object.domain().transferred(execution, object, Transfer.ORPHANED);
      }
      object.forget(holder);
    }
    execution.account().self().forget(holder);
  }

  @Override
  public List<Cell> showColumns() {
    return List.of(
        Cell.createdOn(),
        Cell.name(),
        Cell.text("is_default", _ -> "N"),
        Cell.textFor(
            "is_current",
            (execution, role) -> Cell.yesNo(role.name().equals(execution.session().role()))),
        Cell.textFor(
            "is_inherited",
            (execution, role) ->
                Cell.yesNo(
                    !role.name().equals(execution.session().role())
                        && execution.roles().contains(Holder.role(role.name())))),
        Cell.number("assigned_to_users", role -> holders(role, "USER")),
        Cell.number("granted_to_roles", role -> holders(role, "ROLE")),
        new Cell(ResultColumn.fixed("granted_roles"), RoleKind::grantedRoles),
        Cell.owner(),
        Cell.commentOrEmpty());
  }

  private static long holders(AccountObject role, String type) {
    return role.grants().stream().filter(grant -> grant.holder().type().equals(type)).count();
  }

  private static String grantedRoles(Execution execution, AccountObject role) {
    var holder = Holder.role(role.name());
    var count =
        execution.all("ROLE").stream()
            .filter(other -> other.grant("USAGE", holder).isPresent())
            .count();
    return Long.toString(count);
  }
}
