package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.manifest.Limits;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.YamlReader;
import dev.snowdrift.manifest.YamlTyping;
import dev.snowdrift.snowflake.QualifiedName;
import dev.snowdrift.snowflake.Sql;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The body of a task that runs containers to their end: EXECUTE JOB SERVICE with a specification.
///
/// The name of a job stays taken until the job is dropped (Snowflake documentation of EXECUTE JOB
/// SERVICE), so that a body with a plain NAME succeeds once and never again. Hence two forms. One
/// without a name, which Snowflake then gives itself (`JOB_<query id>`), leaves every run to be
/// looked at for as long as Snowflake keeps it. One with a name is a block that drops what the last
/// run left before it begins: only the last run can be looked at, under a name that is known
/// beforehand. A task does not overlap with itself, so that a block never drops a run that goes on,
/// unless the task's time-out ended the task and not its job.
///
/// @param specification as in the manifest, or as it was read from a definition
record JobBody(
    String computePool,
    Optional<String> name,
    JsonNode specification,
    List<String> externalAccessIntegrations,
    Optional<String> queryWarehouse,
    Optional<Long> replicas) {

  JobBody {
    externalAccessIntegrations = List.copyOf(externalAccessIntegrations);
  }

  /// The statement or block.
  String sql() {
    var job =
        Sql.of("EXECUTE JOB SERVICE")
            .words("IN COMPUTE POOL")
            .name(computePool)
            .words("FROM SPECIFICATION")
            .dollars(ServiceSources.text(specification));
    name.ifPresent(value -> job.property("NAME").name(value));
    queryWarehouse.ifPresent(value -> job.property("QUERY_WAREHOUSE").name(value));
    replicas.ifPresent(value -> job.property("REPLICAS").number(value));
    if (!externalAccessIntegrations.isEmpty()) {
      job.property("EXTERNAL_ACCESS_INTEGRATIONS").names(externalAccessIntegrations);
    }
    var statement = job.ddl().redacted();
    return name.map(value ->
            "BEGIN\n  %s;\n  %s;\nEND"
                .formatted(
                    Sql.of("DROP SERVICE IF EXISTS").name(value).ddl().redacted(), statement))
        .orElse(statement);
  }

  /// One form for all bodies that do the same.
  ///
  /// @param schema of the task; short names are in it
  JsonNode canonical(QualifiedName schema) {
    var form = JsonNodeFactory.instance.objectNode();
    form.put("computePool", computePool);
    name.ifPresent(value -> form.put("name", value));
    form.set("specification", new SpecificationForm(schema).of(specification));
    if (!externalAccessIntegrations.isEmpty()) {
      form.set("externalAccessIntegrations", Canonical.set(externalAccessIntegrations));
    }
    queryWarehouse.ifPresent(value -> form.put("queryWarehouse", value));
    replicas.filter(count -> count != 1).ifPresent(count -> form.put("replicas", count));
    return Canonical.tree(form);
  }

  /// A definition that has one of the two forms; empty for any other, which is then somebody's own.
  static Optional<JobBody> parse(String definition, QualifiedName schema) {
    return JobTokens.of(definition).flatMap(tokens -> parse(tokens, schema));
  }

  private static Optional<JobBody> parse(JobTokens tokens, QualifiedName schema) {
    var form = new SpecificationForm(schema);
    Optional<String> dropped = Optional.empty();
    var block = tokens.words("BEGIN");
    if (block) {
      if (!tokens.words("DROP", "SERVICE", "IF", "EXISTS")) {
        return Optional.empty();
      }
      dropped = tokens.name().map(form::qualified);
      if (dropped.isEmpty() || !tokens.words(";")) {
        return Optional.empty();
      }
    }
    if (!tokens.words("EXECUTE", "JOB", "SERVICE")) {
      return Optional.empty();
    }
    var clauses = new JobClauses();
    if (!clauses.read(tokens)) {
      return Optional.empty();
    }
    tokens.words(";");
    if (block && !tokens.words("END")) {
      return Optional.empty();
    }
    tokens.words(";");
    var name = clauses.name().map(form::qualified);
    var specification = clauses.specification().flatMap(JobBody::yaml);
    if (!tokens.atEnd()
        || !name.equals(dropped)
        || clauses.computePool().isEmpty()
        || specification.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new JobBody(
            clauses.computePool().get(),
            name,
            specification.get(),
            clauses.integrations(),
            clauses.queryWarehouse(),
            clauses.replicas()));
  }

  private static Optional<JsonNode> yaml(String text) {
    var problems = new Problems();
    var documents =
        YamlReader.read(
            "definition", text.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT, problems);
    return problems.isEmpty() && !documents.isEmpty()
        ? Optional.of(YamlTyping.json(documents.getFirst(), "definition", new Problems()))
        : Optional.empty();
  }
}
