package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Statement;
import java.util.List;

/// Integrations of every kind together, as `SHOW INTEGRATIONS`, `DROP INTEGRATION n` and `GRANT ...
/// ON INTEGRATION n` mean them.
final class IntegrationKind implements Domain {
  static final PropertySheet SHEET = PropertySheet.empty().with(PropertyRule.text("COMMENT"));

  @Override
  public String kind() {
    return "INTEGRATION";
  }

  @Override
  public Level level() {
    return Level.ACCOUNT;
  }

  @Override
  public List<String> privileges() {
    return List.of("USAGE", "USE_ANY_ROLE");
  }

  @Override
  public PropertySheet sheet() {
    return SHEET;
  }

  @Override
  public StatementResult create(Execution execution, Statement.Create statement) {
    throw Errors.unsupported("CREATE INTEGRATION");
  }

  @Override
  public StatementResult alter(Execution execution, Statement.Alter statement) {
    var path = execution.resolve(Level.ACCOUNT, statement.name());
    var domain = execution.visible(kind(), path).map(AccountObject::domain);
    return domain.isPresent()
        ? domain.get().alter(execution, statement)
        : Domain.super.alter(execution, statement);
  }

  @Override
  public StatementResult describe(Execution execution, AccountObject integration) {
    return integration.domain().describe(execution, integration);
  }

  @Override
  public List<Cell> showColumns() {
    return columns();
  }

  /// The columns that SHOW has for every kind of integration.
  static List<Cell> columns() {
    return List.of(
        Cell.name(),
        Cell.text("type", IntegrationKind::type),
        Cell.text("category", IntegrationKind::category),
        Cell.bool("enabled", o -> o.settings().flag("ENABLED")),
        Cell.commentOrNull(),
        Cell.createdOn());
  }

  private static String type(AccountObject integration) {
    return switch (integration.domain()) {
      case SecurityIntegrationKind _ -> SecurityForms.shownType(integration.settings());
      case StorageIntegrationKind _ -> "EXTERNAL_STAGE";
      case ApiIntegrationKind _ -> "EXTERNAL_API";
      default -> category(integration);
    };
  }

  private static String category(AccountObject integration) {
    var kind = integration.domain().kind();
    return kind.substring(0, kind.length() - " INTEGRATION".length()).replace(' ', '_');
  }

  /// The columns of DESCRIBE's property rows.
  static Rows propertyRows() {
    return new Rows(
        StatementResult.DESCRIBE,
        List.of(
            ResultColumn.text("property"),
            ResultColumn.text("property_type"),
            ResultColumn.text("property_value"),
            ResultColumn.text("property_default")));
  }
}
