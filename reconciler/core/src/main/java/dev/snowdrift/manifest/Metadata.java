package dev.snowdrift.manifest;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Which object a manifest means, and what must be there before it.
@Doc("Identity and order")
public record Metadata(
    @Doc("The object's name; for Snowflake by its rules: unquoted letters fold to upper case")
        @Example("ETL.PUBLIC.LOAD")
        String name,
    @Doc("What must be converged first and is not referred to anyway") List<Dependency> dependsOn) {

  private static final ObjectNode SCHEMA = SchemaGenerator.of(Metadata.class);

  /// Binds a manifest's `metadata`, or gives nothing after adding at least one problem.
  public static Optional<Metadata> read(Mapping node, String subject, Problems problems) {
    return Binder.bind(node, Metadata.class, SCHEMA, subject, problems);
  }

  public record Dependency(
      @Doc("The other resource's kind") @Example("Job") String kind,
      @Doc("The other resource's name") @Example("ETL.PUBLIC.MIGRATE") String name) {}

  public Metadata {
    dependsOn = List.copyOf(dependsOn);
  }
}
