package dev.snowdrift.snowflake;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// Where a Snowflake account is and how to log in.
///
/// @param url of the driver: `jdbc:snowflake://host/`
/// @param account empty when the host already says it
/// @param credentials in the order in which they are tried; may be empty only until {@link #inside}
///   has added the container's token
/// @param role empty for the user's default role; in a container the service's owner role is the
///   only one there is
/// @param sessions how many connections are held; many threads share each
/// @param statementTimeout after which a statement is cancelled
/// @param properties more properties of the driver
public record SnowflakeSettings(
    String url,
    Optional<String> account,
    List<Credentials> credentials,
    Optional<String> role,
    Optional<String> warehouse,
    int sessions,
    Duration statementTimeout,
    Map<String, String> properties) {

  /// Where a container finds its token.
  public static final Path TOKEN = Path.of("/snowflake/session/token");

  public SnowflakeSettings {
    credentials = List.copyOf(credentials);
    properties = Map.copyOf(properties);
    if (sessions < 1 || sessions > 16) {
      throw new IllegalArgumentException("1 to 16 sessions");
    }
  }

  public SnowflakeSettings(String url, Optional<String> account, List<Credentials> credentials) {
    this(
        url,
        account,
        credentials,
        Optional.empty(),
        Optional.empty(),
        2,
        Duration.ofSeconds(60),
        Map.of());
  }

  /// The address of an account outside of containers.
  public static String urlOf(String account) {
    return "jdbc:snowflake://%s.snowflakecomputing.com/".formatted(account.replace('_', '-'));
  }

  /// Puts the container's own token first when the process's variables say that this is a
  /// container: Snowflake sets SNOWFLAKE_HOST and SNOWFLAKE_ACCOUNT there, and the token works with
  /// that host only. Otherwise these settings as they are.
  ///
  /// The ports and protocols of other endpoints can be given by SNOWFLAKE_PORT and
  /// SNOWFLAKE_PROTOCOL, which the `snow` command knows too.
  public SnowflakeSettings inside(Map<String, String> environment, Path token) {
    var host = environment.get("SNOWFLAKE_HOST");
    var name = environment.get("SNOWFLAKE_ACCOUNT");
    if (host == null || name == null) {
      return this;
    }
    var port = environment.get("SNOWFLAKE_PORT");
    var plain = "http".equals(environment.get("SNOWFLAKE_PROTOCOL"));
    var all = new ArrayList<Credentials>();
    all.add(new Credentials.ContainerToken(token));
    all.addAll(credentials);
    return new SnowflakeSettings(
        "jdbc:snowflake://%s%s%s/"
            .formatted(plain ? "http://" : "", host, port == null ? "" : ":" + port),
        Optional.of(name),
        all,
        role,
        warehouse,
        sessions,
        statementTimeout,
        properties);
  }

  /// Whether the process's variables are those of a container.
  public static boolean isContainer(Map<String, String> environment) {
    return environment.containsKey("SNOWFLAKE_HOST")
        && environment.containsKey("SNOWFLAKE_ACCOUNT");
  }

  public SnowflakeSettings withStatementTimeout(Duration value) {
    return new SnowflakeSettings(
        url, account, credentials, role, warehouse, sessions, value, properties);
  }

  public SnowflakeSettings with(Map<String, String> more) {
    return new SnowflakeSettings(
        url, account, credentials, role, warehouse, sessions, statementTimeout, more);
  }

  /// What every connection sets: no side traffic, JSON results (Arrow needs opened JDK internals),
  /// bounded waiting.
  Properties common() {
    var all = new Properties();
    all.setProperty("disablePlatformDetection", "true");
    all.setProperty("CLIENT_TELEMETRY_ENABLED", "false");
    all.setProperty("JDBC_QUERY_RESULT_FORMAT", "JSON");
    all.setProperty("application", "Snowdrift");
    all.setProperty("loginTimeout", "30");
    all.setProperty("networkTimeout", Long.toString(statementTimeout.plusSeconds(30).toMillis()));
    all.setProperty("maxHttpRetries", "3");
    account.ifPresent(value -> all.setProperty("account", value));
    role.ifPresent(value -> all.setProperty("role", value));
    warehouse.ifPresent(value -> all.setProperty("warehouse", value));
    properties.forEach(all::setProperty);
    return all;
  }
}
