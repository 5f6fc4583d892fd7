package dev.snowdrift.sandbox.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.sandbox.prefect.Api.Answer;
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

  @Test
  void a_change_of_data_drops_every_reference_that_it_does_not_give_again() {
    var credentials = block("snowflake-credentials", unique, "{'account':'a'}");
    var reference = "{'$ref':{'block_document_id':'%s'}}".formatted(credentials.id());
    var connector =
        block("snowflake-connector", unique, "{'database':'d','credentials':" + reference + "}");
    var path = "/block_documents/" + connector.id();

    api().patch(path, "{'data':{'database':'e','credentials':" + reference + "}}").is(204);
    api().patch(path, "{}").is(204);
    api().get(path).is(200).has("{'data':{'database':'e','credentials':{'account':'a'}}}");
    api().patch(path, "{'data':{'warehouse':'w'}}").is(204);

    var shown = api().get(path).is(200);
    assertThat(shown.body().path("block_document_references").isEmpty()).isTrue();
    assertThat(shown.body().path("data").toString())
        .isEqualTo("{\"database\":\"e\",\"warehouse\":\"w\"}");
  }

  @Test
  void data_that_are_not_merged_keep_the_secrets_whose_mask_is_sent() {
    var block = block("snowflake-credentials", unique, "{'account':'a','user':'u','password':'p'}");
    var path = "/block_documents/" + block.id();

    api()
        .patch(path, "{'merge_existing_data':false,'data':{'account':'b','password':'********'}}")
        .is(204);

    assertThat(api().get(path + "?include_secrets=true").is(200).body().path("data").toString())
        .isEqualTo("{\"account\":\"b\",\"password\":\"p\"}");
  }

  @Test
  void secrets_are_masked_by_their_exact_path_or_below_a_star() {
    var type = type();
    var block =
        document(
            type,
            schema(type, "'secret_fields':['s','cfg.*','deep.token','list','nothing']").id(),
            "{'a':'1','s':'hush','cfg':{'k':'v','o':{'x':'y'}},'deep':{'token':'t','other':'o'},"
                + "'list':[1,2],'nothing':null}");

    block.has(
        "{'data':{'a':'1','s':'********','cfg':{'k':'********','o':{'x':'********'}},"
            + "'deep':{'token':'********','other':'o'},'list':'********','nothing':null}}");
    var path = "/block_documents/" + block.id();
    api().patch(path, "{'data':{'deep':{'token':'********','other':'p'},'a':'********'}}").is(204);
    var clear = api().get(path + "?include_secrets=true").is(200).body().path("data");
    assertThat(clear.path("deep").toString()).isEqualTo("{\"token\":\"t\",\"other\":\"p\"}");
    assertThat(clear.path("a").asString()).isEqualTo("********");
  }

  @Test
  void a_type_is_made_once_and_changes_only_what_describes_it() {
    var body = "{'name':'T %s','slug':'%s','description':'x'}".formatted(unique, unique);

    var type = api().post("/block_types/", body).is(201);

    type.hasBody(
        """
        {'id':'*','created':'*','updated':'*','name':'T %s','slug':'%s','logo_url':null,
         'documentation_url':null,'description':'x','code_example':null,'is_protected':false}
        """
            .formatted(unique, unique));
    api()
        .post("/block_types/", body)
        .is(409)
        .hasBody("{'detail':'Block type with name \\\"T %s\\\" already exists'}".formatted(unique));
    var path = "/block_types/" + type.id();
    api().patch(path, "{'description':'new'}").is(204);
    api().get(path).is(200).has("{'description':'new'}");
    api().get("/block_types/slug/" + unique).is(200).has("{'description':'new'}");
    api().patch(path, "{'name':'n'}").refuses("extra_forbidden", "body.name");
    api().post("/block_types/", "{'name':'Prefect x','slug':'px'}").is(403);
    api().post("/block_types/", "{'name':'b','slug':'B_x'}").refuses("value_error", "body.slug");
    api().post("/block_types/", "{'slug':'b'}").refuses("missing", "body.name");
    var secret = api().get("/block_types/slug/secret").is(200);
    api().delete("/block_types/" + secret.id()).is(403);
  }

  @Test
  void a_schema_is_known_again_by_checksum_and_version() {
    var type = type();
    var fields = "'type':'object','title':'Ü','properties':{'a':{'type':'string'}},'x':[1,true]";

    var first = schema(type, fields);
    var again = api().post("/block_schemas/", schemaBody(type, fields)).is(200);
    var other = schema(type, fields + ",'secret_fields':['a'],'y':null");

    assertThat(again.id()).isEqualTo(first.id());
    // As Python computes it; a stand-in that did otherwise would make schemas twice.
    first.has(
        "{'checksum':'%s','version':'non-versioned','capabilities':[]}"
            .formatted("sha256:613b60e66c15bd98e79aded2cb444cb9065ed3f15bf17334168e031eb3d80ca6"));
    assertThat(first.body().path("fields").path("block_schema_references").isObject()).isTrue();
    assertThat(first.body().path("block_type").path("slug").asString()).isEqualTo(unique);
    assertThat(other.body().path("checksum")).isNotEqualTo(first.body().path("checksum"));
    var versioned =
        api()
            .post(
                "/block_schemas/", schemaBody(type, fields).replaceFirst("^\\{", "{'version':'1',"))
            .is(201);
    assertThat(versioned.body().path("checksum")).isEqualTo(first.body().path("checksum"));
    var path = "/block_schemas/checksum/" + first.body().path("checksum").asString();
    assertThat(api().get(path).is(200).id()).isEqualTo(versioned.id());
    assertThat(api().get(path + "?version=non-versioned").is(200).id()).isEqualTo(first.id());
    api().get("/block_schemas/" + first.id()).is(200);
    var newestFirst = "{'block_schemas':{'block_type_id':{'any_':['%s']}}}".formatted(type);
    assertThat(Json.elements(api().post("/block_schemas/filter", newestFirst).body()))
        .extracting(schema -> schema.path("id").asString())
        .containsExactly(versioned.id(), other.id(), first.id());
    api()
        .post("/block_schemas/", schemaBody(NOWHERE, fields))
        .is(404)
        .hasBody("{'detail':'Block type %s not found.'}".formatted(NOWHERE));
  }

  @Test
  void a_document_keeps_its_schema_until_it_is_given_another_of_its_type() {
    var type = type();
    var old = schema(type, "'title':'old'");
    var fresh = schema(type, "'title':'new'");
    var block = document(type, old.id(), "{'unknown':1}");
    var path = "/block_documents/" + block.id();

    api().patch(path, "{'data':{'unknown':2}}").is(204);
    api().get(path).is(200).has("{'block_schema_id':'%s'}".formatted(old.id()));
    api().patch(path, "{'block_schema_id':'%s','data':{}}".formatted(fresh.id())).is(204);

    api()
        .get(path)
        .is(200)
        .has("{'block_schema_id':'%s','data':{'unknown':2}}".formatted(fresh.id()));
    var stranger = newestSchema(api().get("/block_types/slug/secret").id());
    api()
        .patch(path, "{'block_schema_id':'%s','data':{}}".formatted(stranger))
        .is(400)
        .hasBody(
            "{'detail':'Must migrate block document to a block schema of the same block type.'}");
    api().delete("/block_schemas/" + fresh.id()).is(204);
    api().get(path).is(404);
  }

  @Test
  void documents_are_counted_and_listed_by_type_and_go_with_it() {
    var type = type();
    var block = document(type, schema(type, "'title':'counted'").id(), "{}");
    var ofType = "{'block_types':{'slug':{'any_':['%s']}}}".formatted(unique);

    api().post("/block_documents/count", ofType).is(200).hasBody("1");
    assertThat(api().post("/block_documents/filter", ofType).is(200).body().size()).isEqualTo(1);
    assertThat(
            api()
                .get("/block_types/slug/%s/block_documents".formatted(unique))
                .is(200)
                .body()
                .get(0))
        .isEqualTo(block.body());
    api().get("/block_types/slug/none/block_documents").is(404);
    api().get("/block_types/slug/none/block_documents/name/x").is(404);
    api().post("/block_documents/filter", "{'sort':'X'}").refuses("enum", "body.sort");
    api().post("/block_documents/filter", "{'sort':'BLOCK_TYPE_AND_NAME_ASC'}").is(200);
    api().delete("/block_types/" + type).is(204);

    api().post("/block_documents/count", ofType).is(200).hasBody("0");
    api().get("/block_documents/" + block.id()).is(404);
    api().delete("/block_types/" + type).is(404).hasBody("{'detail':'Block type not found'}");
  }

  @Test
  void a_document_needs_a_name_and_what_it_refers_to() {
    var type = type();
    var body =
        "{'data':{},'block_type_id':'%s','block_schema_id':'%s'}"
            .formatted(type, schema(type, "'title':'t'").id());
    var named = body.replace("{'data'", "{'name':'%s','data'".formatted(unique));

    api().post("/block_documents/", body).refuses("value_error", "body");
    api()
        .post("/block_documents/", named.replace(unique, "Not_a_name"))
        .refuses("value_error", "body.name");
    var dangling = "{'a':{'$ref':{'block_document_id':'%s'}}}".formatted(NOWHERE);
    api().post("/block_documents/", named.replace("{}", dangling)).is(409);
    api().post("/block_documents/", named).is(201);
    api().post("/block_documents/", named).is(409).hasBody("{'detail':'Block already exists'}");
  }

  private String type() {
    return api()
        .post("/block_types/", "{'name':'T %s','slug':'%s'}".formatted(unique, unique))
        .is(201)
        .id();
  }

  private Answer schema(String type, String fields) {
    return api().post("/block_schemas/", schemaBody(type, fields)).is(201);
  }

  private static String schemaBody(String type, String fields) {
    return "{'block_type_id':'%s','fields':{%s}}".formatted(type, fields);
  }

  private Answer document(String type, String schema, String data) {
    return api()
        .post(
            "/block_documents/",
            "{'name':'%s','data':%s,'block_type_id':'%s','block_schema_id':'%s'}"
                .formatted(unique, data, type, schema))
        .is(201);
  }
}
