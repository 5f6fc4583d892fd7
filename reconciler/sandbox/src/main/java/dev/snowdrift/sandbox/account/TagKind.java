package dev.snowdrift.sandbox.account;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A tag. Assignments live on the tagged objects.
final class TagKind implements Domain {
  private static final PropertySheet SHEET =
      PropertySheet.empty()
          .with(
              PropertyRule.texts("ALLOWED_VALUES"),
              PropertyRule.word("PROPAGATE"),
              PropertyRule.text("COMMENT"));

  @Override
  public String kind() {
    return "TAG";
  }

  @Override
  public Level level() {
    return Level.SCHEMA;
  }

  @Override
  public List<String> privileges() {
    return List.of("APPLY", "READ");
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
  public List<Cell> showColumns() {
    return List.of(
        Cell.createdOn(),
        Cell.name(),
        Cell.databaseName(),
        Cell.schemaName(),
        Cell.owner(),
        Cell.commentOrEmpty(),
        Cell.text("allowed_values", TagKind::allowedValues),
        Cell.ownerRoleType(),
        Cell.text("propagate", o -> o.settings().text("PROPAGATE").orElse(null)),
        Cell.nullText("on_conflict"));
  }

  private static @Nullable String allowedValues(AccountObject tag) {
    if (!tag.settings().isSet("ALLOWED_VALUES")) {
      return null;
    }
    return tag.settings().list("ALLOWED_VALUES").stream()
        .map(value -> '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(",", "[", "]"));
  }
}
