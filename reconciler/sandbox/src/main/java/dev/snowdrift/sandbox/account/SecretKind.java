package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.SyntaxErrors;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A secret. No statement gives its value back.
final class SecretKind implements Domain {
  private static final DateTimeFormatter EXPIRY =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-MM-dd[ HH:mm[:ss]][ z][ xx]")
          .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
          .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
          .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
          .toFormatter(Locale.ROOT);

  private record Form(Set<String> required, Set<String> optional) {}

  private static final Map<String, Form> FORMS =
      Map.of(
          "GENERIC_STRING", new Form(Set.of("SECRET_STRING"), Set.of()),
          "PASSWORD", new Form(Set.of("USERNAME", "PASSWORD"), Set.of()),
          "OAUTH2",
              new Form(
                  Set.of("API_AUTHENTICATION"),
                  Set.of("OAUTH_SCOPES", "OAUTH_REFRESH_TOKEN", "OAUTH_REFRESH_TOKEN_EXPIRY_TIME")),
          "CLOUD_PROVIDER_TOKEN", new Form(Set.of("API_AUTHENTICATION"), Set.of("ENABLED")),
          "SYMMETRIC_KEY", new Form(Set.of("ALGORITHM"), Set.of()),
          "WORKLOAD_IDENTITY_FEDERATION", new Form(Set.of(), Set.of()));

  private static final PropertySheet SHEET =
      PropertySheet.empty()
          .with(
              PropertyRule.word("TYPE", FORMS.keySet().toArray(String[]::new))
                  .mandatory()
                  .atCreationOnly(),
              PropertyRule.text("SECRET_STRING").neverUnset(),
              PropertyRule.text("USERNAME").neverUnset(),
              PropertyRule.text("PASSWORD").neverUnset(),
              PropertyRule.identifier("API_AUTHENTICATION").atCreationOnly(),
              PropertyRule.texts("OAUTH_SCOPES").neverUnset(),
              PropertyRule.text("OAUTH_REFRESH_TOKEN").neverUnset(),
              PropertyRule.text("OAUTH_REFRESH_TOKEN_EXPIRY_TIME").neverUnset(),
              PropertyRule.bool("ENABLED").atCreationOnly(),
              PropertyRule.word("ALGORITHM", "GENERIC").atCreationOnly(),
              PropertyRule.text("COMMENT").neverUnset());

  @Override
  public String kind() {
    return "SECRET";
  }

  @Override
  public Level level() {
    return Level.SCHEMA;
  }

  @Override
  public List<String> privileges() {
    return List.of("READ", "USAGE");
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
    var form = FORMS.getOrDefault(settings.textOrEmpty("TYPE"), new Form(Set.of(), Set.of()));
    for (var key : settings.keysSet()) {
      if (!key.equals("TYPE")
          && !key.equals("COMMENT")
          && !form.required().contains(key)
          && !form.optional().contains(key)) {
        throw SyntaxErrors.unexpected(1, 0, key);
      }
    }
    var missing = form.required().stream().filter(key -> !settings.isSet(key)).sorted().toList();
    if (!missing.isEmpty()) {
      throw Errors.missingOptions(missing);
    }
  }

  @Override
  public List<Cell> showColumns() {
    return List.of(
        Cell.createdOn(),
        Cell.name(),
        Cell.schemaName(),
        Cell.databaseName(),
        Cell.owner(),
        Cell.commentOrNull(),
        Cell.text("secret_type", o -> o.settings().textOrEmpty("TYPE")),
        Cell.text("oauth_scopes", SecretKind::scopes),
        Cell.ownerRoleType());
  }

  @Override
  public List<Cell> describeColumns() {
    return List.of(
        Cell.createdOn(),
        Cell.name(),
        Cell.schemaName(),
        Cell.databaseName(),
        Cell.owner(),
        Cell.commentOrNull(),
        Cell.text("secret_type", o -> o.settings().textOrEmpty("TYPE")),
        Cell.text("username", o -> o.settings().text("USERNAME").orElse(null)),
        Cell.time("oauth_access_token_expiry_time", _ -> null),
        Cell.time("oauth_refresh_token_expiry_time", SecretKind::refreshTokenExpiry),
        Cell.text("oauth_scopes", SecretKind::scopes),
        Cell.text("integration_name", o -> o.settings().text("API_AUTHENTICATION").orElse(null)));
  }

  private static @Nullable String scopes(AccountObject secret) {
    return secret.settings().isSet("OAUTH_SCOPES")
        ? secret.settings().list("OAUTH_SCOPES").toString()
        : null;
  }

  /// `YYYY-MM-DD`, `YYYY-MM-DD HH:MI` or `YYYY-MM-DD HH:MI:SS`, and a zone by name or offset behind
  /// a time (terraform-provider-snowflake, docs/resources/secret_with_authorization_code_grant.md).
  private static @Nullable Instant refreshTokenExpiry(AccountObject secret) {
    return secret
        .settings()
        .text("OAUTH_REFRESH_TOKEN_EXPIRY_TIME")
        .map(text -> {
          var at = EXPIRY.parse(text.strip());
          var zone = at.query(TemporalQueries.zone());
          return LocalDateTime.from(at).atZone(zone == null ? ZoneOffset.UTC : zone).toInstant();
        })
        .orElse(null);
  }
}
