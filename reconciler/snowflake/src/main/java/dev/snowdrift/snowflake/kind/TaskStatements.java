package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.snowflake.Sql;
import dev.snowdrift.snowflake.SqlStatement;
import dev.snowdrift.snowflake.SqlText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// The statements that repair one task, in an order in which each is allowed: what does not fit its
/// new place in the graph is taken off, then the place changes, then the rest is put on, and at
/// last it is resumed. A new predecessor is added before an old one is removed: a task without any
/// becomes a suspended root (Snowflake documentation of ALTER TASK).
final class TaskStatements {
  static final Statements STATEMENTS = new Statements("TASK");

  private final Desired<TaskKind.Spec> resource;
  private final TaskKind.Spec spec;
  private final Observed observed;
  private final List<Drift> drifts;
  private final Mark mark;
  private final List<Effect> effects = new ArrayList<>();

  TaskStatements(
      Desired<TaskKind.Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    this.resource = resource;
    this.spec = resource.spec();
    this.observed = observed;
    this.drifts = drifts;
    this.mark = mark;
  }

  /// Makes the task, which is suspended then, and resumes it where it should run.
  static List<Effect> create(Desired<TaskKind.Spec> resource, Mark mark) {
    var spec = resource.spec();
    var name = resource.id().name();
    var sql = STATEMENTS.create(name);
    spec.warehouse().ifPresent(warehouse -> sql.property("WAREHOUSE").name(warehouse));
    Property.declared(sql, TaskFields.PROPERTIES, resource);
    spec.overlap().ifPresent(overlap -> sql.property("OVERLAP_POLICY").words(overlap));
    spec.sessionParameters().forEach((key, value) -> TaskFields.parameter(sql, key, value));
    Comments.write(sql, spec.comment(), mark);
    spec.finalizes().ifPresent(root -> sql.property("FINALIZE").name(root));
    if (!spec.after().isEmpty()) {
      sql.words("AFTER").nameList(spec.after());
    }
    spec.when().ifPresent(when -> sql.words("WHEN").expression(when));
    var created = sql.as(body(spec));
    return spec.running()
        ? List.of(created, new TaskGraph().resume(resource.id()))
        : List.of(created);
  }

  private static String body(TaskKind.Spec spec) {
    return spec.job().map(JobBody::sql).orElseGet(() -> SqlText.kept(spec.sql().orElseThrow()));
  }

  List<Effect> update() {
    if (drifted(TaskFields.STATE).isPresent() && !spec.running()) {
      effects.add(new TaskGraph().suspend(resource.id()));
    }
    computing();
    var properties = Property.Alteration.of(TaskFields.PROPERTIES, resource, drifts);
    takenOff(properties);
    placed();
    putOn(properties);
    condition();
    if (drifted(TaskFields.SQL).or(() -> drifted(TaskFields.RUN_JOB)).isPresent()) {
      effects.add(alter().words("MODIFY").as(body(spec)));
    }
    if (spec.running() && hasToBeResumed()) {
      effects.add(new TaskGraph().resume(resource.id()));
    }
    return effects;
  }

  private Sql alter() {
    return STATEMENTS.alter(resource.id().name());
  }

  private void add(SqlStatement statement) {
    effects.add(statement);
  }

  private Optional<Drift> drifted(String field) {
    return drifts.stream().filter(drift -> drift.field().equals(field)).findFirst();
  }

  /// What belongs to the one kind of computing is unset before the other is set, by statements of
  /// their own (snowflakedb/terraform-provider-snowflake, tasks_integration_test.go).
  private void computing() {
    if (drifted(TaskFields.WAREHOUSE).isEmpty()) {
      return;
    }
    if (spec.warehouse().isEmpty()) {
      add(alter().words("UNSET WAREHOUSE").ddl());
      return;
    }
    if (observed.fact(TaskReading.TARGET_COMPLETION).isPresent()) {
      add(alter().words("UNSET TARGET_COMPLETION_INTERVAL").ddl());
    }
    add(alter().words("UNSET").list(TaskFields.SERVERLESS_SIZES).ddl());
    add(alter().words("SET").property("WAREHOUSE").name(spec.warehouse().get()).ddl());
  }

  private void takenOff(Property.Alteration<TaskKind.Spec> properties) {
    var unset = new TreeSet<>(properties.unsetKeywords());
    unset.addAll(undeclaredParameters());
    if (drifted(TaskFields.WAREHOUSE).isPresent() && spec.warehouse().isPresent()) {
      unset.removeAll(TaskFields.SERVERLESS_SIZES);
    }
    var noLongerRoot = !spec.isRoot() && new TaskGraph().above(observed).isEmpty();
    if (noLongerRoot) {
      unset.addAll(List.of("SCHEDULE", "CONFIG", "TASK_AUTO_RETRY_ATTEMPTS"));
    }
    if (!unset.isEmpty()) {
      add(alter().words("UNSET").list(unset).ddl());
    }
    var overlaps =
        noLongerRoot
            && observed
                .field(TaskFields.OVERLAP)
                .filter(policy -> !policy.asString("").equals("NO_OVERLAP"))
                .isPresent();
    if ((drifted(TaskFields.OVERLAP).isPresent() && spec.overlap().isEmpty()) || overlaps) {
      add(alter().words("SET").property("OVERLAP_POLICY").words("NO_OVERLAP").ddl());
    }
  }

  /// Session parameters that are set and not declared.
  private Collection<String> undeclaredParameters() {
    var names = new TreeSet<String>();
    if (drifted(TaskFields.SESSION).isPresent()) {
      observed
          .field(TaskFields.SESSION)
          .ifPresent(set -> set.properties().forEach(each -> names.add(each.getKey())));
      names.removeAll(spec.sessionParameters().keySet());
    }
    return names;
  }

  private void placed() {
    var finalized = drifted(TaskFields.FINALIZES);
    if (finalized.isPresent() && spec.finalizes().isEmpty()) {
      add(alter().words("UNSET FINALIZE").ddl());
    }
    drifted(TaskFields.AFTER)
        .ifPresent(drift -> {
          var wanted = new TreeSet<>(spec.after());
          var seen = new TreeSet<>(names(drift.observed()));
          link("ADD AFTER", wanted, seen);
          link("REMOVE AFTER", seen, wanted);
        });
    if (finalized.isPresent() && spec.finalizes().isPresent()) {
      add(alter().words("SET").property("FINALIZE").name(spec.finalizes().get()).ddl());
    }
  }

  private void link(String words, Collection<String> these, Collection<String> butNot) {
    var names = new TreeSet<>(these);
    names.removeAll(butNot);
    if (!names.isEmpty()) {
      add(alter().words(words).nameList(names).ddl());
    }
  }

  private static List<String> names(Optional<JsonNode> list) {
    return list.stream().flatMap(JsonNode::valueStream).map(JsonNode::asString).toList();
  }

  private void putOn(Property.Alteration<TaskKind.Spec> properties) {
    var overlap = drifted(TaskFields.OVERLAP).flatMap(_ -> spec.overlap());
    var session = drifted(TaskFields.SESSION).isPresent() && !spec.sessionParameters().isEmpty();
    if (properties.set().isEmpty() && overlap.isEmpty() && !session && !Comments.drifted(drifts)) {
      return;
    }
    var set = alter().words("SET");
    properties.write(set, resource);
    overlap.ifPresent(policy -> set.property("OVERLAP_POLICY").words(policy));
    if (session) {
      spec.sessionParameters().forEach((key, value) -> TaskFields.parameter(set, key, value));
    }
    if (Comments.drifted(drifts)) {
      Comments.write(set, spec.comment(), mark);
    }
    add(set.ddl());
  }

  private void condition() {
    if (drifted(TaskFields.WHEN).isEmpty()) {
      return;
    }
    add(
        spec.when()
            .map(when -> alter().words("MODIFY WHEN").expression(when).ddl())
            .orElseGet(() -> alter().words("REMOVE WHEN").ddl()));
  }

  /// When it does not run although it should, when its new place suspends it, and when a commit
  /// changes a task that Snowflake suspended because it kept failing: perhaps that mends it.
  private boolean hasToBeResumed() {
    var becomesRoot =
        spec.isRoot()
            && drifted(TaskFields.AFTER).or(() -> drifted(TaskFields.FINALIZES)).isPresent();
    var mended =
        TaskGraph.stopped(observed)
            && drifts.stream().anyMatch(drift -> drift.origin() == Drift.Origin.GIT);
    return drifted(TaskFields.STATE).isPresent() || becomesRoot || mended;
  }
}
