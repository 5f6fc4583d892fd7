/// From desired, previous and observed to a plan: changes, guards, order, digest.
@NullMarked
package dev.snowdrift.plan;

import org.jspecify.annotations.NullMarked;
