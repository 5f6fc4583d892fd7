/// What must last: converged commits, history, approvals.
@NullMarked
package dev.snowdrift.operator.state;

import org.jspecify.annotations.NullMarked;
