package dev.snowdrift.snowflake.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sighting;
import dev.snowdrift.snowflake.World;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GrantKindTest {
  private static final ResourceId SAMPLES =
      new ResourceId("Grant", "ROLE READER ON DATABASE SNOWFLAKE_SAMPLE_DATA");
  private final GrantKind kind = new GrantKind();

  @Test
  void imported_privileges_are_granted_by_their_name_and_seen_as_usage() {
    var state =
        World.of(
            "Role READER",
            """
            Grant ROLE READER ON DATABASE SNOWFLAKE_SAMPLE_DATA
            privileges: [IMPORTED PRIVILEGES]
            """);
    var resource = Objects.requireNonNull(state.resources().get(SAMPLES));

    var created = World.REGISTRY.of(resource).create(cast(resource), Mark.NONE);
    var seen =
        kind.read(
            SAMPLES,
            new Sighting(
                List.of(
                    new Row(
                        Map.of(
                            "privilege", "USAGE",
                            "granted_on", "DATABASE",
                            "name", "SNOWFLAKE_SAMPLE_DATA",
                            "grantee_name", "READER",
                            "granted_by", "ACCOUNTADMIN"))),
                Map.of(),
                Map.of()));

    assertThat(created)
        .extracting(Effect::redacted)
        .containsExactly(
            "GRANT IMPORTED PRIVILEGES ON DATABASE SNOWFLAKE_SAMPLE_DATA TO ROLE READER");
    assertThat(seen.field("privileges.IMPORTED PRIVILEGES"))
        .hasValueSatisfying(held -> assertThat(held.booleanValue()).isTrue());
  }

  @Test
  void what_is_inherited_is_nobodys_to_revoke() {
    var row =
        new Row(
            Map.of(
                "privilege", "USAGE",
                "granted_on", "DATABASE",
                "name", "RAW",
                "grantee_name", "READER",
                "granted_by", "ACCOUNTADMIN",
                "is_inherited", "Y"));

    assertThat(kind.nameIn(row)).isEmpty();
  }

  @SuppressWarnings("unchecked")
  private static <S> Desired<S> cast(Desired<?> resource) {
    return (Desired<S>) resource;
  }
}
