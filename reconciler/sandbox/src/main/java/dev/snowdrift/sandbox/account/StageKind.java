package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Action;
import dev.snowdrift.sandbox.sql.Statement;
import dev.snowdrift.sandbox.sql.Value;
import java.util.List;
import java.util.Optional;

/// An internal stage, with its files in memory.
final class StageKind implements Domain {
  private static final PropertySheet SHEET =
      PropertySheet.empty()
          .with(
              PropertyRule.bool("TEMPORARY").atCreationOnly(),
              PropertyRule.any("ENCRYPTION").atCreationOnly(),
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
    return List.of("READ", "WRITE");
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

  @Override
  public void check(Execution execution, ObjectPath path, Settings settings) {
    encryption(settings);
    directoryEnabled(settings);
  }

  @Override
  public void created(Execution execution, AccountObject stage, Statement.Create statement) {
    stage.keep(StageFiles.class, new StageFiles());
  }

  @Override
  public StatementResult perform(Execution execution, AccountObject stage, Action action) {
    if (action instanceof Action.Command(var words, _) && words.equals("REFRESH")) {
      return StatementResult.status(StatementResult.DDL, "Statement executed successfully.");
    }
    return Domain.super.perform(execution, stage, action);
  }

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
    var type = option(settings, "ENCRYPTION", "TYPE").map(Value::toString).orElse("SNOWFLAKE_FULL");
    if (!type.equals("SNOWFLAKE_FULL") && !type.equals("SNOWFLAKE_SSE")) {
      throw Errors.invalidProperty(type, "TYPE");
    }
    return type;
  }

  private static boolean directoryEnabled(Settings settings) {
    return option(settings, "DIRECTORY", "ENABLE").filter(new Value.Bool(true)::equals).isPresent();
  }

  @Override
  public List<Cell> showColumns() {
    return List.of(
        Cell.createdOn(),
        Cell.name(),
        Cell.databaseName(),
        Cell.schemaName(),
        Cell.text("url", _ -> ""),
        Cell.text("has_credentials", _ -> "N"),
        Cell.text("has_encryption_key", _ -> "N"),
        Cell.owner(),
        Cell.commentOrEmpty(),
        Cell.nullText("region"),
        Cell.text(
            "type",
            o -> encryption(o.settings()).equals("SNOWFLAKE_SSE") ? "INTERNAL NO CSE" : "INTERNAL"),
        Cell.nullText("cloud"),
        Cell.nullText("notification_channel"),
        Cell.nullText("storage_integration"),
        Cell.nullText("endpoint"),
        Cell.ownerRoleType(),
        Cell.text("directory_enabled", o -> Cell.yesNo(directoryEnabled(o.settings()))));
  }

  /// Property rows: the file format's type, the location and the directory.
  @Override
  public StatementResult describe(Execution execution, AccountObject stage) {
    var format = option(stage.settings(), "FILE_FORMAT", "TYPE").map(Value::toString).orElse("CSV");
    return new Rows(
            StatementResult.DESCRIBE,
            List.of(
                ResultColumn.text("parent_property"),
                ResultColumn.text("property"),
                ResultColumn.text("property_type"),
                ResultColumn.text("property_value"),
                ResultColumn.text("property_default")))
        .add("STAGE_FILE_FORMAT", "TYPE", "String", format, "CSV")
        .add("STAGE_COPY_OPTIONS", "ON_ERROR", "String", "ABORT_STATEMENT", "ABORT_STATEMENT")
        .add(
            "DIRECTORY",
            "ENABLE",
            "Boolean",
            Boolean.toString(directoryEnabled(stage.settings())),
            "false")
        .result();
  }
}
