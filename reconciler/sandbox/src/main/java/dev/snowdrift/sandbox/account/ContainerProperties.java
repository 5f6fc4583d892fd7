package dev.snowdrift.sandbox.account;

/// What databases and schemas have in common: their parameters.
final class ContainerProperties {
  private ContainerProperties() {}

  static PropertySheet sheet() {
    var sheet =
        PropertySheet.empty()
            .with(PropertyRule.bool("TRANSIENT").atCreationOnly(), PropertyRule.text("COMMENT"));
    for (var parameter : Parameters.CONTAINER) {
      sheet.with(
          switch (parameter.type()) {
            case "BOOLEAN" -> PropertyRule.bool(parameter.key());
            case "NUMBER" -> PropertyRule.integer(parameter.key()).between(0, Long.MAX_VALUE);
            default ->
                parameter.key().equals("DEFAULT_DDL_COLLATION")
                    ? PropertyRule.text(parameter.key())
                    : PropertyRule.word(parameter.key());
          });
    }
    return sheet.with(PropertyRule.integer("DATA_RETENTION_TIME_IN_DAYS").between(0, 90));
  }

  /// The retention time as SHOW gives it: a text.
  static String retention(Settings settings) {
    return settings.asText("DATA_RETENTION_TIME_IN_DAYS").orElse("1");
  }
}
