package dev.snowdrift.snowflake.kind;

import dev.snowdrift.snowflake.CallableName;
import dev.snowdrift.snowflake.Identifier;
import dev.snowdrift.snowflake.QualifiedName;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sql;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The name of a grant resource says who holds something on what: `ROLE ETL ON DATABASE RAW`, `USER
/// LOADER ON ROLE ETL`, `ROLE APP ON SERVICE ROLE RAW.APP.API!READER`.
record GrantName(Holder holder, On on) {
  private static final Pattern FULL =
      Pattern.compile("(?i)(ROLE|USER)\\s+(\"(?:[^\"]|\"\")+\"|\\S+)\\s+ON\\s+(.+)");
  private static final Pattern FUTURE =
      Pattern.compile("(?i)FUTURE\\s+([A-Z ]+?)\\s+IN\\s+(SCHEMA|DATABASE)\\s+(.+)");
  private static final Pattern SERVICE_ROLE =
      Pattern.compile("(?i)SERVICE\\s+ROLE\\s+(.+)!(\"(?:[^\"]|\"\")+\"|[^!\\s]+)");
  private static final Pattern OBJECT =
      Pattern.compile("(?i)((?:[A-Z]+\\s+)*?[A-Z]+)\\s+([^\"\\s(]+(?:\\(.*\\))?|[^\"\\s]*\".+)");

  /// Who holds it.
  record Holder(boolean isUser, Identifier name) {
    String words() {
      return isUser ? "USER" : "ROLE";
    }

    String canonical() {
      return words() + " " + name.canonical();
    }
  }

  /// On what.
  sealed interface On {
    record Account() implements On {}

    /// An object that is there, or will be.
    ///
    /// @param arguments of a function or procedure, as in its name: `(VARCHAR, NUMBER)`; otherwise
    ///   empty
    record Existing(Grantable what, QualifiedName name, String arguments) implements On {}

    /// What will be made in a schema, or else in a database.
    record Future(Grantable what, boolean inSchema, QualifiedName container) implements On {}

    /// A role that a service's specification defines.
    record ServiceRole(QualifiedName service, Identifier role) implements On {}

    default String canonical() {
      return switch (this) {
        case Account _ -> "ACCOUNT";
        case Existing(var what, var name, var arguments) ->
            what.words() + " " + name.canonical() + arguments;
        case Future(var what, var inSchema, var container) ->
            "FUTURE %s IN %s %s"
                .formatted(what.plural(), inSchema ? "SCHEMA" : "DATABASE", container.canonical());
        case ServiceRole(var service, var role) ->
            "SERVICE ROLE " + service.canonical() + "!" + role.canonical();
      };
    }

    private void write(Sql into) {
      switch (this) {
        case Account _ -> into.words("ON ACCOUNT");
        case Existing(var what, var name, var arguments) -> {
          into.words("ON " + what.words()).name(name);
          if (!arguments.isEmpty()) {
            into.signature(arguments);
          }
        }
        case Future(var what, var inSchema, var container) ->
            into.words("ON FUTURE " + what.plural())
                .words(inSchema ? "IN SCHEMA" : "IN DATABASE")
                .name(container);
        case ServiceRole _ -> throw new IllegalStateException("a service role is granted itself");
      }
    }
  }

  /// Reads `ROLE r ON ...` or `USER u ON ...`.
  ///
  /// @throws IllegalArgumentException with a reason for people
  static GrantName parse(String written) {
    var full = FULL.matcher(written.strip());
    if (!full.matches()) {
      throw new IllegalArgumentException(
          "a grant is called `ROLE <role> ON <kind> <name>`, for example ROLE ETL ON DATABASE RAW,"
              + " or `USER <user> ON ROLE <role>`");
    }
    var holder =
        new Holder(full.group(1).equalsIgnoreCase("USER"), Identifier.parse(full.group(2)));
    var name = new GrantName(holder, on(full.group(3)));
    if (holder.isUser() && !name.isMembership()) {
      throw new IllegalArgumentException(
          "a user holds roles; privileges are granted to a role that the user holds");
    }
    return name;
  }

  /// What a role holds on what is written behind ON.
  ///
  /// @throws IllegalArgumentException with a reason for people
  static GrantName of(Identifier role, String on) {
    return new GrantName(new Holder(false, role), on(on));
  }

  /// A user's membership in a role.
  static GrantName member(Identifier user, Identifier role) {
    return new GrantName(
        new Holder(true, user), new On.Existing(Grantable.ROLE, QualifiedName.of(role.text()), ""));
  }

  private static On on(String written) {
    var text = written.strip();
    if (text.equalsIgnoreCase("ACCOUNT")) {
      return new On.Account();
    }
    var future = FUTURE.matcher(text);
    if (future.matches()) {
      var what =
          Grantable.ofPlural(future.group(1).replaceAll("\\s+", " "))
              .orElseThrow(
                  () -> new IllegalArgumentException("FUTURE takes a plural, such as TABLES"));
      var inSchema = future.group(2).equalsIgnoreCase("SCHEMA");
      return new On.Future(what, inSchema, QualifiedName.parse(future.group(3), inSchema ? 2 : 1));
    }
    var serviceRole = SERVICE_ROLE.matcher(text);
    if (serviceRole.matches()) {
      return new On.ServiceRole(
          QualifiedName.parse(serviceRole.group(1), 3), Identifier.parse(serviceRole.group(2)));
    }
    var object = OBJECT.matcher(text);
    if (!object.matches()) {
      throw new IllegalArgumentException("it is a kind followed by a full name");
    }
    var words = object.group(1).replaceAll("\\s+", " ");
    var what =
        Grantable.ofWords(words)
            .orElseThrow(() -> new IllegalArgumentException("nothing is granted on a " + words));
    return existing(what, object.group(2));
  }

  private static On existing(Grantable what, String written) {
    if (!what.hasArguments()) {
      return new On.Existing(what, QualifiedName.parse(written, what.parts()), "");
    }
    var callable = CallableName.parse(written);
    return new On.Existing(what, callable.name(), callable.list());
  }

  /// What a row of SHOW GRANTS TO ROLE or SHOW FUTURE GRANTS TO ROLE shows; empty for kinds that
  /// cannot be declared.
  static Optional<GrantName> in(Row row) {
    try {
      var role = new Identifier(row.need("grantee_name"));
      var future = row.text("grant_on");
      return (future.isPresent()
              ? future(future.get(), row.need("name"))
              : existing(row.need("granted_on"), row.need("name")))
          .map(on -> new GrantName(new Holder(false, role), on));
    } catch (IllegalArgumentException e) {
      // A kind of object that is newer than we are.
      return Optional.empty();
    }
  }

  private static Optional<On> existing(String on, String name) {
    if (on.equals("ACCOUNT")) {
      return Optional.of(new On.Account());
    }
    return Grantable.ofWords(on.replace('_', ' '))
        .map(what -> {
          if (!what.hasArguments()) {
            return new On.Existing(what, QualifiedName.parse(name, what.parts()), "");
          }
          var callable = CallableName.granted(name);
          return new On.Existing(what, callable.name(), callable.list());
        });
  }

  /// `DB.SCHEMA.<TABLE>` or `DB.<TABLE>`.
  private static Optional<On> future(String on, String name) {
    var cut = name.lastIndexOf(".<");
    if (cut < 0) {
      return Optional.empty();
    }
    var container = QualifiedName.parse(name.substring(0, cut));
    return Grantable.ofWords(on.replace('_', ' ').toUpperCase(Locale.ROOT))
        .map(what -> new On.Future(what, container.parts().size() == 2, container));
  }

  String canonical() {
    return holder.canonical() + " ON " + on.canonical();
  }

  boolean isFuture() {
    return on instanceof On.Future;
  }

  /// Whether this is a role or database role held by somebody, which has a grammar of its own.
  boolean isMembership() {
    return on instanceof On.Existing(var what, var _, var _)
        && (what == Grantable.ROLE || what == Grantable.DATABASE_ROLE);
  }

  /// `ON ...`.
  void writeOn(Sql into) {
    on.write(into);
  }
}
