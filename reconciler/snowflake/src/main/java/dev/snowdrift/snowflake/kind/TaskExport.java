package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Export;
import dev.snowdrift.kind.Observed;
import tools.jackson.databind.node.ObjectNode;

/// From the canonical fields of a task to what a manifest writes: its schedule divided, a job
/// instead of its statement, and rest instead of a state.
final class TaskExport {
  private static final String CRON = "USING CRON ";
  private static final String SCHEDULE = "schedule";

  private TaskExport() {}

  static Export of(Export fields, Observed observed) {
    var spec = fields.spec();
    schedule(spec);
    if (spec.path(TaskFields.RUN_JOB) instanceof ObjectNode job) {
      spec.remove(TaskFields.SQL);
      job.set("specification", SpecificationExport.of(job.path("specification").deepCopy()));
    }
    var state = observed.field(TaskFields.STATE).map(value -> value.asString("")).orElse("");
    if (state.equals(TaskFields.SUSPENDED)) {
      spec.set("suspended", Canonical.bool(true));
    }
    return state.equals(TaskFields.STOPPED)
        ? fields.remark("Snowflake suspended it because it kept failing.")
        : fields;
  }

  private static void schedule(ObjectNode spec) {
    var text = spec.path(SCHEDULE).asString("");
    if (text.isEmpty()) {
      return;
    }
    var schedule = spec.putObject(SCHEDULE);
    if (!text.startsWith(CRON)) {
      schedule.put("every", text);
      return;
    }
    var zone = text.lastIndexOf(' ');
    schedule.put("cron", text.substring(CRON.length(), zone));
    if (!text.endsWith(" UTC")) {
      schedule.put("timeZone", text.substring(zone + 1));
    }
  }
}
