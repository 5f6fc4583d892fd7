package dev.snowdrift.sandbox.account;

import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A column of a SHOW or DESCRIBE, and where its cells come from. Cells are in the protocol's form.
public record Cell(
    ResultColumn column, BiFunction<Execution, AccountObject, @Nullable String> value) {

  public static Cell text(String name, Function<AccountObject, @Nullable String> value) {
    return new Cell(ResultColumn.text(name), (_, object) -> value.apply(object));
  }

  /// A text that depends on who asks.
  public static Cell textFor(
      String name, BiFunction<Execution, AccountObject, @Nullable String> value) {
    return new Cell(ResultColumn.text(name), value);
  }

  public static Cell nullText(String name) {
    return text(name, _ -> null);
  }

  public static Cell number(String name, Function<AccountObject, @Nullable Object> value) {
    return new Cell(ResultColumn.fixed(name), (_, object) -> textOf(value.apply(object)));
  }

  /// Text `true` or `false`.
  public static Cell bool(String name, Function<AccountObject, Boolean> value) {
    return text(name, object -> value.apply(object).toString());
  }

  public static Cell time(String name, Function<AccountObject, @Nullable Instant> value) {
    return new Cell(
        ResultColumn.timestamp(name),
        (_, object) -> {
          var instant = value.apply(object);
          return instant == null ? null : timestamp(instant);
        });
  }

  public static Cell createdOn() {
    return time("created_on", AccountObject::createdOn);
  }

  public static Cell name() {
    return text("name", object -> object.domain().shownName(object));
  }

  public static Cell databaseName() {
    return text("database_name", object -> object.path().database());
  }

  public static Cell schemaName() {
    return text("schema_name", object -> object.path().schema());
  }

  public static Cell owner() {
    return text("owner", AccountObject::owner);
  }

  public static Cell ownerRoleType() {
    return text("owner_role_type", object -> object.owner().isEmpty() ? "" : "ROLE");
  }

  /// The comment; the empty string when there is none.
  public static Cell commentOrEmpty() {
    return text("comment", object -> object.settings().textOrEmpty("COMMENT"));
  }

  /// The comment; null when there is none.
  public static Cell commentOrNull() {
    return text("comment", object -> object.settings().text("COMMENT").orElse(null));
  }

  /// `Y` or `N`.
  public static String yesNo(boolean value) {
    return value ? "Y" : "N";
  }

  /// Epoch seconds with three fraction digits, as cells of SHOW's timestamps are.
  public static String timestamp(Instant instant) {
    return "%d.%03d".formatted(instant.getEpochSecond(), instant.getNano() / 1_000_000);
  }

  private static @Nullable String textOf(@Nullable Object value) {
    return Optional.ofNullable(value).map(Object::toString).orElse(null);
  }
}
