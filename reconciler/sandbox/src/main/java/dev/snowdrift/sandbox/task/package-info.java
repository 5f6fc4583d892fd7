/// Tasks and task graphs: their statements, and their runs as the clock passes.
///
/// [TaskKind] is the kind of object, [Task] what one is beyond its settings: its place in a graph
/// and whether it is started. [TaskSheet] knows the properties and which fit together, [TaskGraph]
/// the rules of graphs, [TaskRefusals] the words in which they refuse. [TaskRuns] is the timeline
/// on which graphs run: [RunPlan] knows when, a [GraphRun] is one run, [RunStarter] begins and ends
/// the runs within, [TaskBody] is a body as it runs, [TaskScript] what tests put in its place.
@NullMarked
package dev.snowdrift.sandbox.task;

import org.jspecify.annotations.NullMarked;
