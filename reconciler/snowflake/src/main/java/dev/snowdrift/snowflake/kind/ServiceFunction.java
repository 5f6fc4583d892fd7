package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.kind.Repair;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Example;
import dev.snowdrift.manifest.Max;
import dev.snowdrift.manifest.Min;
import dev.snowdrift.manifest.OneOf;
import dev.snowdrift.snowflake.QualifiedName;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// The endpoint of a service that a service function calls.
@Doc("An endpoint of a service")
public record ServiceFunction(
    @Doc("The service, by full name") @Example("ETL.APP.ECHO_SERVICE") String name,
    @Doc("The endpoint, as the service's specification calls it; of protocol HTTP") @Example("echo")
        String endpoint,
    @Doc("The path that is called") @Example("/echo") String path,
    @Doc("Context functions whose results are sent as headers") @Example("[CURRENT_USER]")
        List<String> contextHeaders,
    @Doc("Most rows in one call") @Min(1) Optional<Long> maxBatchRows,
    @Doc("How often a failed call is repeated") @Min(0) Optional<Long> maxBatchRetries,
    @Doc("What becomes of rows whose call failed for the last time")
        @OneOf({"ABORT", "RETURN_NULL"})
        Optional<String> onBatchFailure,
    @Doc("Most seconds of one call, repetitions included") @Min(1) @Max(604800) Optional<Long> batchTimeoutSeconds) {
  static final String PREFIX = "service.";

  /// Stands for the language of a service function, which has none.
  static final String LANGUAGE = "SERVICE";

  private static final String NAME = PREFIX + "name";
  private static final String ENDPOINT = PREFIX + "endpoint";
  private static final List<Option> OPTIONS =
      List.of(
          new Option(
              "contextHeaders",
              "CONTEXT_HEADERS",
              of -> Property.nonEmpty(headers(of.contextHeaders)).map(Canonical::set),
              (sql, of) -> sql.group(headers(of.contextHeaders)),
              Canonical.set(List.of())),
          number("maxBatchRows", "MAX_BATCH_ROWS", ServiceFunction::maxBatchRows, 0),
          number("maxBatchRetries", "MAX_BATCH_RETRIES", ServiceFunction::maxBatchRetries, 3),
          new Option(
              "onBatchFailure",
              "ON_BATCH_FAILURE",
              of -> Canonical.text(of.onBatchFailure),
              (sql, of) -> sql.words(of.onBatchFailure.orElseThrow()),
              Canonical.text("ABORT")),
          number(
              "batchTimeoutSeconds",
              "BATCH_TIMEOUT_SECS",
              ServiceFunction::batchTimeoutSeconds,
              3600));

  public ServiceFunction {
    contextHeaders = List.copyOf(contextHeaders);
  }

  /// One option of the batches, altered and unset by its key word alone.
  private record Option(
      String name,
      String keyword,
      Function<ServiceFunction, Optional<JsonNode>> value,
      BiConsumer<Sql, ServiceFunction> write,
      JsonNode standard) {

    String field() {
      return PREFIX + name;
    }
  }

  private static Option number(
      String name, String keyword, Function<ServiceFunction, Optional<Long>> of, long standard) {
    return new Option(
        name,
        keyword,
        function -> of.apply(function).map(Canonical::number),
        (sql, function) -> sql.number(of.apply(function).orElseThrow()),
        Canonical.number(standard));
  }

  /// `current_user()` is `CURRENT_USER`.
  private static List<String> headers(List<String> written) {
    return written.stream()
        .map(name -> name.strip().toUpperCase(Locale.ROOT).replace("()", ""))
        .distinct()
        .sorted()
        .toList();
  }

  static List<Field<FunctionKind.Spec>> fields() {
    var fields = new ArrayList<Field<FunctionKind.Spec>>();
    fields.add(field(NAME, of -> Optional.of(Canonical.text(of.name))));
    fields.add(field(ENDPOINT, of -> Optional.of(Canonical.text(of.endpoint))));
    fields.add(
        field(PREFIX + "path", of -> Optional.of(Canonical.text(of.path)))
            .repair(new Repair.Recreate("the path that it calls is for life", "its USAGE grants")));
    OPTIONS.forEach(
        option -> fields.add(field(option.field(), option.value).standard(option.standard)));
    return fields;
  }

  private static Field<FunctionKind.Spec> field(
      String name, Function<ServiceFunction, Optional<JsonNode>> value) {
    return Field.of(name, spec -> spec.service().flatMap(value));
  }

  /// What only code has, a service function has not.
  static CallableCode checked(
      CallableCode code,
      LoadContext context,
      Optional<String> language,
      Optional<String> bodyFile) {
    refuse(context, "language", language.isPresent());
    refuse(context, "body", code.body().isPresent());
    refuse(context, "bodyFile", bodyFile.isPresent());
    refuse(context, "handler", code.handler().isPresent());
    refuse(context, "runtimeVersion", code.runtimeVersion().isPresent());
    refuse(context, "packages", !code.packages().isEmpty());
    refuse(context, "imports", !code.imports().isEmpty());
    refuse(context, "secrets", !code.secrets().isEmpty());
    refuse(context, "secure", code.secure().isPresent());
    refuse(context, "externalAccessIntegrations", !code.externalAccessIntegrations().isEmpty());
    return code.signature(context);
  }

  private static void refuse(LoadContext context, String path, boolean present) {
    if (present) {
      Written.problem(
          context,
          path,
          "a service function has none",
          "the service answers the call, and what it runs is said there",
          "remove it, or remove `service`");
    }
  }

  ServiceFunction checked(LoadContext context) {
    for (var header : headers(contextHeaders)) {
      if (!header.matches("[A-Z_]+")) {
        Written.problem(
            context,
            PREFIX + "contextHeaders",
            "`%s` is not a context function".formatted(header),
            "a header holds what a function like CURRENT_USER gives",
            "write for example `contextHeaders: [CURRENT_USER]`");
      }
    }
    if (!path.startsWith("/")) {
      Written.problem(
          context,
          PREFIX + "path",
          "`%s` is not a path".formatted(path),
          "it is what follows host and port in a URL",
          "write for example `path: /echo`");
    }
    return new ServiceFunction(
        Names.check(context, NAME, "Service", name, 3, true),
        endpoint,
        path,
        contextHeaders,
        maxBatchRows,
        maxBatchRetries,
        onBatchFailure,
        batchTimeoutSeconds);
  }

  /// `SERVICE = ... ENDPOINT = ...` and every option that is declared.
  void write(Sql into) {
    target(into);
    for (var option : OPTIONS) {
      if (option.value.apply(this).isPresent()) {
        option.write.accept(into.property(option.keyword), this);
      }
    }
  }

  private Sql target(Sql into) {
    return into.property("SERVICE").name(name).property("ENDPOINT").text(endpoint);
  }

  /// One statement for each thing: ALTER FUNCTION sets no two of them together.
  List<Effect> update(Set<String> drifted, Supplier<Sql> alter) {
    var effects = new ArrayList<Effect>();
    if (drifted.contains(NAME) || drifted.contains(ENDPOINT)) {
      effects.add(target(alter.get().words("SET")).ddl());
    }
    for (var option : OPTIONS) {
      if (!drifted.contains(option.field())) {
        continue;
      }
      if (option.value.apply(this).isPresent()) {
        var set = alter.get().words("SET").property(option.keyword);
        option.write.accept(set, this);
        effects.add(set.ddl());
      } else {
        effects.add(alter.get().words("UNSET").words(option.keyword).ddl());
      }
    }
    return effects;
  }

  /// Fills in what DESCRIBE FUNCTION says of a service function (Snowflake documentation, "DESCRIBE
  /// FUNCTION (Snowpark Container Services)"), where the service's name may stand without its
  /// schema.
  static void read(Fields fields, Row shown, QualifiedName function) {
    var service = shown.text("service");
    if (service.isEmpty()) {
      return;
    }
    fields
        .text("language", Optional.of(LANGUAGE))
        .text(NAME, service.map(name -> qualified(name, function)))
        .text(ENDPOINT, shown.text("service_endpoint"))
        .text(PREFIX + "path", shown.text("body"))
        .field(
            PREFIX + "contextHeaders",
            Canonical.set(
                headers(shown.text("context_headers").map(Callables::list).orElse(List.of()))))
        .field(PREFIX + "maxBatchRows", Canonical.number(shown.number("max_batch_rows")))
        .field(PREFIX + "maxBatchRetries", Canonical.number(shown.number("max_batch_retries")))
        .text(PREFIX + "onBatchFailure", shown.text("on_batch_failure"))
        .field(
            PREFIX + "batchTimeoutSeconds", Canonical.number(shown.number("batch_timeout_secs")));
  }

  private static String qualified(String shown, QualifiedName function) {
    try {
      var name = QualifiedName.parse(shown);
      return switch (name.parts().size()) {
        case 1 -> function.parent().child(name.last()).canonical();
        case 2 -> function.parent().parent().canonical() + "." + name.canonical();
        default -> name.canonical();
      };
    } catch (IllegalArgumentException e) {
      return shown;
    }
  }
}
