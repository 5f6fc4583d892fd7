package dev.snowdrift.prefect;

import dev.snowdrift.prefect.Standing.Ended;
import dev.snowdrift.prefect.Standing.Overdue;
import dev.snowdrift.prefect.Standing.Runs;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads how the runs of a workspace stand, in a few questions however many deployments there are.
///
/// The last run of each deployment is kept from look to look: a look reads what ended since the one
/// before, the newest first, and asks about the runs that failed whether they still did (somebody
/// may have deleted one, or set its state). At rest that is two questions, each of one page. The
/// first look goes a week back, or 1,000 runs. One look at a time.
final class RunFeed {
  private static final Duration WINDOW = Duration.ofDays(7);

  /// What ends while a page is read, and clocks that differ.
  private static final Duration OVERLAP = Duration.ofMinutes(10);

  private static final int FIRST_PAGES = 5;
  private static final int LATER_PAGES = 3;

  private static final ApiPath FILTER = ApiPath.of("/flow_runs/filter");
  private static final List<String> ENDED = List.of("COMPLETED", "FAILED", "CRASHED", "CANCELLED");
  private static final List<String> OVERDUE = List.of("Late", "AwaitingConcurrencySlot");
  private static final List<String> ACTIVE =
      List.of("Late", "AwaitingConcurrencySlot", "Running", "Retrying");

  private static final int LONGEST = 200;

  private final Pages pages;
  private Map<String, Ended> last = Map.of();
  private Optional<Instant> through = Optional.empty();

  RunFeed(Pages pages) {
    this.pages = pages;
  }

  /// @param unlisted whether there are more late or running ones than were read
  record Seen(Map<String, Runs> byDeployment, boolean unlisted) {
    static final Seen NOTHING = new Seen(Map.of(), false);

    Seen {
      byDeployment = Map.copyOf(byDeployment);
    }
  }

  /// @throws dev.snowdrift.kind.TargetFailure when one of the questions was not answered; what was
  ///   known before is kept for the next look
  Seen look(Instant now) {
    var ended = ended(now);
    confirm(ended);
    var active = ask(ACTIVE, "name", "EXPECTED_START_TIME_ASC");
    var runs = new HashMap<String, Runs>();
    ended.forEach((deployment, run) ->
        runs.put(deployment, new Runs(Optional.of(run), Overdue.NONE, Overdue.NONE, 0)));
    active.items().forEach(run -> count(runs, run));
    if (!active.last()) {
      // The page of late and running ones is full; at least of the late ones none should miss.
      var overdue = ask(OVERDUE, "name", "EXPECTED_START_TIME_ASC");
      runs.replaceAll(
          (_, known) -> new Runs(known.last(), Overdue.NONE, Overdue.NONE, known.running()));
      overdue.items().forEach(run -> count(runs, run));
    }
    last = Map.copyOf(ended);
    through = Optional.of(now);
    return new Seen(runs, !active.last());
  }

  /// The last run of each deployment, as far as it ended within the window and is known.
  private Map<String, Ended> ended(Instant now) {
    var from = through.map(before -> before.minus(OVERLAP)).orElse(now.minus(WINDOW));
    var most = through.isPresent() ? LATER_PAGES : FIRST_PAGES;
    var fresh = new HashMap<String, Ended>();
    var complete = false;
    for (var page = 0; page < most && !complete; page++) {
      var question = filter(ENDED, "type", "END_TIME_DESC");
      ((ObjectNode) question.path("flow_runs"))
          .putObject("end_time")
          .put("after_", from.toString());
      var answer = pages.ask("flow runs", FILTER, question, page * Pages.SIZE);
      answer
          .items()
          .forEach(run ->
              deployment(run)
                  .ifPresent(
                      id -> read(run).ifPresent(read -> fresh.merge(id, read, RunFeed::later))));
      complete = answer.last();
    }
    if (complete) {
      // Otherwise a run in between was perhaps not read, and what was known may be out of date.
      last.forEach((deployment, run) -> fresh.merge(deployment, run, RunFeed::later));
      fresh.values().removeIf(run -> run.at().isBefore(now.minus(WINDOW)));
    }
    return fresh;
  }

  private static Ended later(Ended one, Ended other) {
    return other.at().isAfter(one.at()) ? other : one;
  }

  /// Asks about the runs that had failed when they were read, and takes them as they are now; those
  /// that are gone, or at work again, are not anybody's last run any more.
  private void confirm(Map<String, Ended> ended) {
    var failed = last.values().stream().filter(Ended::failed).map(Ended::id).sorted();
    var known = failed.limit(Pages.SIZE).collect(Collectors.toSet());
    if (known.isEmpty()) {
      return;
    }
    var question = Json.object();
    var ids = question.putObject("flow_runs").putObject("id").putArray("any_");
    known.forEach(ids::add);
    var now = new HashMap<String, Ended>();
    for (var run : pages.ask("flow runs", FILTER, question, 0).items()) {
      read(run).ifPresent(read -> now.put(read.id(), read));
    }
    ended.values().removeIf(run -> known.contains(run.id()) && !now.containsKey(run.id()));
    ended.replaceAll((_, run) -> now.getOrDefault(run.id(), run));
  }

  private Pages.Page ask(List<String> states, String by, String sort) {
    return pages.ask("flow runs", FILTER, filter(states, by, sort), 0);
  }

  private static ObjectNode filter(List<String> states, String by, String sort) {
    var question = Json.object().put("sort", sort);
    var runs = question.putObject("flow_runs");
    runs.putObject("deployment_id").put("is_null_", false);
    var any = runs.putObject("state").putObject(by).putArray("any_");
    states.forEach(any::add);
    return question;
  }

  private static void count(Map<String, Runs> runs, JsonNode run) {
    var deployment = deployment(run);
    if (deployment.isEmpty()) {
      return;
    }
    var known = runs.getOrDefault(deployment.get(), Runs.NONE);
    var expected =
        time(run, "expected_start_time").or(() -> time(run, "next_scheduled_start_time"));
    runs.put(
        deployment.get(),
        switch (run.path("state_name").asString("")) {
          case "Late" -> known.oneLate(expected);
          case "AwaitingConcurrencySlot" -> known.oneWaiting(expected);
          default -> known.oneRunning();
        });
  }

  /// Empty for a run that has not ended.
  private static Optional<Ended> read(JsonNode run) {
    var id = Json.text(run, "id");
    var type = run.path("state_type").asString("");
    var at = time(run, "end_time");
    if (id.isEmpty() || at.isEmpty() || !ENDED.contains(type)) {
      return Optional.empty();
    }
    return Optional.of(
        new Ended(
            id.get(),
            line(run.path("name").asString("")),
            type,
            line(run.path("state_name").asString(type)),
            line(run.path("state").path("message").asString("")),
            at.get()));
  }

  private static Optional<String> deployment(JsonNode run) {
    return Json.text(run, "deployment_id");
  }

  static Optional<Instant> time(JsonNode object, String property) {
    try {
      return Json.text(object, property).map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /// Code chooses these texts: one line of at most 200 characters.
  private static String line(String text) {
    var line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }
}
