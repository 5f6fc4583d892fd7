package dev.snowdrift.prefect;

import dev.snowdrift.kind.TargetFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads one listing completely, or says that it could not. A listing that fits in one page costs
/// one question.
///
/// Pages are found by offset, so one that moves while it is read can overlap or skip. Three things
/// guard against that: each page begins with the last item of the page before, items are taken once
/// by id, and where there are several pages their number is compared with what the server counts.
/// What does not fit together is read again. Used for look after look, by several threads.
final class Lister {
  private static final int TRIES = 3;
  private static final int MOST = 200_000;

  private final PrefectClient client;
  private final Pages pages;
  private final Set<ApiPath> missing = ConcurrentHashMap.newKeySet();

  Lister(PrefectClient client, Pages pages) {
    this.client = client;
    this.pages = pages;
  }

  List<JsonNode> list(Listing listing) {
    if (listing == Listing.WORKER_TYPES) {
      return workerTypes();
    }
    var why = "";
    for (var attempt = 1; attempt <= TRIES; attempt++) {
      switch (read(listing)) {
        case Reading.Whole(var items) -> {
          return items;
        }
        case Reading.Moved(var difference) -> why = difference;
      }
    }
    throw unusable(listing, "%s, in each of %d tries".formatted(why, TRIES));
  }

  /// By package, and in it by type.
  private List<JsonNode> workerTypes() {
    var types = new ArrayList<JsonNode>();
    client
        .find(ApiPath.of("/collections/views/aggregate-worker-metadata"))
        .ifPresent(
            packages -> packages.forEach(workers -> workers.forEach(worker -> types.add(worker))));
    return types;
  }

  /// What came of reading all pages once.
  private sealed interface Reading {
    record Whole(List<JsonNode> items) implements Reading {}

    record Moved(String difference) implements Reading {}
  }

  private Reading read(Listing listing) {
    var items = new LinkedHashMap<String, JsonNode>();
    var counted = OptionalInt.empty();
    var complete = false;
    var opening = opening(listing);
    if (opening.isPresent()) {
      counted = number(listing, opening.get().path("count"));
      add(listing, items, opening.get().path("results"));
      complete = items.size() >= counted.orElseThrow();
    } else {
      complete = add(listing, items, ask(listing, 0));
    }
    if (!complete) {
      if (!rest(listing, items, counted.orElse(MOST))) {
        return new Reading.Moved("it moves while it is read");
      }
      if (items.size() >= MOST) {
        throw unusable(listing, "it has %d items or more".formatted(MOST));
      }
      counted = counted.isPresent() ? counted : count(listing);
    }
    if (counted.isPresent() && counted.getAsInt() != items.size()) {
      return new Reading.Moved(
          "it counts %d and lists %d".formatted(counted.getAsInt(), items.size()));
    }
    return new Reading.Whole(new ArrayList<>(items.values()));
  }

  /// The first page with the count of all, in one answer; empty where the server has no such route.
  private Optional<JsonNode> opening(Listing listing) {
    if (!listing.paginates()) {
      return Optional.empty();
    }
    var answer = unlessMissing(listing.paginate(), question(listing).put("page", 1));
    if (answer.isPresent() && !answer.get().path("results").isArray()) {
      throw unusable(listing, "a page is not a list");
    }
    return answer;
  }

  /// All pages after the first; false when one does not begin where the one before ended.
  private boolean rest(Listing listing, SequencedMap<String, JsonNode> items, int expected) {
    for (var last = items.isEmpty(); !last && items.size() < expected; ) {
      var before = items.size();
      var page = ask(listing, before - 1);
      var end = items.lastEntry().getKey();
      if (page.items().isEmpty() || !identified(listing, page.items().getFirst()).equals(end)) {
        return false;
      }
      last = add(listing, items, page) || items.size() == before;
    }
    return true;
  }

  private Pages.Page ask(Listing listing, int offset) {
    return pages.ask(listing.words(), listing.filter(), question(listing), offset);
  }

  private static ObjectNode question(Listing listing) {
    var question = Json.object();
    listing.sort().ifPresent(sort -> question.put("sort", sort));
    if (listing == Listing.BLOCK_DOCUMENTS) {
      question.put("include_secrets", false);
    }
    return question;
  }

  /// @return whether the page is the last one
  private static boolean add(
      Listing listing, SequencedMap<String, JsonNode> items, Pages.Page page) {
    page.items().forEach(item -> items.put(identified(listing, item), item));
    return page.last();
  }

  private static void add(Listing listing, SequencedMap<String, JsonNode> items, JsonNode page) {
    page.forEach(item -> items.put(identified(listing, item), item));
  }

  /// Empty where the server does not count this.
  private OptionalInt count(Listing listing) {
    var count = unlessMissing(listing.count(), Json.object());
    return count.isPresent() ? number(listing, count.get()) : OptionalInt.empty();
  }

  private static OptionalInt number(Listing listing, JsonNode count) {
    if (!count.isIntegralNumber() || count.asLong() < 0 || count.asLong() > MOST) {
      throw unusable(listing, "the count is not a number up to " + MOST);
    }
    return OptionalInt.of(count.asInt());
  }

  /// Empty when there is no such route; that is not asked twice.
  private Optional<JsonNode> unlessMissing(ApiPath path, ObjectNode question) {
    if (missing.contains(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(client.ask(path, question));
    } catch (TargetFailure failure) {
      var code = failure.code().orElse("");
      if (code.equals("HTTP 404") || code.equals("HTTP 405")) {
        missing.add(path);
        return Optional.empty();
      }
      throw failure;
    }
  }

  private static String identified(Listing listing, JsonNode item) {
    if (Json.text(item, listing.required()).isEmpty()) {
      throw unusable(listing, "an item has no " + listing.required());
    }
    return Json.text(item, "id").orElseThrow(() -> unusable(listing, "an item has no id"));
  }

  private static TargetFailure unusable(Listing listing, String why) {
    return Pages.unusable(listing.words(), why);
  }
}
