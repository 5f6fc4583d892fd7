/// Counts of statements and requests, asserted.
@NullMarked
package dev.snowdrift.bench;

import org.jspecify.annotations.NullMarked;
