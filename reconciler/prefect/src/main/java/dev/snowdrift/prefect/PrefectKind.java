package dev.snowdrift.prefect;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Kind;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Target;
import java.util.List;
import java.util.Optional;
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

  /// What is to be looked at beyond the listings, so that an object can be judged.
  default Set<Standing.Sign> signs() {
    return Set.of();
  }

  /// The work pool that an object is or runs in; empty for kinds that have nothing to do with one.
  default Optional<String> workPool(Observed seen) {
    return Optional.empty();
  }

  /// The object with its health as runs and workers tell it, and the facts behind that. Changes no
  /// field.
  default Observed judged(Observed seen, Standing standing) {
    return seen;
  }
}
