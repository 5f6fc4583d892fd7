/// Tasks and task graphs: their statements, and their runs as the clock passes.
///
/// [TaskKind] is the kind of object, [Task] what one is beyond its settings: its place in a graph
/// and whether it is started. [TaskSheet] knows the properties and which fit together, [TaskGraph]
/// the rules of graphs, [TaskRefusals] the words in which they refuse.
@NullMarked
package dev.snowdrift.sandbox.task;

import org.jspecify.annotations.NullMarked;
