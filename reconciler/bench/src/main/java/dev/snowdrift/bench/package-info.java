/// Benchmarks: ratios and counts of statements and calls.
@NullMarked
package dev.snowdrift.bench;

import org.jspecify.annotations.NullMarked;
