package dev.snowdrift.sandbox.account;

/// The kinds that every account has. A kind is one file and one line here.
final class AccountKinds implements Registry.Feature {
  @Override
  public void register(Registry registry) {
    new ContextFunctions().register(registry);
    registry
        .domain(new DatabaseKind())
        .domain(new SchemaKind())
        .domain(new RoleKind())
        .domain(new DatabaseRoleKind())
        .domain(new WarehouseKind())
        .domain(new UserKind())
        .domain(new StageKind())
        .domain(new SecretKind())
        .domain(new NetworkRuleKind())
        .domain(new IntegrationKind())
        .domain(new ExternalAccessKind())
        .domain(new SecurityIntegrationKind())
        .domain(new StorageIntegrationKind())
        .domain(new ApiIntegrationKind())
        .domain(new NetworkPolicyKind())
        .domain(new TagKind());
  }
}
