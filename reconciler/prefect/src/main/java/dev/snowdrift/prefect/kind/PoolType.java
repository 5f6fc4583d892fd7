package dev.snowdrift.prefect.kind;

import dev.snowdrift.prefect.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A type of work pool whose job variables are known: which there are when the pool has no base job
/// template of its own, and which of them take CPUs, memory and disk.
///
/// The variables are those of the workers' default templates, as Prefect 3.8.3 shows them at
/// `/collections/views/aggregate-worker-metadata`; for container services, which are not in there,
/// those of PrefectHQ/prefect, src/integrations/prefect-snowflake/prefect_snowflake/experimental/
/// workers/spcs.py.
///
/// @param word as Prefect calls it
/// @param variables the JSON Schema of its variables without a template of the pool's own
record PoolType(
    String word,
    JsonNode variables,
    List<List<Slot>> cpu,
    List<List<Slot>> memory,
    List<List<Slot>> storage) {

  static final PoolType PROCESS =
      new PoolType(
          "process",
          variables("string:name command working_dir", "boolean:stream_output"),
          List.of(),
          List.of(),
          List.of());

  static final PoolType DOCKER =
      new PoolType(
          "docker",
          variables(
              "string:name command image network_mode mem_limit memswap_limit",
              "any:image_pull_policy registry_credentials",
              "array:networks volumes",
              "boolean:auto_remove stream_output privileged"),
          List.of(List.of(cores("cpus")), List.of(units("nano_cpus", 1_000_000_000)), cpus()),
          List.of(List.of(bytes("mem_limit", size -> text(Amounts.docker(size))))),
          List.of());

  static final PoolType KUBERNETES =
      new PoolType(
          "kubernetes",
          variables(
              "string:name command namespace image service_account_name",
              "string:cpu_request cpu_limit memory_request memory_limit",
              "any:image_pull_policy cluster_config",
              "integer:finished_job_ttl job_watch_timeout_seconds pod_watch_timeout_seconds",
              "boolean:stream_output"),
          List.of(written("cpu_request", "cpu_limit"), written("cpu")),
          List.of(written("memory_request", "memory_limit"), written("memory")),
          List.of(
              written("ephemeral_storage_request", "ephemeral_storage_limit"),
              written("ephemeral_storage")));

  static final PoolType ECS =
      new PoolType(
          "ecs",
          variables(
              "string:name command task_definition_arn cluster family image container_name",
              "string:task_role_arn execution_role_arn vpc_id cloudwatch_logs_prefix",
              "any:aws_credentials launch_type",
              "array:capacity_provider_strategy",
              "integer:cpu memory task_start_timeout_seconds",
              "number:task_watch_poll_interval",
              "boolean:configure_cloudwatch_logs stream_output auto_deregister_task_definition",
              "boolean:match_latest_revision_in_family",
              "object:cloudwatch_logs_options network_configuration"),
          List.of(List.of(units("cpu", 1024))),
          List.of(List.of(binary("memory", 2))),
          List.of(
              List.of(binary("ephemeral_storage_gib", 3)),
              List.of(binary("ephemeral_storage", 3)),
              List.of(binary("ephemeralStorage", 3))));

  static final PoolType SNOWPARK =
      new PoolType(
          "snowpark-container-service",
          variables(
              "string:name command image image_registry entrypoint compute_pool cpu_request"
                  + " cpu_limit",
              "string:memory_request memory_limit query_warehouse service_comment",
              "any:snowflake_credentials log_level gpu_count",
              "array:secrets external_access_integrations volume_mounts volumes metrics_groups",
              "integer:pool_start_timeout_seconds service_start_timeout_seconds",
              "integer:service_watch_poll_interval",
              "boolean:stream_output"),
          List.of(written("cpu_request", "cpu_limit")),
          List.of(written("memory_request", "memory_limit")),
          List.of());

  /// A variable, and an amount in the form that it takes; no form when the amount is no whole
  /// number of its units.
  record Slot(String variable, String unit, Function<String, Optional<JsonNode>> form) {}

  private static final List<PoolType> ALL = List.of(PROCESS, DOCKER, KUBERNETES, ECS, SNOWPARK);

  static Optional<PoolType> of(String word) {
    return ALL.stream().filter(type -> type.word().equals(word)).findFirst();
  }

  /// Where an amount goes: of several groups, the first of which a template has a variable.
  List<List<Slot>> slots(String resource) {
    return switch (resource) {
      case "cpu" -> cpu;
      case "memory" -> memory;
      default -> storage;
    };
  }

  private static List<Slot> cpus() {
    return written("cpu_limit", "cpu");
  }

  private static List<Slot> written(String... variables) {
    return Stream.of(variables)
        .map(name -> new Slot(name, "", amount -> Optional.of(text(amount))))
        .toList();
  }

  private static Slot cores(String variable) {
    return new Slot(variable, "CPUs", amount -> Amounts.cpus(amount).map(cpus -> number(cpus)));
  }

  private static Slot units(String variable, long perCpu) {
    return new Slot(
        variable,
        "units of 1/%d CPU".formatted(perCpu),
        amount ->
            Amounts.cpus(amount)
                .flatMap(cpus -> Amounts.units(cpus, perCpu))
                .map(count -> number(new BigDecimal(count))));
  }

  private static Slot binary(String variable, int power) {
    return new Slot(
        variable,
        power == 2 ? "MiB" : "GiB",
        amount ->
            Amounts.bytes(amount)
                .flatMap(size -> Amounts.binary(size, power))
                .map(count -> number(new BigDecimal(count))));
  }

  private static Slot bytes(String variable, Function<BigInteger, JsonNode> form) {
    return new Slot(variable, "bytes", amount -> Amounts.bytes(amount).map(form));
  }

  private static JsonNode text(String value) {
    return JsonNodeFactory.instance.stringNode(value);
  }

  private static JsonNode number(BigDecimal value) {
    return Json.exact(JsonNodeFactory.instance.numberNode(value));
  }

  /// A schema from lists of names, each behind its JSON type. Every type of pool has `env` and
  /// `labels`, which hold texts.
  private static JsonNode variables(String... lists) {
    var schema = Json.object().put("type", "object");
    var properties = schema.putObject("properties");
    for (var name : List.of("env", "labels")) {
      var texts = properties.putObject(name).put("type", "object");
      texts.putObject("additionalProperties").put("type", "string");
    }
    for (var list : lists) {
      var type = list.substring(0, list.indexOf(':'));
      for (var name : list.substring(type.length() + 1).split(" ", -1)) {
        var property = properties.putObject(name);
        if (!type.equals("any")) {
          property.put("type", type);
        }
      }
    }
    return schema;
  }
}
