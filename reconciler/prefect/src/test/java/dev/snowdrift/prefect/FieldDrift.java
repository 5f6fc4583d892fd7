package dev.snowdrift.prefect;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// One change that somebody makes by hand, and what takes it back. Requests are as {@link Hands}
/// takes them, with single quotes; `$H` stands for a minute and an hour, `$VERSION` for the version
/// that the deployment had.
///
/// @param kind of the object
/// @param name of the object
/// @param fields that a plan must name, and no others
/// @param paths where in them; `schedules[night].cron`
/// @param byHand the change
/// @param healing all requests that healing may send
record FieldDrift(
    String kind,
    String name,
    Set<String> fields,
    List<String> paths,
    String byHand,
    String healing) {

  /// Why no case changes a field.
  static final Map<String, String> UNREACHABLE =
      Map.of(
          "WorkPool.type",
          "the API refuses to change it, for everybody",
          "WorkPool.jobDefaults",
          "it is a part of the template, and of a declared one no field; a golden plan has the"
              + " case",
          "WorkQueue.paused",
          "with its database in memory the server never answers; a golden plan has the case");

  private static final String AUTOMATION =
      """
      {'name': 'failed runs', 'description': 'Tell us', 'enabled': true,
       'tags': ['etl', '<mark /automations/<automation failed runs>>'],
       'trigger': {'type': 'event', 'expect': ['prefect.flow-run.Failed'], 'posture': 'Reactive',
         'threshold': 2, 'within': 600},
       'actions': [{'type': 'pause-work-pool', 'source': 'selected', 'work_pool_id': '<pool etl>'}],
       'actions_on_trigger': [{'type': 'do-nothing'}],
       'actions_on_resolve': [{'type': 'do-nothing'}]}
      """;

  private static final String NIGHTLY = "/deployments/<deployment load/nightly>";

  @Override
  public String toString() {
    return kind + " " + String.join(", ", paths);
  }

  static List<FieldDrift> all() {
    return List.of(
        pool(
            "description",
            "description",
            "'description': 'mine [<mark /work_pools/etl>]'",
            "'description': 'Loads [<mark /work_pools/etl>]'"),
        pool(
            "concurrencyLimit",
            "concurrencyLimit",
            "'concurrency_limit': null",
            "'concurrency_limit': 5"),
        pool("paused", "paused", "'is_paused': true", "'is_paused': false"),
        pool(
            "baseJobTemplate",
            "baseJobTemplate.variables.properties.image.type",
            "'base_job_template': {'job_configuration': {'image': '{{ image }}'}, 'variables':"
                + " {'properties': {'image': {'type': 'null'}}}}",
            "'base_job_template': {'job_configuration': {'image': '{{ image }}'}, 'variables':"
                + " {'properties': {'image': {'type': 'string'}}}}"),
        variable(
            "region",
            "value",
            "value.zone",
            "'value': {'zone': 2, 'name': 'eu'}",
            "'value': {'zone': 1, 'name': 'eu'}"),
        variable(
            "region",
            "tags",
            "tags",
            "'tags': ['mine', '<mark /variables/name/region>']",
            "'tags': ['a', '<mark /variables/name/region>']"),
        automation("description", "'Tell us'", "'mine'"),
        new FieldDrift(
            "Automation",
            "failed runs",
            Set.of("enabled"),
            List.of("enabled"),
            "PATCH /automations/<automation failed runs> {'enabled': false}",
            "PATCH /automations/<automation failed runs> {'enabled': true}"),
        automation("tags", "'etl'", "'mine'"),
        automation("trigger.expect", "flow-run.Failed", "flow-run.Crashed"),
        automation("trigger.threshold", "'threshold': 2", "'threshold': 3"),
        automation(
            "actions",
            "{'type': 'pause-work-pool', 'source': 'selected', 'work_pool_id': '<pool etl>'}",
            "{'type': 'cancel-flow-run'}"),
        automation(
            "actionsOnTrigger",
            "'actions_on_trigger': [{'type': 'do-nothing'}]",
            "'actions_on_trigger': []"),
        automation(
            "actionsOnResolve",
            "'actions_on_resolve': [{'type': 'do-nothing'}]",
            "'actions_on_resolve': []"),
        queue(
            "description",
            "'description': 'mine [<mark /work_pools/etl/queues/spare>]'",
            "'description': 'Spare [<mark /work_pools/etl/queues/spare>]'"),
        queue("concurrencyLimit", "'concurrency_limit': null", "'concurrency_limit': 5"),
        queue("priority", "'priority': 5", "'priority': 9"),
        limit("limit", "'limit': 9", "'limit': 5"),
        limit("active", "'active': false", "'active': true"),
        limit("slotDecayPerSecond", "'slot_decay_per_second': 0.0", "'slot_decay_per_second': 0.5"),
        new FieldDrift(
            "CommitVariable",
            "snowdrift_dev_commit",
            Set.of("value"),
            List.of("value"),
            "PATCH /variables/name/snowdrift_dev_commit {'value': 'main'}",
            "PATCH /variables/name/snowdrift_dev_commit {'value': '%s'}".formatted("1".repeat(40))),
        block(List.of("value"), "'value': 'stolen'", "secret/token", "'value': 't0ken'"),
        // Who changed the one may have changed the other, and nobody reads a secret to know.
        block(
            List.of("data.region_name", "value"),
            "'region_name': 'mars'",
            "aws-credentials/loader",
            "'region_name': 'eu', 'aws_secret_access_key': 't0ken'"),
        remembered(
            "snowflake-connector/etl",
            List.of("blocks.credentials"),
            "{'data': {'credentials': {'$ref': {'block_document_id': '<block"
                + " snowflake-credentials/writer>'}}}}",
            "{'data': {'credentials': {'$ref': {'block_document_id': '<block"
                + " snowflake-credentials/reader>'}}}, 'merge_existing_data': true}"),
        remembered(
            "snowflake-credentials/writer",
            List.of("secrets.password", "value"),
            "{'data': {'account': 'a', 'user': 'WRITER'}, 'merge_existing_data': false}",
            "{'data': {'password': 't0ken'}, 'merge_existing_data': true}"),
        deployment(
            "entrypoint", "'entrypoint': 'mine.py:main'", "'entrypoint': 'flows/load.py:main'"),
        deployment("version", "'version': 'mine'", "'version': '$VERSION'"),
        deployment("description", "'description': null", "'description': 'Every night'"),
        deployment(
            "tags",
            "'tags': ['mine', '<mark /deployments/name/load/nightly>']",
            "'tags': ['etl', '<mark /deployments/name/load/nightly>']"),
        // A queue is nothing without its pool.
        deployment(
            "workPool",
            "'work_pool_name': 'gpu', 'work_queue_name': 'fast'",
            "'work_pool_name': 'etl', 'work_queue_name': 'fast'"),
        deployment(
            "workQueue",
            "'work_pool_name': 'etl', 'work_queue_name': 'slow'",
            "'work_pool_name': 'etl', 'work_queue_name': 'fast'"),
        deployment(
            Set.of("parameters"),
            List.of("parameters.n", "parameters.m"),
            "'parameters': {'n': 4, 'm': null}",
            "'parameters': {'n': 3}"),
        deployment(
            Set.of("parameterSchema"),
            List.of("parameterSchema.required"),
            "'parameter_openapi_schema': {'type': 'object', 'required': ['m'], 'properties': {'n':"
                + " {'type': 'integer'}}}",
            "'parameter_openapi_schema': {'type': 'object', 'required': ['n'], 'properties': {'n':"
                + " {'type': 'integer'}}}"),
        deployment(
            "enforceParameterSchema",
            "'enforce_parameter_schema': false",
            "'enforce_parameter_schema': true"),
        deployment(
            Set.of("jobVariables"),
            List.of("jobVariables.env.A", "jobVariables.cpu"),
            "'job_variables': {'env': {'A': '2'}, 'cpu': 4}",
            "'job_variables': {'env': {'A': '1'}}"),
        deployment(
            "pullSteps",
            "'pull_steps': [{'prefect.deployments.steps.set_working_directory': {'directory':"
                + " '/mine'}}]",
            "'pull_steps': []"),
        deployment("paused", "'paused': true", "'paused': false"),
        deployment(
            Set.of("concurrency"),
            List.of("concurrency.limit"),
            "'concurrency_limit': 7",
            "'concurrency_limit': 1, 'concurrency_options': {'collision_strategy': 'CANCEL_NEW'}"),
        deployment(
            Set.of("concurrency"),
            List.of("concurrency.collisionStrategy", "concurrency.gracePeriod"),
            "'concurrency_options': {'collision_strategy': 'ENQUEUE', 'grace_period_seconds': 90}",
            "'concurrency_limit': 1, 'concurrency_options': {'collision_strategy': 'CANCEL_NEW'}"),
        schedule(
            "night",
            "cron",
            "'cron': '59 23 * * *', 'timezone': 'Europe/Berlin', 'day_or': false",
            night()),
        schedule("night", "timezone", "'cron': '$H * * *', 'day_or': false", night()),
        schedule("night", "dayOr", "'cron': '$H * * *', 'timezone': 'Europe/Berlin'", night()),
        scheduleItself("night", "active", "'active': false, 'parameters': {'n': 1}", night()),
        // A change of anything takes the parameters along where they are not sent.
        scheduleItself("night", "parameters", "'active': true", night()),
        schedule(
            "often",
            "interval",
            "'interval': 90001, 'anchor_date': '2026-01-01T00:30:00Z'",
            often()),
        schedule(
            "often", "anchor", "'interval': 90000, 'anchor_date': '2026-01-01T00:31:00Z'", often()),
        schedule("weekly", "rrule", "'rrule': 'FREQ=WEEKLY;BYDAY=TU', 'timezone': 'UTC'", weekly()),
        new FieldDrift(
            "Deployment",
            "load/nightly",
            Set.of("schedules"),
            List.of("schedules[(without slug 1)]", "schedules[mine]"),
            "POST %s/schedules [{'slug': 'mine', 'schedule': {'cron': '1 1 1 1 *'}}, {'schedule': {'cron': '2 2 1 1 *'}}]"
                .formatted(NIGHTLY),
            """
            DELETE %1$s/schedules/<schedule load/nightly >
            DELETE %1$s/schedules/<schedule load/nightly mine>
            """
                .formatted(NIGHTLY)));
  }

  private static String night() {
    return "'active': true, 'parameters': {'n': 1}, 'schedule': {'cron': '$H * * *', 'timezone':"
        + " 'Europe/Berlin', 'day_or': false}";
  }

  private static String often() {
    return "'active': true, 'parameters': {}, 'schedule': {'interval': 90000, 'anchor_date':"
        + " '2026-01-01T00:30:00Z', 'timezone': 'UTC'}";
  }

  private static String weekly() {
    return "'active': true, 'parameters': {}, 'schedule': {'rrule': 'FREQ=WEEKLY;BYDAY=MO',"
        + " 'timezone': 'UTC'}";
  }

  private static FieldDrift pool(String field, String path, String byHand, String healing) {
    return new FieldDrift(
        "WorkPool",
        "etl",
        Set.of(field),
        List.of(path),
        "PATCH /work_pools/etl {%s}".formatted(byHand),
        "PATCH /work_pools/etl {%s}".formatted(healing));
  }

  private static FieldDrift variable(
      String name, String field, String path, String byHand, String healing) {
    return new FieldDrift(
        "Variable",
        name,
        Set.of(field),
        List.of(path),
        "PATCH /variables/name/%s {%s}".formatted(name, byHand),
        "PATCH /variables/name/%s {%s}".formatted(name, healing));
  }

  private static FieldDrift limit(String field, String byHand, String healing) {
    return new FieldDrift(
        "ConcurrencyLimit",
        "database",
        Set.of(field),
        List.of(field),
        "PATCH /v2/concurrency_limits/database {%s}".formatted(byHand),
        "PATCH /v2/concurrency_limits/database {%s}".formatted(healing));
  }

  private static FieldDrift automation(String path, String from, String to) {
    var field = path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
    var put = "PUT /automations/<automation failed runs> ";
    return new FieldDrift(
        "Automation",
        "failed runs",
        Set.of(field),
        List.of(path),
        put + AUTOMATION.replace(from, to),
        put + AUTOMATION);
  }

  private static FieldDrift queue(String field, String byHand, String healing) {
    var patch = "PATCH /work_pools/etl/queues/spare {%s}";
    return new FieldDrift(
        "WorkQueue",
        "etl/spare",
        Set.of(field),
        List.of(field),
        patch.formatted(byHand),
        patch.formatted(healing));
  }

  private static FieldDrift block(List<String> paths, String byHand, String name, String healing) {
    return remembered(
        name,
        paths,
        "{'data': {%s}}".formatted(byHand),
        "{'data': {%s}, 'merge_existing_data': true}".formatted(healing));
  }

  /// Its companion is written too, so that it is the newer one again.
  private static FieldDrift remembered(
      String name, List<String> paths, String byHand, String healing) {
    var companion = "snowdrift_block_" + name.replace('/', '_');
    var mark = "[<mark /variables/name/%s>]".formatted(companion);
    return new FieldDrift(
        "Block",
        name,
        Set.copyOf(paths.stream().map(path -> path.replaceFirst("[.].*", "")).toList()),
        paths,
        "PATCH /block_documents/<block %s> %s".formatted(name, byHand),
        """
        PATCH /block_documents/<block %1$s> %2$s
        POST /variables/ {'name': '%3$s', 'value': '%4$s'}
        PATCH /variables/name/%3$s {'value': '%4$s'}
        """
            .formatted(name, healing, companion, mark));
  }

  private static FieldDrift deployment(String field, String byHand, String healing) {
    return deployment(Set.of(field), List.of(field), byHand, healing);
  }

  private static FieldDrift deployment(
      Set<String> fields, List<String> paths, String byHand, String healing) {
    return new FieldDrift(
        "Deployment",
        "load/nightly",
        fields,
        paths,
        "PATCH %s {%s}".formatted(NIGHTLY, byHand),
        "PATCH %s {%s}".formatted(NIGHTLY, healing));
  }

  /// Another timing, with all the rest as it is.
  private static FieldDrift schedule(String slug, String part, String timing, String healing) {
    var parameters = slug.equals("night") ? "{'n': 1}" : "{}";
    return scheduleItself(
        slug,
        part,
        "'active': true, 'parameters': %s, 'schedule': {%s}".formatted(parameters, timing),
        healing);
  }

  private static FieldDrift scheduleItself(
      String slug, String part, String byHand, String healing) {
    var path = "PATCH %s/schedules/<schedule load/nightly %s> ".formatted(NIGHTLY, slug);
    return new FieldDrift(
        "Deployment",
        "load/nightly",
        Set.of("schedules"),
        List.of("schedules[%s].%s".formatted(slug, part)),
        path + "{" + byHand + "}",
        path + "{" + healing + "}");
  }
}
