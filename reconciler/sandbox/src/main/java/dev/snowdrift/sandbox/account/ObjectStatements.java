package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Action;
import dev.snowdrift.sandbox.sql.Identifier;
import dev.snowdrift.sandbox.sql.Name;
import dev.snowdrift.sandbox.sql.Statement;
import dev.snowdrift.sandbox.sql.SyntaxErrors;
import dev.snowdrift.sandbox.sql.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// CREATE, ALTER, DROP and DESCRIBE as all kinds have them.
public final class ObjectStatements {
  /// The clause by which a replacement keeps the grants of what it replaces.
  public static final String COPY_GRANTS = "COPY GRANTS";

  private final Execution execution;
  private final Domain domain;

  public ObjectStatements(Execution execution, Domain domain) {
    this.execution = execution;
    this.domain = domain;
  }

  // ---- CREATE

  public StatementResult create(Statement.Create statement) {
    checkMode(statement);
    checkPlain(statement.name());
    var path = execution.resolve(domain.level(), statement.name());
    var container = execution.container(path);
    checkMayCreate(container);
    var present = execution.find(domain.family(), path);
    var shown = Identifier.render(domain.shownName(path.name()));
    if (present.isPresent()) {
      var object = present.get();
      if (!execution.sees(object)) {
        throw Errors.existsUnseen(path);
      }
      if (statement.ifNotExists()) {
        return done(shown + " already exists, statement succeeded.");
      }
      switch (statement.mode()) {
        case PLAIN -> throw Errors.exists(path);
        case OR_ALTER -> {
          return createOrAlter(object, statement);
        }
        case OR_REPLACE -> execution.checkOwns(object);
      }
    }
    var settings = domain.settings(execution, statement, this::qualified);
    var tags = tags(statement);
    domain.check(execution, path, settings);
    var copied = settings.isSet(COPY_GRANTS) ? grants(present) : List.<Grant>of();
    present.ifPresent(execution::remove);
    var object = execution.add(domain, path, settings.without(COPY_GRANTS));
    copied.forEach(object::put);
    tags.forEach(tag -> object.tags().put(tagPath(tag.name()), tag.value()));
    domain.created(execution, object, statement);
    return done("%s %s successfully created.".formatted(domain.title(), shown));
  }

  private static List<Grant> grants(Optional<AccountObject> replaced) {
    return replaced.map(object -> List.copyOf(object.grants())).orElse(List.of());
  }

  private void checkMode(Statement.Create statement) {
    if (statement.mode() == Statement.Mode.OR_REPLACE && !domain.replaceable()) {
      throw Errors.unsupported("CREATE OR REPLACE " + domain.kind());
    }
    if (statement.mode() == Statement.Mode.OR_ALTER && !domain.createOrAlterable()) {
      throw Errors.unsupported("CREATE OR ALTER " + domain.kind());
    }
    if (statement.ifNotExists() && !domain.takesIfNotExists()) {
      throw SyntaxErrors.unexpected(1, 0, "IF");
    }
    if (statement.mode() != Statement.Mode.PLAIN && statement.ifNotExists()) {
      throw new SqlError(
          1003,
          "42000",
          "SQL compilation error:\noptions IF NOT EXISTS and %s are incompatible."
              .formatted(statement.mode().name().replace('_', ' ')));
    }
  }

  private void checkPlain(Name name) {
    if (domain.plainNamesOnly()
        && name.parts().stream().anyMatch(part -> !Identifier.isPlain(part.value()))) {
      throw Errors.invalidIdentifier(name.toString());
    }
  }

  private void checkMayCreate(AccountObject container) {
    if (domain.level() == Domain.Level.ACCOUNT) {
      execution.checkGlobal(domain.createPrivilege());
    } else if (!execution.has(container, domain.createPrivilege())) {
      throw Errors.insufficient(container.domain().kind(), container.name());
    }
  }

  /// The whole desired state: what the statement does not say goes back to its default (Snowflake
  /// documentation, "CREATE OR ALTER <object>").
  private StatementResult createOrAlter(AccountObject object, Statement.Create statement) {
    checkMayAct(object, new Action.Set(statement.properties()));
    var settings = domain.settings(execution, statement, this::qualified);
    for (var rule : domain.sheet().all()) {
      var key = rule.key();
      if (rule.createOnly() && !settings.asText(key).equals(object.settings().asText(key))) {
        throw Errors.invalidProperty(settings.asText(key).orElse("null"), key);
      }
    }
    change(object, settings);
    return done("%s successfully altered.".formatted(Identifier.render(object.name())));
  }

  private void change(AccountObject object, Settings after) {
    domain.check(execution, object.path(), after);
    domain.checkChange(execution, object, after);
    var before = object.settings();
    object.change(after);
    domain.altered(execution, object, before);
  }

  /// The fully qualified text of a name in a property; the object need not exist unless the kind
  /// checks that.
  private String qualified(String kind, Name name) {
    var level =
        execution.account().registry().domain(kind).map(Domain::level).orElse(Domain.Level.ACCOUNT);
    return execution.resolve(level, name).toString();
  }

  // ---- ALTER

  public StatementResult alter(Statement.Alter statement) {
    var found = lookUp(statement.name(), statement.ifExists());
    if (found.isEmpty()) {
      return done("Statement executed successfully.");
    }
    var object = found.get();
    checkMayAct(object, statement.action());
    return switch (statement.action()) {
      case Action.Set(var properties) -> {
        change(object, domain.sheet().forSet(object.settings(), properties, this::qualified));
        yield done("Statement executed successfully.");
      }
      case Action.Unset(var keys) -> {
        change(object, domain.sheet().forUnset(object.settings(), keys));
        yield done("Statement executed successfully.");
      }
      case Action.SetTags(var tags) -> {
        var paths = tags.stream().map(tag -> tagPath(tag.name())).toList();
        for (var i = 0; i < paths.size(); i++) {
          object.tags().put(paths.get(i), tags.get(i).value());
        }
        yield done("Statement executed successfully.");
      }
      case Action.UnsetTags(var names) -> {
        names.stream().map(this::tagPath).toList().forEach(object.tags()::remove);
        yield done("Statement executed successfully.");
      }
      case Action.RenameTo(var name) -> rename(object, name);
      default -> domain.perform(execution, object, statement.action());
    };
  }

  private void checkMayAct(AccountObject object, Action action) {
    execution.checkAny(object, domain.sufficientFor(action));
  }

  private StatementResult rename(AccountObject object, Name name) {
    if (!domain.renamable()) {
      throw Errors.unsupported("ALTER " + domain.kind() + " RENAME");
    }
    var to = execution.resolve(domain.level(), domain.renamed(object, name));
    var container = execution.container(to);
    var sameContainer =
        to.database().equals(object.path().database())
            && to.schema().equals(object.path().schema());
    if (domain.level() != Domain.Level.ACCOUNT && !sameContainer) {
      checkMayCreate(container);
    }
    var present = execution.find(domain.family(), to);
    if (present.isPresent()) {
      throw execution.sees(present.get()) ? Errors.exists(to) : Errors.existsUnseen(to);
    }
    execution.account().move(object, to);
    return done("Statement executed successfully.");
  }

  // ---- tags

  private Set<Value.Tag> tags(Statement.Create statement) {
    var tags = new TreeSet<Value.Tag>(Comparator.comparing(tag -> tag.name().toString()));
    statement
        .properties()
        .get("TAG")
        .ifPresent(value -> {
          for (var tag : ((Value.Tags) value).tags()) {
            tagPath(tag.name());
            tags.add(tag);
          }
        });
    return tags;
  }

  private ObjectPath tagPath(Name name) {
    return execution.require("TAG", name).path();
  }

  // ---- DROP, DESCRIBE

  public StatementResult drop(Statement.Drop statement) {
    var found = lookUp(statement.name(), statement.ifExists());
    if (found.isEmpty()) {
      return done(
          "Drop statement executed successfully (%s already dropped)."
              .formatted(statement.name().last()));
    }
    var object = found.get();
    execution.checkOwns(object);
    domain.checkDrop(execution, object, statement);
    execution.remove(object);
    return done("%s successfully dropped.".formatted(Identifier.render(domain.shownName(object))));
  }

  /// The visible object.
  ///
  /// @throws SqlError 2003 unless `ifExists`
  public Optional<AccountObject> lookUp(Name name, boolean ifExists) {
    var path = execution.resolve(domain.level(), name);
    if (!ifExists) {
      execution.container(path);
    }
    var object = execution.visible(domain.kind(), path);
    if (object.isEmpty() && !ifExists) {
      throw Errors.notFound(domain.kind(), name);
    }
    return object;
  }

  public StatementResult describe(Statement.Describe statement) {
    var path = execution.resolve(domain.level(), statement.name());
    var object =
        execution.visible(domain.kind(), path).orElseThrow(() -> domain.absent(statement.name()));
    execution.checkAny(object, domain.sufficientToDescribe());
    return domain.describe(execution, object);
  }

  private static StatementResult done(String status) {
    return StatementResult.status(StatementResult.DDL, status);
  }
}
