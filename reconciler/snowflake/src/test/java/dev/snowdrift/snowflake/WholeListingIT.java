package dev.snowdrift.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.sandbox.account.Account;
import dev.snowdrift.sandbox.wire.StatementLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// More objects than one listing shows.
class WholeListingIT {
  private final Rig rig = new Rig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void a_database_that_is_too_large_is_listed_schema_by_schema() {
    database("ETL");
    schema("ETL.A");
    schema("ETL.B");
    secrets("ETL.A", 5_001);
    secrets("ETL.B", 5_001);
    var last = new ResourceId("Secret", "ETL.B.S_05000");

    var seen = observe("Secret ETL.B.S_05000\nvalueFrom: {env: X}");

    assertThat(seen.gaps()).isEmpty();
    assertThat(seen.find(last)).isPresent();
    assertThat(rig.sandbox.statements().all())
        .extracting(StatementLog.Entry::sql)
        .contains("SHOW SECRETS IN DATABASE ETL", "SHOW SECRETS IN SCHEMA ETL.B")
        .noneMatch(sql -> sql.contains("LIMIT"));
  }

  @Test
  void a_schema_that_is_too_large_is_read_in_pages() {
    database("ETL");
    schema("ETL.A");
    many(
        10_002,
        "CREATE NETWORK RULE ETL.A.R_%05d TYPE = IPV4 VALUE_LIST = ('10.0.0.1') MODE = INGRESS");
    var last = new ResourceId("NetworkRule", "ETL.A.R_10001");

    var seen = observe("NetworkRule ETL.A.R_10001\nvalues: ['github.com:443']");

    assertThat(seen.gaps()).isEmpty();
    assertThat(seen.find(last)).isPresent();
    assertThat(rig.sandbox.statements().all())
        .extracting(StatementLog.Entry::sql)
        .contains("SHOW NETWORK RULES IN SCHEMA ETL.A LIMIT 10000 FROM 'R_09999'");
  }

  @Test
  void where_there_are_no_pages_only_that_schema_is_unknown() {
    database("ETL");
    schema("ETL.A");
    schema("ETL.B");
    secrets("ETL.A", 10_001);
    secrets("ETL.B", 1);

    var seen = observe("Secret ETL.A.S_10000\nvalueFrom: {env: X}");

    assertThat(seen.gap(new ResourceId("Secret", "ETL.A.S_10000")))
        .hasValueSatisfying(gap -> assertThat(gap.why()).contains("10,000"));
    assertThat(seen.gap(new ResourceId("Secret", "ETL.B.S_00001"))).isEmpty();
    assertThat(seen.find(new ResourceId("Secret", "ETL.B.S_00000"))).isPresent();
  }

  @Test
  void a_command_that_refuses_to_list_so_many_is_asked_for_pages() {
    many(10_001, "CREATE DATABASE DB_%05d");

    var seen = observe("Database DB_10000\ncomment: x");

    assertThat(seen.gaps()).isEmpty();
    assertThat(seen.find(new ResourceId("Database", "DB_10000"))).isPresent();
    assertThat(rig.sandbox.statements().all())
        .extracting(StatementLog.Entry::sql)
        .contains("SHOW DATABASES", "SHOW DATABASES LIMIT 10000");
  }

  private Observation observe(String resource) {
    return rig.provider.observe(World.of(resource).resources());
  }

  private void database(String name) {
    rig.byHand("CREATE DATABASE " + name);
  }

  private void schema(String name) {
    rig.byHand("CREATE SCHEMA " + name);
  }

  private void secrets(String schema, int number) {
    many(number, "CREATE SECRET " + schema + ".S_%05d TYPE = GENERIC_STRING SECRET_STRING = 'x'");
  }

  private void many(int number, String sql) {
    var session = rig.account.open(Account.ADMIN);
    for (var i = 0; i < number; i++) {
      rig.account.execute(session, sql.formatted(i));
    }
  }
}
