package dev.snowdrift.snowflake.kind;

import dev.snowdrift.snowflake.Identifier;
import dev.snowdrift.snowflake.QualifiedName;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sql;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The name of a grant resource says who holds something on what: `ROLE ETL ON DATABASE RAW`.
record GrantName(Identifier role, On on) {
  private static final Pattern FULL =
      Pattern.compile("(?i)ROLE\\s+(\"(?:[^\"]|\"\")+\"|\\S+)\\s+ON\\s+(.+)");
  private static final Pattern FUTURE =
      Pattern.compile("(?i)FUTURE\\s+([A-Z ]+?)\\s+IN\\s+(SCHEMA|DATABASE)\\s+(.+)");
  private static final Pattern OBJECT =
      Pattern.compile("(?i)((?:[A-Z]+\\s+)*?[A-Z]+)\\s+(\\S+|[^\"\\s]*\".+)");

  /// On what.
  sealed interface On {
    record Account() implements On {}

    record Existing(Grantable what, QualifiedName name) implements On {}

    /// What will be made in a schema, or else in a database.
    record Future(Grantable what, boolean inSchema, QualifiedName container) implements On {}

    default String canonical() {
      return switch (this) {
        case Account _ -> "ACCOUNT";
        case Existing(var what, var name) -> what.words() + " " + name.canonical();
        case Future(var what, var inSchema, var container) ->
            "FUTURE %s IN %s %s"
                .formatted(what.plural(), inSchema ? "SCHEMA" : "DATABASE", container.canonical());
      };
    }

    private void write(Sql into) {
      switch (this) {
        case Account _ -> into.words("ON ACCOUNT");
        case Existing(var what, var name) -> into.words("ON " + what.words()).name(name);
        case Future(var what, var inSchema, var container) ->
            into.words("ON FUTURE " + what.plural())
                .words(inSchema ? "IN SCHEMA" : "IN DATABASE")
                .name(container);
      }
    }
  }

  /// Reads `ROLE r ON ...`.
  ///
  /// @throws IllegalArgumentException with a reason for people
  static GrantName parse(String written) {
    var full = FULL.matcher(written.strip());
    if (!full.matches()) {
      throw new IllegalArgumentException(
          "a grant is called `ROLE <role> ON <kind> <name>`, for example ROLE ETL ON DATABASE RAW");
    }
    return of(Identifier.parse(full.group(1)), full.group(2));
  }

  /// Reads what stands behind ON.
  ///
  /// @throws IllegalArgumentException with a reason for people
  static GrantName of(Identifier role, String on) {
    var text = on.strip();
    if (text.equalsIgnoreCase("ACCOUNT")) {
      return new GrantName(role, new On.Account());
    }
    var future = FUTURE.matcher(text);
    if (future.matches()) {
      var what =
          Grantable.ofPlural(future.group(1).replaceAll("\\s+", " "))
              .orElseThrow(
                  () -> new IllegalArgumentException("FUTURE takes a plural, such as TABLES"));
      var inSchema = future.group(2).equalsIgnoreCase("SCHEMA");
      var container = QualifiedName.parse(future.group(3), inSchema ? 2 : 1);
      return new GrantName(role, new On.Future(what, inSchema, container));
    }
    var object = OBJECT.matcher(text);
    if (!object.matches()) {
      throw new IllegalArgumentException("it is a kind followed by a full name");
    }
    var words = object.group(1).replaceAll("\\s+", " ");
    var what =
        Grantable.ofWords(words)
            .orElseThrow(() -> new IllegalArgumentException("nothing is granted on a " + words));
    return new GrantName(
        role, new On.Existing(what, QualifiedName.parse(object.group(2), what.parts())));
  }

  /// What a row of SHOW GRANTS TO ROLE or SHOW FUTURE GRANTS TO ROLE shows; empty for kinds that
  /// cannot be declared.
  static Optional<GrantName> in(Row row) {
    try {
      var role = new Identifier(row.need("grantee_name"));
      var future = row.text("grant_on");
      return future.isPresent()
          ? future(role, future.get(), row.need("name"))
          : existing(role, row.need("granted_on"), row.need("name"));
    } catch (IllegalArgumentException e) {
      // A function's name with its arguments, or a kind of object that is newer than we are.
      return Optional.empty();
    }
  }

  private static Optional<GrantName> existing(Identifier role, String on, String name) {
    if (on.equals("ACCOUNT")) {
      return Optional.of(new GrantName(role, new On.Account()));
    }
    return Grantable.ofWords(on.replace('_', ' '))
        .map(what ->
            new GrantName(role, new On.Existing(what, QualifiedName.parse(name, what.parts()))));
  }

  /// `DB.SCHEMA.<TABLE>` or `DB.<TABLE>`.
  private static Optional<GrantName> future(Identifier role, String on, String name) {
    var cut = name.lastIndexOf(".<");
    if (cut < 0) {
      return Optional.empty();
    }
    var container = QualifiedName.parse(name.substring(0, cut));
    return Grantable.ofWords(on.replace('_', ' ').toUpperCase(Locale.ROOT))
        .map(what ->
            new GrantName(role, new On.Future(what, container.parts().size() == 2, container)));
  }

  String canonical() {
    return "ROLE " + role.canonical() + " ON " + on.canonical();
  }

  boolean isFuture() {
    return on instanceof On.Future;
  }

  /// Whether this is one role held by another, which has a grammar of its own.
  boolean isMembership() {
    return on instanceof On.Existing(var what, var _) && what == Grantable.ROLE;
  }

  /// `ON ...`.
  void writeOn(Sql into) {
    on.write(into);
  }
}
