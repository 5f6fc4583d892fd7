/// Where commits come from.
@NullMarked
package dev.snowdrift.operator.source;

import org.jspecify.annotations.NullMarked;
