package dev.snowdrift.operator;

import dev.snowdrift.git.Credentials;
import dev.snowdrift.git.GitLimits;
import dev.snowdrift.git.GitRemote;
import dev.snowdrift.git.GitRepository;
import dev.snowdrift.kind.Kind;
import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Provider;
import dev.snowdrift.kind.Target;
import dev.snowdrift.operator.config.Installation;
import dev.snowdrift.operator.loop.Reconciler;
import dev.snowdrift.operator.loop.Source;
import dev.snowdrift.operator.metrics.Metrics;
import dev.snowdrift.operator.secret.ConfiguredSecrets;
import dev.snowdrift.operator.source.DirectorySource;
import dev.snowdrift.operator.source.GitSource;
import dev.snowdrift.operator.state.StateStore;
import dev.snowdrift.plan.Policy;
import dev.snowdrift.plan.Scope;
import dev.snowdrift.prefect.PrefectAuth;
import dev.snowdrift.prefect.PrefectClient;
import dev.snowdrift.prefect.PrefectProvider;
import dev.snowdrift.prefect.PrefectSettings;
import dev.snowdrift.prefect.RequestListener;
import dev.snowdrift.prefect.kind.PrefectKinds;
import dev.snowdrift.snowflake.SessionListener;
import dev.snowdrift.snowflake.SnowflakeProvider;
import dev.snowdrift.snowflake.SnowflakeSessions;
import dev.snowdrift.snowflake.SnowflakeSettings;
import dev.snowdrift.snowflake.StatementClass;
import dev.snowdrift.snowflake.kind.SnowflakeKinds;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The composition root: everything that an installation consists of, built in one place and closed
/// in reverse.
public final class Assembly implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

  private final Installation installation;
  private final Map<String, String> environment;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Metrics metrics;
  private final Source source;
  private final StateStore state;
  private final SortedMap<String, Reconciler> reconcilers = new TreeMap<>();
  private final SortedMap<String, PrefectProvider> prefects = new TreeMap<>();

  private Assembly(
      Installation installation,
      Map<String, String> environment,
      Clock clock,
      Optional<String> only,
      Optional<Path> folder) {
    this.installation = installation;
    this.environment = environment;
    this.metrics = new Metrics(clock);
    var directory = Path.of(installation.stateDirectory());
    try {
      this.state = opened(StateStore.open(directory));
      var repository = repository(directory);
      this.source =
          folder.<Source>map(root -> new DirectorySource(root, repository)).orElse(repository);
      var key = markKey();
      for (var entry : installation.environments().entrySet()) {
        if (only.isEmpty() || only.get().equals(entry.getKey())) {
          reconcilers.put(entry.getKey(), reconciler(entry.getKey(), entry.getValue(), key, clock));
        }
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /// Everything of an installation.
  ///
  /// @param environment the process environment
  /// @param only the one environment that is wanted; all when empty
  /// @param folder read instead of the branches' newest commits
  public static Assembly of(
      Installation installation,
      Map<String, String> environment,
      Clock clock,
      Optional<String> only,
      Optional<Path> folder) {
    return new Assembly(installation, environment, clock, only, folder);
  }

  /// The reconciler of an environment that is known to exist.
  public static Reconciler required(SortedMap<String, Reconciler> reconcilers, String environment) {
    return Optional.ofNullable(reconcilers.get(environment))
        .orElseThrow(() -> new IllegalStateException("no environment " + environment));
  }

  /// The kinds of both targets; needs neither of them.
  public static KindRegistry kinds() {
    return new KindRegistry(
        List.<List<? extends Kind<?>>>of(SnowflakeKinds.all(), PrefectKinds.all()));
  }

  public Metrics metrics() {
    return metrics;
  }

  public StateStore state() {
    return state;
  }

  public Source source() {
    return source;
  }

  public Installation installation() {
    return installation;
  }

  /// By name of the environment.
  public SortedMap<String, Reconciler> reconcilers() {
    return new TreeMap<>(reconcilers);
  }

  /// The Prefect of each environment that has one.
  public SortedMap<String, PrefectProvider> prefects() {
    return new TreeMap<>(prefects);
  }

  private Reconciler reconciler(
      String name, Installation.Environment settings, Mark.Key key, Clock clock) {
    metrics.register(name);
    var providers = new ArrayList<Provider>();
    settings
        .snowflake()
        .ifPresent(
            target -> providers.add(opened(account(target, environment, name, listener(name)))));
    settings
        .prefect()
        .ifPresent(target -> {
          var provider = opened(prefect(name, target, clock));
          prefects.put(name, provider);
          providers.add(provider);
        });
    var prune = settings.prune().orElse(new Installation.Prune(3, 10));
    return new Reconciler(
        new Reconciler.Settings(
            name,
            settings.branch(),
            installation.repository().cloneUrl().orElse(installation.repository().url()),
            scope(settings.scope()),
            switch (settings.mode()) {
              case OBSERVE -> Policy.Mode.OBSERVE;
              case APPROVE -> Policy.Mode.APPROVE;
              case CONVERGE -> Policy.Mode.CONVERGE;
            },
            switch (settings.heal()) {
              case OFF -> Policy.Heal.OFF;
              case SAFE -> Policy.Heal.SAFE;
              case ON -> Policy.Heal.ON;
            },
            prune.floor(),
            prune.percent()),
        source,
        providers,
        key,
        new ConfiguredSecrets(installation.secrets(), environment),
        state,
        clock,
        metrics);
  }

  /// What an environment may name, in the words of the kinds.
  public static Scope scope(Installation.Scope scope) {
    return new Scope(
        Map.of(
            "Database",
            scope.databases(),
            "ComputePool",
            scope.computePools(),
            "Warehouse",
            scope.warehouses(),
            "Role",
            scope.roles(),
            "ExternalAccessIntegration",
            scope.integrations(),
            "WorkPool",
            scope.workPools()));
  }

  /// The port to the Snowflake account of an environment, and nothing else of an installation.
  ///
  /// @param environment the process environment
  /// @param name of the environment, for messages
  public static SnowflakeProvider account(
      Installation.Snowflake target,
      Map<String, String> environment,
      String name,
      SessionListener listener) {
    var credentials = new ArrayList<dev.snowdrift.snowflake.Credentials>();
    var user = target.user().orElse("");
    target
        .privateKey()
        .ifPresent(file ->
            credentials.add(
                new dev.snowdrift.snowflake.Credentials.KeyPair(
                    user,
                    Path.of(file),
                    target
                        .privateKeyPassphrase()
                        .map(from -> ConfiguredSecrets.own(from, environment)))));
    target
        .accessToken()
        .ifPresent(from ->
            credentials.add(
                new dev.snowdrift.snowflake.Credentials.AccessToken(
                    user, ConfiguredSecrets.own(from, environment))));
    target
        .password()
        .ifPresent(from ->
            credentials.add(
                new dev.snowdrift.snowflake.Credentials.Password(
                    user, ConfiguredSecrets.own(from, environment))));
    if (credentials.isEmpty() && !SnowflakeSettings.isContainer(environment)) {
      throw new IllegalArgumentException(
          "environment %s: no way to log in to Snowflake; outside a container give password,"
                  .formatted(name)
              + " privateKey or accessToken");
    }
    var settings =
        settings(target, credentials, environment).inside(environment, SnowflakeSettings.TOKEN);
    return new SnowflakeProvider(new SnowflakeSessions(settings, listener), SnowflakeKinds.all());
  }

  private static SnowflakeSettings settings(
      Installation.Snowflake target,
      List<dev.snowdrift.snowflake.Credentials> credentials,
      Map<String, String> environment) {
    var host = target.host().map("jdbc:snowflake://%s/"::formatted);
    var url = host.or(() -> target.account().map(SnowflakeSettings::urlOf)).orElse("");
    if (url.isEmpty() && !SnowflakeSettings.isContainer(environment)) {
      throw new IllegalArgumentException("a Snowflake target needs an account or a host");
    }
    return new SnowflakeSettings(
        url,
        target.account(),
        credentials,
        target.role(),
        Optional.empty(),
        2,
        Duration.ofSeconds(60),
        Map.of());
  }

  private SessionListener listener(String name) {
    return new SessionListener() {
      @Override
      public void statement(
          StatementClass statementClass,
          Duration duration,
          String outcome,
          Optional<String> warehouse) {
        metrics.statement(
            name, statementClass.word(), !statementClass.reads(), warehouse.isPresent(), duration);
      }

      @Override
      public void fallback(String from, String to, String why) {
        LOG.warn("{}: logging in to Snowflake by {} failed ({}); using {}", name, from, why, to);
        metrics.loginFallback(name);
      }
    };
  }

  private PrefectProvider prefect(String name, Installation.Prefect target, Clock clock) {
    return workspace(
        target,
        environment,
        (operation, status, took, write) ->
            metrics.request(name, Target.PREFECT, operation, status, write, took),
        clock);
  }

  /// The port to the Prefect workspace of an environment, and nothing else of an installation.
  ///
  /// @param environment the process environment
  public static PrefectProvider workspace(
      Installation.Prefect target,
      Map<String, String> environment,
      RequestListener listener,
      Clock clock) {
    PrefectAuth auth =
        target
            .apiKey()
            .<PrefectAuth>map(
                from -> new PrefectAuth.Bearer(ConfiguredSecrets.own(from, environment)))
            .or(() ->
                target
                    .basic()
                    .map(from -> new PrefectAuth.Basic(ConfiguredSecrets.own(from, environment))))
            .orElseGet(PrefectAuth.None::new);
    var settings = PrefectSettings.of(URI.create(target.url()), auth);
    if (target.requestsPerMinute().isPresent()) {
      settings = settings.requestsPerMinute(target.requestsPerMinute().getAsInt());
    }
    if (target.writes().isPresent()) {
      settings = settings.concurrency(settings.reads(), target.writes().getAsInt());
    }
    var client = new PrefectClient(settings, listener);
    return new PrefectProvider(client, PrefectKinds.all(), clock);
  }

  private Source repository(Path directory) {
    var repository = installation.repository();
    return new GitSource(
        opened(
            GitRepository.open(
                directory.resolve("mirror.git"),
                new GitRemote(repository.url(), credentials(repository)),
                GitLimits.defaults())),
        repository.path().orElse(""));
  }

  private Credentials credentials(Installation.Repository repository) {
    if (repository.token().isPresent()) {
      var token = ConfiguredSecrets.own(repository.token().get(), environment).reveal();
      return repository
          .user()
          .<Credentials>map(user -> new Credentials.UserPassword(user, token))
          .orElseGet(() -> new Credentials.Token(token));
    }
    if (repository.sshKey().isPresent()) {
      return new Credentials.SshKey(
          Path.of(repository.sshKey().get()),
          "",
          Path.of(
              repository
                  .knownHosts()
                  .orElseThrow(() ->
                      new IllegalArgumentException(
                          "repository.sshKey needs repository.knownHosts: no host is trusted on"
                              + " first use"))));
    }
    return new Credentials.None();
  }

  private Mark.Key markKey() {
    return new Mark.Key(
        ConfiguredSecrets.own(installation.markKey(), environment)
            .reveal()
            .getBytes(StandardCharsets.UTF_8));
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.add(resource);
    return resource;
  }

  /// Closes everything once; again is nothing.
  @Override
  public void close() {
    var all = List.copyOf(open).reversed();
    open.clear();
    for (var resource : all) {
      try {
        resource.close();
      } catch (Exception e) {
        LOG.warn("closing: {}", e.getMessage());
      }
    }
  }
}
