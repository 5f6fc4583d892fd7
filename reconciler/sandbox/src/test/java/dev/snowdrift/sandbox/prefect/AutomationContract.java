package dev.snowdrift.sandbox.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Automations.
abstract class AutomationContract extends PrefectContract {
  @Test
  void two_automations_may_share_a_name_and_a_put_renews_the_trigger() {
    var body =
        "{'name':'%s','trigger':{'type':'event','expect':['a'],'posture':'Reactive'},"
                .formatted(unique)
            + "'actions':[{'type':'do-nothing'}]}";
    var first = api().post("/automations/", body).is(201);
    api().post("/automations/", body).is(201);
    var path = "/automations/" + first.id();

    api().send("PUT", path, body).is(204);

    var after = api().get(path).is(200);
    assertThat(after.body().path("trigger").path("id"))
        .isNotEqualTo(first.body().path("trigger").path("id"));
    after.hasBody(
        """
        {'name':'%s','description':'','enabled':true,'tags':[],'trigger':{'type':'event','id':'*',
         'match':{},'match_related':{},'after':[],'expect':['a'],'for_each':[],
         'posture':'Reactive','threshold':1,'within':0.0},'actions':[{'type':'do-nothing'}],
         'actions_on_trigger':[],'actions_on_resolve':[],'id':'*','created':'*','updated':'*'}
        """
            .formatted(unique));
    var same = "{'automations':{'name':{'any_':['%s']}}}".formatted(unique);
    assertThat(api().post("/automations/filter", same).is(200).body().size()).isEqualTo(2);
    api().patch(path, "{'enabled':false}").is(204);
    api().patch(path, "{'name':'n'}").refuses("extra_forbidden", "body.name");
    api().delete(path).is(204);
    api().delete(path).is(404).hasBody("{'exception_message':'Automation not found'}");
  }
}
