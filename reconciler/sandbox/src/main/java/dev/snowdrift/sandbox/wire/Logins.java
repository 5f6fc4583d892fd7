package dev.snowdrift.sandbox.wire;

import dev.snowdrift.sandbox.account.Directory;
import dev.snowdrift.sandbox.account.Directory.Login;
import dev.snowdrift.sandbox.account.Session;
import dev.snowdrift.sandbox.account.SqlEngine;
import dev.snowdrift.sandbox.account.SqlError;
import dev.snowdrift.sandbox.wire.Fault.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The endpoints of sessions: log in, renew, stay alive, close.
final class Logins {
  private static final Logger LOG = LoggerFactory.getLogger(Logins.class);
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

  private final Directory directory;
  private final SqlEngine engine;
  private final Sessions sessions;
  private final Faults faults;

  Logins(Directory directory, SqlEngine engine, Sessions sessions, Faults faults) {
    this.directory = directory;
    this.engine = engine;
    this.sessions = sessions;
    this.faults = faults;
  }

  /// POST /session/v1/login-request.
  Reply login(Request request) {
    var data = request.body().path("data");
    var name = data.path("LOGIN_NAME").asString("");
    var fault = faults.striking("LOGIN " + folded(name), true).map(Fault::action);
    var lost = beforeAnswer(fault);
    if (lost.isPresent()) {
      return lost.get();
    }
    var login = authenticate(data, folded(name));
    var grant = sessions.open(session(login, request, data.path("SESSION_PARAMETERS")));
    return fault.orElse(null) instanceof Action.DropAfter
        ? new Reply.Drop()
        : Answers.success(answer(login, grant));
  }

  private static Optional<Reply> beforeAnswer(Optional<Action> fault) {
    return switch (fault.orElse(null)) {
      case Action.DropBefore() -> Optional.of(new Reply.Drop());
      case Action.HttpStatus(var status) -> Optional.of(new Reply.Status(status));
      case Action.Refuse(var code, var _, var message) -> throw new Refusal(code, message);
      case null, default -> Optional.empty();
    };
  }

  private Login authenticate(JsonNode data, String user) {
    var way = data.path("AUTHENTICATOR").asString("SNOWFLAKE").toUpperCase(Locale.ROOT);
    var token = data.path("TOKEN").asString("");
    try {
      return switch (way) {
        case "SNOWFLAKE", "USERNAME_PASSWORD_MFA" ->
            byPassword(user, data.path("PASSWORD").asString(""));
        case "OAUTH" ->
            directory
                .oauth(token)
                .filter(login -> user.isEmpty() || login.user().equals(user))
                .orElseThrow(() -> new Refusal(390303, "Invalid OAuth access token."));
        case "SNOWFLAKE_JWT" -> byKey(user, token);
        case "PROGRAMMATIC_ACCESS_TOKEN" ->
            directory
                .pat(token)
                .filter(login -> user.isEmpty() || login.user().equals(user))
                .orElseThrow(() -> new Refusal(394400, "Programmatic access token is invalid."));
        default -> throw wrongPassword();
      };
    } catch (SqlError e) {
      throw new Refusal(e.code(), e.getMessage());
    }
  }

  /// A programmatic access token is good in place of a password too.
  private Login byPassword(String user, String password) {
    return directory
        .password(user, password)
        .or(() -> directory.pat(password).filter(login -> login.user().equals(user)))
        .orElseThrow(Logins::wrongPassword);
  }

  private static Refusal wrongPassword() {
    return new Refusal(390100, "Incorrect username or password was specified.");
  }

  private Login byKey(String user, String text) {
    return JsonWebToken.parse(text)
        .filter(token -> user.isEmpty() || token.user().equals(user))
        .filter(token -> token.expiry().plus(CLOCK_SKEW).isAfter(Instant.now()))
        .filter(token ->
            directory
                .publicKey(token.user(), token.fingerprint())
                .map(token::signedBy)
                .orElse(true))
        .flatMap(token -> directory.jwt(token.user(), token.fingerprint()))
        .orElseThrow(() -> new Refusal(390144, "JWT token is invalid."));
  }

  /// The context comes from the query parameters, else from the user's defaults. A role that the
  /// user does not have refuses the login; so does a database, schema or warehouse that cannot be
  /// used when the client asks for validation (CLIENT_VALIDATE_DEFAULT_PARAMETERS), else it is left
  /// out silently. Both codes are those of snowflakedb/gosnowflake, `errors.go`.
  private Session session(Login login, Request request, JsonNode parameters) {
    var role = request.parameter("roleName").map(Logins::folded).orElse(login.role());
    if (!login.roles().contains(role) && !role.equals("PUBLIC")) {
      throw new Refusal(
          390189,
          "Role '%s' specified in the connect string is not granted to this user. Contact your local system administrator, or attempt to login with another role, e.g. PUBLIC."
              .formatted(role));
    }
    var session = new Session(sessions.nextId(), login.user(), role);
    parameters
        .properties()
        .forEach(entry -> {
          if (entry.getValue().isValueNode() && !entry.getValue().isNull()) {
            Parameters.apply(session, entry.getKey(), entry.getValue().asString());
          }
        });
    var strict = parameters.path("CLIENT_VALIDATE_DEFAULT_PARAMETERS").asBoolean(false);
    var warehouse = request.parameter("warehouse").map(Logins::folded);
    use(session, "WAREHOUSE", warehouse.or(login::warehouse), strict);
    var database = request.parameter("databaseName").map(Logins::folded);
    use(session, "DATABASE", database.or(login::database), strict);
    var schema = request.parameter("schemaName").map(Logins::folded);
    use(
        session,
        "SCHEMA",
        schema.or(() -> database.isPresent() ? Optional.empty() : login.schema()),
        strict);
    return session;
  }

  private void use(Session session, String what, Optional<String> name, boolean strict) {
    if (name.isEmpty()) {
      return;
    }
    try {
      var quoted = "\"" + name.get().replace("\"", "\"\"") + "\"";
      engine.execute(session, "USE " + what + " " + quoted, List.of());
    } catch (SqlError e) {
      if (strict) {
        throw new Refusal(
            390201,
            "The requested %s does not exist or not authorized."
                .formatted(what.toLowerCase(Locale.ROOT)));
      }
      LOG.debug("The session goes without {} {}", what, name.get(), e);
    }
  }

  /// A name in its stored form.
  private static String folded(String name) {
    return name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name.toUpperCase(Locale.ROOT);
  }

  private ObjectNode answer(Login login, Sessions.Grant grant) {
    var session = grant.session().session();
    var data = Answers.object();
    data.put("token", grant.token());
    data.put("masterToken", grant.session().masterToken());
    data.put("validityInSeconds", sessions.sessionSeconds());
    data.put("masterValidityInSeconds", sessions.masterSeconds());
    data.put("sessionId", session.id());
    data.put("displayUserName", login.user());
    data.put("serverVersion", "9.30.1");
    data.put("firstLogin", false);
    data.put("healthCheckInterval", 45);
    data.putNull("newClientForUpgrade");
    data.putNull("remMeToken");
    data.put("remMeValidityInSeconds", 0);
    data.putNull("idToken");
    data.put("idTokenValidityInSeconds", 0);
    data.putNull("mfaToken");
    data.put("mfaTokenValidityInSeconds", 0);
    data.putNull("responseData");
    var context = data.putObject("sessionInfo");
    context.put("databaseName", session.database().orElse(null));
    context.put("schemaName", session.schema().orElse(null));
    context.put("warehouseName", session.warehouse().orElse(null));
    context.put("roleName", session.role());
    data.set("parameters", Answers.parameters(session));
    return data;
  }

  /// POST /session/token-request, with the master token.
  Reply renew(Request request) {
    var master = request.requiredToken();
    var user = sessions.byMasterToken(master).map(session -> session.session().user()).orElse("");
    var fault = faults.striking("RENEW " + user, true).map(Fault::action);
    var lost = beforeAnswer(fault);
    if (lost.isPresent()) {
      return lost.get();
    }
    var grant = sessions.renew(master);
    var data = Answers.object();
    data.put("sessionToken", grant.token());
    data.put("validityInSecondsST", sessions.sessionSeconds());
    data.put("masterToken", master);
    data.put("validityInSecondsMT", sessions.masterSeconds());
    data.put("sessionId", grant.session().session().id());
    return fault.orElse(null) instanceof Action.DropAfter
        ? new Reply.Drop()
        : Answers.success(data);
  }

  /// POST /session/heartbeat.
  Reply heartbeat(Request request) {
    sessions.touch(sessions.of(request.requiredToken()));
    return Answers.success(null);
  }

  /// POST /session?delete=true; drivers ignore 390111 and 390112 here.
  Reply close(Request request) {
    sessions.close(sessions.of(request.requiredToken()));
    return Answers.success(null);
  }
}
