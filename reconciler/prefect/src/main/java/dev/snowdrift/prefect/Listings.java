package dev.snowdrift.prefect;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The answers to the bulk questions of one look. Every item has an `id`, and no id is there twice.
public record Listings(Map<Listing, List<JsonNode>> items) {

  public Listings {
    var copy = new EnumMap<Listing, List<JsonNode>>(Listing.class);
    items.forEach((listing, list) -> copy.put(listing, List.copyOf(list)));
    items = Collections.unmodifiableMap(copy);
  }

  /// Empty for a listing that was not asked for.
  public List<JsonNode> of(Listing listing) {
    return items.getOrDefault(listing, List.of());
  }
}
