package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Action;
import dev.snowdrift.sandbox.sql.SqlReader;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/// Who may log in with what.
final class Credentials {
  private static final int PAT_STATEMENT = 0x6244;

  private final Account account;
  private final Map<String, Token> oauth = new HashMap<>();
  private final Map<String, Pat> pats = new HashMap<>();

  private record Token(String user, String role) {}

  private record Pat(String user, String name, Optional<String> role, Instant expires) {}

  /// Deterministic, so that an account loaded from its dump issues the same tokens again.
  private final Random random;

  Credentials(Account account, long seed) {
    this.account = account;
    this.random = new Random(seed);
  }

  private Optional<AccountObject> enabled(String loginName) {
    return account.catalog().all("USER").stream()
        .filter(user -> UserKind.loginName(user.settings(), user.name()).equals(loginName))
        .filter(user -> !user.settings().flag("DISABLED"))
        .findFirst();
  }

  Session open(long id, String user) {
    var login = enabled(user).map(this::login).orElseThrow();
    var session = new Session(id, login.user(), login.role());
    login.warehouse().ifPresent(session::useWarehouse);
    session.useSchema(login.database().orElse(null), login.schema().orElse(null));
    return session;
  }

  private Directory.Login login(AccountObject user) {
    var roles = usable(user.name());
    var role =
        user.settings()
            .text("DEFAULT_ROLE")
            .map(text -> SqlReader.name(text).last().value())
            .filter(roles::contains)
            .orElse("PUBLIC");
    return login(user, role, roles);
  }

  private static Directory.Login login(AccountObject user, String role, Set<String> roles) {
    var settings = user.settings();
    var warehouse =
        settings.text("DEFAULT_WAREHOUSE").map(text -> SqlReader.name(text).last().value());
    var namespace = settings.text("DEFAULT_NAMESPACE").map(SqlReader::name);
    return new Directory.Login(
        user.name(),
        role,
        warehouse,
        namespace.map(name -> name.parts().getFirst().value()),
        namespace.filter(name -> !name.isSimple()).map(name -> name.last().value()),
        roles);
  }

  private Set<String> usable(String user) {
    var names = new TreeSet<String>();
    for (var holder : account.rolesOf(Holder.user(user))) {
      if (holder.type().equals("ROLE")) {
        names.add(holder.path().name());
      }
    }
    return names;
  }

  Optional<Directory.Login> password(String user, String password) {
    return enabled(user)
        .filter(object -> object.settings().text("PASSWORD").filter(password::equals).isPresent())
        .map(this::login);
  }

  Optional<Directory.Login> oauth(String token) {
    return Optional.ofNullable(oauth.get(token))
        .flatMap(known ->
            enabled(known.user())
                .map(user -> login(user, known.role(), Set.of(known.role(), "PUBLIC"))));
  }

  Optional<Directory.Login> jwt(String user, String fingerprint) {
    return publicKey(user, fingerprint).flatMap(_ -> enabled(user)).map(this::login);
  }

  Optional<String> publicKey(String user, String fingerprint) {
    return enabled(user).stream()
        .flatMap(object ->
            List.of("RSA_PUBLIC_KEY", "RSA_PUBLIC_KEY_2").stream()
                .flatMap(key -> object.settings().text(key).stream()))
        .filter(key -> PublicKeys.fingerprint(key).equals(fingerprint))
        .findFirst();
  }

  Optional<Directory.Login> pat(String token) {
    return Optional.ofNullable(pats.get(token))
        .filter(pat -> pat.expires().isAfter(account.clock().instant()))
        .flatMap(pat ->
            enabled(pat.user())
                .map(user ->
                    pat.role()
                        .map(role -> login(user, role, Set.of(role, "PUBLIC")))
                        .orElseGet(() -> login(user))));
  }

  private void checkHolds(String user, String role) {
    if (!usable(user).contains(role)) {
      throw new IllegalArgumentException("user " + user + " does not hold the role " + role);
    }
  }

  void registerAccessToken(String token, String user, String role) {
    checkHolds(user, role);
    var expires = account.clock().instant().plus(365, ChronoUnit.DAYS);
    pats.put(token, new Pat(user, token, Optional.of(role), expires));
  }

  void registerOAuthToken(String token, String user, String role) {
    checkHolds(user, role);
    oauth.put(token, new Token(user, role));
  }

  boolean forgetOAuthToken(String token) {
    return oauth.remove(token) != null;
  }

  void forgetUser(String user) {
    oauth.values().removeIf(token -> token.user().equals(user));
    pats.values().removeIf(pat -> pat.user().equals(user));
  }

  // ---- programmatic access tokens

  StatementResult alterToken(Execution execution, AccountObject user, Action.AccessToken action) {
    var name = action.token().value();
    var present =
        pats.entrySet().stream()
            .filter(
                e -> e.getValue().user().equals(user.name()) && e.getValue().name().equals(name))
            .findFirst();
    if (action.verb().equals("ADD")) {
      if (present.isPresent()) {
        throw Errors.exists(name);
      }
      return issue(newPat(execution, user, action));
    }
    if (present.isEmpty()) {
      throw Errors.notFound("PROGRAMMATIC ACCESS TOKEN", name);
    }
    var pat = present.get().getValue();
    return switch (action.verb()) {
      case "REMOVE" -> {
        pats.remove(present.get().getKey());
        yield StatementResult.status(
            StatementResult.DDL, "Programmatic access token " + name + " successfully removed.");
      }
      case "ROTATE" -> {
        pats.remove(present.get().getKey());
        yield issue(
            new Pat(pat.user(), name, pat.role(), execution.now().plus(15, ChronoUnit.DAYS)));
      }
      default -> throw Errors.unsupported("MODIFY PROGRAMMATIC ACCESS TOKEN");
    };
  }

  private Pat newPat(Execution execution, AccountObject user, Action.AccessToken action) {
    var sheet =
        PropertySheet.empty()
            .with(
                PropertyRule.identifier("ROLE_RESTRICTION"),
                PropertyRule.integer("DAYS_TO_EXPIRY").between(1, 365).byDefault(15L),
                PropertyRule.integer("MINS_TO_BYPASS_NETWORK_POLICY_REQUIREMENT"),
                PropertyRule.text("COMMENT"));
    var settings = sheet.forCreate(action.properties(), (_, name) -> name.toString());
    var role = settings.text("ROLE_RESTRICTION").map(text -> SqlReader.name(text).last().value());
    if (role.isEmpty() && user.settings().textOrEmpty("TYPE").equals("SERVICE")) {
      throw Errors.missingOptions(List.of("ROLE_RESTRICTION"));
    }
    role.ifPresent(restriction -> {
      if (!usable(user.name()).contains(restriction)) {
        throw Errors.notFound("ROLE", restriction);
      }
    });
    var expires = execution.now().plus(settings.integer("DAYS_TO_EXPIRY"), ChronoUnit.DAYS);
    return new Pat(user.name(), action.token().value(), role, expires);
  }

  private StatementResult issue(Pat pat) {
    var bytes = new byte[48];
    random.nextBytes(bytes);
    var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    pats.put(secret, pat);
    return new Rows(
            PAT_STATEMENT,
            List.of(ResultColumn.text("token_name"), ResultColumn.text("token_secret")))
        .add(pat.name(), secret)
        .result();
  }
}
