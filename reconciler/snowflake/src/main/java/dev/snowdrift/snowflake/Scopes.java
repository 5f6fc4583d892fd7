package dev.snowdrift.snowflake;

import dev.snowdrift.image.UsesImages;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.ResourceId;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What has to be listed so that every given resource, and everything that one refers to, would be
/// seen.
///
/// @param kinds by kind: the databases concerned, or the grantees of grants; one empty text for
///   kinds of the account
record Scopes(SortedMap<String, SortedSet<String>> kinds) {
  /// In place of a database, for what belongs to the account.
  static final String ACCOUNT = "";

  static Scopes of(Collection<Desired<?>> resources, Map<String, SnowflakeKind<?>> kinds) {
    var scopes = new TreeMap<String, SortedSet<String>>();
    for (var resource : resources) {
      var kind = kinds.get(resource.id().kind());
      if (kind == null) {
        if (resource.spec() instanceof UsesImages elsewhere) {
          elsewhere.images().stream()
              .flatMap(image -> image.repository().stream())
              .forEach(name -> add(RepositoryImages.repository(name), kinds, scopes));
        }
        continue;
      }
      add(resource.id(), kinds, scopes);
      for (var reference : references(kind, resource)) {
        add(reference.to(), kinds, scopes);
      }
      for (var id : resource.dependsOn()) {
        add(id, kinds, scopes);
      }
      kinds.forEach((name, listed) -> {
        if (listed.listing() instanceof Listing.OfGrants(var grants)) {
          grants
              .scope(resource)
              .ifPresent(scope -> scopes.computeIfAbsent(name, _ -> new TreeSet<>()).add(scope));
        }
      });
    }
    // Whether a database exists decides what absence means inside of it.
    if (scopes.keySet().stream().anyMatch(kind -> isInDatabase(kinds, kind))) {
      scopes.computeIfAbsent("Database", _ -> new TreeSet<>()).add(ACCOUNT);
    }
    return new Scopes(scopes);
  }

  /// The registry made the resource, so the types agree.
  @SuppressWarnings("unchecked")
  private static <S> Collection<Reference> references(SnowflakeKind<S> kind, Desired<?> resource) {
    return kind.references((Desired<S>) resource);
  }

  private static boolean isInDatabase(Map<String, SnowflakeKind<?>> kinds, String kind) {
    var known = kinds.get(kind);
    return known != null && known.listing() instanceof Listing.OfDatabase;
  }

  /// The database of a canonical name, which may be that of a function.
  private static String database(String name) {
    var qualified =
        name.endsWith(")") ? CallableName.parse(name).name() : QualifiedName.parse(name);
    return qualified.parts().getFirst().canonical();
  }

  private static void add(
      ResourceId id,
      Map<String, SnowflakeKind<?>> kinds,
      SortedMap<String, SortedSet<String>> scopes) {
    var kind = kinds.get(id.kind());
    if (kind == null) {
      return;
    }
    var scope =
        switch (kind.listing()) {
          case Listing.OfAccount _ -> ACCOUNT;
          case Listing.OfDatabase _ -> database(id.name());
          case Listing.OfGrants(var grants) -> grants.scope(id.name());
        };
    scopes.computeIfAbsent(id.kind(), _ -> new TreeSet<>()).add(scope);
  }
}
