package dev.snowdrift.kind;

import java.util.Comparator;

/// What a resource is called: its kind and its canonical full name (`ETL.APP.WORKER`,
/// `nightly-etl/base`).
public record ResourceId(String kind, String name) implements Comparable<ResourceId> {
  private static final Comparator<ResourceId> ORDER =
      Comparator.comparing(ResourceId::kind).thenComparing(ResourceId::name);

  @Override
  public int compareTo(ResourceId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind + " " + name;
  }
}
