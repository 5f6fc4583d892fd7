/// What people see of a pass, whether a command made it or the operator.
@NullMarked
package dev.snowdrift.operator.view;

import org.jspecify.annotations.NullMarked;
