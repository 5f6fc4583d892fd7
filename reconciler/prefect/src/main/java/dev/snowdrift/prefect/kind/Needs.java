package dev.snowdrift.prefect.kind;

import dev.snowdrift.prefect.Json;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// What the runs of a deployment need, in the words of no particular type of work pool. What each
/// becomes is known only beside the pool.
///
/// @param image whether the manifest names an image
/// @param snowflakeSecrets environment variables whose values are Snowflake's secrets
/// @param amounts `cpu`, `memory` and `ephemeralStorage`, as far as given
record Needs(boolean image, List<String> snowflakeSecrets, SortedMap<String, String> amounts) {
  static final String CPU = "cpu";
  static final String MEMORY = "memory";
  static final String STORAGE = "ephemeralStorage";

  static final Needs NONE = new Needs(false, List.of(), new TreeMap<>());

  Needs {
    snowflakeSecrets = List.copyOf(snowflakeSecrets);
    amounts = Collections.unmodifiableSortedMap(new TreeMap<>(amounts));
  }

  static Needs of(FlowSpec spec, FlowSpec.Deployment deployment) {
    var amounts = new TreeMap<String, String>();
    put(amounts, CPU, deployment.cpu().or(spec::cpu));
    put(amounts, MEMORY, deployment.memory().or(spec::memory));
    put(amounts, STORAGE, deployment.ephemeralStorage().or(spec::ephemeralStorage));
    var secrets = new TreeMap<>(spec.secrets());
    secrets.putAll(deployment.secrets());
    return new Needs(
        deployment.image().or(spec::image).isPresent(),
        secrets.entrySet().stream()
            .filter(secret -> secret.getValue().snowflakeSecret().isPresent())
            .map(Map.Entry::getKey)
            .toList(),
        amounts);
  }

  private static void put(Map<String, String> into, String name, Optional<String> amount) {
    amount.ifPresent(text -> into.put(name, text));
  }

  /// The amounts as JSON; empty when there are none.
  Optional<JsonNode> asJson() {
    var json = Json.object();
    amounts.forEach(json::put);
    return Json.present(json);
  }
}
