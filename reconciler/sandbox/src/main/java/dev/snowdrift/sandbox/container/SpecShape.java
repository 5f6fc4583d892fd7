package dev.snowdrift.sandbox.container;

import static dev.snowdrift.sandbox.container.Shape.needed;
import static dev.snowdrift.sandbox.container.Shape.optional;
import static dev.snowdrift.sandbox.container.Shape.record;

import dev.snowdrift.sandbox.container.Shape.Abbreviated;
import dev.snowdrift.sandbox.container.Shape.Choice;
import dev.snowdrift.sandbox.container.Shape.Environment;
import dev.snowdrift.sandbox.container.Shape.Fixed;
import dev.snowdrift.sandbox.container.Shape.Flag;
import dev.snowdrift.sandbox.container.Shape.ListOf;
import dev.snowdrift.sandbox.container.Shape.Text;
import dev.snowdrift.sandbox.container.Shape.Whole;
import java.util.ArrayList;
import java.util.List;

/// Every field of a service specification (document *Service specification reference*), in the
/// order in which DESCRIBE SERVICE shows them where that is known, else in the document's.
final class SpecShape {
  private static final Shape TEXT = new Text(false);
  private static final Shape AMOUNT = new Text(true);
  private static final Shape WHOLE = new Whole();
  private static final Shape FLAG = new Flag();
  private static final Shape TEXTS = new ListOf(TEXT);
  private static final Shape ARGUMENTS = new ListOf(new Text(true));

  private static final Fixed AMOUNTS =
      record(
          optional("memory", AMOUNT), optional("cpu", AMOUNT), optional("nvidia.com/gpu", AMOUNT));
  private static final Fixed RESOURCES =
      record(optional("limits", AMOUNTS), optional("requests", AMOUNTS));

  private static final Fixed PROBE =
      record(
          needed("port", WHOLE),
          needed("path", TEXT),
          optional("periodSeconds", WHOLE),
          optional("failureThreshold", WHOLE));

  private static final Fixed SECRET =
      record(
          needed(
              "snowflakeSecret",
              new Abbreviated(
                  "objectName",
                  record(optional("objectName", TEXT), optional("objectReference", TEXT)))),
          optional("directoryPath", TEXT),
          optional("envVarName", TEXT),
          optional(
              "secretKeyRef",
              new Choice(List.of("username", "password", "secret_string", "access_token"))));

  private static final Fixed CONTAINER =
      record(
          needed("name", TEXT),
          needed("image", TEXT),
          optional("command", ARGUMENTS),
          optional("args", ARGUMENTS),
          optional("env", new Environment()),
          optional("readinessProbe", PROBE),
          optional("livenessProbe", PROBE),
          optional(
              "volumeMounts", new ListOf(record(needed("name", TEXT), needed("mountPath", TEXT)))),
          optional("resources", RESOURCES),
          optional("mountSessionToken", FLAG),
          optional(
              "sessionTokenConfig",
              record(
                  optional("path", TEXT),
                  optional("permission", TEXT),
                  optional("mountConnectionConfig", FLAG))),
          optional("secrets", new ListOf(SECRET)));

  private static final Fixed ENDPOINT =
      record(
          needed("name", TEXT),
          optional("port", WHOLE),
          optional("portRange", TEXT),
          optional("public", FLAG),
          optional("protocol", new Choice(List.of("HTTP", "TCP"))),
          optional(
              "corsSettings",
              record(
                  needed("Access-Control-Allow-Origin", TEXTS),
                  optional("Access-Control-Allow-Methods", TEXTS),
                  optional("Access-Control-Allow-Headers", TEXTS),
                  optional("Access-Control-Expose-Headers", TEXTS))));

  private static final Fixed VOLUME =
      record(
          needed("name", TEXT),
          needed("source", TEXT),
          optional("size", AMOUNT),
          optional("uid", WHOLE),
          optional("gid", WHOLE),
          optional(
              "blockConfig",
              record(
                  optional("initialContents", record(needed("fromSnapshot", TEXT))),
                  optional("iops", WHOLE),
                  optional("throughput", WHOLE),
                  optional("encryption", new Choice(List.of("SNOWFLAKE_SSE", "SNOWFLAKE_FULL"))),
                  optional("snapshotOnDelete", FLAG),
                  optional("snapshotDeleteAfter", TEXT))),
          optional(
              "stageConfig",
              record(
                  needed("name", TEXT),
                  optional("metadataCache", TEXT),
                  optional("resources", RESOURCES))));

  static final Fixed ROOT = root();

  private SpecShape() {}

  private static Fixed root() {
    return record(
        needed(
            "spec",
            record(
                needed("containers", new ListOf(CONTAINER)),
                optional("endpoints", new ListOf(ENDPOINT)),
                optional("volumes", new ListOf(VOLUME)),
                optional(
                    "logExporters",
                    record(
                        needed(
                            "eventTableConfig",
                            record(
                                needed(
                                    "logLevel", new Choice(List.of("INFO", "ERROR", "NONE"))))))),
                optional(
                    "platformMonitor",
                    record(needed("metricConfig", record(needed("groups", TEXTS))))),
                optional(
                    "resourceManagement",
                    record(needed("autoScalingPolicies", autoScalingPolicies()))))),
        optional(
            "capabilities",
            record(
                needed(
                    "securityContext",
                    record(
                        optional("executeAsCaller", FLAG),
                        optional("enableCustomCredentials", FLAG))))),
        optional(
            "serviceRoles", new ListOf(record(needed("name", TEXT), needed("endpoints", TEXTS)))));
  }

  private static Fixed autoScalingPolicies() {
    var steps =
        record(
            needed(
                "adjustmentType",
                new Choice(
                    List.of(
                        "changeInstanceCount",
                        "exactInstanceCount",
                        "percentChangeInstanceCount"))),
            needed(
                "scalingSteps",
                new ListOf(
                    record(
                        optional("lowerBound", AMOUNT),
                        optional("upperBound", AMOUNT),
                        needed("targetAdjustment", AMOUNT)))));
    var target = record(needed("targetValue", AMOUNT));
    var scaling = condition(optional("targetScaling", target), optional("stepScaling", steps));
    var suspending = condition(needed("targetScaling", target));
    return record(
        optional("scaleUp", record(needed("anyConditions", new ListOf(scaling)))),
        optional("scaleDown", record(needed("allConditions", new ListOf(scaling)))),
        optional("suspend", record(needed("allConditions", new ListOf(suspending)))));
  }

  private static Fixed condition(Shape.Field... scaling) {
    var fields =
        new ArrayList<>(
            List.of(
                needed("metricName", TEXT),
                optional("labels", new Environment()),
                needed("aggregationType", new Choice(List.of("min", "max", "avg"))),
                needed("stabilizationPeriodSecs", WHOLE)));
    fields.addAll(List.of(scaling));
    return record(needed("metricCondition", new Fixed(List.copyOf(fields))));
  }
}
