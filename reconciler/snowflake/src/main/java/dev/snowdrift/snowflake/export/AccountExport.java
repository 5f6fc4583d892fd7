package dev.snowdrift.snowflake.export;

import dev.snowdrift.kind.Export;
import dev.snowdrift.kind.Kind;
import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.kind.ManifestFiles;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.YamlWriter;
import dev.snowdrift.snowflake.kind.GrantExport;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// Manifests of everything that was seen in an account and that a person made: fields that are what
/// they would be anyway are left out, grants stand in the role that holds them, and names that
/// occur again and again are values of the environment.
///
/// Pure: the same observation gives the same files, byte for byte.
public final class AccountExport {
  private static final String GRANT = "Grant";

  private final KindRegistry registry;
  private final Observation seen;
  private final Set<ResourceId> refused;
  private final boolean live;
  private final SortedMap<ResourceId, String> leftOut = new TreeMap<>();

  private AccountExport(
      KindRegistry registry, Observation seen, boolean live, SortedMap<ResourceId, String> no) {
    this.registry = registry;
    this.seen = seen;
    this.live = live;
    this.refused = no.keySet();
    this.leftOut.putAll(no);
  }

  /// Writes what was seen.
  ///
  /// @param environment whose file is written
  /// @param live whether the objects stay, and the manifests have to take them over
  /// @param without objects that turned out not to be importable, with the reason
  public static ManifestFiles of(
      KindRegistry registry,
      Observation seen,
      String environment,
      boolean live,
      SortedMap<ResourceId, String> without) {
    return new AccountExport(registry, seen, live, without).export(environment);
  }

  private ManifestFiles export(String environment) {
    var manifests = new ArrayList<ExportedManifest>();
    var roles = new TreeMap<String, Export>();
    for (var object : seen.objects().values()) {
      var kind = registry.of(object.id());
      if (kind.name().equals(GRANT) || refused.contains(object.id())) {
        continue;
      }
      var reason = SystemObjects.reason(kind, object);
      if (reason.isPresent()) {
        leftOut.put(object.id(), reason.get());
        continue;
      }
      if (live && !kind.adoptable()) {
        leftOut.put(object.id(), "it cannot be taken over, only made anew");
        continue;
      }
      var export = kind.exported(object);
      if (kind.name().equals("Role")) {
        roles.put(object.id().name(), export);
      } else if (!SystemObjects.isImplied(object, export.spec().isEmpty())) {
        manifests.add(entry(kind, object.id().name(), export));
      }
    }
    grants(roles, manifests);
    var files = new ExportedFiles(manifests, environment).files();
    var unseen =
        seen.gaps().stream()
            .map(gap ->
                "%s%s: %s"
                    .formatted(
                        gap.kind(), gap.scope().isEmpty() ? "" : " " + gap.scope(), gap.why()))
            .distinct()
            .toList();
    return new ManifestFiles(files, manifests.size(), leftOut, unseen);
  }

  private void grants(SortedMap<String, Export> roles, List<ExportedManifest> manifests) {
    var grants =
        seen.objects().values().stream()
            .filter(object -> object.id().kind().equals(GRANT))
            .filter(object -> !refused.contains(object.id()))
            .toList();
    var compressed =
        GrantExport.of(grants, roles.keySet()::contains, id -> seen.find(id).isPresent());
    leftOut.putAll(compressed.leftOut());
    roles.forEach((name, export) -> {
      var inline = compressed.roles().get(name);
      if (inline != null) {
        for (var key : List.of("grants", "grantedTo", "grantedToUsers")) {
          if (inline.has(key)) {
            export.spec().set(key, inline.path(key));
          }
        }
      }
      registry.find("Role").ifPresent(kind -> manifests.add(entry(kind, name, export)));
    });
    registry
        .find(GRANT)
        .ifPresent(kind ->
            compressed
                .others()
                .forEach((name, spec) -> manifests.add(entry(kind, name, new Export(spec)))));
  }

  private static ExportedManifest entry(Kind<?> kind, String name, Export export) {
    return new ExportedManifest(
        new ResourceId(kind.name(), name),
        kind.marked() && kind.adoptable(),
        new Export(
            (ObjectNode) YamlWriter.literal(export.spec()), export.remarks(), export.ignored()));
  }
}
