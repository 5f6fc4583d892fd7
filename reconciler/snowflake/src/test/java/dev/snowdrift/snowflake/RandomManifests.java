package dev.snowdrift.snowflake;

import dev.snowdrift.golden.RandomManifest;
import dev.snowdrift.golden.RandomManifest.Choice;
import java.util.List;

/// What is drawn for each kind.
final class RandomManifests {
  private static final String DATABASE = "Database ETL";
  private static final String SCHEMA = "Schema ETL.APP";
  private static final Choice COMMENT =
      Choice.of("comment", "plain", "\"it's \\\\ quoted\"", "'ünï \"x\" [y]'");
  private static final Choice RETENTION = Choice.of("dataRetentionTimeInDays", "0");
  private static final List<String> CONTAINERS =
      List.of(
          DATABASE,
          SCHEMA,
          "Warehouse ETL_WH",
          "ImageRepository ETL.APP.REPO",
          "NetworkRule ETL.APP.RULE\nvalues: [api.prefect.cloud]",
          "ExternalAccessIntegration ETL_EAI\nnetworkRules: [ETL.APP.RULE]",
          "ComputePool ETL_POOL\ninstanceFamily: CPU_X64_S\nmaxNodes: 20",
          "ComputePool OTHER_POOL\ninstanceFamily: CPU_X64_S\nmaxNodes: 20");

  private RandomManifests() {}

  static List<RandomManifest> all() {
    return List.of(
        kind("Database", "D%d", "", List.of("Role BYSTANDER"), COMMENT, RETENTION, isTransient()),
        kind(
            "Schema",
            "ETL.S%d",
            "",
            List.of(DATABASE),
            COMMENT,
            RETENTION,
            isTransient(),
            Choice.of("managedAccess", "true")),
        kind(
            "Warehouse",
            "W%d",
            "",
            List.of("Role BYSTANDER"),
            COMMENT,
            Choice.of("size", "SMALL", "2X-Large"),
            Choice.of("type", "SNOWPARK-OPTIMIZED"),
            Choice.needed("minClusters", "1", "2"),
            Choice.needed("maxClusters", "2", "3"),
            Choice.of("scalingPolicy", "ECONOMY"),
            Choice.of("autoSuspendSeconds", "0", "61"),
            Choice.of("autoResume", "false")),
        kind("Role", "R%d", "", List.of("Role BYSTANDER"), COMMENT),
        kind(
            "User",
            "U%d",
            "type: PERSON",
            List.of("Role BYSTANDER"),
            COMMENT,
            Choice.kept("displayName", "Ada", "Ada L."),
            Choice.of("email", "a@example.com", "b@example.com"),
            Choice.of("firstName", "Ada", "Grace"),
            Choice.of("lastName", "Lovelace", "Hopper"),
            Choice.of("disabled", "true"),
            Choice.of("defaultRole", "BYSTANDER", "PUBLIC"),
            Choice.of("defaultNamespace", "ETL", "ETL.APP"),
            Choice.needed("secondaryRoles", "ALL", "NONE")),
        kind("ImageRepository", "ETL.APP.I%d", "", List.of(DATABASE, SCHEMA), COMMENT),
        kind(
            "Stage",
            "ETL.APP.G%d",
            "",
            List.of(
                DATABASE,
                SCHEMA,
                "FileFormat ETL.APP.CSV\ntype: CSV",
                "FileFormat ETL.APP.TSV\ntype: CSV"),
            COMMENT,
            Choice.of("directory", "true"),
            Choice.needed("fileFormat", "ETL.APP.CSV", "ETL.APP.TSV")),
        kind(
            "FileFormat",
            "ETL.APP.F%d",
            "type: CSV",
            List.of(DATABASE, SCHEMA),
            COMMENT,
            Choice.of("compression", "GZIP", "ZSTD"),
            Choice.of("recordDelimiter", "'\\r\\n'", "'|'"),
            Choice.of("fieldDelimiter", "'\\t'", "';'", "'0x01'"),
            Choice.of("skipHeader", "1", "3"),
            Choice.of("skipBlankLines", "true"),
            Choice.of("dateFormat", "YYYY-MM-DD", "DD.MM.YYYY"),
            Choice.of("binaryFormat", "BASE64", "UTF8"),
            Choice.of("trimSpace", "true"),
            Choice.of("fieldOptionallyEnclosedBy", "'\"'", "\"'\""),
            Choice.of("escape", "'\\'"),
            Choice.kept("nullIf", "['NULL']", "['', '\\N', 'it''s']"),
            Choice.of("errorOnColumnCountMismatch", "false"),
            Choice.of("emptyFieldAsNull", "false"),
            Choice.of("encoding", "ISO-8859-1")),
        kind(
            "Table",
            "ETL.APP.T%d",
            "columns: [{name: ID, type: INT}, {name: '\"a b\"', type: 'DECIMAL(10,2)'}]",
            List.of(DATABASE, SCHEMA),
            COMMENT,
            RETENTION,
            isTransient(),
            Choice.of("clusterBy", "[ID]", "['ID', '\"a b\"']"),
            Choice.of("changeTracking", "true"),
            Choice.of("schemaEvolution", "true")),
        kind(
            "View",
            "ETL.APP.V%d",
            "",
            List.of(DATABASE, SCHEMA, "Table ETL.APP.RAW\ncolumns: [{name: ID, type: INT}]"),
            COMMENT,
            Choice.needed("query", "SELECT ID FROM RAW", "SELECT ID AS KEY FROM RAW"),
            Choice.of("secure", "true"),
            Choice.of("changeTracking", "true")),
        kind(
            "ComputePool",
            "P%d",
            "initiallySuspended: true",
            List.of("Role BYSTANDER"),
            COMMENT,
            Choice.needed("instanceFamily", "CPU_X64_XS", "CPU_X64_S"),
            Choice.needed("minNodes", "1", "2"),
            Choice.needed("maxNodes", "3", "4"),
            Choice.of("autoResume", "false"),
            Choice.of("autoSuspendSeconds", "0", "600")),
        kind(
            "NetworkRule",
            "ETL.APP.N%d",
            "",
            List.of(DATABASE, SCHEMA),
            COMMENT,
            Choice.needed("values", "[]", "[api.prefect.cloud]", "['a.example:8080', b.example]")),
        kind(
            "Secret",
            "ETL.APP.K%d",
            "type: PASSWORD",
            List.of(DATABASE, SCHEMA),
            COMMENT,
            Choice.needed("username", "me", "\"it's me\""),
            new Choice(
                "value", List.of("valueFrom: {env: A}", "valueFrom: {file: b}"), true, false)),
        kind(
            "ExternalAccessIntegration",
            "E%d",
            "",
            List.of(
                DATABASE,
                SCHEMA,
                "NetworkRule ETL.APP.ONE\nvalues: [one.example]",
                "NetworkRule ETL.APP.TWO\nvalues: [two.example]",
                "Secret ETL.APP.TOKEN\nvalueFrom: {env: TOKEN}"),
            COMMENT,
            Choice.needed("networkRules", "[ETL.APP.ONE]", "[ETL.APP.TWO, etl.app.one]"),
            Choice.of("secrets", "[ETL.APP.TOKEN]"),
            Choice.of("enabled", "false")),
        kind(
            "Service",
            "ETL.APP.X%d",
            "",
            CONTAINERS,
            COMMENT,
            Choice.needed("computePool", "ETL_POOL", "OTHER_POOL"),
            new Choice(
                "instances.max",
                List.of("instances: {min: 1, max: 2}", "instances: {min: 1, max: 3}"),
                true,
                false),
            Choice.of("autoResume", "false"),
            Choice.of("autoSuspendSeconds", "300", "900"),
            Choice.of("externalAccessIntegrations", "[ETL_EAI]"),
            Choice.of("queryWarehouse", "ETL_WH"),
            new Choice(
                "specification",
                List.of(
                    specification(""),
                    specification(", env: {A: 1}"),
                    specification(", args: [run]")),
                true,
                false)),
        kind(
            "Job",
            "ETL.APP.J%d",
            "computePool: ETL_POOL",
            CONTAINERS,
            // A job runs once for each specification: of the rest, the next run learns.
            new Choice(
                "specification",
                List.of(specification(""), specification(", args: [run]")),
                true,
                false)),
        kind(
            "Task",
            "ETL.APP.A%d",
            "",
            List.of(DATABASE, SCHEMA, "Warehouse ETL_WH"),
            COMMENT,
            Choice.needed(
                "schedule",
                "{every: 10 MINUTES}",
                "{cron: '0 2 * * MON', timeZone: Europe/Berlin}"),
            Choice.of("when", "SYSTEM$STREAM_HAS_DATA('ORDERS')"),
            Choice.of("warehouse", "ETL_WH"),
            Choice.of("config", "{a: 1}", "{a: 'b''c', d: [1, 2]}"),
            Choice.of("timeoutSeconds", "60", "600"),
            Choice.of("suspendAfterFailures", "0", "3"),
            Choice.of("retries", "1"),
            Choice.of("overlap", "ALLOW_CHILD_OVERLAP"),
            Choice.of("sessionParameters", "{TIMEZONE: UTC}", "{TIMEZONE: Europe/Berlin}"),
            Choice.needed("sql", "CALL EXTRACT()", "\"SELECT 'it''s'\"")),
        kind(
            "Function",
            "ETL.APP.U%d(varchar)",
            "arguments: [{name: X, type: STRING}]\nlanguage: JAVASCRIPT\nreturns: VARCHAR",
            List.of(DATABASE, SCHEMA),
            COMMENT,
            Choice.of("strict", "true"),
            Choice.of("immutable", "true"),
            Choice.of("secure", "true"),
            Choice.needed("body", "return X", "\"return X + 'it'\"")),
        kind(
            "Procedure",
            "ETL.APP.C%d(int)",
            "arguments: [{name: DAYS, type: INT}]\nreturns: VARCHAR",
            List.of(DATABASE, SCHEMA),
            COMMENT,
            Choice.of("executeAs", "CALLER"),
            Choice.of("secure", "true"),
            Choice.needed("body", "BEGIN RETURN 'a'; END", "BEGIN RETURN DAYS; END")),
        kind(
            "SecurityIntegration",
            "SNOWSERVICES_INGRESS_OAUTH",
            "",
            List.of("Role BYSTANDER"),
            COMMENT,
            Choice.of("enabled", "false")),
        kind(
            "Grant",
            "role BYSTANDER on schema ETL.S%d",
            "",
            List.of(DATABASE, "Role BYSTANDER"),
            new Choice(
                "privileges.MONITOR",
                List.of("privileges: [USAGE]", "privileges: [USAGE, MONITOR]"),
                true,
                false),
            Choice.of("grantOption", "true")));
  }

  private static Choice isTransient() {
    return Choice.of("isTransient", "true");
  }

  private static String specification(String more) {
    return "specification: {spec: {containers: [{name: main, image: /etl/app/repo/worker:v1%s}]}}"
        .formatted(more);
  }

  private static RandomManifest kind(
      String kind, String name, String always, List<String> given, Choice... choices) {
    return new RandomManifest(kind, given, name, always, List.of(choices));
  }
}
