package dev.snowdrift.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.manifest.Problems;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
  private static final Scope SCOPE = new Scope(Map.of("Database", List.of("ETL*", "\"my db\"")));

  private static List<Problem> problems(String name) {
    var box = Boxes.box(name).desired();
    var resources = new TreeMap<ResourceId, Desired<?>>(Map.of(box.id(), box));
    var problems = new Problems();
    SCOPE.check(resources, Boxes.REGISTRY, problems);
    return problems.list();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ETL.APP.F(VARCHAR, NUMBER)", "ETL_DEV.APP.\"a b\"", "\"my db\".APP.T", "POOL"})
  void what_is_in_an_allowed_database_or_in_none_is_allowed(String name) {
    assertThat(problems(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"RAW.APP.F(VARCHAR, NUMBER)", "RAW.APP.\"a b\"", "\"etl.x\".APP.T", "RAW.APP"})
  void what_is_in_another_database_is_refused_however_its_name_is_written(String name) {
    assertThat(problems(name))
        .singleElement()
        .extracting(Problem::what)
        .asString()
        .contains("outside the scope");
  }

  @ParameterizedTest
  @ValueSource(strings = "ROLE A ON DATABASE RAW.APP")
  void the_name_of_a_grant_is_in_no_database(String name) {
    assertThat(problems(name)).isEmpty();
  }
}
