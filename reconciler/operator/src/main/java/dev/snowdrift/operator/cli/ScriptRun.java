package dev.snowdrift.operator.cli;

import dev.snowdrift.image.ImagePath;
import dev.snowdrift.manifest.Limits;
import dev.snowdrift.manifest.Node;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.YamlReader;
import dev.snowdrift.operator.demo.LocalWorld;
import dev.snowdrift.sandbox.account.Account;
import dev.snowdrift.sandbox.account.ObjectPath;
import dev.snowdrift.sandbox.account.Session;
import dev.snowdrift.sandbox.account.SqlError;
import dev.snowdrift.snowflake.QualifiedName;
import dev.snowdrift.snowflake.translate.Choices;
import dev.snowdrift.snowflake.translate.Script;
import dev.snowdrift.snowflake.translate.SpecificationTranslation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Runs scripts in an account of their own, statement after statement in one session, as somebody
/// with every right would.
final class ScriptRun {
  private static final int INVALID_SPECIFICATION = 395018;
  private static final int MISSING_IMAGE = 397012;
  private static final int ROUNDS = 30;
  private static final Pattern ROLES =
      Pattern.compile("(?is)USE\\s+(?:SECONDARY\\s+ROLES?|ROLE)\\s.*");
  private static final Pattern WAREHOUSE = Pattern.compile("(?is)USE\\s+WAREHOUSE\\s.*");
  private static final Pattern IMAGE = Pattern.compile("retrieve image (\\S+): ");
  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "<%.*?%>|<!.*?!>|\\{\\{.*?}}|\\{%.*?%}|&\\{?[A-Za-z_][A-Za-z0-9_]*}?|<[A-Za-z][A-Za-z0-9_"
              + " .-]*>|\\$\\{[A-Za-z_][A-Za-z0-9_]*}");
  private static final Pattern PUT =
      Pattern.compile("(?is)PUT\\s+'?file://([^\\s']+)'?\\s+'?@([^\\s';]+)'?.*");
  private static final Pattern FROM_STAGE =
      Pattern.compile("(?is).*\\bFROM\\s+@([^\\s]+)\\s.*?SPECIFICATION_FILE\\s*=\\s*'([^']+)'.*");
  private static final Pattern INLINE =
      Pattern.compile("(?is)(.*FROM\\s+SPECIFICATION\\s*)\\$\\$(.*?)\\$\\$(.*)");

  private final LocalWorld world;
  private final Session session;
  private final Map<String, String> values;
  private final List<Path> folders;
  private final List<Outcome> outcomes = new ArrayList<>();
  private final ScriptVariables variables = new ScriptVariables();
  private final Set<String> images = new HashSet<>();

  /// @param values of placeholders, by their whole spelling or their name
  /// @param folders where files are looked for that a script takes from a stage
  ScriptRun(LocalWorld world, Map<String, String> values, List<Path> folders) {
    this.world = world;
    this.session = world.account().open(Account.ADMIN);
    this.values = values;
    this.folders = folders;
  }

  /// Makes a database and schema, and begins there.
  void begin(QualifiedName schema) {
    var database = schema.parts().getFirst().sql();
    for (var sql :
        List.of("CREATE DATABASE IF NOT EXISTS " + database, "USE DATABASE " + database)) {
      var _ = world.account().execute(session, sql);
    }
    if (schema.parts().size() > 1) {
      for (var verb : List.of("CREATE SCHEMA IF NOT EXISTS ", "USE SCHEMA ")) {
        var _ = world.account().execute(session, verb + schema.sql());
      }
    }
  }

  /// What came of one statement.
  ///
  /// @param refusal why it was not run; empty when it was
  /// @param notes what was done so that it could be run
  record Outcome(Path file, Script.Part statement, Optional<String> refusal, List<String> notes) {
    Outcome {
      notes = List.copyOf(notes);
    }

    String place() {
      return file + ":" + statement.line();
    }
  }

  List<Outcome> outcomes() {
    return List.copyOf(outcomes);
  }

  void run(Path file) throws IOException {
    for (var statement : Script.of(read(file))) {
      outcomes.add(run(file, statement));
    }
  }

  private static String read(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (MalformedInputException e) {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
  }

  private Outcome run(Path file, Script.Part statement) {
    var notes = new ArrayList<String>();
    var sql = variables.in(filled(statement.sql(), notes));
    var verb = statement.verb();
    var refusal =
        verb.startsWith("!")
            ? Optional.of("a command of the client; write the statement itself")
            : switch (verb) {
              case "PUT" -> put(file, sql, notes);
              case "SET" -> variables.set(sql);
              case "USE" -> use(sql, notes);
              default -> execute(file, sql, notes);
            };
    return new Outcome(file, statement, refusal, notes);
  }

  /// The session stays with the role that may do everything: who made an object is not imported. A
  /// warehouse is used by queries only, and may well have been there before.
  private Optional<String> use(String sql, List<String> notes) {
    if (ROLES.matcher(sql).matches()) {
      return Optional.empty();
    }
    try {
      var _ = world.account().execute(session, sql);
      return Optional.empty();
    } catch (SqlError e) {
      if (WAREHOUSE.matcher(sql).matches() && PLACEHOLDER.matcher(sql).results().count() == 0) {
        notes.add("the warehouse is not set up by the scripts, and is not imported");
        return Optional.empty();
      }
      return Optional.of(reason(sql, e));
    }
  }

  /// The statement with what was given for its placeholders.
  private String filled(String sql, List<String> notes) {
    return PLACEHOLDER
        .matcher(sql)
        .replaceAll(match -> {
          var name = match.group().replaceAll("[^A-Za-z0-9_]+", " ").strip().replace(' ', '_');
          var value =
              Optional.ofNullable(values.get(match.group()))
                  .or(() -> Optional.ofNullable(values.get(name)));
          value.ifPresent(_ -> notes.add("`%s` is filled in".formatted(match.group())));
          return Matcher.quoteReplacement(value.orElse(match.group()));
        });
  }

  /// Runs it, and again for as long as what is in the way can be cleared away: a file on a stage,
  /// an old form of a specification, an image that nobody has pushed here.
  private Optional<String> execute(Path file, String written, List<String> notes) {
    var sql = written;
    for (var round = 0; ; round++) {
      try {
        var _ = world.account().execute(session, sql);
        return Optional.empty();
      } catch (SqlError e) {
        var again = round < ROUNDS ? repaired(file, sql, e, notes) : Optional.<String>empty();
        if (again.isEmpty()) {
          return Optional.of(reason(written, e));
        }
        sql = again.get();
      }
    }
  }

  private Optional<String> repaired(Path file, String sql, SqlError error, List<String> notes) {
    if (error.code() == MISSING_IMAGE && pushed(String.valueOf(error.getMessage()))) {
      return Optional.of(sql);
    }
    var staged = staged(file, sql, notes);
    return staged.isPresent() ? staged : translated(sql, error, notes);
  }

  private boolean pushed(String message) {
    var matcher = IMAGE.matcher(message);
    if (!matcher.find()) {
      return false;
    }
    var image = ImagePath.parse(matcher.group(1));
    var repository = image.repository();
    var name = image.path().substring(image.path().indexOf('/', repositoryEnd(image.path())) + 1);
    repository.ifPresent(
        where -> world.push(where, name, image.version().replaceFirst("^[:@]", "")));
    return repository.isPresent() && images.add(matcher.group(1));
  }

  /// Where the third part of a path begins.
  private static int repositoryEnd(String path) {
    return path.indexOf('/', path.indexOf('/') + 1) + 1;
  }

  private static String reason(String sql, SqlError error) {
    var message =
        String.valueOf(error.getMessage())
            .replaceFirst("(?s)^SQL (?:compilation|access control|execution) error:\\s*", "")
            .replaceAll("\\s+", " ");
    var code = "%06d: %s".formatted(error.code(), message);
    var matcher = PLACEHOLDER.matcher(sql.replaceAll("(?s)\\$\\$.*?\\$\\$", ""));
    return matcher.find()
        ? "it holds the placeholder %s, give it with --value (%s)".formatted(matcher.group(), code)
        : code;
  }

  /// A specification that is on a stage in real life, and beside the script here, goes into the
  /// statement.
  private Optional<String> staged(Path file, String sql, List<String> notes) {
    var matcher = FROM_STAGE.matcher(sql);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var name = matcher.group(2);
    var found = find(file, name);
    if (found.isEmpty()) {
      notes.add("the file %s is not here; name its folder with --files".formatted(name));
      return Optional.empty();
    }
    var inline =
        sql.replaceFirst(
            "(?is)FROM\\s+@[^\\s]+(\\s.*?)SPECIFICATION_FILE\\s*=\\s*'[^']+'",
            "FROM SPECIFICATION \\$\\$\\$\\$");
    notes.add("the specification is taken from " + found.get());
    return current(found.get(), notes).map(text -> inline.replace("$$$$", "$$" + text + "$$"));
  }

  private Optional<String> current(Path specification, List<String> notes) {
    try {
      return translate(Files.readString(specification), notes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The statement with its specification in the current form, when that was the objection.
  private static Optional<String> translated(String sql, SqlError error, List<String> notes) {
    var matcher = INLINE.matcher(sql);
    if (error.code() != INVALID_SPECIFICATION || !matcher.matches()) {
      return Optional.empty();
    }
    return translate(matcher.group(2), notes)
        .map(text -> matcher.group(1) + "$$" + text + "$$" + matcher.group(3));
  }

  private static Optional<String> translate(String specification, List<String> notes) {
    var problems = new Problems();
    var documents =
        YamlReader.read(
            "specification",
            specification.getBytes(StandardCharsets.UTF_8),
            Limits.DEFAULT,
            problems);
    Optional<Node> document =
        problems.isEmpty() ? documents.stream().findFirst() : Optional.empty();
    return document
        .flatMap(node -> SpecificationTranslation.of(node, Choices.NONE, problems))
        .map(translated -> {
          translated.notes().stream()
              .filter(note -> note.sort().isTranslation())
              .forEach(note -> notes.add(note.line()));
          return translated.service().path("specification").toString().replace("$$", "$\\u0024");
        });
  }

  private Optional<String> put(Path script, String sql, List<String> notes) {
    var matcher = PUT.matcher(sql);
    if (!matcher.matches()) {
      return Optional.of("a PUT that cannot be read");
    }
    var local = find(script, matcher.group(1));
    if (local.isEmpty()) {
      return Optional.of("the file %s is not here".formatted(matcher.group(1)));
    }
    var target = matcher.group(2);
    var cut = target.indexOf('/');
    var stage = cut < 0 ? target : target.substring(0, cut);
    var folder = cut < 0 ? "" : target.substring(cut + 1).replaceAll("/+$", "") + "/";
    try {
      var path = (folder.equals("/") ? "" : folder) + local.get().getFileName();
      world.account().putFile(path(stage), path, Files.readString(local.get()));
      notes.add("the file is put on the stage");
      return Optional.empty();
    } catch (IOException | IllegalArgumentException | java.util.NoSuchElementException e) {
      return Optional.of("the stage @%s does not exist".formatted(stage));
    }
  }

  private ObjectPath path(String stage) {
    var parts = QualifiedName.parse(stage).parts();
    return new ObjectPath(
        parts.size() > 2 ? parts.get(0).text() : session.database().orElse(""),
        parts.size() > 1 ? parts.get(parts.size() - 2).text() : session.schema().orElse(""),
        parts.getLast().text());
  }

  /// A file as the script names it, beside the script, or of that name in one of the folders.
  private Optional<Path> find(Path script, String named) {
    var beside = Optional.ofNullable(script.toAbsolutePath().getParent());
    var plain = Path.of(named).getFileName();
    return Stream.concat(
            Stream.of(Path.of(named)),
            Stream.concat(beside.stream(), folders.stream())
                .flatMap(folder ->
                    Stream.of(folder.resolve(named), folder.resolve(String.valueOf(plain)))))
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
