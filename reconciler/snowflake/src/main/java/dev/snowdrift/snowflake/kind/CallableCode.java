package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.Repair;
import dev.snowdrift.snowflake.DataType;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The code of a function or procedure, and what it runs with.
record CallableCode(
    List<CallableArgument> arguments,
    String returns,
    String language,
    Optional<String> runtimeVersion,
    List<String> packages,
    List<String> imports,
    Optional<String> handler,
    List<String> externalAccessIntegrations,
    Map<String, String> secrets,
    Optional<Boolean> strict,
    Optional<Boolean> secure,
    Optional<String> body) {

  /// @param loses what a new object in place of the old one loses
  static <S> List<Field<S>> fields(Function<S, CallableCode> of, String loses) {
    var fields = new ArrayList<Field<S>>();
    fields.add(
        CallableCode.<S>of("arguments", of, code -> Optional.of(Canonical.list(code.names())))
            .repair(new Repair.Recreate("the names of its arguments are for life", loses)));
    fields.add(
        CallableCode.<S>of("returns", of, code -> Optional.of(Canonical.text(code.returns)))
            .align(CallableCode::length)
            .repair(new Repair.Recreate("what it returns is for life", loses)));
    fields.add(
        CallableCode.<S>of("language", of, code -> Optional.of(Canonical.text(code.language)))
            .repair(new Repair.Recreate("its language is for life", loses)));
    fields.add(of("runtimeVersion", of, code -> Canonical.text(code.runtimeVersion)));
    fields.add(of("packages", of, code -> set(code.packages)));
    fields.add(of("imports", of, code -> set(code.imports)));
    fields.add(
        CallableCode.<S>of("handler", of, code -> Canonical.text(code.handler))
            .repair(new Repair.Recreate("its handler is for life", loses)));
    fields.add(
        CallableCode.<S>of(
                "externalAccessIntegrations", of, code -> set(code.externalAccessIntegrations))
            .standard(Canonical.set(List.of())));
    fields.add(
        CallableCode.<S>of("secrets", of, CallableCode::secretsNode)
            .standard(JsonNodeFactory.instance.objectNode()));
    fields.add(
        CallableCode.<S>of("strict", of, code -> Canonical.bool(code.strict))
            .standard(Canonical.bool(false))
            .repair(new Repair.Recreate("how it takes NULL is for life", loses)));
    fields.add(
        CallableCode.<S>of("secure", of, code -> Canonical.bool(code.secure))
            .standard(Canonical.bool(false)));
    fields.add(of("body", of, code -> Canonical.text(code.body.map(CallableCode::text))));
    return fields;
  }

  private static <S> Field<S> of(
      String name, Function<S, CallableCode> of, Function<CallableCode, Optional<JsonNode>> value) {
    return Field.of(name, spec -> value.apply(of.apply(spec)));
  }

  private static Optional<JsonNode> set(List<String> values) {
    return Property.nonEmpty(values).map(Canonical::set);
  }

  private Optional<JsonNode> secretsNode() {
    return secrets.isEmpty() ? Optional.empty() : Optional.of(map(secrets));
  }

  private static JsonNode map(Map<String, String> values) {
    var node = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(values).forEach(node::put);
    return node;
  }

  private List<String> names() {
    return arguments.stream().map(CallableArgument::canonical).toList();
  }

  /// Accounts without the behaviour change 2025_03 show types without their lengths: the standard
  /// length says nothing.
  private static JsonNode length(JsonNode wanted, JsonNode seen) {
    var want = DataType.find(wanted.asString(""));
    var see = DataType.find(seen.asString(""));
    var unknown =
        want.isPresent()
            && see.isPresent()
            && see.get().equals(DataType.parse(see.get().base()))
            && want.get().base().equals(see.get().base());
    return unknown ? wanted : seen;
  }

  /// A body without blanks around, with line ends of one kind.
  static String text(String body) {
    return body.replace("\r\n", "\n").strip();
  }

  /// Checks what only a statement would find, and gives the canonical form.
  CallableCode checked(LoadContext context, Optional<String> bodyFile) {
    if (body.isPresent() && bodyFile.isPresent()) {
      Written.problem(
          context,
          "bodyFile",
          "the code is given twice",
          "one of them would be ignored",
          "remove `body` or `bodyFile`");
    }
    var text = body.or(() -> bodyFile.flatMap(file -> context.file(file, "bodyFile")));
    if (text.isEmpty() && bodyFile.isEmpty() && imports.isEmpty()) {
      Written.problem(
          context,
          "body",
          "there is no code",
          "it is written here, in a file of the repository, or imported from a stage",
          "add `body`, `bodyFile` or `imports`");
    }
    var handled = !language.equals("SQL") && !language.equals("JAVASCRIPT");
    if (handled != handler.isPresent()) {
      Written.problem(
          context,
          "handler",
          handled ? language + " code needs one" : language + " code has none",
          "it says which function or method of the code is called",
          handled ? "add `handler`" : "remove it");
    }
    var known = new TreeMap<String, String>();
    secrets.forEach((variable, secret) ->
        known.put(
            variable, Names.check(context, "secrets." + variable, "Secret", secret, 3, false)));
    var integrations =
        Names.check(
            context,
            "externalAccessIntegrations",
            "ExternalAccessIntegration",
            externalAccessIntegrations,
            1,
            false);
    return new CallableCode(
            arguments,
            returns,
            language,
            runtimeVersion,
            packages,
            imports,
            handler,
            integrations,
            known,
            strict,
            secure,
            text)
        .signature(context);
  }

  /// Checks arguments and return type, and gives their canonical form.
  CallableCode signature(LoadContext context) {
    var returned = returns;
    try {
      returned = Callables.returns(returns);
    } catch (IllegalArgumentException e) {
      Written.problem(
          context,
          "returns",
          "`%s` is not a return type".formatted(returns),
          String.valueOf(e.getMessage()),
          "write a data type, or TABLE (NAME TYPE, ...)");
    }
    return new CallableCode(
        Callables.check(context, arguments),
        returned,
        language,
        runtimeVersion,
        packages,
        imports,
        handler,
        externalAccessIntegrations,
        secrets,
        strict,
        secure,
        body);
  }

  List<Reference> references() {
    var references = new ArrayList<Reference>();
    externalAccessIntegrations.forEach(name ->
        references.add(
            Reference.required(
                "ExternalAccessIntegration", name, "spec.externalAccessIntegrations")));
    secrets
        .values()
        .forEach(name -> references.add(Reference.required("Secret", name, "spec.secrets")));
    return references;
  }

  /// Everything between the name and the comment.
  void write(Sql into) {
    writeSignature(into);
    writeProperties(into);
    writeNulls(into);
  }

  void writeSignature(Sql into) {
    CallableArgument.write(into, arguments).words("RETURNS").sql(returns);
  }

  void writeProperties(Sql into) {
    into.words("LANGUAGE").words(language);
    runtimeVersion.ifPresent(version -> into.property("RUNTIME_VERSION").text(version));
    if (!packages.isEmpty()) {
      into.property("PACKAGES").texts(packages);
    }
    if (!imports.isEmpty()) {
      into.property("IMPORTS").texts(imports);
    }
    handler.ifPresent(name -> into.property("HANDLER").text(name));
    if (!externalAccessIntegrations.isEmpty()) {
      into.property("EXTERNAL_ACCESS_INTEGRATIONS").names(externalAccessIntegrations);
    }
    if (!secrets.isEmpty()) {
      into.property("SECRETS").open();
      var first = true;
      for (var secret : secrets.entrySet()) {
        if (!first) {
          into.comma();
        }
        into.text(secret.getKey()).equalTo().name(secret.getValue());
        first = false;
      }
      into.close();
    }
  }

  void writeNulls(Sql into) {
    if (strict.orElse(false)) {
      into.words("RETURNS NULL ON NULL INPUT");
    }
  }

  /// `AS $$...$$`, or a quoted text where the code has dollars of its own.
  void writeBody(Sql into) {
    body.map(CallableCode::text)
        .ifPresent(text -> {
          into.words("AS");
          if (text.contains("$$") || text.startsWith("$") || text.endsWith("$")) {
            into.text(text);
          } else {
            into.dollars(text);
          }
        });
  }

  /// Fills in what the row and the description say.
  static void read(Fields fields, Row row, Row shown) {
    fields
        .field("arguments", Canonical.list(Callables.signature(shown.text("signature").orElse(""))))
        .text("returns", shown.text("returns").map(Callables::shownReturns))
        .text("language", shown.text("language").map(text -> text.toUpperCase(Locale.ROOT)))
        .text("runtimeVersion", shown.text("runtime_version"))
        .field("packages", shown.text("packages").map(Callables::list).map(Canonical::set))
        .field("imports", shown.text("imports").map(Callables::list).map(Canonical::set))
        .text("handler", shown.text("handler"))
        .field(
            "externalAccessIntegrations",
            Canonical.set(
                shown
                    .text("external_access_integrations")
                    .map(Callables::list)
                    .orElse(List.of())
                    .stream()
                    .map(Names::shown)
                    .toList()))
        .field("secrets", map(shown.text("secrets").map(Callables::map).orElse(Map.of())))
        .field("secure", Canonical.bool(row.bool("is_secure").orElse(false)))
        .text("body", shown.text("body").map(CallableCode::text));
    var nulls = shown.text("null handling");
    if (nulls.isPresent()) {
      var strict = !nulls.get().toUpperCase(Locale.ROOT).startsWith("CALLED");
      fields.field("strict", Canonical.bool(strict));
    } else {
      fields.unreadable("strict", "it is not shown for this language");
    }
    if (shown.text("body").isEmpty() && row.bool("is_secure").orElse(false)) {
      fields.unreadable("body", "only the owner sees the code of a secure one");
    }
  }
}
