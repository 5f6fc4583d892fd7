package dev.snowdrift.prefect.translate;

import dev.snowdrift.manifest.Location;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What build and push steps leave for later templates: `{{ id.output }}`, and `{{ output }}` of
/// the last step that has it (PrefectHQ/prefect, src/prefect/deployments/steps/core.py, run_steps).
final class StepOutputs {
  private final Values values;
  private final Map<String, String> known = new HashMap<>();
  private final Set<String> steps = new HashSet<>();

  StepOutputs(Values values) {
    this.values = values;
  }

  /// An output whose text can be told without running the step.
  void put(Optional<String> step, String output, String text) {
    known.put(output, text);
    step.ifPresent(id -> known.put(id + "." + output, text));
  }

  /// A step whose outputs only running it shows.
  void unknown(String step) {
    steps.add(step);
  }

  /// The text of an output; one that only running the step shows becomes a value.
  Optional<String> of(String name, Location at, Notes notes) {
    var text = known.get(name);
    if (text != null) {
      notes.translated(at, "`{{ %s }}` is `%s`".formatted(name, text));
      return Optional.of(text);
    }
    var dot = name.indexOf('.');
    if (dot > 0 && steps.contains(name.substring(0, dot))) {
      var reference = values.reference(name);
      notes.assumed(
          at,
          "`{{ %s }}` is what a step printed on the machine that deployed; it is the value `%s`"
              .formatted(name, reference));
      return Optional.of(reference);
    }
    return Optional.empty();
  }

  /// For messages.
  List<String> names() {
    var all = new TreeSet<>(known.keySet());
    steps.forEach(step -> all.add(step + ".*"));
    return List.copyOf(all);
  }
}
