package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.SandboxClock;
import dev.snowdrift.sandbox.sql.Expression;
import dev.snowdrift.sandbox.sql.Statement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// All that ever changed an account, in order: its state in a form that every kind of object has
/// without knowing of it. An account that is told the same things at the same times is the same
/// account, down to the ids and times that SHOW gives.
///
/// As JSON it has a version, the time of the account's beginning and of the dump, and the entries:
/// statements with the session they ran in, and what came by other ways (files, images, tokens). It
/// holds passwords and secrets as they were written. Not in it: sessions, results, scripted faults
/// and behaviours. Thread-safe.
public final class Journal {
  private static final int VERSION = 1;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Instant created;
  private final long seed;
  private final List<ObjectNode> entries = new ArrayList<>();
  private @Nullable Instant end;

  private Journal(Instant created, long seed) {
    this.created = created;
    this.seed = seed;
  }

  /// The journal of an account that begins now.
  ///
  /// @param seed what the account's generated secrets are made from
  static Journal begin(Instant now, long seed) {
    return new Journal(now, seed);
  }

  /// Parses a dump.
  ///
  /// @throws IllegalArgumentException when it is none, or of another version
  public static Journal parse(JsonNode json) {
    if (json.path("version").asInt(0) != VERSION || !json.path("entries").isArray()) {
      throw new IllegalArgumentException(
          "not a dump of an account of version %d: version %s"
              .formatted(VERSION, json.path("version")));
    }
    var journal =
        new Journal(Instant.parse(json.path("created").asString()), json.path("seed").asLong());
    journal.end = Instant.parse(json.path("time").asString());
    json.path("entries").forEach(entry -> journal.entries.add((ObjectNode) entry));
    return journal;
  }

  /// Reads a dump from a file.
  ///
  /// @throws IllegalArgumentException when it is no dump that this version reads
  public static Journal read(Path file) {
    try {
      return parse(JSON.readTree(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException("the account's state cannot be read from " + file, e);
    }
  }

  /// Writes a dump to a file that only its owner reads, all of it or nothing.
  public static void write(JsonNode dump, Path file) {
    var target = file.toAbsolutePath();
    try {
      var draft =
          Files.createTempFile(
              target.getParent(),
              ".state",
              ".json",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(draft, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(dump));
      Files.move(
          draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("the account's state cannot be written to " + target, e);
    }
  }

  Instant created() {
    return created;
  }

  long seed() {
    return seed;
  }

  /// Puts a clock at the account's beginning, until [Account#restore] lets it go on. To be done
  /// before anything that reads the clock is made.
  public void rewind(SandboxClock clock) {
    clock.pin(created);
  }

  synchronized JsonNode dump(Instant now) {
    var dump = JSON.createObjectNode();
    dump.put("version", VERSION);
    dump.put("created", created.toString());
    dump.put("time", now.toString());
    dump.put("seed", seed);
    var list = dump.putArray("entries");
    entries.forEach(entry -> list.add(entry.deepCopy()));
    return dump;
  }

  /// Whether a statement can change more than its own session.
  static boolean concerns(Statement statement) {
    return switch (statement) {
      case Statement.Show _,
          Statement.ShowGrants _,
          Statement.ShowParameters _,
          Statement.ShowVariables _,
          Statement.Describe _,
          Statement.Use _,
          Statement.UseSecondaryRoles _,
          Statement.AlterSession _,
          Statement.Transaction _,
          Statement.ListFiles _,
          Statement.PutFiles _,
          Statement.GetFiles _ ->
          false;
      case Statement.ConstantSelect(var items) ->
          items.stream().anyMatch(item -> item.expression() instanceof Expression.FunctionCall);
      default -> true;
    };
  }

  /// Notes a statement that begins; whoever runs it notes its end with [#ended].
  synchronized ObjectNode statement(
      Instant now, Session session, String sql, List<@Nullable String> binds) {
    var entry = JSON.createObjectNode();
    entry.put("time", now.toString());
    entry.put("user", session.user());
    entry.put("role", session.role());
    session.warehouse().ifPresent(name -> entry.put("warehouse", name));
    session.database().ifPresent(name -> entry.put("database", name));
    session.schema().ifPresent(name -> entry.put("schema", name));
    if (!session.parameters().isEmpty()) {
      entry.set("parameters", JSON.valueToTree(session.parameters()));
    }
    entry.put("sql", sql);
    if (!binds.isEmpty()) {
      var values = entry.putArray("binds");
      binds.forEach(values::add);
    }
    entries.add(entry);
    return entry;
  }

  synchronized void ended(ObjectNode entry, Instant now) {
    if (!entry.path("time").asString().equals(now.toString())) {
      entry.put("end", now.toString());
    }
  }

  /// Notes what came by another way than as a statement.
  synchronized void input(Instant now, String name, Map<String, String> values) {
    var entry = JSON.createObjectNode();
    entry.put("time", now.toString());
    entry.put("input", name);
    values.forEach(entry::put);
    entries.add(entry);
  }

  /// Tells an account, new and at [#created()], everything again. A statement that was refused is
  /// refused again.
  void replay(Account account, SandboxClock clock) {
    for (var entry : entries) {
      clock.pin(Instant.parse(entry.path("time").asString()));
      if (entry.has("input")) {
        account.input(entry.path("input").asString(), values(entry));
        continue;
      }
      if (entry.has("end")) {
        clock.pinAfterWaiting(Instant.parse(entry.path("end").asString()));
      }
      try {
        account.execute(session(entry), entry.path("sql").asString(), binds(entry));
      } catch (SqlError _) {
        // As it was the first time.
      }
    }
    if (end != null) {
      clock.release(end);
    }
  }

  private static Map<String, String> values(ObjectNode entry) {
    return entry
        .propertyStream()
        .filter(field -> !Set.of("time", "input").contains(field.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().asString()));
  }

  private static List<@Nullable String> binds(ObjectNode entry) {
    var binds = new ArrayList<@Nullable String>();
    entry.path("binds").forEach(bind -> binds.add(bind.isNull() ? null : bind.asString()));
    return binds;
  }

  private static Session session(ObjectNode entry) {
    var session = new Session(0, entry.path("user").asString(), entry.path("role").asString());
    session.useWarehouse(text(entry, "warehouse"));
    session.useSchema(text(entry, "database"), text(entry, "schema"));
    entry
        .path("parameters")
        .propertyStream()
        .forEach(parameter ->
            session
                .parameters()
                .put(parameter.getKey(), JSON.treeToValue(parameter.getValue(), Object.class)));
    return session;
  }

  private static @Nullable String text(ObjectNode entry, String name) {
    return entry.hasNonNull(name) ? entry.path(name).asString() : null;
  }
}
