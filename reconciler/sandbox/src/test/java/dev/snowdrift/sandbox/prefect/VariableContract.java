package dev.snowdrift.sandbox.prefect;

import org.junit.jupiter.api.Test;

/// Variables.
abstract class VariableContract extends PrefectContract {
  @Test
  void a_variable_holds_any_json_and_can_be_renamed() {
    api()
        .post("/variables/", "{'name':'%s','value':{'a':1},'tags':['t']}".formatted(unique))
        .is(201)
        .hasBody(
            "{'id':'*','created':'*','updated':'*','name':'%s','value':{'a':1},'tags':['t']}"
                .formatted(unique));
    var path = "/variables/name/" + unique;

    api().patch(path, "{'value':null}").is(204);
    api().get(path).is(200).has("{'value':null,'tags':['t']}");
    api()
        .post("/variables/", "{'name':'%s','value':1}".formatted(unique))
        .is(409)
        .hasBody(
            "{'detail':'A variable with the name \\u0027%s\\u0027 already exists.'}"
                .formatted(unique));
    api().post("/variables/", "{'name':'BAD N','value':1}").refuses("value_error", "body.name");
    api().post("/variables/", "{'name':'w'}").refuses("missing", "body.value");
    api()
        .post("/variables/", "{'name':'w','value':'%s'}".formatted("x".repeat(5001)))
        .refuses("value_error", "body.value");
    api().patch(path, "{'name':'%s-new'}".formatted(unique)).is(204);
    api().get(path).is(404).hasBody("{'detail':'Variable not found.'}");
    api().delete(path + "-new").is(204);
  }
}
