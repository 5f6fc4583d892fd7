package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the account can do: kinds of objects, further listings, statements and functions. Filled
/// once, before the first statement.
public final class Registry {
  private final Map<String, Domain> domains = new TreeMap<>();
  private final Map<String, Domain> byPlural = new TreeMap<>();
  private final Map<String, BiFunction<Execution, Statement.Show, StatementResult>> listings =
      new TreeMap<>();
  private final Map<String, Function> functions = new TreeMap<>();
  private final Map<Class<?>, Handler<?>> statements = new HashMap<>();
  private final Map<Class<?>, Starter<?>> backgrounds = new HashMap<>();
  private final Map<String, TableFunction> tableFunctions = new TreeMap<>();
  private final Map<String, AdminRoute> adminRoutes = new TreeMap<>();
  private final List<Timeline> timelines = new ArrayList<>();
  private final List<Consumer<Execution>> preludes = new ArrayList<>();
  private final Map<String, Consumer<Map<String, String>>> inputs = new TreeMap<>();
  private BiConsumer<String, Map<String, String>> recorder = (_, _) -> {};

  /// Adds something to an account; one per package that knows kinds.
  public interface Feature {
    void register(Registry registry);
  }

  /// A function of a constant SELECT.
  public interface Function {
    /// The result, in the protocol's form; null for NULL.
    @Nullable String call(Execution execution, List<@Nullable String> arguments);
  }

  /// Runs statements of one type.
  public interface Handler<S extends Statement> {
    StatementResult run(Execution execution, S statement);
  }

  /// Begins statements of one type without waiting for their end.
  public interface Starter<S extends Statement> {
    Background begin(Execution execution, S statement);
  }

  /// A function of `SELECT ... FROM TABLE(INFORMATION_SCHEMA.f(...))`.
  public interface TableFunction {
    /// All its rows.
    ///
    /// @param arguments by upper-case name; those without name by their number from 1
    StatementResult call(Execution execution, Map<String, String> arguments);
  }

  public Registry domain(Domain domain) {
    domains.put(domain.kind(), domain);
    byPlural.put(domain.plural(), domain);
    return this;
  }

  /// SHOW of something that is no kind of its own: `COMPUTE POOL INSTANCE FAMILIES`, or with the
  /// kind it is asked of, `SERVICE CONTAINERS IN SERVICE`, `ROLES IN SERVICE`. It takes precedence
  /// over a kind's own SHOW.
  public Registry listing(
      String what, BiFunction<Execution, Statement.Show, StatementResult> listing) {
    listings.put(what, listing);
    return this;
  }

  /// A function by its folded name: `SYSTEM$GET_SERVICE_STATUS`.
  public Registry function(String name, Function function) {
    functions.put(name, function);
    return this;
  }

  /// Statements that are about no kind: [Statement.ExecuteJob], [Statement.Call], ...
  public <S extends Statement> Registry statement(Class<S> type, Handler<S> handler) {
    statements.put(type, handler);
    return this;
  }

  /// How statements of a type go on in the background; their own handler waits.
  public <S extends Statement> Registry background(Class<S> type, Starter<S> starter) {
    backgrounds.put(type, starter);
    return this;
  }

  /// A table function of INFORMATION_SCHEMA by its name.
  public Registry tableFunction(String name, TableFunction function) {
    tableFunctions.put(name, function);
    return this;
  }

  /// Something of the admin endpoint, by its method and path: `POST /sandbox/images`.
  public Registry admin(String route, AdminRoute handler) {
    adminRoutes.put(route, handler);
    return this;
  }

  Optional<AdminRoute> adminRoute(String route) {
    return Optional.ofNullable(adminRoutes.get(route));
  }

  /// Something that changes by time alone.
  public Registry timeline(Timeline timeline) {
    timelines.add(timeline);
    return this;
  }

  List<Timeline> timelines() {
    return timelines;
  }

  Optional<TableFunction> tableFunction(String name) {
    return Optional.ofNullable(tableFunctions.get(name));
  }

  @SuppressWarnings("unchecked") // `background` pairs type and starter
  <S extends Statement> Optional<Starter<S>> starter(S statement) {
    return Optional.ofNullable((Starter<S>) backgrounds.get(statement.getClass()));
  }

  /// Work before each statement: what time alone has done to the objects since the last one.
  public Registry beforeEach(Consumer<Execution> prelude) {
    preludes.add(prelude);
    return this;
  }

  /// Something that changes the account and is no statement, as a pushed image: how it is done
  /// again when the account is loaded from a dump. Whoever does it reports it to [#recorder()].
  public Registry input(String name, Consumer<Map<String, String>> again) {
    inputs.put(name, again);
    return this;
  }

  /// Takes note of an input, by its name and with all that doing it again needs.
  public BiConsumer<String, Map<String, String>> recorder() {
    return recorder;
  }

  void recorder(BiConsumer<String, Map<String, String>> value) {
    recorder = value;
  }

  Consumer<Map<String, String>> input(String name) {
    return Optional.ofNullable(inputs.get(name))
        .orElseThrow(() -> new IllegalArgumentException("no part of the account knows of " + name));
  }

  List<Consumer<Execution>> preludes() {
    return preludes;
  }

  public Optional<Domain> domain(String kind) {
    return Optional.ofNullable(domains.get(kind));
  }

  /// What SHOW can list of kinds.
  Set<String> plurals() {
    return byPlural.keySet();
  }

  Optional<Domain> byPlural(String plural) {
    return Optional.ofNullable(byPlural.get(plural));
  }

  Optional<BiFunction<Execution, Statement.Show, StatementResult>> listing(String what) {
    return Optional.ofNullable(listings.get(what));
  }

  Optional<Function> function(String name) {
    return Optional.ofNullable(functions.get(name));
  }

  @SuppressWarnings("unchecked") // `statement` pairs type and handler
  <S extends Statement> Optional<Handler<S>> handler(S statement) {
    return Optional.ofNullable((Handler<S>) statements.get(statement.getClass()));
  }
}
