package dev.snowdrift.prefect;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.TargetFailure;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.prefect.PrefectClient.Method;
import dev.snowdrift.prefect.kind.PrefectKinds;
import dev.snowdrift.report.PlanText;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Blocks of any type, against whatever speaks Prefect's API.
abstract class BlocksSuite extends WorkspaceSuite {

  private static final String HEAD = "apiVersion: snowdrift.dev/v1alpha1\nkind: Block\n";

  private static final String CREDENTIALS =
      HEAD
          + """
          metadata: {name: snowflake-credentials/cred-$N}
          spec:
            data: {account: acme-eu, user: LOADER, role: ETL}
            secrets: {password: {env: PASSWORD}}
          """;

  private static final String CONNECTOR =
      HEAD
          + """
          metadata: {name: snowflake-connector/conn-$N}
          spec:
            data: {database: RAW, warehouse: LOAD_WH, schema: APP, fetch_size: 200}
            blocks: {credentials: snowflake-credentials/cred-$N}
          """;

  private static final String WEBHOOK =
      HEAD
          + """
          metadata: {name: webhook/hook-$N}
          spec:
            data: {method: PUT, verify: true}
            secrets:
              url: {env: URL}
              headers.Authorization: {env: TOKEN}
              headers.X-Team: {env: TEAM}
          """;

  @Override
  @BeforeEach
  void open() {
    super.open();
    List.of("PASSWORD", "URL", "TOKEN", "TEAM", "OTHER")
        .forEach(name -> workspace.secret(name, "the-" + name + "-" + n));
  }

  private static String changed(String manifest, String from, String to) {
    assertThat(manifest).contains(from);
    return manifest.replace(from, to);
  }

  private JsonNode document(String type, String name) {
    return seen(type, name).orElseThrow();
  }

  private Optional<JsonNode> seen(String type, String name) {
    return hand.find(
        ApiPath.of("/block_types/slug/{}/block_documents/name/{}", type, name + "-" + n));
  }

  /// With the values of secrets.
  private JsonNode clear(String type, String name) {
    var question = Json.object().put("include_secrets", true);
    question
        .putObject("block_documents")
        .putObject("id")
        .putArray("any_")
        .add(document(type, name).path("id").asString());
    return hand.ask(ApiPath.of("/block_documents/filter"), question).path(0).path("data");
  }

  private void patchDocument(String type, String name, String body) {
    hand.write(
        Method.PATCH,
        ApiPath.of("/block_documents/{}", document(type, name).path("id").asString()),
        Optional.of(JSON.readTree(body)),
        List.of());
  }

  private JsonNode post(String path, String body) {
    return hand.write(Method.POST, ApiPath.of(path), Optional.of(JSON.readTree(body)), List.of())
        .body();
  }

  private List<Problem> problems(String... manifests) {
    var plan = workspace.plan(workspace.commit("9", manifests));
    assertThat(plan.problems()).isNotEmpty();
    return plan.problems();
  }

  private void acme() {
    var type = post("/block_types/", text("{\"name\":\"Acme $N\",\"slug\":\"acme-$N\"}"));
    acmeSchema(type.path("id").asString(), "{}", "[\"auth.password\",\"tokens\"]");
  }

  private void acmeSchema(String type, String more, String secrets) {
    var schema =
        (ObjectNode)
            JSON.readTree(
                text(
                    """
                    {"title":"Acme","type":"object","required":["host"],
                     "block_type_slug":"acme-$N","block_schema_references":{},
                     "properties":{
                       "host":{"type":"string"},
                       "port":{"type":"integer","default":443},
                       "auth":{"type":"object","properties":{
                         "user":{"type":"string"},
                         "password":{"type":"string","format":"password"}}},
                       "tokens":{"type":"array","items":{"type":"string"}}}}
                    """));
    JSON.readTree(more)
        .properties()
        .forEach(entry ->
            ((ObjectNode) schema.path("properties")).set(entry.getKey(), entry.getValue()));
    schema.set("secret_fields", JSON.readTree(secrets));
    var body = Json.object().put("block_type_id", type);
    body.set("fields", schema);
    post("/block_schemas/", body.toString());
  }

  @Test
  void a_block_refers_to_another_and_a_second_look_writes_nothing() {
    var commit = workspace.commit("1", text(CONNECTOR), text(CREDENTIALS));

    var plan = workspace.converge(commit);
    proxy.log().clear();
    workspace.plan(commit);

    assertThat(plan.steps().stream().map(step -> step.id().name()))
        .containsSubsequence("snowflake-credentials/cred-" + n, "snowflake-connector/conn-" + n);
    var data = document("snowflake-connector", "conn").path("data");
    assertThat(data.path("fetch_size").asInt()).isEqualTo(200);
    assertThat(data.path("credentials").path("account").asString()).isEqualTo("acme-eu");
    assertThat(clear("snowflake-connector", "conn").path("credentials").path("password").asString())
        .isEqualTo("the-PASSWORD-" + n);
    assertThat(proxy.log().writes()).isEmpty();
    assertThat(proxy.log().requests()).noneMatch(request -> request.path().contains("schemas"));
  }

  @Test
  void a_changed_value_keeps_the_reference_and_what_nobody_declares() {
    workspace.converge(workspace.commit("1", text(CONNECTOR), text(CREDENTIALS)));
    // A change by hand that keeps the reference has to send it again, too.
    patchDocument(
        "snowflake-connector",
        "conn",
        "{\"data\":{\"poll_frequency_s\":7,\"credentials\":{\"$ref\":{\"block_document_id\":\"%s\"}}}}"
            .formatted(document("snowflake-credentials", "cred").path("id").asString()));

    var plan =
        workspace.converge(
            workspace.commit("2", changed(text(CONNECTOR), "RAW", "CLEAN"), text(CREDENTIALS)));

    assertThat(Workspace.effects(plan).getFirst())
        .isEqualTo(
            ("PATCH /block_documents/snowflake-connector/conn-%s"
                    + " {\"data\":{\"credentials\":{\"$ref\":{\"block_document_id\":\"<id of"
                    + " snowflake-credentials/cred-%s>\"}},"
                    + "\"database\":\"CLEAN\"},\"merge_existing_data\":true}")
                .formatted(n, n));
    var document = document("snowflake-connector", "conn");
    assertThat(document.path("data").path("database").asString()).isEqualTo("CLEAN");
    assertThat(document.path("data").path("poll_frequency_s").asInt()).isEqualTo(7);
    assertThat(document.path("block_document_references").has("credentials")).isTrue();
  }

  @Test
  void a_reference_lost_by_a_careless_hand_comes_back() {
    var commit = workspace.commit("1", text(CONNECTOR), text(CREDENTIALS));
    workspace.converge(commit);
    patchDocument("snowflake-connector", "conn", "{\"data\":{\"fetch_size\":200}}");
    assertThat(document("snowflake-connector", "conn").path("data").has("credentials")).isFalse();

    workspace.converge(commit);

    assertThat(document("snowflake-connector", "conn").path("data").has("credentials")).isTrue();
  }

  @Test
  void a_reference_leads_elsewhere_and_goes() {
    var other = changed(text(CREDENTIALS), "cred-", "other-");
    workspace.converge(workspace.commit("1", text(CONNECTOR), text(CREDENTIALS), other));

    workspace.converge(
        workspace.commit(
            "2", changed(text(CONNECTOR), "/cred-", "/other-"), text(CREDENTIALS), other));
    assertThat(
            document("snowflake-connector", "conn")
                .at("/block_document_references/credentials/block_document/name")
                .asString())
        .isEqualTo("other-" + n);

    workspace.converge(workspace.commit("3", text(REPOSITORY), text(GITHUB)));
    workspace.converge(
        workspace.commit(
            "4",
            changed(
                text(REPOSITORY), "  blocks: {credentials: github-credentials/gh-" + n + "}\n", ""),
            text(GITHUB)));
    var repository = document("github-repository", "repo");
    assertThat(repository.path("data").has("credentials")).isFalse();
    assertThat(repository.path("data").path("repository_url").asString()).contains("acme");
  }

  private static final String GITHUB =
      HEAD
          + """
          metadata: {name: github-credentials/gh-$N}
          spec: {secrets: {token: {env: TOKEN}}}
          """;

  private static final String REPOSITORY =
      HEAD
          + """
          metadata: {name: github-repository/repo-$N}
          spec:
            data: {repository_url: "https://github.com/acme/etl", reference: main}
            blocks: {credentials: github-credentials/gh-$N}
          """;

  @Test
  void a_block_that_another_refers_to_is_not_deleted() {
    workspace.converge(workspace.commit("1", text(CREDENTIALS), text(WEBHOOK)));
    var type = hand.find(ApiPath.of("/block_types/slug/{}", "snowflake-connector")).orElseThrow();
    var question = Json.object();
    question
        .putObject("block_schemas")
        .putObject("block_type_id")
        .putArray("any_")
        .add(type.path("id").asString());
    var schema = hand.ask(ApiPath.of("/block_schemas/filter"), question).path(0);
    var body = Json.object().put("name", "foreign-" + n);
    body.set("block_type_id", schema.path("block_type_id"));
    body.set("block_schema_id", schema.path("id"));
    body.putObject("data")
        .put("database", "D")
        .putObject("credentials")
        .putObject("$ref")
        .put("block_document_id", document("snowflake-credentials", "cred").path("id").asString());
    post("/block_documents/", body.toString());

    var plan = workspace.plan(workspace.commit("2", text(WEBHOOK)));

    assertThat(
            requireNonNull(
                    plan.objects().get(new ResourceId("Block", "snowflake-credentials/cred-" + n)))
                .facts())
        .containsEntry("usedBy", "snowflake-connector/foreign-" + n + " (credentials)");
    assertThat(PlanText.render(plan, true))
        .contains("takes along the value of snowflake-connector/foreign-" + n)
        .contains("no block refers to snowflake-credentials/cred-" + n);
    assertThatThrownBy(() -> workspace.run(plan))
        .isInstanceOfSatisfying(
            TargetFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TargetFailure.Kind.CONFLICT))
        .hasMessageContaining("snowflake-connector/foreign-" + n + " still refers to it");
    assertThat(seen("snowflake-credentials", "cred")).isPresent();
  }

  @Test
  void blocks_that_refer_to_each_other_go_together() {
    workspace.converge(workspace.commit("1", text(CONNECTOR), text(CREDENTIALS), text(WEBHOOK)));

    workspace.converge(workspace.commit("2", text(WEBHOOK)));

    assertThat(seen("snowflake-connector", "conn")).isEmpty();
    assertThat(seen("snowflake-credentials", "cred")).isEmpty();
  }

  @Test
  void a_key_that_a_commit_removes_goes_and_the_secrets_stay() {
    workspace.converge(workspace.commit("1", text(CREDENTIALS)));
    patchDocument(
        "snowflake-credentials", "cred", "{\"data\":{\"token\":\"by-hand\",\"endpoint\":\"e\"}}");
    workspace.converge(workspace.commit("1", text(CREDENTIALS)));

    workspace.converge(workspace.commit("2", changed(text(CREDENTIALS), ", role: ETL", "")));

    var data = clear("snowflake-credentials", "cred");
    assertThat(data.has("role")).isFalse();
    assertThat(data.path("user").asString()).isEqualTo("LOADER");
    assertThat(data.path("password").asString()).isEqualTo("the-PASSWORD-" + n);
    assertThat(data.path("token").asString()).isEqualTo("by-hand");
    assertThat(data.path("endpoint").asString()).isEqualTo("e");
  }

  @Test
  void secrets_inside_an_object_are_written_rotated_and_removed_one_by_one() {
    workspace.converge(workspace.commit("1", text(WEBHOOK)));
    assertThat(clear("webhook", "hook").toString())
        .contains("\"Authorization\":\"the-TOKEN-" + n)
        .contains("\"X-Team\":\"the-TEAM-" + n);
    assertThat(document("webhook", "hook").path("data").toString()).doesNotContain("the-");

    workspace.secret("TOKEN", "rotated-" + n);
    workspace.converge(workspace.commit("1", text(WEBHOOK)));
    assertThat(clear("webhook", "hook").path("headers").path("Authorization").asString())
        .isEqualTo("rotated-" + n);

    workspace.converge(
        workspace.commit("2", changed(text(WEBHOOK), "    headers.X-Team: {env: TEAM}\n", "")));
    var headers = clear("webhook", "hook").path("headers");
    assertThat(headers.has("X-Team")).isFalse();
    assertThat(headers.path("Authorization").asString()).isEqualTo("rotated-" + n);
  }

  @Test
  void two_secrets_that_change_places_are_seen() {
    workspace.converge(workspace.commit("1", text(WEBHOOK)));

    workspace.converge(
        workspace.commit(
            "2",
            text(WEBHOOK)
                .replace("{env: TEAM}", "{env: X}")
                .replace("{env: TOKEN}", "{env: TEAM}")
                .replace("{env: X}", "{env: TOKEN}")));

    assertThat(clear("webhook", "hook").path("headers").path("X-Team").asString())
        .isEqualTo("the-TOKEN-" + n);
  }

  @Test
  void a_secret_stored_as_an_object_is_shown_nowhere_and_becomes_text() {
    var secret = HEAD + text("metadata: {name: key-$N}\nspec: {valueFrom: {env: TOKEN}}\n");
    workspace.converge(workspace.commit("1", secret));
    patchDocument("secret", "key", "{\"data\":{\"value\":{\"user\":\"u\",\"pass\":\"leaked\"}}}");

    var plan = workspace.plan(workspace.commit("1", secret));

    assertThat(plan.toString()).doesNotContain("leaked");
    assertThat(plan.steps().getFirst().change().drifts().toString()).contains("an object");
    workspace.converge(workspace.commit("1", secret));
    assertThat(clear("secret", "key").path("value").asString()).isEqualTo("the-TOKEN-" + n);
  }

  @Test
  void eight_asterisks_are_no_secret() {
    workspace.secret("TOKEN", "********");
    var plan = workspace.plan(workspace.commit("1", text(GITHUB)));

    assertThatThrownBy(() -> workspace.run(plan))
        .isInstanceOfSatisfying(
            TargetFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TargetFailure.Kind.INPUT))
        .hasMessageContaining("eight asterisks");
    assertThat(seen("github-credentials", "gh")).isEmpty();
  }

  @Test
  void a_block_is_held_against_the_schema_of_its_type_before_anything_is_written() {
    var manifest =
        changed(text(CONNECTOR), "fetch_size: 200", "fetchsize: 200, poll_frequency_s: often");
    var wrong =
        changed(manifest, "blocks: {credentials: snowflake", "blocks: {warehouse: snowflake");
    wrong = changed(wrong, "warehouse: LOAD_WH, ", "");

    var problems = problems(wrong, changed(text(CREDENTIALS), ", user: LOADER", ", token: x"));

    assertThat(problems)
        .extracting(Problem::code, Problem::what)
        .containsExactlyInAnyOrder(
            tuple(Code.FIELD_UNKNOWN, "it has no `fetchsize`"),
            tuple(Code.FIELD_REQUIRED, "`credentials` is missing"),
            tuple(Code.FIELD_TYPE, "`poll_frequency_s`: \"often\" is not of type integer"),
            tuple(Code.FIELD_VALUE, "`warehouse` takes a value, not a block"),
            tuple(Code.FIELD_REQUIRED, "`user` is missing"),
            tuple(Code.SECRET_INLINE, "`data.token` is a secret"));
    assertThat(problems).anySatisfy(p -> assertThat(p.next()).contains("fetch_size"));
    assertThat(proxy.log().writes()).isEmpty();
  }

  @Test
  void a_type_that_is_not_registered_is_waited_for_and_a_misspelt_one_is_a_problem() {
    var misspelt = changed(text(GITHUB), "github-credentials/", "github-credential/");
    assertThat(problems(misspelt).getFirst().next()).contains("`github-credentials`");

    var plan = workspace.plan(workspace.commit("1", acmeManifest(), text(GITHUB)));

    assertThat(plan.problems()).isEmpty();
    assertThat(plan.held())
        .singleElement()
        .satisfies(
            step -> assertThat(step.verdict().toString()).contains("prefect block register"));
    workspace.run(plan);
    acme();
    workspace.converge(workspace.commit("1", acmeManifest(), text(GITHUB)));
    assertThat(seen("acme-" + n, "store")).isPresent();
  }

  private String acmeManifest() {
    return HEAD
        + text(
            """
            metadata: {name: acme-$N/store-$N}
            spec:
              data: {host: acme.example, auth: {user: etl}}
              secrets: {auth.password: {env: PASSWORD}, tokens.0: {env: TOKEN}, tokens.1: {env: URL}}
            """);
  }

  @Test
  void a_type_of_ones_own_works_by_its_schema() {
    acme();
    workspace.converge(workspace.commit("1", acmeManifest()));
    assertThat(clear("acme-" + n, "store").toString())
        .contains("the-PASSWORD-" + n, "[\"the-TOKEN-" + n + "\",\"the-URL-" + n + "\"]");

    patchDocument(
        "acme-" + n, "store", "{\"data\":{\"auth\":{\"user\":\"me\",\"password\":\"********\"}}}");
    var plan = workspace.plan(workspace.commit("1", acmeManifest()));
    assertThat(plan.steps().getFirst().change().drifts())
        .extracting(drift -> drift.path())
        .contains("data.auth.user");
    workspace.converge(workspace.commit("1", acmeManifest()));

    assertThat(clear("acme-" + n, "store").path("auth").toString())
        .contains("\"user\":\"etl\"", "the-PASSWORD-" + n);
  }

  @Test
  void a_key_that_only_a_newer_schema_has_takes_the_document_along() {
    acme();
    workspace.converge(workspace.commit("1", acmeManifest()));
    var type = document("acme-" + n, "store").path("block_type_id").asString();
    acmeSchema(
        type,
        "{\"pin\":{\"type\":\"string\",\"format\":\"password\"}}",
        "[\"auth.password\",\"tokens\",\"pin\"]");
    var manifest = changed(acmeManifest(), "secrets: {", "secrets: {pin: {env: TEAM}, ");

    workspace.converge(workspace.commit("2", manifest));

    assertThat(clear("acme-" + n, "store").path("pin").asString()).isEqualTo("the-TEAM-" + n);
    assertThat(document("acme-" + n, "store").path("data").path("pin").asString())
        .isEqualTo("********");
  }

  @Test
  void the_common_types_are_made_and_stay_as_they_are() {
    var manifests =
        Common.MANIFESTS.stream().map(manifest -> text(HEAD + manifest)).toArray(String[]::new);

    workspace.converge(workspace.commit("1", manifests));

    for (var type : Common.TYPES) {
      assertThat(seen(type, "c")).as(type).isPresent();
    }
  }

  /// One of each that teams have.
  private static final class Common {
    static final List<String> TYPES =
        List.of(
            "secret",
            "slack-webhook",
            "github-credentials",
            "snowflake-credentials",
            "snowflake-connector",
            "aws-credentials",
            "docker-registry-credentials",
            "custom-webhook");

    static final List<String> MANIFESTS =
        List.of(
            """
            metadata: {name: c-$N}
            spec: {valueFrom: {env: TOKEN}}
            """,
            """
            metadata: {name: slack-webhook/c-$N}
            spec: {data: {notify_type: failure}, secrets: {url: {env: URL}}}
            """,
            """
            metadata: {name: github-credentials/c-$N}
            spec: {secrets: {token: {env: TOKEN}}}
            """,
            """
            metadata: {name: snowflake-credentials/c-$N}
            spec:
              data: {account: acme-eu, user: LOADER, authenticator: snowflake_jwt, autocommit: false}
              secrets: {private_key: {env: TOKEN}, private_key_passphrase: {env: PASSWORD}}
            """,
            """
            metadata: {name: snowflake-connector/c-$N}
            spec:
              data: {database: RAW, warehouse: W, schema: APP}
              blocks: {credentials: snowflake-credentials/c-$N}
            """,
            """
            metadata: {name: aws-credentials/c-$N}
            spec:
              data:
                region_name: eu-west-1
                aws_client_parameters: {use_ssl: true, endpoint_url: "https://s3.example"}
              secrets: {aws_access_key_id: {env: TEAM}, aws_secret_access_key: {env: TOKEN}}
            """,
            """
            metadata: {name: docker-registry-credentials/c-$N}
            spec:
              data: {username: ci, registry_url: registry.example, reauth: false}
              secrets: {password: {env: PASSWORD}}
            """,
            """
            metadata: {name: custom-webhook/c-$N}
            spec:
              data:
                name: pager
                url: "https://pager.example/{{token}}"
                timeout: 2.5
                json_data: {text: "{{body}}", tags: [etl, nightly]}
                headers: {X-Team: data}
              secrets: {secrets.token: {env: TOKEN}}
            """);
  }

  @Test
  void a_foreign_block_is_exported_so_that_nothing_changes() {
    workspace.converge(workspace.commit("1", text(CONNECTOR), text(CREDENTIALS), text(WEBHOOK)));
    var kind =
        PrefectKinds.all().stream()
            .filter(each -> each.name().equals("Block"))
            .findFirst()
            .orElseThrow();
    var seen = workspace.provider().observe(workspace.commit("1", text(CONNECTOR)).resources());

    var connector =
        kind.exported(
            seen.find(new ResourceId("Block", "snowflake-connector/conn-" + n)).orElseThrow());
    var webhook =
        kind.exported(seen.find(new ResourceId("Block", "webhook/hook-" + n)).orElseThrow());

    assertThat(connector.spec().toString())
        .isEqualTo(
            text(
                "{\"data\":{\"database\":\"RAW\",\"fetch_size\":200,\"schema\":\"APP\","
                    + "\"warehouse\":\"LOAD_WH\"},"
                    + "\"blocks\":{\"credentials\":\"snowflake-credentials/cred-$N\"}}"));
    assertThat(connector.ignored()).isEmpty();
    assertThat(webhook.spec().path("data").toString()).isEqualTo("{\"method\":\"PUT\"}");
    assertThat(webhook.spec().path("secrets").propertyNames())
        .containsExactly("headers.Authorization", "headers.X-Team", "url");
    assertThat(webhook.ignored()).containsOnlyKeys("value");
    assertThat(webhook.remarks()).isNotEmpty();
  }
}
