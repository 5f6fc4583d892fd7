package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.data.FileFormatOptions;
import dev.snowdrift.sandbox.sql.Action;
import dev.snowdrift.sandbox.sql.Identifier;
import dev.snowdrift.sandbox.sql.Name;
import dev.snowdrift.sandbox.sql.Properties;
import dev.snowdrift.sandbox.sql.SqlReader;
import dev.snowdrift.sandbox.sql.Statement;
import dev.snowdrift.sandbox.sql.SyntaxErrors;
import dev.snowdrift.sandbox.sql.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A stage: an internal one with its files, or an external one, of which only the definition is
/// known. Credentials are never shown.
final class StageKind implements Domain {
  private static final Map<String, String> CLOUDS =
      Map.of("s3", "AWS", "s3gov", "AWS", "s3china", "AWS", "gcs", "GCP", "azure", "AZURE");

  private static final PropertySheet SHEET =
      PropertySheet.empty()
          .with(
              PropertyRule.bool("TEMPORARY").atCreationOnly(),
              PropertyRule.text("URL").neverUnset(),
              PropertyRule.name("STORAGE_INTEGRATION", "INTEGRATION").neverUnset(),
              PropertyRule.any("CREDENTIALS").neverUnset(),
              PropertyRule.any("ENCRYPTION").neverUnset(),
              PropertyRule.text("ENDPOINT").neverUnset(),
              PropertyRule.text("AWS_ACCESS_POINT_ARN").neverUnset(),
              PropertyRule.bool("USE_PRIVATELINK_ENDPOINT").neverUnset(),
              PropertyRule.any("COPY_OPTIONS").neverUnset(),
              PropertyRule.any("DIRECTORY").neverUnset(),
              PropertyRule.any("FILE_FORMAT").neverUnset(),
              PropertyRule.text("COMMENT"));

  @Override
  public String kind() {
    return "STAGE";
  }

  @Override
  public String title() {
    return "Stage area";
  }

  @Override
  public Level level() {
    return Level.SCHEMA;
  }

  @Override
  public List<String> privileges() {
    return List.of("READ", "WRITE", "USAGE");
  }

  /// USAGE is for external stages, READ and WRITE for internal ones.
  @Override
  public List<String> privilegesOn(AccountObject stage) {
    return isExternal(stage.settings()) ? List.of("USAGE") : List.of("READ", "WRITE");
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

  static boolean isExternal(Settings settings) {
    return settings.isSet("URL");
  }

  // ---- checks

  @Override
  public void check(Execution execution, ObjectPath path, Settings settings) {
    encryption(settings);
    directoryEnabled(settings);
    checkFormat(execution, settings);
    if (isExternal(settings)) {
      checkLocation(execution, settings);
      return;
    }
    for (var key : List.of("STORAGE_INTEGRATION", "CREDENTIALS", "ENDPOINT")) {
      if (settings.isSet(key)) {
        throw Errors.missingOptions(List.of("URL"));
      }
    }
  }

  /// The encryption of an internal stage is for good, and so is whether it is one.
  @Override
  public void checkChange(Execution execution, AccountObject stage, Settings after) {
    var before = stage.settings();
    if (isExternal(before) != isExternal(after)) {
      throw Errors.invalidProperty(after.textOrEmpty("URL"), "URL");
    }
    if (!isExternal(before) && !encryption(before).equals(encryption(after))) {
      throw Errors.invalidProperty(encryption(after), "ENCRYPTION");
    }
  }

  @Override
  public StatementResult alter(Execution execution, Statement.Alter statement) {
    if (statement.action() instanceof Action.Set(var properties) && properties.has("ENCRYPTION")) {
      var path = execution.resolve(Level.SCHEMA, statement.name());
      var internal =
          execution
              .visible(kind(), path)
              .filter(stage -> !isExternal(stage.settings()))
              .isPresent();
      if (internal) {
        throw SyntaxErrors.unexpected(1, 0, "ENCRYPTION");
      }
    }
    return Domain.super.alter(execution, statement);
  }

  private static void checkFormat(Execution execution, Settings settings) {
    var name = formatName(settings);
    if (name.isPresent()) {
      execution.require("FILE FORMAT", name.get(), "USAGE");
    } else {
      var _ = format(settings);
    }
  }

  private static Optional<Name> formatName(Settings settings) {
    return option(settings, "FILE_FORMAT", "FORMAT_NAME")
        .map(value ->
            value instanceof Value.Reference(var name) ? name : SqlReader.name(value.toString()));
  }

  private static FileFormatOptions format(Settings settings) {
    return FileFormatOptions.of(
        settings.written("FILE_FORMAT").orElse(null) instanceof Value.Options(var options)
            ? options
            : Properties.NONE);
  }

  /// The location must lie in a cloud and where its integration allows (text as users report it;
  /// the code is not verified).
  private static void checkLocation(Execution execution, Settings settings) {
    var url = settings.textOrEmpty("URL");
    if (cloud(settings) == null) {
      throw new SqlError(
          391_108, "22023", "SQL compilation error:\ninvalid URL prefix found in: '" + url + "'");
    }
    if (!settings.isSet("STORAGE_INTEGRATION")) {
      return;
    }
    if (settings.isSet("CREDENTIALS")) {
      throw Errors.invalidProperty("CREDENTIALS", "STORAGE_INTEGRATION");
    }
    var name = SqlReader.name(settings.textOrEmpty("STORAGE_INTEGRATION"));
    var integration = execution.require("STORAGE INTEGRATION", name, "USAGE");
    var allowed = locations(integration, "STORAGE_ALLOWED_LOCATIONS");
    var blocked = locations(integration, "STORAGE_BLOCKED_LOCATIONS");
    if (blocked.stream().anyMatch(url::startsWith)
        || allowed.stream().noneMatch(place -> place.equals("*") || url.startsWith(place))) {
      throw new SqlError(
          3167,
          "42601",
          "SQL compilation error:\nLocation '%s' is not allowed by integration '%s'. Please use"
                  .formatted(url, name)
              + " DESC INTEGRATION to check out allowed and blocked locations.");
    }
  }

  private static List<String> locations(AccountObject integration, String key) {
    return integration
        .settings()
        .written(key)
        .map(value -> value.asList().stream().map(Value::toString).toList())
        .orElse(List.of());
  }

  @Override
  public void created(Execution execution, AccountObject stage, Statement.Create statement) {
    stage.keep(StageFiles.class, new StageFiles());
  }

  @Override
  public StatementResult perform(Execution execution, AccountObject stage, Action action) {
    if (action instanceof Action.Command(var words, _) && words.equals("REFRESH")) {
      if (!directoryEnabled(stage.settings())) {
        throw Errors.unsupported("REFRESH of a stage without a directory");
      }
      return StatementResult.status(StatementResult.DDL, "Statement executed successfully.");
    }
    return Domain.super.perform(execution, stage, action);
  }

  // ---- options

  private static Optional<Value> option(Settings settings, String property, String key) {
    return settings
        .written(property)
        .flatMap(value -> {
          if (value instanceof Value.Options(var options)) {
            return options.get(key);
          }
          throw Errors.invalidParameter(value.toString(), property);
        });
  }

  private static String encryption(Settings settings) {
    var type = option(settings, "ENCRYPTION", "TYPE").map(Value::toString);
    if (isExternal(settings)) {
      return type.orElse("NONE");
    }
    var internal = type.orElse("SNOWFLAKE_FULL");
    if (!internal.equals("SNOWFLAKE_FULL") && !internal.equals("SNOWFLAKE_SSE")) {
      throw Errors.invalidProperty(internal, "TYPE");
    }
    return internal;
  }

  private static boolean hasEncryptionKey(Settings settings) {
    return option(settings, "ENCRYPTION", "MASTER_KEY").isPresent()
        || option(settings, "ENCRYPTION", "KMS_KEY_ID").isPresent();
  }

  private static boolean directoryEnabled(Settings settings) {
    return option(settings, "DIRECTORY", "ENABLE").filter(new Value.Bool(true)::equals).isPresent();
  }

  private static boolean autoRefresh(Settings settings) {
    return option(settings, "DIRECTORY", "AUTO_REFRESH")
        .filter(new Value.Bool(true)::equals)
        .isPresent();
  }

  private static @Nullable String cloud(Settings settings) {
    var url = settings.textOrEmpty("URL");
    var scheme = url.substring(0, Math.max(0, url.indexOf("://"))).toLowerCase(Locale.ROOT);
    return CLOUDS.get(scheme);
  }

  private static String type(Settings settings) {
    var temporary = settings.flag("TEMPORARY") ? " TEMPORARY" : "";
    if (isExternal(settings)) {
      return "EXTERNAL" + temporary;
    }
    return "INTERNAL" + temporary + (encryption(settings).equals("SNOWFLAKE_SSE") ? " NO CSE" : "");
  }

  // ---- SHOW, DESCRIBE

  @Override
  public List<Cell> showColumns() {
    return List.of(
        Cell.createdOn(),
        Cell.name(),
        Cell.databaseName(),
        Cell.schemaName(),
        Cell.text("url", o -> o.settings().textOrEmpty("URL")),
        Cell.text("has_credentials", o -> Cell.yesNo(o.settings().isSet("CREDENTIALS"))),
        Cell.text("has_encryption_key", o -> Cell.yesNo(hasEncryptionKey(o.settings()))),
        Cell.owner(),
        Cell.commentOrEmpty(),
        Cell.text("region", o -> "AWS".equals(cloud(o.settings())) ? "us-west-2" : null),
        Cell.text("type", o -> type(o.settings())),
        Cell.text("cloud", o -> cloud(o.settings())),
        Cell.nullText("notification_channel"),
        Cell.text(
            "storage_integration", o -> o.settings().text("STORAGE_INTEGRATION").orElse(null)),
        Cell.text("endpoint", o -> o.settings().text("ENDPOINT").orElse(null)),
        Cell.ownerRoleType(),
        Cell.text("directory_enabled", o -> Cell.yesNo(directoryEnabled(o.settings()))));
  }

  /// Property rows: the file format, copy options, location, integration, credentials, directory.
  @Override
  public StatementResult describe(Execution execution, AccountObject stage) {
    var settings = stage.settings();
    var rows =
        new Rows(
            StatementResult.DESCRIBE,
            List.of(
                ResultColumn.text("parent_property"),
                ResultColumn.text("property"),
                ResultColumn.text("property_type"),
                ResultColumn.text("property_value"),
                ResultColumn.text("property_default")));
    var name = formatName(settings);
    if (name.isPresent()) {
      var path = execution.resolve(Level.SCHEMA, name.get());
      rows.add("STAGE_FILE_FORMAT", "FORMAT_NAME", "String", quoted(path), "");
    } else {
      for (var row : format(settings).rows()) {
        rows.add("STAGE_FILE_FORMAT", row.property(), row.kind(), row.value(), row.byDefault());
      }
    }
    rows.add("STAGE_COPY_OPTIONS", "ON_ERROR", "String", "ABORT_STATEMENT", "ABORT_STATEMENT");
    if (isExternal(settings)) {
      location(rows, settings);
    }
    rows.add("DIRECTORY", "ENABLE", "Boolean", text(directoryEnabled(settings)), "false");
    rows.add("DIRECTORY", "AUTO_REFRESH", "Boolean", text(autoRefresh(settings)), "false");
    return rows.result();
  }

  private static String text(boolean value) {
    return Boolean.toString(value);
  }

  private static String quoted(ObjectPath path) {
    return "\\\"%s\\\".\\\"%s\\\".\\\"%s\\\""
        .formatted(path.database(), path.schema(), path.name());
  }

  private static void location(Rows rows, Settings settings) {
    rows.add("STAGE_LOCATION", "URL", "String", "[\"" + settings.textOrEmpty("URL") + "\"]", "");
    rows.add(
        "STAGE_INTEGRATION",
        "STORAGE_INTEGRATION",
        "String",
        settings
            .text("STORAGE_INTEGRATION")
            .map(name -> Identifier.render(SqlReader.name(name).last().value()))
            .orElse(""),
        "");
    var key = option(settings, "CREDENTIALS", "AWS_KEY_ID").map(Value::toString);
    rows.add("STAGE_CREDENTIALS", "AWS_KEY_ID", "String", key.orElse(""), "");
    rows.add(
        "PRIVATELINK",
        "USE_PRIVATELINK_ENDPOINT",
        "Boolean",
        text(settings.flag("USE_PRIVATELINK_ENDPOINT")),
        "false");
  }
}
