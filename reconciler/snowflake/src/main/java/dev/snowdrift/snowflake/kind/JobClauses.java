package dev.snowdrift.snowflake.kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The clauses of one EXECUTE JOB SERVICE statement, in any order.
final class JobClauses {
  private Optional<String> computePool = Optional.empty();
  private Optional<String> name = Optional.empty();
  private Optional<String> specification = Optional.empty();
  private Optional<String> queryWarehouse = Optional.empty();
  private Optional<Long> replicas = Optional.empty();
  private List<String> integrations = List.of();

  /// Reads up to the end of the statement; false when there is a clause that a manifest cannot say.
  boolean read(JobTokens tokens) {
    var good = true;
    while (good && !tokens.atEnd()) {
      if (tokens.words("IN", "COMPUTE", "POOL")) {
        computePool = tokens.name();
        good = computePool.isPresent();
      } else if (tokens.words("FROM", "SPECIFICATION")) {
        specification = tokens.quotation();
        good = specification.isPresent();
      } else if (tokens.words("NAME", "=")) {
        name = tokens.name();
        good = name.isPresent();
      } else if (tokens.words("QUERY_WAREHOUSE", "=")) {
        queryWarehouse = tokens.name();
        good = queryWarehouse.isPresent();
      } else if (tokens.words("REPLICAS", "=")) {
        replicas = tokens.number();
        good = replicas.isPresent();
      } else if (tokens.words("EXTERNAL_ACCESS_INTEGRATIONS", "=", "(")) {
        good = readIntegrations(tokens);
      } else {
        return true;
      }
    }
    return good;
  }

  private boolean readIntegrations(JobTokens tokens) {
    var names = new ArrayList<String>();
    while (!tokens.words(")")) {
      var next = tokens.name();
      if (next.isEmpty()) {
        return false;
      }
      names.add(next.get());
      tokens.words(",");
    }
    integrations = names;
    return true;
  }

  Optional<String> computePool() {
    return computePool;
  }

  Optional<String> name() {
    return name;
  }

  Optional<String> specification() {
    return specification;
  }

  Optional<String> queryWarehouse() {
    return queryWarehouse;
  }

  Optional<Long> replicas() {
    return replicas;
  }

  List<String> integrations() {
    return integrations;
  }
}
