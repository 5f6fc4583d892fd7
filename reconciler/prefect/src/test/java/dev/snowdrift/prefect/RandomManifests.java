package dev.snowdrift.prefect;

import dev.snowdrift.golden.RandomManifest;
import dev.snowdrift.golden.RandomManifest.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// What is drawn for each kind.
final class RandomManifests {
  private static final int MANY = 12;
  private static final List<String> POOLS =
      List.of(
          "WorkPool etl\ntype: docker",
          "WorkPool gpu\ntype: kubernetes",
          "WorkQueue etl/fast",
          "WorkQueue etl/slow",
          "WorkQueue gpu/fast",
          "WorkQueue gpu/slow");

  private static final String[] ACTIONS = {
    "[{type: do-nothing}]",
    "[{type: pause-work-pool, workPool: etl}, {type: resume-work-pool, workPool: gpu}]",
    "[{type: pause-work-pool}]",
    "[{type: change-flow-run-state, state: FAILED, message: enough}]"
  };

  private RandomManifests() {}

  static List<RandomManifest> all(Random random) {
    var values = new RandomValues(random);
    return List.of(
        new RandomManifest(
            "WorkPool",
            List.of(),
            "pool %d",
            "type: process",
            List.of(
                Choice.of("description", "plain", "\"it's [quoted]\"", "'ünï \"x\"'"),
                Choice.of("concurrencyLimit", "0", "1", "100"),
                Choice.of("paused", "true"),
                Choice.kept("baseJobTemplate", template("string"), template("integer")))),
        new RandomManifest(
            "Variable",
            List.of(),
            "region_%d",
            "",
            List.of(
                new Choice("value", named("value", values.values(MANY)), true, false),
                Choice.lines("tags", named("tags", values.tags(MANY))))),
        new RandomManifest(
            "Block",
            List.of(),
            "aws-credentials/loader-%d",
            "",
            List.of(
                Choice.kept(
                    "data", "{region_name: eu}", "{region_name: us}", "{region_name: 'null'}"),
                new Choice(
                    "value",
                    List.of(
                        "secrets: {aws_secret_access_key: {env: TOKEN}}",
                        "secrets: {aws_secret_access_key: {env: OTHER_TOKEN}}"),
                    true,
                    false))),
        new RandomManifest(
            "WorkQueue",
            List.of("WorkPool etl\ntype: process"),
            "etl/queue %d",
            "",
            List.of(
                Choice.of("description", "plain", "\"it's [quoted]\""),
                Choice.of("concurrencyLimit", "0", "1", "100"))),
        new RandomManifest(
            "Automation",
            POOLS,
            "automation %d",
            "",
            List.of(
                Choice.of("description", "plain", "\"two\\nlines\""),
                Choice.of("enabled", "false"),
                Choice.lines("tags", named("tags", values.tags(MANY))),
                Choice.needed(
                    "trigger",
                    "{type: event, expect: [prefect.flow-run.Failed]}",
                    "{type: event, expect: [b, a], after: [c], forEach: [prefect.resource.id],"
                        + " threshold: 3, within: 15m}",
                    "{type: event, posture: Proactive, within: 1h}",
                    "{type: event, match: {prefect.resource.id: [x, y]}, matchRelated: {a: b}}",
                    "{type: compound, require: 1, within: 90, triggers: [{expect: [a]}, {expect:"
                        + " [b]}]}",
                    "{type: sequence, within: 1d, triggers: [{expect: [a]}, {expect: [b]}]}"),
                Choice.needed("actions", ACTIONS),
                Choice.of("actionsOnTrigger", ACTIONS),
                Choice.of("actionsOnResolve", ACTIONS))),
        limit("limit-%d", Choice.of("slotDecayPerSecond", "0.5", "1.25", "3")),
        limit("tag:t-%d"),
        new RandomManifest("Deployment", POOLS, "load-%d", "", deployment(values)));
  }

  private static RandomManifest limit(String name, Choice... more) {
    var choices = new ArrayList<Choice>();
    choices.add(Choice.needed("limit", "0", "1", "100"));
    choices.add(Choice.of("active", "false"));
    choices.addAll(List.of(more));
    return new RandomManifest("ConcurrencyLimit", List.of(), name, "", choices);
  }

  /// A deployment is what a flow says of it.
  private static List<Choice> deployment(RandomValues values) {
    return List.of(
        Choice.needed("entrypoint", "flows/load.py:main", "flows/load.py:again"),
        Choice.needed("workPool", "etl", "gpu"),
        Choice.of("workQueue", "fast", "slow"),
        new Choice(
            "paused",
            List.of("deployments: [{name: d}]", "deployments: [{name: d, paused: true}]"),
            true,
            false),
        Choice.of("description", "plain", "\"two\\nlines\"", "'ünï \"x\"'"),
        Choice.lines("tags", named("tags", values.tags(MANY))),
        Choice.lines("parameters", named("parameters", values.objects(MANY))),
        Choice.of(
            "parameterSchema",
            "{type: object, properties: {n: {type: integer}}, required: [n]}",
            "{type: object, properties: {n: {type: integer, default: 3}}}"),
        Choice.of("enforceParameterSchema", "false"),
        Choice.of(
            "concurrency",
            "{limit: 1}",
            "{limit: 2, collisionStrategy: CANCEL_NEW}",
            "{limit: 1, gracePeriod: 600}"),
        Choice.lines("jobVariables", named("jobVariables", values.objects(MANY))),
        Choice.lines("jobVariables", List.of("image: etl:1.4", "image: etl:1.5")),
        Choice.lines("jobVariables", List.of("env: {A: '1'}", "env: {A: '1', B: ''}")),
        Choice.lines(
            "pullSteps",
            List.of(
                "pull: {steps: []}",
                "pull: {directory: jobs}",
                "pull: {includeSubmodules: true}",
                "pull: {steps: [{prefect.deployments.steps.set_working_directory: {directory:"
                    + " /a}}]}")),
        Choice.lines("schedules", named("schedules", values.schedules(MANY))));
  }

  private static List<String> named(String field, List<String> values) {
    return values.stream().map(value -> field + ": " + value).toList();
  }

  private static String template(String type) {
    return "{job_configuration: {image: '{{ image }}'}, variables: {properties: {image: {type: %s}}}}"
        .formatted(type);
  }
}
