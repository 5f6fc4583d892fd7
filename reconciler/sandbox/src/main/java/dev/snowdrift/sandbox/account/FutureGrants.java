package dev.snowdrift.sandbox.account;

import java.util.ArrayList;
import java.util.List;

/// What containers give on the objects they get. Those of the schema shadow those of the database
/// for the same kind.
final class FutureGrants {
  private final Execution execution;

  FutureGrants(Execution execution) {
    this.execution = execution;
  }

  void applyTo(AccountObject object) {
    var path = object.path();
    if (path.database().isEmpty()) {
      return;
    }
    var kind = object.domain().family();
    var grants = new ArrayList<FutureGrant>();
    if (!path.schema().isEmpty()) {
      grants.addAll(of("SCHEMA", ObjectPath.inDatabase(path.database(), path.schema()), kind));
    }
    if (grants.isEmpty()) {
      grants.addAll(of("DATABASE", ObjectPath.inAccount(path.database()), kind));
    }
    for (var grant : grants) {
      if (grant.privilege().equals("OWNERSHIP")) {
        object.giveTo(grant.holder().path().name());
      } else {
        object.put(
            new Grant(
                grant.privilege(),
                grant.holder(),
                grant.option(),
                object.owner(),
                execution.now()));
      }
    }
  }

  private List<FutureGrant> of(String containerKind, ObjectPath container, String kind) {
    return execution.find(containerKind, container).stream()
        .flatMap(object -> object.futureGrants().stream())
        .filter(grant -> grant.kind().equals(kind))
        .toList();
  }
}
