package dev.snowdrift.sandbox.account;

import java.util.List;

/// Carries the renaming of a role or user over to everything that names it.
final class RenamedHolders {
  private RenamedHolders() {}

  static void move(Catalog catalog, AccountObject renamed, ObjectPath from) {
    var kind = renamed.domain().kind();
    if (!kind.equals("ROLE") && !kind.equals("USER") && !kind.equals("DATABASE ROLE")) {
      return;
    }
    var before = new Holder(kind, from);
    var after = new Holder(kind, renamed.path());
    for (var object : catalog.everything()) {
      if (kind.equals("ROLE") && object.owner().equals(from.name())) {
        object.giveTo(renamed.name());
      }
      for (var grant : List.copyOf(object.grants())) {
        if (grant.holder().equals(before)) {
          object.remove(grant);
          object.put(
              new Grant(
                  grant.privilege(), after, grant.option(), grant.grantedBy(), grant.createdOn()));
        }
      }
    }
  }
}
