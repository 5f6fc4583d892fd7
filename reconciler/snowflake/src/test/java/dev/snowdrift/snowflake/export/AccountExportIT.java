package dev.snowdrift.snowflake.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.kind.ManifestFiles;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.InMemoryTree;
import dev.snowdrift.manifest.Limits;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.Revision;
import dev.snowdrift.plan.DesiredReader;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Scope;
import dev.snowdrift.snowflake.Rig;
import dev.snowdrift.snowflake.World;
import dev.snowdrift.snowflake.kind.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// An account, what is written of it, and the account again.
class AccountExportIT {
  private static final SortedMap<ResourceId, String> BESIDES =
      new TreeMap<>(Map.of(new ResourceId("User", "ADMIN"), "who is logged in"));

  private final Rig rig = new Rig();

  @AfterEach
  void close() {
    rig.close();
  }

  /// The contract of all kinds: a new one that cannot be imported fails here.
  @Test
  void an_object_of_every_kind_is_written_so_that_nothing_would_change() {
    var state =
        World.of(
            Stream.concat(Stream.of(Samples.resources()), Stream.of(Samples.account()))
                .filter(text -> !text.contains("\nurl:") && !text.contains("apiAuthentication"))
                .toArray(String[]::new));
    rig.byHand("CREATE NETWORK POLICY ETL_POLICY ALLOWED_IP_LIST = ('192.0.2.1')");
    rig.converge(state, Optional.empty());
    rig.clock.step(Duration.ofMinutes(10));

    var exported = export(unmarked(survey()));
    var imported = read(exported);

    assertThat(imported.resources().keySet()).containsAll(state.resources().keySet());
    assertThat(rig.plan(imported, Optional.empty()).problems()).isEmpty();
    assertThat(rig.plan(imported, Optional.empty()).steps()).isEmpty();
  }

  @Test
  void looking_writes_nothing() {
    rig.converge(World.of(Samples.resources()), Optional.empty());
    var before = rig.sandbox.statements().last();

    export(unmarked(survey()));

    assertThat(rig.sandbox.statements().writesSince(before)).isEmpty();
    assertThat(rig.sandbox.statements().since(before)).noneMatch(entry -> entry.warehouse());
  }

  @Test
  void what_others_manage_and_what_snowflake_made_is_left_out() {
    rig.converge(World.of(Samples.resources()), Optional.empty());

    var exported = export(survey());

    assertThat(exported.leftOut())
        .containsEntry(
            new ResourceId("ComputePool", "ETL_POOL"), "managed by the environment dev already")
        .containsEntry(new ResourceId("Role", "ACCOUNTADMIN"), "Snowflake's own");
    assertThat(exported.files().keySet())
        .noneMatch(path -> path.startsWith("base/snowflake"))
        .noneMatch(path -> path.contains("warehouses"));
  }

  @Test
  void an_account_is_written_with_values_for_its_names() {
    rig.byHand("CREATE DATABASE RAW");
    rig.byHand("CREATE SCHEMA RAW.APP COMMENT = 'what RAW is for'");
    rig.byHand("CREATE STAGE RAW.APP.FILES DIRECTORY = (ENABLE = TRUE)");
    rig.byHand(
        "CREATE SECRET RAW.APP.TOKEN TYPE = GENERIC_STRING SECRET_STRING = 'abc' COMMENT = '${X}'");
    rig.byHand("CREATE ROLE READER");
    rig.byHand("GRANT USAGE ON DATABASE RAW TO ROLE READER");
    rig.byHand("GRANT USAGE, CREATE STAGE ON SCHEMA RAW.APP TO ROLE READER");
    rig.byHand("GRANT ROLE READER TO ROLE SYSADMIN");

    var exported = export(survey());

    assertThat(exported.files().get("base/raw/database.yaml"))
        .isEqualTo(
            """
            # Imported from the account as it was; 2 objects.
            apiVersion: snowdrift.dev/v1alpha1
            kind: Database
            metadata:
              name: "${database}"
            lifecycle:
              adopt: true
            ---
            apiVersion: snowdrift.dev/v1alpha1
            kind: Schema
            metadata:
              name: "${database}.APP"
            lifecycle:
              adopt: true
            spec:
              comment: "what RAW is for"
            """);
    assertThat(exported.files().get("base/raw/app/secrets.yaml"))
        .isEqualTo(
            """
            # Imported from the account as it was; 1 object.
            # Snowflake never shows a value: put the real one into the variable RAW_APP_TOKEN
            # (or name another source), and then drop the entry of `lifecycle.ignore`.
            apiVersion: snowdrift.dev/v1alpha1
            kind: Secret
            metadata:
              name: "${database}.APP.TOKEN"
            lifecycle:
              adopt: true
              ignore:
                - field: value
                  reason: "imported: its source does not hold the value yet"
            spec:
              type: GENERIC_STRING
              comment: "$${X}"
              valueFrom:
                env: RAW_APP_TOKEN
            """);
    assertThat(exported.files().get("base/account/roles.yaml"))
        .contains(
            """
            spec:
              grants:
                - on: "DATABASE ${database}"
                  privileges: [USAGE]
                - on: "SCHEMA ${database}.APP"
                  privileges: ["CREATE STAGE", USAGE]
              grantedTo: [SYSADMIN]
            """);
    assertThat(exported.files().get("environments/dev.yaml")).contains("    database: RAW\n");
    assertThat(read(exported).resources())
        .containsKey(new ResourceId("Grant", "ROLE READER ON SCHEMA RAW.APP"));
  }

  private Observation survey() {
    return rig.provider.survey(name -> !SystemObjects.isDatabase(name));
  }

  private static ManifestFiles export(Observation seen) {
    return AccountExport.of(World.REGISTRY, seen, "dev", false, BESIDES);
  }

  /// The same objects as if nobody had ever marked them.
  private static Observation unmarked(Observation seen) {
    var objects = new TreeMap<ResourceId, Observed>();
    seen.objects()
        .forEach((id, object) ->
            objects.put(
                id,
                new Observed(
                    id, object.fields(), Optional.empty(), object.health(), object.facts())));
    return new Observation(objects, seen.gaps());
  }

  private static DesiredState read(ManifestFiles exported) {
    var problems = new Problems();
    var state =
        new DesiredReader(World.REGISTRY, Limits.DEFAULT)
            .read(
                InMemoryTree.of(exported.files()),
                "dev",
                new Revision("0".repeat(40), "dev", "a", "s", Instant.EPOCH),
                "https://git.example/etl.git",
                Scope.ALL,
                problems);
    assertThat(problems.list()).as(exported.files().toString()).isEmpty();
    assertThat(new TreeSet<>(exported.unseen())).isEmpty();
    return state;
  }
}
