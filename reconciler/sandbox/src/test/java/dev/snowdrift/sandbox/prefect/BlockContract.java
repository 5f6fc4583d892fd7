package dev.snowdrift.sandbox.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Block documents, and the types and schemas behind them.
abstract class BlockContract extends PrefectContract {
  @Test
  void a_scalar_secret_is_masked_and_an_object_is_not() {
    var scalar = secret(unique, "'hush'");
    var object = secret(unique + "o", "{'a':'clear'}");

    scalar.has("{'name':'%s','data':{'value':'********'}}".formatted(unique));
    object.has("{'data':{'value':{'a':'clear'}}}");
    api()
        .get("/block_documents/%s?include_secrets=true".formatted(scalar.id()))
        .is(200)
        .has("{'data':{'value':'hush'}}");
    api()
        .get("/block_types/slug/secret/block_documents/name/" + unique)
        .is(200)
        .has("{'data':{'value':'********'}}");
  }

  @Test
  void a_mask_that_comes_back_changes_no_secret() {
    var block = secret(unique, "'hush'");
    var path = "/block_documents/" + block.id();
    var clear = path + "?include_secrets=true";

    api().patch(path, "{'data':{'value':'********'}}").is(204);
    api().get(clear).is(200).has("{'data':{'value':'hush'}}");
    api().patch(path, "{'data':{'extra':'e'}}").is(204);
    api().get(clear).is(200).has("{'data':{'value':'hush','extra':'e'}}");
    api().patch(path, "{'data':{'value':'new'},'merge_existing_data':false}").is(204);

    api().get(clear).is(200).has("{'data':{'value':'new'}}");
    api().patch(path, "{'name':'x'}").refuses("extra_forbidden", "body.name");
    api().delete(path).is(204);
    api().delete(path).is(404).hasBody("{'detail':'Block document not found'}");
  }

  @Test
  void a_block_that_refers_to_another_shows_it_expanded_and_loses_it_silently() {
    var credentials = block("snowflake-credentials", unique, "{'account':'a','password':'p'}");
    var connector =
        block(
            "snowflake-connector",
            unique,
            "{'database':'d','credentials':{'$ref':{'block_document_id':'%s'}}}"
                .formatted(credentials.id()));

    assertThat(connector.body().path("data").path("credentials").path("password").asString())
        .isEqualTo("********");
    var reference = connector.body().path("block_document_references").path("credentials");
    assertThat(reference.path("block_document").path("id").asString()).isEqualTo(credentials.id());
    api().delete("/block_documents/" + credentials.id()).is(204);

    api().get("/block_documents/" + connector.id()).is(200).has("{'data':{'database':'d'}}");
  }
}
