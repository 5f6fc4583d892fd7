package dev.snowdrift.prefect.translate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/// The same deployment on several work pools becomes one with targets. Only where names, tags and
/// everything else come out exactly as they were.
final class Fanout {
  private Fanout() {}

  static List<FlowManifests.Entry> of(List<FlowManifests.Entry> entries) {
    var alike = new LinkedHashMap<ObjectNode, List<FlowManifests.Entry>>();
    for (var entry : entries) {
      var rest = entry.fields().deepCopy();
      rest.remove(List.of("workPool", "workQueue", "tags"));
      alike.computeIfAbsent(rest, _ -> new ArrayList<>()).add(entry);
    }
    var all = new ArrayList<FlowManifests.Entry>();
    alike.forEach((rest, same) -> all.addAll(spread(rest, same).map(List::of).orElse(same)));
    return all;
  }

  private static Optional<FlowManifests.Entry> spread(
      ObjectNode rest, List<FlowManifests.Entry> same) {
    var pools = new TreeSet<String>();
    same.forEach(entry -> pools.add(entry.fields().path("workPool").asString("")));
    var base = base(same.stream().map(FlowManifests.Entry::name).toList());
    if (same.size() < 2 || pools.size() != same.size() || base.isEmpty()) {
      return Optional.empty();
    }
    var common = new LinkedHashSet<>(tags(same.getFirst()));
    same.forEach(entry -> common.retainAll(tags(entry)));
    var fields = rest.deepCopy();
    if (!common.isEmpty()) {
      common.forEach(fields.putArray("tags")::add);
    }
    var targets = fields.putArray("targets");
    var remarks = new LinkedHashSet<String>();
    for (var entry : same) {
      var target = targets.addObject().put("workPool", entry.fields().path("workPool").asString());
      var queue = entry.fields().path("workQueue");
      if (!queue.isMissingNode()) {
        target.set("workQueue", queue);
      }
      target.put("suffix", entry.name().substring(base.length()));
      var own = new ArrayList<>(tags(entry));
      own.removeAll(common);
      if (!own.isEmpty()) {
        own.forEach(target.putArray("tags")::add);
      }
      remarks.addAll(entry.remarks());
    }
    return Optional.of(new FlowManifests.Entry(base, fields, List.copyOf(remarks)));
  }

  private static List<String> tags(FlowManifests.Entry entry) {
    return entry.fields().path("tags").valueStream().map(tag -> tag.asString("")).toList();
  }

  /// What all names begin with, up to a dash or an underscore; empty when that is nothing, or all
  /// of one of them.
  private static String base(List<String> names) {
    var common = names.getFirst();
    for (var name : names) {
      while (!name.startsWith(common)) {
        common = common.substring(0, common.length() - 1);
      }
    }
    var end = Math.max(common.lastIndexOf('-'), common.lastIndexOf('_'));
    return end <= 0 ? "" : common.substring(0, end);
  }
}
