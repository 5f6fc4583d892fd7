/// What happened, as numbers.
@NullMarked
package dev.snowdrift.operator.metrics;

import org.jspecify.annotations.NullMarked;
