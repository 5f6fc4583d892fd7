package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Name;
import dev.snowdrift.sandbox.sql.ShowFilter;
import dev.snowdrift.sandbox.sql.Statement;
import dev.snowdrift.sandbox.sql.SyntaxErrors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// SHOW as all kinds have it (Snowflake documentation, "SHOW SERVICES", "SHOW TASKS").
public final class ShowStatement {
  /// The most rows a SHOW answers.
  public static final int LIMIT = 10_000;

  private final Execution execution;
  private final Domain domain;

  public ShowStatement(Execution execution, Domain domain) {
    this.execution = execution;
    this.domain = domain;
  }

  public StatementResult show(Statement.Show statement) {
    return Rows.of(
        StatementResult.SHOW, execution, columns(statement), objects(statement.filter()));
  }

  private List<Cell> columns(Statement.Show statement) {
    if (statement.terse()) {
      return List.of(
          Cell.createdOn(),
          Cell.name(),
          Cell.nullText("kind"),
          Cell.text("database_name", object -> emptyToNull(object.path().database())),
          Cell.text("schema_name", object -> emptyToNull(object.path().schema())));
    }
    if (!statement.history()) {
      return domain.showColumns();
    }
    var columns = new ArrayList<Cell>();
    for (var cell : domain.showColumns()) {
      columns.add(cell);
      if (cell.column().name().equals("retention_time")) {
        columns.add(Cell.time("dropped_on", _ -> null)); // dropped objects are not kept
      }
    }
    if (columns.size() == domain.showColumns().size()) {
      throw SyntaxErrors.unexpected(1, 0, "HISTORY");
    }
    return columns;
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /// The objects that the filter leaves, in the order of their paths, no more than 10,000.
  public List<AccountObject> objects(ShowFilter filter) {
    return objects(filter, _ -> true);
  }

  /// As above, with a further condition of the kind.
  public List<AccountObject> objects(ShowFilter filter, Predicate<AccountObject> condition) {
    checkClauses(filter);
    Predicate<AccountObject> wanted =
        filter
            .like()
            .map(LikePattern::of)
            .<Predicate<AccountObject>>map(like -> object -> like.test(domain.shownName(object)))
            .orElse(_ -> true);
    var startsWith = filter.startsWith().orElse("");
    var names = new HashSet<String>();
    var collapse = filter.scope().isEmpty() && domain.level() == Domain.Level.SCHEMA;
    var found = new ArrayList<AccountObject>();
    for (var object : candidates(filter)) {
      if (domain.shownName(object).startsWith(startsWith)
          && wanted.test(object)
          && condition.test(object)
          && (domain.listedForAll() || execution.sees(object))
          // without IN, objects of the same name are one row
          && (!collapse || names.add(object.name()))) {
        found.add(object);
      }
    }
    return page(filter, found);
  }

  private void checkClauses(ShowFilter filter) {
    if (!domain.paged() && (filter.limit().isPresent() || filter.startsWith().isPresent())) {
      throw SyntaxErrors.unexpected(1, 0, filter.limit().isPresent() ? "LIMIT" : "STARTS");
    }
    filter
        .limit()
        .ifPresent(limit -> {
          if (limit < 1 || limit > LIMIT) {
            throw Errors.invalidParameter(Long.toString(limit), "LIMIT");
          }
        });
  }

  private List<AccountObject> page(ShowFilter filter, List<AccountObject> found) {
    var start = 0;
    if (filter.from().isPresent()) {
      start = after(filter.from().get(), found);
    }
    if (filter.limit().isEmpty()
        && found.size() > LIMIT
        && domain.overflow() == Domain.Overflow.REFUSED) {
      throw new SqlError(
          90153,
          "22000",
          "The result set size exceeded the max number of rows(10000) supported for SHOW"
              + " statements. Use LIMIT option to limit result set to a smaller number.");
    }
    var size = Math.min(filter.limit().orElse(LIMIT), LIMIT);
    return found.subList(start, (int) Math.min(found.size(), start + size));
  }

  /// The index behind the first row whose name begins with the text; without one, that of the first
  /// row whose name follows it.
  private static int after(String from, List<AccountObject> found) {
    for (var i = 0; i < found.size(); i++) {
      if (found.get(i).name().startsWith(from)) {
        return i + 1;
      }
    }
    for (var i = 0; i < found.size(); i++) {
      if (found.get(i).name().compareTo(from) > 0) {
        return i;
      }
    }
    return found.size();
  }

  private Collection<AccountObject> candidates(ShowFilter filter) {
    var kind = domain.kind();
    if (domain.level() == Domain.Level.ACCOUNT) {
      filter
          .scope()
          .ifPresent(scope -> {
            if (!(scope instanceof ShowFilter.Scope.InAccount)) {
              throw SyntaxErrors.unexpected(1, 0, "IN");
            }
          });
      return execution.all(kind);
    }
    if (filter.scope().isEmpty()) {
      return execution
          .session()
          .database()
          .map(database -> execution.inDatabase(kind, database))
          .orElseGet(() -> execution.all(kind));
    }
    return switch (filter.scope().get()) {
      case ShowFilter.Scope.InAccount _ -> execution.all(kind);
      case ShowFilter.Scope.InKind(var in, var name) when in.equals("DATABASE") ->
          execution.inDatabase(
              kind,
              name.map(n -> existing("DATABASE", n).name()).orElseGet(execution::currentDatabase));
      case ShowFilter.Scope.InKind(var in, var name) when in.equals("SCHEMA") -> {
        if (domain.level() == Domain.Level.DATABASE) {
          throw SyntaxErrors.unexpected(1, 0, "SCHEMA");
        }
        yield name.map(n -> inSchema(existing("SCHEMA", n)))
            .orElseGet(() ->
                execution.inSchema(kind, execution.currentDatabase(), execution.currentSchema()));
      }
      case ShowFilter.Scope.InKind(var in, _) -> throw SyntaxErrors.unexpected(1, 0, in);
      case ShowFilter.Scope.InName(var name) ->
          domain.level() == Domain.Level.DATABASE
              ? execution.inDatabase(kind, existing("DATABASE", name).name())
              : inSchema(existing("SCHEMA", name));
    };
  }

  private Collection<AccountObject> inSchema(AccountObject schema) {
    return execution.inSchema(domain.kind(), schema.path().database(), schema.name());
  }

  private AccountObject existing(String kind, Name name) {
    var path = execution.resolve(execution.domain(kind).level(), name);
    return execution.visible(kind, path).orElseThrow(Errors::cannotPerform);
  }
}
