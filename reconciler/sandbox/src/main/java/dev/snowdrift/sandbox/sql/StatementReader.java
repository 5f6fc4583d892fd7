package dev.snowdrift.sandbox.sql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/// Turns a parse tree into a statement.
final class StatementReader {
  private final ValueReader values;
  private final CreateReader creation;

  StatementReader(ValueReader values) {
    this.values = values;
    this.creation = new CreateReader(values);
  }

  Statement statement(SqlParser.StatementContext context) {
    return switch (context.getChild(0)) {
      case SqlParser.CreateContext create -> creation.create(create);
      case SqlParser.AlterContext alter -> alter(alter);
      case SqlParser.DropContext drop -> drop(drop);
      case SqlParser.ShowContext show -> show(show);
      case SqlParser.DescribeContext describe -> describe(describe);
      case SqlParser.UseContext use -> use(use);
      case SqlParser.GrantContext grant -> new GrantReader(values).grant(grant);
      case SqlParser.RevokeContext revoke -> new GrantReader(values).revoke(revoke);
      case SqlParser.SelectContext select -> select(select);
      case SqlParser.ExecuteJobContext job -> executeJob(job);
      case SqlParser.ExecuteTaskContext task -> executeTask(task);
      case SqlParser.CallContext call ->
          new Statement.Call(
              values.name(call.name()),
              Optional.ofNullable(call.method).map(values::identifier),
              call.expression().stream().map(this::expression).toList());
      case SqlParser.TransactionContext transaction -> transaction(transaction);
      case SqlParser.CommentOnContext comment -> commentOn(comment);
      case SqlParser.ListFilesContext list -> files(list);
      default -> new Statement.Rows(context.getStart().getText().toUpperCase(Locale.ROOT));
    };
  }

  static String kind(SqlParser.KindContext context) {
    return ValueReader.words(context);
  }

  // ---- CREATE, ALTER, DROP

  private Statement describe(SqlParser.DescribeContext context) {
    if (context.kind() == null) {
      if (context.STAGE() != null) {
        throw ValueReader.unsupported("DESCRIBE TABLE TYPE = STAGE");
      }
      return new Statement.Describe("TABLE", values.name(context.name()));
    }
    return new Statement.Describe(kind(context.kind()), name(context.name(), context.signature()));
  }

  private Name name(SqlParser.NameContext name, SqlParser.@Nullable SignatureContext signature) {
    return TypeReader.withArguments(values.name(name), TypeReader.types(signature));
  }

  private Statement files(SqlParser.ListFilesContext context) {
    var place =
        ValueReader.stagePath(
            context.STAGE_PATH() != null
                ? context.STAGE_PATH().getText()
                : ValueReader.string(context.STRING().getText()));
    if (context.plainWord() != null && !context.plainWord().getText().equalsIgnoreCase("PATTERN")) {
      var word = context.plainWord().getStart();
      throw SyntaxErrors.unexpected(word.getLine(), word.getCharPositionInLine(), word.getText());
    }
    var pattern = Optional.ofNullable(context.text()).map(values::text);
    return context.REMOVE() != null || context.RM() != null
        ? new Statement.RemoveFiles(place, pattern)
        : new Statement.ListFiles(place, pattern);
  }

  private Statement alter(SqlParser.AlterContext context) {
    return switch (context) {
      case SqlParser.AlterSessionSetContext session ->
          new Statement.AlterSession(settings(session.settings()), List.of());
      case SqlParser.AlterSessionUnsetContext session ->
          new Statement.AlterSession(Properties.NONE, keys(session.key()));
      case SqlParser.AlterAccountSetContext account ->
          new Statement.AlterAccount(settings(account.settings()), List.of());
      case SqlParser.AlterAccountUnsetContext account ->
          new Statement.AlterAccount(Properties.NONE, keys(account.key()));
      case SqlParser.AlterObjectContext object ->
          new Statement.Alter(
              kind(object.kind()),
              object.ifExists() != null,
              name(object.name(), object.signature()),
              action(object.action()));
      default -> throw new IllegalStateException(context.getClass().getName());
    };
  }

  private Properties settings(SqlParser.SettingsContext context) {
    return new Properties(values.properties(context.property()));
  }

  private static List<String> keys(List<SqlParser.KeyContext> contexts) {
    return contexts.stream().map(ValueReader::key).toList();
  }

  private Action action(SqlParser.ActionContext context) {
    if (context.command() != null) {
      return command(context.command());
    }
    if (context.tableAction() != null) {
      return new TableReader(values).action(context.tableAction());
    }
    if (context.sequenceAction() != null) {
      return sequenceAction(context.sequenceAction());
    }
    if (context.specification() != null) {
      return new Action.Upgrade(values.specification(context.specification()));
    }
    if (context.RESTORE() != null) {
      return new Action.RestoreVolume(
          ValueReader.unquoted(context.QUOTED_ID().getText()),
          context.INTEGER().stream().map(TerminalNode::getText).map(Integer::valueOf).toList(),
          values.name(context.name(0)));
    }
    if (context.TOKEN() != null || context.PAT() != null) {
      return accessToken(context);
    }
    if (context.TAG() != null) {
      return context.SET() != null
          ? new Action.SetTags(values.tags(context.tagValue()))
          : new Action.UnsetTags(values.names(context.name()));
    }
    if (context.RENAME() != null) {
      return new Action.RenameTo(values.name(context.name(0)));
    }
    if (context.SWAP() != null) {
      return new Action.SwapWith(values.name(context.name(0)));
    }
    if (context.EXECUTE() != null) {
      return executeAs(context);
    }
    if (context.CONTACT() != null) {
      var contacts = new Value.Options(settings(context.settings()));
      return new Action.Set(
          new Properties(List.of(ValueReader.clause(context, "CONTACT", contacts))));
    }
    if (context.SET() != null) {
      return new Action.Set(settings(context.settings()));
    }
    if (context.DCM() != null) {
      return new Action.Command("UNSET DCM PROJECT", List.of());
    }
    if (context.UNSET() != null) {
      return new Action.Unset(keys(context.key()));
    }
    if (context.REFRESH() != null) {
      return new Action.Command("REFRESH", List.of(context.plainWord().getText()));
    }
    if (!context.property().isEmpty()) {
      return new Action.Modify(
          context.getStart().getText().toUpperCase(Locale.ROOT),
          new Value.Options(new Properties(values.properties(context.property()))));
    }
    return modify(context);
  }

  private static Action sequenceAction(SqlParser.SequenceActionContext context) {
    if (!context.sequenceOption().isEmpty()) {
      return new Action.Set(
          new Properties(
              context.sequenceOption().stream().map(CreateReader::sequenceOption).toList()));
    }
    var changed =
        context.signed() == null
            ? ValueReader.clause(context, "IS ORDERED", new Value.Bool(context.NOORDER() == null))
            : ValueReader.clause(
                context,
                "INCREMENT",
                new Value.Numeric(BigDecimal.valueOf(TableReader.signed(context.signed()))));
    return new Action.Set(new Properties(List.of(changed)));
  }

  private Action executeAs(SqlParser.ActionContext context) {
    if (context.UNSET() != null) {
      return new Action.Unset(List.of("EXECUTE AS"));
    }
    if (context.name().isEmpty()) {
      throw SyntaxErrors.unexpected(1, 0, "<EOF>");
    }
    var user = new Value.Reference(values.name(context.name(0)));
    return new Action.Set(new Properties(List.of(ValueReader.clause(context, "EXECUTE AS", user))));
  }

  private Action modify(SqlParser.ActionContext context) {
    var verb = context.getStart().getText().toUpperCase(Locale.ROOT);
    if (context.AFTER() != null) {
      return new Action.Modify(verb + " AFTER", Value.names(values.names(context.name())));
    }
    if (context.ALLOWED_VALUES() != null) {
      return new Action.Modify(verb + " ALLOWED_VALUES", values.literals(context.literal()));
    }
    return context.condition() != null
        ? new Action.Modify("MODIFY WHEN", new Value.Sql(ValueReader.written(context.condition())))
        : new Action.Modify("MODIFY AS", new Value.Sql(ValueReader.body(context.body())));
  }

  private Action accessToken(SqlParser.ActionContext context) {
    var properties =
        context.settings() != null
            ? settings(context.settings())
            : new Properties(values.properties(context.property()));
    if (context.RENAME() != null || context.UNSET() != null) {
      throw ValueReader.unsupported("MODIFY PROGRAMMATIC ACCESS TOKEN");
    }
    return new Action.AccessToken(
        context.getStart().getText().toUpperCase(Locale.ROOT),
        values.name(context.name(0)).last(),
        properties);
  }

  private static Action command(SqlParser.CommandContext context) {
    var operands =
        context.plainWord().stream().map(word -> word.getText().toUpperCase(Locale.ROOT)).toList();
    if (context.STOP() != null) {
      return new Action.Command("STOP ALL", operands);
    }
    return new Action.Command(
        context.property() == null ? ValueReader.words(context) : "REFRESH", operands);
  }

  private Statement drop(SqlParser.DropContext context) {
    if (context.UNDROP() != null) {
      return new Statement.Undrop(kind(context.kind()), values.name(context.name()));
    }
    var last = context.getChild(context.getChildCount() - 1);
    return new Statement.Drop(
        kind(context.kind()),
        context.ifExists() != null,
        name(context.name(), context.signature()),
        last instanceof TerminalNode
            ? Optional.of(last.getText().toUpperCase(Locale.ROOT))
            : Optional.empty());
  }

  private Statement commentOn(SqlParser.CommentOnContext context) {
    var comment = ValueReader.clause(context, "COMMENT", values.literal(context.literal()));
    return new Statement.Alter(
        kind(context.kind()),
        context.ifExists() != null,
        name(context.name(), context.signature()),
        new Action.Set(new Properties(List.of(comment))));
  }

  private Statement executeJob(SqlParser.ExecuteJobContext context) {
    var clauses = new ArrayList<Properties.Property>();
    clauses.add(creation.pool(context.pool));
    clauses.add(creation.from(context.specification()));
    clauses.addAll(creation.clauses(context.clause()));
    return new Statement.ExecuteJob(new Properties(clauses));
  }

  private Statement executeTask(SqlParser.ExecuteTaskContext context) {
    var name = values.name(context.name());
    if (context.LAST() != null) {
      return new Statement.ExecuteTask(name, Optional.of("RETRY LAST"), Optional.empty());
    }
    if (context.RETRY() != null) {
      var words =
          context.plainWord().stream()
              .map(word -> word.getText().toUpperCase(Locale.ROOT))
              .collect(Collectors.joining(" ", "RETRY ", ""));
      return new Statement.ExecuteTask(
          name, Optional.of(words), Optional.of(new Value.Text(values.text(context.text()))));
    }
    if (context.USING() != null) {
      var key = context.plainWord(0).getText().toUpperCase(Locale.ROOT);
      return new Statement.ExecuteTask(
          name, Optional.of(key), Optional.of(values.literal(context.literal())));
    }
    return new Statement.ExecuteTask(name, Optional.empty(), Optional.empty());
  }

  // ---- SHOW, USE

  private Statement show(SqlParser.ShowContext context) {
    return switch (context) {
      case SqlParser.ShowGrantsContext grants -> new GrantReader(values).show(grants);
      case SqlParser.ShowFutureGrantsContext grants -> new GrantReader(values).showFuture(grants);
      case SqlParser.ShowParametersContext parameters -> showParameters(parameters);
      case SqlParser.ShowVariablesContext _ -> new Statement.ShowVariables();
      case SqlParser.ShowObjectsContext objects ->
          new Statement.Show(
              ValueReader.words(objects.shown()),
              objects.TERSE() != null,
              objects.HISTORY() != null,
              filter(objects.showOption()));
      default -> throw new IllegalStateException(context.getClass().getName());
    };
  }

  private Statement showParameters(SqlParser.ShowParametersContext context) {
    var like = context.text().stream().findFirst().map(values::text);
    if (context.kind() != null) {
      return new Statement.ShowParameters(
          like,
          kind(context.kind()),
          Optional.ofNullable(context.name()).map(name -> name(name, context.signature())));
    }
    var level = context.ACCOUNT() != null ? "ACCOUNT" : "SESSION";
    return new Statement.ShowParameters(like, level, Optional.empty());
  }

  private ShowFilter filter(List<SqlParser.ShowOptionContext> contexts) {
    var like = Optional.<String>empty();
    var scope = Optional.<ShowFilter.Scope>empty();
    var startsWith = Optional.<String>empty();
    var limit = OptionalLong.empty();
    var from = Optional.<String>empty();
    var options = new ArrayList<String>();
    var types = new ArrayList<String>();
    for (var option : contexts) {
      if (option.LIKE() != null) {
        like = Optional.of(values.text(option.text()));
      } else if (option.scope() != null) {
        scope = Optional.of(scope(option.scope()));
      } else if (option.STARTS() != null) {
        startsWith = Optional.of(values.text(option.text()));
      } else if (option.LIMIT() != null) {
        limit = OptionalLong.of(Long.parseLong(option.INTEGER().getText()));
        from = Optional.ofNullable(option.text()).map(values::text);
      } else if (option.TYPE() != null) {
        option.plainWord().forEach(word -> types.add(word.getText().toUpperCase(Locale.ROOT)));
      } else if (option.WITH() == null) {
        options.add(ValueReader.words(option));
      }
    }
    return new ShowFilter(like, scope, startsWith, limit, from, options, types);
  }

  private ShowFilter.Scope scope(SqlParser.ScopeContext context) {
    if (context.ACCOUNT() != null) {
      return new ShowFilter.Scope.InAccount();
    }
    var name = Optional.ofNullable(context.name()).map(values::name);
    return context.kind() != null
        ? new ShowFilter.Scope.InKind(kind(context.kind()), name)
        : new ShowFilter.Scope.InName(name.orElseThrow());
  }

  private Statement use(SqlParser.UseContext context) {
    if (context.SECONDARY() != null) {
      return new Statement.UseSecondaryRoles(
          context.plainWord().getText().toUpperCase(Locale.ROOT));
    }
    var what = context.getChildCount() == 3 ? context.getChild(1).getText() : "";
    return new Statement.Use(what.toUpperCase(Locale.ROOT), values.name(context.name()));
  }

  // ---- SELECT, transactions

  private Statement select(SqlParser.SelectContext context) {
    return switch (context) {
      case SqlParser.ConstantSelectContext constant ->
          new Statement.ConstantSelect(items(constant.selectItem()));
      case SqlParser.FunctionSelectContext function -> functionSelect(function);
      default -> new Statement.Rows("SELECT");
    };
  }

  private Statement functionSelect(SqlParser.FunctionSelectContext context) {
    var arguments = new ArrayList<Statement.FunctionSelect.Argument>();
    for (var argument : context.argument()) {
      arguments.add(
          new Statement.FunctionSelect.Argument(
              Optional.ofNullable(argument.identifier()).map(values::identifier),
              expression(argument.expression())));
    }
    var order =
        Optional.ofNullable(context.order)
            .map(column ->
                new Statement.FunctionSelect.Order(
                    values.name(column),
                    context.direction != null
                        && context.direction.getText().equalsIgnoreCase("DESC")));
    return new Statement.FunctionSelect(
        items(context.selectItem()),
        values.name(context.name(0)),
        arguments,
        order,
        context.LIMIT() == null
            ? OptionalLong.empty()
            : OptionalLong.of(Long.parseLong(context.INTEGER().getText())));
  }

  private List<Statement.ConstantSelect.Item> items(List<SqlParser.SelectItemContext> contexts) {
    var items = new ArrayList<Statement.ConstantSelect.Item>();
    for (var item : contexts) {
      var label =
          item.identifier() != null
              ? values.identifier(item.identifier()).value()
              : ValueReader.written(item.expression()).toUpperCase(Locale.ROOT);
      items.add(new Statement.ConstantSelect.Item(expression(item.expression()), label));
    }
    return items;
  }

  private Expression expression(SqlParser.ExpressionContext context) {
    return switch (context) {
      case SqlParser.LiteralExpressionContext literal ->
          new Expression.Literal(values.literal(literal.literal()));
      case SqlParser.VariableExpressionContext variable ->
          new Expression.Variable(variable.getText().substring(1).toUpperCase(Locale.ROOT));
      case SqlParser.CallExpressionContext call ->
          new Expression.FunctionCall(
              values.name(call.name()).toString(),
              call.expression().stream().map(this::expression).toList());
      case SqlParser.NameExpressionContext name -> new Expression.Named(values.name(name.name()));
      case SqlParser.NestedExpressionContext nested -> expression(nested.expression());
      case SqlParser.CastExpressionContext cast ->
          new Expression.Cast(
              expression(cast.expression()), cast.plainWord().getText().toUpperCase(Locale.ROOT));
      case SqlParser.ConcatExpressionContext concat ->
          new Expression.Concatenation(
              expression(concat.expression(0)), expression(concat.expression(1)));
      default -> throw new IllegalStateException(context.getClass().getName());
    };
  }

  private static Statement transaction(SqlParser.TransactionContext context) {
    var verb = context.getStart().getText().toUpperCase(Locale.ROOT);
    return new Statement.Transaction(verb.equals("START") ? "BEGIN" : verb);
  }
}
