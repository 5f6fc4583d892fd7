/// The shell around the core: it does the input and output and decides nothing.
@NullMarked
package dev.snowdrift.operator;

import org.jspecify.annotations.NullMarked;
