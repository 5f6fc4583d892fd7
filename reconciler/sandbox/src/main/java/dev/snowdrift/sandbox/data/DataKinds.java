package dev.snowdrift.sandbox.data;

import dev.snowdrift.sandbox.account.Registry;

/// The kinds of this package. A kind is one file and one line here.
public final class DataKinds implements Registry.Feature {
  @Override
  public void register(Registry registry) {
    registry
        .domain(new TableKind())
        .domain(new ViewKind())
        .domain(new FileFormatKind())
        .domain(new RoutineKind("FUNCTION"))
        .domain(new RoutineKind("PROCEDURE"))
        .domain(new SequenceKind())
        .domain(new StreamKind());
    new DataListings().register(registry);
  }
}
