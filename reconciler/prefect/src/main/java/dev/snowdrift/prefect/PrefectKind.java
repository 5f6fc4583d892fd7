package dev.snowdrift.prefect;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Kind;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Target;
import java.util.List;
import java.util.Set;

/// A kind that lives in a Prefect workspace: how it is read from the listings.
public interface PrefectKind<S> extends Kind<S> {

  @Override
  default Target target() {
    return Target.PREFECT;
  }

  /// What must be listed to see all objects of this kind.
  Set<Listing> listings();

  /// What must be listed besides, now that those are known: what only a resource needs that is not
  /// as it should be. At rest it is nothing.
  ///
  /// @param resources all that are looked at
  default Set<Listing> further(List<Desired<S>> resources, Listings listings) {
    return Set.of();
  }

  /// Every object of this kind, ours or not.
  List<Observed> read(Listings listings);
}
