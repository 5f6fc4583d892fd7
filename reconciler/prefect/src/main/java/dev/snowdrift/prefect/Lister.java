package dev.snowdrift.prefect;

import dev.snowdrift.kind.TargetFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads one listing completely, or says that it could not.
///
/// Pages are found by offset, so one that moves while it is read can overlap or skip: items are
/// taken once by id, and their number is compared with what the server counts.
final class Lister {
  private static final int TRIES = 3;
  private static final int MOST = 200_000;

  private final PrefectClient client;

  Lister(PrefectClient client) {
    this.client = client;
  }

  List<JsonNode> list(Listing listing) {
    for (var attempt = 1; ; attempt++) {
      var counted = count(listing);
      var items = pages(listing, counted.orElse(MOST));
      if (counted.isEmpty() || items.size() == counted.getAsInt()) {
        return items;
      }
      if (attempt == TRIES) {
        throw unusable(
            listing,
            "it counts %d and lists %d, in each of %d tries"
                .formatted(counted.getAsInt(), items.size(), TRIES));
      }
    }
  }

  /// Empty where the server does not count this; then pages are read until one is empty.
  private OptionalInt count(Listing listing) {
    JsonNode count = JsonNodeFactory.instance.missingNode();
    try {
      count = client.ask(listing.count(), Json.object());
    } catch (TargetFailure failure) {
      // 405 where the path is that of an object called `count`.
      if (Set.of("HTTP 404", "HTTP 405").contains(failure.code().orElse(""))) {
        return OptionalInt.empty();
      }
      throw failure;
    }
    if (!count.isIntegralNumber() || count.asLong() < 0 || count.asLong() > MOST) {
      throw unusable(listing, "the count is not a number up to " + MOST);
    }
    return OptionalInt.of(count.asInt());
  }

  /// The server's own page size is taken, 200 unless an administrator changed it
  /// (PREFECT_SERVER_API_DEFAULT_LIMIT is both the standard and the most; asking for more is 422).
  private List<JsonNode> pages(Listing listing, int counted) {
    var items = new LinkedHashMap<String, JsonNode>();
    var offset = 0;
    while (offset < counted || offset == 0) {
      var question = Json.object().put("offset", offset);
      listing.sort().ifPresent(sort -> question.put("sort", sort));
      if (listing == Listing.BLOCK_DOCUMENTS) {
        question.put("include_secrets", false);
      }
      var page = client.ask(listing.filter(), question);
      if (!page.isArray()) {
        throw unusable(listing, "a page is not a list");
      }
      for (var item : page) {
        items.put(identified(listing, item), item);
      }
      if (page.isEmpty()) {
        break;
      }
      offset += page.size();
    }
    return new ArrayList<>(items.values());
  }

  private static String identified(Listing listing, JsonNode item) {
    if (Json.text(item, listing.required()).isEmpty()) {
      throw unusable(listing, "an item has no " + listing.required());
    }
    return Json.text(item, "id").orElseThrow(() -> unusable(listing, "an item has no id"));
  }

  private static TargetFailure unusable(Listing listing, String why) {
    return new TargetFailure(
        TargetFailure.Kind.TRANSIENT,
        Optional.empty(),
        "Prefect's listing of %s is not usable: %s; it is read again later"
            .formatted(listing.words(), why));
  }
}
