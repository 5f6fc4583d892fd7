package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// A network rule: what may be reached, or from where (Snowflake documentation, "CREATE NETWORK
/// RULE").
final class NetworkRuleKind implements Domain {
  private static final Pattern HOST_PORT =
      Pattern.compile("(\\*\\.)?[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*(:\\d{1,5}(-\\d{1,5})?)?");
  private static final Pattern IPV4 =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}(/\\d{1,2})?(-\\d{1,3}(\\.\\d{1,3}){3})?");

  /// The modes of each type.
  private static final Map<String, Set<String>> MODES =
      Map.of(
          "IPV4", Set.of("INGRESS", "INTERNAL_STAGE", "EGRESS", "POSTGRES_INGRESS"),
          "IPV6", Set.of("INGRESS", "EGRESS"),
          "AWSVPCEID", Set.of("INGRESS", "INTERNAL_STAGE", "SNOWFLAKE_MANAGED_STORAGE_VOLUME"),
          "AZURELINKID", Set.of("INGRESS"),
          "GCPPSCID", Set.of("INGRESS"),
          "HOST_PORT", Set.of("EGRESS"),
          "PRIVATE_HOST_PORT", Set.of("EGRESS"),
          "COMPUTE_POOL", Set.of("INGRESS"));

  private static final PropertySheet SHEET =
      PropertySheet.empty()
          .with(
              PropertyRule.word("TYPE", MODES.keySet().toArray(String[]::new))
                  .mandatory()
                  .atCreationOnly(),
              PropertyRule.word(
                      "MODE",
                      "INGRESS",
                      "INTERNAL_STAGE",
                      "SNOWFLAKE_MANAGED_STORAGE_VOLUME",
                      "EGRESS",
                      "POSTGRES_INGRESS",
                      "POSTGRES_EGRESS")
                  .byDefault("INGRESS")
                  .atCreationOnly(),
              PropertyRule.texts("VALUE_LIST"),
              PropertyRule.text("COMMENT"));

  @Override
  public String kind() {
    return "NETWORK RULE";
  }

  @Override
  public Level level() {
    return Level.SCHEMA;
  }

  @Override
  public List<String> privileges() {
    return List.of("USAGE");
  }

  @Override
  public PropertySheet sheet() {
    return SHEET;
  }

  @Override
  public boolean takesIfNotExists() {
    return false;
  }

  @Override
  public boolean createOrAlterable() {
    return true;
  }

  @Override
  public StatementResult create(Execution execution, Statement.Create statement) {
    if (!statement.properties().has("VALUE_LIST")) {
      throw Errors.missingOptions(List.of("VALUE_LIST"));
    }
    return Domain.super.create(execution, statement);
  }

  @Override
  public void check(Execution execution, ObjectPath path, Settings settings) {
    var type = settings.textOrEmpty("TYPE");
    var mode = settings.textOrEmpty("MODE");
    if (!MODES.getOrDefault(type, Set.of()).contains(mode)) {
      throw Errors.invalidProperty(mode, "MODE");
    }
    for (var value : settings.list("VALUE_LIST")) {
      var fits =
          switch (type) {
            case "HOST_PORT" -> isHostPort(value);
            case "IPV4" -> IPV4.matcher(value).matches();
            default -> !value.isBlank();
          };
      if (!fits) {
        throw Errors.invalidProperty(value, "VALUE_LIST");
      }
    }
  }

  private static boolean isHostPort(String value) {
    if (!HOST_PORT.matcher(value).matches()) {
      return false;
    }
    var colon = value.indexOf(':');
    if (colon < 0) {
      return true;
    }
    for (var port : value.substring(colon + 1).split("-", -1)) {
      if (Integer.parseInt(port) > 65535) {
        return false;
      }
    }
    return !value.startsWith("0.0.0.0:") || value.endsWith(":80") || value.endsWith(":443");
  }

  /// A rule in use cannot be dropped; the code is not documented.
  @Override
  public void checkDrop(Execution execution, AccountObject rule, Statement.Drop statement) {
    for (var integration : execution.all("EXTERNAL ACCESS INTEGRATION")) {
      if (integration.settings().list("ALLOWED_NETWORK_RULES").contains(rule.path().toString())) {
        throw new SqlError(
            98509,
            "2BP01",
            "Cannot drop network rule "
                + rule.name()
                + " as it is associated with integration "
                + integration.name()
                + ".");
      }
    }
  }

  @Override
  public List<Cell> showColumns() {
    return List.of(
        Cell.createdOn(),
        Cell.name(),
        Cell.databaseName(),
        Cell.schemaName(),
        Cell.owner(),
        Cell.commentOrEmpty(),
        Cell.text("type", o -> o.settings().textOrEmpty("TYPE")),
        Cell.text("mode", o -> o.settings().textOrEmpty("MODE")),
        Cell.number("entries_in_valuelist", o -> o.settings().list("VALUE_LIST").size()),
        Cell.ownerRoleType());
  }

  @Override
  public List<Cell> describeColumns() {
    return List.of(
        Cell.createdOn(),
        Cell.name(),
        Cell.databaseName(),
        Cell.schemaName(),
        Cell.owner(),
        Cell.commentOrEmpty(),
        Cell.text("type", o -> o.settings().textOrEmpty("TYPE")),
        Cell.text("mode", o -> o.settings().textOrEmpty("MODE")),
        Cell.text("value_list", o -> String.join(",", o.settings().list("VALUE_LIST"))));
  }
}
