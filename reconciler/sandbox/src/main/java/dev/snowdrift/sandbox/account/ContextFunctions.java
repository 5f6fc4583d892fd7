package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.SqlReader;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The functions that tell about the session, and SYSTEM$ functions that are about no kind.
final class ContextFunctions implements Registry.Feature {
  /// What CURRENT_VERSION() gives.
  static final String VERSION = "9.30.1";

  @Override
  public void register(Registry registry) {
    registry
        .function("CURRENT_USER", (execution, _) -> execution.session().user())
        .function("CURRENT_ROLE", (execution, _) -> execution.session().role())
        .function("CURRENT_DATABASE", (execution, _) -> execution.session().database().orElse(null))
        .function("CURRENT_SCHEMA", (execution, _) -> execution.session().schema().orElse(null))
        .function(
            "CURRENT_WAREHOUSE", (execution, _) -> execution.session().warehouse().orElse(null))
        .function("CURRENT_ACCOUNT", (execution, _) -> execution.identity().locator())
        .function("CURRENT_ACCOUNT_NAME", (execution, _) -> execution.identity().accountName())
        .function(
            "CURRENT_ORGANIZATION_NAME", (execution, _) -> execution.identity().organization())
        .function("CURRENT_REGION", (_, _) -> "AWS_US_WEST_2")
        .function("CURRENT_VERSION", (_, _) -> VERSION)
        .function("CURRENT_CLIENT", (_, _) -> "sandbox")
        .function("CURRENT_SESSION", (execution, _) -> Long.toString(execution.session().id()))
        .function("CURRENT_ROLE_TYPE", (_, _) -> "ROLE")
        .function("CURRENT_AVAILABLE_ROLES", ContextFunctions::availableRoles)
        .function("IS_ROLE_IN_SESSION", ContextFunctions::isRoleInSession)
        .function("SYSTEM$GET_TAG", ContextFunctions::tag);
  }

  private static String availableRoles(Execution execution, List<@Nullable String> arguments) {
    var names =
        execution.account().rolesOf(Holder.user(execution.session().user())).stream()
            .filter(holder -> holder.type().equals("ROLE"))
            .map(holder -> '"' + holder.path().name() + '"')
            .toList();
    return "[" + String.join(", ", names) + "]";
  }

  private static String isRoleInSession(Execution execution, List<@Nullable String> arguments) {
    var name = argument(arguments, 0, "IS_ROLE_IN_SESSION");
    return Boolean.toString(execution.roles().contains(Holder.role(name)));
  }

  /// `SYSTEM$GET_TAG('tag', 'object', 'kind')`.
  private static @Nullable String tag(Execution execution, List<@Nullable String> arguments) {
    var function = "SYSTEM$GET_TAG";
    var tag = execution.require("TAG", SqlReader.name(argument(arguments, 0, function)));
    var kind = argument(arguments, 2, function).toUpperCase(Locale.ROOT).replace('_', ' ');
    var object = execution.require(kind, SqlReader.name(argument(arguments, 1, function)));
    return object.tags().get(tag.path());
  }

  /// A required text argument.
  static String argument(List<@Nullable String> arguments, int index, String function) {
    var value = index < arguments.size() ? arguments.get(index) : null;
    if (value == null) {
      throw new SqlError(
          938,
          "22023",
          "SQL compilation error: error line 1 at position 7\nnot enough arguments for function ["
              + function
              + "]");
    }
    return value;
  }
}
