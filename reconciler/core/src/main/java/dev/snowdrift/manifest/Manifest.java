package dev.snowdrift.manifest;

/// One resource as its environment wants it: overlays merged, values replaced, nothing yet known
/// about the kind's fields. Parts that were left out are empty mappings.
///
/// `at` is where the resource is declared first: in the base, unless only the overlay has it.
public record Manifest(
    String apiVersion,
    String kind,
    String name,
    Mapping metadata,
    Mapping lifecycle,
    Mapping spec,
    Location at) {
  /// The only version there is.
  public static final String API_VERSION = "snowdrift.dev/v1alpha1";

  /// `Task ETL.PUBLIC.LOAD`, as problems name it.
  public String subject() {
    return kind + " " + name;
  }
}
