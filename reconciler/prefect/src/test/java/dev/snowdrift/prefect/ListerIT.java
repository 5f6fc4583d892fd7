package dev.snowdrift.prefect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.snowdrift.kind.TargetFailure;
import dev.snowdrift.sandbox.prefect.Fault;
import dev.snowdrift.sandbox.prefect.PrefectStandIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a listing costs, and that nothing that stands still is lost in one that moves. Pages of ten
/// where nothing else is said.
class ListerIT {
  private final List<AutoCloseable> open = new ArrayList<>();
  private final AtomicInteger answered = new AtomicInteger();
  private Runnable afterEachAnswer = () -> {};

  @AfterEach
  void close() throws Exception {
    for (var each : open.reversed()) {
      each.close();
    }
  }

  private PrefectStandIn server(int pageLimit) {
    var server = PrefectStandIn.start(PrefectStandIn.Options.defaults().pageLimit(pageLimit));
    open.add(server);
    return server;
  }

  private Hand hand(PrefectStandIn server) {
    var hand = new Hand(server.api());
    open.add(hand);
    return hand;
  }

  private Lister lister(PrefectStandIn server) {
    var client =
        new PrefectClient(
            PrefectSettings.of(server.api(), new PrefectAuth.None()),
            (_, _, _, _) -> {
              answered.incrementAndGet();
              afterEachAnswer.run();
            });
    open.add(client);
    return new Lister(client, new Pages(client));
  }

  private static List<String> names(int from, int to) {
    return IntStream.range(from, to).mapToObj("v%03d"::formatted).toList();
  }

  private static SortedSet<String> listed(Lister lister, Listing listing) {
    var names = new TreeSet<String>();
    lister.list(listing).forEach(item -> names.add(item.path("name").asString()));
    return names;
  }

  @ParameterizedTest
  @CsvSource({
    // The last page is the first that is not full; each begins with the last item of the one
    // before; with more than one the number is compared with the count.
    "0,1",
    "1,1",
    "199,1",
    "200,3",
    "399,4",
    "400,4"
  })
  void a_listing_without_a_route_for_both_costs_its_pages_and_a_count_where_there_are_several(
      int number, int questions) {
    var server = server(200);
    var hand = hand(server);
    names(0, number).forEach(hand::variable);
    var lister = lister(server);

    assertThat(listed(lister, Listing.VARIABLES)).hasSize(number);
    assertThat(answered).hasValue(questions);
  }

  @ParameterizedTest
  @CsvSource({"0,1", "199,1", "200,1", "201,2", "399,2", "400,3"})
  void a_listing_whose_first_page_tells_the_count_costs_its_pages(int number, int questions) {
    var server = server(200);
    var hand = hand(server);
    names(0, number).forEach(hand::flow);
    var lister = lister(server);

    assertThat(listed(lister, Listing.FLOWS)).hasSize(number);
    assertThat(answered).hasValue(questions);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 9, 10, 11, 19, 20, 28, 50})
  void a_server_that_gives_smaller_pages_is_read_completely(int number) {
    var server = server(10);
    var hand = hand(server);
    names(0, number).forEach(hand::variable);
    names(0, number).forEach(hand::flow);
    var lister = lister(server);

    for (var look = 0; look < 2; look++) {
      assertThat(listed(lister, Listing.VARIABLES)).containsExactlyElementsOf(names(0, number));
      assertThat(listed(lister, Listing.FLOWS)).containsExactlyElementsOf(names(0, number));
    }
  }

  /// Whatever moves after whichever answer: an object that was there all the time is listed.
  @ParameterizedTest
  @CsvSource({
    "1,delete",
    "2,delete",
    "3,delete",
    "4,delete",
    "1,create",
    "2,create",
    "3,create",
    "4,create",
    "1,both",
    "2,both",
    "3,both",
    "4,both"
  })
  void an_object_that_stands_still_is_never_lost(int answer, String move) {
    for (var listing : List.of(Listing.VARIABLES, Listing.FLOWS)) {
      for (var victim : List.of(1, 14, 27, 33)) {
        moved(listing, answer, move, victim);
      }
    }
  }

  private void moved(Listing listing, int answer, String move, int victim) {
    var server = server(10);
    var hand = hand(server);
    var all = names(0, 35);
    all.forEach(name -> make(hand, listing, name));
    var lister = lister(server);
    answered.set(0);
    afterEachAnswer =
        () -> {
          if (answered.get() == answer) {
            if (!move.equals("create")) {
              delete(hand, listing, all.get(victim));
            }
            if (!move.equals("delete")) {
              make(hand, listing, "w-new");
            }
          }
        };

    var listed = listed(lister, listing);

    afterEachAnswer = () -> {};
    var still = new TreeSet<>(all);
    if (!move.equals("create")) {
      still.remove(all.get(victim));
    }
    assertThat(listed)
        .as("%s, %s %d after answer %d", listing, move, victim, answer)
        .containsAll(still);
  }

  private static void make(Hand hand, Listing listing, String name) {
    if (listing == Listing.FLOWS) {
      hand.flow(name);
    } else {
      hand.variable(name);
    }
  }

  private static void delete(Hand hand, Listing listing, String name) {
    if (listing == Listing.FLOWS) {
      hand.delete("/flows/{}", hand.id("/flows/name/{}", name));
    } else {
      hand.delete("/variables/name/{}", name);
    }
  }

  @Test
  void a_listing_that_moves_all_the_time_is_not_usable() {
    var server = server(10);
    var hand = hand(server);
    names(0, 35).forEach(hand::variable);
    var lister = lister(server);
    var made = new AtomicInteger();
    afterEachAnswer = () -> hand.variable("n" + made.incrementAndGet());

    assertThatThrownBy(() -> lister.list(Listing.VARIABLES))
        .isInstanceOfSatisfying(
            TargetFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TargetFailure.Kind.TRANSIENT))
        .hasMessageContaining("listing of variables is not usable")
        .hasMessageContaining("in each of 3 tries");
  }

  @Test
  void a_count_that_says_more_than_the_pages_hold_is_not_believed() {
    var server = server(10);
    var hand = hand(server);
    names(0, 25).forEach(hand::variable);
    server.inject(
        Fault.next(
            9,
            request -> request.path().equals("/variables/count"),
            new Fault.Effect.Answer(200, Map.of("Content-Type", "application/json"), "26")));
    var lister = lister(server);

    assertThatThrownBy(() -> lister.list(Listing.VARIABLES))
        .hasMessageContaining("it counts 26 and lists 25, in each of 3 tries");
  }

  @Test
  void a_server_that_has_no_route_for_both_is_asked_for_it_once() {
    var server = server(200);
    var hand = hand(server);
    names(0, 30).forEach(hand::flow);
    server.inject(
        Fault.next(
            9,
            request -> request.path().equals("/flows/paginate"),
            new Fault.Effect.Answer(404, Map.of(), "{\"detail\":\"Not Found\"}")));
    var lister = lister(server);

    listed(lister, Listing.FLOWS);
    var before = answered.get();
    assertThat(listed(lister, Listing.FLOWS)).hasSize(30);

    assertThat(answered.get() - before).isEqualTo(1);
    assertThat(server.log().count("POST", "/flows/paginate")).isEqualTo(1);
  }

  /// A server that answers the same two items to every question must not keep us for ever.
  @Test
  void a_listing_that_does_not_get_on_ends() {
    var server = server(200);
    server.inject(
        Fault.next(
            99,
            request -> request.path().equals("/work_pools/filter"),
            new Fault.Effect.Answer(
                200, Map.of("Content-Type", "application/json"), twoHundred())));
    var lister = lister(server);

    assertThatThrownBy(() -> lister.list(Listing.WORK_POOLS)).isInstanceOf(TargetFailure.class);
  }

  private static String twoHundred() {
    return IntStream.range(0, 200)
        .mapToObj(i -> "{\"id\":\"%d\",\"name\":\"p%d\"}".formatted(i, i))
        .toList()
        .toString();
  }
}
