package dev.snowdrift.sandbox.wire;

import dev.snowdrift.sandbox.account.Domain.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A kind of object as the REST API knows it: where its collection lies and which properties a
/// definition has. The source of names and properties is the generated models of Snowflake's own
/// client of that API (package snowflake-core, `core/*/_generated/models`).
///
/// @param collection the last part of the collection's path: `compute-pools`
/// @param properties how the value of a property is written in CREATE, by its JSON name; those that
///   need more than that are written by [RestSql]
record RestResource(
    String collection, String kind, String plural, Level level, Map<String, Form> properties) {
  /// How a value is written in SQL.
  enum Form {
    TEXT,
    BARE,
    NAMES,
    TEXTS,
    /// Written by [RestSql], which knows the property by name.
    OWN
  }

  private static final List<RestResource> ALL =
      List.of(
          of("databases", "DATABASE", "DATABASES", Level.ACCOUNT)
              .with(Form.OWN, "kind")
              .with(Form.TEXT, "comment", "log_level", "trace_level", "default_ddl_collation")
              .with(Form.BARE, "data_retention_time_in_days", "max_data_extension_time_in_days"),
          of("schemas", "SCHEMA", "SCHEMAS", Level.DATABASE)
              .with(Form.OWN, "kind", "managed_access")
              .with(Form.TEXT, "comment", "log_level", "trace_level", "default_ddl_collation")
              .with(Form.BARE, "data_retention_time_in_days", "max_data_extension_time_in_days"),
          of("database-roles", "DATABASE ROLE", "DATABASE ROLES", Level.DATABASE)
              .with(Form.TEXT, "comment"),
          of("roles", "ROLE", "ROLES", Level.ACCOUNT).with(Form.TEXT, "comment"),
          of("users", "USER", "USERS", Level.ACCOUNT)
              .with(Form.TEXT, "password", "login_name", "display_name", "first_name")
              .with(Form.TEXT, "middle_name", "last_name", "email", "comment")
              .with(Form.TEXT, "default_namespace", "rsa_public_key", "rsa_public_key_2")
              .with(Form.BARE, "must_change_password", "disabled", "days_to_expiry")
              .with(Form.BARE, "mins_to_unlock", "mins_to_bypass_mfa", "type")
              .with(Form.BARE, "default_warehouse", "default_role", "network_policy"),
          of("warehouses", "WAREHOUSE", "WAREHOUSES", Level.ACCOUNT)
              .with(Form.TEXT, "warehouse_type", "warehouse_size", "scaling_policy", "comment")
              .with(Form.BARE, "max_cluster_count", "min_cluster_count", "auto_suspend")
              .with(Form.BARE, "auto_resume", "initially_suspended", "resource_monitor")
              .with(Form.BARE, "enable_query_acceleration", "query_acceleration_max_scale_factor")
              .with(Form.BARE, "max_concurrency_level", "statement_queued_timeout_in_seconds")
              .with(Form.BARE, "statement_timeout_in_seconds"),
          of("compute-pools", "COMPUTE POOL", "COMPUTE POOLS", Level.ACCOUNT)
              .with(Form.BARE, "min_nodes", "max_nodes", "instance_family", "auto_resume")
              .with(Form.BARE, "auto_suspend_secs")
              .with(Form.TEXT, "comment"),
          of("image-repositories", "IMAGE REPOSITORY", "IMAGE REPOSITORIES", Level.SCHEMA),
          of("services", "SERVICE", "SERVICES", Level.SCHEMA)
              .with(Form.OWN, "compute_pool", "spec")
              .with(Form.NAMES, "external_access_integrations")
              .with(Form.BARE, "query_warehouse", "auto_resume", "min_instances", "max_instances")
              .with(Form.BARE, "min_ready_instances", "auto_suspend_secs")
              .with(Form.TEXT, "comment"),
          of("stages", "STAGE", "STAGES", Level.SCHEMA)
              .with(Form.OWN, "kind", "encryption", "directory_table", "credentials")
              .with(Form.TEXT, "url", "endpoint", "comment")
              .with(Form.BARE, "storage_integration"),
          of("secrets", "SECRET", "SECRETS", Level.SCHEMA)
              .with(Form.OWN, "type")
              .with(Form.TEXT, "secret_string", "username", "password", "comment")
              .with(Form.TEXT, "oauth_refresh_token", "oauth_refresh_token_expiry_time")
              .with(Form.TEXTS, "oauth_scopes")
              .with(Form.BARE, "api_authentication"),
          of("network-rules", "NETWORK RULE", "NETWORK RULES", Level.SCHEMA)
              .with(Form.BARE, "type", "mode")
              .with(Form.TEXTS, "value_list")
              .with(Form.TEXT, "comment"),
          of("tasks", "TASK", "TASKS", Level.SCHEMA)
              .with(Form.OWN, "schedule", "definition", "predecessors", "condition")
              .with(Form.BARE, "warehouse", "allow_overlapping_execution", "user_task_timeout_ms")
              .with(Form.BARE, "suspend_task_after_num_failures", "task_auto_retry_attempts")
              .with(Form.BARE, "finalize", "error_integration")
              .with(Form.TEXT, "user_task_managed_initial_warehouse_size", "comment"),
          of("tables", "TABLE", "TABLES", Level.SCHEMA)
              .with(Form.OWN, "columns", "kind")
              .with(Form.BARE, "data_retention_time_in_days", "change_tracking")
              .with(Form.TEXT, "comment"),
          of("views", "VIEW", "VIEWS", Level.SCHEMA)
              .with(Form.OWN, "columns", "query", "secure")
              .with(Form.TEXT, "comment"));

  private static RestResource of(String collection, String kind, String plural, Level level) {
    return new RestResource(collection, kind, plural, level, Map.of());
  }

  private RestResource with(Form form, String... names) {
    var all = new LinkedHashMap<>(properties);
    for (var name : names) {
      all.put(name, form);
    }
    return new RestResource(collection, kind, plural, level, all);
  }

  /// The kind whose collection lies there.
  static Optional<RestResource> of(String collection, Level level) {
    return ALL.stream()
        .filter(resource -> resource.collection().equals(collection) && resource.level() == level)
        .findFirst();
  }
}
