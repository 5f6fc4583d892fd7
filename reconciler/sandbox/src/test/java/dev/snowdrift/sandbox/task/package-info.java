/// Tests of tasks: their statements and their runs.
@NullMarked
package dev.snowdrift.sandbox.task;

import org.jspecify.annotations.NullMarked;
