package dev.snowdrift.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.snowflake.kind.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tables, formats, users and whatever else an account is made of beside services, in an account
/// behind the real driver.
class AccountKindsIT {
  private final Rig rig = new Rig(1_000);

  @BeforeEach
  void what_has_no_kind_is_there_already() {
    rig.byHand(
        """
        CREATE STORAGE INTEGRATION LAKE TYPE = EXTERNAL_STAGE STORAGE_PROVIDER = 'S3'
        STORAGE_AWS_ROLE_ARN = 'arn:aws:iam::001234567890:role/lake' ENABLED = TRUE
        STORAGE_ALLOWED_LOCATIONS = ('s3://snowflake-lab/')
        """);
    for (var name : List.of("GITHUB_OAUTH", "AWS_AUTH")) {
      rig.byHand(
          "CREATE SECURITY INTEGRATION "
              + name
              + " TYPE = API_AUTHENTICATION AUTH_TYPE = OAUTH2 OAUTH_CLIENT_ID = 'id'"
              + " OAUTH_CLIENT_SECRET = 'secret' OAUTH_ALLOWED_SCOPES = ('repo', 'user') ENABLED ="
              + " TRUE");
    }
    rig.byHand("CREATE NETWORK POLICY ETL_POLICY ALLOWED_IP_LIST = ('192.0.2.0/24')");
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void a_converged_world_has_an_empty_plan_and_costs_no_write() {
    var state = Samples.state();
    rig.converge(state, Optional.empty());
    rig.clock.step(Duration.ofMinutes(10));
    var before = rig.sandbox.statements().last();

    var plan = plan(state);

    assertThat(plan.problems()).isEmpty();
    assertThat(plan.steps()).isEmpty();
    assertThat(rig.sandbox.statements().writesSince(before)).isEmpty();
  }

  private Plan plan(DesiredState state) {
    return rig.plan(state, Optional.of(state));
  }
}
