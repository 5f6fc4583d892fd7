package dev.snowdrift.snowflake.kind;

import dev.snowdrift.snowflake.SnowflakeKind;
import java.util.List;

/// Every kind of Snowflake object.
public final class SnowflakeKinds {
  private SnowflakeKinds() {}

  public static List<SnowflakeKind<?>> all() {
    return List.of(
        new DatabaseKind(),
        new SchemaKind(),
        new WarehouseKind(),
        new ImageRepositoryKind(),
        new StageKind(),
        new TableKind(),
        new FileFormatKind(),
        new ComputePoolKind(),
        new NetworkRuleKind(),
        new SecretKind(),
        new ExternalAccessIntegrationKind(),
        new ServiceKind(),
        new ViewKind(),
        new SecurityIntegrationKind(),
        new ProcedureKind(),
        new FunctionKind(),
        new JobKind(),
        new TaskKind(),
        new RoleKind(),
        new UserKind(),
        new GrantKind());
  }
}
