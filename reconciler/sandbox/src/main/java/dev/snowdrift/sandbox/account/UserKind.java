package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Action;
import dev.snowdrift.sandbox.sql.SqlReader;
import dev.snowdrift.sandbox.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A user: a person or a service.
final class UserKind implements Domain {
  private static final List<String> NOT_FOR_SERVICES =
      List.of(
          "PASSWORD",
          "MUST_CHANGE_PASSWORD",
          "FIRST_NAME",
          "MIDDLE_NAME",
          "LAST_NAME",
          "MINS_TO_BYPASS_MFA",
          "DISABLE_MFA");

  private static final List<String> NOT_FOR_LEGACY_SERVICES =
      List.of("FIRST_NAME", "MIDDLE_NAME", "LAST_NAME", "MINS_TO_BYPASS_MFA", "DISABLE_MFA");

  private static final PropertySheet SHEET = sheetOfUsers();

  private static PropertySheet sheetOfUsers() {
    var sheet = PropertySheet.empty();
    for (var parameter : Parameters.SESSION) {
      sheet.with(PropertyRule.any(parameter.key()));
    }
    return sheet.with(
        PropertyRule.text("PASSWORD"),
        PropertyRule.text("LOGIN_NAME"),
        PropertyRule.text("DISPLAY_NAME"),
        PropertyRule.text("FIRST_NAME"),
        PropertyRule.text("MIDDLE_NAME"),
        PropertyRule.text("LAST_NAME"),
        PropertyRule.text("EMAIL"),
        PropertyRule.bool("MUST_CHANGE_PASSWORD"),
        PropertyRule.bool("DISABLED"),
        PropertyRule.integer("DAYS_TO_EXPIRY"),
        PropertyRule.integer("MINS_TO_UNLOCK"),
        PropertyRule.identifier("DEFAULT_WAREHOUSE"),
        PropertyRule.identifier("DEFAULT_NAMESPACE"),
        PropertyRule.identifier("DEFAULT_ROLE"),
        PropertyRule.texts("DEFAULT_SECONDARY_ROLES").byDefault(List.of("ALL")),
        PropertyRule.integer("MINS_TO_BYPASS_MFA"),
        PropertyRule.bool("DISABLE_MFA"),
        PropertyRule.text("RSA_PUBLIC_KEY"),
        PropertyRule.text("RSA_PUBLIC_KEY_2"),
        PropertyRule.word("TYPE", "PERSON", "SERVICE", "LEGACY_SERVICE"),
        PropertyRule.identifier("NETWORK_POLICY"),
        PropertyRule.any("WORKLOAD_IDENTITY"),
        PropertyRule.text("COMMENT"));
  }

  @Override
  public String kind() {
    return "USER";
  }

  @Override
  public Level level() {
    return Level.ACCOUNT;
  }

  @Override
  public List<String> privileges() {
    return List.of("IMPERSONATE", "MODIFY", "MONITOR");
  }

  @Override
  public PropertySheet sheet() {
    return SHEET;
  }

  /// A network policy is shown among the parameters (terraform-provider-snowflake,
  /// pkg/sdk/parameters.go), though it is a property in statements.
  @Override
  public List<Parameter> parameters() {
    return Stream.concat(
            Parameters.SESSION.stream(),
            Stream.of(
                new Parameter(
                    "NETWORK_POLICY",
                    "STRING",
                    "",
                    "Network policy assigned for the given target.")))
        .toList();
  }

  @Override
  public boolean renamable() {
    return true;
  }

  @Override
  public Set<String> sufficientFor(Action action) {
    return action instanceof Action.Set || action instanceof Action.Unset
        ? Set.of("MODIFY")
        : Set.of();
  }

  @Override
  public boolean listedForAll() {
    return true;
  }

  @Override
  public void check(Execution execution, ObjectPath path, Settings settings) {
    var type = settings.textOrEmpty("TYPE");
    for (var key : type.equals("SERVICE") ? NOT_FOR_SERVICES : NOT_FOR_LEGACY_SERVICES) {
      if (type.endsWith("SERVICE") && settings.isSet(key)) {
        throw new SqlError(
            1422,
            "22023",
            "SQL compilation error:\nCannot set " + key + " on users with TYPE=" + type + ".");
      }
    }
    if (settings.isSet("NETWORK_POLICY")) {
      execution.require("NETWORK POLICY", SqlReader.name(settings.textOrEmpty("NETWORK_POLICY")));
    }
    for (var key : List.of("RSA_PUBLIC_KEY", "RSA_PUBLIC_KEY_2")) {
      settings.text(key).ifPresent(PublicKeys::fingerprint);
    }
    var login = loginName(settings, path.name());
    for (var other : execution.all("USER")) {
      if (!other.path().equals(path) && loginName(other.settings(), other.name()).equals(login)) {
        throw Errors.exists(login);
      }
    }
  }

  static String loginName(Settings settings, String name) {
    return settings.text("LOGIN_NAME").map(text -> text.toUpperCase(Locale.ROOT)).orElse(name);
  }

  @Override
  public void dropped(Execution execution, AccountObject user) {
    var holder = Holder.user(user.name());
    execution.account().catalog().everything().forEach(object -> object.forget(holder));
    execution.account().credentials().forgetUser(user.name());
  }

  @Override
  public StatementResult perform(Execution execution, AccountObject user, Action action) {
    if (action instanceof Action.AccessToken token) {
      return execution.account().credentials().alterToken(execution, user, token);
    }
    return Domain.super.perform(execution, user, action);
  }

  /// Whether the session may read more than the user's name.
  private static boolean mayRead(Execution execution, AccountObject user) {
    return execution.has(user, "MONITOR")
        || execution.hasGlobal("MANAGE GRANTS")
        || execution.session().user().equals(user.name());
  }

  private interface Reading {
    @Nullable String of(AccountObject user);
  }

  private static Cell shielded(String name, Reading value) {
    return Cell.textFor(
        name, (execution, user) -> mayRead(execution, user) ? value.of(user) : null);
  }

  private static Cell setting(String key) {
    return shielded(key.toLowerCase(Locale.ROOT), user -> user.settings().text(key).orElse(null));
  }

  private static Cell flag(String key) {
    return shielded(
        key.toLowerCase(Locale.ROOT), user -> Boolean.toString(user.settings().flag(key)));
  }

  private static Cell noTime(String name) {
    return Cell.time(name, _ -> null);
  }

  @Override
  public List<Cell> showColumns() {
    return List.of(
        Cell.name(),
        Cell.createdOn(),
        shielded("login_name", user -> loginName(user.settings(), user.name())),
        shielded("display_name", UserKind::displayName),
        setting("FIRST_NAME"),
        setting("LAST_NAME"),
        setting("EMAIL"),
        Cell.nullText("mins_to_unlock"),
        Cell.nullText("days_to_expiry"),
        setting("COMMENT"),
        flag("DISABLED"),
        flag("MUST_CHANGE_PASSWORD"),
        shielded("snowflake_lock", _ -> "false"),
        setting("DEFAULT_WAREHOUSE"),
        setting("DEFAULT_NAMESPACE"),
        setting("DEFAULT_ROLE"),
        shielded("default_secondary_roles", UserKind::secondaryRoles),
        shielded("ext_authn_duo", _ -> "false"),
        Cell.nullText("ext_authn_uid"),
        Cell.nullText("mins_to_bypass_mfa"),
        Cell.owner(),
        noTime("last_success_login"),
        noTime("expires_at_time"),
        noTime("locked_until_time"),
        shielded("has_password", user -> Boolean.toString(user.settings().isSet("PASSWORD"))),
        shielded(
            "has_rsa_public_key",
            user -> Boolean.toString(user.settings().isSet("RSA_PUBLIC_KEY"))),
        setting("TYPE"),
        shielded("has_mfa", _ -> "false"),
        shielded(
            "has_workload_identity",
            user -> Boolean.toString(user.settings().isSet("WORKLOAD_IDENTITY"))));
  }

  private static String displayName(AccountObject user) {
    return user.settings().text("DISPLAY_NAME").orElse(user.name());
  }

  private static String secondaryRoles(AccountObject user) {
    return user.settings().list("DEFAULT_SECONDARY_ROLES").stream()
        .map(role -> '"' + role + '"')
        .collect(Collectors.joining(",", "[", "]"));
  }

  /// A user may describe itself.
  @Override
  public StatementResult describe(Execution execution, Statement.Describe statement) {
    var path = execution.resolve(Level.ACCOUNT, statement.name());
    var user = execution.find("USER", path).orElseThrow(Errors::cannotPerform);
    if (!mayRead(execution, user)) {
      throw execution.sees(user)
          ? Errors.insufficient("USER", user.name())
          : Errors.cannotPerform();
    }
    return describe(execution, user);
  }

  /// Property rows, in the order of the terraform provider's users_def.go.
  @Override
  public StatementResult describe(Execution execution, AccountObject user) {
    var settings = user.settings();
    var rows =
        new Rows(
            StatementResult.DESCRIBE,
            List.of(
                ResultColumn.text("property"),
                ResultColumn.text("value"),
                ResultColumn.text("default"),
                ResultColumn.text("description")));
    row(rows, "NAME", Optional.of(user.name()), "Name");
    row(rows, "COMMENT", settings.text("COMMENT"), "user comment associated to an object");
    row(rows, "DISPLAY_NAME", Optional.of(displayName(user)), "Display name of the user");
    row(rows, "TYPE", settings.text("TYPE"), "Type of the user");
    row(
        rows,
        "LOGIN_NAME",
        Optional.of(loginName(settings, user.name())),
        "Login name of the user");
    row(rows, "FIRST_NAME", settings.text("FIRST_NAME"), "First name of the user");
    row(rows, "MIDDLE_NAME", settings.text("MIDDLE_NAME"), "Middle name of the user");
    row(rows, "LAST_NAME", settings.text("LAST_NAME"), "Last name of the user");
    row(rows, "EMAIL", settings.text("EMAIL"), "Email address of the user");
    row(rows, "PASSWORD", settings.text("PASSWORD").map(_ -> "********"), "Password of the user");
    rows.add(
        "MUST_CHANGE_PASSWORD",
        Boolean.toString(settings.flag("MUST_CHANGE_PASSWORD")),
        "false",
        "User must change the password");
    rows.add(
        "DISABLED",
        Boolean.toString(settings.flag("DISABLED")),
        "false",
        "Whether the user is disabled");
    rows.add("SNOWFLAKE_LOCK", "false", "false", "Whether the user is locked by Snowflake");
    row(
        rows,
        "DEFAULT_WAREHOUSE",
        settings.text("DEFAULT_WAREHOUSE"),
        "Default warehouse for this user");
    row(
        rows,
        "DEFAULT_NAMESPACE",
        settings.text("DEFAULT_NAMESPACE"),
        "Default database namespace prefix for this user");
    row(
        rows,
        "DEFAULT_ROLE",
        settings.text("DEFAULT_ROLE"),
        "Primary principal of user session will be set to this role");
    row(
        rows,
        "DEFAULT_SECONDARY_ROLES",
        Optional.of(secondaryRoles(user)),
        "The secondary roles will be set to all roles provided here");
    row(rows, "RSA_PUBLIC_KEY", settings.text("RSA_PUBLIC_KEY"), "RSA public key of the user");
    row(
        rows,
        "RSA_PUBLIC_KEY_FP",
        settings.text("RSA_PUBLIC_KEY").map(PublicKeys::fingerprint),
        "Fingerprint of user's RSA public key.");
    row(
        rows,
        "RSA_PUBLIC_KEY_2",
        settings.text("RSA_PUBLIC_KEY_2"),
        "Second RSA public key of the user");
    row(
        rows,
        "RSA_PUBLIC_KEY_2_FP",
        settings.text("RSA_PUBLIC_KEY_2").map(PublicKeys::fingerprint),
        "Fingerprint of user's second RSA public key.");
    return rows.result();
  }

  private static void row(Rows rows, String property, Optional<String> value, String description) {
    rows.add(property, value.orElse("null"), "null", description);
  }
}
