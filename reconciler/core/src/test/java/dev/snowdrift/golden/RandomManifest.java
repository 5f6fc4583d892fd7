package dev.snowdrift.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/// Random specifications of one kind: each of its fields is left out or has one of a few values
/// that differ from each other and from what the target does where nothing is said.
///
/// @param given what its objects need, in {@link Notation}
/// @param name of the object with a number: `ETL.APP.T%d`
/// @param always the lines of every specification
public record RandomManifest(
    String kind, List<String> given, String name, String always, List<Choice> choices) {

  public RandomManifest {
    given = List.copyOf(given);
    choices = List.copyOf(choices);
  }

  /// A field of the specification and the values that it may have.
  ///
  /// @param field as a plan names it
  /// @param lines YAML of each value, at the top of the specification
  /// @param needed whether the field is never left out
  /// @param kept whether the field stays as it is where it is left out later
  public record Choice(String field, List<String> lines, boolean needed, boolean kept) {
    public Choice {
      lines = List.copyOf(lines);
    }

    /// A field of simple values that may be left out, and then goes back to its default.
    public static Choice of(String field, String... values) {
      return lines(field, withName(field, values));
    }

    /// The same for YAML that is more than one simple value.
    public static Choice lines(String field, List<String> lines) {
      return new Choice(field, lines, false, false);
    }

    /// A field that every specification has.
    public static Choice needed(String field, String... values) {
      return new Choice(field, withName(field, values), true, false);
    }

    /// A field that keeps its value where it is left out.
    public static Choice kept(String field, String... values) {
      return new Choice(field, withName(field, values), false, true);
    }

    private static List<String> withName(String field, String... values) {
      return List.of(values).stream().map(value -> field + ": " + value).toList();
    }
  }

  /// One specification: which value each field has, -1 for none.
  public record Draw(RandomManifest of, int number, List<Integer> values) {
    public Draw {
      values = List.copyOf(values);
    }

    public String text() {
      var lines = new ArrayList<String>();
      lines.add(of.kind + " " + of.name.formatted(number));
      if (!of.always.isEmpty()) {
        lines.add(of.always.formatted(number));
      }
      for (var i = 0; i < values.size(); i++) {
        if (values.get(i) >= 0) {
          lines.add(of.choices.get(i).lines().get(values.get(i)));
        }
      }
      return lines.stream().collect(Collectors.joining("\n"));
    }

    /// The same with another value of one field.
    public Changed changed(Random random) {
      var at = random.nextInt(values.size());
      var choice = of.choices.get(at);
      var now = values.get(at);
      var others = new ArrayList<Integer>();
      var first = choice.needed() || choice.kept() ? 0 : -1;
      for (var value = first; value < choice.lines().size(); value++) {
        if (value != now) {
          others.add(value);
        }
      }
      var after = new ArrayList<>(values);
      after.set(at, others.get(random.nextInt(others.size())));
      return new Changed(choice.field(), new Draw(of, number, after));
    }
  }

  /// A specification in which one field is another than before.
  public record Changed(String field, Draw draw) {}

  public Draw draw(int number, Random random) {
    var values = new ArrayList<Integer>();
    for (var choice : choices) {
      var out = choice.needed() ? 0 : 1;
      values.add(random.nextInt(choice.lines().size() + out) - out);
    }
    return new Draw(this, number, values);
  }

  @Override
  public String toString() {
    return kind;
  }
}
