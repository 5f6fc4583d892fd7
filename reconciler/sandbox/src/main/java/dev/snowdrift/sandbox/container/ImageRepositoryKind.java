package dev.snowdrift.sandbox.container;

import dev.snowdrift.sandbox.account.AccountObject;
import dev.snowdrift.sandbox.account.Cell;
import dev.snowdrift.sandbox.account.Domain;
import dev.snowdrift.sandbox.account.Errors;
import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.ObjectPath;
import dev.snowdrift.sandbox.account.PropertyRule;
import dev.snowdrift.sandbox.account.PropertySheet;
import dev.snowdrift.sandbox.account.ResultColumn;
import dev.snowdrift.sandbox.account.Rows;
import dev.snowdrift.sandbox.account.Settings;
import dev.snowdrift.sandbox.account.StatementResult;
import dev.snowdrift.sandbox.sql.Identifier;
import dev.snowdrift.sandbox.sql.Name;
import dev.snowdrift.sandbox.sql.ShowFilter;
import dev.snowdrift.sandbox.sql.Statement;
import dev.snowdrift.sandbox.sql.Value;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// An image repository (documents *CREATE IMAGE REPOSITORY*, *SHOW IMAGE REPOSITORIES*, *SHOW
/// IMAGES IN IMAGE REPOSITORY*). It has no DESCRIBE.
final class ImageRepositoryKind implements Domain {
  static final String KIND = "IMAGE REPOSITORY";

  private static final String SYSTEM_SCHEMA = "SNOWFLAKE.IMAGES";

  private static final PropertySheet SHEET =
      PropertySheet.empty()
          .with(
              PropertyRule.any("ENCRYPTION").atCreationOnly(),
              PropertyRule.text("COMMENT").neverUnset());

  private final ImageRegistry registry;
  private final AccountHosts hosts;

  ImageRepositoryKind(ImageRegistry registry, AccountHosts hosts) {
    this.registry = registry;
    this.hosts = hosts;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String plural() {
    return "IMAGE REPOSITORIES";
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
  public boolean paged() {
    return false;
  }

  @Override
  public void check(Execution execution, ObjectPath path, Settings settings) {
    if (!Stream.of(path.database(), path.schema(), path.name()).allMatch(Identifier::isPlain)) {
      throw Texts.repositoryNames();
    }
    encryption(settings);
  }

  private static String encryption(Settings settings) {
    var written = settings.written("ENCRYPTION");
    if (written.isEmpty()) {
      return "SNOWFLAKE_FULL";
    }
    if (written.get() instanceof Value.Options(var options)
        && options.keys().equals(Set.of("TYPE"))) {
      var type = options.get("TYPE").map(Value::toString).orElse("");
      if (List.of("SNOWFLAKE_FULL", "SNOWFLAKE_SSE").contains(type)) {
        return type;
      }
    }
    throw Errors.invalidProperty(written.get().toString(), "ENCRYPTION");
  }

  /// The images go with their repository.
  @Override
  public void dropped(Execution execution, AccountObject repository) {
    registry.clear(repository.path().toString());
  }

  @Override
  public List<Cell> showColumns() {
    return List.of(
        Cell.createdOn(),
        Cell.name(),
        Cell.databaseName(),
        Cell.schemaName(),
        Cell.text("repository_url", o -> hosts.registry() + "/" + path(o)),
        Cell.owner(),
        Cell.ownerRoleType(),
        Cell.commentOrEmpty(),
        Cell.text("encryption", o -> encryption(o.settings())),
        Cell.text("privatelink_repository_url", o -> ""));
  }

  /// Every account has a repository of Snowflake's own images, in the shared database SNOWFLAKE,
  /// which clients learn the registry's host from (snowflakedb/snowflake-cli,
  /// `src/snowflake/cli/_plugins/spcs/image_registry/manager.py`).
  @Override
  public StatementResult show(Execution execution, Statement.Show statement) {
    var scope = statement.filter().scope().orElse(null);
    return scope instanceof ShowFilter.Scope.InKind(var kind, var name)
            && kind.equals("SCHEMA")
            && name.map(Name::toString).filter(SYSTEM_SCHEMA::equals).isPresent()
        ? systemRepository()
        : Domain.super.show(execution, statement);
  }

  private StatementResult systemRepository() {
    return new Rows(StatementResult.SHOW, showColumns().stream().map(Cell::column).toList())
        .add(
            Cell.timestamp(registry.opened()),
            "SNOWFLAKE_IMAGES",
            "SNOWFLAKE",
            "IMAGES",
            hosts.registry() + "/snowflake/images/snowflake_images",
            "",
            "",
            "",
            "SNOWFLAKE_FULL",
            "")
        .result();
  }

  private static String path(AccountObject repository) {
    return repository.path().toString().replace('.', '/').toLowerCase(Locale.ROOT);
  }

  /// SHOW IMAGES IN IMAGE REPOSITORY; it takes READ.
  StatementResult images(Execution execution, Statement.Show statement) {
    if (!(statement.filter().scope().orElse(null)
            instanceof ShowFilter.Scope.InKind(var kind, var name))
        || name.isEmpty()) {
      throw Errors.cannotPerform();
    }
    var repository = execution.require(kind, name.get(), "READ");
    var rows =
        new Rows(
            StatementResult.SHOW,
            List.of(
                ResultColumn.timestamp("created_on"),
                ResultColumn.text("image_name"),
                ResultColumn.text("tags"),
                ResultColumn.text("digest"),
                ResultColumn.text("image_path")));
    for (var image : registry.images(repository.path().toString())) {
      var path = path(repository) + "/" + image.name();
      rows.add(
          Cell.timestamp(image.createdOn()),
          image.name(),
          image.tags().isEmpty() ? null : String.join(",", image.tags()),
          image.digest(),
          image.tags().isEmpty() ? path + "@" + image.digest() : path + ":" + image.tags().first());
    }
    return rows.result();
  }
}
