package dev.snowdrift.sandbox.container;

import dev.snowdrift.sandbox.account.PropertyRule;
import dev.snowdrift.sandbox.account.PropertySheet;
import dev.snowdrift.sandbox.account.Settings;
import java.util.List;

/// The properties of services and of job services (documents *CREATE SERVICE* and *EXECUTE JOB
/// SERVICE*), and the rules between them.
final class ServiceSheet {
  static final String POOL = "COMPUTE POOL";
  static final String SPECIFICATION = "FROM";
  static final String INTEGRATIONS = "EXTERNAL_ACCESS_INTEGRATIONS";
  static final String WAREHOUSE = "QUERY_WAREHOUSE";

  private static final int MAX_INTEGRATIONS = 10;

  private ServiceSheet() {}

  static final PropertySheet SERVICE =
      PropertySheet.empty()
          .with(common())
          .with(
              PropertyRule.integer("MIN_INSTANCES").between(1, Integer.MAX_VALUE).byDefault(1L),
              PropertyRule.integer("MAX_INSTANCES").between(1, Integer.MAX_VALUE),
              PropertyRule.integer("MIN_READY_INSTANCES").between(0, Integer.MAX_VALUE),
              PropertyRule.bool("AUTO_RESUME").byDefault(true),
              PropertyRule.integer("AUTO_SUSPEND_SECS").between(0, Integer.MAX_VALUE).byDefault(0L),
              PropertyRule.word(
                  "LOG_LEVEL", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "OFF"));

  static final PropertySheet JOB =
      PropertySheet.empty()
          .with(common())
          .with(
              PropertyRule.name("NAME", ServiceKind.KIND).atCreationOnly(),
              PropertyRule.bool("ASYNC").byDefault(false).atCreationOnly(),
              PropertyRule.integer("REPLICAS")
                  .between(1, Integer.MAX_VALUE)
                  .byDefault(1L)
                  .atCreationOnly());

  private static PropertyRule[] common() {
    return new PropertyRule[] {
      PropertyRule.name(POOL, ComputePoolKind.KIND).mandatory().atCreationOnly(),
      PropertyRule.any(SPECIFICATION).mandatory().atCreationOnly(),
      PropertyRule.names(INTEGRATIONS, "EXTERNAL ACCESS INTEGRATION"),
      PropertyRule.name(WAREHOUSE, "WAREHOUSE"),
      PropertyRule.text("COMMENT")
    };
  }

  static int minInstances(Settings settings) {
    return (int) settings.integer("MIN_INSTANCES");
  }

  static int maxInstances(Settings settings) {
    return settings.number("MAX_INSTANCES").map(Long::intValue).orElse(minInstances(settings));
  }

  static int minReady(Settings settings) {
    return settings
        .number("MIN_READY_INSTANCES")
        .map(Long::intValue)
        .orElse(minInstances(settings));
  }

  /// Refuses numbers of a service that do not fit together.
  static void check(Settings settings) {
    if (maxInstances(settings) < minInstances(settings)) {
      throw Texts.service("MAX_INSTANCES must be greater than or equal to MIN_INSTANCES.");
    }
    if (minReady(settings) > minInstances(settings)) {
      throw Texts.service("MIN_READY_INSTANCES must be less than or equal to MIN_INSTANCES.");
    }
    var idle = settings.integer("AUTO_SUSPEND_SECS");
    if (idle > 0 && idle < 300) {
      throw Texts.service("AUTO_SUSPEND_SECS must be 0 or at least 300.");
    }
    checkIntegrations(settings.list(INTEGRATIONS));
  }

  static void checkIntegrations(List<String> integrations) {
    if (integrations.size() > MAX_INTEGRATIONS) {
      throw Texts.service(
          "A service can have at most " + MAX_INTEGRATIONS + " external access integrations.");
    }
  }
}
