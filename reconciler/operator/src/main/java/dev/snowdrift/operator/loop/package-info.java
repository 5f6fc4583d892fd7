/// The loop: trigger, read, observe, plan, converge, verify, report.
@NullMarked
package dev.snowdrift.operator.loop;

import org.jspecify.annotations.NullMarked;
