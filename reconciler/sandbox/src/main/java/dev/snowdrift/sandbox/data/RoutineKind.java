package dev.snowdrift.sandbox.data;

import dev.snowdrift.sandbox.account.AccountObject;
import dev.snowdrift.sandbox.account.Cell;
import dev.snowdrift.sandbox.account.Domain;
import dev.snowdrift.sandbox.account.Errors;
import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.ObjectPath;
import dev.snowdrift.sandbox.account.PropertySheet;
import dev.snowdrift.sandbox.account.Settings;
import dev.snowdrift.sandbox.account.StatementResult;
import dev.snowdrift.sandbox.sql.Action;
import dev.snowdrift.sandbox.sql.Argument;
import dev.snowdrift.sandbox.sql.Identifier;
import dev.snowdrift.sandbox.sql.Name;
import dev.snowdrift.sandbox.sql.Statement;
import dev.snowdrift.sandbox.sql.SyntaxErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Functions, service functions among them, or procedures. The argument types belong to the stored
/// name, as in `ECHO(VARCHAR)`, so that overloads are different objects.
final class RoutineKind implements Domain {
  /// What CREATE OR ALTER and ALTER leave as it is.
  private static final Set<String> FOR_GOOD =
      Set.of(
          RoutineSettings.RETURNS,
          RoutineSettings.NULL_INPUT,
          RoutineSettings.VOLATILITY,
          RoutineSettings.LANGUAGE);

  private final String kind;

  /// For FUNCTION or PROCEDURE.
  RoutineKind(String kind) {
    this.kind = kind;
  }

  private boolean isProcedure() {
    return kind.equals("PROCEDURE");
  }

  @Override
  public String kind() {
    return kind;
  }

  /// Both are created as functions.
  @Override
  public String title() {
    return "Function";
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
    return RoutineSettings.sheet(isProcedure());
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
  public boolean paged() {
    return false;
  }

  // ---- names

  @Override
  public String shownName(String stored) {
    var arguments = stored.lastIndexOf('(');
    return arguments < 0 ? stored : stored.substring(0, arguments);
  }

  @Override
  public Name renamed(AccountObject routine, Name to) {
    var parts = new ArrayList<>(to.parts());
    var last = parts.removeLast();
    parts.add(
        new Identifier(
            last.value() + routine.name().substring(routine.name().lastIndexOf('(')), true));
    return new Name(parts);
  }

  /// `DB.SCHEMA."ECHO(INPUT VARCHAR):VARCHAR"` (terraform-provider-snowflake,
  /// pkg/sdk/identifier_parsers.go).
  @Override
  public String grantedName(AccountObject routine) {
    var path = routine.path();
    var settings = routine.settings();
    var arguments =
        RoutineSettings.arguments(settings).stream()
            .map(argument -> argument.name() + " " + argument.type().signature())
            .collect(Collectors.joining(", "));
    return "%s.%s.\"%s(%s):%s\""
        .formatted(
            Identifier.render(path.database()),
            Identifier.render(path.schema()),
            shownName(path.name()),
            arguments,
            RoutineSettings.returnedType(settings, false));
  }

  // ---- CREATE, ALTER

  @Override
  public StatementResult alter(Execution execution, Statement.Alter statement) {
    requireArguments(statement.name());
    return Domain.super.alter(execution, statement);
  }

  @Override
  public StatementResult drop(Execution execution, Statement.Drop statement) {
    requireArguments(statement.name());
    return Domain.super.drop(execution, statement);
  }

  @Override
  public StatementResult describe(Execution execution, Statement.Describe statement) {
    requireArguments(statement.name());
    return Domain.super.describe(execution, statement);
  }

  private static void requireArguments(Name name) {
    if (!name.last().value().endsWith(")")) {
      throw SyntaxErrors.unexpected(1, 0, "<EOF>");
    }
  }

  @Override
  public void check(Execution execution, ObjectPath path, Settings settings) {
    RoutineSettings.check(settings, isProcedure());
    if (settings.isSet("SERVICE")) {
      ServiceFunctions.check(execution, settings);
    }
    for (var integration : settings.list("EXTERNAL_ACCESS_INTEGRATIONS")) {
      execution.require(
          "EXTERNAL ACCESS INTEGRATION",
          new Name(List.of(Identifier.of(integration.replace("\"", "")))),
          "USAGE");
    }
  }

  @Override
  public void checkChange(Execution execution, AccountObject routine, Settings after) {
    for (var key : FOR_GOOD) {
      if (!routine.settings().asText(key).equals(after.asText(key))) {
        throw Errors.unsupported("CREATE OR ALTER " + kind + " with another " + key);
      }
    }
  }

  @Override
  public StatementResult perform(Execution execution, AccountObject routine, Action action) {
    var settings = routine.settings();
    if (!(action instanceof Action.Command(var words, _))) {
      throw Errors.unsupported("ALTER " + kind);
    }
    routine.change(
        switch (words) {
          case "SET SECURE" -> settings.with("SECURE", true);
          case "EXECUTE AS CALLER", "EXECUTE AS OWNER", "EXECUTE AS RESTRICTED CALLER" -> {
            if (!isProcedure()) {
              throw SyntaxErrors.unexpected(1, 0, "EXECUTE");
            }
            yield settings.with("EXECUTE AS", words.substring("EXECUTE AS ".length()));
          }
          default -> throw Errors.unsupported("ALTER " + kind + " " + words);
        });
    return StatementResult.status(StatementResult.DDL, "Statement executed successfully.");
  }

  // ---- SHOW, DESCRIBE

  @Override
  public List<Cell> showColumns() {
    var cells = new ArrayList<Cell>();
    cells.add(Cell.createdOn());
    cells.add(Cell.name());
    cells.add(Cell.schemaName());
    cells.add(Cell.text("is_builtin", _ -> "N"));
    cells.add(
        Cell.text(
            "is_aggregate", o -> Cell.yesNo(!isProcedure() && o.settings().flag("AGGREGATE"))));
    cells.add(Cell.text("is_ansi", _ -> "N"));
    cells.add(
        Cell.number(
            "min_num_arguments",
            o ->
                RoutineSettings.arguments(o.settings()).stream()
                    .filter(argument -> argument.defaultValue().isEmpty())
                    .count()));
    cells.add(
        Cell.number("max_num_arguments", o -> RoutineSettings.arguments(o.settings()).size()));
    cells.add(Cell.text("arguments", this::arguments));
    cells.add(
        Cell.text(
            "description",
            o ->
                o.settings()
                    .text("COMMENT")
                    .orElse(isProcedure() ? "user-defined procedure" : "user-defined function")));
    cells.add(Cell.text("catalog_name", o -> o.path().database()));
    cells.add(
        Cell.text(
            "is_table_function",
            o -> Cell.yesNo(RoutineSettings.returns(o.settings()).table().isPresent())));
    cells.add(Cell.text("valid_for_clustering", _ -> "N"));
    cells.add(Cell.text("is_secure", o -> Cell.yesNo(o.settings().flag("SECURE"))));
    cells.add(Cell.text("secrets", o -> RoutineSettings.secrets(o.settings()).orElse(null)));
    cells.add(
        Cell.text(
            "external_access_integrations",
            o -> RoutineSettings.integrations(o.settings()).orElse(null)));
    if (!isProcedure()) {
      cells.add(Cell.text("is_external_function", o -> Cell.yesNo(o.settings().isSet("SERVICE"))));
      cells.add(Cell.text("language", o -> RoutineSettings.language(o.settings())));
      cells.add(
          Cell.text(
              "is_memoizable", o -> Cell.yesNo(o.settings().flag(RoutineSettings.MEMOIZABLE))));
      cells.add(Cell.text("is_data_metric", _ -> "N"));
    }
    return cells;
  }

  /// `ECHO(VARCHAR, DEFAULT NUMBER) RETURN VARCHAR`.
  private String arguments(AccountObject routine) {
    var settings = routine.settings();
    return "%s(%s) RETURN %s"
        .formatted(
            shownName(routine.name()),
            RoutineSettings.arguments(settings).stream()
                .map(RoutineKind::argument)
                .collect(Collectors.joining(", ")),
            RoutineSettings.returnedType(settings, false));
  }

  private static String argument(Argument argument) {
    var type = argument.type().signature();
    return argument.defaultValue().isPresent() ? "DEFAULT " + type : type;
  }

  @Override
  public StatementResult describe(Execution execution, AccountObject routine) {
    return RoutineSettings.rows(routine.settings(), isProcedure(), execution.owns(routine));
  }
}
