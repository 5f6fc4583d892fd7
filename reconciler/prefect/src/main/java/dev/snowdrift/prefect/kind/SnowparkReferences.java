package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// What the job variables of a pool of the type `snowpark-container-service` name in Snowflake.
/// They only order the work: whether the names exist is seen when a job starts.
///
/// `compute_pool` is written `database.schema.pool`, the first two being where the job's service is
/// made (PrefectHQ/prefect, src/integrations/prefect-snowflake/prefect_snowflake/experimental/
/// workers/spcs.py).
final class SnowparkReferences {
  private SnowparkReferences() {}

  static List<Reference> of(JsonNode variables) {
    var references = new ArrayList<Reference>();
    variables
        .path("compute_pool")
        .asStringOpt()
        .map(name -> name.split("\\.", -1))
        .filter(parts -> parts.length == 3)
        .ifPresent(parts -> {
          references.add(Reference.ordering("Schema", upper(parts[0] + "." + parts[1])));
          references.add(Reference.ordering("ComputePool", upper(parts[2])));
        });
    for (var integration : variables.path("external_access_integrations")) {
      integration
          .asStringOpt()
          .ifPresent(
              name -> references.add(Reference.ordering("ExternalAccessIntegration", upper(name))));
    }
    for (var secret : variables.path("secrets")) {
      secret
          .path("snowflakeSecret")
          .path("objectName")
          .asStringOpt()
          .ifPresent(name -> references.add(Reference.ordering("Secret", upper(name))));
    }
    return references;
  }

  private static String upper(String name) {
    return name.toUpperCase(Locale.ROOT);
  }
}
