package dev.snowdrift.manifest;

import java.util.List;

/// Which object a manifest means, and what must be there before it.
@Doc("Identity and order")
public record Metadata(
    @Doc("The object's name; for Snowflake by its rules: unquoted letters fold to upper case")
        @Example("ETL.PUBLIC.LOAD")
        String name,
    @Doc("What must be converged first and is not referred to anyway") List<Dependency> dependsOn) {

  public record Dependency(
      @Doc("The other resource's kind") @Example("Job") String kind,
      @Doc("The other resource's name") @Example("ETL.PUBLIC.MIGRATE") String name) {}

  public Metadata {
    dependsOn = List.copyOf(dependsOn);
  }
}
