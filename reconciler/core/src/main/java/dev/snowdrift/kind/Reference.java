package dev.snowdrift.kind;

/// A typed reference from a resource to another one. It orders the work, and must lead to something
/// declared or present before the first write.
///
/// @param path where in the specification it stands (`computePool`), for messages
/// @param required false where it only orders (a schema inside a database that is not declared)
public record Reference(ResourceId to, String path, boolean required) {

  public static Reference required(String kind, String name, String path) {
    return new Reference(new ResourceId(kind, name), path, true);
  }

  public static Reference ordering(String kind, String name) {
    return new Reference(new ResourceId(kind, name), "", false);
  }
}
