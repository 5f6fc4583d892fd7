package dev.snowdrift.snowflake;

import dev.snowdrift.image.UsesImages;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.TargetFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// One look at the account: the account's kinds first, then what is in the databases that exist and
/// what roles hold, then what is in objects of databases; and closer at declared objects where a
/// listing does not say enough.
final class Observing {
  /// Several SHOW commands cut their answer here without a word (Snowflake documentation of SHOW
  /// SERVICES and others).
  private static final int TRUNCATED = 10_000;

  private static final String CUT_OFF = "the listing has 10,000 rows or more and may be cut off";

  /// Few at a time: SHOW is metadata work for the account's shared services.
  private static final int AT_ONCE = 4;

  private final SnowflakeSessions sessions;
  private final Map<String, SnowflakeKind<?>> kinds;
  private final Looks looks;
  private final SortedMap<ResourceId, Desired<?>> resources;
  private final SortedMap<ResourceId, Desired<?>> previous;
  private final Tasks tasks = new Tasks(AT_ONCE);
  private final SortedMap<ResourceId, Observed> objects = new TreeMap<>();
  private final List<Observation.Gap> gaps = new ArrayList<>();
  private final Set<String> looked = ConcurrentHashMap.newKeySet();
  private final Map<String, Listing.Questions> grantQuestions = new HashMap<>();
  private final Map<String, List<Row>> shared = new ConcurrentHashMap<>();
  private final List<TargetFailure> failures = new ArrayList<>();
  private int answered;
  private boolean everything;

  Observing(
      SnowflakeSessions sessions,
      Map<String, SnowflakeKind<?>> kinds,
      Looks looks,
      SortedMap<ResourceId, Desired<?>> resources,
      SortedMap<ResourceId, Desired<?>> previous) {
    this.previous = previous;
    this.sessions = sessions;
    this.kinds = kinds;
    this.looks = looks;
    this.resources = resources;
  }

  /// Looks at everything there is, closely, whether it is declared or not.
  ///
  /// @param databases which to look into
  Observation survey(Predicate<String> databases) {
    everything = true;
    var all = kinds.values();
    read(
        take(
            ask(
                all.stream()
                    .filter(kind -> kind.listing() instanceof Listing.OfAccount)
                    .map(kind -> question(kind, Scopes.ACCOUNT))
                    .toList())));
    var names =
        objects.keySet().stream()
            .filter(id -> id.kind().equals("Database"))
            .map(ResourceId::name)
            .filter(databases)
            .toList();
    read(
        take(
            ask(
                all.stream()
                    .filter(kind -> kind.listing() instanceof Listing.OfDatabase)
                    .flatMap(kind -> names.stream().map(name -> question(kind, name)))
                    .toList())));
    var seen = new Observation(objects, gaps);
    var grants = new ArrayList<Question>();
    for (var kind : all) {
      if (kind.listing() instanceof Listing.OfGrants(var listing)) {
        listing
            .scopes(seen)
            .forEach(scope ->
                grants.add(new Question(kind, scope, listing.statements(scope), Optional.empty())));
      }
    }
    read(take(ask(grants)));
    if (answered == 0 && !failures.isEmpty()) {
      throw failures.getFirst();
    }
    return new Observation(objects, gaps);
  }

  /// A listing to be asked for, and what of it is asked for together with others.
  private record Question(
      SnowflakeKind<?> kind,
      String scope,
      List<SqlStatement> statements,
      Optional<Listing.Together> together) {}

  /// What came of it: rows, or why not.
  ///
  /// @param cut prefixes of names among which some are missing
  private record Answer(
      Question question, List<Row> rows, Set<String> cut, Optional<TargetFailure> failure) {
    static Answer failed(Question question, TargetFailure failure) {
      return new Answer(question, List.of(), Set.of(), Optional.of(failure));
    }
  }

  /// One object that was found.
  private record Found(SnowflakeKind<?> kind, ResourceId id, List<Row> rows) {}

  Observation observe() {
    var scopes = Scopes.of(resources.values(), kinds);
    var ofAccount = new ArrayList<Question>();
    var inside = new ArrayList<Question>();
    scopes
        .kinds()
        .forEach((name, where) -> {
          var kind = kindOf(name);
          for (var scope : where) {
            (kind.listing() instanceof Listing.OfAccount ? ofAccount : inside)
                .add(question(kind, scope));
          }
        });
    var found = take(ask(ofAccount));
    read(found);
    read(take(ask(inside.stream().filter(this::mayHold).filter(q -> !isInside(q)).toList())));
    read(take(ask(inside.stream().filter(this::isInside).filter(this::mayHold).toList())));
    askAside();
    if (answered == 0 && !failures.isEmpty()) {
      throw failures.getFirst();
    }
    looks.retain(looked);
    return new Observation(objects, gaps);
  }

  /// The listings beside those of the kinds, all at once.
  private void askAside() {
    var wanted = new TreeMap<ResourceId, SideListing>();
    for (var resource : resources.values()) {
      var kind = kinds.get(resource.id().kind());
      if (kind != null) {
        sideListings(kind, resource).forEach(each -> wanted.putIfAbsent(each.as(), each));
      } else if (resource.spec() instanceof UsesImages elsewhere) {
        RepositoryImages.listings(elsewhere.images())
            .forEach(each -> wanted.putIfAbsent(each.as(), each));
      }
    }
    var calls = new ArrayList<Callable<Observed>>();
    wanted.values().stream()
        .filter(each -> mayExist(each.of()))
        .forEach(each -> calls.add(() -> ask(each)));
    tasks.all(calls).forEach(seen -> objects.put(seen.id(), seen));
  }

  /// Not being able to look aside says nothing about whether an object is there: it is no gap.
  private Observed ask(SideListing listing) {
    try {
      var rows = sessions.read(listing.statement());
      return rows.size() >= TRUNCATED
          ? listing.unreadable("the listing has 10,000 rows or more and may be cut off")
          : listing.read().apply(rows);
    } catch (TargetFailure e) {
      return listing.unreadable(String.valueOf(e.getMessage()));
    } catch (Row.MalformedAnswer | IllegalArgumentException e) {
      return listing.unreadable("a row cannot be read: " + e.getMessage());
    }
  }

  private boolean mayExist(ResourceId id) {
    return objects.containsKey(id) || new Observation(objects, gaps).gap(id).isPresent();
  }

  private SnowflakeKind<?> kindOf(String name) {
    var kind = kinds.get(name);
    if (kind == null) {
      throw new IllegalStateException("no kind is called " + name);
    }
    return kind;
  }

  private Question question(SnowflakeKind<?> kind, String scope) {
    return switch (kind.listing()) {
      case Listing.OfAccount(var words) -> question(kind, scope, Sql.of("SHOW " + words));
      case Listing.OfDatabase(var words) ->
          question(kind, scope, Sql.of("SHOW " + words).words("IN DATABASE").name(scope));
      case Listing.OfGrants(var grants) -> {
        var questions =
            grantQuestions.computeIfAbsent(kind.name(), _ -> grants.questions(resources.values()));
        yield new Question(kind, scope, questions.statements(scope), questions.together(scope));
      }
    };
  }

  private static Question question(SnowflakeKind<?> kind, String scope, Sql listing) {
    return new Question(kind, scope, List.of(listing.end(StatementClass.SHOW)), Optional.empty());
  }

  /// What is in a database that certainly does not exist is certainly absent, and so are the grants
  /// of such a role.
  private boolean mayHold(Question question) {
    var container = container(question);
    return objects.containsKey(container)
        || !kinds.containsKey(container.kind())
        || gaps.stream().anyMatch(gap -> gap.kind().equals(container.kind()));
  }

  private static ResourceId container(Question question) {
    return question.kind().listing() instanceof Listing.OfGrants(var grants)
        ? grants.container(question.scope())
        : new ResourceId("Database", question.scope());
  }

  /// Whether the container itself has to be looked for inside of a database.
  private boolean isInside(Question question) {
    var kind = kinds.get(container(question).kind());
    return kind != null && kind.listing() instanceof Listing.OfDatabase;
  }

  /// Kinds that share a listing (services and jobs) ask once.
  private List<Answer> ask(List<Question> questions) {
    var shared = new LinkedHashMap<List<String>, List<Question>>();
    for (var question : questions) {
      var words = question.statements().stream().map(SqlStatement::redacted).toList();
      shared.computeIfAbsent(words, _ -> new ArrayList<>()).add(question);
    }
    var calls = new ArrayList<Callable<List<Answer>>>();
    shared.values().forEach(same -> calls.add(() -> answers(same)));
    return tasks.all(calls).stream().flatMap(List::stream).toList();
  }

  private List<Answer> answers(List<Question> same) {
    var answer = ask(same.getFirst());
    return same.stream()
        .map(question -> new Answer(question, answer.rows(), answer.cut(), answer.failure()))
        .toList();
  }

  private Answer ask(Question question) {
    try {
      var whole = new WholeListing(sessions);
      return switch (question.kind().listing()) {
        case Listing.OfAccount(var words) -> answer(question, whole.ofAccount(words));
        case Listing.OfDatabase(var words) ->
            answer(question, whole.ofDatabase(words, question.scope()));
        case Listing.OfGrants _ -> {
          var rows = new ArrayList<Row>();
          for (var statement : question.statements()) {
            rows.addAll(sessions.read(statement));
          }
          question.together().ifPresent(together -> rows.addAll(ask(question.kind(), together)));
          yield new Answer(question, rows, Set.of(), Optional.empty());
        }
      };
    } catch (Row.MalformedAnswer e) {
      return Answer.failed(
          question,
          new TargetFailure(
              TargetFailure.Kind.INTERNAL, Optional.empty(), String.valueOf(e.getMessage()), e));
    } catch (TargetFailure e) {
      return isMissing(question, e)
          ? new Answer(question, List.of(), Set.of(), Optional.empty())
          : Answer.failed(question, e);
    }
  }

  /// The scope's rows of what is asked together, or its own answer where something is missing.
  private List<Row> ask(SnowflakeKind<?> kind, Listing.Together together) {
    var rows =
        together.shared().stream()
            .flatMap(statement -> once(statement).stream())
            .filter(together.isOurs())
            .toList();
    var names = rows.stream().flatMap(row -> kind.nameIn(row).stream()).toList();
    return new HashSet<>(names).containsAll(together.expected())
        ? rows
        : sessions.read(together.own());
  }

  /// Asked once in an observation, by whoever comes first. A refusal shows nothing.
  private List<Row> once(SqlStatement statement) {
    return shared.computeIfAbsent(
        statement.redacted(),
        _ -> {
          try {
            return sessions.read(statement);
          } catch (TargetFailure e) {
            return List.of();
          }
        });
  }

  private static Answer answer(Question question, WholeListing.Rows listed) {
    return new Answer(question, listed.rows(), listed.cut(), Optional.empty());
  }

  private static boolean isMissing(Question question, TargetFailure failure) {
    return question.kind().listing() instanceof Listing.OfGrants(var grants)
        && grants.missingIsEmpty(question.scope())
        && failure.code().filter(code -> code.startsWith("002003 ")).isPresent();
  }

  /// Groups rows by object; notes the gaps.
  private List<Found> take(List<Answer> answers) {
    var found = new ArrayList<Found>();
    for (var answer : answers) {
      var kind = answer.question().kind();
      if (answer.failure().isPresent()) {
        var failure = answer.failure().get();
        failures.add(failure);
        gap(answer, String.valueOf(failure.getMessage()));
        continue;
      }
      answered++;
      for (var prefix : answer.cut()) {
        gaps.add(new Observation.Gap(kind.name(), prefix, CUT_OFF));
      }
      if (kind.listing() instanceof Listing.OfGrants && answer.rows().size() >= TRUNCATED) {
        gap(answer, CUT_OFF);
      }
      var byName = new LinkedHashMap<String, List<Row>>();
      for (var row : answer.rows()) {
        try {
          kind.nameIn(row)
              .ifPresent(name -> byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(row));
        } catch (Row.MalformedAnswer | IllegalArgumentException e) {
          gap(answer, "a row cannot be read: " + e.getMessage());
        }
      }
      byName.forEach(
          (name, rows) -> found.add(new Found(kind, new ResourceId(kind.name(), name), rows)));
    }
    return found;
  }

  private void gap(Answer answer, String why) {
    var kind = answer.question().kind();
    var scope = answer.question().scope();
    switch (kind.listing()) {
      case Listing.OfAccount _ -> gaps.add(new Observation.Gap(kind.name(), "", why));
      case Listing.OfDatabase _ -> gaps.add(new Observation.Gap(kind.name(), scope + ".", why));
      case Listing.OfGrants(var grants) -> {
        gaps.add(new Observation.Gap(kind.name(), scope + " ON ", why));
        resources.keySet().stream()
            .filter(id -> id.kind().equals(kind.name()))
            .filter(id -> grants.scope(id.name()).equals(scope))
            .forEach(id -> gaps.add(new Observation.Gap(id.kind(), id.name(), why)));
      }
    }
  }

  /// Takes the closer looks of declared objects, all at once, and reads everything.
  private void read(List<Found> found) {
    var calls = new ArrayList<Callable<Optional<Observed>>>();
    for (var each : found) {
      calls.add(() -> read(each.kind(), each));
    }
    var answers = tasks.all(calls);
    for (var i = 0; i < answers.size(); i++) {
      var id = found.get(i).id();
      answers
          .get(i)
          .ifPresentOrElse(
              observed -> objects.put(id, observed),
              () -> gaps.add(new Observation.Gap(id.kind(), id.name(), "its row cannot be read")));
    }
  }

  private <S> Optional<Observed> read(SnowflakeKind<S> kind, Found found) {
    var declared = declared(kind, found.id());
    var answers = new HashMap<String, List<Row>>();
    var failed = new HashMap<String, String>();
    try {
      var wanted =
          everything
              ? kind.looks(found.id(), found.rows().getFirst())
              : declared
                  .map(_ -> kind.looks(declarations(kind, found.id()), found.rows().getFirst()))
                  .orElse(List.of());
      for (var look : wanted) {
        look(found.id(), look, answers, failed);
      }
      var seen = new Sighting(found.rows(), answers, failed);
      var further = declared.map(resource -> kind.furtherLooks(resource, seen)).orElse(List.of());
      for (var look : further) {
        look(found.id(), look, answers, failed);
      }
      var observed = kind.read(found.id(), new Sighting(found.rows(), answers, failed));
      return Optional.of(
          declared.map(resource -> with(observed, kind.declaredFacts(resource))).orElse(observed));
    } catch (Row.MalformedAnswer | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void look(
      ResourceId id, Look look, Map<String, List<Row>> answers, Map<String, String> failed) {
    var object = id.toString();
    looked.add(Looks.key(object, look));
    var known = looks.find(object, look);
    if (known.isPresent()) {
      answers.put(look.key(), known.get());
      return;
    }
    try {
      var rows = sessions.read(look.statement());
      looks.keep(object, look, rows);
      answers.put(look.key(), rows);
    } catch (TargetFailure e) {
      looks.forget(object, look);
      failed.put(look.key(), String.valueOf(e.getMessage()));
    }
  }

  private static Observed with(Observed observed, Map<String, String> more) {
    if (more.isEmpty()) {
      return observed;
    }
    var facts = new TreeMap<>(observed.facts());
    facts.putAll(more);
    return new Observed(
        observed.id(), observed.fields(), observed.mark(), observed.health(), facts);
  }

  /// The registry made the resource, so the types agree.
  @SuppressWarnings("unchecked")
  private static <S> List<SideListing> sideListings(SnowflakeKind<S> kind, Desired<?> resource) {
    return kind.sideListings((Desired<S>) resource);
  }

  private <S> Optional<Desired<S>> declared(SnowflakeKind<S> kind, ResourceId id) {
    return declared(kind, resources, id);
  }

  /// What is declared, and behind it what was before.
  private <S> List<Desired<S>> declarations(SnowflakeKind<S> kind, ResourceId id) {
    return Stream.of(resources, previous)
        .flatMap(state -> declared(kind, state, id).stream())
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static <S> Optional<Desired<S>> declared(
      SnowflakeKind<S> kind, SortedMap<ResourceId, Desired<?>> state, ResourceId id) {
    return Optional.ofNullable(state.get(id))
        .filter(resource -> kind.specification().isInstance(resource.spec()))
        .map(resource -> (Desired<S>) resource);
  }
}
